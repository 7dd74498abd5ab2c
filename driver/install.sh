#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# install.sh BUILD [DESTDIR]: installs what driver/build.sh has built in BUILD, for the kernel that it was built for,
# into /lib/modules below DESTDIR, and lists it there for modprobe.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH	# of modinfo and depmod
[ $# -ge 1 ] || { echo "usage: driver/install.sh BUILD [DESTDIR]" >&2; exit 2; }
module=$1/virtio_aerostat.ko
release=$(modinfo -F vermagic "$module" | cut -d ' ' -f 1)
[ -n "$release" ] || { echo "driver/install.sh: no module in $1: run make driver first" >&2; exit 1; }
folder=${2:-}/lib/modules/$release
install -D -m 644 "$module" "$folder/updates/virtio_aerostat.ko"
depmod ${2:+-b "$2"} "$release" || { echo "driver/install.sh: depmod failed for $folder" >&2; exit 1; }
echo "installed $folder/updates/virtio_aerostat.ko"
