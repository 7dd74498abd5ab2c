#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# kernel.sh: unpacks Debian's own kernel, of the release that the driver is built for, into build/kernel/.
#
# The package is downloaded and taken apart; it is never installed.  Only what a
# small VM needs is kept, by device/cache.sh: the image and its virtio modules.
#   build/kernel/release   the release, e.g. 6.1.0-56-amd64
#   build/kernel/stamp     package and version
#   build/kernel/vmlinuz   the image
#   build/kernel/lib/modules/RELEASE/kernel/drivers/virtio, and in kernel/ drivers/block/virtio_blk.ko and what swap to
#                          compressed memory needs: mm/zsmalloc.ko, drivers/block/zram/zram.ko
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

fail() {
	echo "kernel.sh: $1" >&2
	echo "  next step: $2, then run tests/vm/kernel.sh again" >&2
	exit 1
}

if [ "${1-}" != --make ]; then
	headers=$(basename "$("$root/driver/kdir.sh")" | sed 's/^linux-headers-//')
	[ -n "$headers" ] || fail "there are no kernel headers, so nothing says which kernel to take" "tests/need.sh driver"
	version=$(dpkg-query -W -f '${Version}' "linux-headers-$headers" 2>/dev/null) ||
		fail "no package linux-headers-$headers is installed" "tests/need.sh driver"
	"$root/device/cache.sh" entry "$root/build/kernel" kernel "$(grep -v '^[[:space:]]*#' "$0")$headers $version" \
		"$here/kernel.sh" --make "$headers" "$version" >/dev/null
	exit
fi

# What follows makes it, in the current folder.
headers=$2 version=$3 package=linux-image-$2
"$root/tests/deb.sh" "$package" "$version"
dpkg --fsys-tarfile ./*.deb | tar -x "./boot/vmlinuz-$headers" "./lib/modules/$headers/kernel/drivers/virtio" \
	"./lib/modules/$headers/kernel/drivers/block/virtio_blk.ko" \
	"./lib/modules/$headers/kernel/drivers/block/zram/zram.ko" "./lib/modules/$headers/kernel/mm/zsmalloc.ko" ||
	fail "$package does not hold what it should" "look at it by hand"
mv "boot/vmlinuz-$headers" vmlinuz
rm -rf boot ./*.deb
echo "$headers" >release
echo "$package $version" >stamp
echo "build/kernel: $headers, $(stat -c %s vmlinuz) bytes and $(ls "lib/modules/$headers/kernel/drivers/virtio" | wc -l) virtio modules"
