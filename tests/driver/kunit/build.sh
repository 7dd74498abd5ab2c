#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# build.sh OUTDIR KDIR [DRIVER]: builds OUTDIR/aerostat_kunit.ko, the driver's units with their tests, against the kernel
# build tree KDIR, from the driver's sources in the folder DRIVER (driver/).
set -eu
[ $# -ge 2 ] || { echo "usage: tests/driver/kunit/build.sh OUTDIR KDIR [DRIVER]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
driver=$(cd "${3:-$here/../../../driver}" && pwd)
rm -rf "$1"
mkdir -p "$1"
out=$(cd "$1" && pwd)
for unit in backoff policy pages blocks plugged zones movable runs_gen core_gen; do
	cp "$driver/$unit.c" "$driver/$unit.h" "$out"
done
cp "$driver/compat.h" "$here/../check.h" "$here/../grants.h" "$here/Kbuild" "$here"/*.[ch] "$out"
for test in backoff policy pages; do
	cp "$here/../${test}_test.c" "$out"
done
make -C "$2" M="$out" modules >"$out/build.log" 2>&1 && ! grep -E 'warning|error' "$out/build.log" >&2 || {
	cat "$out/build.log" >&2
	echo "tests/driver/kunit/build.sh: the module did not build; the command was: make -C $2 M=$out modules" >&2
	exit 1
}
