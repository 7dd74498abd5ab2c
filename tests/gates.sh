#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# gates.sh: each gate is shown a fault that it must see.  Last line: "gates: N passed, N failed".
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$here"); out=$root/build/gates
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

# the proofs: on one function, which is quick
proof() { # NAME PATTERN FUNCTION FILE SED: a fault in a copy of the core
	local dir=$out/$3-$(tr -dc a-z <<<"$1" | cut -c1-20)
	mkdir -p "$dir"; cp "$root"/driver/core_gen.[ch] "$dir/"
	edit "$dir/$4" "$5"
	fails "$1" "$2" "$root/proofs/prove.sh" "$dir/build" "$dir" "$3"
}
proof "C that does not keep its contract" 'FAIL  guest_done' guest_done core_gen.c \
	'/^void guest_done/,/^}/s/g->given_pages = g->given_pages + g->offered_pages;/g->given_pages = g->given_pages;/'
proof "an unsigned sum that may wrap" 'FAIL  .*overflow' guest_collect core_gen.c \
	'/^void guest_collect/,/^}/s/if (g->seq < SEQ_LAST)/if (g->seq <= SEQ_LAST)/'
proof "a contract that contradicts itself" 'FAIL  .*[sS]moke' guest_stats core_gen.h \
	'/STATS_IDLE;/s/assumes g->stats == STATS_IDLE;/assumes g->stats == STATS_IDLE \&\& g->stats == STATS_SENT;/'
proof "a function that is not there" 'FAIL  guest_nowhere: no goals' guest_nowhere core_gen.c 's/The protocol/The one protocol/'

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
edit "$out/unbounded_glue/proofs/unbounded.mlw" 's/glue_guest_tick (_w: world) (_now_ms: int) = true/glue_guest_tick (_w: world) (now_ms: int) = now_ms < 0/'
unbounded "a step that can never be taken" "contradicts itself" unbounded_glue
copy unbounded_goal
edit "$out/unbounded_goal/proofs/safety.mlw" 's/goal owned_once/goal owned_by_one/'
unbounded "a goal that has gone" "goals that were recorded have gone" unbounded_goal

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

echo "gates: $passed passed, $failed failed"
[ "$failed" = 0 ]
