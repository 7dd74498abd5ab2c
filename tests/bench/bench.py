#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What Aerostat costs, beside virtio-balloon and beside the host's own limit, all in one run.

    bench.py               all of it, about 5 minutes
    bench.py PART...       some of move loop extents notify idle books grow

Counts are checked, and the share of the processor time that a thread has that has next to nothing to do: they do not depend on
how fast the machine is today.  Times do, so of them only the ratios are told (as notes, with the goal), and written to
build/bench.json.  Needs make driver device.  Prints TAP.
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
sys.path.append(os.path.join(os.path.dirname(HERE), "device"))
import discards
import runner
import virtio_qtest
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
    report.note(f"{report.group}: {name}: {value:.4g} {unit}{aim}")


def bounded(name, value, most, unit):
    """A count: judged."""
    results[name] = {"value": round(value, 4), "unit": unit, "at_most": most, "met": value <= most}
    report.check(f"{name}: {value:.4g} {unit}, at most {most}", value <= most)


def notifications(machine):
    """How often the guest has kicked a queue, by QEMU's own trace."""
    return vm.text_of(machine.path("qemu.log")).count(NOTIFICATION + " ")


def wait_for_given(guest, mib, what):
    """To be asked keeps the guest awake: idle, it looks at its memory every now and then only, 24 s apart for instance."""
    wait_for(lambda: guest.driver_state() and guest.held() >= mib * MIB, what)


def touch_all(machine):
    """Puts memory of the host behind the guest's."""
    machine.guest("hog_start")
    machine.guest(f"hog_do grow {RAM_MIB - 700}")
    machine.guest("hog_stop")


def timed(act, done):
    start = time.monotonic()
    act()
    wait_for(done, "memory to move", 0.002)
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
    held, _, given = guest.at_rest(lambda: guest.vm.guest("extents"))
    pages, runs, _ = map(int, re.findall(r"\d+", given))
    report.equal("the pages that the guest marks as given are those that the host holds", pages * PAGE, held)
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


def main_loop_ns(q):
    """The processor time that QEMU's main thread has had."""
    return int(vm.text_of(f"/proc/{q.process.pid}/task/{q.process.pid}/schedstat").split()[0])


