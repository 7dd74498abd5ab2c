#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# initramfs.sh: makes build/vm/initramfs.gz: busybox, the virtio modules, the driver and the programs of the VM test.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
out=$root/build/vm
kernel=$root/build/kernel
driver=$root/build/driver/virtio_aerostat.ko

fail() {
	echo "initramfs.sh: $1" >&2
	echo "  next step: $2" >&2
	exit 1
}

"$here/kernel.sh"
busybox=$(command -v busybox) || fail "no busybox on this machine" "tests/need.sh vm"
[ -s "$driver" ] || fail "build/driver/virtio_aerostat.ko is not there" "make driver"
release=$(cat "$kernel/release")
made_for=$(modinfo -F vermagic "$driver" | cut -d ' ' -f 1)
[ "$made_for" = "$release" ] ||
	fail "build/driver/virtio_aerostat.ko is for Linux $made_for, and linux-headers-amd64 stands for $release" \
	"driver/build.sh build/driver /usr/src/linux-headers-$release"

mkdir -p "$out"
stamp=$(cat "$here/hog.c" "$here/init" "$0" "$kernel/stamp" "$busybox" "$driver" | sha256sum)
[ "$(cat "$out/stamp" 2>/dev/null)" = "$stamp" ] && [ -s "$out/initramfs.gz" ] && exit 0

rm -rf "$out/tree" "$out/stamp"
mkdir -p "$out/tree/bin" "$out/tree/lib/modules" "$out/tree/proc" "$out/tree/sys" "$out/tree/dev" "$out/tree/run"
cp "$busybox" "$out/tree/bin/busybox"
cc -std=gnu11 -O2 -Wall -Wextra -Werror -static -o "$out/tree/bin/hog" "$here/hog.c"
install -m 755 "$here/init" "$out/tree/init"
cp "$driver" "$out/tree/lib/modules/"
# In this order: each needs the ones before it.
for module in virtio_ring virtio_pci_modern_dev virtio_pci_legacy_dev virtio virtio_pci; do
	cp "$kernel/lib/modules/$release/kernel/drivers/virtio/$module.ko" "$out/tree/lib/modules/" ||
		fail "the unpacked kernel has no $module.ko" "rm -r build/kernel, then make check"
	echo "$module.ko"
done >"$out/tree/lib/modules/order"
(cd "$out/tree" && find . | cpio -o -H newc --quiet -R 0:0 | gzip -1) >"$out/initramfs.gz"
echo "$stamp" >"$out/stamp"
echo "build/vm/initramfs.gz: $(stat -c %s "$out/initramfs.gz") bytes"
