#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What other programs read: the events as device/README.md has them, and guest-stats as virtio-balloon has it.

usage: schema.py stock|tree [NAME...]     as runner.py says
"""
import os
import re
import subprocess
import tempfile

from runner import A, case, eq, main, vm
from virtio_qtest import BAD, MIB, OK, Qemu, until

README = os.path.join(os.path.dirname(__file__), '..', '..', 'device', 'README.md')
TYPES = {'state': str, 'what': str, 'cause': str, 'line': str}      # all others are numbers


def documented():
    """{event: members}, from the table of the README; a member with a * stands for many."""
    table = {}
    with open(README) as f:
        text = f.read().split('## Events', 1)[1].split('\n## ', 1)[0]
    for row in re.findall(r'^\| `(\w+)` \| [^|]*\|(.*)\|$', text, re.M):
        # What stands in quotes before a colon, a semicolon or a comma is a member's name.
        table[row[0]] = re.findall(r'`([\w*-]+)`(?=[:;,]| *$)', row[1].strip())
    del table['event']      # the heading
    return table


@case('every kind of event has the members that the README lists, of their types, and json reads it')
def events(build):
    table = documented()
    assert len(table) == 8, f'{len(table)} events in the README: {sorted(table)}'
    with tempfile.TemporaryDirectory() as root:
        os.makedirs(root + '/proc/pressure')
        with open(root + '/proc/meminfo', 'w') as f:
            f.write('MemAvailable: 100 kB\n')
        with open(root + '/proc/pressure/memory', 'w') as f:
            f.write('some avg10=2.50 avg60=0.00 avg300=0.00 total=0\n')
        with vm(build, properties=f',trace=on,reuse=report,reuse-ms=1,tight-available=1,host-root={root}') as q:
            d = q.aerostat
            eq(d.stats(1, [(4, 1 << 60), (5, 1 << 50), (999, 7)]), OK)
            d.give(2, [(A, 1024)])
            eq(d.offer(3, [(A, 1)]), BAD)
            q.fill(A, 4096, 0x77)
            until('the report', lambda: q.events('reuse'))
            q.set('host-state', 'tight')
            q.qmp('balloon', value=200 * MIB)
            lines = q.events()
    seen = set()
    for line in lines:
        kind = line['event']
        seen.add(kind)
        assert isinstance(line.pop('event'), str) and line.pop('device') == 'balloon0', line
        assert line.pop('time_ms') > 1600000000000, line
        allowed = [re.escape(name).replace(r'\*', r'[\w-]+') for name in table[kind]]
        for name, value in line.items():
            assert any(re.fullmatch(pattern, name) for pattern in allowed), f'{kind}: {name} is not in the README'
            assert type(value) is TYPES.get(name, int), f'{kind}: {name} is {value!r}'
        missing = [p for p in allowed if not any(re.fullmatch(p, name) for name in line) and p != re.escape('stat-N')]
        assert not missing, f'{kind} without {missing}: {line}'
    eq(seen, set(table) - {'lost'}, 'kinds')        # qtest.py has the reader that is too slow


@case('guest-stats: virtio-balloon\'s members, and its value for what is not known; libvirt reads both alike')
def guest_stats(build):
    with Qemu(build, device='virtio-balloon-pci,id=balloon0,addr=4') as q:
        theirs = q.get('guest-stats')
    with vm(build) as q:
        ours = q.get('guest-stats')
        eq(q.get('guest-stats-polling-interval'), 0)
        q.set('guest-stats-polling-interval', 2)
        eq(q.get('guest-stats-polling-interval'), 2)
    eq(ours['last-update'], theirs['last-update'])
    eq({name: ours['stats'].get(name) for name in theirs['stats']}, theirs['stats'])


@case('help: every property of the device\'s own says what it is')
def help_text(build):
    env = dict(os.environ, **({'LD_PRELOAD': build[2]} if build[2] else {}))
    ask = lambda device: subprocess.run([build[0], '-device', device + ',help'], env=env, capture_output=True, text=True)
    line = re.compile(r'^  ([\w-]+)=<[^ ]*>(?: +- (.+?))?(?: \(default: .*\))?$', re.M)
    ours = dict(line.findall(ask('virtio-aerostat-pci').stdout))
    theirs = dict(line.findall(ask('virtio-balloon-pci').stdout))
    own = set(ours) - set(theirs) - {'ioeventfd', 'vectors'}      # the bus's
    assert {'chardev', 'host-state', 'prefault', 'reuse', 'tight-available', 'held-pages'} <= own, sorted(own)
    eq([name for name in sorted(own) if len(ours[name]) < 10], [], 'without a word')
    with open(README) as f:
        text = f.read().split('## Properties', 1)[1].split('\n## ', 1)[0]
    eq([name for name in sorted(own) if f'`{name}' not in text], [], 'not in the README')


main()
