#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""How memory goes to the host and comes back: the thread that does it, host pages larger than 4 KiB, prefault.

usage: discards.py stock|tree [NAME...]     as runner.py says
"""
import contextlib
import ctypes
import errno
import fcntl
import mmap
import os
import struct
import subprocess
import tempfile
import time

from runner import A, NotHere, RAM, RUNS, case, eq, main, vm
from virtio_qtest import (
    ACCEPTED, ACK, Aerostat, DONE, EXTENT, GRANT, GRANTED, MIB, MIGRATING, MSG_COMMIT, NOTICE_STATE, NOTICE_TARGET, OK, PAGE, PLENTY, Qemu,
    REFUSED_HOST, TARGET_NONE, offer, reclaim, until)

PR_SET_THP_DISABLE = 41
MAP_HUGETLB = 0x40000
HUGE_FREE = '/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages'
HUGE_WANTED = '/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages'


@case('discards are made by a thread of the device\'s own: it, not the main loop, has the work')
def own_thread(build):
    with vm(build, memory='1024', filled=512 * MIB, extra=['-name', 'debug-threads=on']) as q:
        before = q.thread_ns()
        q.aerostat.give(1, [(A, 512 * MIB // PAGE)])
        spent = q.thread_ns() - before
        # 131,072 pages: 100 ns for each 100 of them is far less than it takes anywhere.
        assert spent > 131072, f'{spent} ns for 512 MiB'
        eq(q.get('discard-calls'), 8, 'calls')


@contextlib.contextmanager
def small_pages():
    """What is started meanwhile has no huge pages: it inherits that."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    assert prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0, os.strerror(ctypes.get_errno())
    try:
        yield
    finally:
        prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0)


