#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh GEN: tests the generator GEN.  One line a case, at the end "gen: N passed, N failed".
#   bad/NAME.pml     refused with NAME.expect, exit status 1, nothing written; every message of gen/diag.h has one
#   good/            compiled to expect/, byte for byte, to C without warnings, and that C is run
#   spec/            compiled twice to the same bytes, which are the committed ones, and run (core_test.c)
set -uo pipefail
[ $# = 1 ] || { echo "usage: tests/gen/run.sh GEN" >&2; exit 2; }
gen=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
passed=0
failed=0

ok() {
	passed=$((passed + 1))
	echo "ok    $1"
}
bad() {
	failed=$((failed + 1))
	echo "FAIL  $1"
	[ $# = 1 ] || printf '%s\n' "$2" | sed 's/^/      /' | head -40
}
# verdict NAME TEXT: passes when there is nothing to say
verdict() {
	if [ -z "$2" ]; then ok "$1"; else bad "$1" "$2"; fi
}
# check NAME COMMAND...: passes when the command exits 0 and says nothing
check() {
	local name=$1 said status
	shift
	said=$("$@" 2>&1)
	status=$?
	if [ $status = 0 ]; then verdict "$name" "$said"; else bad "$name" "exit status $status
$said"; fi
}
cases() {
	ls "$here/$1"/*."$2" 2>/dev/null | wc -l
}

# run_cases NAME PROGRAM: a program of test.h, whose every case counts
run_cases() {
	local status word name
	"$2" >"$tmp/out" 2>"$tmp/err" </dev/null
	status=$?
	verdict "$1: the program ran to its end" "$([ $status = 0 ] || echo "exit status $status"; tail -1 "$tmp/out" | grep -qx end || echo "no end")"
	while read -r word name; do
		case $word in
		ok) ok "$1: $name" ;;
		FAIL) bad "$1: $name" "$(cat "$tmp/err")" ;;
		esac
	done <"$tmp/out"
}

# --- what is refused ---
refused() { # NAME
	local out=$tmp/refused said status
	mkdir "$out"
	said=$(cd "$here/bad" && "$gen" -o "$out" -H test "$1.pml" 2>&1 >"$tmp/stdout")
	status=$?
	[ $status = 1 ] || echo "exit status $status, not 1"
	[ ! -s "$tmp/stdout" ] || echo "it wrote to its standard output"
	[ -z "$(ls -A "$out")" ] || echo "it left files: $(ls -AR "$out")"
	diff <(printf '%s\n' "$said") "$here/bad/$1.expect"
	rm -rf "$out"
}
for spec in "$here"/bad/*.pml; do
	name=$(basename "$spec" .pml)
	verdict "refused: $name" "$(refused "$name")"
done
# A bad file behind good ones: still nothing is written.
mkdir "$tmp/kept"
echo old >"$tmp/kept/old"
(cd "$here" && "$gen" -o "$tmp/kept" -H test good/spec.pml bad/no_else.pml >/dev/null 2>&1)
verdict "a fault in the last file leaves the output as it was" "$([ "$(ls -A "$tmp/kept")" = old ] || ls -A "$tmp/kept")"

# --- every message is seen ---
# A message's text with its %s and %u turned into patterns must match a line of some .expect.
sed -n 's/^	M(\([A-Z_]*\), "\(.*\)").*/\1 \2/p' "$root/gen/diag.h" >"$tmp/messages"
while read -r name text; do
	pattern=$(printf '%s' "$text" | sed 's/[][\\.*^$+?(){}|]/\\&/g; s/%[su]/.+/g')
	if grep -qE "^[^:]+:[0-9]+:[0-9]+: error: $pattern\$" "$here"/bad/*.expect; then
		ok "message: $name has a bad spec"
	else
		bad "message: $name has no bad spec" "$text"
	fi
done <"$tmp/messages"
count=$(grep -c '^	M(' "$root/gen/diag.h")
verdict "all messages are in the list" "$([ "$count" -gt 60 ] && [ "$count" = "$(wc -l <"$tmp/messages")" ] ||
	echo "$count in diag.h, $(wc -l <"$tmp/messages") read")"

# --- the command itself ---
usage() {
	"$gen" "$@" >"$tmp/said" 2>&1
	[ $? = 2 ] || echo "exit status is not 2"
	grep -q '^usage: gen ' "$tmp/said" || cat "$tmp/said"
}
verdict "usage: without arguments" "$(usage)"
verdict "usage: without a hash" "$(usage -o "$tmp/u" "$here/good/spec.pml")"
verdict "usage: an unknown option" "$(usage -o "$tmp/u" -H test -x "$here/good/spec.pml")"
unreadable() {
	"$gen" -o "$tmp/u" -H test "$here/no-such-spec.pml" >"$tmp/said" 2>&1
	[ $? = 1 ] || echo "exit status is not 1"
	[ "$(cat "$tmp/said")" = "gen: $here/no-such-spec.pml: No such file or directory" ] || cat "$tmp/said"
}
verdict "a spec that is not there" "$(unreadable)"
unwritable() {
	echo file >"$tmp/file"
	"$gen" -o "$tmp/file/sub" -H test "$here/good/spec.pml" >"$tmp/said" 2>&1
	[ $? = 1 ] || echo "exit status is not 1"
	grep -q "^gen: $tmp/file" "$tmp/said" || cat "$tmp/said"
}
verdict "an output that cannot be written" "$(unwritable)"

# --- a small good spec ---
check "good: it is compiled" "$gen" -o "$tmp/good" -H test "$here/good/spec.pml"
check "good: the outputs are the expected ones" diff -r "$here/good/expect" "$tmp/good"
core="$tmp/good/driver/core_gen.c"
check "good: core_gen.c compiles without a warning" gcc -std=gnu11 -O2 -Wall -Wextra -Wtype-limits -Wmissing-prototypes \
	-Wstrict-prototypes -Werror -c -o "$tmp/core.o" "$core"
check "good: core_gen.c compiles without a warning, unoptimized" gcc -std=gnu99 -O0 -Wall -Wextra -Werror -c -o "$tmp/core0.o" "$core"
check "good: what is around it compiles" gcc -std=gnu11 -O2 -Wall -Wextra -Werror -I"$tmp/good/driver" -I"$tmp/good/device" \
	-I"$tmp/good/tests/replay" -o "$tmp/around" "$here/good/run.c" "$core"
run_cases good "$tmp/around"

# --- the spec ---
for n in 1 2; do
	check "spec: compiled, run $n" "$root/gen/gen.sh" "$gen" "$tmp/spec$n"
done
check "spec: twice the same bytes" diff -r "$tmp/spec1" "$tmp/spec2"
(cd "$tmp/spec1" && find . -type f | sort) >"$tmp/files"
while read -r file; do
	check "spec: $file is the committed one" diff "$tmp/spec1/$file" "$root/$file"
done <"$tmp/files"
verdict "spec: all outputs are there" "$([ "$(wc -l <"$tmp/files")" = 19 ] || cat "$tmp/files")"
verdict "spec: driver and device have the same core" "$(cmp "$tmp/spec1/driver/core_gen.c" "$tmp/spec1/device/core_gen.c"
	cmp "$tmp/spec1/driver/core_gen.h" "$tmp/spec1/device/core_gen.h")"
untouched() {
	touch -d 2000-01-01 "$tmp/spec1/driver/core_gen.c"
	"$root/gen/gen.sh" "$gen" "$tmp/spec1"
	[ "$(date -r "$tmp/spec1/driver/core_gen.c" +%Y)" = 2000 ] || echo "it was written again"
}
verdict "spec: a file that does not change is not written" "$(untouched)"
check "spec: the drawings are of their diagrams" "$root/gen/draw.sh" -c "$root"
check "spec: the core compiles without a warning" gcc -std=gnu11 -O1 -g -fsanitize=address,undefined -Wall -Wextra -Wtype-limits \
	-Wmissing-prototypes -Werror -c -o "$tmp/spec.o" "$tmp/spec2/driver/core_gen.c"
check "spec: the core's test compiles" gcc -std=gnu11 -O1 -g -fsanitize=address,undefined -Wall -Wextra -Werror \
	-I"$tmp/spec2/driver" -o "$tmp/core_test" "$here/core_test.c" "$tmp/spec.o"
run_cases spec "$tmp/core_test"

# --- the tests can fail ---
gates() {
	sed 's/GIVE_IDLE/GIVE_GATHER/' "$tmp/spec2/driver/core_gen.c" | diff - "$root/driver/core_gen.c" >/dev/null &&
		echo "a changed file is taken for the committed one"
	# a decoder that forgets a check, a handler that forgets a field
	for fault in '/^bool wire_grant_decode/,/^}/s/m->count > EXTENTS_MAX/false/' \
		'/^void guest_done/,/^}/s/g->offered_pages = 0;//'; do
		sed "$fault" "$tmp/spec2/driver/core_gen.c" >"$tmp/faulty.c"
		cmp -s "$tmp/faulty.c" "$tmp/spec2/driver/core_gen.c" && echo "the fault is not in: $fault"
		gcc -w -I"$tmp/spec2/driver" -o "$tmp/faulty" "$here/core_test.c" "$tmp/faulty.c"
		"$tmp/faulty" 2>/dev/null | grep -q '^FAIL ' || echo "not seen: $fault"
	done
	[ "$(cases bad pml)" -ge "$count" ] || echo "fewer bad specs than messages"
	[ "$(cases bad pml)" = "$(cases bad expect)" ] || echo "a bad spec without .expect, or the other way round"
}
verdict "a change would be seen" "$(gates)"

echo "gen: $passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 100 ]
