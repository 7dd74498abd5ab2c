#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What Aerostat costs, beside virtio-balloon and beside the host's own limit, all in one run.

    bench.py               all of it, about 4 minutes
    bench.py PART...       some of move extents notify idle grow

Counts are checked ("ok", "FAIL"): they do not depend on how fast the machine is today.  Times do, so of them only the
ratios are told ("    ", with the goal), and written to build/bench.json.  Needs make driver device.
"""
import json
import os
import re
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "vm"))
import vm
from guest import Guest, report
from vm import MIB, PAGE, Failure, wait_for

MOVED = 4096 * MIB              # is given and taken back
RAM_MIB = 6144
ROUNDS = 3                      # the median of so many; of virtio-balloon, which is slow, one
NOTIFICATION = "virtio_queue_notify"
OURS = "virtio-aerostat-pci,id=balloon,chardev=lines,trace=on"
THEIRS = "virtio-balloon-pci,id=balloon"
TRACED = ("-trace", NOTIFICATION)

results = {}


def tell(name, value, goal=None, unit="times"):
    """A ratio or a time: recorded, not judged."""
    results[name] = {"value": round(value, 4), "unit": unit}
    aim = ""
    if goal is not None:
        met = value >= goal
        results[name].update(goal=goal, met=met)
        aim = f" (goal: at least {goal}{'' if met else ', NOT MET'})"
    print(f"     {report.group}: {name}: {value:.4g} {unit}{aim}", flush=True)


def bounded(name, value, most, unit):
    """A count: judged."""
    results[name] = {"value": round(value, 4), "unit": unit, "at_most": most, "met": value <= most}
    report.check(f"{name}: {value:.4g} {unit}, at most {most}", value <= most)


def notifications(machine):
    """How often the guest has kicked a queue, by QEMU's own trace."""
    return vm.text_of(machine.path("qemu.log")).count(NOTIFICATION + " ")


def touch_all(machine):
    """Puts memory of the host behind the guest's."""
    machine.guest("hog_start")
    machine.guest(f"hog_do grow {RAM_MIB - 700}", 300)
    machine.guest("hog_stop")


def timed(act, done):
    start = time.monotonic()
    act()
    wait_for(done, "memory to move", 300, 0.002)
    return time.monotonic() - start


def backed_by_huge(machine):
    return int(re.search(r"^AnonHugePages:\s+(\d+)", vm.text_of(f"/proc/{machine.process.pid}/smaps_rollup"), re.M)[1]) // 1024


def balloon_moves(append):
    """virtio-balloon: seconds to give, to take back, and notifications for giving."""
    with vm.VM("bench-balloon", mem_mib=RAM_MIB, balloon=THEIRS, more=TRACED, append=append) as machine:
        machine.guest("insmod /lib/modules/virtio_balloon.ko")
        full = RAM_MIB * MIB
        touch_all(machine)
        before = notifications(machine)
        gives = timed(lambda: machine.qmp("balloon", value=full - MOVED), lambda: machine.qmp("query-balloon")["actual"] <= full - MOVED)
        kicks = notifications(machine) - before
        takes = timed(lambda: machine.qmp("balloon", value=full), lambda: machine.qmp("query-balloon")["actual"] >= full)
    return gives, takes, kicks


def our_moves(append):
    """Aerostat: the same, driven the same way, in one offer of all; and how fast the commit was done."""
    gives, takes, kicks, commits = [], [], [], []
    with vm.VM("bench-aerostat", mem_mib=RAM_MIB, more=TRACED, append=append) as machine:
        guest = Guest(machine)
        full = RAM_MIB * MIB
        machine.qmp("balloon", value=full)
        guest.load(f"step_mib={MOVED // MIB}")
        machine.guest("echo 1000 >/sys/module/virtio_aerostat/parameters/period_ms")
        for turn in range(ROUNDS):
            touch_all(machine)
            before, mark = notifications(machine), len(machine.device_lines())
            calls, kernel = guest.device_value("discard-calls"), kernel_bytes(machine)
            gives.append(timed(lambda: machine.qmp("balloon", value=full - MOVED), lambda: guest.held() >= MOVED))
            kicks.append(notifications(machine) - before)
            commits.append(commit_seconds(machine, mark))
            if turn == 0 and not append:
                costs(guest, kernel, guest.device_value("discard-calls") - calls)

            def back():     # the guest has put the pages to use when its books say so
                return guest.held() == 0 and guest.driver_state()["given_pages"] == "0"
            takes.append(timed(lambda: machine.qmp("balloon", value=full), back))
        huge = backed_by_huge(machine)
        report.equal("the driver's pages were all in order", guest.driver_state()["not_ours_pages"], "0")
    spread = " ".join(f"{seconds:.2f}" for seconds in gives)
    return statistics.median(gives), statistics.median(takes), statistics.median(kicks), statistics.median(commits), huge, spread


