# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the cases of a test file of the device: SCRIPT stock|tree [NAME...]

    stock   the installed QEMU with build/checked/device/virtio-aerostat.so (tests/checked.sh)
    tree    build/qemu-7.2/qemu-system-x86_64, with the device hooked in
Prints TAP, a check for each case; NAME runs only these cases.
AEROSTAT_SO names another shared object (faults), AEROSTAT_QEMU another QEMU with the device in it (qemus.sh).
"""
import os
import socket
import sys
import threading
import traceback

from virtio_qtest import Aerostat, MIB, PAGE, Qemu      # it knows the way to tests/
from tap import Tap

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), '..', '..', 'build'))
SO = os.environ.get('AEROSTAT_SO', os.path.join(TOP, 'checked', 'device', 'virtio-aerostat.so'))
STOCK = ('/usr/bin/qemu-system-x86_64', 'tcg', SO)
TREE = (os.environ.get('AEROSTAT_QEMU', os.path.join(TOP, 'qemu-7.2', 'qemu-system-x86_64')), 'qtest', None)
DEVICE = 'virtio-aerostat-pci,id=balloon0,addr=4,chardev=events'
RAM = 256 * MIB
A = 64 * MIB        # pages that the tests give; the queues are far below
# Of a commit that is many discards, and long: 512 MiB from A, one page apart
RUNS = [(A + i * 128 * PAGE, 127) for i in range(1024)]
CASES = []


class NotHere(Exception):
    """This machine lacks what the case needs: it is skipped."""


def case(says, only=None):
    """Of both QEMUs, or of the one that `only` names."""
    def add(function):
        CASES.append((function.__name__, says, function, only))
        return function
    return add


def eq(found, wanted, what=''):
    assert found == wanted, f'{what}: {found!r}, not {wanted!r}'


def vm(build, filled=16 * MIB, properties='', **more):
    """A VM and its device, driven; its memory is 0x55 from A, `filled` bytes of it."""
    q = Qemu(build, device=DEVICE + properties, **more)
    try:
        q.aerostat = Aerostat(q)
        q.fill(A, filled, 0x55)
    except BaseException:
        q.stop()
        raise
    return q


class Sink:
    """Takes a migration and throws it away: needs no QEMU, and of the host no more than a socket."""

    def __init__(self, directory):
        path = os.path.join(directory, 'sink')
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(1)
        self.uri = 'unix:' + path
        threading.Thread(target=self.take, daemon=True).start()

    def take(self):
        connection, _ = self.listener.accept()
        with connection:
            while connection.recv(1 << 20):
                pass


def main():
    script = os.path.basename(sys.argv[0])
    if len(sys.argv) < 2 or sys.argv[1] not in ('stock', 'tree'):
        sys.exit(f'usage: {script} stock|tree [NAME...]')
    build, tap = STOCK if sys.argv[1] == 'stock' else TREE, Tap()
    names = sys.argv[2:]
    for needed in filter(None, (build[0], build[2])):
        if not os.path.exists(needed):
            tap.bail_out(f'{needed} is missing; next step: device/build-so.sh or device/build-qemu.sh')
    for name, says, function, only in CASES:
        if only not in (None, sys.argv[1]) or (names and name not in names):
            continue
        tap.group = name
        try:
            function(build)
            tap.ok(says)
        except NotHere as e:
            tap.skip(says, e)
        except Exception as e:
            at = [f for f in traceback.extract_tb(e.__traceback__) if os.path.basename(f.filename) == script][-1]
            tap.not_ok(says, f'line {at.lineno}: {at.line}\n{e!r}\nagain: tests/device/{script} {sys.argv[1]} {name}')
    if not tap.count:
        tap.bail_out('no test of that name')
    tap.done()
