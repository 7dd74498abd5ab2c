#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""libvirt's own words for a balloon, said by Debian's libvirt to an Aerostat, and to virtio-balloon in the same run.

    this process, with libvirt's QEMU driver in it, as an unprivileged user ──QMP──> QEMU
         └────────────── commands (serial 2) ─────────────────────> guest

usage: libvirt_test.py         needs tests/need.sh libvirt, make driver device
"""
import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback

import libvirt

sys.dont_write_bytecode = True
import vm
from guest import GUEST_SLACK, Guest, report
from vm import MIB, Failure, NotHere, wait_for

NOBODY = 65534
RAM_MIB = 512
PR_SET_CHILD_SUBREAPER = 36
DOMAIN = """
<domain type='qemu'>
  <name>aerostat</name>
  <memory unit='MiB'>{ram}</memory>
  <vcpu cpuset='{cpus}'>1</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>{home}/vmlinuz</kernel>
    <initrd>{home}/initramfs.gz</initrd>
    <cmdline>console=ttyS0 panic=-1 panic_on_warn=1 mitigations=off {patience}</cmdline>
  </os>
  <on_reboot>destroy</on_reboot>
  <devices>
    <emulator>{emulator}</emulator>
    <serial type='file'><source path='{home}/console'/><target port='0'/></serial>
    <serial type='unix'><source mode='bind' path='{home}/command'/><target port='1'/></serial>
    <memballoon model='virtio'/>
  </devices>
</domain>
"""


def fill(home):
    system = vm.System()
    for name, path in {"vmlinuz": system.kernel, "initramfs.gz": system.initramfs, "virtio-aerostat.so": vm.shared_object(),
                       "emulator": os.path.join(vm.ROOT, "device/emulator.sh")}.items():
        shutil.copy(path, os.path.join(home, name))
    os.makedirs(os.path.join(home, "root/etc"))
    with open(os.path.join(home, "root/etc/qemu.conf"), "w") as f:
        f.write('stdio_handler = "file"\n')     # not another daemon


def become_owner(home):
    """As root libvirt would want users of its own: this process becomes nobody."""
    try:
        if os.geteuid() == 0:
            for folder, _, files in os.walk(home):
                for name in (".", *files):
                    os.chown(os.path.join(folder, name), NOBODY, NOBODY)
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError as e:
        raise NotHere(f"root cannot become nobody: {e}") from None
    for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        os.environ[name] = home


def connect(home):
    libvirt.registerErrorHandler(lambda *_: None, None)     # it raises what it has to say
    libvirt.virEventRegisterDefaultImpl()

    def run():
        while True:
            libvirt.virEventRunDefaultImpl()
    threading.Thread(target=run, daemon=True).start()
    return libvirt.open(f"qemu:///embed?root={home}/root")


class Domain(vm.VM):
    """A VM that libvirt has started; there is no way to its QEMU but libvirt's."""

    def __init__(self, connection, home, emulator):
        self.dir = self.sockets = home
        # cpuset: else libvirt asks /sys, which a chroot may lack, and gives up without a word
        cpus = ",".join(map(str, sorted(os.sched_getaffinity(0))))
        self.domain = connection.createXML(DOMAIN.format(
            ram=RAM_MIB, home=home, emulator=emulator, patience=vm.PATIENCE, cpus=cpus))
        self.asked = None       # the Patience for what libvirt is asked
        threading.Thread(target=self.watch, daemon=True).start()
        try:
            self.meet_guest()
        except BaseException:
            self.close()
            raise

    def running(self):
        with contextlib.suppress(libvirt.libvirtError):     # one that has ended is forgotten
            return self.domain.isActive()
        return False

    def destroy(self):
        with contextlib.suppress(libvirt.libvirtError):
            self.domain.destroy()

    def close(self):
        self.destroy()

    def has_died(self):     # nobody can look into its memory
        return False

    def mute(self, why):
        return Failure(f"no answer ({why}); " + self.died())

    def watch(self):
        """A QEMU that is mute would keep libvirt waiting for ever."""
        while True:
            try:
                time.sleep(vm.patience.LOOK_S)
                asked = self.asked
                if asked:
                    asked.look()
            except vm.patience.Vain:
                self.destroy()
                return

    def ask(self, method, *arguments):
        self.asked = vm.patience.Patience()
        try:
            return getattr(self.domain, method)(*arguments)
        finally:
            self.asked = None

    def stats(self):
        """virsh dommemstat: {name: value}, sizes in KiB."""
        return self.ask("memoryStats")

    def stats_come(self):
        self.ask("setMemoryStatsPeriod", 1)
        wait_for(lambda: "usable" in self.stats(), "the guest's stats")
        return self.stats()

    def newer_stats(self):
        seen = self.stats()["last_update"]
        wait_for(lambda: self.stats()["last_update"] > seen + 1, "newer stats")
        return self.stats()


