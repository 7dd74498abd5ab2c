#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# kernel.sh: unpacks Debian's own kernel, of the release that the driver is built for, into build/kernel/.
#
# The package is downloaded and taken apart; it is never installed.  Only what a
# small VM needs is kept: the image and its virtio modules.
#   build/kernel/release   the release, e.g. 6.1.0-56-amd64
#   build/kernel/vmlinuz   the image
#   build/kernel/lib/modules/RELEASE/kernel/drivers/virtio
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
out=$root/build/kernel
log=$out/apt.log

fail() {
	echo "kernel.sh: $1" >&2
	[ ! -s "$log" ] || sed 's/^/  /' "$log" >&2
	echo "  next step: $2, then run tests/vm/kernel.sh again" >&2
	exit 1
}

mkdir -p "$out"
: >"$log"
headers=$(basename "$("$root/driver/kdir.sh")" | sed 's/^linux-headers-//')
[ -n "$headers" ] || fail "there are no kernel headers, so nothing says which kernel to take" "tests/need.sh driver"
package=linux-image-$headers
version=$(dpkg-query -W -f '${Version}' "linux-headers-$headers" 2>/dev/null) ||
	fail "no package linux-headers-$headers is installed" "tests/need.sh driver"

[ "$(cat "$out/stamp" 2>/dev/null)" = "$package $version" ] && [ -s "$out/vmlinuz" ] && exit 0

command -v apt-get >/dev/null || fail "no apt-get here to download $package with" "use a Debian 12 machine"
rm -rf "$out/stamp" "$out/lib" "$out/boot" "$out"/*.deb
cd "$out"
echo "downloading $package $version (70 MB; unpacked into build/kernel, not installed)"
download() { apt-get -q -o APT::Sandbox::User=root download "$package=$version" >"$log" 2>&1; }
download || { apt-get -q update >"$log" 2>&1 && download; } ||
	fail "apt-get cannot get $package $version" \
	"make apt-get update work, or apt-get install linux-headers-amd64 for a release that the archive still has"
deb=$(ls "$out"/*.deb)
dpkg --fsys-tarfile "$deb" | tar -x -C "$out" "./boot/vmlinuz-$headers" "./lib/modules/$headers/kernel/drivers/virtio" ||
	fail "$package does not hold what it should" "rm -r build/kernel"
mv "$out/boot/vmlinuz-$headers" "$out/vmlinuz"
rm -rf "$out/boot" "$deb"
echo "$headers" >"$out/release"
echo "$package $version" >"$out/stamp"
echo "build/kernel: $headers, $(stat -c %s "$out/vmlinuz") bytes and $(ls "$out/lib/modules/$headers/kernel/drivers/virtio" | wc -l) virtio modules"
