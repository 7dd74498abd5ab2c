#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# unbounded.sh [-f] BUILD [GOAL...]: Why3, with Z3 and CVC4, on the two machines and the queues, for any number of pages.
#
#   sets.mlw relation_gen.mlw unbounded.mlw safety.mlw steps_gen.mlw    each goal of each file must be Valid
#   unbounded_goals     the goals that must be there      unbounded_assumed   what is not proven, and must not grow
#   a copy that promises false    no step may be proven in it: its assumptions would contradict each other
#
# A goal is tried whole with Z3, then in smaller and smaller parts, and those also with CVC4.  Steps bound the provers,
# not the clock.  Only the provers' text is believed.  A goal's answers are kept by the hash of its task: everything that
# Why3 would let a prover see of it, as Why3 prints it.  So a changed handler is proven again alone.
# -f proves all again.  GOALs: these alone, and nothing is compared with what is recorded.
#
# unbounded.sh -1 BUILD JOB: one job of BUILD/jobs.  The script starts itself so, through tests/spread.sh.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$here")
usage="usage: unbounded.sh [-f] BUILD [GOAL...]"
force= one=
case ${1:-} in -f) force=1; shift ;; -1) one=1; shift ;; esac
build=${1:?$usage}; shift
mkdir -p "$build" "$root/build/results"; build=$(cd "$build" && pwd)
export WHY3CONFIG=$build/why3.conf LC_ALL=C
sources=(); for f in sets relation_gen unbounded safety steps_gen; do sources+=("$here/$f.mlw"); done

# What is tried, one after the other: PROVER STEPS TRANSFORMATION...  The most steps that a goal uses today are 7,922,066
# in the first (guest_report) and 25,224,695 in the second (guest_grant); the others wait for a harder goal.
tries="z3 15000000
z3 60000000 split_vc
z3 5000000 split_vc inline_goal split_vc
cvc4 800000 split_vc inline_goal split_vc
z3 2000000 split_vc inline_goal split_vc inline_goal split_vc
cvc4 400000 split_vc inline_goal split_vc inline_goal split_vc"

