#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# kdir.sh [FOLDER]: prints the kernel build tree in FOLDER (/usr/src if not given) that the module is built against:
# that of the package linux-headers-amd64 if it is installed, else the newest linux-headers-*-amd64.
#
# The only place that decides this.  tests/vm/kernel.sh boots the kernel of the same release.
set -eu
folder=${1:-/usr/src}
release=$(dpkg-query -W -f '${db:Status-Status} ${Depends}\n' linux-headers-amd64 2>/dev/null |
	sed -n 's/^installed .*linux-headers-\([^ ,]*-amd64\).*/\1/p')
kdir=$folder/linux-headers-$release
if [ -z "$release" ] || [ ! -f "$kdir/Makefile" ]; then
	kdir=$(ls -d "$folder"/linux-headers-*-amd64 2>/dev/null | grep -vE -e '-(rt|cloud)-amd64$' | sort -V | tail -n 1)
fi
[ -f "$kdir/Makefile" ] || {
	echo "driver/kdir.sh: no kernel to build against in '${kdir:-$folder/linux-headers-*-amd64}': install linux-headers-amd64" >&2
	exit 1
}
echo "$kdir"
