#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Free page reporting in a real guest: what is free goes, what is in use stays, and nothing is held.

usage: reports.py [intact|stalled]...
"""
import sys
import traceback

sys.dont_write_bytecode = True
import vm
from guest import RAM_MIB, Guest, report
from vm import MIB, PAGE, Failure, wait_for

# A guest that uses a tenth of its memory gives nothing by this, and is never short.
REPORTS = "report_free_pages=1 step_mib=256 low_pct=1 high_pct=90"
ROUNDS = 12


def reporting(name):
    return vm.VM(name, mem_mib=RAM_MIB, device="reports=on", held=True)


def reported(guest):
    return guest.device_value("reported-pages") * PAGE


def more_reported(guest, than):
    return wait_for(lambda: reported(guest) > than and reported(guest), "a report")


def ends(guest):
    """Neither side is left with anything."""
    state = guest.driver_state()
    report.equal("both sides counted the same pages", int(state["reported_pages"]) * PAGE, reported(guest))
    guest.unbind()
    guest.verify("unbound", 100)
    guest.traced()
    guest.clean()


def test_intact():
    """A program allocates and frees as fast as it can beside reports, then beside giving too."""
    with reporting("reports") as machine:
        guest = Guest(machine)
        machine.guest("hog_start 77")
        guest.hog("grow 500")
        full = machine.ram_rss()
        guest.load(REPORTS)
        guest.hog("free 400")
        more_reported(guest, 300 * MIB)
        report.equal("the host holds nothing", guest.held(), 0)
        fell = wait_for(lambda: full - machine.ram_rss() > 300 * MIB and full - machine.ram_rss(), "memory to go")
        report.check(f"{fell // MIB} MiB of {full // MIB} MiB went", fell > 300 * MIB)
        report.check(f"{guest.memory()['MemFree'] // MIB} MiB are free in the guest as before", guest.memory()["MemFree"] > 300 * MIB)
        guest.verify("reported", 100)
        for _ in range(ROUNDS):
            guest.hog("grow 300")
            report.equal("beside reports nothing in use was wiped", guest.hog("verify"), f"verified {400 * MIB // PAGE} pages, bad 0")
            before = reported(guest)
            guest.hog("free 300")
            more_reported(guest, before)
        guest.param("high_pct", 20)
        wait_for(lambda: guest.held() > 100 * MIB, "memory to be given")
        guest.hog("grow 500")
        guest.verify("given and reported", 600)
        before = reported(guest)
        guest.hog("free 500")
        guest.settled()
        guest.books_agree()
        guest.verify("both", 100)
        ends(guest)


def test_stalled():
    """A host that does not answer: the kernel has its pages back in time, or with the reset."""
    with reporting("stalled-reports") as machine:
        guest = Guest(machine)
        machine.guest("hog_start 78")
        guest.hog("grow 500")
        guest.load(REPORTS + " ttl_ms=1000")
        guest.stall(True)
        guest.hog("free 400")
        wait_for(lambda: guest.driver_state()["abandoned"] != "0", "an offer to be given up")
        report.ok("the offer of a report is given up by a host that stalls")
        report.equal("and nothing was discarded", reported(guest), 0)
        guest.stall(False)
        # Freed once more: the kernel looks again when blocks are freed.
        guest.hog("grow 400")
        with guest.vm.hold() as hold:
            guest.hog("free 400")
            hold.wait()
            report.equal("a report that is being discarded waits", guest.driver_state()["give"], "GIVE_WAIT_REPORTED")
            guest.hog("grow 200")
            guest.verify("meanwhile", 300)
        more_reported(guest, 0)
        guest.verify("discarded", 300)
        guest.hog("free 200")
        guest.verify("afterwards", 100)
        guest.param("high_pct", 20)
        wait_for(lambda: guest.held() > 100 * MIB, "memory to be given after all of that")
        ends(guest)


TESTS = {"intact": test_intact, "stalled": test_stalled}


def main():
    names = sys.argv[1:] or list(TESTS)
    if set(names) - set(TESTS):
        sys.exit(f"usage: reports.py [{'|'.join(TESTS)}]...")
    vm.prepare()
    for name in names:
        report.group, failed = name, report.failed
        try:
            TESTS[name]()
        except Failure as e:
            report.check("ran to its end", False, str(e))
        except Exception:
            report.check("ran to its end", False, "a fault of the test: " + traceback.format_exc())
        if report.failed > failed:
            report.note(f"again: tests/vm/reports.py {name}")
    report.done()


if __name__ == "__main__":
    main()
