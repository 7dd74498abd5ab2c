#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# check.sh [-f] [-1] BUILD [NAME...]: runs SPIN over the configurations in model/configs and compares with what must come out.
#
# pan's exit status says nothing, so its text is read: a property holds when the search is complete, has no
# errors, and has stored at least the recorded number of states.  A violated one leaves its steps in
# BUILD/NAME/CLAIM.steps, which `make replay` runs on the generated C.  Results are kept by the
# hash of the inputs; -f runs everything again.  -1 ends at the first claim that is violated, and looks for no steps:
# that is what tests/mutants/ asks.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$here")
force= first=
[ "${1:-}" = -f ] && { force=1; shift; }
[ "${1:-}" = -1 ] && { first=1; shift; }
build=${1:?usage: check.sh [-f] [-1] BUILD [NAME...]}; shift
mkdir -p "$build"; build=$(cd "$build" && pwd)
passed=0 failed=0 shown=
say() { printf '%s\n' "$*"; }
fail() { failed=$((failed + 1)); say "FAIL  $1"; shift; for l; do say "      $l"; done; }

# the spec and the model of one configuration, side by side as in the source tree; a patch= option changes the spec
tree() { # DIR OPTIONS
	rm -rf "$1"; mkdir -p "$1/model"
	cp -r "$root/spec" "$1/spec"
	cp "$here"/*.pml "$here"/*.ltl "$1/model/"
	case $2 in patch=*)
		patch -s -p1 -d "$1" <"$here/counterexamples/${2#patch=}.patch" >"$1/patch.log" 2>&1 || return 1 ;;
	esac
}
pan() { # DIR OUT CFLAGS... : generate and compile the checker
	local dir=$1 out=$2; shift 2
	(cd "$dir" && gcc -O2 -w -DVECTORSZ=2048 "$@" -o "$out" pan.c) >"$dir/cc.log" 2>&1 || { cat "$dir/cc.log"; return 1; }
}
claim_flag() { [ "$1" = asserts ] || echo "-N $2"; }
steps() { # DIR CLAIM KIND: the shortest violation that SPIN finds, as the steps of both machines
	local dir=$1 claim=$2
	[ -z "$first" ] || { : >"$dir/$claim.steps"; return; }
	(cd "$dir" && ./pan -r main.pml.trail $(claim_flag "$3" "$claim") >"$claim.run" 2>&1)
	if [ "$3" != live ]; then	# breadth first: shortest, if it ends
		mv "$dir/main.pml.trail" "$dir/long.trail"
		pan "$dir" pan-bfs -DSAFETY -DBFS $([ "$3" = asserts ] && echo -DNOCLAIM) && (cd "$dir" &&
			timeout 300 ./pan-bfs $(claim_flag "$3" "$claim") >bfs.log 2>&1
			[ -f main.pml.trail ] && ./pan-bfs -r main.pml.trail $(claim_flag "$3" "$claim") >"$claim.run" 2>&1)
	fi
	grep '^[@=] ' "$dir/$claim.run" >"$dir/$claim.steps"
}
check() { # NAME OPTIONS KIND CLAIMS OUTCOME LEAST
	local name=$1 options=$2 kind=$3 outcome=$5 least=$6 dir=$build/$1 cflags=() defs=() o
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
	(cd "$dir" && spin -a "${defs[@]}" model/main.pml >spin.log 2>&1)
	grep -qi 'error' <(grep -v '^ltl\|is type\|incorrect type' "$dir/spin.log") && {
		fail "$name: SPIN does not accept the model" "$(grep -i error "$dir/spin.log" | head -5)"; return; }
	case $kind in
	safety) cflags+=(-DSAFETY -DCOLLAPSE) ;;
	asserts) cflags+=(-DSAFETY -DCOLLAPSE -DNOCLAIM) ;;
	live) cflags+=(-DNFAIR=4 -DCOLLAPSE) ;;
	*) fail "$name: $kind is no kind of check"; return ;;
	esac
	pan "$dir" pan "${cflags[@]}" || { fail "$name: pan.c does not compile"; return; }
	local claim out states
	for claim in ${4//,/ }; do
		out=$dir/$claim.out
		if [ "$kind" = live ]; then o='-a -f'; else o=; fi
		(cd "$dir" && rm -f ./*.trail && timeout 1200 ./pan $o -m2000000 -w25 $(claim_flag "$kind" "$claim") >"$out" 2>&1)
		states=$(sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' "$out" | awk '{printf "%d", $1}')
		if ! grep -q "errors: " "$out" || grep -qiE 'too small|out of memory|aborting|error: max' "$out"; then
			fail "$name: $claim: the search did not end" "see $out"
		elif grep '^pan:1: ' "$out" | grep -vqE 'ltl formula|assertion violated +!\(|acceptance cycle' && [ "$kind" != asserts ]; then
			fail "$name: $claim: SPIN stopped at something else: $(sed -n 's/^pan:1: //p' "$out" | grep -v '^ltl' | head -1)" "see $out"
		elif [ "$outcome" = holds ]; then
			if grep -q 'errors: 0$' "$out" && ! grep -qiE 'not completed' "$out"; then
				if [ "${states:-0}" -lt "$least" ]; then
					fail "$name: $claim holds, but over $states states where $least were recorded" \
						"the model has lost part of its world; if that is meant, record the new number in model/configs"
				else
					passed=$((passed + 1))
					printf 'ok    %-14s %-15s holds in all %d states (%d s)\n' "$name" "$claim" "$states" $((SECONDS - begin))
				fi
			else
				steps "$dir" "$claim" "$kind"
				fail "$name: $claim is violated: counterexample of $(grep -c '^@' "$dir/$claim.steps") steps in $dir/$claim.steps" \
					"make replay shows it on the generated C"
				[ -n "$shown" ] || sed -n 's/^@ /      | /p' "$dir/$claim.steps"
				shown=1
			fi
		else
			if grep -qE 'errors: [1-9]' "$out"; then
				steps "$dir" "$claim" "$kind"
				if [ -s "$dir/$claim.steps" ]; then
					passed=$((passed + 1))
					printf 'ok    %-14s %-15s violated, as it must be, in %d steps\n' "$name" "$claim" "$(grep -c '^@' "$dir/$claim.steps")"
				else
					fail "$name: $claim: no steps could be read from the trail" "see $dir/$claim.run"
				fi
			else
				fail "$name: $claim holds, and must not" "see $out"
			fi
		fi
		[ -z "$first" ] || ! grep -q 'errors: [1-9]' "$out" || return
	done
}

names=("$@")
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(awk '/^[^#]/ {print $1}' "$here/configs")
if [ ${#names[@]} -gt 1 ]; then	# each by itself, two at a time
	printf '%s\n' "${names[@]}" | xargs -P 2 -I '{}' sh -c '"$@" "{}" >"$0/{}.text" 2>&1; sed "/^model: /d" "$0/{}.text"' \
		"$build" "$0" ${force:+-f} ${first:+-1} "$build"
	for name in "${names[@]}"; do
		read -r p f < <(sed -nE 's/^model: ([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$build/$name.text") || { p=0 f=1; say "FAIL  $name did not end"; }
		passed=$((passed + p)) failed=$((failed + f))
	done
	say "model: $passed passed, $failed failed"
	[ "$failed" = 0 ]; exit
fi

inputs=$(cat "$root"/spec/*.pml "$root"/spec/*.ltl "$here"/*.pml "$here"/*.ltl "$here"/counterexamples/*.patch "$0" | sha256sum | cut -c1-32)
read -r name options kind claims outcome least < <(awk -v n="${names[0]}" '$1 == n' "$here/configs") ||
	{ say "model: ${names[0]} is not in model/configs"; exit 1; }
stamp=$build/$name.ok key=$(echo "$inputs $name $options $kind $claims $outcome $least" | sha256sum)
missing_steps() { local c; [ "$outcome" = violated ] || return 1; for c in ${claims//,/ }; do [ -s "$build/$name/$c.steps" ] || return 0; done; return 1; }
if [ -z "$force" ] && [ -f "$stamp" ] && [ "$(head -n 1 "$stamp")" = "$key" ] && ! missing_steps; then
	passed=$(($(wc -l <"$stamp") - 1))
	say "ok    $name: $passed claims, unchanged since they were checked"
else
	rm -f "$stamp"
	check "$name" "$options" "$kind" "$claims" "$outcome" "$least"
	[ "$failed" = 0 ] && { echo "$key"; echo "${claims//,/$'\n'}"; } >"$stamp"
fi
[ $((passed + failed)) -gt 0 ] || { say "model: nothing was checked"; exit 1; }
say "model: $passed passed, $failed failed"
[ "$failed" = 0 ]
