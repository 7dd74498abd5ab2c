#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""However QEMU is started: in a sandbox, as a daemon, not as root, without interrupts of the queues' own, without PCI.

usage: started.py stock|tree [NAME...]     as runner.py says
"""
import contextlib
import os
import signal
import socket
import struct

from runner import A, DEVICE, NotHere, RAM, case, eq, main, vm
from virtio_qtest import Aerostat, BAD, GRANTED, MIB, NOTICE_STATE, OK, PLENTY, Qemu, Queue, VirtioPci, until


def works(q):
    """All that a device does: it is told, takes pages and discards them, returns them, complains."""
    d = q.aerostat
    eq(d.notice()[:2], (NOTICE_STATE, PLENTY))
    eq(d.query(1)[:2], (OK, 1))
    d.give(2, [(A, 2048)])
    assert q.is_all(A, 8 * MIB, 0) and q.is_all(A + 8 * MIB, 8 * MIB, 0x55), 'what was discarded'
    eq(d.offer(3, [(A, 1)]), BAD)
    eq(q.qmp('query-balloon'), {'actual': RAM - 8 * MIB})
    until('the events', lambda: [e['event'] for e in q.events()][-2:] == ['held', 'bad'])
    eq(d.reclaim(4, 1024), (GRANTED, [(A, 1024)]))
    q.fill(A, 4 * MIB, 0x66)
    eq(d.stats(5, [(4, MIB)]), OK)
    assert q.is_all(A, 4 * MIB, 0x66) and not d.broken()


ALL = ',prefault=on,reuse=report,tight-available=1'     # what else asks something of the host


@case('vectors=0: the interrupt is one line, for queues and config space alike')
def no_vectors(build):
    with vm(build, properties=',vectors=0') as q:
        works(q)
        interrupted = lambda: q.get_n(q.aerostat.pci.isr, 1) & 1      # it is read once
        interrupted()
        eq(interrupted(), 0, 'with nothing to tell')
        eq((q.aerostat.query(9)[:2], interrupted()), ((OK, 9), 1), 'with an answer')


@case('-sandbox on, with all that it can deny: no call that the device makes is denied')
def sandbox(build):
    deny = 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'
    try:
        q = vm(build, properties=ALL, extra=['-sandbox', deny])
    except AssertionError as e:
        if 'seccomp' in str(e) or 'sandbox' in str(e):
            raise NotHere('this QEMU has no sandbox') from None
        raise
    with q:
        with open(f'/proc/{q.process.pid}/status') as f:
            assert 'Seccomp:\t2\n' in f.read(), 'there is no filter'
        works(q)


class Daemon(Qemu):
    """One that has left the process that was started."""

    def pid(self):
        """Of whoever has connected."""
        return struct.unpack('3i', self.monitor.socket.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]

    def stop(self):
        if hasattr(self, 'monitor'):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid(), signal.SIGKILL)
        super().stop()


@case('-daemonize: the device\'s thread is the daemon\'s')
def daemon(build):
    with Daemon(build, device=DEVICE + ALL, extra=['-daemonize', '-name', 'debug-threads=on']) as q:
        eq(q.ended(), 0, 'exit status of what was started')
        assert q.pid() != q.process.pid, 'it is no daemon'
        q.aerostat = Aerostat(q)
        q.fill(A, 16 * MIB, 0x55)
        works(q)


NOBODY = 65534


@case('not as root: all that the device reads of the host it may read')
def not_root(build):
    if os.getuid():
        raise NotHere('the other tests have shown it: they are not run by root')
    if not build[2]:
        raise NotHere('whether nobody may run it depends on where the checkout is')
    with vm(build, properties=ALL, user=NOBODY) as q:
        eq(os.stat(f'/proc/{q.process.pid}').st_uid, NOBODY, 'whose process')
        works(q)
        assert q.get('host-available') > 1, 'MemAvailable was not read'
        q.fill(A + 4 * MIB, 4 * MIB, 0x77)      # a guest must not: these are held
        until('the page map to be read', lambda: q.get('reused-pages') >= 512)


class VirtioMmio(VirtioPci):
    """The same on a page of registers, as of virtio 1.2, 4.2.2."""

    FIRST, STEP, N = 0xfeb00000, 512, 24

    def __init__(self, qemu, _slot):
        self.q = qemu
        self.at = next(at for at in range(self.FIRST, self.FIRST + self.N * self.STEP, self.STEP) if qemu.get_n(at + 8, 4))
        self.config = self.at + 0x100

    def reg(self, offset):
        return self.q.get_n(self.at + offset, 4)

    def set_reg(self, offset, value):
        self.q.put_n(self.at + offset, value, 4)

    def status(self):
        return self.reg(0x70)

    def set_status(self, value):
        self.set_reg(0x70, value)

    def start(self, queues):
        self.reset()
        self.set_status(self.ACKNOWLEDGE | self.DRIVER)
        for word, features in enumerate((self.accept, 1)):
            self.set_reg(0x24, word)
            self.set_reg(0x20, features)
        status = self.ACKNOWLEDGE | self.DRIVER | self.FEATURES_OK
        self.set_status(status)
        eq(self.status(), status, 'status')
        for index, queue in queues.items():
            self.set_reg(0x30, index)
            queue.size, queue.index, queue.doorbell = self.reg(0x34), index, self.at + 0x50
            self.set_reg(0x38, queue.size)
            for offset, address in ((0x80, queue.desc), (0x90, queue.avail), (0xa0, queue.used)):
                self.set_reg(offset, address)
                self.set_reg(offset + 4, 0)
            self.set_reg(0x44, 1)
        self.set_status(status | self.DRIVER_OK)


class MmioQueue(Queue):
    def kick(self):
        self.q.put_n(self.doorbell, self.index, 4)


MICROVM = {'device': 'virtio-aerostat-device,id=balloon0,chardev=events', 'machine': 'microvm'}


@case('virtio-mmio (microvm): modern, it works as on PCI; legacy, as QEMU has it by default, it has no VERSION_1 and no driver', 'stock')
def mmio(build):
    with Qemu(build, **MICROVM, extra=['-global', 'virtio-mmio.force-legacy=off']) as q:
        q.aerostat = Aerostat(q, bus=VirtioMmio, queue=MmioQueue)
        eq([q.aerostat.pci.reg(offset) for offset in (0, 4, 8)], [0x74726976, 2, 13], 'magic, version, device')
        q.fill(A, 16 * MIB, 0x55)
        works(q)
        q.aerostat.start()
        eq(q.get('held-pages'), 0, 'held after a reset')
    with Qemu(build, **MICROVM) as q:
        pci = VirtioMmio(q, 0)
        pci.set_reg(0x14, 1)
        eq((pci.reg(4), pci.reg(0x10) & 1), (1, 0), 'version of the transport, and VERSION_1')


main()
