# SPDX-License-Identifier: GPL-2.0-or-later
"""The kernels that a guest may start, each with a driver built for it: Debian's own, that of the installed headers, and
those that kernel-tree.sh fetches.
"""
import os
import subprocess

import vm

DEBIAN = "installed"        # the others are 6.12 and newest, as kernel-tree.sh calls them


def fetched(kernel):
    """The folder of a kernel that has its image; fetched, if the archive has it."""
    script = "tests/driver/kernel-tree.sh"
    made = subprocess.run([os.path.join(vm.ROOT, script), kernel], stderr=subprocess.PIPE, text=True, check=False)
    tree = os.path.join(vm.BUILD, "kernel-trees", kernel)
    missing = made.stderr if made.returncode == 3 else vm.text_of(os.path.join(tree, "no-image"))
    if missing:
        raise vm.NotHere(missing.strip())
    if made.returncode:
        raise vm.Failure(f"{script}: {made.stderr.strip()}")
    headers = "root/usr/src/linux-headers-" + vm.text_of(os.path.join(tree, "release")).strip()
    if "\nCONFIG_VIRTIO_PCI=y\n" not in vm.text_of(os.path.join(tree, headers, ".config")):
        raise vm.Failure(f"virtio_pci is not built into {kernel}; next step: have {script} keep its modules for initramfs.sh")
    return tree


def system(kernel):
    """A kernel with the driver."""
    if kernel == DEBIAN:
        return vm.System()
    tree = fetched(kernel)
    vm.claim("kernel-" + kernel)
    out = os.path.join(vm.BUILD, "vm", "kernel-" + kernel)
    module = os.path.join(out, "module")
    vm.make("tests/driver/kernel-module.sh", kernel, os.path.join(vm.ROOT, "driver"), module)
    initramfs = os.path.join(out, "initramfs.gz")
    vm.make("tests/vm/initramfs.sh", initramfs, tree, os.path.join(module, "virtio_aerostat.ko"))
    return vm.System(os.path.join(tree, "vmlinuz"), initramfs)


def groups(kernel, **tests):
    """These tests on that kernel, each by a name that has the kernel in it."""
    def on_it(name, test):
        def run():
            test(name, kernel)      # and what test_main has to tell is told of Debian's own kernel
        return run
    return {f"{kernel}-{name}": on_it(f"{kernel}-{name}", test) for name, test in tests.items()}
