#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a hostile guest can do to virtio-aerostat-pci besides wrong messages: queues, descriptors, registers, resets;
and, by name, what users of other balloons complain about and a device is to blame for.  See runner.py.
"""
import struct

from runner import A, RAM, case, eq, main, vm
from virtio_qtest import (
    ACCEPTED, ACK, Aerostat, GRANT, GRANTED, MIB, MSG_COMMIT, MSG_QUERY, MSG_RECLAIM, NOTICE_STATE,
    NOTICE_TARGET, OK, PAGE, PLENTY, Qemu, Queue, UNKNOWN, VirtioPci, WIRE_VERSION, reclaim, until)

NEXT, WRITE, INDIRECT = 1, 2, 4
QUERY = struct.pack('<II', MSG_QUERY, 42)


def descriptor(address, length, flags=0, following=0):
    return struct.pack('<QIHH', address, length, flags, following)


def post(q, queue, descriptors, head=0):
    """These descriptors, as they are, from the table's start on, as the next chain."""
    q.write(queue.desc, b''.join(descriptors))
    queue.publish(head)


def works(q, held=0):
    """The device, reset, is as good as new."""
    d = q.aerostat
    d.start()
    assert not d.broken(), 'broken after a reset'
    eq(d.query(7)[:3], (OK, 7, PLENTY), 'after a reset')
    eq(q.get('held-pages'), 0, 'held after a reset')
    d.give(8, [(A, 1)])
    eq(d.reclaim(9, 1), (GRANTED, [(A, 1)]), 'after a reset')


def abuse(q, name, do, ends):
    """`do` it to a device that holds pages; it breaks or answers, or takes no notice; QEMU and the books live on."""
    d = q.aerostat
    d.start()
    d.give(1, [(A, 16)])
    q.write(d.todev.buffers, QUERY)
    do(d.todev)
    if ends == 'breaks':
        until(f'NEEDS_RESET after {name}', d.broken)
        d.todev.kick()
        eq(q.get('held-pages'), 16, f'{name}: held')
    elif ends == 'answers':
        until(f'an answer to {name}', d.todev.is_used)
        assert not d.broken(), f'{name}: broken'
    else:
        until(f'an end of {name}', lambda: d.broken() or d.todev.is_used())
    eq(q.qmp('query-balloon'), {'actual': RAM - 16 * PAGE}, f'{name}: actual')
    works(q)


# Queues

@case('descriptors: loops, out of range, wrong order, no memory behind them: NEEDS_RESET, and QEMU goes on')
def descriptors(build):
    with vm(build) as q:
        b = q.aerostat.todev.buffers
        readable = descriptor(b, 8, NEXT, 1)
        answer = descriptor(b + PAGE, 20, WRITE)
        for name, chain, head in (
                ('a chain that bites its tail', [descriptor(b, 8, NEXT, 0)], 0),
                ('a chain that bites its middle', [readable, descriptor(b, 8, NEXT, 2), descriptor(b, 8, NEXT, 1)], 0),
                ('a next beyond the table', [descriptor(b, 8, NEXT, 128)], 0),
                ('a next far beyond it', [descriptor(b, 8, NEXT, 65535)], 0),
                ('a head beyond the table', [readable, answer], 128),
                ('a head far beyond it', [readable, answer], 65535),
                ('the answer before the question', [descriptor(b + PAGE, 20, WRITE | NEXT, 1), descriptor(b, 8)], 0),
                ('a readable one of no bytes', [descriptor(b, 0, NEXT, 1), answer], 0),
                ('a writable one of no bytes', [readable, descriptor(b + PAGE, 0, WRITE)], 0),
                ('nothing but room', [descriptor(b + PAGE, 20, WRITE)], 0),
                ('nothing but a question', [descriptor(b, 8)], 0)):
            abuse(q, name, lambda queue: post(q, queue, chain, head), 'breaks')


