#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# depends_test.sh: a result is kept exactly as long as nothing changes that it depends on (depends.py, check.sh).
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$here"); out=$root/build/depends_test
. "$root/tests/tap.sh"
rm -rf "$out"; mkdir -p "$out/build"
cp -r "$root"/{spec,gen,model,tests} "$out/"
"$root/gen/build.sh" "$root/build/gen" && cp -a "$root/build/gen" "$out/build/" || bail_out "the generator cannot be built"

# What each world depends on.  link has a lockstep's C beside it.
world() { # NAME OPTION...
	local name=$1; shift
	"$out/model/depends.py" "$out" "$@" >"$out/$name.now" || bail_out "$name: depends.py fails"
}
worlds() {
	rm -rf "$out/c"
	world base
	world moods -DRESET -DSTEPS -DMOODS
	"$out/gen/gen.sh" "$out/build/gen/gen" "$out/c" "$out/model/limits.pml" "$out"/spec/{wire,pages,guest,host,queues}.pml ||
		bail_out "gen refuses the spec"
	cp "$out/model/lockstep.c" "$out/c/"
	[ -z "${in_c:-}" ] || edit "$out/c/$in_c" "$in_c_edit"
	world lock -DLOCKSTEP -DASSERTS
	world lock-moods -DLOCKSTEP -DASSERTS -DRESET -DSTEPS -DMOODS
	rm -rf "$out/c"
}
edit() { # FILE SED: the edit must change the file
	cp "$1" "$out/before"; sed -i "$2" "$1"
	! cmp -s "$1" "$out/before" || bail_out "the edit is not in $1: $2"
}
others() { # the worlds that depend on what has changed
	local name changed=
	worlds
	for name in base moods lock lock-moods; do cmp -s "$out/$name.old" "$out/$name.now" || changed+=" $name"; done
	echo "changed:$changed"
}
changes() { # NAME WORLDS FILE SED: the edit changes these worlds, and no other
	edit "$out/$3" "$4"
	check "$1: ${2:-none}" test "$(others)" = "changed:${2:+ $2}"
	cp "$out/before" "$out/$3"
}
worlds
for name in base moods lock lock-moods; do mv "$out/$name.now" "$out/$name.old"; done
check "two worlds depend on different things" test -n "$(diff "$out/base.old" "$out/moods.old")"
all='base moods lock lock-moods'
changes "a comment of the spec" "" spec/guest.pml 's,^inline guest_tick,/* a comment\n   of two lines */\n&,'
changes "a comment of the world" "" model/env.pml 's,^proctype h_tell,/* a comment */\n\n&,'
changes "a comment of the C" "" model/lockstep.c 's,^static int lockstep_count,/* a comment */\n&,'
changes "a handler that all call" "$all" spec/guest.pml '/^inline guest_tick/,/^}/s/GIVE_ABANDONED/GIVE_IDLE/'
changes "a handler that one world calls" "moods lock-moods" spec/guest.pml '/^inline guest_patience/,/^}/s/g.ttl_ms = ttl_ms_/g.ttl_ms = 1/'
changes "an effect" "$all" spec/guest.pml '/^inline fx_keep_offered/s/own.given | own.offered/own.offered | own.given/'
changes "a process that one world runs" "moods lock-moods" model/env.pml '/^proctype d_patience/,/^}/s/PATIENCE_MS - G.ttl_ms/PATIENCE_MS/'
changes "a process that none runs" "" model/env.pml '/^proctype h_forget/,/^}/s/RESV_NONE/RESV_HELD/'
changes "a claim" "$all" model/reach.ltl 's/own.held == 0/own.held == 1/'
changes "a bound" "$all" model/limits.pml 's/^#define SEQ_LAST.*/#define SEQ_LAST 2/'
changes "a wrapper of all steps" "$all" model/calls_gen.pml '/^inline call_guest_tick/,/^}/s/@ guest_tick/@ tick/'
changes "what the lockstep counts" "lock lock-moods" model/lockstep.c 's/mismatches += differs/mismatches -= differs/'
in_c=tests/replay/compare_gen.h in_c_edit='s/in_c == in_model/in_c != in_model/'
check "what the lockstep compares: lock lock-moods" test "$(others)" = "changed: lock lock-moods"
in_c=driver/core_gen.c in_c_edit='/^void guest_patience/,/^}/s/= ttl_ms/= 1/'
check "the C of a handler that one world calls: lock-moods" test "$(others)" = "changed: lock-moods"
in_c=

# the same, as check.sh has it
said() { grep -E '^# (ran|kept):' "$out/said" | sed 's/ *$//' | paste -sd' '; }
runs() { # NAME EXPECTED
	"$out/model/check.sh" "$out/build/model" base suspend >"$out/said" 2>&1
	check "$1" test "$(said)" = "$2"
}
runs "check.sh runs what it has never run" '# ran: base suspend # kept:'
edit "$out/spec/guest.pml" 's,^inline guest_tick,/* a comment */\n&,'
runs "... nothing after a changed comment" '# ran: # kept: base suspend'
edit "$out/spec/guest.pml" '/^inline guest_patience/,/^}/s/g.ttl_ms = ttl_ms_/g.ttl_ms = ttl_ms_ + 0/'
runs "... the worlds that call a changed handler" '# ran: suspend # kept: base'
edit "$out/model/configs" 's/^\(base .* holds \)[0-9][0-9]*/\11/'
runs "... a configuration that expects something else" '# ran: base # kept: suspend'
edit "$out/model/check.sh" 's/-DVECTORSZ=2048/-DVECTORSZ=4096/'
runs "... all, when check.sh searches otherwise" '# ran: base suspend # kept:'
rm "$out/build/model/suspend.tsv"
runs "... what has lost its results" '# ran: suspend # kept: base'
edit "$out/spec/guest.pml" '/^inline guest_tick/,/^}/s/:: g.give == GIVE_WAIT_ACK \&\&/:: (g.give == GIVE_WAIT_ACK || g.give == GIVE_WAIT_DONE) \&\&/'
fails "a violation in a base world" 'not ok [0-9]* - base: not_wiped is violated' "$out/model/check.sh" "$out/build/model" base forget
fails "... ends the run before the other worlds" "not run, since a base world has failed: forget" "$out/model/check.sh" "$out/build/model" base forget
done_testing model/depends_test.sh
