#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# gates.sh model|proofs|runner: what each gate of that kind must see and that is no edit of a source (those are tests/faults/).
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$here")
. "$here/tap.sh"
part=${1:?usage: gates.sh model|proofs|runner}
out=$root/build/gates-$part
rm -rf "$out"; mkdir -p "$out"
copy() { # NAME: a copy of the sources
	mkdir -p "$out/$1"
	(cd "$root" && cp -r spec gen model proofs driver device tests Makefile "$out/$1/")
}

model_gates() {
	fails "a configuration that has not been run" 'lock-any has not passed: run model/check.sh' "$root/model/unreached.py" "$out"
}

proofs_gates() {
	local dir=$out/kept whole
	copy kept
	prove() { "$dir/proofs/prove.sh" "$dir/build/proofs" proofs/core.c "$@"; }
	change() { # OLD NEW: must stand there
		grep -qF -- "$1" "$dir/driver/core_gen.c" || bail_out "driver/core_gen.c does not hold: $1"
		OLD=$1 NEW=$2 perl -0pi -e 's/\Q$ENV{OLD}\E/$ENV{NEW}/g' "$dir/driver/core_gen.c"
	}
	fails "a function that is not there" 'guest_nowhere: ' prove guest_nowhere
	check "three small functions are proven" prove get_u16 get_u32 get_u64
	# what is proven again: "ok", the name, and "(unchanged)" if it is not
	again() { grep -E '^ok ' "$out/said" | grep -v '(unchanged)' | grep -oE '\bget_u[0-9]+' | sort -u | paste -sd' '; }
	proven_again() { prove get_u16 get_u32 get_u64 >"$out/said" 2>&1; cat "$out/said"; [ "$(again)" = "$1" ]; }
	change 'return get_u32(p) + 4294967296ull * get_u32(p + 4);' 'return 4294967296ull * get_u32(p + 4) + get_u32(p);'
	check "a function that has changed is proven again, and no other" proven_again get_u64
	change 'ensures \result == le32(p);' 'ensures le32(p) == \result;'
	check "... and when its contract changes, its callers too" proven_again "get_u32 get_u64"

	# ended at the third run of six: of each of three functions the smoke tests and the goals
	mkdir -p "$out/interrupted"
	sed "s|@calls@|$out/interrupted/calls|g; s|@frama-c@|$(command -v frama-c)|" >"$out/interrupted/frama-c" <<-'INTERRUPT'
		#!/bin/sh
		[ "$1" != -load ] || echo "$*" >>@calls@
		if [ ! -e @calls@.over ] && [ "$(grep -c . @calls@ 2>/dev/null)" -ge 3 ]; then
			touch @calls@.over
			kill $(ps -o pid= -s $(ps -o sid= -p $$))	# all of the session that prove.sh leads
		fi
		exec @frama-c@ "$@"
	INTERRUPT
	chmod +x "$out/interrupted/frama-c"
	: >"$out/interrupted/calls"
	interrupted() { PATH="$out/interrupted:$PATH" setsid --wait "$dir/proofs/prove.sh" -f "$dir/build/proofs" proofs/core.c get_u16 get_u32 get_u64; }
	fails "interrupted at the third run of Frama-C" '# prove: smoke core 60000 cvc4 z3 get_u16' interrupted
	runs_ended() { grep -ls '^exit 0 after ' "$dir"/build/proofs/*.out | wc -l; }
	before=$(runs_ended)
	: >"$out/interrupted/calls"
	goes_on() {
		PATH="$out/interrupted:$PATH" prove get_u16 get_u32 get_u64 || return 1
		[ "$before" -ge 1 ] && [ "$(wc -l <"$out/interrupted/calls")" = $((6 - before)) ] ||
			{ echo "$before runs had ended, and $(wc -l <"$out/interrupted/calls") of 6 have run"; return 1; }
	}
	check "... it goes on behind the runs that had ended" goes_on

	whole=$(cat "$root/build/results/unbounded.tsv" 2>&1)
	mkdir -p "$out/killed"
	printf '#!/bin/sh\n%s "$@"\n[ "$1" != prove ] || exit 143\n' "$(command -v why3)" >"$out/killed/why3"
	chmod +x "$out/killed/why3"
	fails "a Why3 that is killed on its way, all valid so far" 'Why3 ended with exit status 143' \
		env PATH="$out/killed:$PATH" "$root/proofs/unbounded.sh" "$out/killed/build" owned
	mkdir -p "$out/never"
	sed "s|@calls@|$out/never/calls|; s|@why3@|$(command -v why3)|" >"$out/never/why3" <<-'NEVER'
		#!/bin/sh
		case "$*" in prove*\ -P\ *) ;; *) exec @why3@ "$@" ;; esac
		echo "$*" >>@calls@
		printf "Goal guest_tick'vc.\nProver result is: Step limit exceeded (0.01s, 7 steps).\n\n"
		exit 2
	NEVER
	chmod +x "$out/never/why3"
	fails "a goal that no try proves" "not proven: guest_tick'vc" env PATH="$out/never:$PATH" "$root/proofs/unbounded.sh" "$out/never/build" guest_tick
	once() { sort "$out/never/calls"; [ "$(sort -u "$out/never/calls" | wc -l)" = 6 ] && [ "$(wc -l <"$out/never/calls")" = 6 ]; }
	check "... all six have been made, and none twice" once
	check "... and a run of one goal leaves the results of all" test "$(cat "$root/build/results/unbounded.tsv" 2>&1)" = "$whole"
}

runner_gates() {
	# the report: the exit status of make verify hangs on it
	local dir=$out/report good='base safe\tok\tstates=7 seconds=1\tnew'
	copy report
	report() { # LINE...: the results of one suite
		mkdir -p "$dir/build/results"; printf '%b\n' "$@" >"$dir/build/results/model.tsv"
	}
	report "$good"
	check "a report without a gap passes" "$dir/proofs/report.py" model
	fails "a suite that has left no results" 'lockstep: no results' "$dir/proofs/report.py" model lockstep
	fails "nothing to report" 'no suite was asked for' "$dir/proofs/report.py"
	mkdir -p "$out/mute"; printf '#!/bin/sh\n' >"$out/mute/z3"; chmod +x "$out/mute/z3"
	fails "a tool of no known version" 'the version of Z3 is not known' env PATH="$out/mute:$PATH" "$dir/proofs/report.py" model
	report "$good" 'gone safe\tFAIL\tseconds=1\tnew'
	fails "a check that has failed" 'model: gone safe is FAIL' "$dir/proofs/report.py" model
	report 'lock-base lockstep\tok\ttransitions=9 mismatches=1\tnew'
	fails "mismatches in what is called ok" 'model: lock-base lockstep has mismatches' "$dir/proofs/report.py" model
	: >"$dir/build/results/model.tsv"
	fails "a suite without checks" 'model: no checks' "$dir/proofs/report.py" model

	# the set-up
	copy packages
	echo 'moon	aerostat-no-such-package' >>"$out/packages/tests/packages"
	fails "a package that apt cannot install" 'could not install: aerostat-no-such-package' "$out/packages/tests/need.sh" moon
	fails "... and the next step is told" 'next step: install these by hand' "$out/packages/tests/need.sh" moon
	fails "a group that does not exist" 'no such group' "$out/packages/tests/need.sh" sun
}

"${part}_gates"
done_testing "tests/gates.sh $part"