@case('calls begin with 64 MiB, and one that took long makes those after it shorter, though it only waited')
def cut(build):
    with vm(build, memory='1280', filled=1024 * MIB, held=True) as q:
        d = q.aerostat
        d.give(1, [(A, 1024 * MIB // PAGE)])
        eq(q.get('discard-calls'), 16, 'calls of the first 1 GiB')
        eq(d.reclaim(2, 1 << 40)[0], GRANTED)
        q.fill(A + 512 * MIB, 17 * MIB, 0x55)
        eq(d.offer(3, [(A, 16 * MIB // PAGE)]), ACCEPTED)
        with q.hold() as hold:
            d.send(struct.pack('<II', MSG_COMMIT, 3), ACK.size)
            hold.wait()
            time.sleep(0.5)     # of which the thread works for nothing: 16 MiB should be 0.32 MiB
        eq(ACK.unpack(d.answer())[:2], (DONE, 3))
        before = q.get('discard-calls')
        d.give(4, [(A + 512 * MIB, 16 * MIB // PAGE)])
        eq(q.get('discard-calls') - before, 8, 'calls of 16 MiB, 2 MiB each')
        assert q.is_all(A + 512 * MIB, 16 * MIB, 0) and q.is_all(A + 528 * MIB, MIB, 0x55)


@case('however long a discard takes, the main loop does not: QMP and the guest\'s messages are answered meanwhile')
def answers_meanwhile(build):
    with vm(build, held=True) as q:
        d = q.aerostat
        eq(d.offer(1, [(A, 2048)]), ACCEPTED)
        with q.hold() as hold:
            d.send(struct.pack('<II', MSG_COMMIT, 1), ACK.size)
            hold.wait()
            # The queue's other buffer is answered first if it can be: used entries come in the order of answers.
            for seq in range(77, 177):
                ack_at = d.todev.buffers + 0x90000
                q.write(d.todev.buffers + 0x88000, struct.pack('<II', 1, seq))
                d.todev.add([(d.todev.buffers + 0x88000, 8, False), (ack_at, ACK.size, True)])
                d.todev.take()
                eq(ACK.unpack(q.read(ack_at, ACK.size))[:2], (OK, seq))
                eq((q.get('reserved-pages'), q.get('held-pages')), (2048, 0), 'reserved and held meanwhile')
            assert q.is_all(A, 8 * MIB, 0x55), 'discarded already'
        d.todev.take()
        eq(ACK.unpack(q.read(d.todev.buffers + 0x80000, ACK.size))[:2], (DONE, 1))
        assert q.is_all(A, 8 * MIB, 0), 'not discarded'


@case('unplugged while a commit is being discarded: nothing more is, its thread ends, the VM goes on')
def unplugged(build):
    with Qemu(build, device=None, machine='pc', memory='1024', extra=['-name', 'debug-threads=on'], held=True) as q:
        q.plug()
        d = Aerostat(q)
        q.fill(A, 512 * MIB, 0x55)
        eq(d.offer(1, RUNS), ACCEPTED)
        with q.hold() as hold:
            d.send(struct.pack('<II', MSG_COMMIT, 1), ACK.size)
            hold.wait()
            with hold.one_by_one():
                q.unplug()
        left = sum(q.read(at, 1) == b'\x55' for at, _ in RUNS)
        assert 0 < left < 1024, f'{left} of 1024 were left'
        tasks = f'/proc/{q.process.pid}/task'
        assert not [t for t in os.listdir(tasks) if open(f'{tasks}/{t}/comm').read() == 'aerostat\n'], 'the thread is there'
        eq(left, sum(q.read(at, 1) == b'\x55' for at, _ in RUNS), 'left, later')


@case('asked for again before it has come to its end, a discard of all that is held goes on to its end, and then begins anew')
def trimmed_often(build):
    with vm(build, held=True, memory='1024', filled=512 * MIB) as q:
        q.aerostat.give(1, RUNS)
        first, last = RUNS[0][0], RUNS[-1][0]
        for at in (first, last):
            q.fill(at, MIB // 4, 0x66)      # a guest must not; a migration that reads it populates it
        with q.hold() as hold:
            for batch in range(8):          # of 256 calls each, and 1024 runs are held
                if batch == 7:
                    q.fill(first, MIB // 4, 0x66)
                q.qmp('migrate', True, uri='unix:/nonexistent')     # after which what is held is discarded again
                until('its failure', lambda: q.qmp('query-migrate').get('status') == 'failed')
                for _ in range(256):
                    hold.wait()
                    hold.go()
            assert q.is_all(last, MIB // 4, 0), 'the last pages are there'
        until('another round', lambda: q.is_all(first, MIB // 4, 0))


@contextlib.contextmanager
def huge_pages(n):
    """So many are free meanwhile, and no more used by another run of this: they are the machine's."""
    with contextlib.ExitStack() as stack:
        try:
            f = stack.enter_context(open(HUGE_WANTED))
            fcntl.flock(f, fcntl.LOCK_EX)
            had = int(f.read())
            want_huge_pages(had + n)
        except OSError as e:
            raise NotHere(f'no huge pages: {e}; whole_test.c has tested what is done with them') from None
        stack.callback(want_huge_pages, had)
        if free_huge_pages() < n:
            raise NotHere(f'fewer than {n} huge pages; whole_test.c has tested what is done with them')
        yield


def want_huge_pages(n):
    with open(HUGE_WANTED, 'w') as f:
        f.write(str(n))


def reserved_huge_pages():
    with open(HUGE_FREE.replace('free', 'resv')) as f:
        return int(f.read())


def free_huge_pages():
    with open(HUGE_FREE) as f:
        return int(f.read())


@case('host pages of 2 MiB: whole ones are discarded; parts are kept until two grants make a whole one')
def host_pages(build):
    with huge_pages(96 * MIB // (2 * MIB)), vm(
            build, memory='96', machine='q35,memory-backend=ram',
            extra=['-object', f'memory-backend-memfd,id=ram,size={96 * MIB},hugetlb=on,hugetlbsize=2M']) as q:
        d, free = q.aerostat, free_huge_pages
        before = free()
        # a part, a whole one, a part
        d.give(1, [(A + MIB, 1024)])
        eq((free() - before, q.get('discard-calls'), q.get('held-pages')), (1, 1, 1024), 'free, calls, held')
        assert q.is_all(A, 2 * MIB, 0x55) and q.is_all(A + 4 * MIB, 2 * MIB, 0x55), 'parts of host pages discarded'
        d.give(2, [(A, 256)])
        eq((free() - before, q.get('discard-calls')), (2, 2), 'free and calls with the first completed')
        d.give(3, [(A + 5 * MIB, 128)])
        eq((free() - before, q.get('discard-calls')), (2, 2), 'free and calls with the last still a part')
        d.give(4, [(A + 5 * MIB + MIB // 2, 128)])
        eq((free() - before, q.get('discard-calls')), (3, 3), 'free and calls with the last completed')
        assert q.is_all(A + 6 * MIB, 2 * MIB, 0x55), 'too much'
        # A part that comes back is the guest's: its host page is not discarded with the rest.
        eq(d.reclaim(5, 1536), (GRANTED, [(A, 1536)]))
        q.fill(A, 2 * MIB, 0x66)
        d.give(6, [(A + MIB, 256)])
        assert q.is_all(A, 2 * MIB, 0x66), 'a part of a host page is discarded, of which the guest has the rest'
        eq(q.get('discard-failures'), 0, 'failures')


@case('private anonymous, shared anonymous, memfd and file: each loses 64 MiB in 1 call, without a failure')
def backings(build):
    with tempfile.NamedTemporaryFile(dir='/dev/shm') as f:
        for backend in ('memory-backend-ram', 'memory-backend-ram,share=on', 'memory-backend-memfd',
                        'memory-backend-memfd,share=off', f'memory-backend-file,share=on,mem-path={f.name}'):
            with vm(build, filled=80 * MIB, machine='q35,memory-backend=ram',
                    extra=['-object', backend + f',id=ram,size={RAM}']) as q:
                resident = q.resident_bytes(RAM)
                q.aerostat.give(1, [(A, 64 * MIB // PAGE)])
                fell = resident - q.resident_bytes(RAM)     # less what the queues touched meanwhile
                assert 64 * MIB - 65536 <= fell <= 64 * MIB, f'{backend}: fell by {fell} bytes'
                eq((q.get('discard-calls'), q.get('discard-failures')), (1, 0), f'{backend}: calls and failures')
                assert q.is_all(A, 64 * MIB, 0) and q.is_all(A + 64 * MIB, 16 * MIB, 0x55), backend


@case('prefault=on: what is granted is there without being touched; off: it is not')
def prefault(build):
    for on in (True, False):
        with vm(build, filled=64 * MIB, properties=',prefault=' + ('on' if on else 'off')) as q:
            d = q.aerostat
            d.give(1, [(A, 64 * MIB // PAGE)])
            gone = q.resident_bytes(RAM)
            eq(d.reclaim(2, 16 * MIB // PAGE), (GRANTED, [(A, 16 * MIB // PAGE)]))
            if on:
                until('16 MiB to be there', lambda: q.resident_bytes(RAM) >= gone + 16 * MIB)
            # What is given again is gone again, whatever is still being populated.
            d.reclaim(3, 1 << 40)
            for i in range(4, 12):
                d.give(i, [(A, 64 * MIB // PAGE)])
                d.reclaim(i, 1 << 40)
            d.give(99, [(A, 64 * MIB // PAGE)])
            d.query()
            assert q.resident_bytes(RAM) < gone + MIB, f'prefault={on}: {q.resident_bytes(RAM) - gone} bytes are still there'


@contextlib.contextmanager
def mounted(kind, *options):
    """A new file system of that kind."""
    with tempfile.TemporaryDirectory(prefix='aerostat-') as at:
        said = subprocess.run(['mount', '-t', kind, *options, kind, at], capture_output=True, text=True)
        if said.returncode:
            raise NotHere(f'a file system cannot be mounted here: {said.stderr.strip()}')
        try:
            yield at
        finally:
            subprocess.run(['umount', at], check=True)


def ask_back(q, pages):
    """Asks for so many pages: what is granted can be touched."""
    status, back = q.aerostat.reclaim(2, pages)
    for at, n in back:
        for page in range(n):
            q.fill(at + page * PAGE, PAGE, 0x66)    # QEMU needs a buffer for it
    return status, sum(n for _, n in back)


@case('huge pages that another process has taken: what is not there is refused and still held, until it is there again')
def pool_taken(build):
    with huge_pages(128 * MIB // (2 * MIB)), vm(
            build, memory='128', filled=64 * MIB, machine='q35,memory-backend=ram',
            extra=['-object', f'memory-backend-memfd,id=ram,size={128 * MIB},hugetlb=on,hugetlbsize=2M']) as q:
        d = q.aerostat
        d.give(1, [(A, 64 * MIB // PAGE)])
        taken = [mmap.mmap(-1, 2 * MIB, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS | MAP_HUGETLB)
                 for _ in range(free_huge_pages() - reserved_huge_pages())]
        for m in taken:
            m[0] = 1
        eq(free_huge_pages(), reserved_huge_pages(), 'free, and reserved for what the VM has not touched yet')
        eq(ask_back(q, 8192), (REFUSED_HOST, 0))
        eq(q.get('held-pages'), 64 * MIB // PAGE, 'held')
        for m in taken[:3]:
            m.close()
        eq(ask_back(q, 8192), (GRANTED, 3 * 512), 'with three free')
        eq(q.get('held-pages'), 64 * MIB // PAGE - 3 * 512, 'held')
        eq(d.query()[2], PLENTY)
        for m in taken[3:]:
            m.close()
        eq(ask_back(q, 1 << 40), (GRANTED, 64 * MIB // PAGE - 3 * 512), 'with all free')
        said = [line for line in q.output().splitlines() if 'cannot be had' in line]
        eq(len(said), 1, f'lines: {said}')


@contextlib.contextmanager
def small_tmpfs(size):
    """A folder on a tmpfs of that size."""
    with mounted('tmpfs', '-o', f'size={size}') as at:
        yield at


@case('a tmpfs that others have filled: what is not there is refused and still held; what a part of a call has taken goes back')
def tmpfs_full(build):
    with small_tmpfs(RAM) as at, vm(
            build, filled=64 * MIB, machine='q35,memory-backend=ram',
            extra=['-object', f'memory-backend-file,share=on,mem-path={at}/ram,id=ram,size={RAM}']) as q:
        left = lambda: os.statvfs(at).f_bavail * os.statvfs(at).f_bsize
        q.aerostat.give(1, [(A, 64 * MIB // PAGE)])
        q.fill(0x600000, 32 * MIB, 1)       # what QEMU touches itself is there
        with open(at + '/other', 'wb') as f:
            f.write(bytes(left() - 5 * MIB))
        eq(ask_back(q, 8192), (GRANTED, 2 * 512), 'with 5 MiB free')
        until('what was populated in vain to be free again', lambda: left() == MIB)
        eq(ask_back(q, 8192), (REFUSED_HOST, 0))
        eq(q.get('held-pages'), 64 * MIB // PAGE - 2 * 512, 'held')
        os.unlink(at + '/other')
        eq(ask_back(q, 1 << 40), (GRANTED, 64 * MIB // PAGE - 2 * 512))


@case('prealloc=on: what is granted is there when it is granted')
def preallocated(build):
    for on in (True, False):
        with vm(build, filled=64 * MIB, machine='q35,memory-backend=ram',
                extra=['-object', f'memory-backend-ram,id=ram,size={RAM},prealloc={"on" if on else "off"}']) as q:
            d = q.aerostat
            d.give(1, [(A, 64 * MIB // PAGE)])
            gone = q.resident_bytes(RAM)
            eq(d.reclaim(2, 16 * MIB // PAGE), (GRANTED, [(A, 16 * MIB // PAGE)]))
            eq(q.resident_bytes(RAM) - gone, 16 * MIB if on else 0, f'prealloc={on}: there')


@contextlib.contextmanager
def memory_cgroup(pid):
    """A memory cgroup with that process in it; a function that sets its limit, to so much more than is used."""
    for at, limit, usage in (('/sys/fs/cgroup/memory', 'memory.limit_in_bytes', 'memory.usage_in_bytes'),
                             ('/sys/fs/cgroup', 'memory.max', 'memory.current')):
        own = f'{at}/aerostat-{os.getpid()}'
        try:
            os.mkdir(own)
        except OSError:
            continue
        if os.path.exists(f'{own}/{limit}'):
            break
        os.rmdir(own)
    else:
        raise NotHere('no memory cgroup can be made here')

    def put(name, value):
        with open(f'{own}/{name}', 'w') as f:
            f.write(str(value))

    def set_limit(more):
        with open(f'{own}/{usage}') as f:
            put(limit, int(f.read()) + more)
    try:
        put('cgroup.procs', pid)
        yield set_limit
    finally:
        with contextlib.suppress(OSError):
            with open(f'{at}/cgroup.procs', 'w') as f:
                f.write(str(pid))
        until('the cgroup to be empty', lambda: not open(f'{own}/cgroup.procs').read())
        os.rmdir(own)


@case('a memory cgroup at its limit: what is beyond it is refused and still held, and the kernel ends nobody')
def cgroup_limit(build):
    with vm(build) as q, memory_cgroup(q.process.pid) as set_limit:
        q.fill(A, 64 * MIB, 0x55)
        q.aerostat.give(1, [(A, 64 * MIB // PAGE)])
        set_limit(9 * MIB)
        status, granted = ask_back(q, 1 << 40)
        eq(status, GRANTED)
        assert 4 * MIB <= granted * PAGE <= 9 * MIB, f'{granted} pages'
        set_limit(MIB // 2)
        eq(ask_back(q, 1 << 40), (REFUSED_HOST, 0))
        eq(q.get('held-pages'), 64 * MIB // PAGE - granted, 'held')
        set_limit(128 * MIB)
        eq(ask_back(q, 1 << 40), (GRANTED, 64 * MIB // PAGE - granted))


@case('while a reclaim waits for its pages QEMU answers its monitor, and other messages come later; a reset forgets it')
def waiting(build):
    with vm(build, held=True, properties=',prefault=on') as q:
        d = q.aerostat
        d.give(1, [(A, 4096)])
        with q.hold() as hold:
            d.send(reclaim(2, 4096), GRANT.size + 16)
            hold.wait()
            eq(q.get('held-pages'), 4096, 'held while it waits')
            d.todev.add([(d.todev.buffers + 0x88000, 8, False), (d.todev.buffers + 0x90000, ACK.size, True)])
            q.write(d.todev.buffers + 0x88000, struct.pack('<II', 1, 9))
            assert not d.todev.is_used(), 'answered before it is there'
        eq(GRANT.unpack(q.read(d.todev.buffers + 0x80000, d.todev.take())[:GRANT.size])[:2], (GRANTED, 2))
        d.todev.take()
        eq(q.get('held-pages'), 0, 'held')
        d.give(3, [(A, 4096)])
        with q.hold() as hold:
            d.send(reclaim(4, 4096), GRANT.size + 16)
            hold.wait()
            with hold.one_by_one():
                d.start()
        eq(d.query(5)[:2], (OK, 5), 'the first answer after the reset')
        eq(q.get('held-pages'), 0, 'held after the reset')
        d.give(6, [(A, 4096)])
        eq(d.reclaim(7, 4096), (GRANTED, [(A, 4096)]))


@case('a grant that is interrupted again and again, and goes on, brings all that was asked for')
def interrupted(build):
    with vm(build, held=True, properties=',prefault=on') as q:
        d, pages = q.aerostat, 128 * MIB // PAGE
        d.give(1, [(A, pages)])
        with q.hold() as hold:
            d.send(reclaim(2, pages), GRANT.size + 16)
            for _ in range(10):
                until('a call, or an answer too early', lambda: hold.accept(0.01) or d.todev.is_used())
                with hold.one_by_one():
                    q.set('stalled', True)
                q.set('stalled', False)
        data = q.read(d.todev.buffers + 0x80000, d.todev.take())
        eq(GRANT.unpack(data[:GRANT.size])[0], GRANTED)
        eq((EXTENT.unpack(data[GRANT.size:]), q.get('held-pages')), ((A, pages), 0), 'granted, and held')


@case('a grant has at most 1 GiB of the host\'s memory to populate, however few of its pages the guest asks for; each counts once')
def host_bytes(build):
    size = 1400 * MIB
    with huge_pages(size // (2 * MIB)), vm(
            build, memory='1400', machine='q35,memory-backend=ram',
            extra=['-object', f'memory-backend-memfd,id=ram,size={size},hugetlb=on,hugetlbsize=2M']) as q:
        d = q.aerostat
        d.give(1, [(A + 2 * MIB * (i // 2) + MIB * (i % 2), 1) for i in range(1024)])
        status, back = d.reclaim(2, 1024)
        eq((status, sum(n for _, n in back)), (GRANTED, 1024), 'two pages in each of 512 host pages')
        d.give(3, [(A + 2 * MIB * i, 1) for i in range(600)])
        status, back = d.reclaim(4, 600)
        eq((status, sum(n for _, n in back)), (GRANTED, 512), 'one page in each of 600')
        status, back = d.reclaim(5, 600)
        eq((status, sum(n for _, n in back)), (GRANTED, 88), 'the rest')


@contextlib.contextmanager
def without_holes():
    """A folder on a file system that makes no holes."""
    with mounted('ramfs') as at:
        yield at


def wants_none(q, cause):
    """The host wants no pages, the guest is to take back all, and one line says why."""
    d = q.aerostat
    eq(q.get('discards'), 'fail')
    eq(d.notice(), (NOTICE_STATE, MIGRATING, 0))
    eq(d.notice(), (NOTICE_TARGET, MIGRATING, 0))
    status, _, state, _ = d.say(offer(77, [(A - 4 * MIB, 512)]))
    eq((status, state), (REFUSED_HOST, MIGRATING))
    said = [line for line in q.output().splitlines() if 'virtio-aerostat' in line]
    assert len(said) == 1 and 'cannot be given back to the host' in said[0] and cause in said[0], said


def cannot_discard(build, cause, extra, machine='q35'):
    with vm(build, extra=extra, machine=machine) as q:
        wants_none(q, cause)
        eq((q.get('discard-calls'), q.get('held-pages')), (0, 0), 'discards and held')
        assert q.is_all(A, 16 * MIB, 0x55), 'memory'
        q.qmp('balloon', value=RAM - MIB)       # the operator's wish waits
        eq(q.aerostat.notice(), (NOTICE_TARGET, MIGRATING, 0))
        eq(len(q.output().splitlines()), 1, f'lines: {q.output()}')


@case('locked memory: the host wants none from the start, and one line says why')
def locked(build):
    cannot_discard(build, 'mem-lock=on', ['-overcommit', 'mem-lock=on'])


@case('a file system without holes: the same')
def no_holes(build):
    with without_holes() as at:
        cannot_discard(build, 'no holes can be made in its file', machine='q35,memory-backend=ram',
                       extra=['-object', f'memory-backend-file,share=on,mem-path={at}/ram,id=ram,size={RAM}'])


@case('discards begin to fail: the first failure ends them, the host wants none and grants back all; they work again, and it wants some')
def begin_to_fail(build):
    with vm(build, held=True, memory='1024', filled=512 * MIB) as q:
        d = q.aerostat
        eq(d.notice(), (NOTICE_STATE, PLENTY, TARGET_NONE))
        q.qmp('balloon', value=1000 * MIB)
        eq(d.notice(), (NOTICE_TARGET, PLENTY, 24 * MIB // PAGE))
        d.give(1, [(A + 600 * MIB, 512)])
        eq(d.offer(2, RUNS), ACCEPTED)
        q.fail(errno.EINVAL)
        eq(d.commit(2), DONE)
        wants_none(q, 'mem-lock=on')
        eq((q.get('discard-calls'), q.get('discard-failures')), (2, 1), 'discards and failures')
        held = q.get('held-pages')
        eq(held, 512 + 1024 * 127, 'held')
        while held:
            status, back = d.reclaim(3, 1 << 40)
            assert status == GRANTED and back, (status, back)
            held -= sum(n for _, n in back)
        assert q.is_all(A, MIB, 0x55), 'memory'
        eq(d.offer(4, [(A, 16)]), REFUSED_HOST)
        assert len(q.output().splitlines()) <= 2, q.output()    # QEMU's own too
        q.fail(0)
        eq(d.notice(), (NOTICE_STATE, PLENTY, 24 * MIB // PAGE))
        eq(d.notice(), (NOTICE_TARGET, PLENTY, 24 * MIB // PAGE))
        eq(q.get('discards'), 'work')
        d.give(5, [(A, 512)])
        assert q.is_all(A, 2 * MIB, 0), 'not discarded'


@case('discards fail, work, and fail again: each time one line, and none more while they only seem to work')
def fail_again(build):
    says = lambda q: q.output().count('cannot be given back to the host')
    works = lambda q: until('discards to work', lambda: q.get('discards') == 'work')
    with vm(build, held=True) as q:
        d = q.aerostat

        def fails(seq, lines):
            eq(d.offer(seq, [(A, 16)]), ACCEPTED)
            q.fail(errno.EINVAL)
            eq(d.commit(seq), DONE)
            eq((q.get('discards'), says(q)), ('fail', lines))
        fails(1, 1)
        eq(d.reclaim(2, 16)[0], GRANTED)
        q.fail(0)
        works(q)
        fails(3, 1)     # the try has worked: nothing of the guest's has been discarded between
        q.fail(0)
        works(q)
        until('what is held to be discarded', lambda: q.is_all(A, 16 * PAGE, 0))
        eq(d.reclaim(4, 16)[0], GRANTED)
        fails(5, 2)


@case('what the host held while discards failed is discarded when they work again')
def made_up_for(build):
    with vm(build, held=True) as q:
        d = q.aerostat
        eq(d.offer(1, [(A, 512)]), ACCEPTED)
        q.fail(errno.ENOSPC)
        eq(d.commit(1), DONE)
        assert q.is_all(A, 2 * MIB, 0x55), 'discarded though it failed'
        q.fail(0)
        until('the discard', lambda: q.is_all(A, 2 * MIB, 0))
        eq((q.get('discards'), q.get('held-pages')), ('work', 512))


if __name__ == '__main__':
    main()
