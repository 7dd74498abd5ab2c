#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# unbounded.sh [-f] BUILD [GOAL...]: Why3, with Z3 and CVC4, on the two machines and the queues, for any number of pages.
#
#   sets.mlw relation_gen.mlw unbounded.mlw safety.mlw steps_gen.mlw    each goal of each file must be Valid
#   unbounded_goals     the goals that must be there      unbounded_assumed   what is not proven, and must not grow
#   a second run        no step may be able to prove false: its assumptions would contradict each other
#
# A goal is tried whole with Z3, then in smaller and smaller parts, and those also with CVC4.  Steps limit the
# provers, not the clock.  Only their text is believed.  A result is kept by the hash of its inputs; -f proves again.
# GOALs: these alone, and nothing is compared with what is recorded.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$here")
force=; [ "${1:-}" = -f ] && { force=1; shift; }
build=${1:?usage: unbounded.sh [-f] BUILD [GOAL...]}; shift
only=" $* "
files="sets relation_gen unbounded safety steps_gen"
sources=(); for f in $files; do sources+=("$here/$f.mlw"); done
mkdir -p "$build" "$root/build/results"; build=$(cd "$build" && pwd)
tsv=$root/build/results/unbounded.tsv
key=$(cat "${sources[@]}" "$here"/unbounded* "$here/assumed.py" <(why3 --version; z3 --version; cvc4 --version | head -1) | sha256sum)
stamp=$build/ok
if [ -z "$force" ] && [ "$only" = "  " ] && [ "$(head -n 1 "$stamp" 2>/dev/null)" = "$key" ]; then
	sed 's/new$/kept/' "$build/tsv" >"$tsv"
	sed 1d "$stamp" | tail -n 1 | sed 's/$/ (unchanged since it was proven)/'
	exit 0
fi
rm -f "$stamp" "$build"/*.{why,said,false,verdict}
export WHY3CONFIG=$build/why3.conf
why3 config detect >"$build/why3.log" 2>&1
for p in Z3 CVC4; do grep -q "Found prover $p .*OK" "$build/why3.log" ||
	{ echo "unbounded: Why3 does not find $p (see $build/why3.log); install the packages z3 and cvc4"; exit 1; }; done
passed=0 failed=0
: >"$build/tsv"
ok() { passed=$((passed + 1)); echo "ok    $1"; printf '%s\tok\t\tnew\n' "$1" >>"$build/tsv"; }
bad() { failed=$((failed + 1)); echo "FAIL  $1"; printf '%s\tFAIL\t\tnew\n' "$1" >>"$build/tsv"; [ $# = 1 ] || printf '%s\n' "$2" | sed 's/^/      /' | head -12; }

# every goal, by its file and module: FILE MODULE GOAL
goals() {
	awk '/^module / { m = $2 }
		match($0, /^ *(let (ghost |lemma )?|lemma |goal )[a-z_]+/) {
			n = split(substr($0, RSTART, RLENGTH), w, " "); f = FILENAME; gsub(/.*\/|\.mlw/, "", f)
			if ($0 !~ /let constant/) print f, m, w[n] (/^ *let/ ? "\x27vc" : "") }' "${sources[@]}"
}
why() { # PROVER STEPS ARG...: one run of Why3; the memory and the time are limits that are not met
	local prover=$1 steps=$2; shift 2
	nice -n 5 why3 prove -L "$here" -P "$prover" -s "$steps" -t 300 -m 4000 "$@" 2>&1
}
# what Why3 said: GOAL VERDICT SECONDS WHAT; a verdict that is not understood is none
said() {
	sed -nE 's/^(Sub-goal (.*) of g|G)oal ([^ ]*)\.$/\3\t\2/p; s/^Prover result is: Valid \(([0-9.]*)s.*/\tValid\t\1/p; s/^Prover result is: (.*)/\t\1\t0/p' "$1" |
		awk -F'\t' 'NF == 2 { g = $1; what = $2; next } { printf "%s\t%s\t%s\t%s\n", g, $2, $3, what; g = "?" }'
}
# what is tried, one after the other: PROVER STEPS TRANSFORMATION...
tries="z3 5000000
z3 5000000 split_vc
z3 1000000 split_vc inline_goal split_vc
cvc4 400000 split_vc inline_goal split_vc
z3 1000000 split_vc inline_goal split_vc inline_goal split_vc
cvc4 200000 split_vc inline_goal split_vc inline_goal split_vc"
# prove FILE MODULE GOAL: one goal; leaves GOAL.verdict: ok or FAIL, goals, seconds, then what is not proven
prove() {
	local file=$1 module=$2 goal=$3 at=$build/$3 verdict prover steps how status left=0
	while read -r prover steps how; do
		[ "$prover" != cvc4 ] || [ "$left" -le 8 ] || break	# CVC4 is for the odd part; many are a fault
		why "$prover" "$steps" ${how:+-a ${how// / -a }} "$here/$file.mlw" -T "$module" -G "$goal" >"$at.why"
		status=$?	# 0: all valid, 2: not all; anything else and the answers may be incomplete
		case $status in 0|2) ;; *) echo "Why3 ended with exit status $status" >>"$at.why"; : >"$at.said"; break ;; esac
		if [ "$prover" = cvc4 ]; then	# the same parts in the same order: either prover's yes will do
			said "$at.why" | paste "$at.said" - | awk -F'\t' -v OFS='\t' '{ print $1, ($1 == $5 && $4 == $8 && $6 == "Valid" ? $6 : $2), $3 + $7, $4 }' >"$at.both"
			mv "$at.both" "$at.said"
		else
			said "$at.why" >"$at.said"
		fi
		[ -s "$at.said" ] || break
		left=$(cut -f2 "$at.said" | grep -cvx Valid)
		[ "$left" != 0 ] || break
	done <<<"$tries"
	awk -F'\t' -v goal="$goal" '$1 != goal || $2 != "Valid" { bad = 1; text = text "not proven: " ($4 ? $4 : goal) " (" $2 ")\n" }
		{ s += $3 } END { printf "%s\tgoals=%d seconds=%.1f\n%s", (bad || !NR ? "FAIL" : "ok"), NR, s, text }' "$at.said" >"$at.verdict"
	verdict=$(head -n 1 "$at.verdict")
	echo "${verdict%%	*}    $goal ${verdict#*	}"
	sed 1d "$at.verdict" | sort | uniq -c | sed 's/^ *1 /      /'
	case $verdict in ok*) return 0 ;; esac
	[ -s "$at.said" ] || tail -n 5 "$at.why" | sed 's/^/      /'
	return 0
}
# contradicts FILE: no step of a copy that promises false may be proven
contradicts() {
	mkdir -p "$build/false/$1"; cp "${sources[@]}" "$build/false/$1/"
	sed -i 's/ensures { inv w }/ensures { false }/' "$build/false/$1/$1.mlw"
	nice -n 5 why3 prove -L "$build/false/$1" -P z3 -s 1000000 -t 300 -m 4000 "$build/false/$1/$1.mlw" >"$build/$1.false" 2>&1
}
export -f why said prove contradicts
export here build tries

