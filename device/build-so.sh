#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# build-so.sh [SOURCES OUT]: makes build/device/virtio-aerostat.so, the device for the installed qemu-system-x86_64:
#     LD_PRELOAD=build/device/virtio-aerostat.so qemu-system-x86_64 -device virtio-aerostat-pci ...
# Nothing of QEMU is compiled; its headers come from its own source package.  With SOURCES and OUT it compiles a copy
# of this folder to another place.
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
want=$(cat "$src"/*.[ch] "$here"/*.sh "$src/meson.build" "$here/trace-events" $qemu | sha256sum)
if [ "$(cat "$out/stamp" 2>/dev/null)" = "$want" ] && [ -e "$out/virtio-aerostat.so" ]; then
	exit 0
fi

mkdir -p "$out" "$top/build"
exec 8>"$top/build/qemu-7.2.lock"
flock 8
tree=$("$here/qemu-configure.sh")
echo "making virtio-aerostat.so for QEMU ($package)"
cd "$tree"
trace=trace/trace-hw_virtio_aerostat.c
ninja -t targets all | sed -n 's/\.h: CUSTOM_COMMAND.*/.h/p' | xargs nice -n 5 ninja -j2 $trace >"$out/headers.log" 2>&1 ||
	fail "QEMU's headers could not be made, see $out/headers.log" "look there"

# Each file is compiled as QEMU's own build would do it, but for a shared object.
sources="preload-guard.c $(sed -n "s/^  '\(.*\.c\)',/\1/p" "$src/meson.build")"
flags() {
	python3 -c '
import json, sys
for c in json.load(open("compile_commands.json")):
    if c["output"].endswith("softmmu.fa.p/hw_virtio_virtio-balloon.c.o"):
        print(c["command"].split(" -MD ")[0].replace("-fPIE", "-fPIC"))
'
}
compile=$(flags)
[ -n "$compile" ] || fail "$tree does not say how virtio-balloon.c is compiled" "remove $tree and run this again"
command -v ccache >/dev/null && compile="ccache $compile"
objects=
rm -f "$out"/*.o "$out/stamp"
for c in $sources $trace; do
	o=$(basename "$c" .c) && o=$out/$o.o
	[ "$c" = $trace ] || c=$src/$c
	eval "nice -n 5 $compile -Werror -g -fvisibility=hidden -include \"$src/preload.h\" \
		'-DAEROSTAT_QEMU_PACKAGE=\"$package\"' -c \"$c\" -o \"$o\"" || fail "$c does not compile" "see above"
	objects="$objects $o"
done
# Weak, what it needs of QEMU may be missing (preload.h); weak, it would also drop glib: hence --no-as-needed.
for o in $objects; do
	objcopy --weaken "$o"
done
gcc -shared -Wl,--no-as-needed -o "$out/virtio-aerostat.so" $objects $(pkg-config --libs glib-2.0)
echo "$want" >"$out/stamp"
