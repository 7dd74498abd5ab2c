#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# deb.sh PACKAGE VERSION: downloads PACKAGE_VERSION_*.deb of the machine's own archive into the current folder, and
# installs nothing.
set -eu
package=$1 version=$2
fail() {
	[ ! -s apt.log ] || tail -n 5 apt.log | sed 's/^/  /' >&2
	echo "deb.sh: $1" >&2
	echo "  next step: $2" >&2
	exit 1
}
command -v apt-get >/dev/null || fail "no apt-get here to download $package with" "use a Debian 12 machine"
echo "downloading $package $version" >&2
download() { apt-get -q -o APT::Sandbox::User=root download "$package=$version" >apt.log 2>&1; }
download || { [ "$(id -u)" = 0 ] && apt-get -q update >apt.log 2>&1 && download; } ||
	fail "apt-get cannot get $package $version" \
	"make apt-get update work as root, or apt-get install linux-headers-amd64 for a release that the archive still has"
rm -f apt.log
