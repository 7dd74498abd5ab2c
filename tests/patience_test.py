#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""patience.py: a peer that is starved or stopped is waited for, and one that hangs is not, whether it sleeps or spins.

The waits here have little patience: what they must not count lasts longer than that.
"""
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
from patience import Lines, Vain, read, wait
from tap import Tap

tap = Tap()
LITTLE = {"calm_s": 2, "busy_s": 2}
SPIN = ["sh", "-c", "while :; do :; done"]
SLEEP = ["sleep", "1000"]


class Peer:
    def __init__(self, *command, **how):
        self.process = subprocess.Popen(command, start_new_session=True, **how)

    def __enter__(self):
        return self.process

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGKILL)     # with its children
        self.process.wait()


def after(seconds, act):
    threading.Timer(seconds, act).start()


def verdict(condition):
    """What a wait with little patience comes to, and how long it took."""
    begin = time.monotonic()
    try:
        wait(condition, 0.01, **LITTLE)
        return "came", time.monotonic() - begin
    except Vain as e:
        return str(e), time.monotonic() - begin


def on_one_cpu(cpu):
    return lambda: os.sched_setaffinity(0, {cpu})


def test_hangs():
    with Peer(*SLEEP):
        said, _ = verdict(lambda: False)
    tap.check("a peer that sleeps for ever is not waited for", said.endswith("nobody has done anything"), said)
    with Peer(*SPIN):
        said, _ = verdict(lambda: False)
    tap.check("nor one that spins", "of processor time" in said, said)
    with Peer("sh", "-c", "sleep 1000 & sh -c 'while :; do :; done'; wait"):
        said, _ = verdict(lambda: False)
    tap.check("nor one whose child spins", "of processor time" in said, said)
    said, _ = verdict(lambda: False)
    tap.check("nor nobody at all", said.endswith("nobody has done anything"), said)


def test_stopped():
    with Peer(*SLEEP) as peer:
        peer.send_signal(signal.SIGSTOP)
        came = threading.Event()
        after(6, came.set)
        said, took = verdict(came.is_set)
        tap.check(f"a peer that is stopped for {took:.1f} s is waited for", said == "came" and took > 5, said)
        peer.send_signal(signal.SIGCONT)
        said, _ = verdict(lambda: False)
        tap.check("and when it goes on to sleep it is not any more", said.endswith("nobody has done anything"), said)


def test_starved():
    """A peer that always wants a processor, beside programs that leave it next to nothing of the one that it may have."""
    cpu = max(os.sched_getaffinity(0))
    loops = [subprocess.Popen(SPIN, start_new_session=True, preexec_fn=on_one_cpu(cpu)) for _ in range(4)]
    try:    # in a process of its own: the programs are no peers of one that waits
        said = subprocess.run([sys.executable, __file__, "starved", str(cpu)], stdout=subprocess.PIPE, text=True, check=False).stdout.strip()
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
    tap.check(f"a peer that gets little of a processor is waited for: {said}", said.startswith("came"))


def starved(cpu):
    """The process that waits."""
    with Peer("nice", "-n", "19", *SPIN, preexec_fn=on_one_cpu(cpu)) as peer:
        schedstat = f"/proc/{peer.pid}/schedstat"
        said, took = verdict(lambda: float(read(schedstat).split()[1]) > 5e9)
        print(f"{said} after {took:.1f} s, of which it had one for {float(read(schedstat).split()[0]) / 1e9:.1f} s")


def test_disk():
    """A peer that cannot be disturbed, as if it waited for a disk: the parent of a vfork()."""
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "disk")
        subprocess.run(["cc", "-x", "c", "-o", program, "-"], input=b"#include <unistd.h>\nint main(void) { if (!vfork()) pause(); }\n", check=True)
        with Peer(program) as peer:
            wait(lambda: " D " in read(f"/proc/{peer.pid}/stat"))
            came = threading.Event()
            after(6, came.set)
            said, took = verdict(came.is_set)
            tap.check(f"a peer that waits for a disk for {took:.1f} s is waited for", said == "came" and took > 5, said)
            said, took = verdict(lambda: False)
            tap.check(f"it may do so 10 times as long as sleep: {took:.1f} s", said.endswith("nobody has done anything") and took >= 20, said)


def test_lines():
    here, there = socket.socketpair()
    lines = Lines(here, 2)
    there.sendall(b"one\ntwo\nthr")
    tap.equal("lines come one by one", [lines.line(), lines.line()], [b"one", b"two"])
    after(0.5, lambda: there.sendall(b"ee\n"))
    tap.equal("and when they are whole", lines.line(), b"three")
    data = b"x" * (4 << 20) + b"\n"
    got = []
    reader = threading.Thread(target=lambda: got.append(Lines(there, 2).line()))
    reader.start()
    lines.send(data)
    reader.join()
    tap.check("what is sent arrives, however much", got == [data[:-1]])
    for what, act in (("no line comes", lines.line), ("nobody reads", lambda: lines.send(data))):
        try:
            act()
            tap.not_ok(f"{what}: in vain")
        except Vain as e:
            tap.check(f"{what}: in vain", "nobody has done anything" in str(e), e)
    there.close()
    try:
        lines.line()
        tap.not_ok("closed: an error")
    except ConnectionError:
        tap.ok("closed: an error")


if sys.argv[1:2] == ["starved"]:
    starved(int(sys.argv[2]))
else:
    test_hangs()
    test_stopped()
    test_starved()
    test_disk()
    test_lines()
    tap.done()
