#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Somebody pins the guest's memory, as VFIO does: it cannot be discarded then, and meanwhile the host wants none.

    gdb ──> ram_block_discard_disable() in the running QEMU, which is all of VFIO that concerns the balloon

usage: pinned.py stock|tree [NAME...]     as runner.py says
"""
import re
import struct
import subprocess

from runner import A, case, eq, main
from virtio_qtest import (
    ACCEPTED, ACK, Aerostat, DONE, GRANTED, MIB, MIGRATING, MSG_COMMIT, NOTICE_STATE, OK, PLENTY, Qemu, REFUSED_HOST, offer, until)

EBUSY = 16


def pin(q, pinned):
    """What the function returns to the device that calls it: 0, or -EBUSY."""
    call = f'call (int)ram_block_discard_disable({int(pinned)})'
    said = subprocess.run(['gdb', '-nx', '-batch', '-iex', 'set debuginfod enabled off', '-p', str(q.process.pid), '-ex', call],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    value = re.search(r'^\$1 = (-?\d+)$', said.stdout, re.M)
    assert value, f'gdb: {said.stdout[-500:]} {said.stderr[-500:]}'
    return int(value[1])


def gives(q, seq=1):
    """What it gives is gone."""
    q.fill(A, 16 * MIB, 0x55)
    q.aerostat.give(seq, [(A, 4096)])
    assert q.is_all(A, 16 * MIB, 0)


def wants_none(q, seq=70):
    """Offers are refused as by a host that wants none; the guest's other messages are answered as ever."""
    d = q.aerostat
    status, _, state, _ = d.say(offer(seq, [(A + 64 * MIB, 16)]))
    eq((status, state), (REFUSED_HOST, MIGRATING), 'an offer')
    eq(d.stats(seq, [(4, MIB)]), OK, 'stats')
    eq(q.get('discards'), 'forbidden')


@case('memory is pinned before: the balloon comes, wants none, and takes pages when it is pinned no more')
def first(build):
    with Qemu(build, device=None, machine='pc') as q:
        eq(pin(q, True), 0, 'pinned')
        q.plug()
        q.aerostat = Aerostat(q)
        eq(q.aerostat.notice()[:2], (NOTICE_STATE, MIGRATING))
        wants_none(q)
        eq(pin(q, False), 0, 'pinned no more')
        eq(q.aerostat.notice()[:2], (NOTICE_STATE, PLENTY))
        gives(q)


@case('the balloon is there before: memory is pinned all the same, pages held or not, and comes and goes; what is held then comes back')
def second(build):
    with Qemu(build, device=None, machine='pc') as q:
        q.plug()
        d = q.aerostat = Aerostat(q)
        eq(d.notice()[:2], (NOTICE_STATE, PLENTY))
        eq(pin(q, True), 0, 'with an empty balloon')
        wants_none(q)
        eq(d.notice()[:2], (NOTICE_STATE, MIGRATING))
        eq(pin(q, False), 0, 'pinned no more')
        eq(d.notice()[:2], (NOTICE_STATE, PLENTY))
        gives(q)
        eq(d.offer(2, [(A + 32 * MIB, 512)]), ACCEPTED)
        eq(pin(q, True), 0, 'with pages held')
        q.fill(A + 32 * MIB, 2 * MIB, 0x55)
        calls = q.get('discard-calls')
        eq(d.commit(2), DONE)
        wants_none(q)
        assert q.is_all(A + 32 * MIB, 2 * MIB, 0x55), 'pinned memory is discarded'
        eq(q.get('discard-calls'), calls, 'discards of pinned memory')
        eq(q.get('held-pages'), 4096 + 512, 'held')
        q.fill(A, MIB, 0x66)        # as pinning populates it
        eq(d.reclaim(3, 256, near=A + 15 * MIB), (GRANTED, [(A + 15 * MIB, 256)]))
        eq(pin(q, False), 0, 'pinned no more')
        until('what is held to be discarded', lambda: q.is_all(A, MIB, 0) and q.is_all(A + 32 * MIB, 2 * MIB, 0))
        q.unplug()
        eq(pin(q, True), 0, 'without a balloon')


@case('while a commit is being discarded nobody can pin the memory; before the next one everybody can')
def meanwhile(build):
    with Qemu(build, device=None, machine='pc', held=True) as q:
        q.plug()
        d = q.aerostat = Aerostat(q)
        q.fill(A, 16 * MIB, 0x55)
        eq(d.offer(1, [(A, 4096)]), ACCEPTED)
        with q.hold() as hold:
            d.send(struct.pack('<II', MSG_COMMIT, 1), ACK.size)
            hold.wait()
            eq(pin(q, True), -EBUSY, 'while it is discarded')
        eq(ACK.unpack(d.answer())[:2], (DONE, 1))
        eq(pin(q, True), 0, 'afterwards')
        wants_none(q)


main()
