# SPDX-License-Identifier: GPL-2.0-or-later
"""A virtual machine with an Aerostat balloon, for test.py and demo.py.

    test driver ── QMP ─────────────── QEMU (the distribution's + the shared object, or a built one)
         │                              ├─ balloon device ── JSON lines ──> device.jsonl
         ├── commands (serial 2) ──── guest: init ── hog, insmod, ...
         └── kernel log (serial 1) ──> console
"""
import fcntl
import json
import mmap
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path += [os.path.join(ROOT, "tests"), os.path.join(ROOT, "tests/device")]
import hold
import patience
from tap import Tap

BUILD = os.path.join(ROOT, "build")
STOCK = "/usr/bin/qemu-system-x86_64"
PRODUCT = False      # or the product that asks what the proofs assume (tests/checked.sh)
BUILT = {"built": ("qemu-7.2", "make qemu"), "trixie": ("qemu-trixie", "device/build-qemu.sh trixie")}     # folder, maker
PAGE = 4096
MIB = 1 << 20
# A guest that is mute is asked by an NMI what its tasks do.
TELLING = "unknown_nmi_panic panic_print=1"
# A kernel on a slow machine whose processors others use as well is not locked up: the most that each of these can be, and for a
# task that waits for the host 10 times what Debian has.  Nor is its timer broken when no tick comes in the time of ten at boot.
PATIENCE = "watchdog_thresh=60 rcupdate.rcu_cpu_stall_timeout=300 sysctl.kernel.hung_task_timeout_secs=1200 no_timer_check"
# A guest that is mute for so long may have died of what misled() tells of.
SUSPICIOUS = {"busy_s": 60}


class Failure(Exception):
    """What a test reports: something did not come true."""


class StandsStill(Failure):
    """The guest's kernel died of what misled() tells of, with a lock held that it cannot speak without, and the driver was not
    bound yet: it had no interrupt, no work and no page."""


class NotHere(Exception):
    """What a test needs and cannot be had here, which is nobody's fault: it is not run."""


def text_of(path):
    try:
        with open(path, errors="replace") as f:
            return f.read()
    except FileNotFoundError:
        return ""


def wait_for(condition, what, every=0.05, **how):
    """Polls until condition() is true and returns its value; when it never is (patience.py), that is a failure."""
    try:
        return patience.wait(condition, every, **how)
    except patience.Vain as e:
        raise Failure(f"waited in vain for: {what} ({e})") from None


claimed = {}


