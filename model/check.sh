#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# check.sh [-f] [-1] BUILD [NAME...]: runs SPIN over the configurations in model/configs and compares with what must come out.
#
# pan's exit status says nothing, so its text is read: a property holds when the search is complete, has no
# errors, and has stored at least the recorded number of states.  A violated one leaves its steps in
# BUILD/NAME/CLAIM.steps, which `make replay` runs on the generated C.  A lockstep check runs the generated C at
# every transition (lockstep.c), and counts which of its branches are taken (unreached.py).
#
# A result is kept as long as all that it depends on is the same (depends.py); -f runs everything again.  The small
# base worlds run first: the others wait until no claim is violated there.  Then the longest runs first.
# A run of all leaves its results in build/results/.  -1 ends at the first claim that is violated, and looks for no
# steps: that is what tests/mutants/ asks.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$here")
. "$root/tests/tap.sh"
base_worlds=' base base-live lock-base suspend '
force= first=
[ "${1:-}" = -f ] && { force=1; shift; }
[ "${1:-}" = -1 ] && { first=1; shift; }
build=${1:?usage: check.sh [-f] [-1] BUILD [NAME...]}; shift
mkdir -p "$build"; build=$(cd "$build" && pwd)
again="model/check.sh $(realpath --relative-to="$root" "$build")"
shown=
fail() { local what=$1; shift; not_ok "$what" "$(printf '%s\n' "$@")"; return 1; } # WHAT DETAIL...

# --- what a configuration is made of: $name $options $kind $claims $outcome $least in model/configs ---

