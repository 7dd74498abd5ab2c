#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# cache_test.sh [faults]: device/cache.sh, in a copy of its own; and then again with faults in it, each of which must be seen.
# With CACHE_SH it tests that file.
set -u
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
. "$here/tap.sh"
tool=${CACHE_SH:-$here/../device/cache.sh}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
checkout="$work/a checkout" cache="$work/the cache"
mkdir -p "$checkout/device"
cp "$tool" "$checkout/device/cache.sh"
export AEROSTAT_CACHE=$cache HOME="$work/home"
unset XDG_CACHE_HOME AEROSTAT_CACHE_MAX_MIB
sh=$checkout/device/cache.sh

# entry LINK NAME KEY MAKER...: its path; what the tool says is in work/said
entry() { "$sh" entry "$checkout/build/$1" "${@:2}" 2>"$work/said"; }
unlink() { local l; for l; do rm "$checkout/build/$l"; done; }
# A maker: writes a file and a folder, and a line to work/made.
cat >"$work/maker" <<'END'
#!/bin/bash
echo "$1" >>"$2/made"
echo "made for $1" >file
mkdir -p folder scratch
echo more >"folder/a file"
head -c "${3:-0}" /dev/zero >filler
END
# One that waits for work/go
cat >"$work/slow" <<'END'
#!/bin/bash
echo slow >>"$1/made"
echo half >half
until [ -e "$1/go" ]; do sleep 0.05; done
END
chmod +x "$work/maker" "$work/slow"
made() { grep -cx -- "$1" "$work/made" 2>/dev/null; } # NAME: how often
make_() { entry "$1" "$1" "${2:-key}" "$work/maker" "$1" "$work" "${3:-0}"; } # NAME [KEY [SIZE]]
said() { grep -qE -- "$1" "$work/said" || { cat "$work/said"; return 1; }; }
is_there() { compgen -G "$cache/$1-*/files" >/dev/null; }
gone() { ! is_there "$1"; }
of() { # FILE [NOW]: the file of entry `one`, as it was made
	[ "$(cat "$one/$1")" = "$2" ] || { cat "$one/$1"; return 1; }
}

one=$(make_ one)
check "an entry is made in the cache, and linked to" test "$one" -ef "$checkout/build/one"
check "... below AEROSTAT_CACHE" test "${one#"$cache"/one-}" != "$one"
again=$(make_ one)
check "it is not made again" test "$(made one) $again" = "1 $one"
other=$(make_ one "another key")
check "another key is another entry" test "$(made one):$([ "$other" = "$one" ] && echo same)" = "2:"
make_ one >/dev/null

# damage: each is noticed, said and mended
damage() { # NAME LINK COMMAND...: entry one is made again after this, when it is used by LINK
	local what=$1 link=$2 before; shift 2
	before=$(made one)
	"$@"
	entry "$link" one key "$work/maker" one "$work" 0 >/dev/null
	check "$what is noticed" test "$(made one)" = $((before + 1))
	check "... and said" said 'one-.* is damaged, and is made again'
	check "... and mended" test "$(cat "$one/file"):$(cat "$one/folder/a file"):$(ls "$one" | wc -l)" = "made for one:more:4"
}
quietly() { local at; at=$(stat -c %y "$1"); printf 'Xade for one\n' >"$1"; touch -d "$at" "$1"; }
damage "a file that was written to" one sh -c "echo more >>'$one/file'"
damage "a file that was written over" one sh -c "printf 'Xade for one\\n' >'$one/file'"
damage "a file of the same size and time, at the first use by a link," two quietly "$one/file"
damage "a missing file" one rm "$one/folder/a file"
damage "a file too many" one touch "$one/stray"
damage "a list that was cut off" one truncate -s 5 "${one%/files}/list"
echo work >"$one/scratch/mine"
make_ one >/dev/null
check "what is in scratch is no damage" test -e "$one/scratch/mine"

# two at once
rm -f "$work/made"
for n in 1 2; do
	"$sh" entry "$checkout/build/slow$n" slow key "$work/slow" "$work" >"$work/path$n" 2>"$work/said$n" &
done
until grep -q waiting "$work/said1" "$work/said2" || [ "$(made slow)" = 2 ] || [ -z "$(jobs -r)" ]; do sleep 0.05; done
touch "$work/go"
wait
check "two users at once: it is made once" test "$(made slow)" = 1
check "... and both have it" cmp "$work/path1" "$work/path2"
rm "$work/go"

# what is not whole
entry broken broken key sh -c 'echo half >half; exit 3' >/dev/null
check "a maker that fails: its exit status is told" test $? = 3
check "... nothing stays" gone broken
check "... and there is no link" test ! -e "$checkout/build/broken"
check "... and the next step is told" said 'next step'
stop() { # SIGNAL: to the tool and its maker, while that is at work
	rm -f "$work/made"
	setsid "$sh" entry "$checkout/build/stopped" stopped key "$work/slow" "$work" >/dev/null 2>&1 &
	until [ "$(made slow)" = 1 ] || [ -z "$(jobs -r)" ]; do sleep 0.05; done
	kill -"$1" -- -$!
	wait $! 2>/dev/null
}
stop TERM
check "a tool that is ended leaves nothing" gone stopped
stop KILL
path=$(entry stopped stopped key "$work/maker" stopped "$work")
check "what was half made when it was killed is made again" test "$(cat "$path/file")" = "made for stopped"
check "... from nothing" test "$(ls "$path" | wc -l)" = 4

