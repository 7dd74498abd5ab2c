#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# hook.sh TREE: puts the device into a QEMU source tree: one symlink and one line.  Twice does nothing more.
set -eu
tree=${1:?usage: hook.sh QEMU_SOURCE_TREE}
here=$(cd "$(dirname "$0")" && pwd)
build=$tree/hw/virtio/meson.build
[ -f "$build" ] || {
	echo "hook.sh: $tree: no QEMU source tree, hw/virtio/meson.build is missing" >&2
	exit 1
}
ln -sfn "$here" "$tree/hw/virtio/aerostat"
grep -qx "subdir('aerostat')" "$build" || echo "subdir('aerostat')" >>"$build"
