#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: SPIN's trails replayed on the generated C.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(cd "$here/../.." && pwd); model=$root/build/model
out=$root/build/replay; mkdir -p "$out"
. "$root/tests/tap.sh"
# says NAME PATTERN STATUS COMMAND...: the command prints a line with the pattern, and has that exit status
says() {
	local name=$1 pattern=$2 want=$3 text status=0; shift 3
	text=$("$@" 2>&1) || status=$?
	if [ "$status" = "$want" ] && grep -qE "$pattern" <<<"$text"; then ok "$name"; else not_ok "$name" "exit status $status; $text"; fi
}

check "the trails are made" "$root/model/check.sh" "$model" two_message report_timer reach reach-op reach-order reach-round \
	reach-report reach-forget reach-gone reach-carry unfair
[ "$tap_failed" = 0 ] || bail_out "without trails there is nothing to replay"

# the two-message protocol, on C generated from it
says "the two-message protocol wipes a page that the guest is using, on its own generated C" \
	'WIPED page [0-9]: the guest is using it; byte 0 was 0x41 and is 0x00' 0 "$here/replay.sh" "$model/two_message/not_wiped.steps"
bin=$model/two_message/c/replay
says "... at the last step of SPIN's trail" "replay: $(grep -c '^@' "$model/two_message/not_wiped.steps") steps .* the device has wiped a page" \
	3 "$bin" "$model/two_message/not_wiped.steps" not_wiped

# the report of one message
says "the report of one message wipes a page that the guest is using, on its own generated C" \
	'WIPED page [0-9]: the guest is using it; byte 0 was 0x41 and is 0x00' 0 "$here/replay.sh" "$model/report_timer/not_wiped.steps"
says "... at the last step of SPIN's trail" "replay: $(grep -c '^@' "$model/report_timer/not_wiped.steps") steps .* the device has wiped a page" \
	3 "$model/report_timer/c/replay" "$model/report_timer/not_wiped.steps" not_wiped

# every other trail that the model check leaves: long and short, with grants, resets, refusals, stats
n=0
for steps in "$model"/{reach,reach-op,reach-order,reach-round,reach-report,reach-forget,reach-gone,reach-carry,unfair}/*.steps; do
	n=$((n + 1))
	says "$(basename "$(dirname "$steps")")/$(basename "$steps"): C and SPIN agree on every state" 'every page in use is intact' \
		0 "$here/replay.sh" "$steps"
done
check "there are at least 16 trails" [ $n -ge 16 ]

# the replay can fail (faults in the C that it must see are in tests/faults/replay.tsv)
good=$model/reach/c/replay; trail=$model/reach/never_grants.steps
sed '/^@ guest_ack/s/| 2 /| 3 /' "$trail" >"$out/tampered.steps"
says "a trail with one state changed is seen to differ" 'went different ways' 1 "$good" "$out/tampered.steps"
sed 's/^= \([0-9]*\) [0-9]* /= \1 5 /' "$trail" >"$out/tampered-sets.steps"
says "a trail with a page set changed is seen to differ" 'DIFFERS: offered' 1 "$good" "$out/tampered-sets.steps"
says "the two-message trail does not run on the real protocol's C" 'went different ways' 1 "$good" "$model/two_message/not_wiped.steps"
echo 'no step at all' >"$out/garbage.steps"
says "... nor the trail of the report of one message" 'went different ways' 1 "$good" "$model/report_timer/not_wiped.steps"
says "a file that is no trail is refused" 'not a step: no step at all' 2 "$good" "$out/garbage.steps"
done_testing tests/replay/run.sh
