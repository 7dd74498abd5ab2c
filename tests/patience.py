# SPDX-License-Identifier: GPL-2.0-or-later
"""How long a test waits for what may never come.  The clock does not tell: on a busy machine it runs on while nothing else does.

    peers: every process that this one has started, and those that they have started; a QEMU above all

A wait is in vain once its peers have worked for busy_s, in seconds of processor time, or slept for calm_s.  They sleep while
every thread of theirs sleeps of its own accord.  A thread that waits for a processor (the scheduler counts how long), or that
is stopped, could not have gone on: that time counts as neither.  One that cannot be disturbed waits for a disk, mostly: it may
do so 10 times as long.  So a slow or busy machine ends no wait.
"""
import os
import select
import socket
import time

BUSY_S = 1200       # 10 times what the longest wait takes, on a machine that is 3 times slower
CALM_S = 300        # a guest that sleeps is woken by its watchdog every 24 s
LOOK_S = 0.25
CALM = {"S": 1, "D": 0.1}       # how much of the time counts, by the thread's state


class Vain(Exception):
    """What was waited for has not come, and nothing says that it will."""


def children(pid):
    """Those of all its threads."""
    found = []
    for task in listed(f"/proc/{pid}/task"):
        found += read(f"/proc/{pid}/task/{task}/children").split()
    return found


def listed(path):
    try:
        return os.listdir(path)
    except OSError:     # it has ended
        return []


def read(path):
    try:
        with open(path) as f:
            return f.read()
    except OSError:
        return ""


def threads():
    """Of the peers: {thread: (its state, seconds of work, seconds of waiting for a processor)}."""
    found, pids = {}, children(os.getpid())
    while pids:
        pid = pids.pop()
        pids += children(pid)
        for task in listed(f"/proc/{pid}/task"):
            state = read(f"/proc/{pid}/task/{task}/stat").rpartition(")")[2].split()[:1]
            times = read(f"/proc/{pid}/task/{task}/schedstat").split()
            if times and state and state[0] not in "ZX":
                found[task] = (state[0], int(times[0]) / 1e9, int(times[1]) / 1e9)
    return found


class Patience:
    def __init__(self, calm_s=CALM_S, busy_s=BUSY_S):
        self.calm_s, self.busy_s = calm_s, busy_s
        self.calm = self.busy = 0.0
        self.before, self.at = None, time.monotonic()

    def look(self):
        """Raises Vain when the wait has been in vain.  To be called again and again; it looks every LOOK_S."""
        passed = time.monotonic() - self.at
        if passed < LOOK_S:
            return
        now, self.at = threads(), self.at + passed
        if self.before is not None:
            self.count(now, passed)
        self.before = now
        if self.busy >= self.busy_s:
            raise Vain(f"{self.busy:.0f} s of processor time were spent in vain")
        if self.calm >= self.calm_s:
            raise Vain(f"for {self.calm:.0f} s nobody has done anything")

    def count(self, now, passed):
        slept = min(passed, 1)      # this process may have been stopped itself, and be the one that is waited for
        for thread, (state, worked, waited) in now.items():
            _, worked_before, waited_before = self.before.get(thread, ("", 0, 0))
            self.busy += worked - worked_before
            slept = min(slept, CALM.get(state, 0) * (passed - (worked - worked_before) - (waited - waited_before)))
        self.calm += max(slept, 0)


def wait(condition, every=0.05, **patience):
    """Asks until the answer is true, and returns it."""
    patience = Patience(**patience)
    while True:
        value = condition()
        if value:
            return value
        patience.look()
        time.sleep(every)


class Lines:
    """A socket whose other end speaks in lines.  ConnectionError: it is closed."""

    def __init__(self, connection, calm_s=CALM_S):
        self.socket, self.calm_s, self.rest = connection, calm_s, b""

    def send(self, data):
        left, patience = memoryview(data), Patience(self.calm_s)
        while left:
            if select.select([], [self.socket], [], LOOK_S)[1]:
                left = left[self.socket.send(left, socket.MSG_DONTWAIT):]
            else:
                patience.look()

    def line(self, busy_s=BUSY_S):
        """The next line, without its end."""
        patience = Patience(self.calm_s, busy_s)
        while b"\n" not in self.rest:
            if select.select([self.socket], [], [], LOOK_S)[0]:
                data = self.socket.recv(1 << 20)
                if not data:
                    raise ConnectionError("closed")
                self.rest += data
            else:
                patience.look()
        line, self.rest = self.rest.split(b"\n", 1)
        return line
