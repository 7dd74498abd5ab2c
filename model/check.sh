#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# check.sh [-f] [-1] BUILD [NAME...]: runs SPIN over the configurations in model/configs and compares with what must come out.
#
# pan's exit status says nothing, so its text is read: a property holds when the search is complete, has no
# errors, and has stored at least the recorded number of states.  A violated one leaves its steps in
# BUILD/NAME/CLAIM.steps, which `make replay` runs on the generated C.  A lockstep check runs the generated C at
# every transition (lockstep.c), and counts which of its branches are taken (unreached.py).  Results are kept by the
# hash of the inputs; -f runs everything again.  A run of all leaves its results in build/results/.  -1 ends at the
# first claim that is violated, and looks for no steps: that is what tests/mutants/ asks.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$here")
force= first=
[ "${1:-}" = -f ] && { force=1; shift; }
[ "${1:-}" = -1 ] && { first=1; shift; }
build=${1:?usage: check.sh [-f] [-1] BUILD [NAME...]}; shift
mkdir -p "$build"; build=$(cd "$build" && pwd)
passed=0 failed=0 shown=
say() { printf '%s\n' "$*"; }
fail() { failed=$((failed + 1)); say "FAIL  $1"; shift; for l; do say "      $l"; done; return 1; }

# the spec and the model of one configuration, side by side as in the source tree; a patch= option changes the spec
tree() { # DIR OPTIONS
	rm -rf "$1"; mkdir -p "$1/model"
	cp -r "$root/spec" "$1/spec"
	cp "$here"/*.pml "$here"/*.ltl "$1/model/"
	case $2 in patch=*)
		patch -s -p1 -d "$1" <"$here/counterexamples/${2#patch=}.patch" >"$1/patch.log" 2>&1 || return 1 ;;
	esac
}
pan() { # DIR OUT CFLAGS... : compile the checker
	local dir=$1 out=$2; shift 2
	(cd "$dir" && gcc -O2 -w -DVECTORSZ=2048 "$@" -o "$out" pan.c) >"$dir/cc.log" 2>&1 || { cat "$dir/cc.log"; return 1; }
}
# For a lockstep check: lockstep.o has the C that is generated from the very spec, with the model's numbers, and then
# each effect in the copy of the spec also says that it was asked, and with what.
lockstep() { # DIR
	local dir=$1 c=$1/c
	"$root/gen/build.sh" "$root/build/gen" &&
		"$root/gen/gen.sh" "$root/build/gen/gen" "$c" "$dir/model/limits.pml" "$dir"/spec/{wire,pages,guest,host,queues}.pml &&
		(cd "$c" && gcc -std=gnu11 -O0 --coverage -Idriver -c driver/core_gen.c &&
			gcc -std=gnu11 -O2 -Wall -Wextra -Werror -Idriver -Itests/replay -Imodel -c "$here/lockstep.c") &&
		sed -i -E 's/^inline fx_([a-z_]+)\(([^)]*)\) \{/& asked_\1(\2);/' "$dir"/spec/{guest,host}.pml
}
claim_flag() { case $1 in asserts|lockstep) ;; *) echo "-N $2" ;; esac; }
number() { sed -n "s/$2/\1/p" "$1" | head -n 1; } # FILE PATTERN: what the pattern's group holds
# One line of the common report, kept beside the configuration.
result() { # NAME CLAIM OUTCOME OUT
	local figures
	figures="states=$states seconds=$((SECONDS - start)) memory_mb=$(number "$4" '^ *\([0-9.]*\).*total actual memory usage.*')"
	[ "$kind" = lockstep ] && figures="transitions=${compared:-0} mismatches=$(number "$4" '^lockstep: .* compared, \([0-9]*\) mismatches$') $figures"
	printf '%s\t%s\t%s\tnew\n' "$1 $2" "$3" "$figures" >>"$build/$1.tsv"
}
steps() { # DIR CLAIM KIND: the shortest violation that SPIN finds, as the steps of both machines
	local dir=$1 claim=$2
	[ -z "$first" ] || { : >"$dir/$claim.steps"; return; }
	(cd "$dir" && ./pan -r main.pml.trail $(claim_flag "$3" "$claim") >"$claim.run" 2>&1)
	if [ "$3" = safety ] || [ "$3" = asserts ]; then	# breadth first: shortest, if it ends
		mv "$dir/main.pml.trail" "$dir/long.trail"
		pan "$dir" pan-bfs -DSAFETY -DBFS $([ "$3" = asserts ] && echo -DNOCLAIM) && (cd "$dir" &&
			timeout 300 ./pan-bfs $(claim_flag "$3" "$claim") >bfs.log 2>&1
			[ -f main.pml.trail ] && ./pan-bfs -r main.pml.trail $(claim_flag "$3" "$claim") >"$claim.run" 2>&1)
	fi
	grep '^[@=] ' "$dir/$claim.run" >"$dir/$claim.steps"
}
check() { # NAME OPTIONS KIND CLAIMS OUTCOME LEAST
	local name=$1 options=$2 kind=$3 outcome=$5 least=$6 dir=$build/$1 cflags=() defs=() objects=() o
	local begin=$SECONDS
	for o in ${options//+/ }; do
		case $o in
		-) ;;
		-DNOREDUCE) cflags+=("$o") ;;
		patch=*) ;;
		*) defs+=("$o") ;;
		esac
	done
	tree "$dir" "$options" || { fail "$name: the patch does not fit spec/ any more" "$(cat "$dir/patch.log")" "bring model/counterexamples/ up to date"; return; }
	# No reduction: then "every transition" needs no argument.  Compression is by COLLAPSE, which loses nothing.
	if [ "$kind" = lockstep ]; then
		defs+=(-DLOCKSTEP -DASSERTS) objects=(c/lockstep.o c/core_gen.o -lgcov)
		lockstep "$dir" >"$dir/lockstep.log" 2>&1 || { fail "$name: the C for the lockstep cannot be made" "$(tail -n 5 "$dir/lockstep.log")"; return; }
	fi
	(cd "$dir" && spin -a "${defs[@]}" model/main.pml >spin.log 2>&1)
	grep -qi 'error' <(grep -v '^ltl\|is type\|incorrect type' "$dir/spin.log") && {
		fail "$name: SPIN does not accept the model" "$(grep -i error "$dir/spin.log" | head -5)"; return; }
	case $kind in
	safety) cflags+=(-DSAFETY -DCOLLAPSE) ;;
	asserts) cflags+=(-DSAFETY -DCOLLAPSE -DNOCLAIM) ;;
	lockstep) cflags+=(-DSAFETY -DCOLLAPSE -DNOCLAIM -DNOREDUCE "${objects[@]}") ;;
	live) cflags+=(-DNFAIR=5 -DCOLLAPSE) ;;
	*) fail "$name: $kind is no kind of check"; return ;;
	esac
	pan "$dir" pan "${cflags[@]}" || { fail "$name: pan.c does not compile"; return; }
	[ "$kind" != lockstep ] || (cd "$dir" && ./pan -d -d >statements)	# for unreached.py
	local claim out start
	for claim in ${4//,/ }; do
		out=$dir/$claim.out start=$SECONDS
		if [ "$kind" = live ]; then o='-a -f'; else o=; fi
		(cd "$dir" && rm -f ./*.trail && timeout 1200 ./pan $o -m2000000 -w25 $(claim_flag "$kind" "$claim") >"$out" 2>&1)
		if judge "$name" "$claim"; then
			passed=$((passed + 1)); result "$name" "$claim" ok "$out"
		else
			result "$name" "$claim" FAIL "$out"
		fi
		[ -z "$first" ] || ! grep -q 'errors: [1-9]' "$out" || return
	done
}
judge() { # NAME CLAIM: is what SPIN says what must come out?  With the variables of check.
	states=$(sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' "$out" | awk '{printf "%d", $1}')
	compared=$(number "$out" '^lockstep: \([0-9]*\) transitions compared, 0 mismatches$')
	if ! grep -q "errors: " "$out" || grep -qiE 'too small|out of memory|aborting|error: max' "$out"; then
		fail "$1: $2: the search did not end" "see $out"
	elif [ "$kind" = lockstep ] && grep -q ' in C and ' "$out"; then
		steps "$dir" "$2" "$kind"
		fail "$1: the C does not do what the model does: $(grep ' in C and ' "$out" | head -n 1)" \
			"after the $(grep -c '^@' "$dir/$2.steps") steps in $dir/$2.steps; if spec/ is right, the fault is in gen/"
	elif grep '^pan:1: ' "$out" | grep -vqE 'ltl formula|assertion violated +!\(|acceptance cycle' && [ "$kind" != asserts ]; then
		fail "$1: $2: SPIN stopped at something else: $(sed -n 's/^pan:1: //p' "$out" | grep -v '^ltl' | head -1)" "see $out"
	elif [ "$outcome" = holds ]; then
		holds "$1" "$2"
	else
		violated "$1" "$2"
	fi
}
holds() { # NAME CLAIM
	local count=${states:-0} of=states
	[ "$kind" = lockstep ] && count=${compared:-0} of=transitions
	if ! grep -q 'errors: 0$' "$out" || grep -qiE 'not completed' "$out"; then
		steps "$dir" "$2" "$kind"
		fail "$1: $2 is violated: counterexample of $(grep -c '^@' "$dir/$2.steps") steps in $dir/$2.steps" \
			"make replay shows it on the generated C"
		[ -n "$shown" ] || sed -n 's/^@ /      | /p' "$dir/$2.steps"
		shown=1
		return 1
	elif [ "$count" -lt "$least" ]; then
		fail "$1: $2 holds, but over $count $of where $least were recorded" \
			"the model has lost part of its world; if that is meant, record the new number in model/configs"
	elif [ "$kind" = lockstep ]; then
		printf 'ok    %-14s %-15s %d transitions compared, 0 mismatches, in all %d states (%d s)\n' \
			"$1" "$2" "$count" "$states" $((SECONDS - begin))
	else
		printf 'ok    %-14s %-15s holds in all %d states (%d s)\n' "$1" "$2" "$states" $((SECONDS - begin))
	fi
}
violated() { # NAME CLAIM
	if ! grep -qE 'errors: [1-9]' "$out"; then
		fail "$1: $2 holds, and must not" "see $out"
		return
	fi
	steps "$dir" "$2" "$kind"
	if [ -s "$dir/$2.steps" ]; then
		printf 'ok    %-14s %-15s violated, as it must be, in %d steps\n' "$1" "$2" "$(grep -c '^@' "$dir/$2.steps")"
	else
		fail "$1: $2: no steps could be read from the trail" "see $dir/$2.run"
	fi
}

# The common report: a line a claim.  All of them, or none.
report() { # NAME...
	local results=$root/build/results name suite
	mkdir -p "$results"; : >"$results/model.tsv"; : >"$results/lockstep.tsv"
	for name; do
		suite=model
		[ "$(awk -v n="$name" '$1 == n { print $3 }' "$here/configs")" = lockstep ] && suite=lockstep
		cat "$build/$name.tsv" 2>/dev/null >>"$results/$suite.tsv" || printf '%s\tFAIL\t\tnew\n' "$name" >>"$results/$suite.tsv"
	done
}

names=("$@") all=
[ ${#names[@]} -gt 0 ] || { all=1; mapfile -t names < <(awk '/^[^#]/ {print $1}' "$here/configs"); }
if [ ${#names[@]} -gt 1 ]; then	# each by itself, two at a time
	"$root/gen/build.sh" "$root/build/gen" || exit 1	# once, for the lockstep checks
	printf '%s\n' "${names[@]}" | xargs -P 2 -I '{}' sh -c '"$@" "{}" >"$0/{}.text" 2>&1; sed "/^model: /d" "$0/{}.text"' \
		"$build" "$0" ${force:+-f} ${first:+-1} "$build"
	for name in "${names[@]}"; do
		read -r p f < <(sed -nE 's/^model: ([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$build/$name.text") || { p=0 f=1; say "FAIL  $name did not end"; }
		passed=$((passed + p)) failed=$((failed + f))
	done
	[ -z "$all" ] || report "${names[@]}"
	say "model: $passed passed, $failed failed"
	[ "$failed" = 0 ]; exit
fi

read -r name options kind claims outcome least < <(awk -v n="${names[0]}" '$1 == n' "$here/configs") ||
	{ say "model: ${names[0]} is not in model/configs"; exit 1; }
inputs=("$root"/spec/*.pml "$root"/spec/*.ltl "$here"/*.pml "$here"/*.ltl "$here"/counterexamples/*.patch "$0")
[ "$kind" = lockstep ] && inputs+=("$root"/gen/*.* "$here"/lockstep*)
stamp=$build/$name.ok
key=$(echo "$(cat "${inputs[@]}" | sha256sum | cut -c1-32) $name $options $kind $claims $outcome $least" | sha256sum)
kept() {	# what others read of an earlier run is still there
	local c
	[ -s "$build/$name.tsv" ] || return 1
	for c in ${claims//,/ }; do
		[ "$outcome" != violated ] || [ -s "$build/$name/$c.steps" ] || return 1
		[ "$kind" != lockstep ] || { [ -s "$build/$name/c/core_gen.gcda" ] && [ -s "$build/$name/statements" ]; } || return 1
	done
}
if [ -z "$force" ] && [ -f "$stamp" ] && [ "$(head -n 1 "$stamp")" = "$key" ] && kept; then
	passed=$(($(wc -l <"$stamp") - 1))
	sed -i 's/new$/kept/' "$build/$name.tsv"
	say "ok    $name: $passed claims, unchanged since they were checked"
else
	rm -f "$stamp" "$build/$name.tsv"
	check "$name" "$options" "$kind" "$claims" "$outcome" "$least"
	[ -f "$build/$name.tsv" ] || printf '%s\tFAIL\tseconds=%d\tnew\n' "$name" "$SECONDS" >"$build/$name.tsv"
	[ "$failed" = 0 ] && { echo "$key"; echo "${claims//,/$'\n'}"; } >"$stamp"
fi
[ $((passed + failed)) -gt 0 ] || { say "model: nothing was checked"; exit 1; }
say "model: $passed passed, $failed failed"
[ "$failed" = 0 ]