# One run of Why3: FOLDER FILE MODULE GOAL PROVER STEPS "TRANSFORMATION..."  The steps end every prover, not the hour.
why() {
	why3 prove -L "$1" -P "$5" -s "$6" -t 3600 -m 4000 ${7:+-a ${7// / -a }} "$1/$2.mlw" -T "$3" -G "$4" 2>&1 </dev/null
}
# What Why3 said, a line each: GOAL VERDICT SECONDS STEPS WHAT.  A verdict that is not understood is none.
said() {
	awk -v OFS='\t' '
		match($0, /^(Sub-g|G)oal /) { goal = what = $0; sub(/\.$/, "", goal); sub(/.* /, "", goal)
			if (sub(/^Sub-goal /, "", what)) sub(/ of goal .*/, "", what); else what = ""; next }
		sub(/^Prover result is: /, "") {
			verdict = $0; sub(/ \(.*/, "", verdict); sub(/\.$/, "", verdict)
			seconds = steps = 0
			if (match($0, /[0-9.]+s/)) seconds = substr($0, RSTART, RLENGTH - 1)
			if (match($0, /[0-9]+ steps/)) steps = substr($0, RSTART, RLENGTH - 6)
			print goal, verdict, seconds, steps, what; goal = "?" }' "$1"
}
# The tries in their order, each with its number.  The hinted one stands before them, with CVC4's of the same parts: a
# wrong hint costs nothing, since all others follow.  A try ends by its steps, so none is made twice.
tries_from() {
	awk -v hint="$1" '{ line[NR] = NR " " $0; is_cvc4[NR] = $1 == "cvc4" }
		END { last = hint; if (hint > 1 && !is_cvc4[hint]) { if (is_cvc4[hint + 1]) last++
				for (i = hint; i <= last; i++) print "hint", line[i] } else hint = 0
			for (i = 1; i <= NR; i++) if (!hint || i < hint || i > last) print "all", line[i] }' <<<"$tries"
}
prove_goal() { # FILE MODULE GOAL HINT AT: leaves the answers of the last try in AT.said
	local file=$1 module=$2 goal=$3 hint=$4 at=$5 which number prover steps how status left=0
	while read -r which number prover steps how; do
		if [ "$prover" = cvc4 ] && [ "$left" -gt 8 ]; then	# CVC4 is for the odd part; many are a fault
			[ "$which" = hint ] || break
			continue
		fi
		why "$here" "$file" "$module" "$goal" "$prover" "$steps" "$how" >"$at.why"
		status=$?	# 0: all valid, 2: not all; anything else, and the answers may be incomplete
		case $status in 0|2) ;; *) echo "Why3 ended with exit status $status" >>"$at.why"; : >"$at.said"; return ;; esac
		said "$at.why" >"$at.these"
		if [ "$prover" = cvc4 ]; then	# the same parts in the same order as Z3's: either prover's yes will do
			paste "$at.said" "$at.these" | awk -F'\t' -v OFS='\t' '$1 == $6 && $5 == $10 && $2 != "Valid" { $2 = $7; $4 = $9 }
				{ print $1, $2, $3 + $8, $4, $5 }' >"$at.both"
			mv "$at.both" "$at.said"; rm "$at.these"
		else
			mv "$at.these" "$at.said"
		fi
		[ -s "$at.said" ] || return
		left=$(cut -f2 "$at.said" | grep -cvx Valid)
		[ "$left" != 0 ] || { [ "$prover" = z3 ] || number=$((number - 1)); echo "try	$number" >>"$at.said"; return; }
	done < <(tries_from "$hint")
}
run_job() { # JOB: leaves JOB.answers: the key, and what said() says
	local job file module goal key hint at=$build/$1
	while read -r job file module goal key hint; do [ "$job" != "$1" ] || break; done <"$build/jobs"
	[ "$job" = "$1" ] || exit 2
	rm -f "$at.answers"
	case $job in
	*.false) why "$build/false" "$file" "$module" "$goal" z3 1000000 "" >"$at.why"; said "$at.why" >"$at.said" ;;
	*) prove_goal "$file" "$module" "$goal" "$hint" "$at" ;;
	esac
	{ echo "key	$key"; cat "$at.said"; } >"$at.new"; mv "$at.new" "$at.answers"; rm "$at.said"
}
[ -z "$one" ] || { run_job "$1"; exit; }

. "$root/tests/tap.sh"
only=" $* "
why3 config detect >"$build/why3.log" 2>&1
for p in Z3 CVC4; do grep -q "Found prover $p .*OK" "$build/why3.log" ||
	bail_out "unbounded: Why3 does not find $p (see $build/why3.log); install the packages z3 and cvc4"; done
: >"$build/tsv"
result() { # NAME ok|FAIL FIGURES new|kept [PROBLEM [DETAIL]]
	printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" >>"$build/tsv"
	local say="$1${3:+ $3}"; [ "$4" = new ] || say+=" (unchanged)"
	if [ "$2" = ok ]; then ok "$say"; else not_ok "${5:-$say}" "${6-}"; fi
}
finish() {
	[ "$only" != "  " ] || cp "$build/tsv" "$root/build/results/unbounded.tsv"	# of some goals, the whole's are not
	echo "# unbounded: $((SECONDS - begin)) s"
	done_testing "proofs/unbounded.sh ${build#"$root/"}"
	exit
}