def commit_seconds(machine, mark):
    """From the commits to the last page discarded, by the device's own log (whole milliseconds)."""
    total, begun = 0, None
    for line in machine.device_lines()[mark:]:
        if line["event"] != "trace":
            continue
        if line["line"].startswith("host_commit "):
            begun = line["time_ms"]
        elif line["line"].startswith("host_discarded ") and begun is not None:
            total += line["time_ms"] - begun
            begun = None
    return total / 1000


def kernel_bytes(machine):
    """What the guest's kernel has for itself, as far as it says."""
    info = machine.meminfo()
    return sum(info[name] for name in ("Slab", "VmallocUsed", "PageTables", "KernelStack", "Percpu"))


def costs(guest, kernel, calls):
    """What there is to count when everything has been given in one offer."""
    discards_of(guest, calls)
    tell("memory of the guest's kernel that giving costs", (kernel_bytes(guest.vm) - kernel) / 1024 / (MOVED >> 30), unit="KiB for each GiB")


def discards_of(guest, calls, more=0):
    """Each run of given pages was an extent of the one offer; more of them, where there were more offers."""
    pages, runs, _ = map(int, re.findall(r"\d+", guest.vm.guest("extents")))
    report.equal("the pages that the guest marks as given are those that the host holds", pages * PAGE, guest.held())
    bounded(f"discards for {runs} extents" + (f" in {more + 1} offers" if more else ""), calls, 1.05 * runs + more, "calls")


def test_extents():
    """Memory in pieces: every other 2 MiB is in use."""
    with vm.VM("bench-extents", mem_mib=1024) as machine:
        guest = Guest(machine)
        machine.guest("hog_start 42")
        guest.hog("grow 800")
        machine.qmp("balloon", value=1024 * MIB)
        guest.load("low_pct=1 high_pct=2 step_mib=1024")
        guest.hog("sieve 400")
        calls = guest.device_value("discard-calls")
        machine.qmp("balloon", value=(1024 - 400) * MIB)
        held = guest.settled()
        report.check(f"{held // MIB} MiB are given, in pieces", 200 * MIB < held <= 400 * MIB)
        # mostly one offer; where a block was late on its way to the free lists, another, which may go on with a run
        offers = int(guest.driver_state()["offers"])
        discards_of(guest, guest.device_value("discard-calls") - calls, offers - 1)
        guest.verify("with holes", 400)


