#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The VM moves: two QEMUs without a guest, and the device goes from one to the other.

    source QEMU --migration over a unix socket--> destination QEMU
          \\--savevm--> a qcow2 image --loadvm--/        a stream in a file, damaged --> refused

usage: life.py stock|tree [NAME...]     as runner.py says
"""
import contextlib
import copy
import json
import os
import re
import shutil
import socket
import struct
import tempfile
import threading

from runner import A, DEVICE, NotHere, RAM, RUNS, Sink, case, eq, main, vm
from virtio_qtest import (
    ACCEPTED, ACK, DONE, GRANT, GRANTED, MIB, MIGRATING, MSG_COMMIT, MSG_REPORT, NOTICE_STATE, NOTICE_TARGET, OK, PAGE, PLENTY,
    Aerostat, PackedQueue, Qemu, Queue, REFUSED_HOST, TARGET_NONE, TIGHT, UNKNOWN, NOTICE, reclaim, until)


def destination(build, **more):
    extra = list(more.pop('extra', ())) + ['-incoming', 'defer']
    return Qemu(build, extra=extra, **more)


def driver_on(q, d):
    """The same driver, as it knows its queues now, with the VM on another QEMU."""
    other = copy.copy(d)
    other.q = q
    other.pci, other.todev, other.fromdev = copy.copy(d.pci), copy.copy(d.todev), copy.copy(d.fromdev)
    for part in (other.pci, other.todev, other.fromdev):
        part.q = q
    return other


def status(q):
    return q.qmp('query-migrate').get('status')


def speed(q, bytes_a_second):
    q.qmp('migrate-set-parameters', **{'max-bandwidth': bytes_a_second})


def start_migration(src, dst):
    uri = 'unix:' + os.path.join(src.dir, 'migration')
    dst.qmp('migrate-incoming', uri=uri)
    src.qmp('migrate', uri=uri)


def end_migration(src, dst):
    """Wait for both ends; what the source says of its memory."""
    speed(src, 1 << 40)
    until('the source to end', lambda: status(src) in ('completed', 'failed', 'cancelled'))
    eq(status(src), 'completed', f'the source: {src.qmp("query-migrate")}; the destination: {dst.output()}')
    until('the destination to end', lambda: dst.qmp('query-status')['status'] != 'inmigrate')
    return src.qmp('query-migrate')['ram']


def migrate(src, dst):
    start_migration(src, dst)
    return end_migration(src, dst)


# Migration

@case('migration: books, reservation, queues and memory arrive; giving and taking go on there')
def migration(build):
    with vm(build) as src, destination(build) as dst:
        d = src.aerostat
        d.give(1, [(A, 512), (A + 8 * MIB, 100)])
        eq(d.offer(7, [(A + 4 * MIB, 16)]), ACCEPTED)
        src.qmp('balloon', value=RAM - 4 * MIB)
        migrate(src, dst)
        d = driver_on(dst, d)
        eq(dst.get('held-pages'), 612, 'held')
        eq(dst.get('reserved-pages'), 16, 'reserved')
        eq(dst.qmp('query-balloon'), {'actual': RAM - 612 * PAGE})
        eq(d.query(3)[:3], (OK, 3, PLENTY))
        assert dst.is_all(A + 2 * MIB, 6 * MIB, 0x55) and dst.is_all(A + 8 * MIB + 100 * PAGE, 7 * MIB, 0x55), 'memory'
        eq(d.commit(8), UNKNOWN)
        eq(d.commit(7), DONE)
        assert dst.is_all(A + 4 * MIB, 16 * PAGE, 0), 'not discarded there'
        eq(d.notice(), (NOTICE_STATE, PLENTY, 1024))
        eq(d.notice(), (NOTICE_TARGET, PLENTY, 1024))
        eq(d.reclaim(9, 1000), (GRANTED, [(A, 512), (A + 4 * MIB, 16), (A + 8 * MIB, 100)]))
        d.give(10, [(A, 16)])
        dst.qmp('system_reset')
        until('an empty balloon', lambda: dst.qmp('query-balloon') == {'actual': RAM})


@case('migration: what the host holds is not sent, not even as zeros')
def not_sent(build):
    held = 96 * MIB // PAGE
    with vm(build, filled=128 * MIB) as src, destination(build) as dst:
        src.aerostat.give(1, [(A, held)])
        ram = migrate(src, dst)
        sent = ram['normal'] + ram['duplicate']
        assert abs(ram['total'] // PAGE - held - sent) < 256, f'{sent} pages of {ram["total"] // PAGE}, {held} held'
        eq(dst.get('held-pages'), held, 'held')
        assert dst.is_all(A + 96 * MIB, 32 * MIB, 0x55), 'memory'


@case('a migration after one that was cancelled: what is held is not sent either; the walk over it is made once')
def not_sent_again(build):
    held = 32 * MIB // PAGE
    with vm(build, filled=64 * MIB) as src, destination(build) as dst:
        d = src.aerostat
        d.give(1, [(A, held)])
        speed(src, MIB)
        src.qmp('migrate', uri=Sink(src.dir).uri)
        until('a migration', lambda: src.qmp('query-migrate').get('ram', {}).get('transferred', 0) > MIB)
        src.qmp('migrate_cancel')
        until('its end', lambda: status(src) == 'cancelled')
        speed(src, 1 << 40)
        ram = migrate(src, dst)
        sent = ram['normal'] + ram['duplicate']
        assert abs(ram['total'] // PAGE - held - sent) < 256, f'{sent} pages of {ram["total"] // PAGE}, {held} held'
    with vm(build, filled=96 * MIB) as src, destination(build) as dst:
        d = src.aerostat
        d.give(1, [(A, 512)])
        speed(src, MIB)
        start_migration(src, dst)
        until('memory to be sent', lambda: src.qmp('query-migrate').get('ram', {}).get('transferred', 0) > MIB)
        speed(src, 100)
        src.fill(A, 2 * MIB, 0x77)  # a guest must not; here it shows whether what is held is walked over again
        normal = end_migration(src, dst)['normal']
        assert normal >= 96 * MIB // PAGE - 50, f'{normal} pages: all that is held is walked over at each look at what is dirty'


@case('migration with postcopy possible: what the host holds is sent, as zeros: the other side might wait for it')
def postcopy(build):
    with vm(build) as q:
        q.aerostat.give(1, [(A, 8 * MIB // PAGE)])
        q.qmp('migrate-set-capabilities', capabilities=[{'capability': 'postcopy-ram', 'state': True}])
        q.qmp('migrate', uri=Sink(q.dir).uri)

        def all_sent():
            ram = q.qmp('query-migrate').get('ram')
            return ram and ram['normal'] + ram['duplicate'] >= ram['total'] // PAGE
        until('all pages to be sent', all_sent)


def data_bytes(q, start, size):
    """So much of the guest's memory there is in its memfd, not as a hole."""
    for fd in os.listdir(f'/proc/{q.process.pid}/fd'):
        path = f'/proc/{q.process.pid}/fd/{fd}'
        if 'memfd:' in os.readlink(path) and os.stat(path).st_size == RAM:
            break
    else:
        raise AssertionError('no memfd')
    found, at = 0, start
    with open(path, 'rb') as f:
        while at < start + size:
            try:
                at = os.lseek(f.fileno(), at, os.SEEK_DATA)
            except OSError:
                break
            end = min(os.lseek(f.fileno(), at, os.SEEK_HOLE), start + size)
            found += max(end - at, 0)
            at = end if end > at else start + size
    return found


