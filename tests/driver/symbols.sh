#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# symbols.sh: the module and the device are made of the same generated functions.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/tests/tap.sh"
driver=$root/driver

functions=$(sed -n 's/^\(void\|bool\) \([a-z_0-9]*\)(.*/\2/p' "$driver/core_gen.h" | sort)
lacks() { # FILE: names the generated functions that it does not define, and those that it defines twice
	symbols=$(nm "$1" | sed -n 's/^[0-9a-f]* [Tt] //p')
	for f in $functions; do
		[ "$(printf '%s\n' "$symbols" | grep -cx "$f")" = 1 ] || echo "$f"
	done
}
has_all() { lacking=$(lacks "$1"); [ -z "$lacking" ] || { echo "missing or twice:" $lacking; return 1; }; }
n=$(printf '%s\n' "$functions" | wc -l)
check "core_gen.h names its functions ($n)" test "$n" -ge 30
"$driver/build.sh" "$root/build/driver" >&2 || bail_out "the module does not build"
check "the module has each of them once" has_all "$root/build/driver/virtio_aerostat.ko"
check "the check sees a file that lacks them" test -n "$(lacks "$root/build/driver/main.o")"
for f in core_gen.c core_gen.h runs_gen.c runs_gen.h; do
	check "driver and device compile the same $f" cmp "$driver/$f" "$root/device/$f"
done
device=$root/build/device/virtio-aerostat.so
if [ -e "$device" ]; then check "the device has each of them once" has_all "$device"
else skip "the device has each of them once" "build/device/virtio-aerostat.so is not built"; fi

done_testing tests/driver/symbols.sh
