# SPDX-License-Identifier: GPL-2.0-or-later
"""Memory is plugged in and unplugged.

The device takes the machine's own memory alone, and refuses an offer whole that has a page of any other: `bad-offers`, which
Guest.clean() looks at, must stay 0."""
import vm
from guest import BALLOON, VIRTIO_MEM, Guest, report
from vm import MIB, PAGE, wait_for

RAM_MIB = 1024
PLUGGED_MIB = 1024
SLOTS = ["-m", "slots=4,maxmem=8G"]
MEMORY = "/sys/devices/system/memory"


def total(machine):
    return machine.meminfo()["MemTotal"]


def follows(machine, what, before, mib):
    wait_for(lambda: abs(total(machine) - before - mib * MIB) < 8 * MIB, f"MemTotal to change by {mib} MiB")
    report.ok(what)


def plug(machine, name, online):
    before = total(machine)
    machine.guest(f"echo {online} >{MEMORY}/auto_online_blocks")
    machine.qmp("object-add", **{"qom-type": "memory-backend-ram", "id": name + "-ram", "size": PLUGGED_MIB * MIB})
    machine.qmp("device_add", driver="pc-dimm", id=name, memdev=name + "-ram")
    follows(machine, f"a DIMM of {PLUGGED_MIB} MiB is plugged in: {online}", before, PLUGGED_MIB)


def unplug(machine, name):
    def gone():
        machine.qmp("query-status")     # events come with an answer
        return any(e["event"] == "DEVICE_DELETED" and e["data"].get("device") == name for e in machine.events)
    before = total(machine)
    machine.qmp("device_del", id=name)
    wait_for(gone, "the guest to let go of the DIMM")
    machine.qmp("object-del", id=name + "-ram")
    follows(machine, "it is unplugged", before, -PLUGGED_MIB)


def resize(machine, mib):
    before, had = total(machine), machine.qmp("qom-get", path="/machine/peripheral/vmem", property="size")
    machine.qmp("qom-set", path="/machine/peripheral/vmem", property="requested-size", value=mib * MIB)
    wait_for(lambda: machine.qmp("qom-get", path="/machine/peripheral/vmem", property="size") == mib * MIB, f"virtio-mem to have {mib} MiB")
    follows(machine, f"virtio-mem has {mib} MiB", before, mib - had // MIB)


def takes_memory(guest, seed):
    """A program has most of the memory that the guest was started with."""
    guest.vm.guest(f"hog_start {seed}")
    guest.hog("grow 600")
    return guest.settled()


def gives_what_it_may(guest, what):
    """It ends."""
    held = guest.held()
    guest.vm.guest("hog_stop")
    given = guest.settled() - held
    report.check(f"{what}: a program ends, and its {given // MIB} MiB are given", given > 400 * MIB)
    report.equal("... in offers none of which is refused", (guest.device_value("bad-offers"), guest.driver_state()["answers_ST_BAD"]), (0, "0"))


def low_follows(guest, what):
    """The threshold is a part of what the guest has by now."""
    report.near(what, int(guest.driver_state()["low_pages"]) * PAGE, total(guest.vm) // 10, 2 * MIB)


def test_dimm():
    with vm.VM("dimm", mem_mib=RAM_MIB, more=SLOTS) as machine:
        guest = Guest(machine)
        guest.load()
        takes_memory(guest, 71)
        plug(machine, "first", "online_kernel")
        low_follows(guest, "the low threshold follows")
        gives_what_it_may(guest, "thresholds")
        guest.books_agree()
        guest.unload()
        guest.load("", "adaptive")
        wait_for(lambda: guest.held() > 500 * MIB, "the adaptive policy to give")
        report.equal("adaptive: no offer is refused", guest.driver_state()["answers_ST_BAD"], "0")
        guest.unload()

        guest.load()
        plug(machine, "second", "online_movable")
        low_follows(guest, "the low threshold follows")
        unplug(machine, "second")
        low_follows(guest, "and again")
        report.check(f"the guest gives as before ({guest.settled() // MIB} MiB)", guest.held() > 500 * MIB)
        guest.books_agree()
        guest.clean()


def test_virtio_mem():
    device = ["-object", "memory-backend-ram,id=vmem-ram,size=1G", "-device", "virtio-mem-pci,id=vmem,memdev=vmem-ram,requested-size=0"]
    with vm.VM("virtio-mem", mem_mib=RAM_MIB, more=[*SLOTS, *device]) as machine:
        guest = Guest(machine)
        guest.device = guest.of_kind(BALLOON)
        guest.load()
        machine.guest("insmod /lib/modules/virtio_mem.ko")
        machine.guest(f"echo {guest.of_kind(VIRTIO_MEM)} >/sys/bus/virtio/drivers/virtio_mem/bind")     # a new device is bound by hand
        machine.guest(f"echo online_kernel >{MEMORY}/auto_online_blocks")
        takes_memory(guest, 72)
        resize(machine, PLUGGED_MIB)
        low_follows(guest, "the low threshold follows")
        gives_what_it_may(guest, "beside virtio-mem")
        guest.books_agree()
        resize(machine, PLUGGED_MIB // 2)     # not all of it: by now the kernel has pages there that cannot be moved
        low_follows(guest, "the low threshold follows")
        report.check(f"the guest gives as before ({guest.settled() // MIB} MiB)", guest.held() > 500 * MIB)
        guest.books_agree()
        guest.clean()


GROUPS = {"dimm": test_dimm, "virtio-mem": test_virtio_mem}
