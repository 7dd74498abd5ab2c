#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: SPIN's trails replayed on the generated C.  Last line: "replay: N passed, N failed".
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(cd "$here/../.." && pwd); model=$root/build/model
out=$root/build/replay; mkdir -p "$out"
passed=0 failed=0
ok() { passed=$((passed + 1)); echo "ok    $1"; }
bad() { failed=$((failed + 1)); echo "FAIL  $1"; sed 's/^/      /' <<<"${2:-}" | tail -n 15; }
# says NAME PATTERN STATUS COMMAND...: the command prints a line with the pattern, and has that exit status
says() {
	local name=$1 pattern=$2 want=$3 text status=0; shift 3
	text=$("$@" 2>&1) || status=$?
	if [ "$status" = "$want" ] && grep -qE "$pattern" <<<"$text"; then ok "$name"; else bad "$name" "exit status $status; $text"; fi
}

"$root/model/check.sh" "$model" two_message reach reach-op unfair >"$out/check.log" 2>&1 || { cat "$out/check.log"; bad "the trails could not be made"; }

# the two-message protocol, on C generated from it
says "the two-message protocol wipes a page that the guest is using, on its own generated C" \
	'WIPED page [0-9]: the guest is using it; byte 0 was 0x41 and is 0x00' 0 "$here/replay.sh" "$model/two_message/not_wiped.steps"
bin=$model/two_message/c/replay
says "... at the last step of SPIN's trail" "replay: $(grep -c '^@' "$model/two_message/not_wiped.steps") steps .* the device has wiped a page" \
	3 "$bin" "$model/two_message/not_wiped.steps" not_wiped

# every other trail that the model check leaves: long and short, with grants, resets, refusals, stats
n=0
for steps in "$model"/{reach,reach-op,unfair}/*.steps; do
	n=$((n + 1))
	says "$(basename "$(dirname "$steps")")/$(basename "$steps"): C and SPIN agree on every state" 'every page in use is intact' \
		0 "$here/replay.sh" "$steps"
done
[ $n -ge 8 ] || bad "there are $n trails where at least 8 are expected"

# the replay can fail
good=$model/reach/c/replay; trail=$model/reach/never_grants.steps
sed '/^@ guest_ack/s/| 1 /| 2 /' "$trail" >"$out/tampered.steps"
says "a trail with one state changed is seen to differ" 'went different ways' 1 "$good" "$out/tampered.steps"
sed 's/^= \([0-9]*\) [0-9]* /= \1 5 /' "$trail" >"$out/tampered-sets.steps"
says "a trail with a page set changed is seen to differ" 'DIFFERS: offered' 1 "$good" "$out/tampered-sets.steps"
says "the two-message trail does not run on the real protocol's C" 'went different ways' 1 "$good" "$model/two_message/not_wiped.steps"
echo 'no step at all' >"$out/garbage.steps"
says "a file that is no trail is refused" 'not a step: no step at all' 2 "$good" "$out/garbage.steps"
sed '/^void guest_ack/,/^}/s/GIVE_WAIT_DONE/GIVE_IDLE/' "$root/driver/core_gen.c" >"$out/core_gen.c"
cmp -s "$root/driver/core_gen.c" "$out/core_gen.c" && bad "the fault is not in the C"
c=$model/reach/c
gcc -std=gnu11 -w -I"$c/driver" -I"$c/device" -I"$c/tests/replay" "$here/replay.c" "$out/core_gen.c" -o "$out/miscompiled" || bad "the faulty C does not compile"
says "C that is not what the spec says is seen to differ" 'went different ways' 1 "$out/miscompiled" "$trail"

echo "replay: $passed passed, $failed failed"
[ "$failed" = 0 ]
