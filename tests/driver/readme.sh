#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# readme.sh: driver/README.md has the parameters and attributes as the module has them.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/tests/tap.sh"
driver=$root/driver
readme=$driver/README.md

"$driver/build.sh" "$root/build/driver" >&2 || bail_out "the module does not build"
parameters() { modinfo -F parm "$root/build/driver/virtio_aerostat.ko"; }
documented() { # each parameter's range and default stand there as modinfo has them
	lacking=$(parameters | while IFS= read -r line; do
		rest=${line##*; default }
		range=${rest##*(}
		range=${range%%)*}
		value=${rest%%[ ,]*}
		grep -q "^| \`${line%%:*}\` |[^|]*| $range | $value | " "$readme" || echo "${line%%:*}: $range, $value"
	done)
	[ -z "$lacking" ] || { echo "not so in driver/README.md: $lacking"; return 1; }
}
attributes() { sed -n 's/^static DEVICE_ATTR_RO(\(.*\));/\1/p' "$driver/sysfs.c"; }
explained() {
	for a in $(attributes); do
		grep -q "^| \`$a\` | " "$readme" || { echo "$a is not in driver/README.md"; return 1; }
	done
}
n=$(parameters | wc -l)
check "modinfo names the parameters ($n)" test "$n" -ge 9
check "driver/README.md has each with its range and default" documented
n=$(attributes | wc -l)
check "sysfs.c names the attributes ($n)" test "$n" -ge 5
check "driver/README.md has each attribute" explained

done_testing tests/driver/readme.sh
