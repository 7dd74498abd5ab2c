# SPDX-License-Identifier: GPL-2.0-or-later
"""What the VM tests do with a guest, in their own words, and how they count what they found."""
import json
import re

import chart
import vm
from tap import Tap
from vm import MIB, PAGE, Failure, wait_for

RAM_MIB = 1024
RAM = RAM_MIB * MIB

# How far sizes may be off.  In the guest, freed pages wait on per-CPU lists, where they do not count as free, and slabs
# and page tables come and go.  QEMU's own memory is translated code above all, 64 MiB at most.
GUEST_SLACK = 40 * MIB
QEMU_SLACK = 16 * MIB
BALLOON, VIRTIO_MEM = 13, 24     # kinds of virtio devices
BLOCK = 2 * MIB       # the driver's smallest block, min_order=9

BAD_LOG = re.compile(r"WARNING:|BUG:|BUG |Oops|Call Trace|Out of memory|oom-kill|hung_task(?!_timeout_secs=)|hung task|blocked for more than|panic:|"
                     r"general protection|memory corruption|page allocation failure|lockup|stalls? on|"
                     r"\[virtio_aerostat\].*deprecated|virtio_aerostat.*(cannot|granted|has not answered|no room|is gone)")

OWED = "has not answered request"      # the driver's words for a reclaim that is late

# What the kernel says when somebody orders it to run out of memory; order=-1 is that order.
BY_ORDER = r"invoked oom-killer: .*order=-1|oom-kill:.*task=sleep|Out of memory: Killed process \d+ \(sleep\)|Call Trace"
OOM_SPARED = -1000


class Report(Tap):
    """TAP; what a group of tests says can be kept until it is known whether it counts."""

    def __init__(self):
        super().__init__()
        self.kept = None

    def _line(self, *words):
        if self.kept is None:
            super()._line(*words)
        else:
            self.kept.append((self._line, words))

    def note(self, text):
        if self.kept is None:
            super().note(text)
        else:
            self.kept.append((self.note, (text,)))

    def keep(self):
        self.kept, self.failed_before = [], self.failed

    def say(self):
        kept, self.kept = self.kept, None
        for act, words in kept:
            act(*words)

    def forget(self):
        self.kept, self.failed = None, self.failed_before

    def near(self, what, got, wanted, slack):
        self.check(f"{what} ({got // MIB} MiB, wanted {wanted // MIB} +- {slack // MIB})", abs(got - wanted) <= slack)


report = Report()


