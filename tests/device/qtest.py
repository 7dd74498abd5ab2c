#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Drives virtio-aerostat-pci without a guest: every message, every status, every refusal.  How it is called: runner.py."""
import json
import os
import re
import struct
import subprocess
import tempfile
import time

from runner import A, NotHere, RAM, RUNS, SO, case, eq, main
from virtio_qtest import (
    ACCEPTED, ACK, Aerostat, BAD, DONE, EXTENT, GRANT, GRANTED, MIB, MIGRATING, MSG_COMMIT, MSG_OFFER, MSG_QUERY,
    MSG_RECLAIM, MSG_STATS, NOTICE_STATE, NOTICE_STATS, NOTICE_TARGET, OK, PAGE, PLENTY, Qemu, Queue, REFUSED_HOST,
    REFUSED_LATE, TARGET_NONE, TIGHT, UNKNOWN, VirtioPci, WIRE_VERSION, offer,
    reclaim, until)


def device(build, **more):
    """A VM and its device; the patterned memory is 0x55 from A, 16 MiB long."""
    q = Qemu(build, **more)
    try:
        q.aerostat = Aerostat(q)
        q.fill(A, 16 * MIB, 0x55)
    except BaseException:
        q.stop()
        raise
    return q


# Messages and statuses

@case('config space: version, page size and limits, and the modern id 13')
def config(build):
    with device(build) as q:
        eq(q.aerostat.pci.pci_id, 0x104d1af4, 'PCI id')
        eq([q.get_n(q.aerostat.pci.config + 4 * i, 4) for i in range(4)], [WIRE_VERSION, PAGE, 1024, 32], 'config')
        q.put_n(q.aerostat.pci.config, 99, 4)
        eq(q.get_n(q.aerostat.pci.config, 4), WIRE_VERSION, 'version after the driver wrote to it')


@case('query: OK, its own seq, PLENTY, and a clock that does not go back')
def query(build):
    with device(build) as q:
        status, seq, state, now = q.aerostat.query(77)
        eq((status, seq, state), (OK, 77, PLENTY))
        assert now > 0 and q.aerostat.query(78)[3] >= now


@case('the clock that the guest is told begins elsewhere for each device: it tells nothing of the host')
def clock_offset(build):
    beginnings = [time.monotonic() * 1000]
    for _ in range(2):
        with device(build) as q:
            beginnings.append(q.aerostat.query(1)[3])
    for i, a in enumerate(beginnings):      # two that are drawn are so near in one of 300 runs of a million
        assert all(abs(a - b) > 3600000 for b in beginnings[i + 1:]), beginnings


@case('an accepted offer leaves memory as it is; its commit discards it, DONE, and it is held')
def give(build):
    with device(build) as q:
        d = q.aerostat
        eq(d.offer(5, [(A, 512), (A + 4 * MIB, 3)]), ACCEPTED)
        for i in range(20):
            d.query(i)      # the device has had every chance to touch it
        assert q.is_all(A, 8 * MIB, 0x55), 'discarded before the commit'
        eq(q.get('reserved-pages'), 515, 'reserved')
        eq(q.get('held-pages'), 0, 'held before the commit')
        eq(d.commit(5), DONE)
        assert q.is_all(A, 512 * PAGE, 0) and q.is_all(A + 4 * MIB, 3 * PAGE, 0), 'not discarded'
        assert q.is_all(A + 512 * PAGE, 2 * MIB, 0x55) and q.is_all(A + 4 * MIB + 3 * PAGE, MIB, 0x55), 'too much'
        eq(q.get('held-pages'), 515, 'held')
        eq(q.get('reserved-pages'), 0, 'reserved after the commit')


@case('an offer that is never committed is never discarded')
def no_commit(build):
    with device(build) as q:
        eq(q.aerostat.offer(5, [(A, 4096)]), ACCEPTED)
        for i in range(50):
            q.aerostat.query(i)
        assert q.is_all(A, 16 * MIB, 0x55)
        q.aerostat.start()
        assert q.is_all(A, 16 * MIB, 0x55), 'discarded by a reset'
        eq(q.get('discard-calls'), 0, 'discards')


