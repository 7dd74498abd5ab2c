#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# hook.sh TREE: puts the device into a QEMU source tree: one symlink and two lines.  Twice does nothing more.
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
# Its trace points belong to the list that QEMU's top folder has of them.
grep -qx " *'hw/virtio/aerostat'," "$tree/meson.build" ||
	sed -i "s|^\( *\)'hw/virtio',\$|&\n\1'hw/virtio/aerostat',|" "$tree/meson.build"
grep -qx " *'hw/virtio/aerostat'," "$tree/meson.build" || {
	echo "hook.sh: $tree/meson.build: no line 'hw/virtio', to put the device's trace points below" >&2
	exit 1
}