class Guest:
    """What the tests do with a VM, in their own words."""

    def __init__(self, machine):
        self.vm = machine
        self.device = None     # virtioN
        self.ftrace = ""       # the driver's trace so far

    # The driver

    def load(self, params="step_mib=256", policy="thresholds"):
        """Loads the module and binds the device, with every step traced from the first.  By default it gives in several steps,
        and waits for a host that is slow; tests of its patience set that.  What it gives is told by fixed thresholds, except in
        the tests of the other policy (policy.py)."""
        g = self.vm.guest
        self.device = self.device or g("ls /sys/bus/virtio/devices").split()[0]
        g("echo 0 >/sys/bus/virtio/drivers_autoprobe")
        g(f"insmod /lib/modules/virtio_aerostat.ko policy={policy} period_ms=100 ttl_ms=600000 grant_ms=600000 {params}")
        g("echo 1 >/sys/kernel/tracing/events/aerostat/enable")
        self.bind()

    def of_kind(self, virtio_id):
        """The guest's virtio device of that kind, by the kernel's name."""
        return self.vm.guest(f"cd /sys/bus/virtio/devices; grep -lx 0x{virtio_id:04x} */device; cd /").split("/")[0]

    def bind(self):
        self.vm.guest(f"echo {self.device} >/sys/bus/virtio/drivers/virtio_aerostat/bind")

    def unbind(self):
        self.vm.guest(f"echo {self.device} >/sys/bus/virtio/drivers/virtio_aerostat/unbind")

    def unload(self):
        self.save_trace()
        self.vm.guest("rmmod virtio_aerostat")

    def save_trace(self):
        """The ring buffer is emptied when the module goes."""
        text = self.vm.guest("cat /sys/kernel/tracing/trace; echo >/sys/kernel/tracing/trace")
        overrun = re.search(r"entries-in-buffer/entries-written: (\d+)/(\d+)", text)
        if overrun and overrun[1] != overrun[2]:
            raise Failure(f"the trace buffer is too small: it holds {overrun[1]} of {overrun[2]} entries")
        self.ftrace += text + "\n"

    # What both sides say

    def device_value(self, name):
        return self.vm.qmp("qom-get", path="/machine/peripheral/balloon", property=name)

    def held(self):
        """Bytes that the host has, by the device's books."""
        return self.device_value("held-pages") * PAGE

    def steps(self, handler):
        """How many steps of that name the device has traced."""
        return sum(1 for line in self.vm.device_lines() if line["event"] == "trace" and line["line"].startswith(handler + " "))

    def memory(self):
        """/proc/meminfo, in bytes, with the pages on per-CPU lists counted as free: they are 8 to 42 MiB, by chance."""
        info = self.vm.meminfo()
        waiting = re.findall(r"^ +count: +(\d+)$", self.vm.guest("cat /proc/zoneinfo"), re.M)
        return info | {name: info[name] + PAGE * sum(map(int, waiting)) for name in ("MemFree", "MemAvailable")}

    def driver_state(self):
        """The driver's own words, from debugfs."""
        text = self.vm.guest(f"cat /sys/kernel/debug/aerostat/{self.device}/state")
        return dict(re.findall(r"^(\w+) (\w+)$", text, re.M))

    def at_rest(self, read=lambda: None):
        """What the host holds, the driver's state, and what read() says, all of one moment: from before to after the driver
        began neither a give nor a take and had none under way, so no page moved."""
        def still():
            before, held, value, after = self.driver_state(), self.held(), read(), self.driver_state()
            idle = all((state["give"], state["take"]) == ("GIVE_IDLE", "TAKE_NONE") for state in (before, after))
            same = all(before[name] == after[name] for name in ("collections", "reclaims"))
            return idle and same and (held, after, value)
        return wait_for(still, "a moment in which no page moves")

    def books_agree(self, what="both sides' books agree"):
        held, state, _ = self.at_rest()
        report.equal(what, int(state["given_pages"]) * PAGE, held)

    def stall(self, stalled):
        """The host answers nothing, until it is told otherwise."""
        self.vm.qmp("qom-set", path="/machine/peripheral/balloon", property="stalled", value=stalled)

    def param(self, name, value):
        self.vm.guest(f"echo {value} >/sys/module/virtio_aerostat/parameters/{name}")

    def stall_ends_for_a_moment(self, handler):
        """What waits is read, up to this step of the device's.  The guest stands still meanwhile, so what comes of it waits in its turn."""
        steps = self.steps(handler)
        self.vm.qmp("stop")
        self.stall(False)
        wait_for(lambda: self.steps(handler) > steps, f"{handler} of the device", 0.01)
        self.stall(True)
        self.vm.qmp("cont")

    def driver_steps(self, handler, *words):
        """The driver's steps of that name with all these words in them, since it was loaded."""
        lines = self.vm.guest(f"grep -F ' {handler}: ' /sys/kernel/tracing/trace || true").splitlines()
        return [line for line in lines if all(word in line for word in words)]

    def complaints(self):
        """How often the driver said that the host owes it an answer."""
        return int(self.vm.guest(f"dmesg | grep -c '{OWED}' || true"))

    def settled(self):
        """Waits until the guest has looked at its memory four times (it reports its stats each time) and left it alone, and
        that not because its giving pauses: a pause is ended once, by a parameter that is written anew."""
        start = {"held": None, "reports": 0, "ended": False}

        def calm():
            reports = self.steps("host_stats")      # before the rest: what is reported later is another period's
            state = self.driver_state()             # to be asked keeps the guest awake
            now = {"held": self.held(), "reports": reports}
            if state["give"] != "GIVE_IDLE" or now["held"] != start["held"]:
                start.update(now)
            if now["reports"] < start["reports"] + 4:
                return False
            if start["ended"] or state["pause_ms"] == "0":
                return True
            self.vm.guest("cd /sys/module/virtio_aerostat/parameters; value=$(cat pause_max_ms); echo $value >pause_max_ms; cd /")
            start.update(now, ended=True)
            return False
        wait_for(calm, "four periods in which no page moves", 0.1)
        return self.held()

    # The program

    def hog(self, command):
        return self.vm.guest("hog_do " + command)

    def oom_kills(self):
        return int(re.search(r"oom_kill (\d+)", self.vm.guest("cat /proc/vmstat")).group(1))

    def verify(self, what, mib):
        report.equal(f"{what}: every byte of the {mib} MiB that the program holds is intact",
                     self.hog("verify"), f"verified {mib * MIB // PAGE} pages, bad 0")

    def log_complaints(self, log="", expected=None):
        """What the kernel complained of there and on its console."""
        return [line for line in (log + "\n" + self.vm.console()).splitlines()
                if BAD_LOG.search(line) and not (expected and re.search(expected, line))][:5]

    def clean(self, expected=None, kills=0, lost=None):
        """Neither side complained, but for what was expected (a regular expression), and the kernel killed so many programs.
        lost: what QEMU may say of reads and writes that no device takes."""
        # A task that runs has no stack to read; kthreadd sleeps nearly always, and shows that stacks can be read.
        wait_for(lambda: not self.vm.guest(r"grep -q . /proc/2/stack || echo unread; grep -l '\[virtio_aerostat\]' /proc/[0-9]*/stack 2>/dev/null || true"),
                 "all tasks to have left the driver")
        report.ok("no task waits in the driver")
        report.equal("the kernel log is clean", self.log_complaints(self.vm.guest("dmesg"), expected), [])
        report.equal("no program was killed for want of memory" + (f" but {kills}" if kills else ""), self.oom_kills(), kills)
        said = vm.text_of(self.vm.path("stderr")) + vm.text_of(self.vm.path("qemu.log"))
        report.equal("QEMU complained of nothing", "\n".join(line for line in said.splitlines() if not (lost and re.search(lost, line))), "")
        report.equal("the device found nothing bad",
                     {name: self.device_value(name) for name in ("bad-offers", "bad-messages", "discard-failures")},
                     {"bad-offers": 0, "bad-messages": 0, "discard-failures": 0})
        report.equal("and lost no line of its log", [l for l in self.vm.device_lines() if l["event"] in ("bad", "lost")], [])

    def traced(self, unloaded=False):
        """Both traces as one, in which every message that is read was sent; the driver is to be unbound."""
        if not unloaded:
            self.save_trace()
        driver = chart.parse(self.ftrace.splitlines())
        device = chart.parse(json.dumps(line) for line in self.vm.device_lines())
        with open(self.vm.path("driver.trace"), "w") as f:
            f.write(self.ftrace)
        events = chart.merge(driver, device)
        report.check(f"the traces hold {len(driver)} steps of the driver and {len(device)} of the device",
                     len(driver) > 20 and len(device) > 20)
        report.equal("nothing was read that was not sent", [e.name for e in chart.unexplained(events)], [])
        return events


