#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# qemu-source.sh [SUITE]: makes build/qemu-source/qemu, the unpacked source package of exactly the installed
# qemu-system-x86, and prints its path; with SUITE (trixie, sid) build/qemu-source-SUITE/qemu, the newest of this suite
# of the distribution that could be downloaded when it was fetched first (an archive may list what it does not hold), and
# beside it, in meson/, the suite's meson.  The deb-src lines are derived from the machine's own apt sources and stay in a
# private configuration below build/: nothing of the machine's apt is touched.  Exit status 3: the archive has none.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
top=$(cd "$(dirname "$0")/.." && pwd)
suite=${1:-}
work=$top/build/qemu-source${suite:+-$suite}
fail() {
	echo "qemu-source.sh: $1" >&2
	echo "  next step: $2" >&2
	exit "${3:-1}"
}

if [ -n "$suite" ]; then
	version=$suite whose=$suite
else
	version=$(dpkg-query -W -f '${source:Version}' qemu-system-x86 2>/dev/null) ||
		fail "the package qemu-system-x86 is not installed" "tests/need.sh device"
	whose="$version, the installed one"
fi
mkdir -p "$work"
exec 9>"$work/lock"
flock 9
if [ "$(cat "$work/version" 2>/dev/null)" = "$version" ]; then
	echo "$work/qemu"
	exit 0
fi

# The stanzas that give this machine its QEMU, turned from deb to deb-src with all their options; if
# none can be told apart, all stanzas.
apt=$work/apt
derive() {
	uris=$1
	mkdir -p "$apt/parts" "$apt/lists/partial" "$apt/cache/archives/partial"
	rm -f "$apt"/parts/*
	cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
		awk -v uris="$uris" '
			$1 == "deb" { for (i = split(uris, u); i; i--) if (index($0, u[i])) { sub(/deb/, "deb-src"); print; next } }
		' >"$apt/parts/derived.list"
	for f in /etc/apt/sources.list.d/*.sources; do
		[ -e "$f" ] || continue
		sed '/^#/d' "$f" | awk -v uris="$uris" -v RS= -v ORS='\n\n' '
			{ for (i = split(uris, u); i; i--) if (index($0, u[i])) {
				gsub(/(^|\n)Types:[^\n]*/, "\nTypes: deb-src"); sub(/^\n/, ""); print; next } }
		'
	done >"$apt/parts/derived.sources"
	[ -s "$apt/parts/derived.list" ] || [ -s "$apt/parts/derived.sources" ]
}
# Of these, those that give the machine its own suite, turned to another.
turn() {
	own=$(. /etc/os-release && echo "$VERSION_CODENAME")
	sed -i -nE "s/([[:space:]])$own([[:space:]])/\\1$suite\\2/;T;p;s/^deb-src/deb/;p" "$apt/parts/derived.list"
	awk -v own="$own" -v suite="$suite" -v RS= -v ORS='\n\n' '
		$0 ~ "(^|\n)Suites:([^\n]*[ \t])?" own "([ \t\n]|$)" {
			sub(/(^|\n)Suites:[^\n]*/, "\nSuites: " suite)
			sub(/deb-src/, "deb deb-src"); sub(/^\n/, ""); print }
	' "$apt/parts/derived.sources" >"$apt/turned"
	mv "$apt/turned" "$apt/parts/derived.sources"
	[ -s "$apt/parts/derived.list" ] || [ -s "$apt/parts/derived.sources" ]
}
private_apt() { # apt-get|apt-cache ARG...
	tool=$1
	shift
	"$tool" -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$apt/parts" \
		-o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt/cache" "$@"
}
uris=$(apt-cache madison qemu-system-x86 | awk '{ print $5 }' | sort -u | tr '\n' ' ')
derive "$uris" || derive ": /" || fail "no apt sources on this machine" "give it some in /etc/apt/sources.list"
[ -z "$suite" ] || turn || fail "no apt source on this machine names its own suite, to be turned to $suite" \
	"look at /etc/apt/sources.list"

echo "fetching the source of qemu $version" >&2
log=$work/log
private_apt apt-get update >"$log" 2>&1 || fail "apt-get update for source packages failed, see $log" "look there, then run this again"
rm -rf "$work/fetched" "$work/qemu" "$work/version"
mkdir "$work/fetched"
versions=$version
if [ -n "$suite" ]; then	# the newest first
	versions=$(private_apt apt-cache showsrc qemu 2>>"$log" | sed -n 's/^Version: //p' | sort -rVu)
fi
for v in $versions; do
	if (cd "$work/fetched" && private_apt apt-get source --download-only "qemu=$v" >>"$log" 2>&1); then
		break
	fi
	echo "the archive does not hold the source of qemu $v" >&2
	rm -f "$work"/fetched/*
done
[ -e "$(echo "$work"/fetched/qemu_*.dsc)" ] || {
	tail -n 3 "$log" >&2
	fail "the archive has no source of qemu of $whose" \
		"${suite:+try another suite; or }apt-get update && apt-get install qemu-system-x86, then run this again" 3
}
if [ -n "$suite" ]; then
	(cd "$work/fetched" && private_apt apt-get download meson >>"$log" 2>&1 && rm -rf "$work/meson" &&
		dpkg-deb -x meson_*.deb "$work/meson") || fail "$suite has no meson, see $log" "look there"
fi
echo "unpacking it" >&2
dpkg-source --no-check -x "$work"/fetched/qemu_*.dsc "$work/qemu" >>"$log" 2>&1 || fail "dpkg-source failed, see $log" "look there"
rm -rf "$work/fetched" "$work/qemu/roms" "$apt/cache"
echo "$version" >"$work/version"
echo "$work/qemu"
