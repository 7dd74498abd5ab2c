#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Reports: memory that the host discards and that stays the guest's, as spec/README.md says whose a page is.

usage: reports.py stock|tree [NAME...]     as runner.py says
"""
import errno
import struct

from runner import A, RAM, RUNS, case, eq, main, vm
from virtio_qtest import ACCEPTED, ACK, BAD, DONE, GRANTED, MIB, MSG_REPORT, OK, PAGE, REFUSED_HOST, UNKNOWN, until

REPORT = 1      # the feature bit, as a mask
ON = ',reports=on'


def agree(q, accept=REPORT):
    """The driver starts anew, with these features."""
    q.aerostat.pci.accept = accept
    q.aerostat.start()
    return q.aerostat


def reporting(build, **more):
    q = vm(build, properties=ON, **more)
    agree(q)
    return q


def offers_bit(q):
    pci = q.aerostat.pci
    q.put_n(pci.common, 0, 4)
    return q.get_n(pci.common + 4, 4) & REPORT


@case('a report: discarded, answered, and the guest\'s at once: nothing is held, and it can be reported or given again')
def reported(build):
    with reporting(build) as q:
        d = q.aerostat
        eq(d.offer(1, [(A, 1024), (A + 8 * MIB, 3)]), ACCEPTED)
        assert q.is_all(A, 16 * MIB, 0x55), 'discarded before the report'
        eq(d.report(1), DONE)
        assert q.is_all(A, 4 * MIB, 0) and q.is_all(A + 8 * MIB, 3 * PAGE, 0), 'not discarded'
        assert q.is_all(A + 4 * MIB, 4 * MIB, 0x55) and q.is_all(A + 8 * MIB + 3 * PAGE, 7 * MIB, 0x55), 'too much'
        eq([q.get(x) for x in ('held-pages', 'reserved-pages', 'reported-pages', 'discard-calls')], [0, 0, 1027, 2])
        eq(q.qmp('query-balloon'), {'actual': RAM})
        eq(d.reclaim(2, 1 << 40), (GRANTED, []))
        q.fill(A, 4 * MIB, 0x66)
        d.query(3)
        assert q.is_all(A, 4 * MIB, 0x66), 'discarded after its answer'
        eq(d.offer(4, [(A, 1024)]), ACCEPTED)
        eq(d.report(4), DONE)
        d.give(5, [(A, 1024)])
        eq([q.get(x) for x in ('held-pages', 'reported-pages')], [1024, 2051])
        eq(d.offer(6, [(A, 1)]), BAD)


@case('without the property the bit is not offered; a driver that does not take it is answered BAD; all else is as ever')
def not_agreed(build):
    for properties in ('', ON):
        with vm(build, properties=properties) as q:
            eq(offers_bit(q), REPORT if properties else 0, 'the bit')
            d = agree(q, 0)
            eq(d.offer(1, [(A, 1024)]), ACCEPTED)
            eq(d.report(1), BAD)
            assert q.is_all(A, 4 * MIB, 0x55), 'discarded'
            eq(d.commit(1), DONE)
            eq([q.get(x) for x in ('held-pages', 'reported-pages')], [1024, 0])


@case('a report of no reservation, or of another, is UNKNOWN, and of an offer that was followed by another')
def unknown(build):
    with reporting(build) as q:
        d = q.aerostat
        eq(d.report(1), UNKNOWN)
        eq(d.offer(1, [(A, 16)]), ACCEPTED)
        eq(d.report(2), UNKNOWN)
        eq(d.offer(3, [(A + MIB, 16)]), ACCEPTED)
        eq(d.report(1), UNKNOWN)
        d.pci.accept = REPORT
        d.start()
        eq(d.report(3), UNKNOWN)
        assert q.is_all(A, 16 * MIB, 0x55), 'discarded'


@case('a host that is tight or migrates refuses what would be reported')
def unwanted(build):
    with reporting(build) as q:
        for state in 'tight', 'migrating':
            q.set('host-state', state)
            eq(q.aerostat.offer(1, [(A, 16)]), REFUSED_HOST)


@case('reported-pages counts what was discarded: nothing where it fails, though the report is answered and the pages are the guest\'s')
def vain(build):
    with reporting(build, held=True) as q:
        d = q.aerostat
        eq(d.offer(1, [(A, 1024), (A + 8 * MIB, 16)]), ACCEPTED)
        q.fail(errno.EINVAL)
        eq(d.report(1), DONE)
        eq([q.get(x) for x in ('held-pages', 'reserved-pages', 'reported-pages', 'discard-failures')], [0, 0, 0, 1])
        assert q.is_all(A, 16 * MIB, 0x55), 'discarded'
        q.fail(0)
        until('discards to work', lambda: q.get('discards') == 'work')
        eq(d.offer(2, [(A, 1024), (A + 8 * MIB, 16)]), ACCEPTED)
        eq(d.report(2), DONE)
        eq(q.get('reported-pages'), 1040)
        # Of those that come to pass while discards fail, only what was discarded before.
        eq(d.offer(3, [(A + i * 2 * PAGE, 1) for i in range(8)]), ACCEPTED)
        with q.hold() as hold:
            d.send(struct.pack('<II', MSG_REPORT, 3), ACK.size)
            for _ in range(3):
                hold.wait()
                hold.go()
            hold.wait()
            q.fail(errno.EINVAL)
        eq(ACK.unpack(d.answer())[:2], (DONE, 3))
        eq(q.get('reported-pages'), 1043)


@case('a reset while a report is being discarded: nothing more is, and the next driver is served')
def reset(build):
    with reporting(build, memory='1024', filled=512 * MIB, held=True) as q:
        d = q.aerostat
        eq(d.offer(5, RUNS), ACCEPTED)
        with q.hold() as hold:
            d.send(struct.pack('<II', MSG_REPORT, 5), ACK.size)
            hold.wait()
            with hold.one_by_one():
                d.pci.reset()
        left = sum(q.read(at, 1) == b'\x55' for at, _ in RUNS)
        assert 0 < left < 1024, f'{left} of 1024 were left'
        d.start()
        eq(d.query(6)[:2], (OK, 6))
        eq(left, sum(q.read(at, 1) == b'\x55' for at, _ in RUNS), 'left, later')
        eq([q.get(x) for x in ('held-pages', 'reserved-pages', 'reported-pages')], [0, 0, 0])


if __name__ == '__main__':
    main()
