# SPDX-License-Identifier: GPL-2.0-or-later
# tap.sh: sourced by the tests that are shell scripts.  It prints TAP, one line a check, and the plan at the end.
# tests/tap.py and tests/tap.h say the same in Python and C; prove(1) reads and counts it.
tap_count=0 tap_failed=0

# A name is one line.  "#" would begin a TAP directive.
tap_name() { printf '%s' "$1" | tr '\n' ' ' | sed 's/#/\\#/g'; }
tap_note() { printf '%s\n' "$1" | sed 's/^/# /'; }

ok() { tap_count=$((tap_count + 1)); printf 'ok %d - %s\n' "$tap_count" "$(tap_name "$1")"; } # NAME
not_ok() { # NAME [DETAIL]: shows the last 15 lines of DETAIL
	tap_count=$((tap_count + 1)) tap_failed=$((tap_failed + 1))
	printf 'not ok %d - %s\n' "$tap_count" "$(tap_name "$1")"
	[ -z "${2-}" ] || tap_note "$(printf '%s\n' "$2" | tail -n 15)"
}
# A check that cannot run here.  It counts as neither passed nor failed.
skip() { tap_count=$((tap_count + 1)); printf 'ok %d - %s # SKIP %s\n' "$tap_count" "$(tap_name "$1")" "$2"; } # NAME REASON
check() { # NAME COMMAND...: passes if the command exits with 0; it reads nothing from standard input
	tap_what=$1; shift
	if tap_text=$("$@" 2>&1 </dev/null); then ok "$tap_what"; else not_ok "$tap_what" "exit status $?
$tap_text"; fi
}
fails() { # NAME PATTERN COMMAND...: passes if the command fails and says what matches PATTERN
	tap_what=$1 tap_pattern=$2; shift 2
	if tap_text=$("$@" 2>&1 </dev/null); then
		not_ok "$tap_what" "exit status 0
$tap_text"
	elif printf '%s\n' "$tap_text" | grep -qE -- "$tap_pattern"; then ok "$tap_what"
	else not_ok "$tap_what" "it fails, and does not say: $tap_pattern
$tap_text"; fi
}
merge() { # NAME COMMAND...: runs a test that prints TAP; its checks become this test's, with NAME before each
	tap_what=$1 tap_file=$(mktemp) tap_status=0; shift
	"$@" >"$tap_file" 2>&1 </dev/null || tap_status=$?
	tap_as=$(tap_name "$tap_what") awk -v n="$tap_count" '
		/^1\.\.[0-9]+/ { next }
		/^Bail out!/ { print "# " $0; next }
		/^(not )?ok( |$)/ { word = /^not/ ? "not ok" : "ok"; sub(/^(not )?ok *[0-9]* *(- )?/, ""); print word " " ++n " - " ENVIRON["tap_as"] ": " $0; next }
		{ print }' "$tap_file"
	tap_n=$(grep -cE '^(not )?ok( |$)' "$tap_file" || :) tap_bad=$(grep -cE '^not ok( |$)' "$tap_file" || :)
	tap_plan=$(sed -nE 's/^1\.\.([0-9]+).*/\1/p' "$tap_file")
	rm -f "$tap_file"
	tap_count=$((tap_count + tap_n)) tap_failed=$((tap_failed + tap_bad))
	if [ "$tap_n" = 0 ] || [ "$tap_plan" != "$tap_n" ]; then
		not_ok "$tap_what: it ends with its plan" "exit status $tap_status, $tap_n checks, plan: ${tap_plan:-none}"
	elif [ "$((tap_status == 0))" != "$((tap_bad == 0))" ]; then
		not_ok "$tap_what: its exit status says what its checks say" "exit status $tap_status, $tap_bad checks failed"
	fi
}
# Nothing that follows would mean anything: ends the test, which has failed.
bail_out() { printf 'Bail out!  %s\n' "$1"; exit 255; }
done_testing() { # [COMMAND]: the plan, and the exit status; COMMAND repeats the test
	[ "$tap_failed" = 0 ] || [ -z "${1-}" ] || echo "# again: $1"
	printf '1..%d\n' "$tap_count"
	[ "$tap_failed" = 0 ] && [ "$tap_count" -gt 0 ]
}