class DomainsGuest(Guest):
    def held(self):
        return (RAM_MIB * 1024 - self.vm.stats()["actual"]) * 1024

    def gives(self):
        return wait_for(lambda: self.driver_state() and self.held() >= 250 * MIB, "the guest to give 250 MiB")


def test_emulator(home):
    for kind in ("virtio-balloon-pci-transitional", "virtio-balloon-ccw"):
        ran = subprocess.run([os.path.join(home, "emulator"), "-device", f'{{"driver":"{kind}"}}'], capture_output=True, text=True)
        report.check(f"emulator.sh takes no {kind} for one that it can replace, and says so",
                     ran.returncode == 1 and "cannot be an Aerostat; next step: <memballoon" in ran.stderr, ran.stderr)


def test_libvirt(connection, home):
    with Domain(connection, home, vm.STOCK) as machine:
        machine.guest("insmod /lib/modules/virtio_balloon.ko")
        theirs = set(machine.stats_come())
    with Domain(connection, home, os.path.join(home, "emulator")) as machine:
        guest = DomainsGuest(machine)
        guest.load()
        report.check("a domain with memballoon model='virtio' starts, and the driver binds to its balloon",
                     guest.driver_state()["host"] == "HOST_PLENTY")
        first = machine.stats_come()
        report.equal("dommemstat tells of an Aerostat what it tells of virtio-balloon", set(first), theirs)
        report.check("nobody has set a target: the guest gives by itself", guest.gives())
        for wanted in (RAM_MIB - 200, RAM_MIB - 50):
            machine.ask("setMemory", wanted * 1024)
            report.check(f"setmem {wanted}M: the guest has so much, and dommemstat and dominfo tell it", wait_for(
                lambda: machine.stats()["actual"] == machine.ask("info")[2] == wanted * 1024, f"the guest to have {wanted} MiB"))
        machine.ask("setMemory", RAM_MIB * 1024)
        report.check("setmem of all of it: there is no target any more", guest.gives())
        held, state, (ours, info) = guest.at_rest(lambda: (machine.newer_stats(), machine.meminfo()))
        report.check("dommemstat --period 1: they are asked for again and again", ours["last_update"] > first["last_update"] + 1)
        report.equal("both sides' books agree", int(state["given_pages"]) * vm.PAGE, held)
        report.equal("what the guest has", ours["available"] * 1024, info["MemTotal"])
        report.near("what it has available", ours["usable"] * 1024, info["MemAvailable"], GUEST_SLACK)
        report.near("what it does not use", ours["unused"] * 1024, info["MemFree"], GUEST_SLACK)
        report.equal("the kernel log is clean", guest.log_complaints(machine.guest("dmesg")), [])


def main():
    report.group = "libvirt"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))    # so that QEMU does not stay
    # libvirt's QEMU leaves its parent, and so becomes a child of this process: patience.py knows it
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    home = tempfile.mkdtemp(prefix="aerostat-", dir="/tmp")     # nobody must get there, and a socket's path is short
    try:
        vm.PRODUCT = True
        vm.prepare()
        fill(home)
        test_emulator(home)
        become_owner(home)
        test_libvirt(connect(home), home)
    except NotHere as e:
        report.skip("is run", e)
    except (Failure, libvirt.libvirtError) as e:
        report.check("ran to its end", False, str(e))
    except Exception:
        report.check("ran to its end", False, "a fault of the test: " + traceback.format_exc())
    finally:
        shutil.rmtree(home, ignore_errors=True)
    report.done()


if __name__ == "__main__":
    main()
