#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh GEN [refused|good]: tests the generator GEN, or that part alone.
#   bad/NAME.pml     refused with NAME.expect, exit status 1, nothing written; every message of gen/diag.h has one
#   made.py's        specs at its limits, refused or compiled, by gen as it is and built with ASan and UBSan
#   good/            compiled to expect/, byte for byte, to C without warnings, and that C is run
#   mutants/         its mutants are those of list.expect
#   spec/            compiled twice to the same bytes, which are the committed ones, and run (core_test.c)
set -uo pipefail
usage="usage: tests/gen/run.sh GEN [refused|good]"
case $#:${2-} in 1:|2:refused|2:good) ;; *) echo "$usage" >&2; exit 2 ;; esac
part=${2-}
given=$*
gen=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
. "$root/tests/tap.sh"

# verdict NAME TEXT: passes when there is nothing to say
verdict() {
	if [ -z "$2" ]; then ok "$1"; else not_ok "$1" "$2"; fi
}
# silent NAME COMMAND...: passes when the command exits 0 and says nothing
silent() {
	local name=$1 said status
	shift
	said=$("$@" 2>&1)
	status=$?
	if [ $status = 0 ]; then verdict "$name" "$said"; else not_ok "$name" "exit status $status
$said"; fi
}
cases() {
	ls "$here/$1"/*."$2" 2>/dev/null | wc -l
}

# run_checks NAME PROGRAM: a program of test.h, whose every check counts here as well
run_checks() {
	local status line
	"$2" >"$tmp/out" 2>"$tmp/err" </dev/null
	status=$?
	verdict "$1: the program ran to its end" "$([ $status -le 1 ] || echo "exit status $status"
		[ "$(tail -n 1 "$tmp/out")" = "1..$(grep -cE '^(not )?ok ' "$tmp/out")" ] || tail -n 15 "$tmp/err")"
	while IFS= read -r line; do
		case $line in
		"ok "*) ok "$1: ${line#* - }" ;;
		"not ok "*) not_ok "$1: ${line#* - }" ;;
		"# "*) echo "$line" ;;
		esac
	done <"$tmp/out"
}

finish() { done_testing "tests/gen/run.sh $given"; exit; }
if [ "$part" != good ]; then
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

# --- at the limits ---
# As in build.sh, and sanitized: nothing may be written where nothing is.
sanitized() {
	GEN_CFLAGS="-O1 -fsanitize=address,undefined -fno-sanitize-recover=all" "$root/gen/build.sh" "$tmp/sanitized"
}
silent "gen is built with ASan and UBSan" sanitized
export ASAN_OPTIONS=detect_leaks=0	# gen frees little and ends soon
mkdir "$tmp/made"
silent "made: the specs are made" "$here/made.py" "$tmp/made"
first_line() { # GEN NAME: what is said is what it expects, the line of the source and the caret, no more
	local out=$tmp/made-out status
	(cd "$tmp/made" && "$1" -o "$out" -H test "$2.pml") >"$tmp/said" 2>&1
	status=$?
	[ $status = 1 ] || echo "exit status $status, not 1"
	[ ! -e "$out" ] || echo "it left files"
	head -n 1 "$tmp/said" | diff - "$tmp/made/$2.expect"
	[ "$(sed 1,2d "$tmp/said" | tr -d ' \t')" = "^" ] || echo "no line with a caret follows"
	rm -rf "$out"
}
compiled() { # GEN NAME: its C has no warning, and its outputs are of a size that can be read
	local out=$tmp/made-out size
	(cd "$tmp/made" && "$1" -o "$out" -H test "$2.pml") || { echo "exit status $?"; return; }
	gcc -std=gnu11 -Wall -Wextra -Werror -c -o "$tmp/made.o" "$out/driver/core_gen.c"
	size=$(du -sk "$out" | cut -f1)
	[ "$size" -lt 2000 ] || echo "it fills $size KB"
	rm -rf "$out"
}
for spec in "$tmp"/made/*.pml; do
	name=$(basename "$spec" .pml)
	for built in "$gen" "$tmp/sanitized/gen"; do
		[ "$built" = "$gen" ] || case $name in word_*) continue ;; esac
		if [ -e "$tmp/made/$name.expect" ]; then
			verdict "made: $name is refused$([ "$built" = "$gen" ] || echo ', sanitized')" "$(first_line "$built" "$name")"
		else
			verdict "made: $name is compiled$([ "$built" = "$gen" ] || echo ', sanitized')" "$(compiled "$built" "$name" 2>&1)"
		fi
	done
done
# Each line of a trace fits, and the model's wrappers and tracepoints name what the C has.
(cd "$tmp/made" && "$gen" -o "$tmp/trace" -H test long_trace.pml)
cat >"$tmp/trace.c" <<'TRACE'
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
static bool trace_wanted(void *ctx) { return ctx; }
static void trace_line(void *ctx, const char *line) { *(size_t *)ctx = strlen(line); }
#include "guest_text_gen.h"
int main(void)
{
	struct guest g = { UINT32_MAX, UINT32_MAX };
	struct guest_fx fx = { 0 };
	size_t n = 0;

	trace_guest_go(&n, &g, MAX_ARGS &fx);
	printf("%zu\n", n);
	return 0;
}
TRACE
sed -i "s/MAX_ARGS/$(yes 'UINT64_MAX,' | head -n 40 | tr -d '\n')/" "$tmp/trace.c"
long_line() {
	gcc -std=gnu11 -fsanitize=address,undefined -I"$tmp/trace/driver" -o "$tmp/trace.exe" "$tmp/trace.c" "$tmp/trace/driver/core_gen.c" &&
		"$tmp/trace.exe" >"$tmp/said" 2>&1 && [ "$(cat "$tmp/said")" -gt 3000 ] || cat "$tmp/said"
}
silent "made: a long line of the trace is whole" long_line

# --- every message is seen ---
# A message's text with its %s and %u turned into patterns must match a line of some .expect.
sed -n 's/^	M(\([A-Z_]*\), "\(.*\)").*/\1 \2/p' "$root/gen/diag.h" >"$tmp/messages"
while read -r name text; do
	pattern=$(printf '%s' "$text" | sed 's/[][\\.*^$+?(){}|]/\\&/g; s/%[su]/.+/g')
	if grep -qE "^[^:]+:[0-9]+:[0-9]+: error: $pattern\$" "$here"/bad/*.expect "$tmp"/made/*.expect; then
		ok "message: $name has a bad spec"
	else
		not_ok "message: $name has a bad spec" "$text"
	fi
done <"$tmp/messages"
count=$(grep -c '^	M(' "$root/gen/diag.h")
verdict "all messages are in the list" "$([ "$count" -gt 60 ] && [ "$count" = "$(wc -l <"$tmp/messages")" ] ||
	echo "$count in diag.h, $(wc -l <"$tmp/messages") read")"

[ "$part" != refused ] || finish
# --- the command itself ---
usage() {
	"$gen" "$@" >"$tmp/said" 2>&1
	[ $? = 2 ] || echo "exit status is not 2"
	grep -q '^usage: gen ' "$tmp/said" || cat "$tmp/said"
}
verdict "usage: without arguments" "$(usage)"
verdict "usage: without a hash" "$(usage -o "$tmp/u" "$here/good/spec.pml")"
verdict "usage: an unknown option" "$(usage -o "$tmp/u" -H test -x "$here/good/spec.pml")"
verdict "usage: a list of mutants goes nowhere" "$(usage -M -o "$tmp/u" "$here/good/spec.pml")"
verdict "usage: a mutant goes somewhere" "$(usage -m none "$here/good/spec.pml")"
verdict "usage: either a list or a mutant" "$(usage -M -m none "$here/good/spec.pml")"
verdict "usage: a mutant has no hash" "$(usage -m none -o "$tmp/u" -H test "$here/good/spec.pml")"
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

fi
# --- a small good spec ---
silent "good: it is compiled" "$gen" -o "$tmp/good" -H test "$here/good/spec.pml"
silent "good: the outputs are the expected ones" diff -r "$here/good/expect" "$tmp/good"
core="$tmp/good/driver/core_gen.c"
silent "good: core_gen.c compiles without a warning" gcc -std=gnu11 -O2 -Wall -Wextra -Wtype-limits -Wmissing-prototypes \
	-Wstrict-prototypes -Werror -c -o "$tmp/core.o" "$core"
silent "good: core_gen.c compiles without a warning, unoptimized" gcc -std=gnu99 -O0 -Wall -Wextra -Werror -c -o "$tmp/core0.o" "$core"
silent "good: what is around it compiles" gcc -std=gnu11 -O2 -Wall -Wextra -Werror -I"$tmp/good/driver" -I"$tmp/good/device" \
	-I"$tmp/good/tests/replay" -I"$tmp/good/model" -o "$tmp/around" "$here/good/run.c" "$core"
run_checks good "$tmp/around"
[ "$part" != good ] || finish

# --- the spec ---
for n in 1 2; do
	silent "spec: compiled, run $n" "$root/gen/gen.sh" "$gen" "$tmp/spec$n"
done
silent "spec: compiled by gen as it is sanitized" "$root/gen/gen.sh" "$tmp/sanitized/gen" "$tmp/spec3"
silent "spec: ... to the same bytes" diff -r "$tmp/spec1" "$tmp/spec3"
silent "spec: twice the same bytes" diff -r "$tmp/spec1" "$tmp/spec2"
(cd "$tmp/spec1" && find . -type f | sort) >"$tmp/files"
while read -r file; do
	silent "spec: $file is the committed one" diff "$tmp/spec1/$file" "$root/$file"
done <"$tmp/files"
verdict "spec: all outputs are there" "$([ "$(wc -l <"$tmp/files")" = 27 ] || cat "$tmp/files")"
verdict "spec: driver and device have the same core" "$(cmp "$tmp/spec1/driver/core_gen.c" "$tmp/spec1/device/core_gen.c"
	cmp "$tmp/spec1/driver/core_gen.h" "$tmp/spec1/device/core_gen.h")"
untouched() {
	touch -d 2000-01-01 "$tmp/spec1/driver/core_gen.c"
	"$root/gen/gen.sh" "$gen" "$tmp/spec1"
	[ "$(date -r "$tmp/spec1/driver/core_gen.c" +%Y)" = 2000 ] || echo "it was written again"
}
verdict "spec: a file that does not change is not written" "$(untouched)"
silent "spec: the drawings are of their diagrams" "$root/gen/draw.sh" -c "$root"
silent "spec: the core compiles without a warning" gcc -std=gnu11 -O1 -g -fsanitize=address,undefined -Wall -Wextra -Wtype-limits \
	-Wmissing-prototypes -Werror -c -o "$tmp/spec.o" "$tmp/spec2/driver/core_gen.c"
silent "spec: the core's test compiles" gcc -std=gnu11 -O1 -g -fsanitize=address,undefined -Wall -Wextra -Werror \
	-I"$tmp/spec2/driver" -o "$tmp/core_test" "$here/core_test.c" "$tmp/spec.o"
run_checks spec "$tmp/core_test"

# --- mutants ---
"$gen" -M "$here/mutants/spec.pml" >"$tmp/list" 2>"$tmp/said"
silent "mutants: each rule makes what it should" diff "$here/mutants/list.expect" "$tmp/list"
every_rule() {
	local rule n=0
	for rule in $(sed -n '/rule_name\[RULES\]/,/};/p' "$root/gen/mutate.c" | grep -o '"[a-z-]*"' | tr -d '"'); do
		n=$((n + 1))
		grep -q "\.$rule\.1	" "$tmp/list" || echo "nothing of $rule"
	done
	[ $n -ge 15 ] || echo "only $n rules were found in gen/mutate.c"
}
verdict "mutants: of each rule there is one" "$(every_rule)"
verdict "mutants: nothing is said beside the list" "$(cat "$tmp/said")"
# What gen prints of an AST parses to that AST.
small_round_trip() {
	"$gen" -m none -o "$tmp/small" "$here/good/spec.pml" && "$gen" -o "$tmp/small/out" -H test "$tmp/small/spec/spec.pml" &&
		diff -r "$tmp/small/out" "$tmp/good"
}
with_mutant() { # NAME DIR: the spec with it, and what gen makes of that
	mkdir -p "$2/gen" && cp -r "$root/gen/gen.sh" "$root/gen/lib" "$2/gen/" &&
		"$root/gen/gen.sh" "$gen" -m "$1" "$2" && "$2/gen/gen.sh" "$gen" "$2/out"
}
round_trip() { with_mutant none "$tmp/all" && diff -r -I SHA-256 "$tmp/all/out" "$tmp/spec2"; }
spec=$root/spec
silent "mutants: the small spec's handlers, printed, are the same" small_round_trip
silent "mutants: the spec's handlers, printed, are the same" round_trip
"$root/gen/gen.sh" "$gen" -M >"$tmp/mutants" && "$root/gen/gen.sh" "$gen" -M >"$tmp/mutants2"
silent "mutants: twice the same list" cmp "$tmp/mutants" "$tmp/mutants2"
verdict "mutants: 200 to 340 are chosen" "$(n=$(grep -c '^chosen' "$tmp/mutants"); [ "$n" -ge 200 ] && [ "$n" -le 340 ] || echo "$n")"
verdict "mutants: no name stands twice" "$(cut -f2 "$tmp/mutants" | sort | uniq -d)"
verdict "mutants: every handler has some" "$(comm -13 <(sed -n 's/^chosen	\([a-z_]*\)\..*/\1/p' "$tmp/mutants" | sort -u) \
	<(sed -n 's/^inline \(\(guest\|host\)_[a-z_]*\)(.*/\1/p' "$spec"/*.pml | sort -u))"
# One of each handler: it changes that handler's body and nothing else, and then the C.
one_fault() { # NAME
	local name=$1 handler=${1%%.*} file dir=$tmp/one
	rm -rf "$dir"
	with_mutant "$name" "$dir" || return
	for file in "$dir"/spec/*.pml; do
		diff <(sed "/^inline $handler(/,/^}/d" "$file") <(sed "/^inline $handler(/,/^}/d" "$spec/${file##*/}")
	done
	diff -I SHA-256 "$dir/out/driver/core_gen.c" "$tmp/spec2/driver/core_gen.c" >/dev/null && echo "the C is the same"
	diff -I SHA-256 <(sed "/^void $handler(/,/^}/d" "$dir/out/driver/core_gen.c") \
		<(sed "/^void $handler(/,/^}/d" "$tmp/spec2/driver/core_gen.c")
}
sort -t. -k1,1 -u <(grep '^chosen' "$tmp/mutants" | cut -f2) >"$tmp/firsts"
while read -r name; do
	verdict "mutants: $name changes its handler, and nothing else" "$(one_fault "$name")"
done <"$tmp/firsts"
refused_mutants() {
	local name n=0
	for name in $(sed -n 's/^refused	\([^	]*\)	.*/\1/p' "$tmp/list"); do
		n=$((n + 1))
		"$gen" -m "$name" -o "$tmp/refused" "$here/mutants/spec.pml" || echo "$name is not written"
		"$gen" -o "$tmp/u" -H test "$tmp/refused/spec/spec.pml" 2>"$tmp/said" && echo "$name is accepted"
		grep -q 'error: ' "$tmp/said" || echo "$name: no word about why"
	done
	[ $n -gt 5 ] || echo "only $n are refused"
}
verdict "mutants: those refused are refused" "$(refused_mutants)"
no_such_mutant() {
	"$gen" -m guest_nothing.swap.1 -o "$tmp/nothing" "$here/good/spec.pml" >"$tmp/said" 2>&1
	[ $? = 1 ] || echo "exit status is not 1"
	[ "$(cat "$tmp/said")" = "gen: guest_nothing.swap.1: no such mutant; gen -M lists them" ] || cat "$tmp/said"
	[ ! -e "$tmp/nothing" ] || echo "something was written"
}
verdict "mutants: one that does not exist" "$(no_such_mutant)"

# --- the tests can fail (tests/faults/gen.tsv has more) ---
gates() {
	sed 's/GIVE_IDLE/GIVE_GATHER/' "$tmp/spec2/driver/core_gen.c" | diff - "$root/driver/core_gen.c" >/dev/null &&
		echo "a changed file is taken for the committed one"
	[ "$(cases bad pml)" -ge "$count" ] || echo "fewer bad specs than messages"
	[ "$(cases bad pml)" = "$(cases bad expect)" ] || echo "a bad spec without .expect, or the other way round"
}
verdict "a change would be seen" "$(gates)"

verdict "more than 100 checks were made" "$([ "$tap_count" -gt 100 ] || echo "$tap_count")"
finish
