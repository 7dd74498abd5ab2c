#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# try.sh: the project in ten seconds.  The base world is searched, one function is proven; then a line of the spec is
# changed, in a copy, and the counterexample is drawn.  It checks little: make verify does that.
set -emuo pipefail	# with jobs that end as a whole
cd "$(dirname "$0")/.."
build=$PWD/build/try; rm -rf "$build"; mkdir -p "$build/copy"
proofs=
die() { [ -z "$proofs" ] || kill -- "-$proofs" 2>/dev/null || :; echo "try: $1; see $2" >&2; exit 1; }
states() { sed -nE 's/^ok [0-9]+ - base: not_wiped holds.* ([0-9,]+) states.*/\1/p' "$build/model.tap"; }

proofs/prove.sh "$build/proofs" proofs/core.c guest_tick >"$build/proofs.tap" 2>&1 & proofs=$!
model/check.sh "$build/model" base >"$build/model.tap" || die "the base world does not hold" "$build/model.tap"
echo "The protocol holds in $(states) states: no page of the guest's is wiped while it is in use."
wait $proofs || { proofs=; die "guest_tick is not proven" "$build/proofs.tap"; }
proofs=
echo "guest_tick is proven: the generated C of driver/core_gen.c, for every state and every time."

# A driver that takes an offer back after it has committed: the host may be discarding.
old=':: g.give == GIVE_WAIT_ACK \&\& now_ms_ >= g.sent_at_ms'
new=':: g.give != GIVE_IDLE \&\& now_ms_ >= g.sent_at_ms'
cp -r Makefile spec model gen tests driver device proofs "$build/copy"
sed -i "s/$old/$new/" "$build/copy/spec/guest.pml"
printf '\nNow one line of guest_tick in spec/guest.pml, in a copy:\n\n'
diff -U0 spec/guest.pml "$build/copy/spec/guest.pml" | grep '^[-+]	' && printf '\n'
cd "$build/copy"
if model/check.sh build/model base >"$build/broken.tap"; then die "the change has not been noticed" "$build/broken.tap"; fi
grep -oE 'base: not_wiped is violated.*' "$build/broken.tap" || die "another claim than not_wiped is violated" "$build/broken.tap"
tests/replay/replay.sh build/model/base/not_wiped.steps >"$build/replay.txt" 2>&1 ||
	[ -s "$build/replay.txt" ] || die "the counterexample does not run" "$build/replay.txt"
tests/vm/chart.py "$build/replay.txt"
printf '\n'; grep -E 'WIPED' "$build/replay.txt" || die "the C does not wipe the page" "$build/replay.txt"
printf '\ntry: the same change in your checkout makes "make verify" fail; spec/README.md says how to go on\n'
