#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What other programs read: the events as device/README.md has them, and guest-stats as virtio-balloon has it.

usage: schema.py stock|tree [NAME...]     as runner.py says
"""
import contextlib
import os
import re
import subprocess
import tempfile

from runner import A, case, eq, main, vm
from virtio_qtest import BAD, GRANTED, MIB, OK, Qemu, until

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


@contextlib.contextmanager
def everything(build, properties, extra=()):
    """A VM whose device has had something to say of every kind."""
    with tempfile.TemporaryDirectory() as root:
        os.makedirs(root + '/proc/pressure')
        with open(root + '/proc/meminfo', 'w') as f:
            f.write('MemAvailable: 100 kB\n')
        with open(root + '/proc/pressure/memory', 'w') as f:
            f.write('some avg10=2.50 avg60=0.00 avg300=0.00 total=0\n')
        with vm(build, properties=f',{properties},reuse=report,reuse-ms=1,tight-available=1,host-root={root}', extra=extra) as q:
            d = q.aerostat
            eq(d.stats(1, [(4, 1 << 60), (5, 1 << 50), (999, 7)]), OK)
            d.give(2, [(A, 1024)])
            eq(d.offer(3, [(A, 1)]), BAD)
            q.fill(A, 4096, 0x77)
            until('the report', lambda: q.get('reused-pages'))
            eq(d.reclaim(4, 16)[0], GRANTED)
            q.set('host-state', 'tight')
            q.qmp('balloon', value=200 * MIB)
            yield q


@case('every kind of event has the members that the README lists, of their types, and json reads it')
def events(build):
    table = documented()
    assert len(table) == 8, f'{len(table)} events in the README: {sorted(table)}'
    with everything(build, 'trace=on') as q:
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


def trace_points(q):
    """[(event, text)]: QEMU's own log has the trace points that are on."""
    return re.findall(r'^aerostat_(\w+) balloon0 (.*)$', q.log(), re.M)


@case('every kind of event is a trace point of its name, with the same words, also where events are off')
def trace(build):
    kinds = set(documented()) - {'lost'}
    for properties in ('trace=on', 'events=off'):
        with everything(build, properties, ['-trace', 'enable=aerostat_*']) as q:
            known = {e['name'] for e in q.qmp('trace-event-get-state', name='aerostat_*')}
            points, lines = trace_points(q), q.events()
        eq(known, {'aerostat_' + kind for kind in kinds}, 'trace points')
        eq({kind for kind, _ in points}, kinds, 'kinds')
        steps = [text for kind, text in points if kind == 'trace']
        for step, effect in (('host_offer', 'fx_reserve'), ('host_commit', 'fx_discard'), ('host_reclaim', 'fx_grant')):
            eq(len([s for s in steps if s.startswith(step + ' ') and effect in s]), 1, f'{step} with {effect}, {properties}')
        if lines:
            eq([kind for kind, _ in points], [line['event'] for line in lines], 'in order')
            for (kind, text), line in zip(points, lines):
                said = {'line': text} if kind == 'trace' else dict(re.findall(r'(\w+)=(.+?)(?= \w+=|$)', text))
                said.pop('count', None)     # of the stats, which are too many for a line
                as_text = {name: f'{line[name]:#x}' if name == 'first_addr' else str(line.get(name)) for name in said}
                eq(said, as_text, kind)
    with everything(build, 'events=off') as q:
        eq(trace_points(q), [], 'trace points that nobody wanted')


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
