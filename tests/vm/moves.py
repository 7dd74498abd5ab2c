#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A guest with its driver moves while its balloon is full: to a snapshot and back, and to another QEMU.

    QEMU ── savevm, loadvm ── the same QEMU         QEMU ── migration over a unix socket ── another QEMU

QEMU 7.2 migrates with TCG only what stands still: it reads which pages are dirty, and does not tell the vCPUs to say so
of their next write (cpu_physical_memory_sync_dirty_bitmap; 10.0 does).  A guest without a balloon dies of it as well.
Hence `live`, in which the guest goes on, gives and takes while it moves, is on the QEMU 10.0 that tests/device/qemus.sh
has built, and not among those that are run unless named.
usage: moves.py [snapshot|migration|live]...
"""
import sys
import traceback

sys.dont_write_bytecode = True
import vm
from guest import QEMU_SLACK, RAM, RAM_MIB, Guest, offer_hangs, report
from vm import MIB, PAGE, Failure, wait_for

LIVE = "trixie"     # the QEMU for it
ROUNDS = 4          # of precopy, before the rest may come at once
SLOW = 64 * MIB     # a second: the first round takes seconds
# The program's life while the VM moves: 15 times it keeps some of what it took, so that what the host holds is needed.
MEANWHILE = ("(n=0; until [ -e /run/arrived ]; do hog_do grow 100; hog_do verify; hog_do free $((n < 15 ? 80 : 100)); "
             "n=$((n + 1)); done >/run/meanwhile 2>&1) & meanwhile=$!")
MOVING = "host_set_state state=HOST_MIGRATING "


def full_balloon(machine, seed, params=""):
    """A program that knows its 300 MiB, and a host that has what is left over."""
    guest = Guest(machine)
    machine.guest(f"hog_start {seed}")
    guest.hog("grow 300")
    guest.load(params)
    held = guest.settled()
    report.check(f"the guest has given {held // MIB} MiB", held > 200 * MIB)
    return guest


def check_sent(machine, mark):
    """Of the pages that the VM has, those that the host holds were left out; a VM that runs may have moved some since the device
    had written so many lines (mark)."""
    ram = machine.qmp("query-migrate")["ram"]
    left_out = ram["total"] // PAGE - ram["normal"] - ram["duplicate"]
    lines = machine.device_lines()
    held = [line["pages"] for line in lines[:mark] if line["event"] == "held"][-1:]
    held += [line["pages"] for line in lines[mark:] if line["event"] == "held"]
    few, many = min(held), max(held)
    report.check(f"{left_out * PAGE // MIB} MiB were not sent: what the host holds", few - 512 < left_out < many + 512)


def goes_on(guest):
    """The guest finds all as it was, takes back, gives, and returns everything."""
    machine = guest.vm
    guest.verify("there", 300)
    held = guest.settled()
    report.check("what the host holds is not in memory", wait_for(lambda: machine.ram_rss() <= RAM - held + QEMU_SLACK, "it to go"))
    guest.books_agree()
    report.equal("the program grows by 400 MiB", guest.hog("grow 400"), "grew 400 MiB, holds 700 MiB")
    guest.settled()
    report.check(f"the guest took back what it needed (the host has {guest.held() // MIB} MiB left)", guest.held() < held)
    guest.verify("after taking back", 700)
    guest.hog("free 400")
    report.check("and gives again", guest.settled() > 200 * MIB)
    guest.books_agree()
    guest.unload()
    report.equal("rmmod returns everything", guest.held(), 0)
    guest.verify("after rmmod", 300)
    guest.clean()


def hmp(machine, line):
    said = machine.qmp("human-monitor-command", **{"command-line": line})
    if said:
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

        guest = full_balloon(machine, 31)
        held, mark = guest.held(), len(machine.device_lines())
        hmp(machine, "savevm full")
        check_sent(machine, mark)
        grows_and_takes_back(guest, held)
        hmp(machine, "loadvm full")
        guest.books_agree("loaded while it runs, the books are those of the snapshot on both sides")
        guest.verify("there", 300)
        grows_and_takes_back(guest, held)
        machine.qmp("stop")
        hmp(machine, "loadvm full")
        machine.qmp("cont")
        guest.books_agree("and so they are when it stands still meanwhile")
        goes_on(guest)


def grows_and_takes_back(guest, held):
    guest.hog("grow 400")
    guest.settled()
    report.check("the guest goes on, and takes back", guest.held() < held)
    guest.verify("before loadvm", 700)


class Arriving(vm.VM):
    """A QEMU that waits for a VM: its guest takes commands already, once it is there."""

    def wait_ready(self):
        pass


def test_migration():
    """To another QEMU with a full balloon, and standing still."""
    with vm.VM("leaving", mem_mib=RAM_MIB) as source, \
            Arriving("arriving", mem_mib=RAM_MIB, more=["-incoming", "defer"]) as there:
        guest = full_balloon(source, 32)
        uri = f"unix:{source.sockets}/migration"
        there.qmp("migrate-incoming", uri=uri)
        source.qmp("stop")
        held, mark = guest.held(), len(source.device_lines())       # of now: what goes
        source.qmp("migrate", uri=uri)
        wait_for(lambda: source.qmp("query-migrate").get("status") in ("completed", "failed"), "the migration")
        report.equal("the migration is completed", source.qmp("query-migrate")["status"], "completed")
        check_sent(source, mark)
        wait_for(lambda: there.qmp("query-status")["status"] != "inmigrate", "the VM to be there")
        report.equal("the guest's memory is less what is held", there.qmp("query-balloon")["actual"], RAM - held)
        guest.vm = there
        report.equal("the device holds what it held", guest.held(), held)
        there.qmp("cont")
        goes_on(guest)


def steps(machine):
    """What the device has traced, from where it saw that the VM is on its way."""
    lines = [line["line"] for line in machine.device_lines() if line["event"] == "trace"]
    return lines[next((i for i, line in enumerate(lines) if line.startswith(MOVING)), len(lines)):]


def count(lines, handler, effect):
    return sum(line.startswith(handler + " ") and effect in line for line in lines)


def slow(machine):
    """Sends half of what the program dirties meanwhile, by QEMU's own figure: so it goes round as long as this is called."""
    ram = machine.qmp("query-migrate")["ram"]
    if ram["dirty-sync-count"] > 1:
        machine.qmp("migrate-set-parameters", **{"max-bandwidth": max(MIB, min(SLOW, ram["dirty-pages-rate"] * PAGE // 2))})
    return ram["dirty-sync-count"]


def begin_within_a_give(guest, uri):
    """Starts a migration while an offer is accepted and its commit waits to be read; then it is."""
    machine = guest.vm
    guest.hog("grow 400")
    offer_hangs(guest)
    guest.stall_ends_for_a_moment("host_offer")
    wait_for(lambda: guest.driver_state()["give"] == "GIVE_WAIT_DONE", "the guest to commit")
    report.check("an offer is accepted, and its commit is not read", guest.device_value("reserved-pages") > 0)
    machine.qmp("migrate-set-parameters", **{"max-bandwidth": SLOW, "downtime-limit": 1})      # it must not end yet
    machine.qmp("migrate", uri=uri)
    wait_for(lambda: steps(machine), "the device to see that the VM is on its way")
    guest.stall(False)
    wait_for(lambda: count(steps(machine), "host_discarded", "fx_hold"), "the commit to be done")


def test_live():
    """The same between two QEMUs of Debian 13, while a program in the guest goes on."""
    with vm.VM("leaving", LIVE, RAM_MIB) as source, Arriving("arriving", LIVE, RAM_MIB, more=["-incoming", "defer", "-S"]) as there:
        guest = full_balloon(source, 32)
        uri = f"unix:{source.sockets}/migration"
        there.qmp("migrate-incoming", uri=uri)
        begin_within_a_give(guest, uri)
        report.equal("the guest knows", guest.driver_state()["host"], "HOST_MIGRATING")
        source.guest(MEANWHILE)
        query = lambda: source.qmp("query-migrate")
        wait_for(lambda: slow(source) > ROUNDS and
                 count(steps(source), "host_reclaim", "fx_grant") > 1, f"{ROUNDS} rounds in which the guest takes back")
        source.qmp("migrate-set-parameters", **{"max-bandwidth": 0, "downtime-limit": 2000})
        wait_for(lambda: query()["status"] in ("completed", "failed"), "the migration")
        report.equal("the migration is completed", query()["status"], "completed")
        seen = steps(source)
        report.check(f"while the VM moved, in {query()['ram']['dirty-sync-count']} rounds, the guest took back "
                     f"{count(seen, 'host_reclaim', 'fx_grant')} times", count(seen, "host_reclaim", "fx_grant") > 1)
        report.equal("the commit of before is done, and no offer is accepted any more",
                     (count(seen, "host_discarded", "fx_hold"), count(seen, "host_offer", "fx_reserve")), (1, 0))
        wait_for(lambda: there.qmp("query-status")["status"] != "inmigrate", "the VM to be there")
        held, guest.vm = guest.held(), there
        report.equal("the device holds what it held", guest.held(), held)
        report.equal("the guest's memory is less what is held", there.qmp("query-balloon")["actual"], RAM - held)
        there.qmp("cont")
        there.guest("touch /run/arrived; wait $meanwhile")
        said = there.guest("cat /run/meanwhile").splitlines()
        looks = [line for line in said if line.startswith("verified")]
        report.check(f"the program looked at every byte {len(looks)} times on its way, and all were right",
                     len(looks) > ROUNDS and all(line.endswith(" bad 0") for line in looks), "\n".join(said))
        guest.hog(f"free {int(said[-1].split()[-2]) - 300}")
        goes_on(guest)


TESTS = {"snapshot": test_snapshot, "migration": test_migration, "live": test_live}


def main():
    names = sys.argv[1:] or ["snapshot", "migration"]
    if set(names) - set(TESTS):
        sys.exit(f"usage: moves.py [{'|'.join(TESTS)}]...")
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
            report.note(f"again: tests/vm/moves.py {name}")
    report.done()


if __name__ == "__main__":
    main()
