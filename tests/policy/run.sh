#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: the adaptive policy, without a VM.  Prints TAP.
#   units     each rule by itself, with the sanitizers on
#   goals     all loads through the replayer (with the sanitizers on, too), and what issue 13 asks as far as that can tell
#   ablation  without a signal or a rule something is worse
#   refusals  what is no load, no policy, no rule
#   recorder  a recorded load is one
#   faults    a source with a known fault in it, which the units or the goals must see
# In the end it says how many looks a second of CPU were played; that is no check.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
here=tests/policy driver=driver out=build/tests-policy
mkdir -p "$out"

renumbered() { # NAME FILE STATUS: another program's TAP becomes part of this one
	local line n=0
	while IFS= read -r line; do
		case $line in
		"ok "*) n=$((n + 1)); ok "$1: ${line#* - }" ;;
		"not ok "*) n=$((n + 1)); not_ok "$1: ${line#* - }" ;;
		1..*) [ "${line#1..}" = "$n" ] || not_ok "$1: the plan is kept" "$line" ;;
		*) printf '%s\n' "$line" ;;
		esac
	done <"$2"
	grep -q '^1\.\.[1-9]' "$2" || not_ok "$1: it ends" "exit status $3"
	if [ "$3" != 0 ] && ! grep -q '^not ok' "$2"; then not_ok "$1: its exit status is that of its checks" "$3"; fi
}
run() { # NAME COMMAND...
	local name=$1 status=0
	shift
	"$@" >"$out/$name.tap" 2>&1 || status=$?
	renumbered "$name" "$out/$name.tap" "$status"
}

build() { "$here/build.sh" "$@"; }
for program in replay place_test; do
	build "$out" $program && build "$out/sanitized" $program -fsanitize=address,undefined -fno-sanitize-recover=all ||
		bail_out "$program does not compile"
done

# units
run units "$out/sanitized/place_test"