# The spec and the model, side by side as in the source tree; a patch= option changes the spec.  For a lockstep check
# also the C that is generated from the very spec, with the model's numbers.  Then each effect in the copy of the
# spec also says that it was asked, and with what.
tree() { # DIR
	local dir=$1 o
	rm -rf "$dir"; mkdir -p "$dir/model"
	cp -r "$root/spec" "$dir/spec"
	cp "$here"/*.pml "$here"/*.ltl "$dir/model/"
	for o in ${options//+/ }; do
		case $o in patch=*)
			patch -s -p1 -d "$dir" <"$here/counterexamples/${o#patch=}.patch" >"$dir/patch.log" 2>&1 || {
				fail "$name: the patch does not fit spec/ any more" "$(cat "$dir/patch.log")" "bring model/counterexamples/ up to date"; return; } ;;
		esac
	done
	[ "$kind" != lockstep ] || {
		"$root/gen/build.sh" "$root/build/gen" &&
			"$root/gen/gen.sh" "$root/build/gen/gen" "$dir/c" "$dir/model/limits.pml" "$dir"/spec/{wire,pages,guest,host,queues}.pml &&
			cp "$here/lockstep.c" "$dir/c/" &&
			sed -i -E 's/^inline fx_([a-z_]+)\(([^)]*)\) \{/& asked_\1(\2);/' "$dir"/spec/{guest,host}.pml
	} >"$dir/lockstep.log" 2>&1 || fail "$name: the C for the lockstep cannot be made" "$(tail -n 5 "$dir/lockstep.log")"
}
# How SPIN and gcc are called.  MEMLIM (in MB) bounds a search; seconds never do.  States are stored as they are: the
# largest world takes 0.9 GB, and COLLAPSE takes 36 to 66 % more time.  pan finds no cycles with NOCOMP.
# gcc takes 4 s for pan.c with -O2, 1.6 s with -Og, 0.7 s with -O0: a small world is searched faster than that.
# A claim that must be violated is searched breadth first, so that the counterexample is the shortest.
settings() {
	local o cost
	defs=() cflags=(-w -DVECTORSZ=2048 -DMEMLIM=4000) search=(-m2000000) claim_flag=(-N)
	for o in ${options//+/ }; do
		case $o in
		-|patch=*) ;;
		-DNOREDUCE) cflags+=("$o") ;;
		*) defs+=("$o") ;;
		esac
	done
	case $kind in
	safety) cflags+=(-DSAFETY -DNOCOMP) ;;
	asserts) cflags+=(-DSAFETY -DNOCOMP -DNOCLAIM) claim_flag=() ;;
	lockstep)	# No reduction: then "every transition" needs no argument.
		cflags+=(-DSAFETY -DNOCOMP -DNOCLAIM -DNOREDUCE) defs+=(-DLOCKSTEP -DASSERTS) claim_flag=() ;;
	live) cflags+=(-DNFAIR=5) search+=(-a -f) ;;
	*) fail "$name: $kind is no kind of check"; return ;;
	esac
	[ "$outcome$kind" != violatedsafety ] && [ "$outcome$kind" != violatedasserts ] || cflags+=(-DBFS)
	cost=$(cost "$kind" "$claims" "$least")
	if [ "$cost" -lt 2500000 ]; then cflags+=(-O0) search+=(-w20)
	elif [ "$cost" -lt 100000000 ]; then cflags+=(-Og) search+=(-w24)
	else cflags+=(-O2) search+=(-w24); fi
}
cost() { # KIND CLAIMS LEAST: about what the search takes, in units of some 0.2 us
	local n=(${2//,/ }) each
	case $1 in lockstep) each=1 ;; live) each=100 ;; *) each=25 ;; esac
	[ "$3" = - ] && echo 0 || echo $(($3 * ${#n[@]} * each))
}
translate() { (cd "$1" && spin -a "${defs[@]}" model/main.pml >spin.log 2>&1); } # DIR
# The statements with their lines, for unreached.py.  Lines move where nothing else changes.
lines() { sed -n '/^short src_ln/,/};/p' "$1/pan.c"; } # DIR
statements() { # DIR
	lines "$1" >"$build/$name.lines"
	(cd "$1" && GCOV_PREFIX=/dev/null ./pan -d -d 2>/dev/null) >"$build/$name.statements"	# counts nothing
}
compile() { # OUT CFLAGS...: the checker
	local out=$1; shift
	(cd "$dir" && gcc "${cflags[@]}" "$@" -o "$out" pan.c ${objects[@]+"${objects[@]}"}) >"$dir/cc.log" 2>&1
}

# --- its searches, and what they say ---

pass() { passes+=("$1"); ok "$1"; }
check_configuration() {
	local claim out start states compared objects=() dir=$build/$name begin=$SECONDS
	if [ "$kind" = lockstep ]; then
		objects=(c/lockstep.o c/core_gen.o -lgcov)
		(cd "$dir/c" && gcc -std=gnu11 -O0 --coverage -Idriver -c driver/core_gen.c &&
			gcc -std=gnu11 -O2 -Wall -Wextra -Werror -Idriver -Itests/replay -Imodel -c lockstep.c) >"$dir/lockstep.log" 2>&1 ||
			{ fail "$name: the C for the lockstep cannot be made" "$(tail -n 5 "$dir/lockstep.log")"; return; }
	fi
	translate "$dir"
	grep -qi 'error' <(grep -v '^ltl\|is type\|incorrect type' "$dir/spin.log") && {
		fail "$name: SPIN does not accept the model" "$(grep -i error "$dir/spin.log" | head -5)"; return; }
	compile pan || { fail "$name: pan.c does not compile" "$(cat "$dir/cc.log")"; return; }
	[ "$kind" != lockstep ] || statements "$dir"
	for claim in ${claims//,/ }; do
		out=$dir/$claim.out start=$SECONDS
		(cd "$dir" && rm -f ./*.trail && ./pan "${search[@]}" ${claim_flag[@]+"${claim_flag[@]}" "$claim"} >"$out" 2>&1)
		if judge; then result ok; else result FAIL; fi
		[ -z "$first" ] || ! grep -q 'errors: [1-9]' "$out" || return
	done
}
number() { sed -n "s/$2/\1/p" "$1" | head -n 1; } # FILE PATTERN: what the pattern's group holds
result() { # OUTCOME: a line of the common report, kept beside the configuration
	local figures
	figures="states=$states seconds=$((SECONDS - start)) memory_mb=$(number "$out" '^ *\([0-9.]*\)\t\(total actual memory usage\|memory usage (Mbyte)\).*')"
	[ "$kind" = lockstep ] && figures="transitions=${compared:-0} mismatches=$(number "$out" '^lockstep: .* compared, \([0-9]*\) mismatches$') $figures"
	printf '%s\t%s\t%s\tnew\n' "$name $claim" "$1" "$figures" >>"$build/$name.tsv"
}
steps() { # the violation that SPIN has found, as the steps of both machines; for safety the shortest one
	[ -z "$first" ] || { : >"$dir/$claim.steps"; return; }
	replay pan
	if [ "$outcome" = holds ] && { [ "$kind" = safety ] || [ "$kind" = asserts ]; }; then	# that search went depth first
		mv "$dir/main.pml.trail" "$dir/long.trail"
		compile pan-bfs -DBFS && (cd "$dir" && ./pan-bfs "${search[@]}" ${claim_flag[@]+"${claim_flag[@]}" "$claim"} >bfs.log 2>&1)
		[ ! -f "$dir/main.pml.trail" ] || replay pan-bfs
	fi
	grep '^[@=] ' "$dir/$claim.run" >"$dir/$claim.steps"
}
replay() { (cd "$dir" && "./$1" -r main.pml.trail ${claim_flag[@]+"${claim_flag[@]}" "$claim"} >"$claim.run" 2>&1); } # CHECKER
judge() { # is what SPIN says what must come out?
	states=$(sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' "$out" | awk '{printf "%d", $1}')
	compared=$(number "$out" '^lockstep: \([0-9]*\) transitions compared, 0 mismatches$')
	if ! grep -q "errors: " "$out" || grep -qiE 'too small|out of memory|MEMLIM|aborting|error: max' "$out"; then
		fail "$name: $claim: the search did not end" "see $out"
	elif [ "$kind" = lockstep ] && grep -q ' in C and ' "$out"; then
		steps
		fail "$name: the C does not do what the model does: $(grep ' in C and ' "$out" | head -n 1)" \
			"after the $(grep -c '^@' "$dir/$claim.steps") steps in $dir/$claim.steps; if spec/ is right, the fault is in gen/"
	elif grep '^pan:1: ' "$out" | grep -vqE 'ltl formula|assertion violated +!\(|acceptance cycle' && [ "$kind" != asserts ]; then
		fail "$name: $claim: SPIN stopped at something else: $(sed -n 's/^pan:1: //p' "$out" | grep -v '^ltl' | head -1)" "see $out"
	elif [ "$outcome" = holds ]; then
		holds
	else
		violated
	fi
}
holds() {
	local count=${states:-0} of=states
	[ "$kind" = lockstep ] && count=${compared:-0} of=transitions
	if ! grep -q 'errors: 0$' "$out" || grep -qiE 'not completed' "$out"; then
		steps
		fail "$name: $claim is violated: counterexample of $(grep -c '^@' "$dir/$claim.steps") steps in ${dir#"$root/"}/$claim.steps" \
			"make replay shows it on the generated C"
		[ -n "$shown" ] || sed -n 's/^@ /# | /p' "$dir/$claim.steps"
		shown=1
		return 1
	elif [ "$count" -lt "$least" ]; then
		fail "$name: $claim holds, but over $count $of where $least were recorded" \
			"the model has lost part of its world; if that is meant, record the new number in model/configs"
	elif [ "$kind" = lockstep ]; then
		pass "$name: $count transitions compared, 0 mismatches, in all $states states ($((SECONDS - begin)) s)"
	else
		pass "$name: $claim holds in all $states states ($((SECONDS - begin)) s)"
	fi
}
violated() {
	if ! grep -qE 'errors: [1-9]' "$out"; then
		fail "$name: $claim holds, and must not" "see $out"
		return
	fi
	steps
	if [ -s "$dir/$claim.steps" ]; then
		pass "$name: $claim is violated, as it must be, in $(grep -c '^@' "$dir/$claim.steps") steps ($((SECONDS - begin)) s)"
	else
		fail "$name: $claim: no steps could be read from the trail" "see $dir/$claim.run"
	fi
}

# --- one configuration: kept, or run ---

key() { # what its result depends on, with the parts of this script that decide it
	{
		spin -V && gcc --version && echo "$name $options $kind $claims $outcome $least" &&
			declare -f tree settings cost translate compile check_configuration steps replay judge holds violated &&
			"$here/depends.py" "$fresh" ${defs[@]+"${defs[@]}"}
	} | sha256sum
}
kept() { # it has passed, and what others read of that run is still there
	local c
	[ -z "$force" ] && [ "$(head -n 1 "$build/$name.ok" 2>/dev/null)" = "$key" ] && [ -s "$build/$name.tsv" ] || return 1
	for c in ${claims//,/ }; do
		[ "$outcome" != violated ] || [ -s "$build/$name/$c.steps" ] || return 1
		[ "$kind" != lockstep ] || { [ -s "$build/$name/c/core_gen.gcda" ] && [ -s "$build/$name.statements" ] && follow_lines; } || return 1
	done
}
follow_lines() { # a comment may have moved the lines
	local dir=$fresh objects=(c/lockstep.o c/core_gen.o -lgcov)
	translate "$dir" && cmp -s "$build/$name.lines" <(lines "$dir") && return
	cp "$build/$name/c/"{lockstep,core_gen}.o "$dir/c/" && compile pan -O0 && statements "$dir"
}
configuration() { # NAME
	local name=$1 options kind claims outcome least fresh=$build/$1.new key= text passes=() defs cflags search claim_flag
	read -r name options kind claims outcome least < <(awk -v n="$1" '$1 == n' "$here/configs") || {
		fail "$1 is not in model/configs"; return; }
	settings && tree "$fresh" && { key=$(key) || fail "$name: what it depends on cannot be read" "see $fresh"; }
	if [ "$tap_failed" = 0 ] && kept; then
		rm -rf "$fresh"
		sed -i 's/new$/kept/' "$build/$name.tsv"
		while read -r text; do ok "${text% (*} (kept)"; done < <(tail -n +2 "$build/$name.ok")
		return
	fi
	rm -rf "$build/$name.ok" "$build/$name.tsv"
	if [ "$tap_failed" = 0 ]; then
		rm -rf "${build:?}/$name"
		mv "$fresh" "$build/$name"
		check_configuration
	fi
	[ -f "$build/$name.tsv" ] || printf '%s\tFAIL\tseconds=%d\tnew\n' "$name" "$SECONDS" >"$build/$name.tsv"
	claims=(${claims//,/ })
	[ "$tap_failed" != 0 ] || [ ${#passes[@]} != ${#claims[@]} ] || printf '%s\n' "$key" "${passes[@]}" >"$build/$name.ok"
}

# --- many ---

together() { # NAME...: each by itself; shows and counts what they say
	local name line rel
	rel=$(realpath --relative-to="$root" "$build")
	for name; do rm -f "$build/$name.tap"; done
	while IFS= read -r line; do
		case $line in
		'ok '*) ok "${line#*- }" ;;
		'not ok '*) not_ok "${line#*- }" ;;
		1..*) ;;
		*) printf '%s\n' "$line" ;;
		esac
	done < <(printf '%s\n' "$@" | "$root/tests/spread.sh" -s build/gen -r "$rel/{}" -r "$rel/{}.tap" -r "$rel/{}.tsv" -r "$rel/{}.ok" \
		-r "$rel/{}.lines" -r "$rel/{}.statements" model/check.sh ${force:+-f} ${first:+-1} "$rel" '{}')
	for name; do
		tail -n 1 "$build/$name.tap" 2>/dev/null | grep -q '^1\.\.[1-9]' || not_ok "$name did not end"
	done
}
longest_first() { # NAME...
	local name kind claims least
	for name; do
		read -r kind claims least < <(awk -v n="$name" '$1 == n { print $3, $4, $6 }' "$here/configs") || kind=- claims=- least=-
		echo "$(cost "$kind" "$claims" "$least") $name"
	done | sort -s -k 1,1nr | cut -d' ' -f2
}
report() { # NAME...: a line a claim in build/results/.  All of them, or none.
	local results=$root/build/results name suite
	mkdir -p "$results"; : >"$results/model.tsv"; : >"$results/lockstep.tsv"
	for name; do
		suite=model
		[ "$(awk -v n="$name" '$1 == n { print $3 }' "$here/configs")" = lockstep ] && suite=lockstep
		{ [[ " ${ran[*]} " == *" $name "* ]] && cat "$build/$name.tsv" 2>/dev/null; } >>"$results/$suite.tsv" ||
			printf '%s\tFAIL\t\tnew\n' "$name" >>"$results/$suite.tsv"
	done
}

names=("$@")
if [ ${#names[@]} = 1 ]; then
	{ configuration "${names[0]}"; done_testing "$again ${names[0]}"; } | tee "$build/${names[0]}.tap"
	exit "${PIPESTATUS[0]}"
fi
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(awk '/^[^#]/ {print $1}' "$here/configs")
"$root/gen/build.sh" "$root/build/gen" || bail_out "the generator cannot be built"	# once, for the lockstep checks
early=() late=()
for name in "${names[@]}"; do
	if [[ $base_worlds == *" $name "* ]]; then early+=("$name"); else late+=("$name"); fi
done
[ ${#early[@]} = 0 ] || together "${early[@]}"
if [ "$tap_failed" = 0 ]; then
	mapfile -t late < <(longest_first "${late[@]}")
	[ ${#late[@]} = 0 ] || together "${late[@]}"
	ran=("${names[@]}")
else
	[ ${#late[@]} = 0 ] || tap_note "not run, since a base world has failed: ${late[*]}"
	ran=("${early[@]}")
fi
[ $# -gt 0 ] || report "${names[@]}"
tap_note "ran: $(cd "$build" && grep -ls 'new$' "${ran[@]/%/.tsv}" | sed 's/\.tsv$//' | tr '\n' ' ')"
tap_note "kept: $(cd "$build" && grep -ls 'kept$' "${ran[@]/%/.tsv}" | sed 's/\.tsv$//' | tr '\n' ' ')"
done_testing "$again${1:+ ${names[*]}}"
