#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# build-so.sh [SOURCES OUT]: makes build/device/virtio-aerostat.so, the device for the installed qemu-system-x86_64:
#     LD_PRELOAD=build/device/virtio-aerostat.so qemu-system-x86_64 -device virtio-aerostat-pci ...
# Nothing of QEMU is compiled; its headers come from its own source package.  With SOURCES and OUT it compiles a copy
# of this folder to another place.  AEROSTAT_CHECKS=1: for tests, asks before each step what the proofs assume of its caller.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/.." && pwd)
qemu=/usr/bin/qemu-system-x86_64
src=$(cd "${1:-$here}" && pwd)
out=$(readlink -m "${2:-$top/build/device}")
fail() {
	echo "build-so.sh: $1" >&2
	echo "  next step: $2" >&2
	exit 1
}

[ -x $qemu ] || fail "$qemu is not installed" "tests/need.sh device"
package=$($qemu --version | sed -n '1s/^QEMU emulator version [^ ]* (\(.*\))$/\1/p')
[ -n "$package" ] || fail "$qemu is not a distribution's QEMU: it names no package" "build with device/build-qemu.sh"
want=${AEROSTAT_CHECKS:-}$(cat "$src"/*.[ch] "$here"/*.sh "$src/meson.build" "$here/trace-events" $qemu | sha256sum)
if [ "$(cat "$out/stamp" 2>/dev/null)" = "$want" ] && [ -e "$out/virtio-aerostat.so" ]; then
	exit 0
fi

mkdir -p "$out"
exec 8>"$out.lock"
flock 8
tree=$("$here/qemu-tree.sh" headers)
echo "making virtio-aerostat.so for QEMU ($package)"
rm -f "$out/stamp"
# Each file is compiled as QEMU's own build would do it, except that it becomes part of a shared object.
"$here/compile.sh" "$tree" "$src" "$out" -x "preload-guard.c${AEROSTAT_CHECKS:+ assumed.c}" ${AEROSTAT_CHECKS:+-DAEROSTAT_CHECKS} -g -fPIC -fvisibility=hidden -include "$src/preload.h" \
	"-DAEROSTAT_QEMU_PACKAGE=\"$package\""
# Weak, what it needs of QEMU may be missing (preload.h); weak, it would also drop glib: hence --no-as-needed.
set --
while read -r object; do
	objcopy --weaken "$object" "$object.weak"
	set -- "$@" "$object.weak"
done <"$out/objects"
gcc -shared -Wl,--no-as-needed -o "$out/virtio-aerostat.so.new" "$@" $(pkg-config --libs glib-2.0)
mv "$out/virtio-aerostat.so.new" "$out/virtio-aerostat.so"
echo "$want" >"$out/stamp"