@case('the same with shared memory, which gets a page for each hole that is read: the holes are made again')
def postcopy_punched(build):
    with vm(build, filled=160 * MIB, machine='q35,memory-backend=ram',
            extra=['-object', f'memory-backend-memfd,share=on,id=ram,size={RAM}']) as q:
        capable('postcopy-ram', q)
        q.aerostat.give(1, [(A, 64 * MIB // PAGE)])
        eq(data_bytes(q, A, 64 * MIB), 0, 'what is held, before')
        speed(q, 2 * MIB)
        q.qmp('migrate', uri=Sink(q.dir).uri)
        until('all that is held to be read', lambda: q.qmp('query-migrate').get('ram', {}).get('transferred', 0) > 6 * MIB)
        until('holes where the balloon is', lambda: data_bytes(q, A, 64 * MIB) == 0)
        eq(status(q), 'active')


@case('during precopy: offers are refused, a commit is done, a reclaim is granted, and all memory arrives as it is')
def precopy(build):
    with vm(build, filled=96 * MIB) as src, destination(build) as dst:
        d = src.aerostat
        eq(d.notice()[0], NOTICE_STATE)
        d.give(1, [(A + 90 * MIB, 512)])
        eq(d.offer(2, [(A, 512)]), ACCEPTED)
        speed(src, MIB)
        start_migration(src, dst)
        # A is sent with the first of the 96 MiB, for which it has 96 s.  Then all but stop it.
        until('A to be sent', lambda: src.qmp('query-migrate').get('ram', {}).get('transferred', 0) > 4 * MIB)
        speed(src, 100)
        eq(status(src), 'active')
        eq(d.query()[2], MIGRATING)
        eq(d.notice()[:2], (NOTICE_STATE, MIGRATING))
        eq(src.get('host-state'), 'migrating')
        eq(d.commit(2), DONE)
        eq(d.offer(3, [(A + 4 * MIB, 512)]), REFUSED_HOST)
        eq(d.reclaim(4, 1024), (GRANTED, [(A, 512), (A + 90 * MIB, 512)]))
        src.fill(A, MIB, 0x77)
        src.fill(A + 90 * MIB, MIB, 0x77)
        assert src.is_all(A + MIB, MIB, 0), 'not discarded'
        end_migration(src, dst)
        assert dst.is_all(A, MIB, 0x77) and dst.is_all(A + 90 * MIB, MIB, 0x77), 'written after it came back'
        assert dst.is_all(A + MIB, MIB, 0), 'not written after it came back, but no longer what it was when it was sent'
        assert dst.is_all(A + 2 * MIB, 88 * MIB, 0x55), 'never given'
        d = driver_on(dst, d)
        eq(dst.get('held-pages'), 0, 'held')
        eq(d.query()[2], PLENTY)
        d.give(5, [(A, 512)])


@case('a migration that is cancelled: the guest is told, and gives as before')
def cancelled(build):
    with vm(build, filled=64 * MIB) as src, destination(build) as dst:
        d = src.aerostat
        eq(d.notice()[0], NOTICE_STATE)
        speed(src, 100)
        start_migration(src, dst)
        until('a migration', lambda: status(src) == 'active')
        eq(d.notice()[:2], (NOTICE_STATE, MIGRATING))
        eq(d.offer(1, [(A, 16)]), REFUSED_HOST)
        src.qmp('migrate_cancel')
        until('its end', lambda: status(src) == 'cancelled')
        eq(d.notice()[:2], (NOTICE_STATE, PLENTY))
        d.give(2, [(A, 16)])


@case('migration to a tight host: the guest is told there')
def to_tight(build):
    with vm(build) as src, \
            destination(build, device=DEVICE + ',host-state=tight') as dst:
        d = src.aerostat
        d.give(1, [(A, 16)])
        eq(d.notice(), (NOTICE_STATE, PLENTY, TARGET_NONE))
        for i in range(2):
            d.fromdev.add([(d.fromdev.buffers + 64 * i, NOTICE.size, True)])
        migrate(src, dst)
        d = driver_on(dst, d)
        if build[1] == 'qtest':
            dst.qmp('cont')
        else:
            d.fromdev.kick()    # the VM cannot go on: a stock QEMU would run firmware
        for i, state in enumerate((MIGRATING, TIGHT)):
            eq(d.fromdev.take(), NOTICE.size)
            eq(NOTICE.unpack(dst.read(d.fromdev.buffers + 64 * i, NOTICE.size))[:2], (NOTICE_STATE, state), f'notice {i}')
        eq(d.offer(2, [(A + MIB, 16)]), REFUSED_HOST)


LONG = {'memory': '1024', 'filled': 512 * MIB, 'held': True}


def discarding_now(q, answer, kind=MSG_COMMIT):
    """A commit or a report, to be answered in these parts, is being discarded when the device stalls."""
    d = q.aerostat
    eq(d.offer(5, RUNS), ACCEPTED)
    q.write(d.todev.buffers, struct.pack('<II', kind, 5))
    with q.hold() as hold:
        d.todev.add([(d.todev.buffers, 8, False)] + [(at, size, True) for at, size in answer])
        hold.wait()
        with hold.one_by_one():
            q.set('stalled', True)
    calls = q.get('discard-calls')
    assert 0 < calls < 1024, f'{calls} calls before the stall'


def answered(q, d, answer, held=1024 * 127):
    """Wait for the answer of that commit or report."""
    eq(d.todev.take(), ACK.size)
    eq(ACK.unpack(b''.join(q.read(at, size) for at, size in answer))[:2], (DONE, 5))
    eq((q.get('held-pages'), q.get('reserved-pages')), (held, 0), 'held and reserved afterwards')


def discarded_there(q):
    for i in range(0, 1024, 50):
        assert q.is_all(A + i * 128 * PAGE, 127 * PAGE, 0), 'not discarded there'
        assert q.is_all(A + (i * 128 + 127) * PAGE, PAGE, 0x55), 'too much discarded there'


@case('migration while a commit is being discarded: done once more there, and answered there only')
def discarding(build):
    with vm(build, **LONG) as src, \
            destination(build, memory='1024', device=DEVICE + ',stalled=on') as dst:
        d = src.aerostat
        answer = [(d.todev.buffers + 0x80000, ACK.size)]
        discarding_now(src, answer)
        migrate(src, dst)
        src.set('stalled', False)
        calls = src.get('discard-calls')
        for _ in range(1000):       # it has had every chance
            assert src.get('discard-calls') == calls and not d.todev.is_used(), 'goes on at the source, without a VM'
        d = driver_on(dst, d)
        assert not d.todev.is_used()
        eq((dst.get('held-pages'), dst.get('reserved-pages')), (0, 1024 * 127), 'held and reserved')
        dst.set('stalled', False)
        answered(dst, d, answer)
        discarded_there(dst)
        eq(d.query(6)[:2], (OK, 6))


@case('the same of a report: all of it is sent, since the guest may use it at once, and it is held nowhere')
def discarding_report(build):
    reports = DEVICE + ',reports=on'
    with Qemu(build, device=reports, memory='1024', held=True) as src, \
            destination(build, memory='1024', device=reports + ',stalled=on') as dst:
        d = src.aerostat = Aerostat(src)
        d.pci.accept = 1
        d.start()
        src.fill(A, 512 * MIB, 0x55)
        answer = [(d.todev.buffers + 0x80000, ACK.size)]
        discarding_now(src, answer, MSG_REPORT)
        ram = migrate(src, dst)
        assert ram['normal'] + ram['duplicate'] >= ram['total'] // PAGE - 256, f'not all was sent: {ram}'
        d = driver_on(dst, d)
        eq((dst.get('held-pages'), dst.get('reserved-pages')), (0, 1024 * 127), 'held and reserved')
        dst.set('stalled', False)
        answered(dst, d, answer, held=0)
        eq(dst.get('reported-pages'), 1024 * 127, 'reported')
        discarded_there(dst)
        eq(d.query(6)[:2], (OK, 6))
        with destination(build, memory='1024', device=reports) as third:
            migrate(dst, third)     # nothing is reserved any more
            eq((third.get('held-pages'), third.get('reserved-pages')), (0, 0), 'held and reserved at the third')


@case('the same, to be answered into a hot-plugged DIMM, up to its end: any RAM of the guest\'s will do')
def discarding_dimm(build):
    memory = '1024,slots=1,maxmem=2G'
    dimm = ['-object', 'memory-backend-ram,id=plugged,size=64M', '-device', 'pc-dimm,memdev=plugged']
    with vm(build, **{**LONG, 'memory': memory}, extra=dimm) as src, \
            destination(build, memory=memory, extra=dimm, device=DEVICE + ',stalled=on') as dst:
        d = src.aerostat
        plugged = src.qmp('query-memory-devices')[0]['data']
        assert plugged['addr'] >= 1024 * MIB, plugged
        answer = [(plugged['addr'] + plugged['size'] - 8, 8), (d.todev.buffers + 0x80000, ACK.size - 8)]
        discarding_now(src, answer)
        migrate(src, dst)
        dst.set('stalled', False)
        answered(dst, driver_on(dst, d), answer)
        discarded_there(dst)


class IntelIommu:
    """Translates what the device in PCI slot 4 says: below 8 MiB to itself, and the pages from `base` on to `pages`."""

    REGISTERS, TABLES = 0xfed90000, 0x600000
    READ_WRITE, LARGE = 3, 1 << 7

    def __init__(self, q, base, pages):
        self.q = q
        root, context, top, low, high, leaf = (self.TABLES + i * PAGE for i in range(6))
        q.fill(self.TABLES, 6 * PAGE, 0)
        q.put_n(root, context | 1, 8)
        self.put(context, 2 * (4 << 3), [top | 1, 1 | 1 << 8])      # 39 bits, domain 1
        self.put(top, 0, [low | self.READ_WRITE])
        self.put(top, base >> 30, [high | self.READ_WRITE])
        self.put(low, 0, [2 * MIB * i | self.LARGE | self.READ_WRITE for i in range(4)])
        self.put(high, base >> 21 & 511, [leaf | self.READ_WRITE])
        self.put(leaf, base >> 12 & 511, [page | self.READ_WRITE for page in pages])
        q.put_n(self.REGISTERS + 0x20, root, 8)
        for command in (1 << 30, 1 << 31):      # this is the root; translate
            q.put_n(self.REGISTERS + 0x18, command, 4)
            assert q.get_n(self.REGISTERS + 0x1c, 4) & command, 'the IOMMU has not done it'

    def put(self, table, index, words):
        self.q.write(table + 8 * index, struct.pack(f'<{len(words)}Q', *words))


@case('the same behind an IOMMU, to be answered into two pages: the addresses are the IOMMU\'s', 'stock')
def discarding_iommu(build):
    base, pages = 1024 * MIB, [8 * MIB, 10 * MIB]
    more = {'device': 'intel-iommu', 'memory': '1024'}      # first: what is made later is behind it
    behind = lambda properties='': ['-device', DEVICE + ',iommu_platform=on' + properties]
    with Qemu(build, extra=behind(), held=True, **more) as src, \
            destination(build, extra=behind(',stalled=on'), **more) as dst:
        d = src.aerostat = Aerostat(src)
        src.fill(A, 512 * MIB, 0x55)
        IntelIommu(src, base, pages)
        eq(d.query(1)[0], OK)
        discarding_now(src, [(base + PAGE - 8, ACK.size)])
        migrate(src, dst)
        dst.set('stalled', False)
        answered(dst, driver_on(dst, d), [(pages[0] + PAGE - 8, 8), (pages[1], ACK.size - 8)])
        discarded_there(dst)


@case('migration while a reclaim waits for its pages, in a split and in a packed ring: it is read again, and answered, there only')
def reclaim_waits(build):
    for queue, ring in ((Queue, ''), (PackedQueue, ',packed=on')):
        with Qemu(build, device=DEVICE + ring + ',prefault=on', held=True) as src, destination(build, device=DEVICE + ring) as dst:
            d = src.aerostat = Aerostat(src, queue=queue)
            d.give(1, [(A, 4096)])
            with src.hold() as hold:
                d.send(reclaim(2, 4096), GRANT.size + 16)
                hold.wait()
                with hold.one_by_one():
                    migrate(src, dst)
            assert not d.todev.is_used(), 'answered at the source'
            d = driver_on(dst, d)
            if build[1] == 'qtest':
                dst.qmp('cont')
            else:
                d.todev.kick()      # the VM cannot go on: a stock QEMU would run firmware
            eq(GRANT.unpack(dst.read(d.todev.buffers + 0x80000, d.todev.take())[:GRANT.size])[:2], (GRANTED, 2))
            eq((dst.get('held-pages'), d.query(3)[:2]), (0, (OK, 3)))


def capable(name, *sides):
    """Both sides agree on a kind of migration, or this host cannot do it."""
    for q in sides:
        answer = q.qmp('migrate-set-capabilities', True, capabilities=[{'capability': name, 'state': True}])
        if 'error' in answer:
            raise NotHere(answer['error']['desc'])


@case('postcopy: nothing is discarded or populated until all has arrived, then discards are made up for')
def postcopy_started(build):
    with vm(build, filled=128 * MIB) as src, \
            destination(build, device=DEVICE + ',prefault=on', extra=['-name', 'debug-threads=on']) as dst:
        d = src.aerostat
        d.give(1, [(A, 1024)])
        capable('postcopy-ram', src, dst)
        speed(src, MIB)
        start_migration(src, dst)
        until('the first pages', lambda: src.qmp('query-migrate').get('ram', {}).get('transferred', 0) > 3 * MIB)
        src.qmp('migrate-set-parameters', **{'max-postcopy-bandwidth': 100})
        src.qmp('migrate-start-postcopy')
        until('the VM to be there', lambda: dst.qmp('query-status')['status'] != 'inmigrate')
        d = driver_on(dst, d)
        eq(d.query(2)[:3], (OK, 2, PLENTY))
        d.give(3, [(A + 8 * MIB, 512)])
        before = dst.thread_ns()
        eq(d.reclaim(4, 256), (GRANTED, [(A, 256)]))
        d.query(5)
        eq((dst.get('discard-calls'), dst.thread_ns() - before), (0, 0), 'discards, and the thread\'s work, before all has arrived')
        assert status(src) in ('postcopy-active', 'postcopy-device'), status(src)      # the latter since 10.2
        src.qmp('migrate-set-parameters', **{'max-postcopy-bandwidth': 0})
        until('the end', lambda: status(src) in ('completed', 'failed'))
        eq(status(src), 'completed')
        until('the discards', lambda: dst.get('discard-calls') == 2)
        assert dst.is_all(A, 4 * MIB, 0) and dst.is_all(A + 8 * MIB, 2 * MIB, 0), 'not discarded'
        assert dst.is_all(A + 4 * MIB, 4 * MIB, 0x55) and dst.is_all(A + 10 * MIB, 118 * MIB, 0x55), 'memory'
        eq(dst.get('held-pages'), 1280, 'held')


# Memory that stays where it is

def shared_file(path):
    return {'machine': 'q35,memory-backend=ram',
            'extra': ['-object', f'memory-backend-file,share=on,mem-path={path},id=ram,size={RAM}']}


@case('x-ignore-shared: memory that both sides map is neither sent nor touched, and the balloon goes on there')
def ignore_shared(build):
    with tempfile.NamedTemporaryFile(dir='/dev/shm') as f:
        with vm(build, **shared_file(f.name)) as src, destination(build, **shared_file(f.name)) as dst:
            capable('x-ignore-shared', src, dst)
            d = src.aerostat
            d.give(1, [(A, 1024)])
            eq(d.offer(2, [(A + 8 * MIB, 512)]), ACCEPTED)
            used = os.stat(f.name).st_blocks * 512
            migrate(src, dst)
            d = driver_on(dst, d)
            eq((dst.get('held-pages'), dst.get('reserved-pages')), (1024, 512), 'held and reserved')
            assert os.stat(f.name).st_blocks * 512 - used < MIB, 'what is held has been touched'
            assert dst.is_all(A + 4 * MIB, 12 * MIB, 0x55), 'memory'
            eq(d.commit(2), DONE)
            eq(d.reclaim(3, 1024), (GRANTED, [(A, 1024)]))
            d.give(4, [(A, 16)])


@case('CPR: a QEMU takes the place of another, with pages held, and a commit under way')
def cpr(build):
    with tempfile.TemporaryDirectory(prefix='aerostat-') as at:
        cpr_socket, main = ({'transport': 'socket', 'type': 'unix', 'path': f'{at}/{name}'} for name in ('cpr', 'main'))
        memory = {'machine': 'q35,memory-backend=ram,aux-ram-share=on', 'memory': '1024',
                  'extra': ['-object', 'memory-backend-memfd,share=on,id=ram,size=1G']}
        try:
            src = vm(build, filled=600 * MIB, held=True, **memory)
        except AssertionError as e:
            if 'aux-ram-share' in str(e):
                raise NotHere('this QEMU has no cpr-transfer') from None
            raise
        with src:
            src.aerostat.give(1, [(A + 560 * MIB, 512)])
            answer = [(src.aerostat.todev.buffers + 0x80000, ACK.size)]
            discarding_now(src, answer)
            memory['extra'] += ['-incoming', f'unix:{at}/main', '-incoming', json.dumps({'channel-type': 'cpr', 'addr': cpr_socket})]
            started = []
            starter = threading.Thread(target=lambda: started.append(Qemu(build, device=DEVICE + ',stalled=on', **memory)))
            starter.start()
            until('the other QEMU to listen', lambda: os.path.exists(f'{at}/cpr'))
            src.qmp('migrate-set-parameters', mode='cpr-transfer')
            src.qmp('migrate', channels=[{'channel-type': 'main', 'addr': main}, {'channel-type': 'cpr', 'addr': cpr_socket}])
            starter.join()
            with started[0] as dst:
                until('the other QEMU to go on', lambda: dst.qmp('query-status')['status'] != 'inmigrate')
                eq(status(src), 'completed')
                eq((dst.get('held-pages'), dst.get('reserved-pages')), (512, 1024 * 127), 'held and reserved')
                d = driver_on(dst, src.aerostat)
                dst.set('stalled', False)
                eq(d.todev.take(), ACK.size)
                eq(dst.get('held-pages'), 512 + 1024 * 127, 'held')
                discarded_there(dst)
                assert dst.is_all(A + 550 * MIB, 10 * MIB, 0x55), 'memory'
                eq(d.reclaim(6, 1)[0], GRANTED)


# Snapshots

@case('a background snapshot: what is given meanwhile is in it, and discarded when it has ended')
def background(build):
    if build[1] != 'qtest':
        raise NotHere('the VM runs meanwhile, and a stock QEMU would run firmware')
    with vm(build, filled=64 * MIB) as src, destination(build) as dst:
        d = src.aerostat
        eq(d.offer(1, [(A + 60 * MIB, 512)]), ACCEPTED)
        capable('background-snapshot', src)
        src.qmp('cont')
        speed(src, 100)
        path = os.path.join(src.dir, 'stream')
        src.qmp_events.clear()
        src.qmp('migrate', uri=f'exec:cat >{path}')
        src.wait_qmp_event('RESUME')        # the VM has stood still, for its state to be taken
        eq(status(src), 'active', src.qmp('query-migrate'))
        eq(d.query()[2], MIGRATING)
        eq(d.commit(1), DONE)
        eq(src.get('discard-calls'), 0, 'discards meanwhile')
        speed(src, 1 << 40)
        until('its end', lambda: status(src) == 'completed')
        until('the discard', lambda: src.is_all(A + 60 * MIB, 2 * MIB, 0))
        until('the guest to be told', lambda: d.query()[2] == PLENTY)
        dst.qmp('migrate-incoming', uri=f'exec:cat {path}')
        until('the snapshot to be there', lambda: dst.qmp('query-status')['status'] != 'inmigrate')
        eq((dst.get('held-pages'), dst.get('reserved-pages')), (0, 512), 'held and reserved')
        assert dst.is_all(A, 64 * MIB, 0x55), 'memory'


def make_image(build, image):
    """An empty qcow2 image, made by QEMU itself."""
    open(image, 'w').close()
    with Qemu(build, device=None, extra=['-blockdev', f'driver=file,node-name=raw,filename={image}']) as q:
        q.qmp('blockdev-create', **{'job-id': 'make', 'options': {'driver': 'qcow2', 'file': 'raw', 'size': MIB}})
        until('the image', lambda: q.qmp('query-jobs')[0]['status'] == 'concluded')
        assert 'error' not in q.qmp('query-jobs')[0], q.qmp('query-jobs')


def hmp(q, line):
    said = q.qmp('human-monitor-command', **{'command-line': line})
    eq(said, '', line)


@contextlib.contextmanager
def snapshots(build):
    """Options for a QEMU that can save snapshots, and the image that they go to."""
    directory = tempfile.mkdtemp(prefix='aerostat-')
    try:
        image = os.path.join(directory, 'snap.qcow2')
        make_image(build, image)
        yield ['-blockdev', f'driver=qcow2,node-name=snap,file.driver=file,file.filename={image}'], image
    finally:
        shutil.rmtree(directory)


@case('savevm and loadvm, in the same VM and in a new one: books and memory are those of the snapshot')
def snapshot(build):
    with snapshots(build) as (disk, image):
        with vm(build, extra=disk, filled=128 * MIB) as q:
            d = q.aerostat
            d.give(1, [(A, 96 * MIB // PAGE)])
            eq(d.offer(2, [(A + 100 * MIB, 16)]), ACCEPTED)
            hmp(q, 'savevm one')
            then = driver_on(q, d)
            # go on: all comes back, is written to, and something else is given
            eq(d.commit(2), DONE)
            status, back = d.reclaim(3, 1 << 40)
            eq((status, sum(n for _, n in back)), (GRANTED, 96 * MIB // PAGE + 16))
            q.fill(A, 96 * MIB, 0x66)
            d.give(4, [(A + 120 * MIB, 512)])
            hmp(q, 'loadvm one')
            # What the host holds is not left in memory, though loadvm found it there.
            until('it to be discarded', lambda: q.is_all(A, 96 * MIB, 0))
            books(q, then)
            used = os.stat(image).st_blocks * 512
            assert used < 80 * MIB, f'the image has {used >> 20} MiB: what is held was saved'
        with Qemu(build, extra=disk + ['-loadvm', 'one']) as q:
            books(q, driver_on(q, then))


def books(q, d):
    eq((q.get('held-pages'), q.get('reserved-pages')), (96 * MIB // PAGE, 16), 'held and reserved')
    assert q.is_all(A + 96 * MIB, 32 * MIB, 0x55), 'memory'
    d = driver_on(q, d)
    eq(d.commit(2), DONE)
    assert q.is_all(A + 100 * MIB, 16 * PAGE, 0), 'not discarded'
    eq(q.get('held-pages'), 96 * MIB // PAGE + 16, 'held')
    eq(d.reclaim(5, 96 * MIB // PAGE), (GRANTED, [(A, 96 * MIB // PAGE)]))
    d.give(6, [(A, 96 * MIB // PAGE)])


@case('loadvm of a VM that stands still: while it is at work the device, which has something to say, leaves its queues alone')
def snapshot_standing(build):
    with snapshots(build) as (disk, _):
        with vm(build, extra=disk) as q:
            d = q.aerostat
            eq(d.notice()[:2], (NOTICE_STATE, PLENTY))
            d.give(1, [(A, 512)])
            d.post_notice()
            if build[1] == 'qtest':
                q.qmp('cont')
                q.qmp('stop')
            hmp(q, 'savevm one')
            then = driver_on(q, d)
            hmp(q, 'loadvm one')
            d = driver_on(q, then)
            assert not d.broken(), 'the device has given up'
            eq(d.fromdev.take(), NOTICE.size)
            eq(NOTICE.unpack(q.read(d.fromdev.buffers, NOTICE.size))[:2], (NOTICE_STATE, PLENTY))
            eq(d.query(9)[:3], (OK, 9, PLENTY))
            eq(q.get('held-pages'), 512, 'held')


@case('savevm of a VM that stands still already, while a commit is being discarded: it waits, and is in the snapshot')
def snapshot_discarding(build):
    traced = [word for name in ('savevm_state_iterate', 'savevm_state_cleanup', 'aerostat_trace')
              for word in ('-trace', name)]
    slow = ['-object', 'memory-backend-memfd,id=ram,size=1G', '-machine', 'memory-backend=ram']     # holes in a file
    with snapshots(build) as (disk, _):
        with vm(build, extra=disk + slow + traced, **LONG) as q:
            d = q.aerostat
            if build[1] == 'qtest':
                q.qmp('cont')       # a stock QEMU would run firmware: it has never run, which is the same to savevm
                q.qmp('stop')
            answer = [(d.todev.buffers + 0x80000, ACK.size)]
            discarding_now(q, answer)
            with q.hold() as hold:
                q.set('stalled', False)
                hold.wait()
                q.qmp_send(('human-monitor-command', {'command-line': 'savevm one'}))
                until('savevm to be at work', lambda: 'savevm_state_iterate' in q.log())
            eq(q.result('savevm'), '', 'savevm')
            then = driver_on(q, d)
            answered(q, d, answer)      # it goes on here
            seen = re.findall('savevm_state_iterate|savevm_state_cleanup|host_discarded', q.log())
            eq(seen[-2:], ['savevm_state_cleanup', 'host_discarded'], 'discarded and answered while savevm is at work')
        with Qemu(build, memory='1024', device=DEVICE + ',stalled=on',
                  extra=disk + slow + ['-loadvm', 'one']) as q:
            eq((q.get('held-pages'), q.get('reserved-pages')), (0, 1024 * 127), 'held and reserved in the snapshot')
            q.set('stalled', False)
            answered(q, driver_on(q, then), answer)
            discarded_there(q)


@case('savevm while a reclaim waits for its pages: those that are there already go again if it is refused afterwards')
def snapshot_reclaim(build):
    with snapshots(build) as (disk, _), vm(build, extra=disk, filled=64 * MIB, held=True, properties=',prefault=on') as q:
        d = q.aerostat
        d.give(1, [(A, 64 * MIB // PAGE)])
        gone = q.resident_bytes(RAM)
        with q.hold() as hold:
            d.send(reclaim(2, 64 * MIB // PAGE), GRANT.size + 16)
            hold.wait()
            with hold.one_by_one():
                q.set('stalled', True)
        populated = q.resident_bytes(RAM) - gone
        assert 2 * MIB <= populated < 64 * MIB, f'{populated} bytes are there'
        hmp(q, 'savevm one')
        q.set('host-state', 'tight')
        q.set('stalled', False)
        eq(GRANT.unpack(q.read(d.todev.buffers + 0x80000, d.todev.take()))[:2], (REFUSED_HOST, 2))
        until('what is held to be gone', lambda: q.resident_bytes(RAM) - gone < MIB)
        eq(q.get('held-pages'), 64 * MIB // PAGE, 'held')


# A guest that maps a device over its memory

RCBA = 0xf0         # of the LPC bridge of q35, 00:1f.0: 16 KiB of registers, anywhere


def map_registers(d, at):
    """Over memory at this address; None: away again."""
    other = copy.copy(d.pci)
    other.slot = 0x1f
    other.select(RCBA)      # the function's number is 0
    d.q.tell(f'outl 0xcfc {(at or 0) | (at is not None):#x}')


@case('a guest that maps a device over pages that it gave, and offered, moves all the same, and gets them back')
def overlay(build):
    with vm(build) as src, destination(build) as dst:
        d = src.aerostat
        d.give(1, [(A, 512)])
        eq(d.offer(2, [(A + 4 * MIB, 16)]), ACCEPTED)
        map_registers(d, A + PAGE * 64)
        migrate(src, dst)
        d = driver_on(dst, d)
        eq((dst.get('held-pages'), dst.get('reserved-pages')), (512, 16), 'held and reserved')
        map_registers(d, A + 4 * MIB)
        eq(d.commit(2), DONE)
        eq(d.reclaim(3, 1 << 40), (GRANTED, [(A, 512), (A + 4 * MIB, 16)]))
        map_registers(d, None)
        d.give(4, [(A, 512)])
    with snapshots(build) as (disk, _), vm(build, extra=disk) as q:
        q.aerostat.give(1, [(A, 512)])
        map_registers(q.aerostat, A)
        hmp(q, 'savevm one')
        hmp(q, 'loadvm one')
        eq(q.get('held-pages'), 512, 'held after loadvm')


@case('a guest that maps a device over the buffer of its commit moves too: the device there needs a reset, and works after it')
def overlay_answer(build):
    with vm(build, **LONG) as src, destination(build, memory='1024') as dst:
        d = src.aerostat
        discarding_now(src, [(0x2000000, ACK.size)])
        map_registers(d, 0x2000000)
        migrate(src, dst)
        d = driver_on(dst, d)
        until('the device to need a reset', d.broken)
        map_registers(d, None)
        eq((dst.get('held-pages'), dst.get('reserved-pages')), (0, 0), 'held and reserved')
        d.start()
        eq(d.query(6)[:2], (OK, 6))
        dst.fill(A, 2 * MIB, 0x55)
        d.give(7, [(A, 512)])


@case('a commit that is to be answered into a device: the device needs a reset, and nothing is owed')
def answer_in_device(build):
    with vm(build) as q:
        d = q.aerostat
        map_registers(d, 0x2000000)
        eq(d.offer(1, [(A, 512)]), ACCEPTED)
        q.write(d.todev.buffers, struct.pack('<II', MSG_COMMIT, 1))
        d.todev.add([(d.todev.buffers, 8, False), (0x2000000, ACK.size, True)])
        until('the device to need a reset', d.broken)
        eq((q.get('held-pages'), q.get('discard-calls')), (0, 0), 'held, and discards')
        d.start()
        d.give(2, [(A, 512)])


@case('loading takes memory for what is held, not for what could be: the VM may have terabytes later')
def room(build):
    peak = lambda q: int(re.search(r'VmPeak:\s+(\d+) kB', open(f'/proc/{q.process.pid}/status').read())[1]) * 1024
    memory = '256,slots=1,maxmem=512G'
    with vm(build, memory=memory) as src, destination(build, memory=memory) as dst:
        src.aerostat.give(1, [(A + 2 * i * PAGE, 1) for i in range(1024)])
        before = peak(dst)
        migrate(src, dst)
        eq(dst.get('held-pages'), 1024, 'held')
        assert peak(dst) - before < 512 * MIB, f'{(peak(dst) - before) >> 20} MiB more'
        d = driver_on(dst, src.aerostat)
        for i in range(2, 5):
            d.give(i, [(A + (2048 * i + 2 * j) * PAGE, 1) for j in range(1024)])


# Damaged streams

SEQ = 0xc0ffee42


def saved_state(build, reserve=True):
    """A stream, and where in it the device's state begins: resv, seq, target, two flags, held, reserved, commit."""
    with vm(build) as q:
        d = q.aerostat
        d.give(1, [(A, 4), (A + MIB, 8), (A + 2 * MIB, 16)])
        if reserve:
            eq(d.offer(SEQ, [(A + 4 * MIB, 2), (A + 5 * MIB, 3)]), ACCEPTED)
        path = os.path.join(q.dir, 'stream')
        q.qmp('migrate', uri=f'exec:cat >{path}')
        until('the stream', lambda: status(q) == 'completed')
        with open(path, 'rb') as f:
            stream = f.read()
    at = stream.find(struct.pack('>I', SEQ)) - 4
    assert at > 0 and stream.find(struct.pack('>I', SEQ), at + 5) < 0, 'no state, or two'
    return stream, at


def load(build, stream):
    """(exit status, what it says); or, if it loads, None and the pages that are held or reserved."""
    with tempfile.NamedTemporaryFile() as f:
        f.write(stream)
        f.flush()
        # Stalled: what is being discarded would else go from the one to the other between the two questions.
        with destination(build, device=DEVICE + ',stalled=on') as q:
            try:
                q.qmp('migrate-incoming', uri=f'exec:cat {f.name}')
                until('the load to end', lambda: q.qmp('query-status')['status'] != 'inmigrate')
            except (ConnectionError, BrokenPipeError):
                return q.ended(), q.output()
            return None, q.get('held-pages') + q.get('reserved-pages')


def run(page, pages):
    return struct.pack('>QQ', page, pages)


P = A // PAGE
HELD = 4 + 4 + 8 + 1 + 1                # where the held runs' count is
RESERVED = HELD + 4 + 3 * 16            # and the reserved ones'
COMMIT = RESERVED + 4 + 2 * 16          # index, ndescs, parts, 20 addresses, 20 lengths
DAMAGE = [
    # name, where, what is put there, what the message must say
    ('an unknown reservation', 0, struct.pack('>I', 9), 'a reservation of no known kind'),
    ('no reservation, but its pages', 0, struct.pack('>I', 1), 'does not match its pages'),
    ('discarding without a commit', 0, struct.pack('>I', 3), 'does not match the reservation'),
    ('a commit without discarding', COMMIT + 8, struct.pack('>I', 1), 'does not match the reservation'),
    ('a target beyond memory', 8, struct.pack('>Q', 1 << 50), 'a target beyond the guest\'s memory'),
    ('a run of no pages', HELD + 4 + 16, run(P + 256, 0), 'run 1 of 3 in held, 0 pages from 0x4100000 on'),
    ('runs that descend', HELD + 4 + 32, run(P, 4), 'run 2 of 3 in held, 4 pages .*out of order'),
    ('runs that overlap', HELD + 4, run(P, 257), 'run 1 of 3 in held, 8 pages .*out of order'),
    ('a run that wraps around', HELD + 4 + 32, run((1 << 64) - 1, 2), 'run 2 of 3 in held'),
    ('a page both held and reserved', RESERVED + 4, run(P + 256 + 7, 1), 'page 0x4107000 is both held and reserved'),
    ('more pages than the guest has', HELD + 4 + 32, run(P + 8192, RAM // PAGE), 'more pages than the guest has'),
    ('2^32 - 1 runs', HELD, struct.pack('>I', (1 << 32) - 1), 'run .* in held'),
    ('2^32 - 1 reserved runs', RESERVED, struct.pack('>I', (1 << 32) - 1), 'run .* in reserved'),
]
ADDRESS, LENGTH = COMMIT + 12, COMMIT + 12 + 20 * 8
ANSWER = [(0, struct.pack('>I', 3)), (COMMIT + 8, struct.pack('>I', 1)), (ADDRESS, struct.pack('>Q', A)),
          (LENGTH, struct.pack('>I', 20))]
BAD_ANSWERS = [
    ('more parts than bytes', COMMIT + 8, struct.pack('>I', 21), 'more parts than an answer has bytes'),
    ('2^32 - 1 parts', COMMIT + 8, struct.pack('>I', (1 << 32) - 1), 'more parts than an answer has bytes'),
    ('a buffer beyond the queue', COMMIT, struct.pack('>I', 1024), 'beyond the queue'),
    ('more descriptors than the queue has', COMMIT + 4, struct.pack('>I', 1025), 'beyond the queue'),
    ('a part of no size', LENGTH, struct.pack('>I', 0), 'a part of no size'),
    ('a part that is too long', LENGTH, struct.pack('>I', 21), 'a part of no size'),
    ('a part that wraps around', ADDRESS, struct.pack('>Q', (1 << 64) - 4), 'a part of no size'),
    ('no room for an answer', LENGTH, struct.pack('>I', 19), 'no room for an answer'),
]
# A guest may have mapped something else where its memory was: that is no reason to keep the VM.
NO_MEMORY = [
    ('a run beyond memory', HELD + 4 + 32, run(RAM // PAGE - 1, 2), 19),
    ('a run of a device', HELD + 4 + 32, run(0xfee00, 1), 18),
    ('a reserved run beyond memory', RESERVED + 4 + 16, run(1 << 30, 1), 31),
]
ANSWER_TO_NO_MEMORY = [
    ('a part beyond memory', ADDRESS, struct.pack('>Q', RAM - 4), 0),
    ('a part in a device', ADDRESS, struct.pack('>Q', 0xfee00000), 0),
    ('a part in a ROM', ADDRESS, struct.pack('>Q', 0xfffffff0 - 16), 0),
    ('a part in a device, after one in memory', COMMIT + 8,
     struct.pack('>I20Q20I', 2, A, 0xfee00000, *[0] * 18, 10, 10, *[0] * 18), 0),
]


@case('a damaged stream is refused with its cause: every field of the device\'s state; an undamaged one loads')
def damaged(build):
    stream, at = saved_state(build)

    def patched(edits):
        data = bytearray(stream)
        for offset, new in edits:
            data[at + offset:at + offset + len(new)] = new
        return bytes(data)
    eq(load(build, stream), (None, 33), 'undamaged')
    eq(load(build, patched(ANSWER)), (None, 33), 'with a commit that is being discarded')
    for before, table in (([], NO_MEMORY), (ANSWER, ANSWER_TO_NO_MEMORY)):
        for name, offset, new, pages in table:
            eq(load(build, patched(before + [(offset, new)])), (None, pages), name)
    for before, table in (([], DAMAGE), (ANSWER, BAD_ANSWERS)):
        for name, offset, new, message in table:
            code, said = load(build, patched(before + [(offset, new)]))
            eq(code, 1, f'{name}: exit status; {said}')
            assert re.search('virtio-aerostat: .*' + message, said), f'{name}: {said!r} does not say {message!r}'
    code, said = load(build, stream[:at + HELD + 10])
    eq(code, 1, f'cut short: exit status; {said}')


@case('the main loop comes round amid a load: the guest is told only afterwards that its commit cannot be answered')
def slow_load(build):
    stream, at = saved_state(build)
    data = bytearray(stream)
    for offset, new in ANSWER + [(ADDRESS, struct.pack('>Q', RAM - 4))]:
        data[at + offset:at + offset + len(new)] = new
    with destination(build, device=DEVICE + ',stalled=on') as q, socket.socket(socket.AF_UNIX) as source:
        path = os.path.join(q.dir, 'migration')
        q.qmp('migrate-incoming', uri='unix:' + path)
        source.connect(path)
        source.sendall(data[:-64])      # of what describes the stream, at its end
        until('the device to be loaded', lambda: q.events('held'))
        for _ in range(100):
            q.get('held-pages')
        eq((q.output(), q.qmp('query-status')['status']), ('', 'inmigrate'), 'said amid the load')
        source.sendall(data[-64:])
        until('the load to end', lambda: q.qmp('query-status')['status'] != 'inmigrate')
        until('the guest to be told', lambda: 'is not memory any more' in q.output())


main()
