#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# prove.sh [-f] [-q] BUILD [FILE [FUNCTION...]]: Frama-C's WP, with CVC4 and Z3, on every function of the files in
# proofs/files, runtime errors included.
#
# The tools' exit statuses say little, so gate.py reads what they write.  Each function is proven by itself, and its
# result is kept by what it depends on: its own contract and body as Frama-C sees them, its callees' contracts, types
# and predicates, the tools and their options.  -f proves all from nothing.  The provers' own cache is never used.
# -q: only the handlers against the contracts of spec/, without smoke tests; not a proof, but a quick answer.
# FILE: that one of the list only; FUNCTIONs: these only.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$here")
force= quick=
while [ "${1:0:1}" = - ]; do
	case $1 in -f) force=1 ;; -q) quick=1 ;; *) break ;; esac
	shift
done
build=${1:?usage: prove.sh [-f] [-q] BUILD [FILE [FUNCTION...]]}; file=${2:-}; only=("${@:3}")
mkdir -p "$build"; build=$(cd "$build" && pwd)
[ -z "$quick" ] || { build=$build/quick; mkdir -p "$build"; }
cd "$root" || exit 1
results=$root/build/results; [ -z "$quick$file" ] || results=
options=$(cat "$here/options")
export options build quick QUICK=$quick RESULTS=$results PYTHONDONTWRITEBYTECODE=1
die() { echo "prove: $1"; echo "prove: 0 passed, 1 failed"; exit 1; }
for f in core_gen.c core_gen.h runs_gen.c runs_gen.h; do
	[ -n "$file" ] || cmp -s "driver/$f" "device/$f" || die "driver/$f and device/$f differ; run make gen"
done

export WHY3CONFIG=$build/why3.conf
why3 config detect >"$build/why3.log" 2>&1
for p in Z3 CVC4; do
	grep -q "Found prover $p .*OK" "$build/why3.log" ||
		die "Why3 does not find $p (see $build/why3.log); install the packages z3 and cvc4"
done

prove_one() { # UNIT FUNCTION KEY
	local log=$build/$1.$2.log path include what=(-wp-fct "$2") begin=$SECONDS
	read -r path include <"$build/$1.file"
	[ "$2" != @lemma ] || what=(-wp-prop @lemma)
	if [ -n "$quick" ]; then what+=(-wp-prop=-relation); else what+=(-wp-smoke-tests -wp-smoke-timeout 1); fi
	echo "key $3" >"$log.new"
	frama-c -cpp-extra-args=-I"$include" $options -wp-steps 1000000 -wp-par 2 "${what[@]}" "$path" >>"$log.new" 2>&1
	echo "exit $? after $((SECONDS - begin)) s" >>"$log.new"
	mv "$log.new" "$log"
}
export -f prove_one
# what every result depends on, besides the function: the tools, and how they are called
{ frama-c -version; z3 --version; cvc4 --version | head -n 1; why3 --version; declare -f prove_one; echo "$options"; } >"$build/means"

# the files as Frama-C sees them; in .inlined the decoders stand with their reads spread out
as_seen() { frama-c -cpp-extra-args=-I"$2" "${@:3}" -print "$1" 2>&1; } # FILE INCLUDE OPTION...
: >"$build/units"
while read -r path include; do
	[ -z "$file" ] || [ "$file" = "$path" ] || continue
	unit=$(basename "$path" .c); echo "$unit" >>"$build/units"; echo "$path $include" >"$build/$unit.file"
	as_seen "$path" "$include" >"$build/$unit.normal" ||
		{ grep -A3 -m3 -E 'rror' "$build/$unit.normal"; die "Frama-C does not read $path"; }
	readers=$(grep -oE '\bget_u(16|32|64)\b' "$build/$unit.normal" | sort -u | paste -sd,)
	as_seen "$path" "$include" ${readers:+-inline-calls "$readers"} >"$build/$unit.inlined" || die "no inlining in $path"
done < <(grep -v '^#' proofs/files)
[ -s "$build/units" ] || die "$file: no such line in proofs/files"
[ -z "$quick" ] || [ ${#only[@]} -gt 0 ] ||
	mapfile -t only < <(sed -nE 's/^void ((guest|host)_[a-z_]+)\(.*/\1/p' driver/core_gen.c)
[ -z "$force" ] || rm -f "$build"/*.log
PATH=/usr/bin:$PATH python3 "$here/gate.py" plan "$build" "${only[@]}" || die "no plan"

total=$(grep -c . "$build/jobs")
rm -f $(sed -nE "s|^(.*)	(.*)	.*	new$|$build/\1.\2.log|p" "$build/jobs")
echo "prove: $total functions, $(grep -c 'new$' "$build/jobs") of them to be proven"
# Frama-C spends much of its time waiting, so three of them run at once
sed -nE 's/	new$//p' "$build/jobs" | tr '\t' ' ' | xargs -r -P 3 -L 1 bash -c 'prove_one "$@"' - &
while sleep 1; kill -0 $! 2>/dev/null; do
	[ $((SECONDS % 15)) != 0 ] || printf 'prove: %d s, %d of %d functions done\n' $SECONDS \
		"$(cut -f1,2 --output-delimiter=. "$build/jobs" | sed "s|.*|$build/&.log|" | xargs ls 2>/dev/null | wc -l)" "$total"
done
wait
PATH=/usr/bin:$PATH python3 "$here/gate.py" judge "$build" "${only[@]}"
status=$?
echo "prove: $SECONDS s"
exit $status
