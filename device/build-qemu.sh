#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# build-qemu.sh [SUITE [SOURCES OUT [FLAG...]]]: makes build/qemu-7.2/qemu-system-x86_64, a small QEMU of the installed one's
# source with the device in it; with SUITE (trixie, sid) build/qemu-SUITE/qemu-system-x86_64, of that suite's source.
# Run it with -L /usr/share/qemu -L /usr/share/seabios -nodefaults -vga none.
# QEMU without the device is built once a machine (qemu-tree.sh); here the device is compiled and linked to it.  With
# SOURCES and OUT it takes a copy of this folder, and makes OUT/qemu-system-x86_64; SUITE is "installed" or a suite.  FLAGs
# are for compiler and linker, e.g. -fsanitize=address.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/.." && pwd)
suite=${1:-installed}
[ "$suite" != installed ] || suite=
src=${2:-$here}
out=$(readlink -m -- "${3:-$top/build/qemu-${suite:-7.2}}")
[ $# -lt 3 ] || shift 2
[ $# -lt 1 ] || shift

mkdir -p "$out"
exec 8>"$out.lock"
flock 8
tree=$("$here/qemu-tree.sh" whole ${suite:+"$suite"})
want=$({ cat "$src"/*.[ch] "$src/meson.build" "$here"/*.sh "$here/trace-events"; echo "$tree $*"; } | sha256sum)
if [ "$(cat "$out/.built" 2>/dev/null)" = "$want" ] && [ -e "$out/qemu-system-x86_64" ]; then
	exit 0
fi
rm -f "$out/.built" "$out/qemu-system-x86_64"
[ ! -e "$out/build.ninja" ] || rm -rf "$out"	# a whole tree of QEMU's, of a checkout from before qemu-tree.sh
"$here/compile.sh" "$tree" "$src" "$out" "$@"
quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"; }
objects=
while read -r object; do
	objects="$objects $(quoted "$object")"
done <"$out/objects"
for flag; do
	objects="$objects $(quoted "$flag")"
done
link=$(cat "$tree/link")
before=${link%% -o qemu-system-x86_64 *} after=${link#* -o qemu-system-x86_64 }
[ "$before" != "$link" ] || { echo "build-qemu.sh: $tree/link does not say how QEMU is linked" >&2; exit 1; }
(cd "$tree/build" && eval "nice -n 5 $before -o $(quoted "$out/qemu-system-x86_64") $objects $after") >"$out/link.log" 2>&1 || {
	tail -n 20 "$out/link.log" >&2
	echo "build-qemu.sh: QEMU cannot be linked, see $out/link.log" >&2
	exit 1
}
echo "$want" >"$out/.built"