@case('the resident size falls by what is committed: 128 MiB')
def resident(build):
    with device(build) as q:
        q.fill(A, 128 * MIB, 0x55)
        full = q.resident_bytes(RAM)
        q.aerostat.give(1, [(A, 128 * MIB // PAGE)])
        fell = full - q.resident_bytes(RAM)
        # the queues' own pages may have come meanwhile
        assert 128 * MIB - 64 * 1024 <= fell <= 128 * MIB, f'fell by {fell}'


@case('extents that touch are discarded together: 1024 of them in 1 call')
def merge(build):
    with device(build) as q:
        extents = [(A + i * PAGE, 1) for i in range(1024)]
        q.aerostat.give(1, extents)
        eq(q.get('discard-calls'), 1, 'calls')
        assert q.is_all(A, 1024 * PAGE, 0) and q.is_all(A + 1024 * PAGE, MIB, 0x55)


@case('the largest offer: 1024 extents that do not touch')
def largest(build):
    with device(build) as q:
        q.aerostat.give(1, [(A + 2 * i * PAGE, 1) for i in range(1024)])
        eq(q.get('held-pages'), 1024, 'held')
        for i in range(0, 2048, 333):
            assert q.is_all(A + i * PAGE, PAGE, 0x55 if i % 2 else 0), i


@case('commit of another seq: UNKNOWN, memory intact, and the reservation stays')
def commit_other(build):
    with device(build) as q:
        d = q.aerostat
        eq(d.offer(5, [(A, 16)]), ACCEPTED)
        eq(d.commit(6), UNKNOWN)
        assert q.is_all(A, MIB, 0x55)
        eq(d.commit(5), DONE)
        eq(d.commit(5), UNKNOWN, 'the same commit twice')
        eq(q.get('held-pages'), 16, 'held')


@case('commit without an offer, and after a reset: UNKNOWN, memory intact')
def commit_none(build):
    with device(build) as q:
        eq(q.aerostat.commit(0), UNKNOWN)
        eq(q.aerostat.offer(5, [(A, 16)]), ACCEPTED)
        q.aerostat.start()
        eq(q.aerostat.commit(5), UNKNOWN)
        assert q.is_all(A, MIB, 0x55)
        eq(q.get('held-pages'), 0, 'held')


@case('a new offer replaces the reservation: only its own pages are discarded')
def replace(build):
    with device(build) as q:
        d = q.aerostat
        eq(d.offer(5, [(A, 16)]), ACCEPTED)
        eq(d.offer(6, [(A + MIB, 16)]), ACCEPTED)
        eq(d.commit(5), UNKNOWN)
        eq(d.commit(6), DONE)
        assert q.is_all(A, MIB, 0x55) and q.is_all(A + MIB, 16 * PAGE, 0)


@case('an offer past its deadline by the host\'s clock: REFUSED_LATE; in time: accepted')
def late(build):
    with device(build) as q:
        d = q.aerostat
        now = d.query()[3]
        eq(d.offer(1, [(A, 16)], sent_at_ms=now - 1000, ttl_ms=999), REFUSED_LATE)
        eq(d.commit(1), UNKNOWN)
        eq(d.offer(2, [(A, 16)], sent_at_ms=now, ttl_ms=1 << 31), ACCEPTED)
        eq(d.offer(3, [(A, 16)], sent_at_ms=now + (1 << 40), ttl_ms=0), ACCEPTED, 'sent in the future')
        eq(d.offer(4, [(A, 16)], sent_at_ms=0, ttl_ms=0), REFUSED_LATE, 'ttl 0')
        assert q.is_all(A, MIB, 0x55)


@case('a host that is tight or migrating: REFUSED_HOST with its state, then accepted again')
def unwanted(build):
    with device(build) as q:
        d = q.aerostat
        for name, state in (('tight', TIGHT), ('migrating', MIGRATING)):
            q.set('host-state', name)
            eq(q.get('host-state'), name)
            status, _, told, _ = d.say(offer(1, [(A, 16)]))
            eq((status, told), (REFUSED_HOST, state))
            eq(d.query()[2], state, 'state in the query\'s answer')
        q.set('host-state', 'plenty')
        d.give(2, [(A, 16)])


@case('stats: OK, kept as guest-stats, and one JSON line that json parses')
def stats(build):
    with device(build) as q:
        d = q.aerostat
        eq(q.get('guest-stats')['last-update'], 0, 'last update before any')
        eq(d.stats(9, [(4, 123 * MIB), (5, 1 << 40), (6, (1 << 64) - 2), (15, 7), (999, 5)]), OK)
        kept = q.get('guest-stats')
        assert kept['last-update'] > 0
        eq({k: v for k, v in kept['stats'].items() if v != (1 << 64) - 1},
           {'stat-free-memory': 123 * MIB, 'stat-total-memory': 1 << 40, 'stat-available-memory': (1 << 64) - 2,
            'stat-direct-reclaims': 7})
        line, = q.events('stats')
        assert line.pop('time_ms') > 1600000000000
        eq(line, {'event': 'stats', 'device': 'balloon0', 'stat-free-memory': 123 * MIB, 'stat-total-memory': 1 << 40,
                  'stat-available-memory': (1 << 64) - 2, 'stat-direct-reclaims': 7, 'stat-999': 5})
        eq(d.stats(10, []), OK)
        assert all(v == (1 << 64) - 1 for v in q.get('guest-stats')['stats'].values()), 'stale values'


def full_queue(q):
    """64 queries in one kick: how many are answered when it returns; in the end, all."""
    d, n = q.aerostat, 64
    for i in range(n):
        at = d.todev.buffers + 64 * i
        q.write(at, struct.pack('<II', MSG_QUERY, i))
        table = struct.pack('<QIHHQIHH', at, 8, Queue.NEXT, 2 * i + 1, at + 32, ACK.size, Queue.WRITE, 0)
        q.write(d.todev.desc + 32 * i, table)
        d.todev.publish(2 * i, kick=False)
    before = d.todev.taken
    # Two commands that QEMU gets in one read leave its main loop no time between them.
    _, at_once = q.tell_at_once(f'writew {d.todev.doorbell:#x} 0', f'readw {d.todev.used + 2:#x}')
    for i in range(n):
        eq(d.todev.take(), ACK.size)
        eq(ACK.unpack(q.read(d.todev.buffers + 64 * i + 32, ACK.size))[:2], (OK, i))
    return int(at_once, 0) - before


@case('a full queue in one kick: 32 messages at once, the main loop in between, and all are answered')
def budget(build):
    with device(build, device='virtio-aerostat-pci,id=balloon0,addr=4,chardev=events,ioeventfd=off') as q:
        eq(full_queue(q), 32, 'answered when the kick returns')
        q.aerostat.give(1, [(A, 1)])


@case('the same with 4096 runs in the books, which a reclaim looks at: 11 messages at once')
def budget_of_runs(build):
    with device(build, device='virtio-aerostat-pci,id=balloon0,addr=4,chardev=events,ioeventfd=off') as q:
        d = q.aerostat
        for i in range(4):
            d.give(i, [(A + (1024 * i + j) * 2 * PAGE, 1) for j in range(1024)])
        eq(full_queue(q), 11, 'answered when the kick returns')


@case('stalled: neither read nor discarded; then all of it; a reset in between leaves nothing')
def stalled(build):
    with device(build, device='virtio-aerostat-pci,id=balloon0,addr=4,chardev=events,trace=on') as q:
        d = q.aerostat
        eq(q.get('stalled'), False)
        steps = lambda: len(q.events('trace'))
        eq(d.offer(5, [(A, 512)]), ACCEPTED)
        q.set('stalled', True)
        before = steps()
        d.send(struct.pack('<II', MSG_COMMIT, 5), ACK.size)
        for _ in range(20):
            q.get('held-pages')
        assert not d.todev.is_used() and steps() == before and q.is_all(A, 2 * MIB, 0x55), 'the stall did not hold'
        q.set('stalled', False)
        eq(ACK.unpack(d.answer())[:2], (DONE, 5))
        assert q.is_all(A, 2 * MIB, 0), 'not discarded afterwards'

        q.set('stalled', True)
        d.send(struct.pack('<II', MSG_QUERY, 7), ACK.size)
        d.start()
        d.send(struct.pack('<II', MSG_QUERY, 8), ACK.size)
        eq(q.get('held-pages'), 0, 'held after the reset')
        q.set('stalled', False)
        eq(ACK.unpack(d.answer())[:2], (OK, 8), 'the first answer after the reset')
    with device(build, device='virtio-aerostat-pci,id=balloon0,addr=4,chardev=events,stalled=on') as q:
        q.aerostat.send(struct.pack('<II', MSG_QUERY, 9), ACK.size)
        eq(q.get('stalled'), True)
        q.set('stalled', False)
        eq(ACK.unpack(q.aerostat.answer())[:2], (OK, 9))


def commit_runs(q, seq):
    """Offers them, and commits: the answer is not waited for."""
    q.fill(A, 512 * MIB, 0x55)
    eq(q.aerostat.offer(seq, RUNS), ACCEPTED)
    q.aerostat.send(struct.pack('<II', MSG_COMMIT, seq), ACK.size)


def discarded_runs(q):
    """How many, from the first on; of the others nothing is."""
    n = next((i for i, (at, _) in enumerate(RUNS) if q.read(at, 1) == b'\x55'), len(RUNS))
    assert all(q.is_all(at, pages * PAGE, 0x55) for at, pages in RUNS[n::50]), 'some are discarded that come later'
    return n


@case('a stall while a commit is being discarded: it pauses, then goes on to its end')
def stalled_discarding(build):
    with device(build, memory='1024', held=True) as q:
        with q.hold() as hold:
            commit_runs(q, 1)
            hold.wait()
            with hold.one_by_one():
                q.set('stalled', True)
        calls = q.get('discard-calls')
        assert 0 < calls < 1024, f'{calls} calls before the stall'
        for _ in range(20):
            eq(q.get('discard-calls'), calls, 'discards during the stall')
        eq(discarded_runs(q), calls, 'discarded during the stall')
        q.set('stalled', False)
        eq(ACK.unpack(q.aerostat.answer())[:2], (DONE, 1))
        eq((q.get('discard-calls'), discarded_runs(q)), (1024, 1024), 'discarded afterwards')
        assert all(q.is_all(at, pages * PAGE, 0) for at, pages in RUNS[::50]), 'not all of them'


# Offers of pages that this guest cannot give

GONE = 'is not memory of this guest'
BAD_OFFERS = [
    # name, extents, what the message must say
    ('beyond the guest\'s memory', [(1 << 40, 1)], f'page 0x10000000000 .*{GONE}'),
    ('right after it', [(RAM, 1)], f'page 0x10000000 .*{GONE}'),
    ('half beyond it', [(RAM - PAGE, 2)], f'page 0x10000000 .*{GONE}'),
    ('a device\'s registers', [(0xfee00000, 1)], 'page 0xfee00000 .*belongs to a device'),
    ('the firmware\'s ROM', [(0xfffff000, 1)], 'page 0xfffff000 .*read-only'),
    ('what the chipset may make ROM of', [(0xc0000, 1)], 'page 0xc0000 .*below 1 MiB'),
    ('a page right below the first MiB', [(MIB - PAGE, 2)], 'page 0xff000 .*below 1 MiB'),
    ('held already', [(A + 9 * MIB, 1)], 'page 0x4900000 is held by the host already'),
    ('partly held already', [(A + 9 * MIB - 5 * PAGE, 16)], 'page 0x4900000 is held by the host already'),
    ('twice the same', [(A, 1), (A, 1)], 'page 0x4000000 .*stands twice in this offer'),
    ('overlapping', [(A, 16), (A + 3 * PAGE, 1)], 'page 0x4003000 .*stands twice in this offer'),
    ('overlapping by the last page', [(A, 16), (A + 15 * PAGE, 2)], 'page 0x400f000 .*stands twice in this offer'),
    ('descending', [(A + 3 * PAGE, 1), (A, 1)], 'page 0x4000000 .*is out of order'),
    ('descending at the end', [(A, 1), (A + 2 * PAGE, 1), (A + PAGE, 1)], 'page 0x4001000 .*is out of order'),
    ('misaligned', [(A + 1, 1)], 'page 0x4000001 .*is not a multiple of the page size'),
    ('misaligned by half', [(A, 1), (A + PAGE + 2048, 1)], 'page 0x4001800 .*is not a multiple of the page size'),
    ('wrapping around', [((1 << 64) - PAGE, 2)], 'page 0xfffffffffffff000 .*larger than any memory'),
    ('so many pages that bytes overflow', [(A, 1 << 52)], 'page 0x4000000 .*larger than any memory'),
    ('2^64 - 1 pages', [(A, (1 << 64) - 1)], 'page 0x4000000 .*larger than any memory'),
    ('an extent of no pages', [(A, 0)], 'page 0x4000000 .*begins an extent of no pages'),
    ('no extents', [], 'it has no pages'),
    ('one bad among 1024', [(A + i * PAGE, 1) for i in range(1023)] + [(RAM, 1)], 'extent 1023.*' + GONE),
]


@case('an offer of a page that cannot be given: BAD, nothing changed, counted, and the cause is named')
def bad_offers(build):
    with device(build) as q:
        d = q.aerostat
        d.give(1, [(A + 9 * MIB, 8)])
        for i, (name, extents, message) in enumerate(BAD_OFFERS):
            eq(d.offer(100 + i, extents), BAD, name)
            eq(d.commit(100 + i), UNKNOWN, name + ', committed all the same')
            eq(q.get('held-pages'), 8, name + ', held')
            eq(q.get('bad-offers'), i + 1, name + ', counted')
            cause = q.events('bad')[-1]
            eq(cause['what'], 'offer', name)
            assert re.search(message, cause['cause']), f'{name}: {cause["cause"]!r} does not say {message!r}'
            assert re.search(message, q.log().splitlines()[-1]), f'{name}: not in the log'
        assert q.is_all(A, 9 * MIB, 0x55) and q.is_all(A + 9 * MIB + 8 * PAGE, MIB, 0x55)
        eq(q.get('discard-calls'), 1, 'discards')
        d.give(999, [(A, 1)])


@case('an offer of RAM that is a device\'s (ivshmem, VGA): BAD, the cause is named, and the memory stays', only='stock')
def device_memory(build):
    with tempfile.NamedTemporaryFile(dir='/dev/shm') as f:
        shared = f'memory-backend-file,id=shm,share=on,size={4 * MIB},mem-path={f.name}'
        with device(build, extra=['-object', shared, '-device', 'ivshmem-plain,memdev=shm,addr=5',
                                  '-device', 'VGA,addr=6']) as q:
            for slot, bar, at in ((5, 2, 0xe8000000), (6, 0, 0xf0000000)):
                other = VirtioPci.__new__(VirtioPci)
                other.q, other.slot = q, slot
                ram = other.map_bars(at)[bar]
                q.fill(ram, 4 * MIB, 0x55)
                eq(q.aerostat.offer(slot, [(ram + MIB, 1)]), BAD, f'slot {slot}')
                cause = q.events('bad')[-1]['cause']
                assert re.search(f'page {ram + MIB:#x} .*not the machine\'s own memory', cause), cause
                eq(q.aerostat.commit(slot), UNKNOWN)
                assert q.is_all(ram, 4 * MIB, 0x55), f'slot {slot} is discarded'
            eq(q.get('discard-calls'), 0, 'discards')
        eq(f.read(), b'\x55' * 4 * MIB, 'the shared file')


@case('memory of two NUMA nodes: an extent across both is discarded')
def numa(build):
    nodes = []
    for node in range(2):
        nodes += ['-object', f'memory-backend-ram,id=node{node},size={RAM // 2}', '-numa', f'node,memdev=node{node}']
    with device(build, extra=nodes) as q:
        q.fill(RAM // 2 - MIB, 2 * MIB, 0x55)
        q.aerostat.give(1, [(RAM // 2 - 16 * PAGE, 32)])
        eq(q.get('discard-calls'), 2, 'discards')
        assert q.is_all(RAM // 2 - 16 * PAGE, 32 * PAGE, 0)
        assert q.is_all(RAM // 2 - MIB, MIB - 16 * PAGE, 0x55) and q.is_all(RAM // 2 + 16 * PAGE, MIB - 16 * PAGE, 0x55)


@case('a BAD offer takes the place of the offer before it, which its commit no longer finds')
def bad_replaces(build):
    with device(build) as q:
        eq(q.aerostat.offer(5, [(A, 16)]), ACCEPTED)
        eq(q.aerostat.offer(6, [(A, 1), (A, 1)]), BAD)
        eq(q.aerostat.commit(5), UNKNOWN)
        assert q.is_all(A, MIB, 0x55)


BAD_MESSAGES = [
    # name, bytes, what the message must say
    ('3 bytes', b'\1\0\0', '3 bytes of no known kind'),
    ('kind 0', struct.pack('<II', 0, 1), '8 bytes of no known kind'),
    ('kind 7', struct.pack('<II', 7, 1), '8 bytes of no known kind'),
    ('kind 2^32 - 1', struct.pack('<II', (1 << 32) - 1, 1), 'no known kind'),
    ('a query cut short', struct.pack('<IH', MSG_QUERY, 1), '6 bytes do not make a query'),
    ('a query with a tail', struct.pack('<III', MSG_QUERY, 1, 1), '12 bytes do not make a query'),
    ('a commit cut short', struct.pack('<I', MSG_COMMIT), '4 bytes do not make a commit'),
    ('a reclaim cut short', struct.pack('<III', MSG_RECLAIM, 1, 1), '12 bytes do not make a reclaim'),
    ('an offer without its head', struct.pack('<II', MSG_OFFER, 1), '8 bytes do not make an offer'),
    ('an offer cut short', offer(1, [(A, 1), (A + PAGE, 1)])[:-1], '55 bytes do not make an offer'),
    ('an offer whose count is too small', offer(1, [(A, 1), (A + PAGE, 1)], count=1), 'do not make an offer'),
    ('an offer whose count is too large', offer(1, [(A, 1)], count=2), 'do not make an offer'),
    ('an offer whose count overflows', offer(1, [(A, 1)], count=(1 << 28) + 1), 'do not make an offer'),
    ('an offer of 1025 extents', offer(1, [(A + i * PAGE, 1) for i in range(1025)]), 'the largest .* 1024 extents'),
    ('stats of 33 values', struct.pack('<III', MSG_STATS, 1, 33) + bytes(330), '342 bytes do not make stats'),
    ('stats cut short', struct.pack('<III', MSG_STATS, 1, 2) + bytes(15), '27 bytes do not make stats'),
    ('300,000 bytes', struct.pack('<I', MSG_OFFER) + bytes(299996), '300000 bytes; the largest'),
]


@case('a message that cannot be read: BAD with seq 0, nothing changed, counted, and the cause is named')
def bad_messages(build):
    with device(build) as q:
        d = q.aerostat
        eq(d.offer(5, [(A, 16)]), ACCEPTED)
        for i, (name, data, message) in enumerate(BAD_MESSAGES):
            eq(d.say(data)[:3], (BAD, 0, PLENTY), name)
            eq(q.get('bad-messages'), i + 1, name + ', counted')
            cause = q.events('bad')[-1]
            eq(cause['what'], 'message', name)
            assert re.search(message, cause['cause']), f'{name}: {cause["cause"]!r} does not say {message!r}'
            assert re.search(message, q.log().splitlines()[-1]), f'{name}: not in the log'
        eq(d.commit(5), DONE, 'the offer before them')
        eq(q.get('bad-offers'), 0, 'bad offers')


# Taking back

@case('reclaim: GRANTED, the largest extents, in order of address; one is cut to what is wanted')
def largest_back(build):
    with device(build) as q:
        d = q.aerostat
        d.give(1, [(A, 4), (A + MIB, 100), (A + 2 * MIB, 30), (A + 3 * MIB, 30), (A + 4 * MIB, 7)])
        eq(d.reclaim(2, 145), (GRANTED, [(A + MIB, 100), (A + 2 * MIB, 30), (A + 3 * MIB, 15)]))
        eq(q.get('held-pages'), 26, 'held')
        q.fill(A + MIB, 100 * PAGE, 0x77)
        d.give(3, [(A + MIB, 100)])
        assert q.is_all(A + MIB, 100 * PAGE, 0), 'given, granted, given again'
        eq(d.reclaim(4, 1 << 63), (GRANTED, [(A, 4), (A + MIB, 100), (A + 3 * MIB + 15 * PAGE, 15), (A + 4 * MIB, 7)]),
           'more than is held')
        eq(d.reclaim(5, 10), (GRANTED, []), 'nothing is held')
        eq(d.reclaim(6, 0), (GRANTED, []), 'nothing is wanted')
        eq(q.get('held-pages'), 0, 'held')


@case('reclaim of pages that the guest would like: those that are held; none held, then any')
def liked_back(build):
    with device(build) as q:
        d = q.aerostat
        d.give(1, [(A, 4), (A + MIB, 100), (A + 2 * MIB, 30)])
        eq(d.reclaim(2, 1, near=A + 2 * PAGE), (GRANTED, [(A + 2 * PAGE, 1)]))
        eq(d.reclaim(3, 8, room=1, near=A), (GRANTED, [(A, 2)]), 'room for one run')
        eq(d.reclaim(4, 2, near=A + 2 * PAGE), (GRANTED, [(A + 3 * PAGE, 1)]), 'past the hole')
        eq(d.reclaim(5, 50, near=A + MIB + 90 * PAGE + 1), (GRANTED, [(A + MIB + 90 * PAGE, 10)]), 'up to its end')
        for seq, near in enumerate((A, A + 2 * MIB + 30 * PAGE, 0, (1 << 64) - PAGE, 1 << 52), 6):
            eq(d.reclaim(seq, 1, near=near), (GRANTED, [(A + MIB + (seq - 6) * PAGE, 1)]), f'nothing held at {near:#x}')
        eq(d.reclaim(20, 1, room=0, near=A + 2 * MIB), (GRANTED, []), 'no room')
        eq(d.reclaim(21, (1 << 64) - 1, near=A), (GRANTED, [(A + MIB + 5 * PAGE, 85), (A + 2 * MIB, 30)]), 'all from there on')
        eq(q.get('held-pages'), 0, 'held')


@case('reclaim: no more extents than the guest left room for, even none')
def reclaim_room(build):
    with device(build) as q:
        d = q.aerostat
        d.give(1, [(A + i * MIB, 10 + i) for i in range(5)])
        eq(d.reclaim(2, 1000, room=0), (GRANTED, []))
        eq(d.reclaim(3, 1000, room=2), (GRANTED, [(A + 3 * MIB, 13), (A + 4 * MIB, 14)]))
        eq(d.reclaim(4, 1000, room=5000), (GRANTED, [(A, 10), (A + MIB, 11), (A + 2 * MIB, 12)]))


@case('reclaim: at most 1024 extents, the rest in the next one')
def reclaim_many(build):
    with device(build) as q:
        d = q.aerostat
        d.give(1, [(A + 2 * i * PAGE, 1) for i in range(1000)])
        d.give(2, [(A + 8 * MIB + 4 * i * PAGE, 2) for i in range(500)])
        status, first = d.reclaim(3, 5000, room=3000)
        eq((status, len(first), sum(n for _, n in first)), (GRANTED, 1024, 1524))
        eq(first[524:], [(A + 8 * MIB + 4 * i * PAGE, 2) for i in range(500)])
        status, rest = d.reclaim(4, 5000)
        eq((status, sorted(first + rest)),
           (GRANTED, sorted([(A + 2 * i * PAGE, 1) for i in range(1000)] +
                            [(A + 8 * MIB + 4 * i * PAGE, 2) for i in range(500)])))


@case('more runs than the books have memory for: BAD, the cause is named, and once some are back it is accepted')
def books_full(build):
    with device(build, memory='1024') as q:
        d = q.aerostat
        runs = lambda i: [(A + 2 * (1024 * i + k) * PAGE, 1) for k in range(1024)]
        for i in range(63):
            d.give(i, runs(i))
        eq(d.offer(63, runs(63)), BAD)
        cause = q.events('bad')[-1]['cause']
        assert 'no room in the books: 64512 runs' in cause and 'memory for 65536' in cause, cause
        eq(q.get('held-pages'), 64512, 'held')
        status, back = d.reclaim(64, 1024)
        eq((status, back), (GRANTED, runs(0)))
        d.give(65, runs(63))
        eq(q.get('held-pages'), 64512, 'held')


@case('with terabytes the books have no more runs than a reclaim can look at: 131,072')
def books_capped(build):
    with device(build, memory='1280,slots=1,maxmem=700G') as q:
        d = q.aerostat
        runs = lambda i: [(A + 2 * (1024 * i + k) * PAGE, 1) for k in range(1024)]
        for i in range(127):
            d.give(i, runs(i))
        eq(d.offer(127, runs(127)), BAD)
        cause = q.events('bad')[-1]['cause']
        assert 'no room in the books: 130048 runs' in cause and 'memory for 131072' in cause, cause


@case('memory that is plugged in counts, whoever names it: query-balloon, and BALLOON_CHANGE')
def plugged(build):
    dimms = [word for i, name in enumerate((',id=first', '')) for word in (
        '-object', f'memory-backend-ram,id=m{i},size=64M', '-device', f'pc-dimm,memdev=m{i}{name}')]
    with device(build, memory='256,slots=4,maxmem=1G', extra=dimms) as q:
        ram = RAM + 128 * MIB
        eq(q.qmp('query-balloon'), {'actual': ram})
        q.aerostat.give(1, [(A, 256)])
        eq(q.wait_qmp_event('BALLOON_CHANGE')['data'], {'actual': ram - MIB})
        q.qmp('object-add', **{'qom-type': 'memory-backend-ram', 'id': 'm2', 'size': 64 * MIB})
        q.qmp('device_add', driver='pc-dimm', memdev='m2', id='later')
        eq(q.qmp('query-balloon'), {'actual': ram + 63 * MIB})


@case('reclaim from a tight host: REFUSED_HOST and nothing struck off; from a migrating one: GRANTED')
def reclaim_tight(build):
    with device(build) as q:
        d = q.aerostat
        d.give(1, [(A, 16)])
        q.set('host-state', 'tight')
        eq(d.reclaim(2, 4), (REFUSED_HOST, []))
        eq(q.get('held-pages'), 16, 'held')
        q.set('host-state', 'migrating')
        eq(d.reclaim(3, 4), (GRANTED, [(A, 4)]))


@case('reclaim while an offer is reserved: neither disturbs the other')
def reclaim_beside(build):
    with device(build) as q:
        d = q.aerostat
        d.give(1, [(A, 16)])
        eq(d.offer(2, [(A + MIB, 16)]), ACCEPTED)
        eq(d.reclaim(3, 100), (GRANTED, [(A, 16)]))
        eq(d.commit(2), DONE)
        eq(d.reclaim(4, 100), (GRANTED, [(A + MIB, 16)]))


# fromdevq

@case('notices: the state after a reset, its changes, the target; they wait for a buffer, state first')
def notices(build):
    with device(build) as q:
        d = q.aerostat
        eq(d.notice(), (NOTICE_STATE, PLENTY, TARGET_NONE))
        d.post_notice()
        d.query()
        assert not d.fromdev.is_used(), 'a notice with nothing to say'
        q.set('host-state', 'tight')
        eq(d.fromdev.take(), 24)
        eq(q.read(d.fromdev.buffers, 12), struct.pack('<IIQ', NOTICE_STATE, TIGHT, TARGET_NONE)[:12])
        q.qmp('balloon', value=RAM - 50 * MIB)
        q.set('host-state', 'plenty')
        eq(d.notice(), (NOTICE_STATE, PLENTY, 50 * MIB // PAGE))
        eq(d.notice(), (NOTICE_TARGET, PLENTY, 50 * MIB // PAGE))
        q.set('host-state', 'plenty')
        d.post_notice()
        d.query()
        assert not d.fromdev.is_used(), 'a notice of a state that did not change'
        d.start()
        eq(d.notice()[0], NOTICE_STATE, 'after a reset')
        eq(d.notice(), (NOTICE_TARGET, PLENTY, 50 * MIB // PAGE), 'after a reset')


@case('guest-stats-polling-interval asks for stats at once and again each time it passes', only='tree')
def polling(build):
    with device(build) as q:
        d = q.aerostat
        eq(d.notice()[0], NOTICE_STATE)
        q.qmp('cont')
        q.set('guest-stats-polling-interval', 5)
        eq(d.notice()[0], NOTICE_STATS, 'at once')
        for _ in range(3):      # nobody answers, and it asks again all the same
            d.post_notice()
            q.tell('clock_step 4900000000')
            d.query()
            assert not d.fromdev.is_used(), 'early'
            q.tell('clock_step 100000001')
            eq(d.fromdev.take(), 24)
            eq(q.get_n(d.fromdev.buffers, 4), NOTICE_STATS)
        q.set('guest-stats-polling-interval', 0)
        d.post_notice()
        q.tell('clock_step 60000000000')
        d.query()
        assert not d.fromdev.is_used(), 'polled although the interval is 0'


# Violations break the device, not QEMU

def breaks(build, abuse, says):
    with device(build) as q:
        d = q.aerostat
        d.give(1, [(A, 16)])
        abuse(q, d)
        until('NEEDS_RESET', d.broken)
        q.qmp('query-status')
        assert re.search(says, q.output() + q.log()), f'no word of {says!r}: {q.output()}'
        assert q.is_all(A + 16 * PAGE, MIB, 0x55)
        d.start()
        assert not d.broken()
        eq(d.query()[0], OK, 'after the reset')
        eq(q.get('held-pages'), 0, 'held after the reset')


@case('a buffer without room for the ack: NEEDS_RESET, and fine again after the reset')
def no_room(build):
    for room in (0, 19):
        breaks(build, lambda q, d: d.todev.add([(d.todev.buffers, 8, False)] +
                                               ([(d.todev.buffers + PAGE, room, True)] if room else [])),
               'without room for an ack')


@case('a buffer with nothing to read: NEEDS_RESET')
def nothing_to_read(build):
    breaks(build, lambda q, d: d.todev.add([(d.todev.buffers, 64, True)]), 'nothing to read')


@case('a reclaim with room for an ack only: NEEDS_RESET')
def reclaim_no_room(build):
    breaks(build, lambda q, d: d.send(reclaim(1, 1), ACK.size), 'room for a grant')


@case('a buffer on fromdevq without room for the notice: NEEDS_RESET')
def notice_no_room(build):
    breaks(build, lambda q, d: d.post_notice(room=23), 'without room for a notice')


@case('a chain of descriptors that bites its tail: NEEDS_RESET')
def loop(build):
    def abuse(q, d):
        q.write(d.todev.desc, struct.pack('<QIHH', d.todev.buffers, 16, 1, 0))
        d.todev.publish(0)
    breaks(build, abuse, '(?i)loop|max|virtio')


@case('descriptors that claim 4 GiB each: an answer or NEEDS_RESET, at once')
def huge(build):
    with device(build) as q:
        d = q.aerostat
        d.todev.add([(d.todev.buffers, 0xffffffff, False), (d.todev.buffers + PAGE, 0xffffffff, True)])
        until('an answer or NEEDS_RESET', lambda: d.broken() or d.todev.is_used())
        d.start()
        eq(d.query()[0], OK, 'after the reset')


@case('a message scattered over one-byte descriptors reads as the same message')
def scattered(build):
    with device(build) as q:
        d = q.aerostat
        message = struct.pack('<II', MSG_QUERY, 42)
        q.write(d.todev.buffers, message)
        d.todev.add([(d.todev.buffers + i, 1, False) for i in range(8)] +
                    [(d.todev.buffers + PAGE + i, 1, True) for i in range(20)])
        eq(d.todev.take(), 20)
        eq(ACK.unpack(q.read(d.todev.buffers + PAGE, 20))[:3], (OK, 42, PLENTY))


# Operators

@case('balloon, query-balloon, info balloon and BALLOON_CHANGE tell the truth')
def operators(build):
    with device(build) as q:
        d = q.aerostat
        eq(q.qmp('query-balloon'), {'actual': RAM})
        d.give(1, [(A, 1000)])
        eq(q.qmp('query-balloon'), {'actual': RAM - 1000 * PAGE})
        eq(q.wait_qmp_event('BALLOON_CHANGE')['data'], {'actual': RAM - 1000 * PAGE})
        eq(q.qmp('human-monitor-command', **{'command-line': 'info balloon'}).strip(), 'balloon: actual=252')
        eq(q.qmp('human-monitor-command', **{'command-line': 'balloon 100'}), '')
        eq(d.notice()[0], NOTICE_STATE)
        eq(d.notice(), (NOTICE_TARGET, PLENTY, 156 * MIB // PAGE))
        q.qmp('balloon', value=1 << 50)
        eq(d.notice(), (NOTICE_TARGET, PLENTY, 0), 'more than the guest has')
        eq([e['pages'] for e in q.events('target')], [156 * MIB // PAGE, 0])
        q.aerostat.reclaim(2, 1000)
        eq(q.qmp('query-balloon'), {'actual': RAM})


@case('events: held and state as JSON lines in order; with trace=on each step as the trace vocabulary has it')
def events(build):
    with device(build, device='virtio-aerostat-pci,id=balloon0,addr=4,chardev=events,trace=on') as q:
        d = q.aerostat
        d.give(7, [(A, 16)])
        d.reclaim(8, 6)
        q.set('host-state', 'tight')
        q.set('host-state', 'tight')
        lines = q.events()
        eq([(e['event'], e.get('pages', e.get('state'))) for e in lines if e['event'] != 'trace'],
           [('held', 16), ('held', 10), ('state', 'tight')])
        steps = [e['line'] for e in lines if e['event'] == 'trace']
        for wanted in (r'^host_init total_pages=65536 \| resv=RESV_NONE state=HOST_PLENTY .* \| -$',
                       r'^host_offer seq=7 .*pages=16 valid=1 .*\| resv=RESV_HELD .*\| fx_reserve,fx_reply$',
                       r'^host_commit seq=7 .*\| resv=RESV_DISCARDING .*\| fx_discard$',
                       r'^host_discarded .*\| resv=RESV_NONE .*held_pages=16 .*\| fx_hold,fx_reply_commit$',
                       r'^host_reclaim seq=8 want_pages=6 pick_pages=6 .*\| fx_grant,fx_reply_grant$'):
            assert any(re.search(wanted, s) for s in steps), (wanted, steps)


@case('events go nowhere without a chardev, and to stdout where it is named')
def events_stdout(build):
    with device(build, device='virtio-aerostat-pci,id=balloon0,addr=4,trace=on') as q:
        q.aerostat.give(1, [(A, 3)])
        eq(q.output(), '')
    with device(build, device='virtio-aerostat-pci,id=balloon0,addr=4,events=stdout') as q:
        q.aerostat.give(1, [(A, 3)])
        assert re.search(r'\{.*"event": "held".*\}\n', q.output()) and '"pages": 3' in q.output(), q.output()
    with device(build, device='virtio-aerostat-pci,id=balloon0,addr=4,chardev=events,events=off,trace=on') as q:
        q.aerostat.give(1, [(A, 3)])
        eq((q.output(), q.events()), ('', []))


def read_late(q, fd):
    """Many events of which nobody reads any until the last is sent: all that are lost are counted."""
    for i in range(1500):
        eq(q.aerostat.stats(i, [(tag, 1 << 60) for tag in range(10)]), OK)
    text = b''

    def read():
        nonlocal text
        q.aerostat.stats(1, [])
        try:
            text += os.read(fd, 1 << 20)
        except BlockingIOError:
            pass
        return b'"lost"' in text and text.endswith(b'\n')
    until('the line that says what was lost', read)
    lines = [json.loads(line) for line in text.splitlines()]
    lost = sum(e['lines'] for e in lines if e['event'] == 'lost')
    kept = sum(e['event'] == 'stats' for e in lines)
    assert lost > 0 and kept > 0 and lost + kept >= 1500, (lost, kept)


@case('a reader of events that has stopped reading holds up neither the VM nor its memory; it is told what it lost')
def events_stuck(build):
    path = os.path.join(tempfile.mkdtemp(prefix='aerostat-'), 'fifo')
    os.mkfifo(path)
    fifo = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    with device(build, device='virtio-aerostat-pci,id=balloon0,addr=4,chardev=stuck',
                extra=['-chardev', f'pipe,id=stuck,path={path}']) as q:
        read_late(q, fifo)
    os.close(fifo)
    os.unlink(path)
    os.rmdir(os.path.dirname(path))


@case('the same on a terminal, as when somebody presses Ctrl-S, and the terminal is for others as it was')
def events_terminal(build):
    ours, theirs = os.openpty()
    os.set_blocking(ours, False)
    with device(build, device='virtio-aerostat-pci,id=balloon0,addr=4,events=stdout', stdout=theirs) as q:
        read_late(q, ours)
        assert os.get_blocking(theirs), 'the terminal does not wait for others any more'
    os.close(ours)
    os.close(theirs)


# Resets and the VM's life

@case('a device reset empties the balloon; its pages can be given again')
def reset(build):
    with device(build) as q:
        d = q.aerostat
        d.give(1, [(A, 1000)])
        d.start()
        eq(q.get('held-pages'), 0, 'held')
        eq(q.qmp('query-balloon'), {'actual': RAM})
        eq(d.reclaim(2, 10), (GRANTED, []))
        d.give(3, [(A, 1000)])


@case('a system reset empties the balloon')
def system_reset(build):
    with device(build) as q:
        q.aerostat.give(1, [(A, 1000)])
        q.qmp('system_reset')
        until('an empty balloon', lambda: q.qmp('query-balloon') == {'actual': RAM})
        eq(q.get('held-pages'), 0, 'held')


@case('a reset while a commit is being discarded: its buffer is dropped, nothing more is discarded, the device works on')
def reset_discarding(build):
    with device(build, memory='1024', held=True) as q:
        d = q.aerostat
        for _ in range(3):
            before = q.get('discard-calls')
            with q.hold() as hold:
                commit_runs(q, 1)
                hold.wait()
                with hold.one_by_one():
                    d.pci.set_status(0)
            calls = q.get('discard-calls') - before
            assert 0 < calls < 1024, f'{calls} calls before the reset'
            d.start()
            eq((q.get('held-pages'), q.get('reserved-pages')), (0, 0), 'held and reserved')
            for i in range(20):
                eq(d.query(i)[1], i)
            eq((q.get('discard-calls') - before, discarded_runs(q)), (calls, calls), 'discards after the reset')
        d.give(1, [(A, 1)])


@case('libvirt=on: its QOM path is called a virtio-balloon-pci, and all of the memory is no target; it can be unplugged all the same')
def libvirt(build):
    with Qemu(build, device=None, machine='pc') as q:
        for properties, kind, target, told in (({'libvirt': True}, 'virtio-balloon-pci', TARGET_NONE, None),
                                               ({}, 'virtio-aerostat-pci', 0, 0)):
            q.plug(**properties)
            eq([p['type'] for p in q.qmp('qom-list', path='/machine/peripheral') if p['name'] == 'balloon0'], [f'child<{kind}>'])
            eq(q.get('type'), 'virtio-aerostat-pci', 'type')
            d = Aerostat(q)
            eq(d.notice(), (NOTICE_STATE, PLENTY, TARGET_NONE))
            for value, pages, said in ((RAM - MIB, 256, 256), (RAM, target, told)):
                q.qmp('balloon', value=value)
                eq(d.notice(), (NOTICE_TARGET, PLENTY, pages))
                eq(q.events('target')[-1].get('pages'), said, 'pages of the event')
            d.give(1, [(A, 16)])
            q.unplug()


@case('hot plug and unplug, twice, in a PC with PCI slots')
def hotplug(build):
    with Qemu(build, device=None, machine='pc') as q:
        for _ in range(2):
            q.plug()
            d = Aerostat(q)
            q.fill(A, MIB, 0x55)
            d.give(1, [(A, 16)])
            eq(d.offer(2, [(A + MIB, 16)]), ACCEPTED)
            q.unplug()
            assert 'error' in q.qmp('query-balloon', may_fail=True), 'its handler is still there'


# Kinds of memory

def backed(build, backend):
    return device(build, machine='q35,memory-backend=ram', extra=['-object', backend + f',id=ram,size={RAM}'])


@case('shared memory (memfd): discarded')
def memfd(build):
    with backed(build, 'memory-backend-memfd,share=on') as q:
        q.aerostat.give(1, [(A, 1024)])
        assert q.is_all(A, 4 * MIB, 0) and q.is_all(A + 4 * MIB, MIB, 0x55)


@case('shared anonymous memory: discarded')
def shared_anonymous(build):
    with backed(build, 'memory-backend-ram,share=on') as q:
        q.aerostat.give(1, [(A, 1024)])
        assert q.is_all(A, 4 * MIB, 0) and q.is_all(A + 4 * MIB, MIB, 0x55)
        eq(q.get('discard-failures'), 0, 'failures')


@case('memory in a shared file: discarded, and the file gets a hole')
def shared_file(build):
    with tempfile.NamedTemporaryFile(dir='/dev/shm') as f:
        with backed(build, f'memory-backend-file,share=on,mem-path={f.name}') as q:
            before = os.stat(f.name).st_blocks * 512
            q.aerostat.give(1, [(A, 1024)])
            freed = before - os.stat(f.name).st_blocks * 512    # less what the queues touched meanwhile
            assert 4 * MIB - 64 * 1024 <= freed <= 4 * MIB, f'{freed} bytes freed'
            assert q.is_all(A, 4 * MIB, 0) and q.is_all(A + 4 * MIB, MIB, 0x55)


@case('memory in a private mapping of a file: the VM\'s copies go, the file stays as it is')
def private_file(build):
    with tempfile.NamedTemporaryFile(dir='/dev/shm') as f:
        f.truncate(RAM)
        f.seek(A)
        f.write(b'\xaa' * 8 * MIB)
        f.flush()
        with backed(build, f'memory-backend-file,share=off,mem-path={f.name}') as q:
            assert q.is_all(A, 8 * MIB, 0x55)
            q.aerostat.give(1, [(A, 1024)])
            assert q.is_all(A, 4 * MIB, 0xaa) and q.is_all(A + 4 * MIB, MIB, 0x55)
        f.seek(A)
        eq(f.read(8 * MIB), b'\xaa' * 8 * MIB, 'the file')


# Errors at the start

def refused(build, device_option, extra=()):
    try:
        Qemu(build, device=device_option, extra=extra).stop()
    except AssertionError as e:
        return str(e)
    raise AssertionError(f'QEMU started with {device_option}')


@case('a second balloon in a VM is refused with a clear message')
def only_one(build):
    for other in ('virtio-aerostat-pci', 'virtio-balloon-pci'):
        said = refused(build, other, extra=['-device', 'virtio-aerostat-pci'])
        assert 'this VM has a balloon already' in said, said


@case('a VM whose memory is encrypted: refused with a clear message')
def encrypted(build):
    sev = 'sev-guest,id=sev,cbitpos=47,reduced-phys-bits=1'
    said = refused(build, 'virtio-aerostat-pci', extra=['-object', sev, '-machine', 'confidential-guest-support=sev'])
    if "not a valid object type" in said or "invalid object type" in said:
        raise NotHere(f'this QEMU encrypts no memory: {said.strip()}')
    assert "this VM's memory is encrypted" in said, said


@case('wrong properties are refused with a clear message')
def bad_properties(build):
    for option, message in (('host-state=fine', "'host-state' does not accept value 'fine'"),
                            ('chardev=none', "can't find value 'none'"),
                            ('events=stdout,chardev=events', 'events=stdout and chardev name two places'),
                            ('events=stderr', "'events'"),
                            ('trace=perhaps', "'trace' expects 'on' or 'off'"),
                            ('colour=red', "'virtio-aerostat-pci.colour' not found")):
        said = refused(build, 'virtio-aerostat-pci,' + option)
        assert message in said, (option, said)
    with device(build) as q:
        answer = q.set('guest-stats-polling-interval', -1, may_fail=True)
        assert 'seconds, from 1 to' in answer['error']['desc'], answer
        answer = q.set('host-state', 'fine', may_fail=True)
        assert "does not accept value 'fine'" in answer['error']['desc'], answer
        assert 'error' in q.set('held-pages', 5, may_fail=True), 'held-pages can be written'


@case('-device virtio-aerostat-pci,help names the device\'s properties and what they are')
def help_text(build):
    env = dict(os.environ, **({'LD_PRELOAD': build[2]} if build[2] else {}))
    said = subprocess.run([build[0], '-device', 'virtio-aerostat-pci,help'], env=env, capture_output=True, text=True)
    for line in ('chardev=<str> .*JSON lines', 'events=<str> .*on, off or stdout', 'host-state=<.*plenty, tight or migrating',
                 'held-pages=<uint64> .*pages of 4 KiB'):
        assert re.search(line, said.stdout), (line, said.stdout)


def preloaded(binary, so, *arguments):
    return subprocess.run([binary, *arguments], env=dict(os.environ, LD_PRELOAD=so), capture_output=True, text=True)


@case('the shared object refuses a QEMU of another package version, names both, and says what to do', only='stock')
def other_version(build):
    package = re.search(r'\((.*)\)', preloaded(build[0], '', '--version').stdout)[1]
    other = package[:-1] + ('x' if package[-1] != 'x' else 'y')
    with open(SO, 'rb') as f, tempfile.NamedTemporaryFile(suffix='.so') as changed:
        data = f.read()
        assert package.encode() in data
        changed.write(data.replace(package.encode(), other.encode()))
        changed.flush()
        said = preloaded(build[0], changed.name, '-device', 'help')
        eq(said.returncode, 1, 'exit status')
        for part in (f'built for qemu-system-x86_64 .*{re.escape(other)}', f'this is .*{re.escape(package)}',
                     'next step: .*build-so.sh'):
            assert re.search(part, said.stderr), (part, said.stderr)


@case('the shared object refuses a QEMU that takes none', only='tree')
def other_build(build):
    if not os.path.exists(SO):
        raise NotHere('there is no build/checked/device/virtio-aerostat.so; next step: tests/checked.sh')
    said = preloaded(build[0], SO, '--version')
    eq(said.returncode, 1, 'exit status')
    assert 'built for qemu-system-x86_64' in said.stderr and 'takes no shared object' in said.stderr, said.stderr


@case('the shared object does nothing in a process that is not QEMU, and QEMU\'s children do not get it', only='stock')
def other_process(build):
    said = preloaded('/bin/sh', SO, '-c', 'echo fine')
    eq((said.returncode, said.stdout, said.stderr), (0, 'fine\n', ''))
    said = subprocess.run(['/bin/true'], env=dict(os.environ, LD_PRELOAD=SO, LD_BIND_NOW='1'), capture_output=True)
    eq((said.returncode, said.stderr), (0, b''), 'with every symbol bound at the start')
    with device(build) as q:
        with open(f'/proc/{q.process.pid}/maps') as f:
            assert 'virtio-aerostat.so' in f.read(), 'not even loaded'
    # A child of QEMU's that prints its environment, in place of a migration's source.
    with Qemu(build, device=None, extra=['-incoming', 'exec:env >&2; cat']) as q:
        until('the child', lambda: 'PATH=' in q.output())
        assert 'LD_PRELOAD' not in q.output(), q.output()


main()
