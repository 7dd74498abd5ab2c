# SPDX-License-Identifier: GPL-2.0-or-later
"""Keeps a QEMU's discards from their end, for what must happen while one is under way:

    a discard --connects, waits--> Hold --closes the connection--> the discard is made

The QEMU has preloaded() in LD_PRELOAD, and the path of its Hold in AEROSTAT_HOLD.
"""
import contextlib
import os
import socket
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.append(os.path.dirname(HERE))
import patience

MADE = os.path.join(HERE, '..', '..', 'build', 'device', 'hold.so')
# Discards are let go on one by one more and more slowly, by so much: of 1000 the last is made more than an hour after the first.
PACE_S = 0.01


def preloaded():
    """The shared object, made if it is not there."""
    source = os.path.join(HERE, 'hold.c')
    if not os.path.exists(MADE) or os.path.getmtime(MADE) < os.path.getmtime(source):
        os.makedirs(os.path.dirname(MADE), exist_ok=True)
        made = f'{MADE}.{os.getpid()}'
        subprocess.run(['gcc', '-O1', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-o', made, source], check=True)
        os.rename(made, MADE)
    return os.path.realpath(MADE)


class Hold:
    """`with Hold(...)`: meanwhile each discard waits."""

    def __init__(self, path):
        self.path = path
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(16)
        self.waiting = None         # the connection of the discard that waits

    def accept(self, seconds):
        """Is a discard under way, or will be within that time?"""
        if not self.waiting:
            self.listener.settimeout(seconds)
            with contextlib.suppress(socket.timeout):
                self.waiting = self.listener.accept()[0]
        return self.waiting is not None

    def wait(self):
        """Until a discard is under way."""
        try:
            patience.wait(lambda: self.accept(PACE_S), 0)
        except patience.Vain as e:
            raise AssertionError(f'waited in vain for a discard: {e}') from None

    def go(self):
        """The one that waits goes on."""
        self.waiting.close()
        self.waiting = None

    @contextlib.contextmanager
    def one_by_one(self):
        """Meanwhile they go on, slowly: for what waits for the one that is under way, and must be in time for the next."""
        ended = threading.Event()

        def pass_on():
            pace_s = PACE_S
            while not ended.wait(pace_s):
                if self.accept(PACE_S):
                    self.go()
                    pace_s += PACE_S
        passer = threading.Thread(target=pass_on, daemon=True)
        passer.start()
        try:
            yield
        finally:
            ended.set()
            passer.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.unlink(self.path)
        self.listener.close()
        if self.waiting:
            self.go()