def claim(name):
    """Takes what is below build/vm/NAME for this process, until it ends: another run in this checkout waits."""
    if name in claimed:
        return
    os.makedirs(os.path.join(BUILD, "vm"), exist_ok=True)
    claimed[name] = open(os.path.join(BUILD, "vm", name + ".lock"), "w")
    try:
        fcntl.flock(claimed[name], fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        Tap.note(f"{name}: waits for another run in this checkout")
        fcntl.flock(claimed[name], fcntl.LOCK_EX)


def make(*command):
    """Runs one of the project's scripts."""
    made = subprocess.run([os.path.join(ROOT, command[0]), *command[1:]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    Tap.note(made.stdout)
    if made.returncode:
        raise Failure(f"{command[0]}: {made.stderr.strip()}")


def shared_object():
    return os.path.join(BUILD, "" if PRODUCT else "checked", "device/virtio-aerostat.so")


def plain_initramfs():
    return os.path.join(BUILD, "vm/product.initramfs.gz" if PRODUCT else "vm/initramfs.gz")


def prepare():
    """Makes the initramfs (and gets the kernel for it) unless that is done."""
    with open(os.path.join(BUILD, "initramfs.lock"), "w") as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        make("tests/vm/kernel.sh")
        make("tests/vm/initramfs.sh", plain_initramfs(), os.path.join(BUILD, "kernel"),
             os.path.join(BUILD, "" if PRODUCT else "checked", "driver/virtio_aerostat.ko"))


class System:
    """What the guest starts: a kernel and its initramfs."""

    def __init__(self, kernel=os.path.join(BUILD, "kernel/vmlinuz"), initramfs=None):
        self.kernel, self.initramfs = kernel, initramfs or plain_initramfs()


class VM:
    def __init__(self, name, qemu="stock", mem_mib=1024, prealloc=False, device="", append="", system=None,
                 preload=None, balloon="virtio-aerostat-pci,id=balloon,chardev=lines,trace=on", more=(), held=False, nodes=1,
                 plug_mib=0):
        """nodes: NUMA nodes, 1 or 2, each with its part of the memory and of the CPUs.  plug_mib: so much more is there for a virtio-mem device,
        as the memory backend "plugged"."""
        system = system or System()
        preload = preload or shared_object()
        if qemu == "stock":
            needs = {STOCK: "tests/need.sh vm", preload: "make device" if PRODUCT else "tests/checked.sh"}
        else:
            binary = os.path.join(BUILD, BUILT[qemu][0], "qemu-system-x86_64")
            needs = {binary: BUILT[qemu][1]}
        for path, maker in needs.items():
            if not os.path.exists(path):
                raise Failure(f"{os.path.relpath(path, ROOT)} is not there; next step: {maker}")
        claim(name)
        self.dir = os.path.join(BUILD, "vm", name)
        shutil.rmtree(self.dir, ignore_errors=True)
        os.makedirs(self.dir)
        self.sockets = tempfile.mkdtemp(prefix="aerostat-")   # a socket's path must be short
        self.ram_bytes = (mem_mib + plug_mib) * MIB
        self.low_bytes = min(mem_mib, 2048) * MIB              # what q35 has from 0 on
        self.process = None
        command = ["setpriv", "--pdeathsig", "KILL"]           # no VM outlives its test
        if qemu == "stock":
            preloaded = [hold.preloaded()] if held else []
            command += ["env", "LD_PRELOAD=" + ":".join([*preloaded, preload]), "AEROSTAT_HOLD=" + self.hold_path(), STOCK]
        else:
            command += [binary, "-L", "/usr/share/qemu", "-L", "/usr/share/seabios"]
        # tb-size: QEMU's own memory would otherwise grow with the code that the guest runs.
        # rep_good and erms off: TCG is slow at the string instructions that clear pages.
        command += [
            "-accel", "tcg,thread=multi,tb-size=64", "-cpu", "max,erms=off,fsrm=off",
            *self.memory(mem_mib, plug_mib, nodes, f"prealloc={'on' if prealloc else 'off'}"),
            "-smp", f"2,sockets={nodes}", "-nodefaults", "-no-reboot", "-display", "none",
            "-d", "guest_errors", "-D", self.path("qemu.log"),
            "-serial", "file:" + self.path("console"),
            "-chardev", f"socket,id=command,path={self.sockets}/command,server=on,wait=off",
            "-device", "isa-serial,chardev=command",
            "-chardev", f"file,id=lines,path={self.path('device.jsonl')}",
            *more, "-device", balloon + ("," + device if device else ""),
            "-qmp", f"unix:{self.sockets}/qmp,server=on,wait=off",
            "-kernel", system.kernel, "-initrd", system.initramfs,
            "-append", "console=ttyS0 loglevel=6 panic=-1 panic_on_warn=1 mitigations=off clearcpuid=rep_good "
            f"trace_clock=mono trace_buf_size=8M {PATIENCE} {TELLING} " + append,
        ]
        self.command_line = command
        for _ in range(2):
            try:
                self.start()
                return
            except Failure:
                if not self.misled():
                    raise
                Tap.note("QEMU let the guest's kernel die while it booted (int3), see misled(): started again")
                os.mkdir(self.sockets, 0o700)
        self.start()

    @staticmethod
    def memory(mem_mib, plug_mib, nodes, how):
        options = ["-machine", "q35" + (",memory-backend=ram" if nodes == 1 else ""), "-m", f"{mem_mib}M"]
        if nodes == 1:
            options += ["-object", f"memory-backend-ram,id=ram,size={mem_mib}M,{how}"]
        else:
            for node in range(nodes):
                options += ["-object", f"memory-backend-ram,id=node{node},size={mem_mib // nodes}M,{how}", "-numa", f"node,memdev=node{node},cpus={node}"]
        if plug_mib:
            options[3] += f",maxmem={mem_mib + plug_mib}M"
            options += ["-object", f"memory-backend-ram,id=plugged,size={plug_mib}M,reserve=off"]
        return options

    def start(self):
        self.events = []
        try:
            with open(self.path("stderr"), "w") as errors:
                self.process = subprocess.Popen(self.command_line, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors)
            self.monitor = self.connect("qmp")
            self.qmp_line()
            self.qmp("qmp_capabilities")
            self.meet_guest()
        except BaseException:
            self.close()
            raise

    def meet_guest(self):
        self.serial = self.connect("command")
        self.wait_ready()

    def misled(self):
        """A kernel patches its code behind a breakpoint for the other CPUs.  QEMU's TCG may run the breakpoint when it is gone,
        and the kernel then dies of it; before init spoke nothing of ours had run."""
        return re.search(r"int3: 0000 \[#1\]", self.console())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def path(self, name):
        return os.path.join(self.dir, name)

    def close(self):
        if self.process:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.sockets, ignore_errors=True)

    def running(self):
        return self.process.poll() is None

    def ended(self, what, **how):
        """Waits until QEMU has ended, and says how."""
        wait_for(lambda: self.process.poll() is not None, what, **how)
        return self.process.returncode

    def died(self):
        """What to say when the VM is gone or mute."""
        time.sleep(0.2)     # its last words are on their way
        lines = (text_of(self.path("stderr")) + text_of(self.path("console"))).strip().splitlines()
        return "\n".join(["the VM does not answer; the last it said:"] + ["  " + line.rstrip() for line in lines[-25:]])

    def mute(self, why):
        """The failure of a guest that does not answer: where those of its tasks stand that are ours, run, or wait for what cannot
        be disturbed, innermost call first.  Its kernel tells when an NMI makes it panic, if it can."""
        said = f"no answer ({why}); " + self.died()
        end = len(self.console())
        try:
            self.qmp("inject-nmi")
            self.ended("the end of a kernel that panics of an NMI", **SUSPICIOUS)
        except Failure as e:
            return (StandsStill if self.stands_still(end) else Failure)(f"{said}\n  and does not tell what its tasks do: {e}")
        tasks = re.findall(r"task:(\S+) +state:(\w)(.*?)(?=task:|\Z)", self.console()[end:], re.S)
        told = [f"\n  {name} ({state}): " + " < ".join(re.findall(r"\]  (\w[\w.]*)\+0x", text)[:14])
                for name, state, text in tasks if name in ("init", "hog", "sh") or state in "DR"]
        return Failure(said + "\n  what its tasks do, told to an NMI:" + "".join(told))

    def has_died(self):
        """What its console does not have may be in its memory."""
        memory = self.path("memory")
        try:
            self.qmp("pmemsave", val=0, size=self.low_bytes, filename=memory)
            with open(memory, "rb") as f, mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) as said:
                died = re.search(rb"int3: 0000 \[#1\]", said)
            os.remove(memory)
        except (Failure, OSError):
            return False
        return died

    def stands_still(self, end):
        """It has died and did not say so, and the device has not heard of the driver."""
        traced = text_of(self.path("device.jsonl"))
        return (self.has_died() and len(self.console()) == end and
                "host_init " in traced and not re.search(r"host_(query|stats|offer|reclaim) ", traced))

    # Connections

    def connect(self, name):
        s = socket.socket(socket.AF_UNIX)

        def try_it():
            if not self.running():
                raise Failure(self.died())
            try:
                s.connect(f"{self.sockets}/{name}")
                return True
            except OSError:
                return False
        wait_for(try_it, f"QEMU to open {name}")
        return patience.Lines(s)

    def send_to(self, lines, text):
        try:
            lines.send(text.encode())
        except patience.Vain as e:
            raise Failure(f"{text!r} is not read ({e}); " + self.died()) from None
        except ConnectionError:
            raise Failure(self.died()) from None

    def serial_line(self):
        try:
            try:
                line = self.serial.line(**SUSPICIOUS)
            except patience.Vain as e:
                if self.has_died():
                    raise self.mute(e) from None
                line = self.serial.line()
        except patience.Vain as e:
            raise self.mute(e) from None
        except ConnectionError:
            raise Failure(self.died()) from None
        return line.decode(errors="replace").rstrip("\r")

    def qmp_line(self):
        try:
            return json.loads(self.monitor.line())
        except patience.Vain as e:
            raise Failure(f"no answer ({e}); " + self.died()) from None
        except ConnectionError:
            raise Failure(self.died()) from None

    def wait_ready(self):
        """Until the guest's init takes commands."""
        while not self.serial_line().startswith("READY"):
            pass

    # The two ways in

    def qmp(self, command, **arguments):
        return self.qmp_at_once((command, arguments))

    def qmp_at_once(self, *commands):
        """Sends all of the commands (name, arguments) before it reads an answer; returns the last one's."""
        self.send_to(self.monitor, "".join(json.dumps({"execute": name, "arguments": arguments}) + "\n"
                                              for name, arguments in commands))
        for name, _ in commands:
            answer = self.qmp_answer()
            if "error" in answer:
                raise Failure(f"QMP {name}: {answer['error']['desc']}")
        return answer["return"]

    def qmp_answer(self):
        while True:
            answer = self.qmp_line()
            if "return" in answer or "error" in answer:
                return answer
            self.events.append(answer)

    def guest_send(self, line):
        self.send_to(self.serial, line + "\n")

    def guest_answer(self, line, check=True, heard=lambda line: None):
        """heard: is told each line when it comes."""
        out = []
        done = None
        while not done:
            out.append(self.serial_line())
            heard(out[-1])
            done = re.search(r"=== DONE (\d+)$", out[-1])      # output need not end with a newline
        out[-1] = out[-1][:done.start()]
        text = "\n".join(out).rstrip("\n")
        if check and done[1] != "0":
            raise Failure(f"in the guest, {line!r} failed with status {done[1]}: {text}")
        return text

    def guest(self, line, check=True):
        """Runs a shell command in the guest and returns what it printed."""
        self.guest_send(line)
        return self.guest_answer(line, check)

    # Its discards, if it was started with held=True

    def hold_path(self):
        return os.path.join(self.sockets, "hold")

    def hold(self):
        """A Hold: from now on each discard waits."""
        return hold.Hold(self.hold_path())

    # What is to be seen from outside

    def rss(self):
        """Resident bytes of the whole QEMU process."""
        return 1024 * int(re.search(r"^Rss:\s+(\d+)", text_of(f"/proc/{self.process.pid}/smaps_rollup"), re.M).group(1))

    def ram_rss(self):
        """Resident bytes of the guest's RAM alone: of the largest mappings, as many as make all of it."""
        found = re.findall(r"^Size:\s+(\d+) kB.*?^Rss:\s+(\d+) kB", text_of(f"/proc/{self.process.pid}/smaps"), re.M | re.S)
        left, resident = self.ram_bytes, 0
        for size, rss in sorted(((int(size) * 1024, int(rss) * 1024) for size, rss in found), reverse=True):
            if left > 0:
                left, resident = left - size, resident + rss
        return resident

    def meminfo(self):
        """The guest's /proc/meminfo, in bytes."""
        return {k: 1024 * int(v) for k, v in re.findall(r"(\w+):\s+(\d+) kB", self.guest("cat /proc/meminfo"))}

    def console(self):
        return text_of(self.path("console"))

    def device_lines(self):
        """What the device wrote to its chardev, parsed; a line still being written is left out."""
        return [json.loads(line) for line in text_of(self.path("device.jsonl")).split("\n")[:-1]]