@case('indirect tables: one is read as any; nested, odd, empty, endless, or nowhere: NEEDS_RESET')
def indirect(build):
    with vm(build) as q:
        b = q.aerostat.todev.buffers
        table = b + 2 * PAGE
        good = descriptor(b, 8, NEXT, 1) + descriptor(b + PAGE, 20, WRITE)
        for name, content, length, flags, ends in (
                ('an indirect table', good, 32, INDIRECT, 'answers'),
                ('a nested one', descriptor(table, 32, INDIRECT) * 2, 32, INDIRECT, 'breaks'),
                ('one of 17 bytes', good, 17, INDIRECT, 'breaks'),
                ('one of no bytes', good, 0, INDIRECT, 'breaks'),
                ('one that bites its tail', descriptor(b, 8, NEXT, 0) * 2, 32, INDIRECT, 'breaks'),
                ('one whose next is beyond it', descriptor(b, 8, NEXT, 2) * 2, 32, INDIRECT, 'breaks'),
                ('one of 4 GiB', good, 0xfffffff0, INDIRECT, None)):
            def do(queue):
                q.write(table, content)
                post(q, queue, [descriptor(table, length, flags)])
            abuse(q, name, do, ends)
        abuse(q, 'one beyond memory', lambda queue: post(q, queue, [descriptor(1 << 52, 32, INDIRECT)]), 'breaks')


@case('rings: an index that runs ahead, rings beyond memory, queues that do not exist, kicks before the start')
def rings(build):
    with vm(build) as q:
        d = q.aerostat

        def ahead(queue):
            q.write(queue.avail + 2, struct.pack('<H', (queue.added + 129) & 0xffff))
            queue.kick()
        abuse(q, 'an index 129 ahead', ahead, None)
        for where in ('desc', 'avail', 'used'):
            for address in (1 << 52, (1 << 64) - 64, 0xfee00000):
                d.todev, d.fromdev = Queue(q, 0x100000), Queue(q, 0x300000)
                setattr(d.todev, where, address)
                d.pci.start({0: d.todev, 1: d.fromdev})
                d.todev.kick()
                q.qmp('query-status')
                works(q)
        d.pci.reset()
        for index in (0, 1, 2, 65535):
            q.put_n(d.pci.notify, index, 2)     # before DRIVER_OK
            q.put_n(d.pci.common + 22, index, 2)
            if index > 1:
                eq(q.get_n(d.pci.common + 24, 2), 0, f'the size of queue {index}')
        d.pci.start({})                         # started without a queue
        for index in (0, 1, 2, 65535):
            q.put_n(d.pci.notify + 4 * index % PAGE, index, 2)
        q.qmp('query-status')
        works(q)


@case('a question and an answer in the device\'s own registers: NEEDS_RESET or nothing, never a recursion')
def own_registers(build):
    for properties in ('', ',ioeventfd=off'):
        with vm(build, properties=properties) as q:
            d = q.aerostat
            for address in (d.pci.notify, d.pci.common, d.pci.config):
                def do(queue):
                    for i in range(32):
                        q.write(queue.desc + 32 * i, descriptor(queue.buffers, 8, NEXT, 2 * i + 1) +
                                descriptor(address, 20, WRITE))
                        queue.publish(2 * i, kick=False)
                    queue.kick()
                    for _ in range(50):
                        q.qmp('query-status')
                do(d.todev)
                works(q)
                post(q, d.todev, [descriptor(address, 8, NEXT, 1), descriptor(d.todev.buffers + PAGE, 20, WRITE)])
                until('an end', lambda: d.broken() or d.todev.is_used())
                works(q)


@case('a reset at every step: nothing is held, reserved or discarded afterwards, and it works on')
def resets(build):
    def accepted(d, q):
        eq(d.offer(1, [(A + MIB, 16)]), ACCEPTED)

    def stalled_commit(d, q):
        accepted(d, q)
        q.set('stalled', True)
        d.send(struct.pack('<II', MSG_COMMIT, 1), ACK.size)

    def stalled_reclaim(d, q):
        d.give(1, [(A + 2 * MIB, 16)])
        q.set('stalled', True)
        d.send(reclaim(1, 5), GRANT.size + 160)

    def notice_posted(d, q):
        d.notice()
        d.post_notice()

    def notice_due(d, q):
        q.set('host-state', 'tight')
        q.set('host-state', 'plenty')

    def half_started(d, q):
        d.pci.reset()
        d.pci.set_status(VirtioPci.ACKNOWLEDGE | VirtioPci.DRIVER)

    with vm(build) as q:
        d = q.aerostat
        for name, step in (('fresh', lambda d, q: None), ('an accepted offer', accepted),
                           ('a commit that is not read yet', stalled_commit),
                           ('held pages', lambda d, q: d.give(1, [(A + 3 * MIB, 16)])),
                           ('a reclaim that is not read yet', stalled_reclaim),
                           ('a posted buffer for notices', notice_posted), ('a notice that is due', notice_due),
                           ('a driver that is half started', half_started),
                           ('a broken device', lambda d, q: d.todev.add([(d.todev.buffers, 8, True)]))):
            d.start()
            step(d, q)
            calls = q.get('discard-calls')
            d.pci.reset()
            q.set('stalled', False)
            eq((q.get('held-pages'), q.get('reserved-pages')), (0, 0), name)
            eq(q.qmp('query-balloon'), {'actual': RAM}, name)
            d.start()
            eq(d.commit(1), UNKNOWN, f'{name}: a commit from before the reset')
            eq(d.reclaim(2, 100), (GRANTED, []), name)
            eq(q.get('discard-calls'), calls, f'{name}: discards after the reset')
            assert q.is_all(A + MIB, 16 * PAGE, 0x55), f'{name}: discarded'
            eq(d.notice()[:2], (NOTICE_STATE, PLENTY), name)
            works(q)


