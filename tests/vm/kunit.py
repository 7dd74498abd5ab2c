# SPDX-License-Identifier: GPL-2.0-or-later
"""The driver's units, of the same tests as tests/driver/units.sh runs as programs, in a kernel that watches them
(debug-kernel.sh): real blocks are allocated, split and freed, by the driver's own pages.c, under KASAN and page poisoning.
What the kernel's log says of each case is read (KUnit's form), and what else it says.
"""
import os
import re
import shutil

import debug
import vm
from guest import RAM_MIB, Guest, report

UNITS = ("backoff", "policy", "pages")

def cases(unit):
    """What the test's source lists."""
    text = vm.text_of(os.path.join(vm.ROOT, f"tests/driver/{unit}_test.c"))
    return re.findall(r"\beach\((\w+)\)", text)


def system(name, driver):
    """The debug kernel, and the module aerostat_kunit of that driver's sources to load."""
    vm.claim(name)
    plain = debug.system("debug")
    out = os.path.join(vm.BUILD, "vm", name)
    tree = os.path.join(out, "tree")
    shutil.rmtree(tree, ignore_errors=True)
    os.makedirs(os.path.join(tree, "lib/modules"))
    vm.make("tests/driver/kunit/build.sh", os.path.join(out, "module"), os.path.join(debug.KERNEL, "obj"), driver)
    shutil.copy(os.path.join(out, "module/aerostat_kunit.ko"), os.path.join(tree, "lib/modules"))
    both = os.path.join(out, "initramfs.gz")
    vm.make("tests/vm/append.sh", plain.initramfs, tree, both)
    return vm.System(plain.kernel, both)


def results(log):
    """Of each suite: how many cases it says that it has, and for each case whether it is ok, in KUnit's form:

        # Subtest: aerostat_pages
        1..8
        ok 1 gathers_large_first        "not ok" if it is not, with "# SKIP" behind it if it was left out
    ok 3 aerostat_pages
    """
    suites, suite = {}, None
    for line in re.sub(r"^\[ *[\d.]+\] ", "", log, flags=re.M).splitlines():
        begins, plan = re.match(r" *# Subtest: (\w+)$", line), re.match(r" +1\.\.(\d+)$", line)
        result = re.match(r" *((?:not )?ok) \d+ (?:- )?(\w+)(.*)", line)
        if begins:
            suite = suites.setdefault(begins[1], {})
        elif plan and suite is not None:
            suite["plan"] = int(plan[1])
        elif result and suite is not None:
            suite[result[2]] = result[1] + result[3]
    return suites


def test_kunit():
    with vm.VM("kunit", mem_mib=RAM_MIB, system=system("kunit-system", os.path.join(vm.ROOT, "driver")), append="page_poison=1 loglevel=7") as machine:
        guest = Guest(machine)
        machine.guest("insmod /lib/modules/aerostat_kunit.ko")
        log = machine.guest("dmesg")
        found = results(log)
        for unit in UNITS:
            names = cases(unit)
            wanted = {"plan": len(names), **{name: "ok" for name in names}, "aerostat_" + unit: "ok"}
            report.check(f"the unit {unit} in a kernel: each of the {len(names)} cases of its source is run, and ok",
                         names and found.get("aerostat_" + unit) == wanted, repr(found) + "\n" + log[-1000:])
        machine.guest("rmmod aerostat_kunit")
        debug.sound(guest, expected=None)


GROUPS = {"kunit": test_kunit}
