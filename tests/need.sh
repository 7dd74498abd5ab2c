#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# need.sh GROUP...: installs with apt whatever of these groups (tests/packages) the machine lacks, and says what.
set -eu
list=$(dirname "$0")/packages
want=
for group; do
	line=$(sed -n "s/^$group[[:space:]]\{1,\}//p" "$list")
	[ -n "$line" ] || { echo "need.sh: $group: no such group in tests/packages" >&2; exit 1; }
	want="$want $line"
done
missing() {
	for p in $(printf '%s\n' $want | sort -u); do
		case $(dpkg-query -W -f '${Status}' "$p" 2>/dev/null) in
		"install ok installed") ;;
		*) printf ' %s' "$p" ;;
		esac
	done
}
lack=$(missing)
[ -n "$lack" ] || exit 0
echo "installing with apt:$lack"
fail() {
	echo "need.sh: $1" >&2
	echo "  still missing:$(missing)" >&2
	echo "  next step: install these by hand (see $log), then run the same command again" >&2
	exit 1
}
log=${TMPDIR:-/tmp}/aerostat-apt.log
command -v apt-get >/dev/null || { log="your package manager"; fail "this machine has no apt-get; Aerostat's set-up knows Debian 12 only"; }
[ "$(id -u)" = 0 ] || fail "installing packages needs root"
export DEBIAN_FRONTEND=noninteractive
apt-get -q update >"$log" 2>&1 || fail "apt-get update failed"
apt-get -q -y --no-install-recommends install $lack >>"$log" 2>&1 || fail "apt-get could not install:$lack"
[ -z "$(missing)" ] || fail "apt-get said it succeeded, and did not"
