#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# rounds.sh N [SUITE...]: do verdicts hang on the clock?  N rounds of these suites as two copies at once, beside four busy loops.
#
#   copy 1 (a clone of HEAD in a temporary folder) ── SUITE, SUITE... ──┐
#   copy 2 (another one) ─────────────────────────── SUITE, SUITE... ──┴─> TAP of each in LOGS, and what failed by name
#
# A SUITE is a command in the checkout whose output is TAP.  Without one: the VM suites.  What build/ has is there in each copy.
# LOGS: build/rounds.  LOOPS=n: another number of busy loops.  The last line counts; it exits 0 if nothing failed.
set -umo pipefail		# with jobs that end as a whole
cd "$(dirname "$0")/.." || exit 1
rounds=${1:?usage: rounds.sh N [SUITE...]}; shift
[ $# -gt 0 ] || set -- "tests/vm/test.py stock" "tests/vm/test.py complaints" tests/vm/moves.py
logs=$PWD/build/rounds; rm -rf "$logs"; mkdir -p "$logs"
work=$(mktemp -d "${TMPDIR:-/tmp}/aerostat-rounds-XXXXXX")
started=()
end() { for job in "${started[@]}"; do kill -- "-$job"; done 2>/dev/null; rm -rf "$work"; }
trap end EXIT
trap 'exit 1' INT TERM
for ((i = 0; i < ${LOOPS:-4}; i++)); do
	(exec -a aerostat-busy bash -c 'while :; do :; done') & started+=($!)
done
for copy in 1 2; do
	git clone -q . "$work/$copy"
	mkdir -p "$work/$copy/build"
	for made in build/*; do		# not what runs leave
		case ${made#build/} in rounds | results | logs | vm) ;; *) cp -al "$made" "$work/$copy/build/" ;; esac
	done
done
copy() ( # ROUND COPY SUITE...
	local round=$1 copy=$2 n=0 suite; shift 2
	cd "$work/$copy" || exit
	for suite; do
		n=$((n + 1))
		$suite </dev/null >"$logs/$round.$copy.$n.tap" 2>&1
	done
)
failed() { # FILE...: by name, with those that did not come to their end
	grep -ahE '^(not ok|Bail out!)' "$@" | sed -E 's/^not ok [0-9]+ - //; s/\([0-9]+[^)]*\)//g'
	grep -LE '^1\.\.[1-9][0-9]*$' "$@" | sed "s|$logs/[0-9]*\.[0-9]\.\([0-9]*\)\.tap|suite \1: has no end|"
}
for ((round = 1; round <= rounds; round++)); do
	copy $round 1 "$@" & one=$!; started+=($one)
	copy $round 2 "$@" & two=$!; started+=($two)
	wait $one $two
	echo "round $round: $(cat "$logs/$round".*.tap | grep -acE '^ok ') checks passed, $(failed "$logs/$round".*.tap | wc -l) failed"
done
failed "$logs"/*.tap | sort | uniq -c | sort -rn
failures=$(failed "$logs"/*.tap | wc -l)
echo "rounds: $rounds rounds, $failures failures"
[ "$failures" = 0 ]
