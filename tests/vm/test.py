#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The VM test: Debian's own kernel, the driver in it, the device in QEMU, and a program that knows its memory.

    test.py stock          the distribution's QEMU with the shared object: all of main urgent operator stall discard life
                           movable
    test.py built          the QEMU that was built with the device in it
    test.py complaints     what people complain of with other balloons, each by its words: memory puff oom away gone pages
    test.py debug          the driver in a kernel that watches it (KASAN, lockdep, allocations that fail): debug-life debug-faults
                           debug-movable, and its units there: kunit
    test.py kernels        main, urgent and life on Linux 6.12 and on the newest packaged kernel, and movable on 6.12
    test.py place          memory that is plugged in, unplugged, goes offline or is promised, and hibernation: dimm virtio-mem
                           offline overcommit hibernate
    test.py policy         both policies beside each other, in an idle guest: policy-idle, and in one of two nodes: policy-numa
    test.py policy-files   ... and in one that reads files or grows: policy-cache policy-cold policy-growth
    test.py GROUP...       some of these

Prints TAP.  Nothing passes because time went by, or fails because a machine is slow: each check waits for what it is
about, and fails when that does not come (tests/patience.py).
"""
import re
import sys
import traceback

sys.dont_write_bytecode = True
import chart
import complaints
import debug
import kernels
import kunit
import movable
import place
import policy
import vm
from guest import BY_ORDER, GUEST_SLACK, OWED, QEMU_SLACK, RAM, RAM_MIB, Guest, offer_hangs, out_of_memory, report
from vm import MIB, PAGE, Failure, NotHere, StandsStill, wait_for

def give_and_take(guest, first, second):
    """The program frees memory, the guest gives it; the program needs it again, the guest takes it back."""
    machine = guest.vm
    before = machine.rss()
    guest.hog(f"{first} 400")
    guest.settled()
    held, state, info = guest.at_rest(machine.meminfo)
    high = info["MemTotal"] * 20 // 100
    report.check(f"the program {first}s 400 of its 700 MiB: the guest gives {held // MIB} MiB by itself", held > 200 * MIB)
    if "Balloon" in info:
        report.equal("Balloon: in /proc/meminfo is what is given", info["Balloon"], held)
    report.equal("both sides' books agree", int(state["given_pages"]) * PAGE, held)
    report.near("it keeps what its threshold says available", info["MemAvailable"], high, GUEST_SLACK)
    report.near("QEMU's resident size falls by what was given", before - machine.rss(), held, QEMU_SLACK)
    guest.verify("after giving", 300)
    report.equal("the program grows by 400 MiB", guest.hog(f"{second} 400"), "grew 400 MiB, holds 700 MiB")
    guest.settled()
    report.check(f"the guest took back what it needed (the host has {guest.held() // MIB} MiB left)", guest.held() <= held - 200 * MIB)
    guest.verify("after taking back", 700)


def test_main(name="main", kernel=kernels.DEBIAN):
    """RAM is resident from the start, so that what the host has and what it got rid of can be compared page by page."""
    with vm.VM(name, mem_mib=RAM_MIB, prealloc=True, system=kernels.system(kernel)) as machine:
        guest = Guest(machine)
        empty = guest.memory()
        machine.guest("hog_start 7")
        guest.hog("grow 700")
        report.equal("before the driver is there, all of the guest's RAM is resident", machine.ram_rss(), RAM)
        guest.load()
        report.equal("the driver gives nothing while the guest has little to spare", guest.settled(), 0)
        give_and_take(guest, "free", "grow")

        guest.hog("sieve 300")
        held = guest.settled()
        report.check(f"every other chunk is freed: given again ({held // MIB} MiB)", held > 150 * MIB)
        guest.verify("with holes", 400)
        guest.hog("sieve 100")
        guest.settled()
        held, _, told = guest.at_rest(lambda: machine.qmp("query-balloon"))
        report.equal("query-balloon tells what the host does not hold", told["actual"], RAM - held)
        report.check("what is resident of the guest's RAM and what the host holds are at most all of it",
                     machine.ram_rss() <= RAM - held, f"{machine.ram_rss()} + {held} > {RAM}")
        guest.verify("with more holes", 300)
        report.check("verify sees one bit turned over", guest.hog("spoil").startswith("spoiled") and
                     guest.hog("verify") == f"verified {300 * MIB // PAGE} pages, bad 1")
        guest.hog("mend")

        guest.unbind()
        report.equal("unbound, the device holds nothing", guest.held(), 0)
        report.equal("and the guest's memory is whole", machine.qmp("query-balloon")["actual"], RAM)
        guest.verify("after unbinding", 300)
        events = guest.traced()

        guest.bind()
        report.check("bound again, it gives again", guest.settled() > 200 * MIB)
        machine.guest("hog_stop")
        report.check("the program ends: the guest gives more", guest.settled() > 400 * MIB)
        guest.unload()
        report.equal("rmmod returns everything: the device holds nothing", guest.held(), 0)
        after = guest.memory()
        report.equal("MemTotal is what it was before insmod", after["MemTotal"], empty["MemTotal"])
        report.near("MemAvailable is what it was", after["MemAvailable"], empty["MemAvailable"], GUEST_SLACK)
        report.near("MemFree is what it was", after["MemFree"], empty["MemFree"], GUEST_SLACK)
        machine.guest("hog_start 8")
        report.equal("a program gets 800 MiB of it", guest.hog("grow 800"), "grew 800 MiB, holds 800 MiB")
        guest.verify("after rmmod", 800)
        guest.clean()
        return events, machine


def test_built():
    """The same device compiled into QEMU."""
    with vm.VM("built", "built", RAM_MIB, prealloc=True) as machine:
        guest = Guest(machine)
        machine.guest("hog_start 9")
        guest.hog("grow 700")
        guest.load()
        give_and_take(guest, "free", "grow")
        guest.unload()
        report.equal("rmmod returns everything", guest.held(), 0)
        guest.clean()


PAGE = 4096
COUNTED = {     # by the stat's name: its lines in the guest's /proc/vmstat, and what one of them is
    "stat-swap-in": ("pswpin", PAGE), "stat-swap-out": ("pswpout", PAGE), "stat-major-faults": ("pgmajfault", 1),
    "stat-minor-faults": ("pgfault", 1), "stat-htlb-pgalloc": ("htlb_buddy_alloc_success", 1),
    "stat-htlb-pgfail": ("htlb_buddy_alloc_fail", 1), "stat-oom-kills": ("oom_kill", 1), "stat-alloc-stalls": ("allocstall_[a-z0-9]+", 1),
    "stat-async-scans": ("pgscan_kswapd", PAGE), "stat-direct-scans": ("pgscan_direct", PAGE),
    "stat-async-reclaims": ("pgsteal_kswapd", PAGE), "stat-direct-reclaims": ("pgsteal_direct", PAGE)}


def stats_agree(machine):
    """All 16 numbers of the guest arrive; those that only grow are what its kernel counts."""
    path = "/machine/peripheral/balloon"

    def counted():
        vmstat = machine.guest("cat /proc/vmstat")
        return {name: unit * sum(map(int, re.findall(rf"^{lines} (\d+)$", vmstat, re.M))) for name, (lines, unit) in COUNTED.items()}

    def told():
        return machine.qmp("qom-get", path=path, property="guest-stats")["stats"]
    machine.guest("echo 2 >/proc/sys/vm/nr_hugepages; echo 0 >/proc/sys/vm/nr_hugepages")
    before = counted()
    machine.qmp("qom-set", path=path, property="guest-stats-polling-interval", value=1)
    wait_for(lambda: all(told()[name] >= least for name, least in before.items()), "a report that is not older than this")
    stats, after = told(), counted()
    machine.qmp("qom-set", path=path, property="guest-stats-polling-interval", value=0)
    report.equal("stats: 16 numbers, each reported", sum(value != 2 ** 64 - 1 for value in stats.values()), 16)
    wrong = {name: (before[name], stats[name], after[name]) for name in COUNTED if not before[name] <= stats[name] <= after[name]}
    report.equal("stats: they are what the guest's kernel counts", wrong, {})
    some = [name for name in ("stat-minor-faults", "stat-htlb-pgalloc", "stat-oom-kills", "stat-alloc-stalls") if not before[name]]
    report.equal("stats: the guest has stalled, killed and taken huge pages, so that such numbers are not 0", some, [])


def test_urgent(name="urgent", kernel=kernels.DEBIAN):
    """The period is as good as never, and a request asks for little: memory runs out, again and again."""
    with vm.VM(name, mem_mib=RAM_MIB, system=kernels.system(kernel)) as machine:
        guest = Guest(machine)
        machine.guest("hog_start 10")
        guest.load("low_pct=1 high_pct=2")
        report.check("the guest gives nearly all that it has", guest.settled() > 600 * MIB)
        for name, value in (("period_ms", 3600000), ("step_mib", 1), ("take_factor", 1)):
            guest.param(name, value)
        report.equal("a program that needs 700 MiB at once gets them", guest.hog("grow 700"), "grew 700 MiB, holds 700 MiB")
        guest.verify("taken back in a hurry", 700)
        shortages = int(guest.driver_state()["shortages"])
        report.check(f"the shrinker noticed {shortages} shortages between two periods", shortages > 0)
        report.equal("no program was killed for want of memory", guest.oom_kills(), 0)

        guest.hog("free 100")       # so that nothing else asks meanwhile
        out_of_memory(guest)
        guest.verify("after the kernel ran out of memory by order", 600)
        stats_agree(machine)
        guest.unbind()
        report.equal("unbound, the device holds nothing", guest.held(), 0)
        guest.traced()
        guest.clean(expected=BY_ORDER, kills=1)


def test_operator():
    """What somebody on the host says: tight, balloon N, stop, cont."""
    with vm.VM("operator", mem_mib=RAM_MIB, prealloc=True) as machine:
        guest = Guest(machine)
        machine.guest("hog_start 11")
        guest.hog("grow 400")
        path = "/machine/peripheral/balloon"
        guest.load()
        held = guest.settled()
        report.check("the guest gives", held > 100 * MIB)

        machine.qmp("qom-set", path=path, property="host-state", value="tight")
        held = guest.settled()
        offers = guest.steps("host_offer")
        guest.hog("free 200")
        report.equal("the host is tight: the program frees 200 MiB and nothing is given", guest.settled(), held)
        report.equal("nor offered", guest.steps("host_offer"), offers)
        machine.qmp("qom-set", path=path, property="host-state", value="plenty")
        wait_for(lambda: guest.held() > held + 150 * MIB, "the guest to give again when the host has plenty")
        report.check("the host has plenty again: the guest gives the rest", True)

        machine.qmp("balloon", value=RAM - 300 * MIB)
        report.equal("balloon: the operator wants 300 MiB, the guest honours it", guest.settled(), 300 * MIB)
        machine.qmp("balloon", value=RAM - 100 * MIB)
        report.equal("balloon: he wants 100 MiB, the rest goes back", guest.settled(), 100 * MIB)

        def told():      # QEMU sends this event once a second at most
            machine.qmp("query-status")
            return [e["data"]["actual"] for e in machine.events if e["event"] == "BALLOON_CHANGE"][-1:] == [RAM - 100 * MIB]
        wait_for(told, "BALLOON_CHANGE to tell what the guest has now")
        report.check("BALLOON_CHANGE told it", True)
        guest.verify("at the operator's will", 200)

        machine.qmp("balloon", value=RAM - 400 * MIB)
        wait_for(lambda: guest.held() > 100 * MIB, "the guest to start giving", 0)
        machine.qmp("stop")
        report.equal('"a paused VM that is still being inflated": stopped in the middle of giving', machine.qmp("query-status")["status"], "paused")
        machine.qmp("cont")
        report.equal("continued, it gives the rest", guest.settled(), 400 * MIB)
        machine.guest_send("hog_do grow 500")
        wait_for(lambda: guest.held() < 400 * MIB, "the guest to start taking back", 0)
        machine.qmp("stop")
        machine.qmp("cont")
        report.equal("stopped in the middle of taking back, continued: the program gets its 500 MiB",
                     machine.guest_answer("grow 500"), "grew 500 MiB, holds 700 MiB")
        guest.verify("after stop and cont", 700)
        guest.settled()
        stats = machine.qmp("qom-get", path=path, property="guest-stats")
        report.near("guest-stats tells what the guest has available", stats["stats"]["stat-available-memory"],
                    machine.meminfo()["MemAvailable"], GUEST_SLACK)
        guest.unbind()
        report.equal("unbound, the device holds nothing", guest.held(), 0)
        guest.traced()
        guest.clean()


def test_stall():
    """The host stops answering: during an offer, during a reclaim, and while the driver is unloaded."""
    with vm.VM("stall", mem_mib=RAM_MIB) as machine:
        guest = Guest(machine)
        machine.guest("hog_start 13")
        guest.hog("grow 700")
        guest.load()
        guest.param("ttl_ms", 1000)

        given_up = ("guest_tick", "give=GIVE_ABANDONED", "offered_pages=0", "fx_release_offered")
        ticks, abandoned = len(guest.driver_steps(*given_up)), int(guest.driver_state()["abandoned"])
        late = len(guest.driver_steps("guest_ack", "status=ST_REFUSED_LATE"))
        offer_hangs(guest)
        wait_for(lambda: guest.driver_state()["give"] == "GIVE_ABANDONED", "the offer to be given up")
        report.check("no ack within the offer's ttl_ms: it is given up", True)
        report.equal("in one step, with its pages in use again", len(guest.driver_steps(*given_up)) - ticks, 1)
        report.equal("the program uses them while the host still has the offer", guest.hog("grow 400"), "grew 400 MiB, holds 700 MiB")
        state = guest.driver_state()
        report.equal("the driver has one offer given up and none open",
                     (state["give"], int(state["abandoned"]) - abandoned, state["offered_pages"]), ("GIVE_ABANDONED", 1, "0"))
        discards = guest.device_value("discard-calls")
        guest.stall(False)
        wait_for(lambda: guest.driver_state()["give"] != "GIVE_ABANDONED", "the late answer")
        late = guest.driver_steps("guest_ack", "status=ST_REFUSED_LATE")[late:]
        report.check("the stall ends: the host refuses the offer as late, and the driver ignores that",
                     len(late) == 1 and "give=GIVE_IDLE" in late[0] and late[0].split("|")[-1].strip() in ("", "-"), repr(late))
        guest.settled()
        report.equal('"a hinting race corrupts memory": nothing was discarded', guest.device_value("discard-calls"), discards)
        guest.verify("after the late answer", 700)
        guest.hog("free 400")
        held = guest.settled()
        report.check(f'"no ack within 1000 ms stops inflation for good": giving goes on, the host has {held // MIB} MiB', held > 200 * MIB)
        guest.param("ttl_ms", 600000)

        guest.param("grant_ms", 1000)
        complaints = guest.complaints()
        back = int(guest.driver_state()["back_pages"])
        guest.stall(True)
        held = guest.held()     # of now: it moves no more
        guest.hog("grow 150")
        wait_for(lambda: guest.driver_state()["take"] == "TAKE_OVERDUE", "a reclaim to be overdue")
        report.check("a reclaim hangs, and is overdue after grant_ms", True)
        guest.verify("while the host owes memory", 450)
        report.equal("the kernel log says so once", guest.complaints() - complaints, 1)
        report.equal("the host has what it had", guest.held(), held)
        guest.stall(False)
        wait_for(lambda: guest.driver_state()["take"] == "TAKE_NONE", "the late grant")
        guest.settled()
        report.check("the stall ends: the late grant is absorbed", int(guest.driver_state()["back_pages"]) > back and
                     guest.held() < held)
        guest.books_agree()
        report.equal("and no more was said of it", guest.complaints() - complaints, 1)
        guest.verify("after the late grant", 450)

        guest.param("grant_ms", 600000)
        guest.hog("free 150")
        guest.settled()
        guest.stall(True)
        held = guest.held()
        guest.hog("grow 150")
        wait_for(lambda: guest.driver_state()["take"] != "TAKE_NONE", "a reclaim to hang")
        report.equal("a reclaim hangs again, with the host holding as much", guest.held(), held)
        guest.param("grant_ms", 10)
        wait_for(lambda: guest.driver_state()["take"] == "TAKE_OVERDUE", "the shorter patience to end")
        report.check("grant_ms set while it hangs: overdue by the new value", "within 10 ms" in
                     machine.guest(f"dmesg | grep '{OWED}' | tail -1"))
        guest.unload()
        report.equal("rmmod does not wait for the host: it is done, the host still stalled, and the device holds nothing",
                     (guest.held(), guest.device_value("stalled")), (0, True))
        report.equal("a program gets all of it", guest.hog("grow 350"), "grew 350 MiB, holds 800 MiB")
        guest.verify("after rmmod", 800)
        guest.stall(False)
        guest.traced(unloaded=True)
        machine.guest("hog_stop")
        guest.load()
        report.check("loaded again, it gives again", guest.settled() > 400 * MIB)
        guest.clean(expected=OWED)


def test_discard():
    """A discard that does not end: neither the guest's CPUs nor QEMU wait for it."""
    with vm.VM("discard", mem_mib=RAM_MIB, held=True) as machine:
        guest = Guest(machine)
        machine.guest("hog_start 17")
        guest.hog("grow 700")
        guest.load()
        guest.settled()
        with machine.hold() as hold:
            guest.hog("free 400")
            hold.wait()
            calls, stats = guest.device_value("discard-calls"), guest.steps("host_stats")
            ticks = cpu_ticks(machine)
            machine.guest("for cpu in 0 1; do taskset -c $cpu sh -c 'n=0; while [ $n -lt 20000 ]; do n=$((n + 1)); done'; done")
            ran = [after - before for after, before in zip(cpu_ticks(machine), ticks)]
            report.check(f"a discard is under way: both of the guest's CPUs compute (for {ran} ticks)", min(ran) > 0)
            guest.verify("meanwhile", 300)
            report.equal("a program gets 100 MiB", guest.hog("grow 100"), "grew 100 MiB, holds 400 MiB")
            report.check("the guest's messages are answered", wait_for(
                lambda: guest.steps("host_stats") >= stats + 4, "four reports of the guest's"))
            report.equal("and so is the operator", machine.qmp("query-status")["status"], "running")
            report.equal("the discard has not ended", guest.device_value("discard-calls"), calls)
        guest.settled()
        report.check("it ends: the guest's memory is given after all", guest.held() > 100 * MIB and
                     guest.device_value("discard-calls") > calls)
        guest.books_agree()
        guest.verify("after it", 400)
        guest.unbind()
        guest.traced()
        guest.clean(expected=OWED)


