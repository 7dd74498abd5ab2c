#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A guest with its driver moves while its balloon is full: to a snapshot and back, and to another QEMU.

    QEMU ── savevm, loadvm ── the same QEMU         QEMU ── migration over a unix socket ── another QEMU

The VM stands still while it is migrated: TCG of QEMU before 9.0 forgets some of what a running guest writes meanwhile.
What goes on meanwhile is tested without a guest (tests/device/life.py).
usage: moves.py [snapshot|migration]...
"""
import sys
import traceback

sys.dont_write_bytecode = True
import vm
from guest import QEMU_SLACK, RAM, RAM_MIB, Guest, report
from vm import MIB, PAGE, Failure, wait_for


def full_balloon(machine, seed):
    """A program that knows its 300 MiB, and a host that has what is left over."""
    guest = Guest(machine)
    machine.guest(f"hog_start {seed}")
    guest.hog("grow 300")
    guest.load()
    held = guest.settled()
    report.check(f"the guest has given {held // MIB} MiB", held > 200 * MIB)
    return guest, held


def check_sent(machine, held):
    """Of the pages that the VM has, those that the host holds were left out."""
    ram = machine.qmp("query-migrate")["ram"]
    left_out = ram["total"] // PAGE - ram["normal"] - ram["duplicate"]
    report.check(f"{left_out * PAGE // MIB} MiB were not sent: what the host holds", abs(left_out - held // PAGE) < 512)


def goes_on(guest, held):
    """The guest finds all as it was, takes back, gives, and returns everything."""
    machine = guest.vm
    report.equal("the device holds what it held", guest.held(), held)
    guest.verify("there", 300)
    report.check("what the host holds is not in memory", wait_for(lambda: machine.ram_rss() <= RAM - held + QEMU_SLACK, "it to go"))
    guest.settled()
    report.equal("both sides' books agree", int(guest.driver_state()["given_pages"]) * PAGE, guest.held())
    report.equal("the program grows by 400 MiB", guest.hog("grow 400"), "grew 400 MiB, holds 700 MiB")
    guest.settled()
    report.check(f"the guest took back what it needed (the host has {guest.held() // MIB} MiB left)", guest.held() < held)
    guest.verify("after taking back", 700)
    guest.hog("free 400")
    report.check("and gives again", guest.settled() > 200 * MIB)
    report.equal("both sides' books agree", int(guest.driver_state()["given_pages"]) * PAGE, guest.held())
    guest.unload()
    report.equal("rmmod returns everything", guest.held(), 0)
    guest.verify("after rmmod", 300)
    guest.clean()


def hmp(machine, line):
    said = machine.qmp("human-monitor-command", **{"command-line": line})
    if "rror" in said:
        raise Failure(f"{line}: {said}")


def test_snapshot():
    """savevm with a full balloon; the guest goes on; loadvm."""
    with vm.VM("snapshot", mem_mib=RAM_MIB) as machine:
        image = machine.path("snapshot.qcow2")
        open(image, "w").close()
        machine.qmp("blockdev-add", driver="file", **{"node-name": "file", "filename": image})
        machine.qmp("blockdev-create", **{"job-id": "make", "options": {"driver": "qcow2", "file": "file", "size": MIB}})
        wait_for(lambda: machine.qmp("query-jobs")[0]["status"] == "concluded", "the image")
        machine.qmp("blockdev-add", driver="qcow2", **{"node-name": "snapshot", "file": "file"})

        guest, held = full_balloon(machine, 31)
        hmp(machine, "savevm full")
        check_sent(machine, held)
        guest.hog("grow 400")
        guest.settled()
        report.check("the guest goes on, and takes back", guest.held() < held)
        guest.verify("before loadvm", 700)
        hmp(machine, "loadvm full")
        goes_on(guest, held)


class Arriving(vm.VM):
    """A QEMU that waits for a VM: its guest takes commands already, once it is there."""

    def wait_ready(self):
        pass


def test_migration():
    """To another QEMU with a full balloon."""
    with vm.VM("leaving", mem_mib=RAM_MIB) as source, \
            Arriving("arriving", mem_mib=RAM_MIB, more=["-incoming", "defer"]) as there:
        guest, held = full_balloon(source, 32)
        uri = f"unix:{source.sockets}/migration"
        there.qmp("migrate-incoming", uri=uri)
        source.qmp("stop")
        source.qmp("migrate", uri=uri)
        wait_for(lambda: source.qmp("query-migrate").get("status") in ("completed", "failed"), "the migration")
        report.equal("the migration is completed", source.qmp("query-migrate")["status"], "completed")
        check_sent(source, held)
        wait_for(lambda: there.qmp("query-status")["status"] != "inmigrate", "the VM to be there")
        report.equal("the guest's memory is less what is held", there.qmp("query-balloon")["actual"], RAM - held)
        there.qmp("cont")
        guest.vm = there
        goes_on(guest, held)


TESTS = {"snapshot": test_snapshot, "migration": test_migration}


def main():
    names = sys.argv[1:] or list(TESTS)
    if set(names) - set(TESTS):
        sys.exit(f"usage: moves.py [{'|'.join(TESTS)}]...")
    vm.prepare()
    for name in names:
        report.group = name
        try:
            TESTS[name]()
        except Failure as e:
            report.check("ran to its end", False, str(e))
        except Exception:
            report.check("ran to its end", False, "a fault of the test: " + traceback.format_exc())
        if report.failed:
            print(f"     again: tests/vm/moves.py {name}", flush=True)
    print(f"{report.passed} passed, {report.failed} failed")
    return report.failed > 0 or report.passed == 0


if __name__ == "__main__":
    sys.exit(main())
