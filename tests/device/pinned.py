#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Somebody pins the guest's memory, as VFIO does: it cannot be discarded then, and who comes second is refused.

    gdb ──> ram_block_discard_disable() in the running QEMU, which is all of VFIO that concerns the balloon

usage: pinned.py stock|tree [NAME...]     as runner.py says
"""
import re
import subprocess

from runner import A, case, eq, main
from virtio_qtest import Aerostat, GRANTED, MIB, Qemu

EBUSY = 16


def pin(q, pinned):
    """What the function returns to the device that calls it: 0, or -EBUSY."""
    call = f'call (int)ram_block_discard_disable({int(pinned)})'
    said = subprocess.run(['gdb', '-nx', '-batch', '-iex', 'set debuginfod enabled off', '-p', str(q.process.pid), '-ex', call],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    value = re.search(r'^\$1 = (-?\d+)$', said.stdout, re.M)
    assert value, f'gdb: {said.stdout[-500:]} {said.stderr[-500:]}'
    return int(value[1])


def gives(q):
    d = Aerostat(q)
    q.fill(A, 16 * MIB, 0x55)
    d.give(1, [(A, 4096)])
    assert q.is_all(A, 16 * MIB, 0)
    eq(q.get('held-pages'), 4096, 'held')
    return d


@case('memory is pinned before: the balloon is refused, says why, and comes when it is pinned no more')
def first(build):
    with Qemu(build, device=None, machine='pc') as q:
        eq(pin(q, True), 0, 'pinned')
        for _ in range(2):
            error = q.qmp('device_add', may_fail=True, driver='virtio-aerostat-pci', id='balloon0', addr='4', chardev='events')
            said = error.get('error', {}).get('desc', '')
            assert re.search('virtio-aerostat: another device .*VFIO.* forbids to discard .*busy', said), error
        eq(pin(q, False), 0, 'pinned no more')
        q.plug()
        gives(q)


@case('the balloon is there before: who pins memory is refused, pages held or not, until it is unplugged; it goes on')
def second(build):
    with Qemu(build, device=None, machine='pc') as q:
        q.plug()
        eq(pin(q, True), -EBUSY, 'with an empty balloon')
        d = gives(q)
        eq(pin(q, True), -EBUSY, 'with pages held')
        eq(d.reclaim(2, 4096), (GRANTED, [(A, 4096)]))
        eq(pin(q, True), -EBUSY, 'after a grant')
        d.give(3, [(A, 16)])
        q.unplug()
        eq(pin(q, True), 0, 'without a balloon')


main()