# the bound: 900 KiB each, 2 MiB
"$sh" clean >/dev/null
export AEROSTAT_CACHE_MAX_MIB=2
size=900000
make_ a k $size >/dev/null; make_ b k $size >/dev/null; make_ a k $size >/dev/null
unlink a b
make_ c k $size >/dev/null
check "more than AEROSTAT_CACHE_MAX_MIB: the least recently used goes" gone b
check "... and that is said" said 'removed b-'
check "... the others stay" test -n "$(is_there a && is_there c && echo both)"
make_ a k $size >/dev/null
make_ c k $size >/dev/null
unlink c
make_ d k $size >/dev/null
check "one that a link points to stays" is_there a
check "... and another goes in its place" gone c
unlink a d
exec 7>>"$(ls -d "$cache"/a-*.lock)"
flock 7
make_ e k $size >/dev/null
check "one that is locked stays" is_there a
exec 7>&-
unlink e
make_ large k 4000000 >/dev/null
check "what alone is larger is kept, and that is said" said 'more than AEROSTAT_CACHE_MAX_MIB allows'
AEROSTAT_CACHE_MAX_MIB=many make_ large k2 10 >/dev/null
check "a bound that is no number is said" said 'is no number: many'
unset AEROSTAT_CACHE_MAX_MIB

# where it is
AEROSTAT_CACHE= make_ home >/dev/null
check "without AEROSTAT_CACHE it is below ~/.cache" test "$checkout/build/home" -ef "$(ls -d "$HOME"/.cache/aerostat/home-*/files)"
AEROSTAT_CACHE= XDG_CACHE_HOME="$work/xdg" make_ xdg >/dev/null
check "... or below XDG_CACHE_HOME" test "$checkout/build/xdg" -ef "$(ls -d "$work"/xdg/aerostat/xdg-*/files)"
AEROSTAT_CACHE="$work/made/x" make_ near >/dev/null
check "a folder that cannot be written: it is in build/cache" test "$checkout/build/near" -ef "$(ls -d "$checkout"/build/cache/near-*/files)"
check "... and that is said" said 'cannot be written: using build/cache'

# clean
rm -f "$work/go" "$work/made"
"$sh" entry "$checkout/build/slow" slow key "$work/slow" "$work" >/dev/null 2>&1 &
until [ "$(made slow)" = 1 ] || [ -z "$(jobs -r)" ]; do sleep 0.05; done
check "clean" "$sh" clean
check "... leaves one that is being made" is_there slow
touch "$work/go"
wait
check "... which is whole then" test -e "$checkout/build/slow/half"
check "... and removes the others" test "$(ls -d "$cache"/*/files | wc -l)" = 1
fails "a wrong call is refused" usage "$sh" entry only
[ "${1-}" = faults ] || { done_testing tests/cache_test.sh; exit; }

# fault NAME SED CHECK: with this edit of the tool, the check of this name fails
fault() {
	sed "$2" "$tool" >"$work/faulty.sh"
	chmod +x "$work/faulty.sh"
	if cmp -s "$tool" "$work/faulty.sh"; then not_ok "$1: the edit changes nothing"; return; fi
	# shellcheck disable=SC2016
	fails "a fault is seen: $1" "^not ok [0-9]+ - $3" env -u AEROSTAT_CACHE CACHE_SH="$work/faulty.sh" "$here/cache_test.sh"
}
fault "entries are not kept" 's/if \[ ! -s "$entry\/list" \]; then/if :; then/' "it is not made again"
fault "the key is not read" "s/printf '%s' \"\$3\"/printf key/" "another key is another entry"
fault "sizes and times are not compared" 's/^	diff <(list .*/	:/' "a file that was written to"
fault "times are not listed" 's/ %T@ %m//' "a file that was written over"
fault "sums are not compared" 's/^	\[ $# = 1 \] || diff.*/	:/' "a file of the same size and time"
fault "damage is not said" '/is damaged, and/d' "... and said"
fault "scratch is listed" 's/-name scratch/-name nothing/' "what is in scratch"
fault "no lock" 's/flock -n 9/true/; s/flock 9;/:;/' "two users at once"
fault "a failed maker's status is lost" 's/exit $status/exit 1/' "a maker that fails: its exit"
fault "a failed maker's files stay" '/trap .remove/d' "... nothing stays"
fault "half made is whole" 's/\[ ! -s "$entry\/list" \]/[ ! -e "$entry\/files" ]/' "what was half made"
fault "the next maker finds the rest" '/^		rm -rf -- "$entry"$/d' "... from nothing"
fault "no bound" 's/-gt "$max"/-lt 0/' "more than AEROSTAT_CACHE_MAX_MIB: the least"
fault "the most recently used goes" 's/ls -dtr/ls -dt/' "more than AEROSTAT_CACHE_MAX_MIB: the least"
fault "a use is not written down" 's/^	touch "$entry\/used"/	[ -e "$entry\/used" ] || &/' "more than AEROSTAT_CACHE_MAX_MIB: the least"
fault "links are not looked at" 's/&& \[ -z "$(links "$id")" \]//' "one that a link points to stays"
fault "locked ones are removed" 's/&& lock "$id" -n &&/\&\&/' "one that is locked stays"
fault "no place is sought beside an unwritable one" 's/if mkdir -p -- "$root" 2>\/dev\/null && .*/mkdir -p -- "$root" 2>\/dev\/null || :; return/' "a folder that cannot be written"
fault "XDG_CACHE_HOME is not read" 's/XDG_CACHE_HOME:-/NONE:-/' "... or below XDG_CACHE_HOME"
fault "clean takes all" 's/if lock "$id" -n; then/if :; then/' "... leaves one that is being made"
fault "clean takes none" 's/then remove "$id"; else/then :; else/' "... and removes the others"
done_testing "tests/cache_test.sh faults"
