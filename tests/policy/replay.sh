#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# replay.sh: the replayer itself, and what each signal and rule of the policy is good for.  Prints TAP.
#   ablation  without a signal or a rule something is worse
#   refusals  what is no load, no policy, no rule
#   recorder  a recorded load is one
# It also tells how many looks a second of CPU were played; that is no check.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
. tests/tap.sh
here=tests/policy out=build/tests-policy
mkdir -p "$out"
$here/build.sh $out replay && $here/build.sh $out/sanitized replay -fsanitize=address,undefined -fno-sanitize-recover=all ||
	bail_out "replay does not compile"
$out/replay -tsv $here/loads/*.load >$out/all.tsv 2>$out/speed || bail_out "replay ends early: $(cat $out/speed)"
check "with the sanitizers all is the same" \
	sh -c "$out/sanitized/replay -tsv $here/loads/*.load 2>$out/sanitized/errors | cmp - $out/all.tsv"

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

tap_note "$(cat "$out/speed")"
done_testing tests/policy/replay.sh