def test_loop():
    """16 GiB in one commit, in as many extents as go into one: what is left for the main loop to do.  No guest runs, and while
    the commit is under way nobody asks QEMU anything, so all that its main thread does is for that."""
    named = ["-name", "debug-threads=on"]
    with discards.small_pages(), virtio_qtest.Qemu(runner.STOCK, device=runner.DEVICE, memory="20480", extra=named) as q:
        d = virtio_qtest.Aerostat(q)
        extents = [((4 << 30) + i * 17 * MIB, 16 * MIB // PAGE) for i in range(1024)]
        report.equal("16 GiB in 1024 extents are offered", d.offer(1, extents), virtio_qtest.ACCEPTED)
        for address, pages in extents[:64]:     # a GiB of them is resident
            q.fill(address, pages * PAGE, 0x55)
        calls = q.get("discard-calls")
        before, thread_before = main_loop_ns(q), q.thread_ns()
        d.send(virtio_qtest.struct.pack("<II", virtio_qtest.MSG_COMMIT, 1), virtio_qtest.ACK.size)
        wait_for(lambda: q.events("held"), "the commit to be done", 0.01)
        spent, thread_spent = main_loop_ns(q) - before, q.thread_ns() - thread_before
        report.equal("and committed", virtio_qtest.ACK.unpack(d.answer())[0], virtio_qtest.DONE)
        bounded("discards for 1024 extents", q.get("discard-calls") - calls, 1024 * 1.05, "calls")
        # a call takes 1 us at least, wherever it is made
        report.check(f"by a thread that has the work: {thread_spent / 1e6:.4g} ms", thread_spent > 1e6)
        # 10 ms where that thread takes 100
        bounded("the main loop's processor time for all of it, as a part of the thread's", spent / max(thread_spent, 1), 0.1, f"({spent / 1e6:.4g} ms)")


def test_notify():
    """The same as the driver does it unless told otherwise."""
    with vm.VM("bench-notify", mem_mib=RAM_MIB, more=TRACED) as machine:
        guest = Guest(machine)
        guest.load("period_ms=1000")    # as by default: stats go out in each
        names = ("offers", "reports")
        before = guest.driver_state()
        held, kicks = guest.held(), notifications(machine)
        wait_for_given(guest, MOVED // MIB, "4 GiB to be given")
        given, kicks = guest.held() - held, notifications(machine) - kicks
        after = guest.driver_state()
        offers, reports = (int(after[name]) - int(before[name]) for name in names)
        # Where an offer takes more than a period, the guest reports its stats more often than it offers: those are not for giving.
        kicks -= max(0, reports - offers - 1)
        bounded("by default, notifications for each GiB given", kicks * (1 << 30) / given, 4, f"({offers} offers, {reports} reports)")


def test_idle():
    """A guest that has given what it can: who works, and who wakes it?"""
    # A deferrable timer waits until something else wakes its CPU.  In a guest that sleeps the lockup detector alone is sure to,
    # every two fifths of its threshold: at 60 s, as elsewhere, ten periods would be up to 240 s, and were 90.
    with vm.VM("bench-idle", mem_mib=1024, more=TRACED, append="watchdog_thresh=10") as machine:
        guest = Guest(machine)
        guest.load()
        guest.settled()
        g = machine.guest
        g("echo 1000 >/sys/module/virtio_aerostat/parameters/period_ms")
        guest.settled()
        g("cd /sys/kernel/tracing; echo 0 >events/aerostat/enable; echo >trace; echo 1 >events/workqueue/workqueue_execute_start/enable; "
          "echo 1 >events/workqueue/workqueue_execute_end/enable; echo 1 >events/timer/timer_start/enable; cd /")
        reports, kicks = guest.steps("host_stats"), notifications(machine)
        wait_for(lambda: guest.steps("host_stats") >= reports + 10, "ten periods", 0.5)
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


class Books:
    """What a driver of the guest's kernel has allocated for itself and not freed, exactly: by the kernel's own events.  Pages
    that are given do not come from there, and what the virtio core allocates for any driver is not counted."""
    TRACE = "/sys/kernel/tracing/instances/books"

    def __init__(self, machine, module):
        """The module is loaded, and not bound yet."""
        self.machine, self.module = machine, module
        text = int(machine.guest(f"cat /sys/module/{module}/sections/.text"), 16)
        size = int(machine.guest(f"awk '$1 == \"{module}\" {{ print $2 }}' /proc/modules"))
        by = f"call_site >= {text:#x} && call_site < {text + size:#x}"
        # which others call as well, so the stack tells; and the caller of a function that frees at its very end
        for helper in ("kvmalloc_node", "kvfree", "virtio_dev_remove"):
            start, end = (int(line.split()[0], 16) for line in
                          machine.guest(f"sort /proc/kallsyms | grep -A 1 -w {helper} | head -n 2").splitlines())
            by += f" || call_site >= {start:#x} && call_site < {end:#x}"
        machine.guest(f"mkdir {self.TRACE}; cd {self.TRACE}; echo 1 >options/stacktrace; echo 1 >options/sym-offset; for e in kmalloc kfree; do "
                      f"echo '{by}' >events/kmem/$e/filter; echo 1 >events/kmem/$e/enable; done; cd /")

    def vmalloc(self):
        """Of arrays for which there were no pages that follow each other."""
        return sum(PAGE * int(pages) for pages in re.findall(rf"\[{self.module}\] pages=(\d+) vmalloc", self.machine.guest("cat /proc/vmallocinfo")))

    def bytes(self):
        text = self.machine.guest(f"cat {self.TRACE}/trace")
        count = re.search(r"entries-in-buffer/entries-written: (\d+)/(\d+)", text)
        if count[1] != count[2]:
            raise Failure(f"the trace buffer is too small: it holds {count[1]} of {count[2]} entries")
        live, new = {}, None
        for line in text.splitlines():
            event = re.search(r" (kmalloc|kfree): .*?ptr=(\S+)(?:.* bytes_alloc=(\d+))?", line)
            if event and event[1] == "kfree":
                live.pop(event[2], None)
                new = None      # the stack that follows is of this one
            elif event:
                new = event if int(event[2], 16) else None      # or it has failed
            elif new and f"[{self.module}]" in line:
                live[new[2]] = int(new[3])
                new = None
        return sum(live.values()) + self.vmalloc()


def stated():
    """What driver/README.md says: KiB whatever is given, and from so many runs on bytes for each."""
    text = vm.text_of(os.path.join(vm.ROOT, "driver/README.md"))
    return map(int, re.search(r"(\d+) KiB, whatever is given, and from (\d+) runs .*\s.*?(\d+) bytes for each run", text).groups())


def kept(guest, books, what, mib):
    """When so much at least is given, no more is: what the driver has for itself then, for the most runs that there were."""
    def runs():
        return int(re.findall(r"\d+", guest.vm.guest("extents"))[1])
    high = "/sys/module/virtio_aerostat/parameters/high_pct"
    guest.vm.guest(f"echo 4 >{high}")
    guest.bind()
    wait_for_given(guest, mib, f"{mib} MiB to be given")
    before = runs()
    guest.vm.guest(f"echo 90 >{high}")
    held, used = guest.settled(), books.bytes()
    most = max(before, runs())
    fixed, many, run = stated()
    gib = held / (1 << 30)
    bounded(f"{what}: the driver's own memory", used / 1024, fixed + (run * most / 1024 if most > many else 0),
            f"KiB ({held // MIB} MiB, {most} runs at the most)")
    tell(f"{what}: the driver's own memory, by what is given", used / 1024 / gib, unit=f"KiB for each GiB ({used / held:.2%})")
    guest.unbind()
    report.equal("unbound, it has none", books.bytes(), 0)


def test_books():
    """What the driver needs beyond what it gives: whole memory, every other 2 MiB, every other page; and virtio-balloon."""
    with vm.VM("bench-books", mem_mib=1024) as machine:
        guest = Guest(machine)
        g = machine.guest
        guest.device = g("ls /sys/bus/virtio/devices").split()[0]
        g("echo 0 >/sys/bus/virtio/drivers_autoprobe; insmod /lib/modules/virtio_aerostat.ko policy=thresholds period_ms=100 low_pct=2 high_pct=4")
        books = Books(machine, "virtio_aerostat")
        kept(guest, books, "memory that lies free", 500)
        g("hog_start 44")
        guest.hog("grow 800")
        guest.hog("sieve 400")
        kept(guest, books, "every other 2 MiB", 200)
        g("hog_stop")
        # Nobody makes larger blocks of what is left, and asks for the host's pages for that; and if so, giving goes on soon.
        g("hog_start 45 small; echo 0 >/proc/sys/vm/compact_unevictable_allowed; echo 1000 >/proc/sys/vm/extfrag_threshold; "
          "echo 1000 >/sys/module/virtio_aerostat/parameters/pause_max_ms")
        guest.hog("grow 800")
        guest.hog("comb 800")
        g("echo 0 >/sys/module/virtio_aerostat/parameters/min_order")
        kept(guest, books, "every other page", 100)
        guest.verify("in every other page", 400)
    with vm.VM("bench-books-balloon", mem_mib=1024, balloon=THEIRS) as machine:
        g = machine.guest
        g("echo 0 >/sys/bus/virtio/drivers_autoprobe; insmod /lib/modules/virtio_balloon.ko")
        books = Books(machine, "virtio_balloon")
        g("cd /sys/bus/virtio/devices; for d in *; do echo $d >../drivers/virtio_balloon/bind; done; cd /")
        machine.qmp("balloon", value=512 * MIB)
        wait_for(lambda: machine.qmp("query-balloon")["actual"] <= 512 * MIB, "virtio-balloon to give")
        used = books.bytes()
        report.check("virtio-balloon's own memory is seen", used > 0)
        tell("virtio-balloon: its own memory, of 512 MiB given", used / 1024, unit="KiB")


def test_grow():
    """Nearly all memory is given away, and a program grows as fast as it can, 100 times."""
    with vm.VM("bench-grow", mem_mib=384, balloon=OURS.replace(",trace=on", "")) as machine:
        guest = Guest(machine)
        machine.guest("hog_start 41")
        guest.load("low_pct=1 high_pct=2 step_mib=1024")
        machine.guest("echo 0 >/sys/kernel/tracing/events/aerostat/enable")
        start, times, mib = time.monotonic(), 100, 200
        for turn in range(times):
            wait_for_given(guest, mib + 20, f"nearly everything to be given, in turn {turn + 1}")
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


PARTS = {"move": test_move, "loop": test_loop, "extents": test_extents, "notify": test_notify, "idle": test_idle, "books": test_books, "grow": test_grow}


def main():
    names = sys.argv[1:] or list(PARTS)
    if not set(names) <= set(PARTS):
        sys.exit(f"usage: bench.py [PART...], of {' '.join(PARTS)}")
    vm.claim("bench")
    vm.PRODUCT = True
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
    report.done("tests/bench/bench.py " + report.group)


if __name__ == "__main__":
    main()
