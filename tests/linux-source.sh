#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# linux-source.sh: downloads the source package of the kernel release that the driver is built for, into
# build/linux-source, and prints the package's path.  device/cache.sh keeps it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
headers=$(basename "$("$root/driver/kdir.sh")" | sed 's/^linux-headers-//')
version=$(dpkg-query -W -f '${Version}' "linux-headers-$headers" 2>/dev/null) || {
	echo "linux-source.sh: no package linux-headers-$headers is installed" >&2
	echo "  next step: tests/need.sh driver" >&2
	exit 1
}
package=linux-source-$(echo "$version" | cut -d . -f 1,2)
folder=$("$root/device/cache.sh" entry "$root/build/linux-source" linux-source "$version" "$here/deb.sh" "$package" "$version")
ls "$folder"/*.deb