# finish: the results, counted
finish() {
	[ "$only" != "  " ] || cp "$build/tsv" "$tsv"	# of some goals, the whole's are not
	echo "unbounded: $((SECONDS - begin)) s"
	echo "unbounded: $passed passed, $failed failed" | tee "$build/last"
	[ "$failed" = 0 ] && [ "$passed" -gt 0 ] || exit 1
	[ "$only" != "  " ] || { echo "$key"; cat "$build/last"; } >"$stamp"
	exit 0
}
check_recorded() {
	local gone more new
	gone=$(cut -d' ' -f3 "$build/goals" | sort | comm -13 - <(grep -v '^#' "$here/unbounded_goals" | sort))
	new=$(cut -d' ' -f3 "$build/goals" | sort | comm -23 - <(grep -v '^#' "$here/unbounded_goals" | sort))
	if [ -z "$gone" ] && [ -s "$here/unbounded_goals" ]; then ok "every goal of unbounded_goals is there"; else
		bad "goals that were recorded have gone; if that is meant, take them out of proofs/unbounded_goals" "$gone"; fi
	if [ -z "$new" ]; then ok "every goal is recorded"; else
		bad "goals that are not recorded, so nobody would miss them; add them to proofs/unbounded_goals" "$new"; fi
	/usr/bin/python3 "$here/assumed.py" "${sources[@]}" >"$build/assumed"
	sed 's/^/      assumed: /' "$build/assumed"
	more=$(awk 'NR == FNR { most[$1] = $2; next } $2 > most[$1] + 0' "$here/unbounded_assumed" "$build/assumed")
	if [ -s "$build/assumed" ] && [ -z "$more" ]; then ok "nothing more is assumed than recorded"; else
		bad "more is assumed than proofs/unbounded_assumed has; prove it, or record it there and say why in proofs/README.md" "$more"; fi
}
# check_false FILE: what a copy whose steps promise false got as answers (contradicts has run)
check_false() {
	local steps proven
	said "$build/$1.false" | grep -E "^[a-z_]+'vc	" >"$build/$1.smoke"
	steps=$(grep -c 'ensures { false }' "$build/false/$1/$1.mlw")
	proven=$(awk -F'\t' '$2 == "Valid" { print $1 }' "$build/$1.smoke")
	if [ "$steps" -gt 0 ] && [ "$(wc -l <"$build/$1.smoke")" = "$steps" ] && [ -z "$proven" ]; then
		ok "no step of $1.mlw proves false ($steps)"
	else
		bad "$1.mlw: what a step assumes contradicts itself, or a step is lost ($steps steps)" "$proven"
	fi
}

begin=$SECONDS
goals >"$build/goals"
if [ "$only" = "  " ]; then
	check_recorded
	[ "$failed" = 0 ] || finish
	contradicts steps_gen & contradicts unbounded; wait
	check_false steps_gen; check_false unbounded
	[ "$failed" = 0 ] || finish	# a proof would be worth nothing
else
	awk -v only="$only" '{ name = $3; sub(/\x27vc/, "", name) } index(only, " " name " ")' "$build/goals" >"$build/some"
	mv "$build/some" "$build/goals"
fi
echo "unbounded: $(wc -l <"$build/goals") goals, for any number of pages"
xargs -P 2 -d '\n' -I GOAL bash -c 'prove $1' prove GOAL <"$build/goals"
while read -r file module goal; do
	verdict=$(head -n 1 "$build/$goal.verdict" 2>/dev/null)
	printf '%s\t%s\tnew\n' "${goal%\'vc}" "${verdict:-FAIL	goals=0}" >>"$build/tsv"
	case $verdict in ok*) passed=$((passed + 1)) ;; *) failed=$((failed + 1)) ;; esac
done <"$build/goals"
finish
