# SPDX-License-Identifier: GPL-2.0-or-later
"""What people complain of with the balloons that they have, each a test by its words (those that concern a guest)."""
import os
import re
import shutil
import subprocess

import vm
from guest import GUEST_SLACK, OWED, RAM, RAM_MIB, Guest, offer_hangs, report
from vm import MIB, PAGE, Failure, wait_for

BALLOON = "/machine/peripheral/balloon"


def counters(guest, *names):
    state = guest.driver_state()
    return {name: int(state[name]) for name in names}


def low(guest):
    """What the driver is to keep available, in bytes: low_pct=10."""
    return guest.vm.meminfo()["MemTotal"] * 10 // 100


def available(guest):
    return guest.vm.meminfo()["MemAvailable"]


def test_memory():
    """The guest's memory, from the first minute to the last."""
    with vm.VM("memory", mem_mib=RAM_MIB, append="tp_printk") as machine:
        guest = Guest(machine)
        machine.guest("echo 0 >/proc/sys/kernel/tracepoint_printk")
        machine.guest("hog_start 21")
        guest.hog("grow 200")

        machine.qmp("qom-set", path=BALLOON, property="guest-stats-polling-interval", value=1)
        stats = machine.qmp("qom-get", path=BALLOON, property="guest-stats")
        report.equal('"stats arrive from a guest that has none": without a driver there are none',
                     (stats["last-update"], set(stats["stats"].values())), (0, {2**64 - 1}))

        machine.qmp("balloon", value=1 * MIB)
        huge = huge_mib(guest)
        guest.load()
        held = guest.settled()
        report.check(f'"inflated at boot, never deflated: thrashing at 100 % CPU": asked for all but 1 MiB before it boots, '
                     f'the guest gives {held // MIB} MiB and keeps {available(guest) // MIB}',
                     held > 400 * MIB and available(guest) > low(guest))
        held, _, (told, given) = guest.at_rest(lambda: (machine.qmp("query-balloon"), machine.guest("extents")))
        report.check('"num_pages beyond the guest\'s memory": no less than its program and its threshold stay its own',
                     told["actual"] == RAM - held > 200 * MIB + low(guest))
        report.equal('"ballooning breaks up the guest\'s huge pages": those of the program are whole',
                     (huge_mib(guest), huge > 0), (huge, True))
        pages, _, blocks = map(int, re.findall(r"\d+", given))
        report.equal("and so are the blocks that were given, all of 2 MiB", (pages, pages), (held // PAGE, blocks * 512))
        calm(guest, '"thrashing at 100 % CPU": the guest is at rest')

        grow = (available(guest) - low(guest)) // MIB + 40
        guest.hog(f"grow {grow // 2 * 2}")
        guest.settled()
        report.check(f'"stays inflated while the guest is at its last 118 MiB": short of {low(guest) // MIB} MiB it takes back by itself '
                     f'({guest.held() // MIB} MiB left, {available(guest) // MIB} MiB available)',
                     available(guest) >= low(guest) and guest.held() < held)
        report.check('"inflated at boot, never deflated": a program gets all that the operator wanted', grows(guest, 700 - holds(guest)))
        guest.verify("at its end", 700)
        guest.hog("free 500")
        guest.settled()

        reports = guest.steps("host_stats")
        guest.unbind()
        guest.bind()
        wait_for(lambda: guest.steps("host_stats") > reports + 3, "stats to go on")
        stats = machine.qmp("qom-get", path=BALLOON, property="guest-stats")["stats"]
        report.check('"stats polling stops for good when one buffer is lost": after unbind and bind they go on',
                     stats["stat-total-memory"] == machine.meminfo()["MemTotal"])
        guest.verify("after unbinding", 200)
        guest.clean()


def holds(guest):
    """MiB that the program has."""
    return int(re.search(r"holds (\d+) MiB", guest.hog("grow 0"))[1])


def grows(guest, mib):
    return guest.hog(f"grow {mib}").startswith(f"grew {mib} MiB")


def huge_mib(guest):
    return int(guest.vm.guest("sed -n 's/^AnonHugePages: *\\([0-9]*\\).*/\\1/p' /proc/$hog_pid/smaps_rollup")) // 1024


def calm(guest, what):
    """In four periods nobody is short, nobody asks, and nothing moves."""
    names = ("shortages", "reclaims", "offers", "oom_calls")
    guest.settled()
    before = counters(guest, *names)
    guest.settled()
    report.equal(what, counters(guest, *names), before)


def test_oom():
    """Memory runs out in earnest, and the host is the one that is late."""
    with vm.VM("oom", mem_mib=RAM_MIB, append="tp_printk") as machine:
        guest = Guest(machine)
        g = machine.guest
        g("echo 0 >/proc/sys/kernel/tracepoint_printk")
        g("hog_start 22")
        guest.load("low_pct=1 high_pct=2")
        report.check("the guest gives nearly all that it has", guest.settled() > 600 * MIB)
        # each time that the kernel has no page left it says so on the console, while nobody else could
        g("echo 0 >/sys/kernel/tracing/events/aerostat/enable")
        g("echo p:none_left out_of_memory >/sys/kernel/tracing/kprobe_events")
        g("echo 1 >/sys/kernel/tracing/events/kprobes/none_left/enable; echo 1 >/proc/sys/kernel/tracepoint_printk")
        guest.stall(True)
        machine.guest_send("hog_do grow 600")
        wait_for(lambda: "none_left: (out_of_memory" in machine.console(), "memory to run out")
        report.equal("the host is stalled and memory runs out", guest.device_value("stalled"), True)
        guest.stall(False)
        report.equal('"deflate_on_oom leaves the guest hung": the program waits for the host, and then has its 600 MiB',
                     machine.guest_answer("hog_do grow 600"), "grew 600 MiB, holds 600 MiB")
        g("echo 0 >/proc/sys/kernel/tracepoint_printk")
        g("echo 0 >/sys/kernel/tracing/events/kprobes/none_left/enable; echo 1 >/sys/kernel/tracing/events/aerostat/enable")
        wait_for(lambda: guest.driver_state()["take"] == "TAKE_NONE", "the last grant")
        guest.verify("after that", 600)
        guest.param("high_pct", 20)
        guest.param("low_pct", 10)
        calm(guest, '"its CPUs busy": afterwards the guest is at rest')
        guest.hog("free 400")
        guest.settled()
        guest.hog("grow 400")
        offer_hangs(guest)
        state = guest.driver_state()
        report.equal("an offer hangs, for ten minutes if nothing happens", state["give"], "GIVE_WAIT_ACK")
        report.equal('"OOM deadlock: filling the balloon holds the lock that deflating needs": the program gets the memory that is '
                     'offered, while the host is stalled',
                     (guest.hog("grow 400"), guest.device_value("stalled")), ("grew 400 MiB, holds 600 MiB", True))
        report.equal("since the driver has given the offer up", guest.driver_state()["give"], "GIVE_ABANDONED")
        guest.verify("with that", 600)
        guest.stall(False)
        guest.settled()
        guest.verify("after the late answer", 600)
        guest.unbind()
        report.equal("unbound, the device holds nothing", guest.held(), 0)
        guest.clean()


def test_puff():
    """Memory enough, and no block of it: every other page is in use, and locked in its place."""
    with vm.VM("puff", mem_mib=RAM_MIB) as machine:
        guest = Guest(machine)
        machine.guest("echo 0 >/proc/sys/vm/compact_unevictable_allowed")
        machine.guest("hog_start 25 small")
        guest.hog("grow 860")
        guest.hog("comb 860")
        guest.load()
        held = guest.settled()
        spare = available(guest) - 2 * low(guest)
        report.check(f"{spare // MIB} MiB more are available than the driver keeps, and it finds only {held // MIB} MiB in whole blocks",
                     spare > 100 * MIB and held < 150 * MIB)
        machine.guest("for e in start end; do echo 1 >/sys/kernel/tracing/events/workqueue/workqueue_execute_$e/enable; done; "
                      "echo >/sys/kernel/tracing/trace")
        names = ("collections", "pauses", "reports")
        before = counters(guest, *names)
        wait_for(lambda: counters(guest, "reports")["reports"] >= before["reports"] + 20, "twenty periods")
        after, busy = counters(guest, *names), gather_ms(guest)
        tried, vain, periods = (after[name] - before[name] for name in names)
        # A block may come free meanwhile and be given: little is not enough to end the pauses.
        report.check(f'"Out of puff!": allocation fails, retried forever: in {periods} periods it tries {tried} times '
                     f'({busy / max(tried, 1):.1f} ms each), and pauses {vain} times since it found next to nothing',
                     tried <= periods // 2 + 1 and abs(tried - vain) <= 1)   # one may be under way
        guest.verify("all the while", 860 // 2)
        held = free_in_a_pause(guest)
        few = guest.settled() - held
        report.check(f"but at once when a parameter is written ({few // MIB} MiB)", few >= 2 * MIB)   # a block: how many there are in what came free is the kernel's chance
        guest.hog(f"free {holds(guest) - 60}")
        report.check("memory is free in blocks again: it gives", guest.settled() > held + 200 * MIB)
        guest.clean()


def free_in_a_pause(guest):
    """A program frees 80 MiB.  A pause may end meanwhile where the guest has little of a processor; then a longer one is waited for."""
    for long_ms in (5000, 10000, 20000, 40000):
        wait_for(lambda: int(guest.driver_state()["pause_ms"]) > long_ms, "a long pause")
        before = counters(guest, "collections", "reports")
        held = guest.held()     # of now: a try in between may have found a block
        guest.hog("free 80")
        wait_for(lambda: counters(guest, "reports")["reports"] >= before["reports"] + 4, "four periods")
        after = counters(guest, "collections", "pause_ms")
        if after["collections"] == before["collections"] and after["pause_ms"] > 0:
            report.equal("it pauses: a few blocks that come free meanwhile are not looked for yet", guest.held(), held)
            return held
    raise Failure("each pause ended while a program freed 80 MiB")


def gather_ms(guest):
    """How long the driver has been gathering since work is traced."""
    total, begun = 0.0, {}
    for line in guest.vm.guest("grep workqueue_execute_ /sys/kernel/tracing/trace").splitlines():
        task, seconds = line.split("[")[0].strip(), float(re.search(r"(\d+\.\d+): workqueue", line)[1])
        if "function gather_work" in line:
            begun[task] = seconds
        elif "workqueue_execute_end" in line and task in begun:
            total += seconds - begun.pop(task)
    return total * 1000


def test_away():
    """The device goes, the machine goes, and another kernel comes."""
    port = ("-device", "pcie-root-port,id=plug,chassis=1")
    with vm.VM("away", mem_mib=RAM_MIB, device="bus=plug", more=port, system=kexec_system(), append="tp_printk") as machine:
        guest = Guest(machine)
        g = machine.guest
        g("echo 0 >/proc/sys/kernel/tracepoint_printk")
        g("hog_start 23")
        guest.hog("grow 200")
        guest.load()
        report.check("the guest gives", guest.settled() > 400 * MIB)
        machine.qmp("device_del", id="balloon")
        wait_for(lambda: machine.qmp("query-status") and any(e["event"] == "DEVICE_DELETED" and e["data"].get("device") == "balloon"
                                                              for e in machine.events), "the device to be gone")
        report.check('"after removal each report blocks 1 s": the device is unplugged, and a program gets 600 MiB', grows(guest, 600))
        guest.verify("without a device", 800)
        guest.hog("free 600")
        g("echo 1 >/sys/bus/virtio/drivers_autoprobe")
        machine.qmp("device_add", driver="virtio-aerostat-pci", id="balloon", bus="plug", chardev="lines", trace=True)
        guest.device = wait_for(lambda: g("ls /sys/bus/virtio/drivers/virtio_aerostat | grep virtio[0-9] || true"),
                                "the guest to find a new one")
        report.check("plugged in again: the guest gives again", guest.settled() > 200 * MIB)
        report.near("until its threshold", available(guest), 2 * low(guest), GUEST_SLACK)

        mark = len(machine.device_lines())
        g("echo 1 >/proc/sys/kernel/tracepoint_printk")     # so that what the driver does last is on the console
        machine.guest_send("kexec /boot/vmlinuz /boot/initramfs.gz "
                           f"'console=ttyS0 panic=-1 panic_on_warn=1 mitigations=off clearcpuid=rep_good {vm.PATIENCE} bare'")
        machine.wait_ready()
        report.equal('"the guest will not know if it\'s really freed a page": another kernel starts in its place, and the host holds nothing',
                     (guest.held(), g("cat /sys/bus/virtio/devices/*/status 2>/dev/null; echo none")), (0, "none"))
        lines = machine.device_lines()
        pages = [line["pages"] for line in lines[mark:] if line["event"] == "held"]
        report.equal("since everything came back before", pages[-1:], [0])
        given = [line["pages"] for line in lines if line["event"] == "held"][-2]
        last = re.findall(r"guest_stop: .*|guest_reset: .*|Linux version", machine.console().replace("Linux version", "", 1))
        report.check("by the driver's own doing, while the first kernel still ran: it stopped, with all that was given, then had none",
                     [line.split(":")[0] for line in last] == ["guest_stop", "guest_reset", "Linux version"] and
                     f"given_pages={given} " in last[0] and "given_pages=0 " in last[1] and given > 0, repr(last))
        g("hog_start 24")
        report.check("a program has 800 MiB there", grows(guest, 800))
        guest.verify("in the new kernel", 800)
        guest.hog("free 800")
        g("load_modules")
        guest.device = None
        guest.load()
        report.check("and the driver gives", guest.settled() > 600 * MIB)

        guest.stall(True)
        guest.hog("grow 140")
        wait_for(lambda: guest.driver_state()["take"] != "TAKE_NONE", "a request to hang")
        machine.guest_send("poweroff -f")
        report.equal('"shutdown waits for the balloon": the host owes memory and is stalled, and the guest shuts down',
                     machine.ended("the guest to shut down"), 0)
        report.equal("no complaint of the kernels", guest.log_complaints(expected=OWED), [])


def kexec_system():
    """A guest that has its own kernel and initramfs in a folder, to start them again."""
    plain = vm.System()
    tree = os.path.join(vm.BUILD, "vm/kexec")
    shutil.rmtree(tree, ignore_errors=True)
    os.makedirs(os.path.join(tree, "boot"))
    shutil.copy(plain.kernel, os.path.join(tree, "boot/vmlinuz"))
    shutil.copy(plain.initramfs, os.path.join(tree, "boot/initramfs.gz"))
    both = os.path.join(vm.BUILD, "vm/kexec.initramfs.gz")
    vm.make("tests/vm/append.sh", plain.initramfs, tree, both)
    return vm.System(plain.kernel, both)


def write_config(guest, pci, offset, value):
    """Into a PCI device's configuration, 4 bytes."""
    text = "".join(f"\\x{byte:02x}" for byte in value.to_bytes(4, "little"))
    guest.vm.guest(f"printf '{text}' | dd of=/sys/bus/pci/devices/{pci}/config bs=4 seek={offset // 4} conv=notrunc 2>/dev/null")


def read_config(guest, pci, offset):
    return int(guest.vm.guest(f"dd if=/sys/bus/pci/devices/{pci}/config bs=4 skip={offset // 4} count=1 2>/dev/null | od -An -tx4"), 16)


class Vanishing:
    """A device that is pulled out without a word: all that is read of it is ones, and what is written is lost.  QEMU cannot
    pull one out, but a guest can do this to itself: the device decodes its memory no more, and in its place stands another
    one's ROM (device `rom`), all ones."""
    COMMAND, ROM, DECODE = 0x04, 0x30, 2

    def __init__(self, guest):
        self.guest = guest
        g = guest.vm.guest
        self.pci = g(f"basename $(readlink -f /sys/bus/virtio/devices/{guest.device}/..)")
        self.rom = g("grep -l 0x0005 /sys/bus/pci/devices/*/device").split("/")[-2]
        bars = [[int(x, 16) for x in line.split()[:2]] for line in g(f"cat /sys/bus/pci/devices/{self.pci}/resource").splitlines()]
        self.bar = next(start for start, end in bars if end - start == ROM_BYTES - 1)
        # its other BAR, of MSI-X, is nowhere meanwhile
        table = next(start for start, end in bars if end - start == PAGE - 1)
        self.lost = f"Invalid (read|write) at addr 0x{table >> 12:X}[0-9A-F]{{3}}, size 4, region '\\(null\\)', reason: rejected"

    def decode(self, pci, yes):
        command = read_config(self.guest, pci, self.COMMAND) & 0xffff
        write_config(self.guest, pci, self.COMMAND, command | self.DECODE if yes else command & ~self.DECODE)

    def go(self):
        # The ROM first, which QEMU puts above what is there: at no time is nothing there, which a notification could meet.
        write_config(self.guest, self.rom, self.ROM, self.bar | 1)
        self.decode(self.rom, True)
        self.decode(self.pci, False)

    def come(self):
        write_config(self.guest, self.rom, self.ROM, 0)
        self.decode(self.pci, True)


ROM_BYTES = 16384

# What the kernel says of a driver that leaves a device in another state than reset, which this one cannot be.
NOT_RESET = r"WARNING: .* virtio_dev_remove|Call Trace"
KILLED = r"tail invoked oom-killer|oom-kill:.*task=tail|Out of memory: Killed process \d+ \(tail\)"


def test_gone():
    """The device is pulled out while the host has memory, nobody says so, and memory is needed."""
    ones = os.path.join(vm.BUILD, "vm/ones.rom")
    with open(ones, "wb") as f:
        f.write(b"\xff" * ROM_BYTES)
    more = ("-device", f"pci-testdev,romfile={ones}")
    with vm.VM("gone", mem_mib=RAM_MIB, more=more, append="panic_on_warn=0") as machine:
        guest = Guest(machine)
        g = machine.guest
        g("hog_start 26")
        guest.hog("grow 200")
        guest.load()
        held = guest.settled()
        report.check(f"the guest gives {held // MIB} MiB", held > 300 * MIB)
        status = f"cat /sys/bus/virtio/devices/{guest.device}/status"
        device = Vanishing(guest)
        device.go()
        held = guest.held()     # of now: it hears nothing any more
        guest.param("grant_ms", 1000)
        report.equal("the device is gone: it reads as all ones", g(status), "0x000000ff")

        short = (available(guest) - low(guest) // 2) // MIB // 2 * 2
        report.equal(f"a program needs {short} MiB of the {available(guest) // MIB} MiB that are there, and gets them",
                     guest.hog(f"grow {short}"), f"grew {short} MiB, holds {200 + short} MiB")
        wait_for(lambda: guest.driver_state()["take"] == "TAKE_OVERDUE", "the request to be overdue")
        report.equal("the driver has asked for memory, and says that nobody answers",
                     (g(f"cat /sys/bus/virtio/devices/{guest.device}/aerostat/take_state"), counters(guest, "reclaims", "overdue")),
                     ("TAKE_OVERDUE", {"reclaims": 1, "overdue": 1}))
        said = [line for line in g("dmesg").splitlines() if "virtio_aerostat" in line and "is gone" in line]
        report.check("the log says why, once, and what to do",
                     len(said) == 1 and f"echo {guest.device} >unbind" in said[0] and f"the {held // PAGE} pages back" in said[0], repr(said))

        g(f"echo -1000 >/proc/$hog_pid/oom_score_adj; (echo 1000 >/proc/self/oom_score_adj; exec tail /dev/zero) & wait $!", check=False)
        report.equal("a program that needs more than there is is killed, and waits for nobody", guest.oom_kills(), 1)
        state = counters(guest, "oom_calls", "oom_pages", "reclaims")
        report.check(f"the OOM notifier was asked before that ({state['oom_calls']} times), had nothing, and asked nobody",
                     state["oom_calls"] > 0 and (state["oom_pages"], state["reclaims"]) == (0, 1), repr(state))
        guest.verify("while the device is gone", 200 + short)

        g("rmmod virtio_aerostat")
        report.equal("rmmod waits for nobody either: a program gets 400 MiB more", guest.hog("grow 400"),
                     f"grew 400 MiB, holds {600 + short} MiB")
        guest.verify("without the device", 600 + short)
        g("insmod /lib/modules/virtio_aerostat.ko policy=thresholds")
        g(f"echo {guest.device} >/sys/bus/virtio/drivers/virtio_aerostat/bind", check=False)
        said = g("dmesg | grep virtio_aerostat")
        report.check("loaded again, the driver does not bind to what is gone, and says why",
                     "the device is gone: all that is read" in said and
                     g("ls /sys/bus/virtio/drivers/virtio_aerostat | grep -c virtio[0-9] || true") == "0", said)

        guest.hog(f"free {400 + short}")
        device.come()
        g(f"echo 1 >/sys/bus/pci/devices/{device.pci}/remove; echo 1 >/sys/bus/virtio/drivers_autoprobe; echo 1 >/sys/bus/pci/rescan")
        guest.device = wait_for(lambda: g("ls /sys/bus/virtio/drivers/virtio_aerostat | grep virtio[0-9] || true"), "the device to be found anew")
        report.check("the device is there again and found anew: the guest gives", guest.settled() > 300 * MIB)
        guest.books_agree()
        guest.verify("after all that", 200)
        report.equal("a program gets 500 MiB of it", guest.hog("grow 500"), "grew 500 MiB, holds 700 MiB")
        guest.verify("with that", 700)
        guest.clean(expected=f"{NOT_RESET}|{KILLED}|is gone", kills=1, lost=device.lost)


TO_FAIL = "asked to fail"
TO_RESET = "the device has failed and answers no more: the device is reset"


def device_fails(machine):
    """The device finds something wrong, as in a message that no honest driver sends."""
    device = '((void *(*)(char *, void *))object_resolve_path)("/machine/peripheral/balloon/virtio-backend", 0)'
    said = subprocess.run(["gdb", "-nx", "-batch", "-iex", "set debuginfod enabled off", "-p", str(machine.process.pid),
                           "-ex", f'call ((void (*)(void *, char *))virtio_error)({device}, "{TO_FAIL}")'],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if TO_FAIL not in vm.text_of(machine.path("stderr")):
        raise Failure(f"the device has not failed; gdb: {said.stdout[-300:]} {said.stderr[-300:]}")


def test_failed():
    """A device that has found something wrong and answers no more."""
    with vm.VM("failed", mem_mib=RAM_MIB) as machine:
        guest = Guest(machine)
        guest.load()
        machine.guest("hog_start 24")
        guest.hog("grow 200")
        held, resets = guest.settled(), guest.steps("host_reset")
        device_fails(machine)
        wait_for(lambda: guest.steps("host_reset") > resets, "the reset of the device")
        log = machine.guest("dmesg | grep 'virtio_aerostat.*the device is reset' || true")
        report.check(f'"the balloon stays inflated when its device has failed": the driver resets it by itself, and says once that its {held // PAGE} pages come back',
                     log.count("\n") <= 1 and f"the {held // PAGE} pages" in log, log)
        report.check("it gives again", guest.settled() > 300 * MIB)
        guest.books_agree()
        guest.verify("after the reset", 200)
        report.equal("a program gets 500 MiB of what was given", guest.hog("grow 500"), "grew 500 MiB, holds 700 MiB")
        guest.verify("with that", 700)
        guest.clean(expected=TO_RESET, lost=TO_FAIL)


def test_crash():
    """A kernel that writes a crash dump: it knows itself by elfcorehdr=, where the kernel that died leaves its core's header.  There is none here."""
    with vm.VM("crash", mem_mib=256, append="elfcorehdr=768M") as machine:
        machine.guest("insmod /lib/modules/virtio_aerostat.ko")
        report.check('"the crash kernel runs out of memory": the driver leaves it alone, and says so',
                     "this kernel writes a crash dump" in machine.guest("dmesg | grep virtio_aerostat || true"))
        report.equal("it is not bound", machine.guest("ls /sys/bus/virtio/drivers/virtio_aerostat | grep -c virtio[0-9] || true"), "0")
        machine.guest("rmmod virtio_aerostat")


def test_pages():
    """A device of 64 KiB pages: the same source with another number."""
    source, built = (os.path.join(vm.BUILD, "vm/pages-64k", name) for name in ("src", "out"))
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(os.path.join(vm.ROOT, "device"), source)
    path = os.path.join(source, "virtio-aerostat.c")
    text = vm.text_of(path)
    changed = text.replace(".page_bytes = PAGE_BYTES,", ".page_bytes = 65536,")
    report.check("a device is made whose pages have 64 KiB", changed != text)
    with open(path, "w") as f:
        f.write(changed)
    vm.make("device/build-so.sh", source, built)
    with vm.VM("pages", mem_mib=256, preload=os.path.join(built, "virtio-aerostat.so")) as machine:
        machine.guest("insmod /lib/modules/virtio_aerostat.ko policy=thresholds")
        log = machine.guest("dmesg | grep virtio_aerostat || true")
        report.check('"64 KiB pages crash the VM": the driver refuses such a device, with the reason in the log',
                     "pages of 65536 bytes on the device, 4096 in this kernel" in log, log)
        report.equal("and is not bound to it", machine.guest("ls /sys/bus/virtio/drivers/virtio_aerostat | grep -c virtio[0-9] || true"), "0")
        machine.guest("rmmod virtio_aerostat")


GROUPS = {"memory": test_memory, "puff": test_puff, "oom": test_oom, "away": test_away, "gone": test_gone, "failed": test_failed, "crash": test_crash, "pages": test_pages}
