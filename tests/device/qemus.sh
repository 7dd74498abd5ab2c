#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# qemus.sh [SUITE|SUITE:PART]...: the device in other QEMUs than the installed one: Debian 13's (trixie) and the newest of
# sid's that can be downloaded; all of both if nothing is given.  `qemus.sh list` lists what can be given, one a line.
#
#     source package of SUITE -- device/build-qemu.sh --> build/qemu-SUITE -- AEROSTAT_QEMU --> the tests of the device
#     that, and the installed one's -- device/series.sh --> patches -- git am, patch --> the files of device/   (series)
#     that, and the installed one's -- device/hook.sh, QEMU's own build --> build/qemu-hooked-SUITE --> qtest.py   (hooked)
#
# Parts may run beside each other.
set -u
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
. "$top/tests/tap.sh"
scripts="qtest virtio hostile life discards pressure reuse pinned schema"
list() {
	local suite part
	for suite in installed trixie sid; do
		for part in series hooked $( [ $suite = installed ] || echo "$scripts"); do
			echo "$suite:$part"
		done
	done
}
parts=
for arg in ${*:-installed trixie sid}; do
	[ "$arg" != list ] || { list; exit 0; }
	of=$(list | grep -xE -- "$arg(:.*)?") || { echo "usage: qemus.sh [SUITE|SUITE:PART]..., as qemus.sh list says; not $arg" >&2; exit 2; }
	parts="$parts $of"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

vcs() { git -C "$work/tree" -c user.name=test -c user.email=test@localhost -c commit.gpgsign=false "$@"; }

# A tree with the part of an unpacked source that the series touches.
part_of() { # SOURCE
	rm -rf "$work/tree"
	mkdir -p "$work/tree/hw/virtio"
	cp "$1/hw/virtio/meson.build" "$work/tree/hw/virtio/meson.build"
	cp "$1/meson.build" "$work/tree/meson.build"
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
		case ${f##*/} in preload* | assumed.c) continue ;; esac
		cmp "$f" "$work/tree/hw/virtio/aerostat/${f##*/}" || return
	done
	for f in "$work"/tree/hw/virtio/aerostat/*; do
		[ -e "$top/device/${f##*/}" ] || return
	done
}
am() { vcs init -q && vcs add -A && vcs commit -qm base && vcs am -q "$work"/series/*.patch && as_hooked; }
patched() { cat "$work"/series/*.patch | patch -d "$work/tree" -sp1 && as_hooked; }
other_seen() { cat "$work"/series/*.patch | patch -d "$work/tree" -sp1 && ! as_hooked >"$work/log" 2>&1 && grep -q differ "$work/log"; }
series() { # SOURCE NAME
	rm -rf "$work/series"
	check "$2: a series of patches is written" "$top/device/series.sh" "$1" "$work/series"
	part_of "$1"
	check "$2: git am of $(ls "$work/series" | wc -l) patches puts the device in" am
	part_of "$1"
	check "$2: so does patch -p1" patched
	# A series that differs from the device by a letter must be seen.
	part_of "$1"
	sed '0,/^+static /s//+Static /' "$work"/series/0003*.patch >"$work/other" && mv "$work/other" "$work"/series/0003*.patch
	check "$2: a series of another device is seen" other_seen
}

# QEMU's own build, with the device hooked in: what it compiles the device with is what build-qemu.sh does.
hook() { # SUITE
	rm -rf "$hooked"
	mkdir -p "$hooked" && cd "$hooked" && "$top/device/qemu-tree.sh" --make hooked "$packages" "$1"
}
compiles_as() { # TREE
	local o line
	for o in $(sed -n "s/^  '\(.*\.c\)',/\1.o/p" "$top/device/meson.build"); do
		line=$(ninja -C "$hooked/build" -t commands "$(dirname "$(cat "$hooked/like")")/hw_virtio_aerostat_$o" | tail -n 1 |
			sed 's/ -MD .*//; s/^ccache //') || return
		[ "${line//"$hooked"/"$1"}" = "$(cat "$1/compile")" ] || { printf '%s\n' "$o" "${line//"$hooked"/"$1"}" "$(cat "$1/compile")"; return 1; }
	done
}
hooked() { # SUITE NAME TREE
	local packages hooked
	packages=$(readlink -f "$top/build/qemu-source${1:+-$1}") hooked=$top/build/qemu-hooked-${1:-7.2}
	check "$2: QEMU's own build makes it with the device hooked in" hook "$1"
	check "$2: ... and compiles each file of the device as build-qemu.sh does" compiles_as "$3"
	merge "$2, by QEMU's own build: qtest" env AEROSTAT_QEMU="$hooked/build/qemu-system-x86_64" "$here/qtest.py" tree
}

for part in $parts; do
	suite=${part%%:*} what=${part#*:} short=${suite#installed}
	qemu=$top/build/qemu-${short:-7.2}/qemu-system-x86_64
	status=0
	"$top/device/build-qemu.sh" "$suite" >"$work/log" 2>&1 || status=$?
	if [ $status = 3 ] && [ "$suite" = sid ]; then	# which comes and goes; a release's does not
		skip "$part" "the archive does not hold the source of any QEMU that sid lists"
		continue
	elif [ $status != 0 ]; then
		not_ok "$part: there is a QEMU with the device" "$(cat "$work/log")"
		continue
	fi
	tree=$("$top/device/qemu-tree.sh" whole $short)
	version=$(cat "$tree/source/VERSION")
	name="QEMU $version"
	case $what in
	series)
		case $("$qemu" --version) in
		"QEMU emulator version $version"*) ok "$suite: QEMU $version is built with the device" ;;
		*) not_ok "$suite: QEMU $version is built with the device" "$("$qemu" --version)" ;;
		esac
		series "$tree/source" "$name" ;;
	hooked) hooked "$short" "$name" "$tree" ;;
	*) merge "$name: $what" env AEROSTAT_QEMU="$qemu" "$here/$what.py" tree ;;
	esac
done
done_testing "tests/device/qemus.sh $*"
