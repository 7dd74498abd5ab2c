#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# kernel-module.sh 6.12|newest DRIVER OUT: builds OUT/virtio_aerostat.ko of the sources in the folder DRIVER, for a
# kernel that kernel-tree.sh has fetched.
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
name=${1:?usage: kernel-module.sh 6.12|newest DRIVER OUT}
driver=$2 out=$3
tree=$top/build/kernel-trees/$name
kdir=$(cat "$tree/kdir")
if [ "$name" != newest ]; then
	exec "$driver/build.sh" "$out" "$kdir" CONFIG_DEBUG_INFO_BTF_MODULES=	# which would need pahole
fi
inside=/scratch/$(echo "$out" | sha256sum | cut -c1-16)	# others may build in the same root
mkdir -p "$out" "$tree/root$inside"
trap 'rm -rf "$tree/root$inside"' EXIT
rm -rf "$tree/root$inside/driver" "$tree/root$inside/module"
cp -R "$driver" "$tree/root$inside/driver"
chroot "$tree/root" "$inside/driver/build.sh" "$inside/module" "$kdir"
cp "$tree/root$inside/module/virtio_aerostat.ko" "$out"
