#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# qemu-source.sh [SUITE]: puts into build/qemu-source the source package of exactly the installed qemu-system-x86, and
# prints that folder; with SUITE (trixie, sid) into build/qemu-source-SUITE the newest of this suite of the distribution
# that can be downloaded (an archive may list what it does not hold), and beside it, in meson/, the suite's meson.
# The newest is looked for once a week.  The folder is kept by cache.sh.
# The deb-src lines are derived from the machine's own apt sources and stay in a private configuration: nothing of the
# machine's apt is touched.  Exit status 3: the archive has none.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/.." && pwd)
fail() {
	echo "qemu-source.sh: $1" >&2
	echo "  next step: $2" >&2
	exit "${3:-1}"
}

if [ "${1-}" != --make ]; then
	suite=${1:-}
	[ -n "$suite" ] || version=$(dpkg-query -W -f '${source:Version}' qemu-system-x86 2>/dev/null) ||
		fail "the package qemu-system-x86 is not installed" "tests/need.sh device"
	exec "$here/cache.sh" entry "$top/build/qemu-source${suite:+-$suite}" "qemu-source${suite:+-$suite}" \
		"$(grep -v '^[[:space:]]*#' "$0")${suite:-$version}${suite:+, week $(date +%G-%V)}" "$here/qemu-source.sh" --make "$suite" "${version:-}"
fi

# What follows makes it, in the current folder.
suite=$2 version=$3
work=$PWD
if [ -n "$suite" ]; then version=$suite whose=$suite; else whose="$version, the installed one"; fi

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
private_apt apt-get update >"$log" 2>&1 || {
	tail -n 3 "$log" >&2
	fail "apt-get update for source packages failed" "make apt-get update work on this machine, then run this again"
}
versions=$version
if [ -n "$suite" ]; then	# the newest first
	versions=$(private_apt apt-cache showsrc qemu 2>>"$log" | sed -n 's/^Version: //p' | sort -rVu)
fi
for v in $versions; do
	if private_apt apt-get source --download-only "qemu=$v" >>"$log" 2>&1; then
		break
	fi
	echo "the archive does not hold the source of qemu $v" >&2
	rm -f qemu_*
done
[ -e "$(echo qemu_*.dsc)" ] || {
	tail -n 3 "$log" >&2
	fail "the archive has no source of qemu of $whose" \
		"${suite:+try another suite; or }apt-get update && apt-get install qemu-system-x86, then run this again" 3
}
if [ -n "$suite" ]; then
	private_apt apt-get download meson >>"$log" 2>&1 && dpkg-deb -x meson_*.deb meson && rm meson_*.deb || {
		tail -n 3 "$log" >&2
		fail "$suite has no meson" "see above"
	}
fi
rm -rf "$apt" "$log"
