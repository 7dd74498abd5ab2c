#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# initramfs.sh OUT KERNEL DRIVER: makes OUT: busybox, the virtio modules of the kernel in the
# folder KERNEL, the module DRIVER and the programs of the VM tests.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
usage="usage: initramfs.sh OUT KERNEL DRIVER"
out=${1:?$usage} kernel=${2:?$usage} driver=${3:?$usage}
tree=${out%.gz}.tree
programs="$here/hog.c $here/kexec.c $here/failnth.c $here/killer.c $here/../bench/extents.c $here/../bench/load.c"

fail() {
	echo "initramfs.sh: $1" >&2
	echo "  next step: $2" >&2
	exit 1
}

busybox=$(command -v busybox) || fail "no busybox on this machine" "tests/need.sh vm"
[ -s "$driver" ] || fail "${driver#"$root/"} is not there" "make driver, or tests/checked.sh"
release=$(cat "$kernel/release")
made_for=$(modinfo -F vermagic "$driver" | cut -d ' ' -f 1)
[ "$made_for" = "$release" ] ||
	fail "${driver#"$root/"} is for Linux $made_for, and ${kernel#"$root/"} is Linux $release" \
	"driver/build.sh build/driver /usr/src/linux-headers-$release"

stamp=$(cat $programs "$here/init" "$0" "$kernel/stamp" "$busybox" "$driver" | sha256sum)
[ "$(cat "$out.stamp" 2>/dev/null)" = "$stamp" ] && [ -s "$out" ] && exit 0

rm -rf "$tree" "$out.stamp"
mkdir -p "$tree/bin" "$tree/lib/modules" "$tree/proc" "$tree/sys" "$tree/dev" "$tree/run"
cp "$busybox" "$tree/bin/busybox"
for program in $programs; do
	cc -std=gnu11 -O2 -Wall -Wextra -Werror -static -s -o "$tree/bin/$(basename "$program" .c)" "$program"
done
install -m 755 "$here/init" "$tree/init"
cp "$driver" "$tree/lib/modules/virtio_aerostat.ko"
# In this order: each needs the ones before it.  A kernel that has them built in has no such folder.
: >"$tree/lib/modules/order"
modules=$kernel/lib/modules/$release/kernel/drivers/virtio
if [ -d "$modules" ]; then
	for module in virtio_ring virtio_pci_modern_dev virtio_pci_legacy_dev virtio virtio_pci; do
		cp "$modules/$module.ko" "$tree/lib/modules/" ||
			fail "the unpacked kernel has no $module.ko" "rm -r build/kernel, then make check"
		echo "$module.ko"
	done >"$tree/lib/modules/order"
	cp "$modules/virtio_balloon.ko" "$tree/lib/modules/"	# what the driver is compared with
	cp "$modules/virtio_mem.ko" "$tree/lib/modules/"	# what it stands beside
	for module in block/virtio_blk block/zram/zram ../mm/zsmalloc; do
		if [ -e "$modules/../$module.ko" ]; then cp "$modules/../$module.ko" "$tree/lib/modules/"; fi
	done
fi
(cd "$tree" && find . | cpio -o -H newc --quiet -R 0:0 | gzip -1) >"$out"
echo "$stamp" >"$out.stamp"
echo "${out#"$root/"}: $(stat -c %s "$out") bytes"
