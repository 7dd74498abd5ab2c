#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A guest that touches what it has given: seen, counted, and by property reported or the VM paused.

usage: reuse.py stock|tree [NAME...]     as runner.py says
"""
import re

from runner import A, RAM, Sink, case, eq, main, vm
from virtio_qtest import GRANTED, MIB, PAGE, until

BLOCK = 2 * MIB // PAGE


def sweeps(q, n=3):
    """Let the sweep come round: with reuse-ms=1 and a few MiB it takes some 2 ms."""
    for _ in range(300 * n):
        q.get('reused-pages')


@case('reuse=report: what is touched is counted and reported once; a reset and a reclaim end it')
def report(build):
    with vm(build, properties=',reuse=report,reuse-ms=1') as q:
        d = q.aerostat
        d.give(1, [(A, 4 * BLOCK)])
        sweeps(q)
        eq((q.get('reused-pages'), q.events('reuse')), (0, []), 'before')
        q.fill(A + 4 * MIB + 5 * PAGE, 3 * PAGE, 0x77)
        until('the report', lambda: q.get('reused-pages'))
        found = q.get('reused-pages')
        assert found in (3, BLOCK), f'{found} pages: neither the three nor their huge page'
        sweeps(q)
        event, = q.events('reuse')
        eq(event['pages'], found, 'pages in the event')
        eq(event['first_addr'], A + 4 * MIB + (5 * PAGE if found == 3 else 0), 'address in the event')
        assert re.search(rf'{found} pages are in use .* the first at {event["first_addr"]:#x}', q.log()), q.log()
        # more of it is reported again
        q.fill(A + 2 * MIB, PAGE, 0x77)
        until('the second report', lambda: len(q.events('reuse')) == 2)
        assert q.events('reuse')[1]['pages'] > found
        # what is the guest's again may be used
        eq(d.reclaim(2, 4 * BLOCK), (GRANTED, [(A, 4 * BLOCK)]))
        until('an end', lambda: q.get('reused-pages') == 0)
        q.fill(A, 8 * MIB, 0x66)
        sweeps(q)
        d.give(3, [(A, 4 * BLOCK)])
        q.fill(A, PAGE, 0x77)
        until('the third report', lambda: len(q.events('reuse')) == 3)
        d.start()
        eq(q.get('reused-pages'), 0, 'after a reset')
        sweeps(q)
        eq(len(q.events('reuse')), 3, 'reports after a reset')


@case('reuse=report: shared memory, and a run of 128 MiB and more, which takes several steps')
def shared(build):
    for backend in ('memory-backend-memfd', 'memory-backend-ram,share=on'):
        with vm(build, filled=160 * MIB, properties=',reuse=report,reuse-ms=1', machine='q35,memory-backend=ram',
                extra=['-object', backend + f',id=ram,size={RAM}']) as q:
            q.aerostat.give(1, [(A + MIB, 158 * MIB // PAGE)])
            sweeps(q, 10)
            eq(q.get('reused-pages'), 0, f'{backend}: before')
            last = A + 156 * MIB
            q.fill(last + 7 * PAGE, PAGE, 0x77)
            until('the report', lambda: q.events('reuse'))
            assert last <= q.events('reuse')[0]['first_addr'] <= last + 7 * PAGE, q.events('reuse')


@case('parts of blocks of 2 MiB are not looked at: their huge page may be there for a neighbour')
def parts(build):
    with vm(build, properties=',reuse=report,reuse-ms=1') as q:
        # Touched by the guest itself: with huge pages the held ones come along, without them they are touched here.
        q.aerostat.give(1, [(A, BLOCK - 1), (A + 4 * MIB + PAGE, BLOCK - 1)])
        q.fill(A + MIB, 2 * MIB, 0x77)
        sweeps(q)
        eq((q.get('reused-pages'), q.events('reuse')), (0, []))


@case('reuse=ignore, the default: nothing is looked at')
def ignore(build):
    with vm(build, properties=',reuse-ms=1') as q:
        eq(q.get('reuse'), 'ignore')
        q.aerostat.give(1, [(A, 4 * BLOCK)])
        q.fill(A, PAGE, 0x77)
        sweeps(q)
        eq((q.get('reused-pages'), q.events('reuse')), (0, []))
        assert 'set when the device is made' in q.set('reuse', 'report', may_fail=True)['error']['desc']


@case('reuse=pause: the VM is paused, and goes on when it is told to')
def pause(build):
    with vm(build, properties=',reuse=pause,reuse-ms=1') as q:
        q.aerostat.give(1, [(A, 4 * BLOCK)])
        if build[1] == 'qtest':     # a stock QEMU would run firmware: there the VM is not running anyway
            q.qmp('cont')
            eq(q.qmp('query-status')['status'], 'running')
        q.fill(A + 2 * MIB, PAGE, 0x77)
        until('the report', lambda: q.events('reuse'))
        if build[1] == 'qtest':
            until('the pause', lambda: q.qmp('query-status')['status'] == 'paused')
            q.qmp('cont')
            sweeps(q)
            eq(q.qmp('query-status')['status'], 'running', 'after cont')


@case('what a cancelled migration has read is not taken for the guest')
def migration(build):
    with vm(build, filled=64 * MIB, properties=',reuse=report,reuse-ms=1') as q:
        q.aerostat.give(1, [(A, 4 * BLOCK)])
        # With postcopy possible what is held is sent, that is, read.
        q.qmp('migrate-set-capabilities', capabilities=[{'capability': 'postcopy-ram', 'state': True}])
        q.qmp('migrate-set-parameters', **{'max-bandwidth': MIB})
        q.qmp('migrate', uri=Sink(q.dir).uri)
        # What is held comes first, as zeros; then 56 MiB follow, for which it has 56 s.
        until('A to be sent', lambda: q.qmp('query-migrate').get('ram', {}).get('transferred', 0) > 3 * MIB)
        q.qmp('migrate_cancel')
        until('its end', lambda: q.qmp('query-migrate')['status'] == 'cancelled')
        sweeps(q, 5)
        eq((q.get('reused-pages'), q.events('reuse')), (0, []))
        q.fill(A, PAGE, 0x77)
        until('the report', lambda: q.events('reuse'))


main()
