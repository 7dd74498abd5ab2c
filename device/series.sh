#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# series.sh TREE OUT: writes into the new folder OUT the device as a series of patches for the QEMU source TREE, which
# stays as it is; `git am OUT/*.patch` or `patch -p1` puts it in.  Nothing is in it but what is compiled.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
usage="usage: series.sh QEMU_SOURCE_TREE NEW_FOLDER"
tree=${1:?$usage} out=${2:?$usage}
here=$(cd "$(dirname "$0")" && pwd)
[ -f "$tree/hw/virtio/meson.build" ] || {
	echo "series.sh: $tree: no QEMU source tree, hw/virtio/meson.build is missing" >&2
	exit 1
}
mkdir "$out" || {
	echo "  next step: name a folder that is not there yet" >&2
	exit 1
}
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
who=${GIT_AUTHOR_NAME:-$(git config user.name || echo Aerostat)}
mail=${GIT_AUTHOR_EMAIL:-$(git config user.email || echo aerostat@localhost)}
vcs() { git -C "$work" -c user.name="$who" -c user.email="$mail" -c core.autocrlf=false -c commit.gpgsign=false "$@"; }

# The two files of QEMU's that change, without a hook that was put in before.
mkdir -p "$work/hw/virtio"
sed "/^subdir('aerostat')\$/d" "$tree/hw/virtio/meson.build" >"$work/hw/virtio/meson.build"
sed "/^ *'hw\/virtio\/aerostat',\$/d" "$tree/meson.build" >"$work/meson.build"
vcs init -q
vcs add -A
vcs commit -qm base

files=$work/hw/virtio/aerostat
mkdir "$files"
patch() { # SUBJECT FILE...: the body is read from standard input
	subject=$1
	shift
	cp "$@" "$files"
	vcs add -A
	{ echo "virtio-aerostat: $subject"; echo; cat; } | vcs commit -qs -F -
}
cd "$here"
patch "the protocol, as generated C" core_gen.[ch] runs_gen.[ch] host_call_gen.h host_text_gen.h <<'END'
The state machine of the host's end, its codec, and the books of pages that
the host holds.  All of it is generated from the protocol's specification,
which is model-checked, and proven; do not edit it here.
END
patch "what is memory of the guest, and giving it back" offer.[ch] ram.[ch] backing.[ch] whole.[ch] discard.[ch] pace.[ch] pressure.[ch] \
	watch.[ch] reuse.[ch] compat.h <<'END'
Each page that a guest offers is checked against the machine's own RAM.
Discards run in a thread of their own, by whole host pages.  The host's
memory is watched, and so is what the guest has given and uses still.
END
rest=$(for f in *.[ch]; do [ -e "$files/$f" ] || echo "$f"; done | grep -v '^preload\|^assumed')
echo "subdir('aerostat')" >>"$work/hw/virtio/meson.build"
sed -i "s|^\( *\)'hw/virtio',\$|&\n\1'hw/virtio/aerostat',|" "$work/meson.build"
grep -q "'hw/virtio/aerostat'," "$work/meson.build" || {
	echo "series.sh: $tree/meson.build: no line 'hw/virtio', to put the device's trace points below" >&2
	exit 1
}
patch "a memory balloon that the guest drives" $rest meson.build trace-events <<'END'
virtio-aerostat-pci has the id of virtio-balloon and another protocol: the
guest offers memory and asks for it back; the host never takes any.  Its
state migrates; what the host holds is not sent.
END
vcs format-patch -q -o "$out" HEAD~3..HEAD
