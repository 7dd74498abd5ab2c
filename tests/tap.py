# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints TAP for the tests that are Python: one line a check, and the plan at the end.

tests/tap.sh and tests/tap.h say the same in shell and C; prove(1) reads and counts it."""
import sys


class Tap:
    def __init__(self):
        self.count = self.failed = 0
        self.group = ""     # stands before each name

    def _line(self, word, name, end=""):
        self.count += 1
        name = " ".join(f"{self.group}: {name}".split() if self.group else name.split()).replace("#", "\\#")
        print(f"{word} {self.count} - {name}{end}", flush=True)

    @staticmethod
    def note(text):
        for line in str(text).splitlines():
            print(f"# {line}", flush=True)

    def ok(self, name):
        self._line("ok", name)

    def not_ok(self, name, detail=""):
        """Shows at most 5000 characters of the detail."""
        self.failed += 1
        self._line("not ok", name)
        self.note(str(detail)[:5000])

    def skip(self, name, reason):
        """A check that cannot run here.  It counts as neither passed nor failed."""
        self._line("ok", name, f" # SKIP {' '.join(str(reason).split())}")

    def check(self, name, true, detail=""):
        """Returns whether it passed."""
        if true:
            self.ok(name)
        else:
            self.not_ok(name, detail)
        return bool(true)

    def equal(self, name, got, wanted):
        return self.check(name, got == wanted, f"got {got!r}, wanted {wanted!r}")

    @staticmethod
    def bail_out(reason):
        """Nothing that follows would mean anything: ends the test, which has failed."""
        print(f"Bail out!  {reason}", flush=True)
        sys.exit(255)

    def done(self, again=""):
        """Prints the plan and ends the program.  `again` is the command that repeats the test."""
        if self.failed and again:
            self.note(f"again: {again}")
        print(f"1..{self.count}", flush=True)
        sys.exit(0 if self.count and not self.failed else 1)
