#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""make demo: a VM in the terminal whose guest gives memory to the host and takes it back, by itself.

    demo.py        q or Ctrl-C ends it early

On a terminal two bars move in place; into a file it writes a line a second.
Leaves build/vm/demo/memory.tsv, and memory.svg where gnuplot is installed.
"""
import os
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
import tty

sys.dont_write_bytecode = True
import vm

RAM_MIB = 1024
SAMPLE_S = 0.2
STEP_MIB = 50


class Quit(Exception):
    """The viewer has seen enough."""


class Screen:
    """Draws the same few lines again and again on a terminal, or a line a second into anything else."""

    def __init__(self):
        self.live = sys.stdout.isatty()
        self.keys = self.live and sys.stdin.isatty()
        self.height = 0
        self.last = 0.0
        self.saved = None

    def open(self):
        if self.keys:
            self.saved = termios.tcgetattr(sys.stdin)
            tty.setcbreak(sys.stdin)
        if self.live:
            sys.stdout.write("\033[?25l")

    def close(self):
        if self.live:
            sys.stdout.write("\033[?25h")
        if self.saved:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self.saved)
        sys.stdout.flush()

    def quit_pressed(self):
        return self.keys and select.select([sys.stdin], [], [], 0)[0] and os.read(sys.stdin.fileno(), 100).count(b"q") > 0

    def say(self, text):
        """A line that stays."""
        self.height = 0
        print(text, flush=True)

    def draw(self, lines, short):
        if not self.live:
            if time.monotonic() - self.last >= 1:
                self.last = time.monotonic()
                print(short, flush=True)
            return
        width = shutil.get_terminal_size().columns - 1
        if self.height:
            sys.stdout.write(f"\033[{self.height}A")
        for line in lines:
            sys.stdout.write("\r\033[K" + line[:width] + "\n")
        self.height = len(lines)
        sys.stdout.flush()


class Demo:
    def __init__(self, machine, screen):
        self.machine, self.screen = machine, screen
        self.start = time.monotonic()
        self.samples = []
        self.doing = ""

    def sample(self):
        """One look at both sides; all in MiB."""
        m = self.machine
        info = m.meminfo()
        given = RAM_MIB - m.qmp("query-balloon")["actual"] // vm.MIB
        s = {"t": time.monotonic() - self.start, "available": info["MemAvailable"] // vm.MIB, "given": given,
             "resident": m.rss() // vm.MIB}
        self.samples.append(s)
        self.draw(s)
        if self.screen.quit_pressed():
            raise Quit
        return s

    def draw(self, s):
        width = min(shutil.get_terminal_size().columns - 1, 100) - 12

        def cells(mib):
            return max(0, min(width, round(mib * width / RAM_MIB)))
        given, available = cells(s["given"]), cells(s["available"])
        used = max(0, width - given - available)
        resident = cells(s["resident"])
        self.screen.draw([
            "",
            f"  {s['t']:5.1f} s   {self.doing}",
            "",
            "  guest   [" + "#" * used + "-" * available + " " * given + "]",
            f"          # in use {RAM_MIB - s['given'] - s['available']:4} MiB    - available {s['available']:4} MiB"
            f"    given to the host {s['given']:4} MiB",
            "  host    [" + "#" * resident + " " * (width - resident) + "]",
            f"          # resident in QEMU {s['resident']:4} MiB",
            "",
        ], f"{s['t']:6.1f} s  available {s['available']:4} MiB  given {s['given']:4} MiB  host-resident {s['resident']:4} MiB")

    def watch(self, until=lambda s: True):
        """Shows both sides until until() holds, and for a moment more; a failure when it never does."""
        waits = vm.patience.Patience(busy_s=300)
        hold_s = 2.5 if self.screen.live else 1
        since = None
        while since is None or time.monotonic() - since < hold_s:
            if until(self.sample()):
                since = since or time.monotonic()
            else:
                try:
                    waits.look()
                except vm.patience.Vain as e:
                    raise vm.Failure(f"this has not come true: {self.doing} ({e})") from None
            time.sleep(SAMPLE_S)

    def stage(self, doing):
        self.doing = doing
        if not self.screen.live:
            self.screen.say("-- " + doing)

    def program(self, verb, mib=0):
        """The program does it step by step, so that there is something to see."""
        answer = ""
        for _ in range(max(1, mib // STEP_MIB)):
            answer = self.machine.guest(f"hog_do {verb}" + (f" {STEP_MIB}" if mib else ""))
            self.sample()
        return answer

    def run(self):
        m = self.machine
        m.guest("hog_start")
        m.guest("insmod /lib/modules/virtio_aerostat.ko policy=thresholds period_ms=200")
        self.stage("the driver is loaded, the guest is empty: it gives what it can spare")
        self.watch(lambda s: s["given"] > 500)
        self.stage("a program needs 700 MiB: the guest takes back, by itself")
        self.program("grow", 700)
        self.watch(lambda s: s["given"] < 100)
        high = self.samples[-1]["resident"]
        self.stage("the program frees 450 MiB: the guest gives, the host discards")
        self.program("free", 450)
        self.watch(lambda s: s["given"] > 250 and s["resident"] < high - 100)
        low = self.samples[-1]
        self.stage("it needs 400 MiB again: the guest takes back")
        self.program("grow", 400)
        self.watch(lambda s: s["given"] < low["given"] - 150)
        self.stage("it reads every byte that it holds")
        verified = self.program("verify")
        self.stage("the program ends: the guest gives")
        m.guest("hog_stop")
        self.watch(lambda s: s["given"] > 500)
        self.stage("the driver is removed: everything is the guest's again")
        m.guest("rmmod virtio_aerostat")
        self.watch(lambda s: s["given"] == 0)
        if not verified.endswith(", bad 0"):
            raise vm.Failure("the program's memory is damaged: " + verified)
        return (f"the host had up to {max(s['given'] for s in self.samples)} MiB of the guest's {RAM_MIB} MiB and gave back "
                f"what the guest asked for;\n  while the program was small QEMU's resident size fell from {high} to "
                f"{low['resident']} MiB; the program {verified}.")

    def save(self):
        path = self.machine.path("memory.tsv")
        with open(path, "w") as f:
            f.write("seconds\tavailable_MiB\tgiven_MiB\tresident_MiB\n")
            for s in self.samples:
                f.write(f"{s['t']:.2f}\t{s['available']}\t{s['given']}\t{s['resident']}\n")
        if len(self.samples) > 1 and shutil.which("gnuplot"):
            picture = self.machine.path("memory.svg")
            subprocess.run(["gnuplot"], text=True, check=False, input=(
                f"set terminal svg size 900,500; set output '{picture}'; set key outside bottom horizontal\n"
                "set xlabel 'seconds'; set ylabel 'MiB'; set yrange [0:*]; set grid\n"
                f"plot '{path}' u 1:2 w l lw 2 t 'available in the guest', '' u 1:3 w l lw 2 t 'given to the host', "
                "'' u 1:4 w l lw 2 t 'resident in QEMU'\n"))
            return picture
        return path


def main():
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print("Aerostat: a guest that watches its own memory, gives the host what it can spare and takes it back when it\n"
          f"needs it.  A VM with {RAM_MIB} MiB boots now, under TCG (no KVM): about 5 s.  q or Ctrl-C ends the demo.", flush=True)
    screen = Screen()
    status, last = 1, ""
    try:
        vm.PRODUCT = True
        vm.prepare()
        screen.open()
        with vm.VM("demo", mem_mib=RAM_MIB) as machine:
            demo = Demo(machine, screen)
            try:
                last, status = "demo: " + demo.run(), 0
            finally:
                picture = demo.save()
            last += "\n  the curves: " + os.path.relpath(picture, os.getcwd())
    except (Quit, KeyboardInterrupt):
        last, status = "demo: ended by the viewer.", 0
    except vm.Failure as e:
        last = f"demo: FAILED: {e}"
    finally:
        screen.close()
    print(last)
    return status


if __name__ == "__main__":
    sys.exit(main())
