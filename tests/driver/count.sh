# SPDX-License-Identifier: GPL-2.0-or-later
# count.sh: sourced by kernels.sh and lint.sh: what they check, one line each, and the count at the end.
passed=0
failed=0

ok() { passed=$((passed + 1)); echo "ok   $1"; }
bad() { failed=$((failed + 1)); echo "FAIL $1"; [ -z "${2-}" ] || printf '%s\n' "$2" | tail -n 15 | sed 's/^/     /'; }
check() { # NAME COMMAND...: passes if the command does
	name=$1
	shift
	if text=$("$@" 2>&1); then ok "$name"; else bad "$name" "$text"; fi
}
sees() { # NAME PATTERN COMMAND...: the command fails and says why
	name=$1 pattern=$2
	shift 2
	if text=$("$@" 2>&1); then bad "$name" "it passed"
	elif printf '%s\n' "$text" | grep -qE -- "$pattern"; then ok "$name"
	else bad "$name" "$text"; fi
}
hears() { # NAME PATTERN FILE: what was said there tells of it
	if grep -qE -- "$2" "$3"; then ok "$1"; else bad "$1" "$(cat "$3")"; fi
}
finish() { # SCRIPT: the count, and the status that goes with it
	[ "$failed" = 0 ] || echo "     again: $1"
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}