def test_move():
    """4 GiB given and taken back, on Debian's kernel and on one that does not clear pages when they are allocated."""
    limit = {}
    program = os.path.join(vm.BUILD, "bench/hostlimit")
    os.makedirs(os.path.dirname(program), exist_ok=True)
    subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-o", program, os.path.join(HERE, "hostlimit.c")], check=True)
    for line in subprocess.run([program, str(MOVED // MIB)], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines():
        kind, huge, seconds = line.split()
        limit[kind] = float(seconds)
        tell(f"the host alone discards 4 GiB by 2 MiB, {kind} pages ({huge} MiB on huge ones)", limit[kind], unit="s")
    for append, word, goal in (("", "Debian's kernel", 5), ("init_on_alloc=0", "init_on_alloc=0", 50)):
        theirs = balloon_moves(append)
        ours = our_moves(append)
        tell(f"{word}: virtio-balloon gives 4 GiB", theirs[0], unit="s")
        tell(f"{word}: Aerostat gives 4 GiB", ours[0], unit=f"s (the median of {ours[5]})")
        tell(f"{word}: giving is faster", theirs[0] / ours[0], goal)
        tell(f"{word}: virtio-balloon takes 4 GiB back", theirs[1], unit="s")
        tell(f"{word}: Aerostat takes 4 GiB back", ours[1], unit="s")
        tell(f"{word}: taking back is faster", theirs[1] / ours[1], 20)
        tell(f"{word}: the commits of 4 GiB", ours[3], unit="s")
        tell(f"{word}: the host's own speed is reached by discarding ({ours[4]} MiB of QEMU are on huge pages)", limit["huge"] / max(ours[3], 0.001), 0.8)
        bounded(f"{word}: notifications for each GiB given", ours[2] / (MOVED >> 30), 4, f"(virtio-balloon: {theirs[2] / (MOVED >> 30):g})")


def test_notify():
    """The same as the driver does it unless told otherwise."""
    with vm.VM("bench-notify", mem_mib=RAM_MIB, more=TRACED) as machine:
        guest = Guest(machine)
        guest.load("")
        before = guest.driver_state()
        held, kicks = guest.held(), notifications(machine)
        wait_for(lambda: guest.held() >= MOVED, "4 GiB to be given", 120)
        given, kicks = guest.held() - held, notifications(machine) - kicks
        offers = int(guest.driver_state()["offers"]) - int(before["offers"])
        bounded("by default, notifications for each GiB given", kicks * (1 << 30) / given, 4, f"({offers} offers)")


def test_idle():
    """A guest that has given what it can: who works, and who wakes it?"""
    with vm.VM("bench-idle", mem_mib=1024, more=TRACED) as machine:
        guest = Guest(machine)
        guest.load()
        guest.settled()
        g = machine.guest
        g("echo 1000 >/sys/module/virtio_aerostat/parameters/period_ms")
        guest.settled()
        g("cd /sys/kernel/tracing; echo 0 >events/aerostat/enable; echo >trace; echo 1 >events/workqueue/workqueue_execute_start/enable; "
          "echo 1 >events/workqueue/workqueue_execute_end/enable; echo 1 >events/timer/timer_start/enable; cd /")
        reports, kicks = guest.steps("host_stats"), notifications(machine)
        wait_for(lambda: guest.steps("host_stats") >= reports + 10, "ten periods", 120, 0.5)
        trace = g("cat /sys/kernel/tracing/trace").splitlines()
        periods, kicks = guest.steps("host_stats") - reports, notifications(machine) - kicks
        done, timers, running = {}, [], set()
        for line in trace:
            task = line.split("[")[0].strip()
            started = re.search(r"workqueue_execute_start: .*function (\w+) \[virtio_aerostat\]", line)
            if started:
                done[started[1]] = done.get(started[1], 0) + 1
                running.add(task)
            elif "workqueue_execute_end:" in line:
                running.discard(task)
            elif "timer_start:" in line and "function=delayed_work_timer_fn" in line and task in running:
                timers.append(re.search(r"flags=([\w|]*)", line)[1] if "flags=" in line else "")
        report.check(f"in {periods} periods of an idle guest the driver works {done}",
                     done.get("period_work", 0) >= periods - 1 and set(done) <= {"period_work", "stats_work", "reply_work"} and
                     max(done.values()) <= periods + 2, repr(done))
        report.check(f"and starts {len(timers)} timers, each deferrable: an idle CPU is not woken for it",
                     0 < len(timers) <= periods + 2 and all("D" in flags for flags in timers), repr(timers))
        bounded("notifications in a period of an idle guest", kicks / periods, 1.2, "(its stats)")


def test_grow():
    """Nearly all memory is given away, and a program grows as fast as it can, 100 times."""
    with vm.VM("bench-grow", mem_mib=384, balloon=OURS.replace(",trace=on", "")) as machine:
        guest = Guest(machine)
        machine.guest("hog_start 41")
        guest.load("low_pct=1 high_pct=2 step_mib=1024")
        machine.guest("echo 0 >/sys/kernel/tracing/events/aerostat/enable")
        start, times, mib = time.monotonic(), 100, 200
        for turn in range(times):
            wait_for(lambda: guest.held() >= (mib + 20) * MIB, f"nearly everything to be given, in turn {turn + 1}")
            try:
                guest.hog(f"grow {mib}")
            except Failure as e:
                raise Failure(f"in turn {turn + 1} of {times}: {e}; the driver then: {guest.driver_state()}") from None
            guest.hog(f"free {mib}")
        state = guest.driver_state()
        tell(f"{times} times a program grows by {mib} MiB of 384", time.monotonic() - start, unit="s")
        report.equal(f"a program that grows as fast as it can is not killed while the host has memory ({times} times; "
                     f"{state['oom_calls']} calls of the OOM notifier, {state['shortages']} shortages seen before)", guest.oom_kills(), 0)
        guest.unbind()
        guest.clean()


PARTS = {"move": test_move, "extents": test_extents, "notify": test_notify, "idle": test_idle, "grow": test_grow}


def main():
    names = sys.argv[1:] or list(PARTS)
    if not set(names) <= set(PARTS):
        sys.exit(f"usage: bench.py [PART...], of {' '.join(PARTS)}")
    try:
        vm.prepare()
        for name in names:
            report.group = name
            PARTS[name]()
    except Failure as e:
        report.check("ran to its end", False, str(e))
    with open(os.path.join(vm.BUILD, "bench.json"), "w") as f:
        json.dump(results, f, indent=1)
        f.write("\n")
    print(f"{report.passed} passed, {report.failed} failed")
    return report.failed > 0 or report.passed == 0


if __name__ == "__main__":
    sys.exit(main())