# goals
$out/replay -tsv $here/loads/*.load >"$out/replay.tsv" 2>"$out/speed" || bail_out "replay failed: $(cat "$out/speed")"
run goals $here/goals.py <"$out/replay.tsv"
check "the sanitizers have nothing to say, and all is the same" \
	sh -c "$out/sanitized/replay -tsv $here/loads/*.load 2>$out/sanitized/errors | cmp - $out/replay.tsv"

# ablation
adaptive() { # COLUMN FILE: of the adaptive policy
	awk -F '\t' -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) column = i } $2 == "adaptive" { print $column }' "$2"
}
ablation() { # SIGNAL LOAD COLUMN TIMES: without it the column is so many times higher, plus 1
	local with without
	$out/replay -tsv -policy adaptive $here/loads/"$2".load >"$out/with.tsv" 2>/dev/null
	$out/replay -tsv -policy adaptive -without "$1" $here/loads/"$2".load >"$out/without.tsv" 2>/dev/null
	with=$(adaptive "$3" "$out/with.tsv") without=$(adaptive "$3" "$out/without.tsv")
	check "without $1, $2: $3 is $without, not $with" awk -v a="$with" -v b="$without" -v t="$4" 'BEGIN { exit !(b >= a * t + 1) }'
}
ablation refaults day reread_mib 3
ablation refaults reread-pause reread_mib 2
ablation swaps spurt swapout_mib 2
ablation sensor late line_s 1.2
ablation line updown line_s 100
ablation dirty writes throttled_ms 20
ablation hold swing4 moved_mib 20
ablation hold day moved_mib 3
ablation burst keyvalue line_s 10
ablation cold bigread mean_mib 2

# refusals
load() { printf '%s\n' "$@" >"$out/bad.load"; "$out/replay" "$out/bad.load"; }
fails "a load without a guest is refused" 'no guest' load '# nothing'
fails "a line that is none is refused, with its number" 'bad.load:2: not a line' load 'guest 1024 until 10' 'at 1 nobody 5'
fails "a word too many is refused" 'bad.load:1: not a line' load 'guest 1024 until 10 forever'
fails "a file that is read beyond its end is refused" 'bad.load:3' load 'guest 1024 until 10' 'file f 10' 'at 0 read f rate 1 to 11'
fails "a signal that is none is refused" 'without nothing' $out/replay -without nothing
fails "a rule that is none is refused" 'set nothing=1' $out/replay -set nothing=1

# recorder
fails "record.sh wants a time" 'usage' $here/record.sh
$here/record.sh 2 >"$out/recorded.load" 2>"$out/recorded.errors" || not_ok "record.sh records" "$(cat "$out/recorded.errors")"
check "replay plays what record.sh writes" $out/replay -policy adaptive "$out/recorded.load"
check "... and that has samples" sh -c "[ \$(grep -c '^at ' $out/recorded.load) -ge 2 ]"

# faults
fault() { # SOURCE WHAT SED: the units or the goals must fail with that edit of the source
	mkdir -p "$out/fault/driver" "$out/fault/tests/policy"
	cp $driver/*.[ch] "$out/fault/driver/"; cp $here/*.[ch] $here/*.sh $here/*.py "$out/fault/tests/policy/"; cp tests/tap.* "$out/fault/tests/"
	sed -i "$3" "$out/fault/driver/$1.c"
	if cmp -s "$driver/$1.c" "$out/fault/driver/$1.c" || ! "$out/fault/tests/policy/build.sh" "$out/fault" place_test >"$out/fault.log" 2>&1; then
		not_ok "the fault is one: $2" "$(cat "$out/fault.log")"
	elif ! timeout 60 "$out/fault/place_test" >"$out/fault.log" 2>&1 && grep -q '^not ok' "$out/fault.log"; then
		ok "the units see: $2"
	elif ! "$out/fault/tests/policy/build.sh" "$out/fault" replay >"$out/fault.log" 2>&1; then
		not_ok "the fault compiles: $2" "$(cat "$out/fault.log")"
	elif "$out/fault/replay" -tsv $here/loads/*.load 2>/dev/null | "$out/fault/tests/policy/goals.py" >"$out/fault.log" 2>&1; then
		not_ok "neither units nor goals see: $2"
	else
		check "the goals see: $2" grep -q '^not ok' "$out/fault.log"
	fi
}
fault headroom "a burst is never forgotten" 's/faded(h->burst_pages, .*))/h->burst_pages)/'
fault headroom "a burst has no bound" 's/^\t\treturn most;/\t\treturn h->burst_pages * rules->times;/'
fault hold "a swing is never learned" 's/^\tband->wait_ms = lesser(2 /\tband->wait_ms = lesser(1 /'
fault hold "the time never comes down" '/calm:/,/^}/s/band->wait_ms \/= 2;/;/'
fault hold "a swing within a band is not seen" 's/if (band->was_pages \&\& /if (0 \&\& /'
fault cold "nothing goes" 's/return c->due_pages;/return 0;/'
fault cold "a mistake teaches nothing" 's/^\t\tc->pace_ms = greater(2 .*//'
fault cold "there is no wait after a mistake" 's/^\tc->until_ms = greater.*/\t(void)until_ms;/'
fault place "the line of a killer is not minded" 's/pct ? share(fixed/0 ? share(fixed/'
fault place "dirty pages need no room" 's/above(lesser(dirty, look->total) \* rules->dirty_times, cache(look))/0/'
fault place "what was swapped is forgotten" 's/^\t\tp->owed = lesser.*/\t\tp->owed = 0;/'
fault place "cache goes while it grows" 's/^\tif (look->now_ms < p->grown_ms)/\tif (0)/'
fault place "the floor is not kept" 's/u64 pages = above(above(look->total, look->given), look->floor);/u64 pages = above(look->total, look->given);/'
fault place "giving and taking at once" 's/} else if (look->now_ms >= p->calm_ms \&\& !trouble) {/}\n\tif (true) {/'
fault place "the target brings nothing back" 's/u64 over = look->target == TARGET_NONE ? 0 .*;/u64 over = 0;/'
fault place "what is missed does not come back" 's/^\tmove.take = take(look, lack);/\tmove.take = take(look, 0);/'
fault place "it always looks again soon" 's/^\tp->sleep_ms = moved ? .*/\tp->sleep_ms = rules->soon_ms;/'

tap_note "$(cat "$out/speed")"
done_testing tests/policy/run.sh