def out_of_memory(guest):
    """The kernel calls the OOM notifiers, by order (sysrq f): whether a real shortage gets that far is a race, since the
    shrinker mostly is there first.  By order the kernel also kills, whatever the notifiers returned: a program of ours."""
    machine = guest.vm
    held, state, _ = guest.at_rest()    # parameters that were just written have made the driver look at its memory
    before = {name: int(value) for name, value in state.items() if name.startswith("oom_")}
    machine.guest("sleep 1000000 & victim=$!; until [ $(cat /proc/$victim/comm) = sleep ]; do :; done; "      # BY_ORDER's name of it
                  f"echo 1000 >/proc/$victim/oom_score_adj; echo {OOM_SPARED} >/proc/$hog_pid/oom_score_adj")
    machine.guest("echo f >/proc/sysrq-trigger; wait $victim", check=False)
    machine.guest("echo 1000 >/proc/$hog_pid/oom_score_adj")
    report.equal("memory runs out by order, and the kernel kills the program that is there for it", guest.oom_kills(), 1)
    state = {name: int(guest.driver_state()[name]) - before[name] for name in before}
    report.equal("before that it asks the OOM notifier once, which returns one block",
                 (state["oom_calls"], state["oom_pages"] * PAGE), (1, BLOCK))
    report.equal("and the host has a block less", held - guest.held(), BLOCK)


def offer_hangs(guest):
    """Sends an offer to a host that stalls: a query hangs, and is answered in a stall that ends for a moment."""
    guest.settled()
    offers = guest.steps("host_offer")
    guest.stall(True)
    guest.hog("free 400")
    wait_for(lambda: guest.driver_state()["give"] == "GIVE_WAIT_STATE", "the guest to ask whether it may give")
    guest.stall_ends_for_a_moment("host_query")
    wait_for(lambda: guest.driver_state()["give"] in ("GIVE_WAIT_ACK", "GIVE_ABANDONED"), "the offer")
    report.equal("an offer is sent, and the host does not read it", guest.steps("host_offer"), offers)
