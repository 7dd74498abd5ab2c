#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A host that gets short of memory, as files below a folder say it (host-root): what the guest is told, and when.

usage: pressure.py stock|tree [NAME...]     as runner.py says
"""
import os
import shutil
import tempfile

from runner import A, DEVICE, case, eq, main, vm
from virtio_qtest import (
    ACCEPTED, DONE, GRANTED, MIB, NOTICE_STATE, PLENTY, Qemu, REFUSED_HOST, TIGHT, offer, until)


class Host:
    """Its memory: a folder with /proc/meminfo and /proc/pressure/memory."""

    def __init__(self):
        self.root = tempfile.mkdtemp(prefix='aerostat-')
        os.makedirs(self.root + '/proc/pressure')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root)

    def put(self, name, text):
        """As a whole: a reader sees the file before or after."""
        with open(self.root + '/new', 'w') as f:
            f.write(text)
        os.rename(self.root + '/new', self.root + name)

    def available(self, size):
        self.put('/proc/meminfo', f'MemTotal: 99999999 kB\nMemFree: 1 kB\nMemAvailable: {size // 1024} kB\n')

    def stall(self, percent):
        self.put('/proc/pressure/memory', f'some avg10={percent:.2f} avg60=0.00 avg300=0.00 total=1\n')


def tells(d, state):
    kind, told, _ = d.notice()
    eq((kind, told), (NOTICE_STATE, state), 'notice')


def goes_tight_and_back(q, worse, better):
    d = q.aerostat
    tells(d, PLENTY)
    d.give(1, [(A, 16)])
    eq(d.offer(2, [(A + MIB, 16)]), ACCEPTED)
    worse()
    tells(d, TIGHT)
    eq(q.get('host-state'), 'tight')
    eq(d.query()[2], TIGHT, 'state in an ack')
    eq(d.reclaim(3, 16), (REFUSED_HOST, []))
    eq(d.commit(2), DONE, 'what was accepted before')
    status, _, told, _ = d.say(offer(4, [(A + 2 * MIB, 16)]))
    eq((status, told), (REFUSED_HOST, TIGHT))
    better()
    tells(d, PLENTY)
    eq(d.reclaim(5, 16), (GRANTED, [(A, 16)]))
    d.give(6, [(A, 16)])
    return [(e['state'], e.get('available_bytes'), e.get('stall_percent')) for e in q.events('state')]


@case('tight-available: the guest is told, offers and reclaims are refused, and it ends with a margin')
def available(build):
    with Host() as host:
        host.available(400 * MIB)
        with vm(build, properties=f',tight-available=300M,watch-ms=5,host-root={host.root}') as q:
            def better():
                host.available(374 * MIB)      # not a quarter more
                until('another look', lambda: q.get('host-available') == 374 * MIB)
                for _ in range(20):
                    eq(q.aerostat.query()[2], TIGHT, 'state in between')
                host.available(375 * MIB)
            eq(goes_tight_and_back(q, lambda: host.available(299 * MIB), better),
               [('tight', 299 * MIB, None), ('plenty', 375 * MIB, None)])


@case('tight-stall: the same by pressure stall information')
def stall(build):
    with Host() as host:
        host.available(400 * MIB)
        host.stall(9)
        with vm(build, properties=f',tight-stall=10,watch-ms=5,host-root={host.root}') as q:
            eq(goes_tight_and_back(q, lambda: host.stall(10), lambda: host.stall(5)),
               [('tight', 400 * MIB, 10), ('plenty', 400 * MIB, 5)])


@case('a limit of the VM\'s cgroup counts')
def cgroup(build):
    with Host() as host:
        host.available(400 * MIB)
        os.makedirs(host.root + '/proc/self')
        os.makedirs(host.root + '/sys/fs/cgroup/vms')
        host.put('/proc/self/cgroup', '0::/vms\n')
        host.put('/sys/fs/cgroup/vms/memory.current', f'{100 * MIB}\n')
        limit = lambda size: host.put('/sys/fs/cgroup/vms/memory.max', f'{size}\n')
        limit(500 * MIB)
        with vm(build, properties=f',tight-available=300M,watch-ms=5,host-root={host.root}') as q:
            eq(goes_tight_and_back(q, lambda: limit(200 * MIB), lambda: limit(600 * MIB)),
               [('tight', 100 * MIB, None), ('plenty', 400 * MIB, None)])


@case('files that cannot be read any more: the host stays as tight as it was, and one line says so; back, they count again, and gone again there is another line')
def blind(build):
    with Host() as host:
        host.available(100 * MIB)
        host.stall(0)
        os.makedirs(host.root + '/proc/self')
        os.makedirs(host.root + '/sys/fs/cgroup/vms')
        host.put('/proc/self/cgroup', '0::/vms\n')
        host.put('/sys/fs/cgroup/vms/memory.current', f'{100 * MIB}\n')
        host.put('/sys/fs/cgroup/vms/memory.max', 'max\n')
        with vm(build, properties=f',tight-available=300M,watch-ms=5,host-root={host.root},trace=on') as q:
            eq(q.get('host-state'), 'tight')
            os.rename(host.root + '/proc', host.root + '/gone')
            until('a line', lambda: 'cannot be watched any more' in q.output())
            until('another look', lambda: q.get('host-available') == 0)
            for _ in range(200):
                eq((q.get('host-state'), q.aerostat.query()[2]), ('tight', TIGHT))
            assert 'the host is tight until they are back' in q.output(), q.output()
            os.rename(host.root + '/gone', host.root + '/proc')
            host.available(400 * MIB)
            until('plenty', lambda: q.get('host-state') == 'plenty')
            # A limit of the cgroup that is there no more counts as what it was, too.
            host.put('/sys/fs/cgroup/vms/memory.max', f'{200 * MIB}\n')
            until('the limit to count', lambda: q.get('host-state') == 'tight')
            os.unlink(host.root + '/sys/fs/cgroup/vms/memory.max')
            until('another look', lambda: q.get('host-available') == 400 * MIB)
            for _ in range(200):
                eq(q.get('host-state'), 'tight')
            eq(len(q.output().splitlines()), 2, f'lines: {q.output()}')


@case('what an operator sets goes before what is seen, until it is set to plenty')
def operator(build):
    with Host() as host:
        host.available(100 * MIB)
        with vm(build, properties=f',tight-available=300M,watch-ms=5,host-root={host.root}') as q:
            eq(q.get('host-state'), 'tight')
            q.set('host-state', 'migrating')
            eq(q.get('host-state'), 'migrating')
            q.set('host-state', 'plenty')
            eq(q.get('host-state'), 'tight')


@case('without a limit the host is not looked at')
def unwatched(build):
    with Host() as host:
        host.available(0)
        with vm(build, properties=f',watch-ms=1,host-root={host.root}') as q:
            eq((q.get('host-state'), q.get('host-available')), ('plenty', 0))
            host.available(MIB)
            for _ in range(50):
                eq(q.get('host-available'), 0)


@case('a limit that cannot be watched, or is none: refused with its cause')
def wrong(build):
    with Host() as host:
        for properties, message in (
                ('tight-stall=101', 'tight-stall=101 is out of range: percent, from 1 to 100'),
                ('watch-ms=0', 'watch-ms=0 is out of range: milliseconds'),
                ('reuse-ms=0', 'reuse-ms=0 is out of range: milliseconds'),
                (f'tight-available=1G,host-root={host.root}', f'no MemAvailable in {host.root}/proc/meminfo'),
                (f'tight-stall=5,host-root={host.root}', 'boot the host with psi=1'),
                ('tight-available=much', "'tight-available' expects size"),
                ('prefault=perhaps', "'prefault' expects 'on' or 'off'")):
            try:
                Qemu(build, device=DEVICE + ',' + properties).stop()
            except AssertionError as e:
                assert message in str(e), f'{properties}: {e} does not say {message!r}'
            else:
                raise AssertionError(f'QEMU started with {properties}')


main()