# Complaints of other balloons' users

@case('complaint 9, a guest forges `actual`: the host counts by itself, and no sum goes below zero')
def complaint_9_forged_actual(build):
    with vm(build) as q:
        d = q.aerostat
        d.give(1, [(A, 16)])
        for i in range(0, 64, 4):
            q.put_n(d.pci.config + i, 0xffffffff, 4)
        eq(q.qmp('query-balloon'), {'actual': RAM - 16 * PAGE}, 'after writes to the config space')
        eq([q.get_n(d.pci.config + 4 * i, 4) for i in range(4)], [WIRE_VERSION, PAGE, 1024, 32], 'config')
        eq(d.commit(1), UNKNOWN)                # once more what was committed
        eq(d.reclaim(2, (1 << 64) - 1), (GRANTED, [(A, 16)]))
        eq(d.reclaim(3, (1 << 64) - 1), (GRANTED, []), 'more than was given')
        eq(q.qmp('query-balloon'), {'actual': RAM})
        d.give(4, [(A, 16)])
        d.start()                               # a reset, and it still has something
        eq(d.reclaim(5, 16), (GRANTED, []), 'after a reset')
        eq(q.qmp('query-balloon'), {'actual': RAM})


@case('complaint 10, a target beyond the guest\'s memory: as much as there is, or nothing; balloon 0 is an error')
def complaint_10_target_beyond_memory(build):
    with vm(build) as q:
        d = q.aerostat
        eq(d.notice()[0], NOTICE_STATE)
        for value, target in ((1 << 62, 0), (RAM + 1, 0), (RAM, 0), (1, (RAM - 1) // PAGE), (PAGE, RAM // PAGE - 1)):
            q.qmp('balloon', value=value)
            notice, _, pages = d.notice()
            eq(notice, NOTICE_TARGET, value)
            assert pages in (target, target + 1) and pages <= RAM // PAGE, (value, pages)
        for value in (0, -1):
            assert 'error' in q.qmp('balloon', may_fail=True, value=value), value
        eq(q.qmp('query-balloon'), {'actual': RAM})


@case('complaint 12, descriptors of 4 GiB, one or 127 of them, or all of memory 127 times: an end at once')
def complaint_12_4gib_descriptors(build):
    with vm(build) as q:
        b = q.aerostat.todev.buffers
        huge = 0xffffffff
        for name, chain in (
                ('a 4 GiB question', [descriptor(b, huge, NEXT, 1), descriptor(b + PAGE, 20, WRITE)]),
                ('4 GiB of room', [descriptor(b, 8, NEXT, 1), descriptor(b + PAGE, huge, WRITE)]),
                ('both', [descriptor(b, huge, NEXT, 1), descriptor(b + PAGE, huge, WRITE)]),
                ('127 questions', [descriptor(b, huge, NEXT, i + 1) for i in range(127)] +
                 [descriptor(b + PAGE, 20, WRITE)]),
                ('127 answers', [descriptor(b, 8, NEXT, 1)] +
                 [descriptor(b + PAGE, huge, WRITE | (NEXT if i < 127 else 0), (i + 1) % 128) for i in range(1, 128)]),
                ('127 questions of 255 MiB each, which are there', [descriptor(MIB, RAM - MIB, NEXT, i + 1)
                                                                    for i in range(127)] + [descriptor(b, 20, WRITE)]),
                ('a question at the end of memory', [descriptor(RAM - 8, huge, NEXT, 1), descriptor(b, 20, WRITE)]),
                ('one that wraps around', [descriptor((1 << 64) - 8, huge, NEXT, 1), descriptor(b, 20, WRITE)]),
                ('one where nothing is', [descriptor(1 << 52, huge, NEXT, 1), descriptor(b, 20, WRITE)])):
            abuse(q, name, lambda queue: post(q, queue, chain), None)


@case('complaint 13, surprise removal in the middle of a commit: the device goes, QEMU stays, a new one starts empty')
def complaint_13_surprise_removal(build):
    with Qemu(build, device=None, machine='pc') as q:
        for step in ('reserved', 'committed', 'stalled'):
            q.plug()
            d = q.aerostat = Aerostat(q)
            eq(q.qmp('query-balloon'), {'actual': RAM}, step)
            q.fill(A, 16 * MIB, 0x55)
            eq(d.offer(1, [(A + 2 * i * PAGE, 1) for i in range(1024)]), ACCEPTED)
            if step == 'stalled':
                q.set('stalled', True)
            if step != 'reserved':
                d.send(struct.pack('<II', MSG_COMMIT, 1), ACK.size)
            q.unplug()
            assert q.is_all(A + PAGE, PAGE, 0x55), f'{step}: a page that was never given'
            if step != 'committed':
                assert q.is_all(A, 8 * MIB, 0x55), f'{step}: discarded'


@case('complaint 14, a paused VM: targets and states are taken at once and told when there is a buffer, the last only')
def complaint_14_paused(build):
    with vm(build) as q:
        d = q.aerostat
        eq(q.qmp('query-status')['status'], 'prelaunch')
        eq(d.notice()[0], NOTICE_STATE)
        for mib in range(200, 100, -1):
            q.qmp('balloon', value=mib * MIB)
        eq(q.qmp('query-balloon'), {'actual': RAM}, 'nothing was given')
        eq(d.notice(), (NOTICE_TARGET, PLENTY, (RAM - 101 * MIB) // PAGE))
        d.post_notice()
        d.query()
        assert not d.fromdev.is_used(), 'older targets, too'


@case('complaint 15, stats that nobody asked for, twice the same tag, tags that nobody knows: taken; polling goes on')
def complaint_15_stats(build):
    with vm(build) as q:
        d = q.aerostat
        eq(d.stats(1, [(4, 1), (4, 2), (65535, 3)]), OK)
        eq(q.get('guest-stats')['stats']['stat-free-memory'], 2, 'the last of two')
        q.set('guest-stats-polling-interval', 1)
        d.start()                           # the request for stats is lost
        eq(q.get('guest-stats-polling-interval'), 1)
        for i in range(100):
            eq(d.stats(i, [(tag, i) for tag in range(32)]), OK)
        eq(q.get('guest-stats')['stats']['stat-swap-in'], 99)
        d.give(1, [(A, 1)])


@case('complaint 17, queue numbers: todevq is 0 and fromdevq 1 whatever the driver negotiates, and there is no other')
def complaint_17_queue_numbers(build):
    with vm(build) as q:
        d = q.aerostat
        for low in (0, 0xffffffff):
            d.pci.reset()
            d.pci.set_status(VirtioPci.ACKNOWLEDGE | VirtioPci.DRIVER)
            q.put_n(d.pci.common, 0, 4)
            offered = q.get_n(d.pci.common + 4, 4)
            q.put_n(d.pci.common + 8, 0, 4)
            q.put_n(d.pci.common + 12, offered & low & ~(1 << 29), 4)   # but for EVENT_IDX
            q.put_n(d.pci.common + 8, 1, 4)
            q.put_n(d.pci.common + 12, 1, 4)
            d.pci.set_status(VirtioPci.ACKNOWLEDGE | VirtioPci.DRIVER | VirtioPci.FEATURES_OK)
            eq(q.get_n(d.pci.common + 18, 2), 2, 'number of queues')
            sizes = []
            for index in range(4):
                q.put_n(d.pci.common + 22, index, 2)
                sizes.append(q.get_n(d.pci.common + 24, 2))
            # 128 entries as the device asks, or the 1024 that QEMU 10 gives to everybody
            eq([size > 0 for size in sizes], [True, True, False, False], f'sizes {sizes} with features {offered & low:#x}')
        works(q)


main()
