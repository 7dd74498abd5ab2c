#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# gates.sh [model] [proofs] [runner]: each gate of these kinds, or of all, is shown a fault that it must see.
# Last line: "gates: N passed, N failed".
set -uo pipefail
[ $# -gt 0 ] || set -- model proofs runner
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$here"); out=$root/build/gates-$1
rm -rf "$out"; mkdir -p "$out"
passed=0 failed=0
ok() { passed=$((passed + 1)); echo "ok    $1"; }
bad() { failed=$((failed + 1)); echo "FAIL  $1"; tail -n 15 <<<"${2:-}" | sed 's/^/      /'; }
fails() { # NAME PATTERN COMMAND...: the command fails and says why
	local name=$1 pattern=$2 text status=0; shift 2
	text=$("$@" 2>&1 </dev/null) || status=$?
	if [ "$status" != 0 ] && grep -qE -- "$pattern" <<<"$text"; then ok "$name"; else bad "$name" "exit status $status; $text"; fi
}
copy() { # NAME: a copy of the sources to put a fault into
	mkdir -p "$out/$1"
	(cd "$root" && cp -r spec gen model proofs driver device tests Makefile "$out/$1/")
}
edit() { # FILE SED: the edit must change the file
	cp "$1" "$1.before"; sed -i "$2" "$1"
	if cmp -s "$1" "$1.before"; then bad "the fault is not in $1"; fi
	rm "$1.before"
}

model_gates() {
	# a guard of the spec: the driver frees an offer after its commit
	copy guard
	edit "$out/guard/spec/guest.pml" '/^inline guest_tick/,/^}/s/:: g.give == GIVE_WAIT_ACK &&/:: (g.give == GIVE_WAIT_ACK || g.give == GIVE_WAIT_DONE) \&\&/'
	fails "a driver that frees an offer after its commit: SPIN finds a counterexample" 'FAIL  base: not_wiped is violated: counterexample of [0-9]+ steps' \
		"$out/guard/model/check.sh" "$out/guard/build/model" base
	text=$("$out/guard/tests/replay/replay.sh" 2>&1) || true
	if grep -q 'WIPED page' <<<"$text" && grep -q 'not_wiped is violated' <<<"$text"; then
		ok "... and the replay shows it on the generated C"
	else
		bad "the replay does not show it" "$text"
	fi

	# the model check
	copy model
	edit "$out/model/model/configs" 's/^\(base .*holds *\)[0-9]*$/\19999999/'
	fails "a search over fewer states than recorded" 'FAIL  base: not_wiped holds, but over [0-9]+ states where 9999999' \
		"$out/model/model/check.sh" "$out/model/build/model" base
	copy asserts
	edit "$out/asserts/model/env.pml" 's/must(st != ST_BAD)/must(st == ST_BAD)/'
	fails "a world that is not what the driver may expect" 'FAIL  asserts: assertions is violated' \
		"$out/asserts/model/check.sh" "$out/asserts/build/model" asserts
	copy pressure
	edit "$out/pressure/spec/guest.pml" '/^inline guest_pressure/,/^}/s/:: g.give == GIVE_WAIT_ACK ->/:: g.give == GIVE_WAIT_ACK || g.give == GIVE_WAIT_DONE ->/'
	fails "the same by pressure" 'FAIL  base: not_wiped is violated' \
		"$out/pressure/model/check.sh" "$out/pressure/build/model" base
	copy reach
	edit "$out/reach/model/configs" 's/^\(base .*\)holds .*/\1violated -/'
	fails "a claim that must be violated and holds" 'FAIL  base: not_wiped holds, and must not' \
		"$out/reach/model/check.sh" "$out/reach/build/model" base
	copy stale
	"$out/stale/model/check.sh" "$out/stale/build/model" two_message >/dev/null 2>&1 || bad "the patch does not even fit the real spec"
	edit "$out/stale/model/counterexamples/two_message.patch" 's/RESV_DISCARDING/RESV_OTHER/; s/^ .*RESV_NONE.*/ no such line/'
	fails "a counterexample's patch that does not fit any more" 'FAIL  two_message: the patch does not fit spec/ any more' \
		"$out/stale/model/check.sh" "$out/stale/build/model" two_message

	# the lockstep: a generator that miscompiles
	miscompiles() { # NAME PATTERN FILE SED: a fault in the generator, so in the C that runs beside the model
		local dir=$out/lockstep
		rm -rf "$dir"; copy lockstep
		edit "$dir/gen/$3" "$4"
		fails "$1" "FAIL  lock-base: the C does not do what the model does: $2" "$dir/model/check.sh" "$dir/build/model" lock-base
	}
	miscompiles "C with a wrong number in a field" '[a-z_]*: [a-z_]*_pages is .* in C and .* in the model' emit_c.c \
		'/OP_SUB\] =/s/"-"/"+"/'
	miscompiles "C with a wrong argument of an effect" '[a-z_]*: fx_[a-z_.]* is .* in C and .* in the model' emit_c.c \
		'/^static void emit_call/,/^}/s/c_expr(arg))/c_expr(arg_i ? s->args.at[0] : arg))/'
	miscompiles "C that leaves an effect out" '[a-z_]*: fx_[a-z_]* is 0 in C and 1 in the model' emit_c.c \
		'/^static void emit_call/,/^}/s/put_line(o, depth, "todo += %s;"/if (s->args.n) &/'
	miscompiles "a page set that the C changes otherwise" '[a-z_]*: own.[a-z]* is .* in C and .* in the model' emit_model.c \
		'/^static void emit_change/,/^}/s/t->complement ? "~" : ""/""/'
	copy fewer
	edit "$out/fewer/model/configs" 's/^\(lock-base .*holds *\)[0-9]*$/\19999999/'
	fails "fewer transitions compared than recorded" 'FAIL  lock-base: lockstep holds, but over [0-9]+ transitions where 9999999' \
		"$out/fewer/model/check.sh" "$out/fewer/build/model" lock-base
	copy silent
	edit "$out/silent/model/check.sh" 's/& asked_\\1(\\2);/\& skip;/'
	fails "a model whose effects are not noted" 'FAIL  lock-base: the C does not do what the model does: .* is 1 in C and 0 in the model' \
		"$out/silent/model/check.sh" "$out/silent/build/model" lock-base

	# what is unreached must be listed
	"$root/model/check.sh" "$root/build/model" $(awk '$3 == "lockstep" { print $1 }' "$root/model/configs") >"$out/lockstep.log" 2>&1 ||
		bad "the lockstep checks do not pass" "$(cat "$out/lockstep.log")"
	unlisted() { # NAME PATTERN SED: a fault in the list
		rm -rf "$out/unlisted"; copy unlisted
		edit "$out/unlisted/model/unreached" "$3"
		fails "$1" "$2" "$out/unlisted/model/unreached.py" "$root/build/model"
	}
	unlisted "an outcome that is neither reached nor listed" 'guest_offer: g->take == TAKE_NONE: false: not reached' '/^guest_offer.*TAKE_NONE/d'
	unlisted "a statement that is neither reached nor listed" 'd_timer: -end-: never: not reached' '/^\*/d'
	unlisted "an outcome that is listed and reached" 'guest_offer: g->take == TAKE_NONE: true: listed, but reached' \
		's/^\(guest_offer\tg->take == TAKE_NONE\t\)false/\1true/'
	unlisted "a line without a reason" 'four columns' 's/^\(guest_offer.*false\).*/\1/'
	copy unrun
	fails "a configuration that has not been run" 'lock-any has not passed: run model/check.sh' "$out/unrun/model/unreached.py" "$out"
}

proofs_gates() {
	# the proofs: a fault in a copy, and one small function or two, which is quick
	number=0
	prove() { # FUNCTION...: in the copy that `fault` made last
		"$dir/proofs/prove.sh" "$dir/build/proofs" proofs/core.c "$@"
	}
	fault() { # [FILE SED]...: into a new copy
		number=$((number + 1)); dir=$out/proof$number
		copy "proof$number"
		while [ $# -gt 0 ]; do edit "$dir/$1" "$2"; shift 2; done
	}
	fault driver/core_gen.c '/^void guest_done/,/^}/s/g->given_pages = g->given_pages + g->offered_pages;/g->given_pages = g->given_pages;/'
	fails "C that does not keep its contract" 'FAIL  guest_done: .*Failed. Goal typed_guest_done_done_ensures_2' prove guest_done
	fault driver/core_gen.c '/^void guest_collect/,/^}/s/if (g->seq < SEQ_LAST)/if (g->seq <= SEQ_LAST)/'
	fails "an unsigned sum that may wrap" 'FAIL  guest_collect: .*overflow' prove guest_collect
	fault driver/core_gen.h 's/ensures g->stats == STATS_AGAIN && fx->todo == 0;/ensures fx->todo == 0;/' \
		driver/core_gen.c '/^void guest_stats(/,/^}/s/g->stats = STATS_AGAIN;/g->stats = STATS_IDLE;/'
	fails "C that only the derived relation knows to be wrong" \
		'FAIL  guest_stats: .*Failed. Goal typed_guest_stats_ensures_relation_path_[0-9]' prove guest_stats
	if text=$("$dir/proofs/prove.sh" -q "$dir/build/proofs" proofs/core.c guest_stats 2>&1); then
		ok "... and that keeps the contract by hand"
	else
		bad "it does not keep the contract by hand either" "$text"
	fi
	fault proofs/relation_gen.h 's/old(!(g->stats == STATS_AGAIN \&\& g->link == LINK_UP)); \*\//old(g->stats == STATS_IDLE); *\//'
	fails "a derived relation that has lost a case" 'FAIL  guest_stats_taken: .*_ensures_relation_complete' prove guest_stats_taken
	fault driver/core_gen.h 's/ensures m->addr == le64(buf);/ensures m->addr == le64(buf + 8);/' \
		driver/core_gen.h 's/ensures m->pages == le64(buf + 8);/ensures m->pages == le64(buf);/'
	fails "a decoder that is not its encoder's inverse" 'FAIL  wire_extent_encode_decode: .*ensures' prove wire_extent_encode_decode
	# faults that do not hinder each other, all at once
	fault driver/core_gen.c '/^bool wire_stats_decode/,/^}/s/if (m->count > STATS_MAX)/if (get_u32(buf + 8) > STATS_MAX)/' \
		driver/core_gen.c '/^bool wire_offer_decode/,/^}/s/m->seq = get_u32(buf + 4);/while (m->seq != get_u32(buf + 4)) m->seq = 0;/' \
		driver/core_gen.h 's/^struct wire_extent {/\/*@ axiomatic wishes { axiom all_is_well: \\forall integer x; x == x; } *\/\n&/' \
		driver/core_gen.c 's/^void guest_host/\/*@ assigns \\nothing; *\/ int wish(void);\nstatic int bare(void) { return wish(); }\n&/' \
		proofs/least_goals 's/^core get_u16 .*/core get_u16 9 2/; /^core get_u32 /d; s/^core read_once .*/core read_once 13 0/'
	text=$(prove get_u16 get_u32 2>&1 </dev/null)
	for say in 'FAIL  core: each byte is read once: wire_stats_decode reads more than once: byte 8, 9, 10, 11' \
		'FAIL  core: each byte is read once: wire_offer_decode uses the buffer in a way .*: a loop' \
		'FAIL  core: each byte is read once: 12 goals .* where 13' \
		'FAIL  core: trusted: axioms: 1 where 0 are recorded in proofs/most_trusted: axiom all_is_well' \
		'FAIL  core: trusted: stubs: 1 where 0 are recorded in proofs/most_trusted: wish' \
		'FAIL  core: trusted: uncontracted: 1 where 0 are recorded in proofs/most_trusted: bare' \
		'FAIL  get_u16: 8 goals and 1 smoke tests where 9 and 2 were recorded' \
		'FAIL  get_u32: is not recorded: add `core get_u32 [0-9]* 1`'; do
		if grep -q "^$say" <<<"$text"; then ok "$say"; else bad "not seen: $say" "$text"; fi
	done
	fault driver/core_gen.h 's/ensures guest_inv(g) && g->state == state && fx->todo == 0;/ensures nothing_like_it(g);/'
	fails "a contract that Frama-C would ignore" 'prove: Frama-C does not read proofs/core.c' prove guest_host
	fault
	fails "a function that is not there" 'FAIL  guest_nowhere: ' prove guest_nowhere
	text=$(prove get_u16 get_u32 get_u64 2>&1) || bad "three small functions are not proven" "$text"
	edit "$dir/driver/core_gen.c" 's/return get_u32(p) + 4294967296ull \* get_u32(p + 4);/return 4294967296ull * get_u32(p + 4) + get_u32(p);/'
	text=$(prove get_u16 get_u32 get_u64 2>&1)
	if grep -q 'prove: 3 functions, 1 of them to be proven' <<<"$text" && grep -q '^ok    get_u64 .*[0-9]$' <<<"$text"; then
		ok "a function that has changed is proven again, and no other"
	else
		bad "a function has changed" "$text"
	fi
	edit "$dir/driver/core_gen.c" 's/ensures .result == le32(p);/ensures le32(p) == \\result;/'
	text=$(prove get_u16 get_u32 get_u64 2>&1)
	if grep -q 'prove: 3 functions, 2 of them to be proven' <<<"$text"; then
		ok "... and when its contract changes, its callers too"
	else
		bad "a contract has changed" "$text"
	fi
	while read -r function file sed; do
		fault "driver/$file" "$sed"
		fails "a contradiction in $function's contracts" "FAIL  $function: .*Smoke" prove "$function"
	done < <(grep -v '^#' "$root/proofs/contradictions")

	# the unbounded proof
	unbounded() { # NAME PATTERN DIR GOAL...: the spec of that copy, generated and proven
		local name=$1 pattern=$2 dir=$out/$3; shift 3
		"$root/gen/build.sh" "$root/build/gen"
		"$dir/gen/gen.sh" "$root/build/gen/gen" "$dir" || bad "$name: not generated"
		fails "$name" "$pattern" "$dir/proofs/unbounded.sh" "$dir/build/unbounded" "$@"
	}
	copy unbounded_guard
	edit "$out/unbounded_guard/spec/guest.pml" '/^inline guest_tick/,/^}/s/:: g.give == GIVE_WAIT_ACK &&/:: (g.give == GIVE_WAIT_ACK || g.give == GIVE_WAIT_DONE) \&\&/'
	unbounded "a driver that frees an offer after its commit: the step keeps no invariant" "FAIL    guest_tick'vc" unbounded_guard guest_tick
	copy unbounded_two
	patch -s -p1 -d "$out/unbounded_two" <"$root/model/counterexamples/two_message.patch" || bad "the two-message patch does not fit"
	unbounded "a device that discards when it accepts" "FAIL    host_offer'vc" unbounded_two host_offer
	copy unbounded_true
	edit "$out/unbounded_true/proofs/unbounded.mlw" 's/^  predicate inv (w: world) =/  predicate inv (_w: world) = true\n  predicate old_inv (w: world) =/'
	unbounded "an invariant that says nothing" "FAIL    discards_committed" unbounded_true discards_committed
	copy unbounded_axiom
	edit "$out/unbounded_axiom/proofs/unbounded.mlw" 's/^module Environment/module Wish\n  axiom wish: false\nend\n\n&/'
	unbounded "an axiom" "more is assumed than proofs/unbounded_assumed has" unbounded_axiom
	copy unbounded_glue
	edit "$out/unbounded_glue/proofs/unbounded.mlw" 's/glue_guest_start (w: world) = w.attached/& \/\\ not w.attached/'
	unbounded "a step that can never be taken" "contradicts itself" unbounded_glue
	copy unbounded_goal
	edit "$out/unbounded_goal/proofs/safety.mlw" 's/goal owned_once/goal owned_by_one/'
	unbounded "a goal that has gone" "goals that were recorded have gone" unbounded_goal
	copy unbounded_more
	edit "$out/unbounded_more/proofs/unbounded_goals" "/^guest_tick'vc/d"
	unbounded "a goal that is not recorded" "goals that are not recorded" unbounded_more
	whole=$(cat "$root/build/results/unbounded.tsv" 2>&1)
	mkdir -p "$out/killed"
	printf '#!/bin/sh\n%s "$@"\n[ "$1" != prove ] || exit 143\n' "$(command -v why3)" >"$out/killed/why3"
	chmod +x "$out/killed/why3"
	fails "a Why3 that is killed on its way, all valid so far" 'Why3 ended with exit status 143' \
		env PATH="$out/killed:$PATH" "$root/proofs/unbounded.sh" "$out/killed/build" owned
	if [ "$(cat "$root/build/results/unbounded.tsv" 2>&1)" = "$whole" ]; then ok "... and a run of one goal leaves the results of all"; else
		bad "a run of one goal has changed build/results/unbounded.tsv"; fi

	fault driver/runs_gen.c 's/s->count = 0;/s->count = (0);/'
	fails "a library that is not proven as it is compiled" 'driver/runs_gen.c and device/runs_gen.c differ' "$dir/proofs/prove.sh" "$dir/build/proofs"
}

runner_gates() {
	# the report: the exit status of make verify hangs on it
	copy report; dir=$out/report
	report() { # LINE...: the results of one suite
		mkdir -p "$dir/build/results"; printf '%b\n' "$@" >"$dir/build/results/model.tsv"
	}
	good='base safe\tok\tstates=7 seconds=1\tnew'
	report "$good"
	if text=$("$dir/proofs/report.py" model 2>&1) && grep -q '^report: 1 passed, 0 failed' <<<"$text"; then ok "a report without a gap"; else
		bad "a report without a gap fails" "$text"; fi
	fails "a suite that has left no results" 'FAIL  lockstep: no results' "$dir/proofs/report.py" model lockstep
	fails "nothing to report" 'FAIL  no suite was asked for' "$dir/proofs/report.py"
	mkdir -p "$out/mute"; printf '#!/bin/sh\n' >"$out/mute/z3"; chmod +x "$out/mute/z3"
	fails "a tool of no known version" 'FAIL  the version of Z3 is not known' env PATH="$out/mute:$PATH" "$dir/proofs/report.py" model
	report "$good" 'gone safe\tFAIL\tseconds=1\tnew'
	fails "a check that has failed" 'FAIL  model: gone safe is FAIL' "$dir/proofs/report.py" model
	report 'lock-base lockstep\tok\ttransitions=9 mismatches=1\tnew'
	fails "mismatches in what is called ok" 'FAIL  model: lock-base lockstep has mismatches' "$dir/proofs/report.py" model
	: >"$dir/build/results/model.tsv"
	fails "a suite without checks" 'FAIL  model: no checks' "$dir/proofs/report.py" model

	# the set-up
	copy packages
	echo 'moon	aerostat-no-such-package' >>"$out/packages/tests/packages"
	fails "a package that apt cannot install" 'could not install: aerostat-no-such-package' "$out/packages/tests/need.sh" moon
	fails "... and the next step is told" 'next step: install these by hand' "$out/packages/tests/need.sh" moon
	fails "a group that does not exist" 'no such group' "$out/packages/tests/need.sh" sun

	# the runner that counts
	mkdir -p "$out/runner/tests"; cp "$here/suites.sh" "$out/runner/tests/"
	printf 'verify:\n' >"$out/runner/Makefile"
	fails "suites that are not there" 'verify: 0 passed, [1-9][0-9]* failed' "$out/runner/tests/suites.sh" verify
	fails "suites that it is too late for are said, and do not pass" '^NOT RUN, the time was up: packages .* gates-proofs .* vm-moves;' \
		env AEROSTAT_UNTIL=1 "$out/runner/tests/suites.sh" check
}

for part; do "${part}_gates"; done
echo "gates: $passed passed, $failed failed"
[ "$failed" = 0 ]