# Every goal, by its file and module: FILE MODULE GOAL
goals() {
	awk '/^module / { m = $2 }
		match($0, /^ *(let (ghost |lemma )?|lemma |goal )[a-z_]+/) {
			n = split(substr($0, RSTART, RLENGTH), w, " "); f = FILENAME; gsub(/.*\/|\.mlw/, "", f)
			if ($0 !~ /let constant/) print f, m, w[n] (/^ *let/ ? "\x27vc" : "") }' "${sources[@]}"
}
recorded() { sed -E '/^#/d; s/ .*//' "$here/unbounded_goals" | sort; }
check_recorded() {
	local gone new more
	gone=$(cut -d' ' -f3 "$build/goals" | sort | comm -13 - <(recorded))
	new=$(cut -d' ' -f3 "$build/goals" | sort | comm -23 - <(recorded))
	if [ -z "$gone" ] && [ -n "$(recorded)" ]; then result "every goal of unbounded_goals is there" ok "" new; else
		result "every goal of unbounded_goals is there" FAIL "" new \
			"goals that were recorded have gone; if that is meant, take them out of proofs/unbounded_goals" "$gone"; fi
	if [ -z "$new" ]; then result "every goal is recorded" ok "" new; else
		result "every goal is recorded" FAIL "" new \
			"goals that are not recorded, so nobody would miss them; add them to proofs/unbounded_goals" "$new"; fi
	/usr/bin/python3 "$here/assumed.py" "${sources[@]}" >"$build/assumed"
	sed 's/^/# assumed: /' "$build/assumed"
	more=$(awk 'NR == FNR { most[$1] = $2; next } $2 > most[$1] + 0' "$here/unbounded_assumed" "$build/assumed")
	if [ -s "$build/assumed" ] && [ -z "$more" ]; then result "nothing more is assumed than recorded" ok "" new; else
		result "nothing more is assumed than recorded" FAIL "" new \
			"more is assumed than proofs/unbounded_assumed has; prove it, or record it there and say why in proofs/README.md" "$more"; fi
}
# The jobs: JOB FILE MODULE GOAL KEY HINT.  A task that Why3 does not print has no key, and is never kept.
plan() { # FOLDER SUFFIX <goals: prints the jobs of these sources
	local folder=$1 suffix=$2 file module goal task key hint
	rm -rf "$build/tasks$suffix"; mkdir -p "$build/tasks$suffix"
	for f in "${sources[@]}"; do why3 prove -L "$folder" -D why3 -o "$build/tasks$suffix" "$folder/$(basename "$f")"; done >>"$build/why3.log" 2>&1
	while read -r file module goal; do
		task=$build/tasks$suffix/$file-$module-${goal/\'vc/qtvc}.why key=none
		[ ! -s "$task" ] || key=$(sed 's/\[@call_result:[^]]*\]//' "$build/means" "$task" | sha256sum | cut -c1-32)	# less the line numbers
		hint=$(awk -v goal="$goal" '$1 == goal { print $2 }' "$here/unbounded_goals")
		echo "${goal%\'vc}$suffix $file $module $goal $key ${hint:-1}"
	done
}
kept() { # JOB KEY: its answers are of this very task, and prove it
	[ -z "$force" ] && [ "$2" != none ] && [ "$(head -n 1 "$build/$1.answers" 2>/dev/null)" = "key	$2" ] || return 1
	local verdicts; verdicts=$(sed 1d "$build/$1.answers" | grep -v '^try	' | cut -f2)
	case $1 in *.false) [ -n "$verdicts" ] && ! grep -qx Valid <<<"$verdicts" ;; *) ! grep -qvx Valid <<<"$verdicts" ;; esac
}
jobs_of() { grep -E "^[a-z_]+$1 " "$build/jobs"; } # the goals' own, or with "\.false" those of the copy that promises false
run() { # "" or "\.false": runs those jobs, longest first; a job of kept answers is not run
	: >"$build/run"; : >"$build/kept"
	while read -r job _ _ goal key _; do
		if kept "$job" "$key"; then echo "$job" >>"$build/kept"; continue; fi
		rm -f "$build/$job".{answers,why,said}
		echo "$(awk -v goal="$goal" '$1 == goal { print $3 }' "$here/unbounded_goals") $job" >>"$build/run"
	done < <(jobs_of "$1")
	sort -rn -o "$build/run" "$build/run"
	local to=${build#"$root/"}
	echo "# unbounded: $(wc -l <"$build/run") to be proven, $(wc -l <"$build/kept") unchanged: $(sed 's/.* //' "$build/run" | paste -sd' ')"
	sed 's/.* //' "$build/run" | "$root/tests/spread.sh" -s "$to/jobs" -s "$to/false" -s "$to/why3.conf" \
		-r "$to/{}.answers" -r "$to/{}.why" proofs/unbounded.sh -1 "$to" {} || bail_out "unbounded: not every job has run"
}
# No step of the copy that promises false may be proven: FILE
check_false() {
	local steps answers proven job cached=kept
	steps=$(grep -c 'ensures { false }' "$build/false/$1.mlw")
	answers=0 proven=
	while read -r job file _ goal key _; do
		[ "$file" = "$1" ] || continue
		grep -qx "$job" "$build/kept" || cached=new
		answers=$((answers + $(grep -c "^$goal	" "$build/$job.answers")))
		! grep -q "^$goal	Valid" "$build/$job.answers" || proven+="$goal "
	done < <(jobs_of '\.false')
	if [ "$steps" -gt 0 ] && [ "$answers" = "$steps" ] && [ -z "$proven" ]; then
		result "no step of $1.mlw proves false ($steps)" ok "" "$cached"
	else
		result "no step of $1.mlw proves false ($steps)" FAIL "" new \
			"$1.mlw: what a step assumes contradicts itself, or a step is lost ($steps steps, $answers answers)" "$proven"
	fi
}
judge_goal() { # JOB GOAL KEY
	local at=$build/$1 cached=new figures problems
	! grep -qx "$1" "$build/kept" || cached=kept
	if [ "$(head -n 1 "$at.answers" 2>/dev/null)" != "key	$3" ]; then result "$1" FAIL "goals=0" new "$2 has no answers"; return; fi
	figures=$(awk -F'\t' '$1 == "key" || $1 == "try" { next } { n++; s += $3; if ($4 > most) most = $4 }
		END { printf "goals=%d seconds=%.1f steps=%d", n, s, most }' "$at.answers")
	problems=$(awk -F'\t' -v goal="$2" '$1 == "key" || $1 == "try" { next } { n++ }
		$2 == "Timeout" { print "could not be judged: time: " ($5 ? $5 : goal); next }
		$1 != goal || $2 != "Valid" { print "not proven: " ($5 ? $5 : goal) " (" $2 ")" }
		END { if (!n) print "no answer" }' "$at.answers" | sort | uniq -c | sed 's/^ *1 //')
	if [ -z "$problems" ]; then result "${2%\'vc}" ok "$figures" "$cached"; return; fi
	[ "$problems" != "no answer" ] || problems=$(tail -n 5 "$at.why")
	result "${2%\'vc}" FAIL "$figures" new "$2 $figures" "$(head -n 12 <<<"$problems")"
}

begin=$SECONDS
{ why3 --version; z3 --version; cvc4 --version | head -n 1; echo "$tries"; declare -f why prove_goal said; } >"$build/means"
goals >"$build/goals"
rm -rf "$build/false"; mkdir -p "$build/false"; cp "${sources[@]}" "$build/false/"
sed -i 's/ensures { inv w }/ensures { false }/' "$build/false/"{steps_gen,unbounded}.mlw
if [ "$only" = "  " ]; then
	check_recorded
	[ "$tap_failed" = 0 ] || finish
	{ plan "$here" "" <"$build/goals"
	awk '/^module / { m = $2 } match($0, /^ *let ghost [a-z_]+/) { split(substr($0, RSTART, RLENGTH), w, " ")
		f = FILENAME; gsub(/.*\/|\.mlw/, "", f); print f, m, w[3] "\x27vc" }' "$build/false/"{steps_gen,unbounded}.mlw |
		plan "$build/false" .false; } >"$build/jobs"
	run '\.false'
	check_false steps_gen; check_false unbounded
	[ "$tap_failed" = 0 ] || finish	# a proof would be worth nothing
else
	awk -v only="$only" '{ name = $3; sub(/\x27vc/, "", name) } index(only, " " name " ")' "$build/goals" |
		plan "$here" "" >"$build/jobs"
fi
echo "# unbounded: $(jobs_of '' | wc -l) goals, for any number of pages"
run ''
while read -r job _ _ goal key _; do judge_goal "$job" "$goal" "$key"; done < <(jobs_of '')
finish
