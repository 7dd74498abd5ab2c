#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# qemus.sh [SUITE...]: the device in other QEMUs than the installed one, by default Debian 13's and the newest of sid's that
# can be downloaded.
#
#     source package of SUITE -- device/hook.sh --> build/qemu-SUITE -- AEROSTAT_QEMU --> the tests of the device
#     that, and the installed one's -- device/series.sh --> patches -- git am, patch --> the files of device/
#
# The builds are kept below build/ by the hash of what goes in.  `N passed, N failed` at the end.
set -u
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
[ $# != 0 ] || set -- trixie sid
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ok() { passed=$((passed + 1)); echo "ok    $1"; }
bad() { failed=$((failed + 1)); echo "FAIL  $1"; }

# tests SCRIPT QEMU: its lines, and its count added to ours
tests() {
	local last
	AEROSTAT_QEMU=$2 "$here/$1" tree 2>&1 | tee "$work/log" | sed '$d'
	last=$(tail -n 1 "$work/log")
	if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]] && [ "$last" != "0 passed, 0 failed" ]; then
		passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
	else
		bad "$1 ended without a result: $last"
	fi
}

vcs() { git -C "$work/tree" -c user.name=test -c user.email=test@localhost -c commit.gpgsign=false "$@"; }

# A tree with the part of an unpacked source that the series touches.
part_of() { # SOURCE
	rm -rf "$work/tree"
	mkdir -p "$work/tree/hw/virtio"
	sed "/^subdir('aerostat')\$/d" "$1/hw/virtio/meson.build" >"$work/tree/hw/virtio/meson.build"
	sed "/^ *'hw\/virtio\/aerostat',\$/d" "$1/meson.build" >"$work/tree/meson.build"
	rm -rf "$work/hooked"
	cp -r "$work/tree" "$work/hooked"
	"$top/device/hook.sh" "$work/hooked" && "$top/device/hook.sh" "$work/hooked"	# twice does nothing more
}
# Is in it what hook.sh would put there, and no more?
as_hooked() {
	local f
	for f in meson.build hw/virtio/meson.build; do
		[ "$(grep -c aerostat "$work/hooked/$f")" = 1 ] || return
		cmp "$work/hooked/$f" "$work/tree/$f" || return
	done
	for f in "$top"/device/*.[ch] "$top/device/meson.build" "$top/device/trace-events"; do
		case ${f##*/} in preload*) continue ;; esac
		cmp "$f" "$work/tree/hw/virtio/aerostat/${f##*/}" || return
	done
	for f in "$work"/tree/hw/virtio/aerostat/*; do
		[ -e "$top/device/${f##*/}" ] || return
	done
}
series() { # SOURCE NAME
	rm -rf "$work/series"
	"$top/device/series.sh" "$1" "$work/series" >"$work/log" 2>&1 || { bad "$2: no series: $(tail -n 1 "$work/log")"; return; }
	part_of "$1"
	vcs init -q && vcs add -A && vcs commit -qm base
	if vcs am -q "$work"/series/*.patch >"$work/log" 2>&1 && as_hooked >>"$work/log" 2>&1; then
		ok "$2: git am of $(ls "$work/series" | wc -l) patches puts the device in"
	else
		bad "$2: git am does not put the device in: $(tail -n 1 "$work/log")"
	fi
	part_of "$1"
	if cat "$work"/series/*.patch | patch -d "$work/tree" -sp1 >"$work/log" 2>&1 && as_hooked >>"$work/log" 2>&1; then
		ok "$2: so does patch -p1"
	else
		bad "$2: patch -p1 does not put the device in: $(tail -n 1 "$work/log")"
	fi
	# A series that differs from the device by a letter must be seen.
	part_of "$1"
	sed '0,/^+static /s//+Static /' "$work"/series/0003*.patch >"$work/other" && mv "$work/other" "$work"/series/0003*.patch
	if cat "$work"/series/*.patch | patch -d "$work/tree" -sp1 >"$work/log" 2>&1 && ! as_hooked >"$work/log" 2>&1 &&
		grep -q differ "$work/log"; then
		ok "$2: a series of another device is seen"
	else
		bad "$2: a series of another device is not seen"
	fi
}

for suite; do
	qemu=$top/build/qemu-$suite/qemu-system-x86_64
	echo "== QEMU of $suite"
	status=0
	"$top/device/build-qemu.sh" "$suite" || status=$?
	if [ $status = 3 ] && [ "$suite" = sid ]; then	# which comes and goes; a release's does not
		echo "      not run: the archive does not hold the source of any QEMU that sid lists"
		continue
	elif [ $status != 0 ]; then
		bad "$suite: no QEMU with the device, see above"
		continue
	fi
	source=$("$top/device/qemu-source.sh" "$suite")
	version=$(cat "$source/VERSION")
	case $("$qemu" --version) in
	"QEMU emulator version $version"*) ok "$suite: QEMU $version is built with the device" ;;
	*) bad "$suite: the QEMU built is not the $version of its source" ;;
	esac
	series "$source" "QEMU $version"
	for script in qtest.py virtio.py hostile.py life.py discards.py pressure.py reuse.py pinned.py schema.py; do
		echo "-- $script on QEMU $version"
		tests $script "$qemu"
	done
done
source=$("$top/device/qemu-source.sh") && series "$source" "QEMU $(cat "$source/VERSION")" || bad "no source of the installed QEMU"
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
