#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# compile.sh TREE SOURCES OUT [-x "EXTRA.c..."] [FLAG...]: compiles the device, the files in the folder SOURCES, for the QEMU of TREE
# (qemu-tree.sh), each into OUT/NAME.o, with the FLAGs after QEMU's own, and EXTRA.c too.  Writes the objects' names to
# OUT/objects.  No warning is let pass.  What is newer than its sources is not compiled again.
set -eu
export LC_ALL=C PYTHONDONTWRITEBYTECODE=1
usage="usage: compile.sh TREE SOURCES OUT [-x EXTRA.c] [FLAG...]"
tree=${1:?$usage} src=$(cd "${2:?$usage}" && pwd) out=${3:?$usage}
here=$(cd "$(dirname "$0")" && pwd)
shift 3
extra=
[ "${1-}" != -x ] || { extra=$2; shift 2; }
mkdir -p "$out/trace"
out=$(cd "$out" && pwd)

# QEMU's build would make these of trace-events.
trace=trace-hw_virtio_aerostat
for kind in h c; do
	python3 "$tree/source/scripts/tracetool.py" --backend=log --group=hw_virtio_aerostat --format=$kind \
		"$here/trace-events" "$out/trace/$trace.$kind.new"
	# its #line directives name the file that it writes to
	sed "s/$trace\.$kind\.new/$trace.$kind/" "$out/trace/$trace.$kind.new" >"$out/trace/$trace.$kind.now"
	rm "$out/trace/$trace.$kind.new"
	cmp -s "$out/trace/$trace.$kind.now" "$out/trace/$trace.$kind" || mv "$out/trace/$trace.$kind.now" "$out/trace/$trace.$kind"
done

quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"; }	# for the shell
escaped() { printf %s "$1" | sed 's/[$ :]/$&/g'; }	# a path in a ninja file
flags="-I$(quoted "$out") -iquote $(quoted "$src")"
for flag; do
	flags="$flags $(quoted "$flag")"
done
ccache=
! command -v ccache >/dev/null || ccache="ccache "
command=$(sed "s/'/'/g" "$tree/compile")
{
	# below TREE/build: QEMU's flags name folders there
	echo "builddir = $(printf %s "$out" | sed 's/\$/$$/g')"
	echo "rule cc"
	echo "  command = rm -f \$out && $(printf '%s' "$ccache$command $flags" | sed 's/\$/$$/g') -Werror -MD -MQ \$out -MF \$out.d -c \$in -o \$out"
	echo "  depfile = \$out.d"
	echo "  deps = gcc"
	: >"$out/objects"
	for c in $extra $(sed -n "s/^  '\(.*\.c\)',/\1/p" "$src/meson.build") "$trace.c"; do
		path=$src/$c
		[ "$c" != "$trace.c" ] || path=$out/trace/$c
		echo "build $(escaped "$out/${c%.c}.o"): cc $(escaped "$path")"
		echo "$out/${c%.c}.o" >>"$out/objects"
	done
} >"$out/device.ninja"
ninja -C "$tree/build" -f "$out/device.ninja" -j"$(nproc)" >"$out/compile.log" 2>&1 || {
	grep -m 20 -E 'error|warning|FAILED' "$out/compile.log" >&2 || tail -n 5 "$out/compile.log" >&2
	echo "compile.sh: the device does not compile, see $out/compile.log" >&2
	exit 1
}
