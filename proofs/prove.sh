#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# prove.sh [-f] [-q] BUILD [FILE [FUNCTION...]]: Frama-C's WP, with CVC4 and Z3, on every function of the files in
# proofs/files, runtime errors included.
#
# The tools' exit statuses say little, so gate.py reads what they write.  A function's result is kept by what it depends
# on: its own contract and body as Frama-C sees them, its callees' contracts, types and predicates, the tools and their
# options.  -f proves all from nothing.  The provers' own cache is never used.  A run of Frama-C is named by the keys of its
# functions: after an interruption those that had ended are not run again.
# -q: only the handlers against the contracts of spec/, without smoke tests; not a proof, but a quick answer.
# FILE: that one of the list only; FUNCTIONs: these only.
#
# prove.sh -1 BUILD RUN: one run of Frama-C, a line of BUILD/runs.  The script starts itself so, through tests/spread.sh.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$here")
force= quick= one=
while [ "${1:0:1}" = - ]; do
	case $1 in -f) force=1 ;; -q) quick=1 ;; -1) one=1 ;; *) break ;; esac
	shift
done
build=${1:?usage: prove.sh [-f] [-q] BUILD [FILE [FUNCTION...]]}; file=${2:-}; only=("${@:3}")
mkdir -p "$build"; build=$(cd "$build" && pwd)
cd "$root" || exit 1
export WHY3CONFIG=$build/why3.conf PYTHONDONTWRITEBYTECODE=1
options=$(cat "$here/options")

prove_run() { # RUN: leaves RUN.out.  Steps end every prover, not the hour: a verdict does not hang on the clock.
	local run unit steps provers names what begin=$SECONDS
	while read -r run unit steps provers names; do [ "$run" != "$1" ] || break; done <"$build/runs"
	[ "$run" = "$1" ] || exit 2
	what=(-wp-fct "$names")
	[ "$names" != @lemma ] || what=(-wp-prop @lemma)
	case $build:$run in
	*/quick:*) what+=(-wp-prop=-relation) ;;
	*:smoke*)	# what is left when every other kind of goal is taken away
		what+=(-wp-smoke-tests -wp-smoke-timeout 3600 -wp-prop=-@requires,-@ensures,-@assigns,-@exits,-@assert,-@check,-@invariant,-@variant,-@complete_behaviors,-@disjoint_behaviors,-@lemma) ;;
	esac
	try() { # PROVERS STEPS
		frama-c -load "$build/$unit.sav" $options -wp-prover "$1" -wp-steps "$2" -wp-par 2 "${what[@]}" >"$build/$run.new" 2>&1
		echo "exit $? after $((SECONDS - begin)) s" >>"$build/$run.new"
	}
	# Z3 works beside CVC4 where some goal needs it, and where CVC4 alone does not do with a quarter of the steps.
	[ "$provers" != cvc4 ] || try cvc4 $((steps / 4))
	if [ "$provers" != cvc4 ] || ! grep -qE '^\[wp\] Proved goals: +([0-9]+) / \1$' "$build/$1.new"; then try cvc4,z3 "$steps"; fi
	mv "$build/$1.new" "$build/$1.out"
}
[ -z "$one" ] || { prove_run "$file"; exit; }

. tests/tap.sh
[ -z "$quick" ] || { build=$build/quick; WHY3CONFIG=$build/why3.conf; mkdir -p "$build"; }
results=$root/build/results; [ -z "$quick$file" ] || results=
export QUICK=$quick RESULTS=$results
die() { bail_out "prove: $1"; }
gate() { PATH=/usr/bin:$PATH python3 "$here/gate.py" "$1" "$build" "${only[@]}"; }
for f in core_gen.c core_gen.h runs_gen.c runs_gen.h; do
	[ -n "$file" ] || cmp -s "driver/$f" "device/$f" || die "driver/$f and device/$f differ; run make gen"
done
why3 config detect >"$build/why3.log" 2>&1
for p in Z3 CVC4; do
	grep -q "Found prover $p .*OK" "$build/why3.log" ||
		die "Why3 does not find $p (see $build/why3.log); install the packages z3 and cvc4"
done
# what every result depends on, besides the function: the tools, and how they are called
{ frama-c -version; z3 --version; cvc4 --version | head -n 1; why3 --version; declare -f prove_run; echo "$options"
	sed -n "/^SMOKE_STEPS/p; /^def write_runs/,/^def share/p" "$here/gate.py"; } >"$build/means"

# the files as Frama-C sees them, read once for all runs (.sav); in .inlined the decoders stand with their reads spread out
as_seen() { frama-c -cpp-extra-args=-I"$2" "${@:3}" -print "$1" 2>&1; } # FILE INCLUDE OPTION...
: >"$build/units"
while read -r path include; do
	[ -z "$file" ] || [ "$file" = "$path" ] || continue
	unit=$(basename "$path" .c); echo "$unit" >>"$build/units"
	as_seen "$path" "$include" -save "$build/$unit.sav" >"$build/$unit.normal" ||
		{ grep -A3 -m3 -E 'rror' "$build/$unit.normal"; die "Frama-C does not read $path"; }
	readers=$(grep -oE '\bget_u(16|32|64)\b' "$build/$unit.normal" | sort -u | paste -sd,)
	as_seen "$path" "$include" ${readers:+-inline-calls "$readers"} >"$build/$unit.inlined" || die "no inlining in $path"
done < <(grep -v '^#' proofs/files)
[ -s "$build/units" ] || die "$file: no such line in proofs/files"
[ -z "$quick" ] || [ ${#only[@]} -gt 0 ] ||
	mapfile -t only < <(sed -nE 's/^void ((guest|host)_[a-z_]+)\(.*/\1/p' driver/core_gen.c)
[ -z "$force" ] || rm -f "$build"/*.log "$build"/*.out
gate plan || die "no plan"

echo "# prove: $(grep -c . "$build/jobs") functions, $(grep -c 'new$' "$build/jobs") of them to be proven"
rm -f $(sed -nE "s|^(.*)	(.*)	.*	new$|$build/\1.\2.log|p" "$build/jobs")
to=${build#"$root/"}
prove_all() { # the runs of BUILD/runs, and each function's log from what they say
	[ -s "$build/runs" ] || return 0
	local run rest
	while read -r run rest; do
		if grep -qs '^exit 0 after ' "$build/$run.out"; then
			echo "# prove: ${run%%-*} ${rest//,/ }: had ended before"
		else
			echo "# prove: ${run%%-*} ${rest//,/ }"
			echo "$run" >&3
		fi
	done <"$build/runs" 3>"$build/todo"
	tests/spread.sh <"$build/todo" -s "$to/runs" -s "$to/why3.conf" $(sed "s|.*|-s $to/&.sav|" "$build/units") \
		-r "$to/{}.out" proofs/prove.sh -1 "$to" {} || die "not every run has ended"
	gate share || die "the runs' output is not understood"
}
prove_all
gate judge
status=$?
rm -f "$build"/*.out	# each function's log has it; what failed is run again the next time
echo "# prove: $SECONDS s"
exit $status
