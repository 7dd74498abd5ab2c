#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# suites.sh verify|quick|check|long: runs the suites of that target one after the other, and counts.
#
# A suite is a command whose output has a line "N passed, N failed" (a word and a colon may stand before it).
# One that ends without such a line, counts nothing, or has another exit status than it says, is a failure.
# A suite that has passed on these very files and tools is not run again: AGAIN=1 runs it.
# With AEROSTAT_UNTIL (seconds since 1970) none begins after that: what is not run is said, and counts as nothing.
# The last line is "verify: N passed, N failed" (or quick:, check:, long:).
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
what=${1:?usage: suites.sh verify|quick|check|long}
logs=build/logs; mkdir -p "$logs"
passed=0 failed=0 broken=() missed=()
begin_all=$SECONDS

# what a result depends on: every file but the README, and the packages
tree() {
	{ find . -type f -not -path './build/*' -not -path './.git/*' -not -path ./README.md -not -name '*.pyc' -print0 |
		sort -z | xargs -0 sha256sum
	dpkg-query -W $(sed -n '/^[^#]/s/^[a-z]*//p' tests/packages) 2>/dev/null; } | sha256sum | cut -c1-32
}
kept() { # NAME: it has passed on these very files
	local count
	[ -z "${AGAIN:-}" ] && [ "$(sed -n 1p "$logs/$1.passed" 2>/dev/null)" = "$key" ] || return 1
	count=$(sed -n 2p "$logs/$1.passed"); passed=$((passed + count))
	echo "$1: $count passed, 0 failed (unchanged since; AGAIN=1 runs it again)"
}
late() { # NAME: it is too late to begin it
	[ -n "${AEROSTAT_UNTIL:-}" ] && [ "$(date +%s)" -ge "$AEROSTAT_UNTIL" ] || return 1
	missed+=("$1"); echo "not run: the time is up"
}
judge() { # NAME STATUS SECONDS COMMAND...: counts what the suite has said in its log
	local name=$1 status=$2 seconds=$3 count; shift 3
	count=$(sed -nE 's/^([a-z]+: )?([0-9]+) passed, ([0-9]+) failed.*/\2 \3/p' "$logs/$name.log" | tail -n 1)
	if [ -z "$count" ] || [ "$count" = "0 0" ]; then
		failed=$((failed + 1)); broken+=("$name: did not end, see $logs/$name.log")
	else
		passed=$((passed + ${count% *})); failed=$((failed + ${count#* }))
		if [ "${count#* }" != 0 ]; then
			broken+=("$name: ${count#* } failed, see $logs/$name.log; again: $*")
		elif [ "$status" != 0 ]; then
			failed=$((failed + 1)); broken+=("$name: says that nothing failed, and exits with $status")
		else
			printf '%s\n' "$key" "${count% *}" >"$logs/$name.passed"
		fi
	fi
	printf -- '-- %s: %d s\n' "$name" "$seconds"
}
suite() { # NAME COMMAND...: run it, show it, count it
	local name=$1 begin=$SECONDS; shift
	printf '\n== %s: %s\n' "$name" "$*"
	kept "$name" && return
	late "$name" && return
	rm -f "$logs/$name.passed"
	"$@" 2>&1 </dev/null | tee "$logs/$name.log"
	judge "$name" "${PIPESTATUS[0]}" $((SECONDS - begin)) "$@"
}
# Two suites beside each other, each of which uses one core at most times; what they say is shown when each has ended.
together=()
beside() { # NAME COMMAND...: starts it as soon as less than two are running
	local name=$1; shift
	printf '\n== %s: %s\n' "$name" "$*"
	kept "$name" && return
	while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
	late "$name" && return
	rm -f "$logs/$name.passed" "$logs/$name.status"
	( begin=$SECONDS status=0
	"$@" >"$logs/$name.log" 2>&1 </dev/null & work=$!
	while sleep 60 >/dev/null 2>&1; do
		echo "   $name: $((SECONDS - begin)) s, $(grep -c '^ok ' "$logs/$name.log") checks passed so far"
	done & tell=$!
	wait $work || status=$?
	kill $tell
	echo "$status $((SECONDS - begin)) $*" >"$logs/$name.status"
	echo "   $name has ended after $((SECONDS - begin)) s" ) &
	together+=("$name")
}
collect() { # what was started is waited for, shown and counted
	local name status
	wait
	for name in "${together[@]}"; do
		printf '\n== %s\n' "$name"; cat "$logs/$name.log"
		read -r -a status <"$logs/$name.status"
		judge "$name" "${status[@]}"
	done
	together=()
}
build() { # NAME COMMAND...: a step that all that follows needs; it counts only when it fails, and then it is the last
	local name=$1 begin=$SECONDS; shift
	printf '\n== %s: %s\n' "$name" "$*"
	late "$name" && return
	"$@" 2>&1 </dev/null | tee "$logs/$name.log"
	[ "${PIPESTATUS[0]}" = 0 ] || { failed=$((failed + 1)); broken+=("$name: failed, see $logs/$name.log; again: $*"); finish; }
	printf -- '-- %s: %d s\n' "$name" $((SECONDS - begin))
}
finish() {
	printf '\n'
	for b in "${broken[@]}"; do echo "FAIL  $b"; done
	[ ${#missed[@]} = 0 ] || echo "NOT RUN, the time was up: ${missed[*]}; without a limit: make $what"
	echo "$what took $((SECONDS - begin_all)) s"
	echo "$what: $passed passed, $failed failed"
	[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
	exit
}

case $what in
verify)
	build packages tests/need.sh gen model prove
	build generate make gen
	key=$(tree)
	suite model model/check.sh build/model
	suite unreached model/unreached.py build/model
	[ "$failed" = 0 ] || finish	# the counterexample first: the proofs take minutes
	suite unbounded proofs/unbounded.sh build/unbounded
	suite prove proofs/prove.sh build/proofs
	rm -f "$logs/report.passed"	# the table is always shown
	suite report proofs/report.py model lockstep unreached unbounded prove ;;
quick)
	build packages tests/need.sh gen model prove
	build generate make gen
	key=$(tree)
	suite quick-model model/check.sh build/model base suspend base-live lock-base
	[ "$failed" = 0 ] || finish
	suite quick-prove proofs/prove.sh -q build/proofs ;;
check)
	build packages tests/need.sh gen model prove driver device vm
	build generator gen/build.sh build/gen
	key=$(tree)
	suite gen tests/gen/run.sh build/gen/gen
	suite replay tests/replay/run.sh
	build device-so device/build-so.sh
	build device-qemu device/build-qemu.sh
	build module driver/build.sh build/driver
	build kernel tests/vm/kernel.sh
	beside gates-proofs tests/gates.sh proofs
	beside device tests/device/run.sh
	beside gates-model tests/gates.sh model runner
	beside driver tests/driver/run.sh
	collect
	suite chart tests/vm/chart_test.py
	suite vm-stock tests/vm/test.py stock
	suite vm-built tests/vm/test.py built
	suite vm-complaints tests/vm/test.py complaints
	suite vm-moves tests/vm/moves.py ;;
long)
	build packages tests/need.sh gen driver device vm libvirt debug lint
	build generator gen/build.sh build/gen
	key=$(tree)
	build device-so device/build-so.sh
	build device-qemu device/build-qemu.sh
	build module driver/build.sh build/driver
	build kernel tests/vm/kernel.sh
	beside qemus tests/device/qemus.sh
	beside faults tests/device/faults.sh
	beside sanitized tests/device/sanitized.sh
	beside kernels tests/driver/kernels.sh
	collect
	suite vm-kernels tests/vm/test.py kernels	# on the kernels that kernels.sh has fetched
	suite lint tests/driver/lint.sh	# on the trees that kernels.sh has fetched
	build debug-kernel tests/vm/debug-kernel.sh
	suite vm-debug tests/vm/test.py debug
	suite vm-seeded tests/vm/test.py seeded
	suite vm-libvirt tests/vm/libvirt_test.py
	suite vm-live tests/vm/moves.py live	# on the QEMU 10.0 of qemus.sh
	suite bench tests/bench/bench.py ;;
*)
	echo "usage: suites.sh verify|quick|check|long" >&2; exit 2 ;;
esac

finish
