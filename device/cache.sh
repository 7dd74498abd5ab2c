#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# cache.sh: keeps what is downloaded or built from fixed inputs in a folder that outlives the checkout:
# ${AEROSTAT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/aerostat}, or build/cache if that cannot be written.
#
#   cache.sh entry LINK NAME KEY MAKER [ARG...]
#       makes LINK, a symbolic link below build/, point to the entry, and prints the entry's path.  KEY is the text of all
#       inputs; its hash and NAME name the entry.  If it is not there, MAKER makes it in an empty folder, its current one,
#       which is its place for ever: what is built may hold its own path.  If MAKER fails, nothing stays, and its exit
#       status is returned.  MAKER must name its files by absolute paths.
#   cache.sh clean
#       removes all entries except those that another process makes at this moment.
#
# An entry is whole once its list is there.  The list (size, time and name of each file) is compared at each use, the
# SHA-256 sums when LINK is new.  A damaged entry is made again.  No user may change an entry, except in a folder `scratch`.
# One process at a time makes or compares an entry; others wait.  When an entry has been made and all entries have more
# than AEROSTAT_CACHE_MAX_MIB (30720), the least recently used go, except those that a LINK points to.
# Results of proofs, searches and tests do not belong here.
set -euo pipefail
export LC_ALL=C
top=$(cd "$(dirname "$0")/.." && pwd)
usage="usage: cache.sh entry LINK NAME KEY MAKER [ARG...] | cache.sh clean"
say() { echo "cache.sh: $1" >&2; }

find_root() {
	local home=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
	root=${AEROSTAT_CACHE:-${home:+$home/aerostat}}
	if [ -n "$root" ]; then
		root=$(readlink -m -- "$root")
		if mkdir -p -- "$root" 2>/dev/null && [ -w "$root" ]; then return; fi
		say "the cache folder $root cannot be written: using build/cache, which does not outlive this checkout"
	fi
	root=$top/build/cache
	mkdir -p "$root"
}

free() { echo "$(df -h --output=avail -- "$root" | tail -n 1 | tr -d ' ') free on its disk"; }

# Descriptor 9 is the lock of the entry ID.  remove() removes an entry together with its lock's file: then lock() tries again.
lock() { # ID [flock's option]
	while :; do
		exec 9>>"$root/$1.lock" || { say "next step: look at $root, which cannot be written ($(free))"; exit 1; }
		flock -n 9 || { [ $# = 1 ] || return 1; say "waiting for another user of $1"; flock 9; }
		if [ "$root/$1.lock" -ef /dev/fd/9 ]; then return; fi
	done
}
remove() { rm -rf -- "${root:?}/${1:?}" "$root/$1.lock"; } # ID, locked

list() { # of FOLDER: a line a file, in an order of its own
	find "$1" -name scratch -prune -o -type f -printf 'f %s %T@ %m %P\n' -o ! -type d -printf '%y %l %P\n' | sort
}
sums() { # of FOLDER
	(cd "$1" && find . -name scratch -prune -o -type f -print0 | sort -z |
		xargs -0r -n 200 -P "$(nproc)" sha256sum | sort -k 2)
}
# Says what is not as it was made; nothing if all is.
damage() { # ID [sums]
	local entry=$root/$1
	diff <(list "$entry/files") "$entry/list" || return 0
	[ $# = 1 ] || diff <(sums "$entry/files") "$entry/sums" || return 0
}

links() { # ID: the links that point to it
	local link
	while IFS= read -r link; do
		if [ "$(readlink -- "$link" 2>/dev/null)" = "$root/$1/files" ]; then printf '%s\n' "$link"; fi
	done 2>/dev/null <"$root/$1/links" || :
}
point() { # LINK ID
	local link=$1 known
	mkdir -p -- "$(dirname -- "$link")"
	if [ -d "$link" ] && [ ! -L "$link" ]; then rm -rf -- "$link"; fi	# of a checkout from before there was a cache
	ln -sfn -- "$root/$2/files" "$link.new.$$" && mv -T -- "$link.new.$$" "$link"
	known=$({ links "$2"; printf '%s\n' "$link"; } | sort -u)
	printf '%s\n' "$known" >"$root/$2/links"
}

entries() { (cd "$root" && ls -dtr -- */used 2>/dev/null | sed 's|/used$||') || :; } # least recently used first
bound() { # KEEP: removes entries, the least recently used first, until the others are small enough
	local max=${AEROSTAT_CACHE_MAX_MIB:-30720} keep=$1 total id size
	[[ $max =~ ^[0-9]+$ ]] || { say "AEROSTAT_CACHE_MAX_MIB is no number: $max; using 30720"; max=30720; }
	max=$((max * 1024))
	total=$(entries | (cd "$root" && xargs -r du -skc --) | tail -n 1 | cut -f 1)
	while IFS= read -r id && [ "$total" -gt "$max" ]; do
		[ "$id" != "$keep" ] && lock "$id" -n && [ -z "$(links "$id")" ] || continue
		size=$(du -sk -- "$root/$id" | cut -f 1)
		remove "$id"
		total=$((total - size))
		say "removed $id, which was not used for longest, $((size / 1024)) MiB"
	done < <(entries)
	[ "$total" -le "$max" ] || say "$root has $((total / 1024)) MiB, more than AEROSTAT_CACHE_MAX_MIB allows: all of it is in use"
}

entry() {
	local link name id new status=0 wrong
	[ $# -ge 4 ] || { echo "$usage" >&2; exit 2; }
	link=$(readlink -m -- "$(dirname -- "$1")")/$(basename -- "$1") name=$2
	id=$name-$(printf '%s' "$3" | sha256sum | cut -c 1-32)
	shift 3
	find_root
	lock "$id"
	local entry=$root/$id
	if [ -s "$entry/list" ]; then
		new=sums
		[ "$(readlink -- "$link" 2>/dev/null)" != "$entry/files" ] || new=
		wrong=$(damage "$id" $new 2>&1)
		[ -z "$wrong" ] || {
			say "$id is damaged, and is made again:"
			printf '%s\n' "$wrong" | head -n 4 | sed 's/^/  /' >&2
			rm -rf -- "$entry"
		}
	fi
	if [ ! -s "$entry/list" ]; then
		trap 'remove "$id"' EXIT
		trap 'exit 130' INT TERM HUP
		rm -rf -- "$entry"
		mkdir -p -- "$entry/files" || { say "next step: look at $root, which cannot be written ($(free))"; exit 1; }
		(cd "$entry/files" && "$@") >&2 || status=$?
		[ "$status" = 0 ] || {
			say "$name could not be made, and nothing of it stays; next step: see above ($root: $(free))"
			exit $status
		}
		sums "$entry/files" >"$entry/sums"
		list "$entry/files" >"$entry/list.new"
		mv "$entry/list.new" "$entry/list"
		trap - EXIT INT TERM HUP
		made=$id
	fi
	touch "$entry/used"
	point "$link" "$id"
	printf '%s\n' "$entry/files"
	[ -z "${made-}" ] || bound "$id"
}

clean() {
	local id
	find_root
	for id in $(cd "$root" && ls -d -- */files 2>/dev/null | sed 's|/files$||'); do
		if lock "$id" -n; then remove "$id"; else say "another process makes $id: it stays"; fi
	done
	echo "$root: $(du -sh -- "$root" | cut -f 1)"
}

case ${1-} in
entry) shift; entry "$@" ;;
clean) clean ;;
*) echo "$usage" >&2; exit 2 ;;
esac
