#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What virtio asks of every device, and what a driver that breaks its rules may not bring about.

usage: virtio.py stock|tree [NAME...]     as runner.py says
"""
import struct
import time

from runner import A, DEVICE, NotHere, RUNS, Sink, case, eq, main, vm
from virtio_qtest import (
    ACCEPTED, ACK, Aerostat, DONE, GRANTED, MIB, MSG_COMMIT, MSG_QUERY, NOTICE_STATE, OK, PAGE, PLENTY, PackedQueue, Qemu, Queue,
    VirtioPci, until)

RING_RESET, IN_ORDER = 40, 35         # feature bits
FLOOR = 1 << 1              # the same, of the device's own, as a mask
QUEUE_RESET = 58            # register of the common configuration
BURST_BYTES = 256 * 1024    # README.md, Limits: of events that a guest causes
RATE_BYTES_S = 16000


def looks(q, n=20):
    """The main loop has come round so often."""
    for _ in range(n):
        q.get('held-pages')


@case('buffers that are there before DRIVER_OK wait for it, and are then answered without another kick')
def driver_ok(build):
    for ioeventfd in ('on', 'off'):     # on: QEMU itself looks at all queues as it starts
        with vm(build, properties=',ioeventfd=' + ioeventfd) as q:
            d = q.aerostat
            pci = d.pci
            until_ok = pci.ACKNOWLEDGE | pci.DRIVER | pci.FEATURES_OK
            set_status = pci.set_status
            pci.set_status = lambda value: set_status(value & until_ok)     # all of start() but DRIVER_OK
            d.start()
            d.send(struct.pack('<II', MSG_QUERY, 5), ACK.size)
            looks(q)
            assert not d.todev.is_used(), 'read before DRIVER_OK'
            set_status(until_ok | pci.DRIVER_OK)
            eq(ACK.unpack(d.answer())[:2], (OK, 5))


@case('a VM that has moved away: what is left in the queue is not read here')
def moved(build):
    with vm(build) as q:
        d = q.aerostat
        q.set('stalled', True)
        d.send(struct.pack('<II', MSG_QUERY, 5), ACK.size)
        q.qmp('migrate', uri=Sink(q.dir).uri)
        until('the migration', lambda: q.qmp('query-migrate').get('status') == 'completed')
        q.set('stalled', False)
        d.todev.kick()
        looks(q)
        assert not d.todev.is_used(), 'answered into memory that is on its way'


@case('no reset of a single queue is offered: a commit would be answered into memory that is in use again')
def ring_reset(build):
    with vm(build) as q:
        common = q.aerostat.pci.common
        q.put_n(common, RING_RESET // 32, 4)
        features = q.get_n(common + 4, 4)
        assert features & 1, 'not even VERSION_1'
        assert not features >> RING_RESET % 32 & 1, f'features {features:#x}'


@case('nor is it offered that answers come in order, even if in_order=on: a commit is answered last, here or at the other end')
def in_order(build):
    try:
        q = vm(build, properties=',in_order=on')
    except AssertionError as e:
        if "in_order' not found" in str(e):
            raise NotHere('this QEMU does not know in_order') from None
        raise
    with q:
        common = q.aerostat.pci.common
        q.put_n(common, IN_ORDER // 32, 4)
        features = q.get_n(common + 4, 4)
        assert features & 1, 'not even VERSION_1'
        assert not features >> IN_ORDER % 32 & 1, f'features {features:#x}'


@case('packed=on: every message, a commit that is answered after later ones, a reset, and a ring that goes round')
def packed(build):
    with Qemu(build, device=DEVICE + ',packed=on', held=True) as q:
        d = Aerostat(q, queue=PackedQueue)
        q.fill(A, 16 * MIB, 0x55)
        eq(d.notice()[:2], (NOTICE_STATE, PLENTY))
        for i in range(3 * d.todev.size):
            eq(d.query(i)[:2], (OK, i))
        for _ in range(2):
            d.give(1, [(A, 512), (A + 4 * MIB, 16)])
            eq(d.offer(2, [(A + 8 * MIB, 512)]), ACCEPTED)
            with q.hold() as hold:
                d.send(struct.pack('<II', MSG_COMMIT, 2), ACK.size)
                hold.wait()
                q.write(d.todev.buffers + 0x88000, struct.pack('<II', MSG_QUERY, 9))
                d.todev.add([(d.todev.buffers + 0x88000, 8, False), (d.todev.buffers + 0x90000, ACK.size, True)])
                d.todev.take()
                eq(ACK.unpack(q.read(d.todev.buffers + 0x90000, ACK.size))[:2], (OK, 9), 'a query meanwhile')
            eq(ACK.unpack(d.answer())[:2], (DONE, 2))
            eq(d.reclaim(3, 1 << 40), (GRANTED, [(A, 512), (A + 4 * MIB, 16), (A + 8 * MIB, 512)]))
            eq(d.stats(4, [(4, MIB)]), OK)
            d.give(5, [(A, 512)])
            d.start()
            eq(q.get('held-pages'), 0, 'held after the reset')
        assert not d.broken()


@case('a driver that resets a queue all the same while its commit is discarded harms itself at most')
def ring_reset_forced(build):
    with vm(build, memory='1024') as q:
        d = q.aerostat
        for i in range(5):
            q.fill(A, 512 * MIB, 0x55)
            eq(d.offer(i, RUNS), ACCEPTED)
            d.send(struct.pack('<II', MSG_COMMIT, i), ACK.size)
            q.put_n(d.pci.common + 22, 0, 2)
            q.put_n(d.pci.common + QUEUE_RESET, 1, 2)
            if i % 2:
                until('the end of the discard', lambda: q.get('held-pages'))
            d.start()
            eq((q.get('held-pages'), q.get('reserved-pages')), (0, 0), 'after the reset')
            eq(d.query(i)[1], i)


@case('a driver that gives the memory of its own queues: NEEDS_RESET at most, and fine again after the reset')
def rings_given(build):
    with vm(build) as q:
        d = q.aerostat
        for i in range(3):
            eq(d.offer(i, [(0x100000, 0x100), (0x300000, 0x100)]), ACCEPTED)
            d.send(struct.pack('<II', MSG_COMMIT, i), ACK.size)
            until('the end of the discard', lambda: q.get('held-pages') == 0x200)
            d.todev.kick()
            d.fromdev.kick()
            q.qmp('balloon', value=128 * MIB)
            looks(q)
            d.start()
            eq(d.query(i)[1], i)
            d.give(100 + i, [(A, 16)])
            d.start()


@case('the largest queue that virtio has, larger than the device asks for, and the smallest')
def queue_sizes(build):
    for size in (1024, 128, 4, 1):
        with vm(build) as q:
            d = q.aerostat
            d.pci.reset()
            d.pci.set_status(VirtioPci.ACKNOWLEDGE | VirtioPci.DRIVER)
            q.put_n(d.pci.common + 22, 0, 2)
            q.put_n(d.pci.common + 24, size, 2)
            eq(q.get_n(d.pci.common + 24, 2), size, 'size')
            # the tables of the largest need more room than Queue has
            todev = Queue(q, 0x500000)
            todev.desc, todev.avail, todev.used = 0x600000, 0x610000, 0x620000
            q.fill(0x600000, 0x30000, 0)
            todev.size = size
            q.put_n(d.pci.common + 32, todev.desc, 8)
            q.put_n(d.pci.common + 40, todev.avail, 8)
            q.put_n(d.pci.common + 48, todev.used, 8)
            todev.doorbell, todev.index = d.todev.doorbell, 0
            q.put_n(d.pci.common + 28, 1, 2)
            d.pci.set_status(VirtioPci.ACKNOWLEDGE | VirtioPci.DRIVER | VirtioPci.DRIVER_OK)
            # Both descriptors of a message would not fit into one: an indirect table is one.
            at, answer_at, table_at = todev.buffers, todev.buffers + 64, todev.buffers + 128
            q.write(at, struct.pack('<II', MSG_QUERY, 7))
            q.write(table_at, struct.pack('<QIHHQIHH', at, 8, Queue.NEXT, 1, answer_at, ACK.size, Queue.WRITE, 0))
            for i in (size - 1, 0):
                q.write(todev.desc + 16 * i, struct.pack('<QIHH', table_at, 32, 4, 0))
                todev.publish(i)
                eq(todev.take(), ACK.size)
                eq(ACK.unpack(q.read(answer_at, ACK.size))[:2], (OK, 7), f'size {size}')


@case('a guest that is wrong all the time does not fill the host\'s disk: what it causes is limited, the rest is not')
def flood(build):
    with vm(build) as q:
        d, n, rounds = q.aerostat, 64, 150
        begin = time.monotonic()
        for i in range(n):
            at = d.todev.buffers + 64 * i
            q.write(at, b'\xff' * 8)
            q.write(d.todev.desc + 32 * i, struct.pack('<QIHHQIHH', at, 8, Queue.NEXT, 2 * i + 1,
                                                       at + 32, ACK.size, Queue.WRITE, 0))
        for _ in range(rounds):
            for i in range(n):
                d.todev.publish(2 * i, kick=False)
            d.todev.kick()
            until('the answers', lambda: q.get_n(d.todev.used + 2, 2) == d.todev.added & 0xffff)
        eq(q.get('bad-messages'), n * rounds, 'counted')
        with open(q.events_path) as f:
            size = len(f.read())
        spent_s = time.monotonic() - begin + 1
        assert size < BURST_BYTES + RATE_BYTES_S * spent_s + 4096, f'{size} bytes of events in {spent_s:.1f} s'
        kept = len(q.events('bad'))
        assert kept > 100, f'{kept} lines'
        # what the operator does is told, and how much was not
        q.qmp('balloon', value=128 * MIB)
        until('the target', lambda: q.events('target'))
        eq(kept + sum(e['lines'] for e in q.events('lost')), n * rounds, 'told and lost')


def floor_of(d):
    return d.q.get_n(d.pci.config + 16, 8)


@case('floor: in the config space behind what every device has; a driver that knows it is told each change, no other is')
def floor(build):
    for accept in (0, FLOOR):
        with vm(build, properties=',floor=1G') as q:
            d = q.aerostat
            q.put_n(d.pci.common, 0, 4)
            assert q.get_n(d.pci.common + 4, 4) & FLOOR, 'not offered'
            d.pci.accept = accept
            d.start()
            eq((q.get('floor'), floor_of(d)), (1 << 30, 1 << 30))
            d.pci.config_changed()
            q.set('floor', (1 << 64) - 1)
            eq((floor_of(d), d.pci.config_changed()), ((1 << 64) - 1, bool(accept)), 'changed')
            q.put_n(d.pci.config + 16, 7, 8)
            eq((q.get('floor'), d.pci.config_changed()), ((1 << 64) - 1, False), 'after the driver wrote to it')
    with vm(build) as q:
        eq((q.get('floor'), floor_of(q.aerostat)), (0, 0), 'by default')


@case('floor: a VM that moves has the other host\'s there, and is told once it is there')
def floor_moves(build):
    with vm(build, properties=',floor=64M') as src, Qemu(build, device=DEVICE + ',floor=32M', extra=['-incoming', 'defer']) as dst:
        d = src.aerostat
        d.pci.accept = FLOOR
        d.start()
        d.pci.config_changed()
        uri = 'unix:' + src.dir + '/migration'
        dst.qmp('migrate-incoming', uri=uri)
        src.qmp('migrate', uri=uri)
        until('the source to end', lambda: src.qmp('query-migrate').get('status') == 'completed')
        src.set('floor', 0)     # it is not its driver's any more
        looks(src)
        assert not d.pci.config_changed(), 'told at the source'
        until('the destination to end', lambda: dst.qmp('query-status')['status'] != 'inmigrate')
        d.q = d.pci.q = dst
        until('the driver to be told', d.pci.config_changed)
        eq(floor_of(d), 32 * MIB)


main()