def cpu_ticks(machine):
    """What programs have had of each of the guest's CPUs."""
    return [int(line.split()[1]) for line in machine.guest("grep '^cpu[0-9]' /proc/stat").splitlines()]


def test_life(name="life", kernel=kernels.DEBIAN):
    """The driver is loaded wrongly, the device is taken away, and comes back."""
    with vm.VM(name, mem_mib=RAM_MIB, system=kernels.system(kernel)) as machine:
        guest = Guest(machine)
        refused = machine.guest("insmod /lib/modules/virtio_aerostat.ko low_pct=50 high_pct=10 || dmesg | grep low_pct")
        report.check("thresholds the wrong way round are refused, with the reason in the log",
                     "low_pct (50) must be below high_pct (10)" in refused, refused)
        guest.load()
        held = guest.settled()
        report.check("the guest gives", held > 400 * MIB)
        attributes = f"/sys/bus/virtio/devices/{guest.device}/aerostat"
        held, _, told = guest.at_rest(lambda: machine.guest(f"cat {attributes}/given_kib {attributes}/host_state"))
        report.equal("sysfs tells what is given", told.split(),
                     [str(held // 1024), "HOST_PLENTY"])
        total = machine.meminfo()["MemTotal"]
        guest.param("adjust_memtotal", 1)
        guest.settled()
        held, _, info = guest.at_rest(machine.meminfo)
        report.equal("adjust_memtotal=1: MemTotal falls by what is given", info["MemTotal"], total - held)
        guest.param("adjust_memtotal", 0)
        guest.settled()
        report.equal("adjust_memtotal=0: MemTotal is what it was", machine.meminfo()["MemTotal"], total)
        pci = machine.guest(f"basename $(readlink -f /sys/bus/virtio/devices/{guest.device}/..)")
        machine.guest(f"echo 1 >/sys/bus/pci/devices/{pci}/remove")
        report.equal("the device is taken from the bus: nothing is held", guest.held(), 0)
        machine.guest("hog_start 12")
        report.equal("a program gets 800 MiB", guest.hog("grow 800"), "grew 800 MiB, holds 800 MiB")
        guest.verify("without a device", 800)
        machine.guest("hog_stop")
        machine.guest("echo 1 >/sys/bus/virtio/drivers_autoprobe; echo 1 >/sys/bus/pci/rescan")
        report.check("it is found again: the guest gives again", guest.settled() > 400 * MIB)

        machine.guest("hog_start 14")
        guest.hog("grow 200")
        guest.settled()
        resets, mark = guest.steps("host_reset"), len(machine.device_lines())
        machine.guest("echo devices >/sys/power/pm_test; echo 1 >/sys/module/suspend/parameters/pm_test_delay")
        machine.guest("echo mem >/sys/power/state")
        report.check("the guest suspends and resumes",
                     "suspend debug: Waiting for 1 second(s)" in machine.guest("dmesg") and guest.steps("host_reset") > resets)
        pages = [line["pages"] for line in machine.device_lines()[mark:] if line["event"] == "held"]
        report.check("when it suspends everything comes back", 0 in pages, repr(pages))
        report.check("afterwards it gives again", guest.settled() > 300 * MIB)
        info = machine.meminfo()
        report.near("until its threshold", info["MemAvailable"], info["MemTotal"] * 20 // 100, GUEST_SLACK)
        guest.books_agree()
        guest.verify("after suspending", 200)
        guest.clean()


# The newest lets no module have movable pages.
KERNELS = {**kernels.groups("6.12", main=test_main, urgent=test_urgent, life=test_life, movable=movable.test_movable),
           **kernels.groups("newest", main=test_main, urgent=test_urgent, life=test_life)}
GROUPS = {"main": test_main, "urgent": test_urgent, "operator": test_operator, "stall": test_stall, "discard": test_discard, "life": test_life, "built": test_built,
          **KERNELS, **complaints.GROUPS, **debug.GROUPS, **kunit.GROUPS, **movable.GROUPS, **movable.DEBUG_GROUPS, **debug.SEER, **policy.GROUPS, **place.GROUPS}
SETS = {"kernels": list(KERNELS), "stock": ["main", "urgent", "operator", "stall", "discard", "life", *movable.GROUPS], "complaints": list(complaints.GROUPS), "debug": [*debug.GROUPS, *movable.DEBUG_GROUPS, *kunit.GROUPS], "place": list(place.GROUPS), "policy": ["policy-idle", "policy-numa"], "policy-files": ["policy-cache", "policy-cold", "policy-growth"]}


def run(name):
    """Runs a group of tests.  If QEMU let the guest stand still before the driver was bound, run() forgets that run's checks
    and runs the group again; if a check had failed by then, it does neither.  So the report keeps the checks until the group ends."""
    failed = report.failed
    vm.claim(name)
    report.note(f"{name}:")
    report.keep()
    try:
        return GROUPS[name]()
    except StandsStill as e:
        if report.failed > failed:
            raise
        report.forget()
        report.note(f"QEMU let the guest's kernel die (int3) before the driver was bound, see StandsStill: {name} is run again; {e}")
        report.keep()
        return GROUPS[name]()
    finally:
        report.say()


def main():
    names = [name for word in sys.argv[1:] for name in SETS.get(word, [word])]
    unknown = [name for name in names if name not in GROUPS]
    if unknown or not names:
        sys.exit(f"usage: test.py {' | '.join(SETS)} | GROUP..., of {' '.join(GROUPS)}")
    try:
        vm.prepare()
    except Failure as e:
        report.check("the guest is prepared", False, str(e))
        names = []
    story = None
    for name in names:
        report.group, failed = name, report.failed
        try:
            story = run(name) or story
        except NotHere as e:
            report.skip("is run", e)
        except Failure as e:
            report.check("ran to its end", False, str(e))
        except Exception:
            report.check("ran to its end", False, "a fault of the test: " + traceback.format_exc())
        if report.failed > failed:
            report.note(f"again: tests/vm/test.py {name}; its logs: build/vm/{name}/")
    if story:
        events, machine = story
        rows = chart.rows_of(events, hide=["stats"])
        with open(machine.path("chart.svg"), "w") as f:
            f.write(chart.as_svg(rows))
        report.note("What driver and device said to each other in the main case, from bind to unbind "
                    "(drawn in build/vm/main/chart.svg):\n" + chart.as_text(rows))
    report.done()


if __name__ == "__main__":
    main()
