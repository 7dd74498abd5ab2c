#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# build-qemu.sh [SUITE]: makes build/qemu-7.2/qemu-system-x86_64, a small QEMU from the installed one's source with the
# device hooked in; with SUITE (trixie) build/qemu-SUITE/qemu-system-x86_64, from that suite's source.  Run it with -L /usr/share/qemu -L /usr/share/seabios -nodefaults -vga none.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/.." && pwd)
suite=${1:-}
name=qemu-${suite:-7.2}
out=$top/build/$name
want=$(cat "$here"/*.[ch] "$here"/*.sh "$here/meson.build" "$here/trace-events" | sha256sum; dpkg-query -W -f '${source:Version}' qemu-system-x86 || :)
if [ "$(cat "$out/.built" 2>/dev/null)" = "$want" ] && [ -e "$out/qemu-system-x86_64" ]; then
	exit 0
fi

mkdir -p "$top/build"
exec 8>"$top/build/$name.lock"
flock 8
"$here/qemu-configure.sh" ${suite:+"$suite"} >/dev/null
echo "building QEMU with the device: about 3 minutes from nothing, seconds from ccache"
log=$top/build/$name.log
if [ -n "$suite" ]; then
	export PYTHONPATH="$top/build/qemu-source-$suite/meson/usr/lib/python3/dist-packages"
fi
nice -n 5 ninja -C "$out" -j2 qemu-system-x86_64 >"$log" 2>&1 &
ninja=$!
(
	while sleep 10 >/dev/null 2>&1 8>&-; do
		sed -n '$s/^\(\[[0-9/]*\]\).*/  \1/p' "$log"
	done
) &
progress=$!
trap 'kill $progress 2>/dev/null || :' EXIT
wait $ninja || {
	grep -m 20 -E 'error|warning|FAILED' "$log" >&2 || tail -n 5 "$log" >&2
	echo "build-qemu.sh: the build failed, see $log" >&2
	exit 1
}
# The device's own files compile without a warning, as its part of the log shows.
if grep -n 'hw/virtio/aerostat/.*warning' "$log" >&2; then
	echo "build-qemu.sh: a warning in the device's files" >&2
	exit 1
fi
echo "$want" >"$out/.built"
