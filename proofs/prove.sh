#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# prove.sh [-f] BUILD [CORE_DIR [FUNCTION...]]: Frama-C's WP, with Z3 and CVC4, on every generated function, runtime errors included.
#
# What is proven is the file that driver and device compile (CORE_DIR/core_gen.c, driver/ if not given).
# The tools' exit statuses say little, so gate.py reads their reports: every function of the file has
# goals, every goal is valid, no goal was skipped, no smoke test found a contradiction, and there are no
# fewer goals than recorded in proofs/least_goals.  A result is kept by the hash of its inputs; -f
# proves again from nothing.  The provers' own cache is never used.  FUNCTIONs: these only, and then the
# number of goals is not compared.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$here")
force=; [ "${1:-}" = -f ] && { force=1; shift; }
build=${1:?usage: prove.sh [-f] BUILD [CORE_DIR [FUNCTION...]]}; core=${2:-$root/driver}
only=("${@:3}")
mkdir -p "$build"; build=$(cd "$build" && pwd); core=$(cd "$core" && pwd)
[ -n "${2:-}" ] || for f in core_gen.c core_gen.h; do
	cmp -s "$root/driver/$f" "$root/device/$f" || { echo "prove: driver/$f and device/$f differ; run make gen"; exit 1; }
done
key=$(cat "$core"/core_gen.[ch] "$here"/prove.sh "$here"/gate.py "$here"/least_goals "$here"/options <(frama-c -version; z3 --version; cvc4 --version | head -1) | sha256sum)
stamp=$build/ok
if [ -z "$force" ] && [ -f "$stamp" ] && [ "$(head -n 1 "$stamp")" = "$key" ]; then
	sed 1d "$stamp" | tail -n 1 | sed 's/$/ (unchanged since it was proven)/'
	exit 0
fi
rm -f "$stamp"
export WHY3CONFIG=$build/why3.conf
why3 config detect >"$build/why3.log" 2>&1
for p in Z3 CVC4; do grep -q "Found prover $p .*OK" "$build/why3.log" ||
	{ echo "prove: Why3 does not find $p (see $build/why3.log); install the packages z3 and cvc4"; exit 1; }; done

sed -nE 's/^(static )?(inline )?(void|bool|u16|u32|u64) \*?([a-z_0-9]+)\(.*/\4/p' "$core/core_gen.c" | sort -u >"$build/functions"
least=$here/least_goals
if [ ${#only[@]} -gt 0 ]; then
	printf '%s\n' "${only[@]}" >"$build/functions"; echo 1 >"$build/least"; least=$build/least
fi
rm -f "$build"/part*
begin=$SECONDS
echo "prove: $(wc -l <"$build/functions") functions of core_gen.c, runtime errors included"
# Frama-C spends its time waiting, so three of them share the functions
parts=3
for part in $(seq $parts); do
	awk -v n=$parts -v part="$part" 'NR % n == part % n' "$build/functions" >"$build/part$part.functions"
	[ -s "$build/part$part.functions" ] || continue
	(cd "$core" && frama-c $(cat "$here/options") -wp-smoke-tests -wp-smoke-timeout 1 -wp-par 2 -wp-fct "$(paste -sd, "$build/part$part.functions")" \
		-wp-report-json "$build/part$part.json" core_gen.c >"$build/part$part.log" 2>&1
	echo "exit $?" >>"$build/part$part.log") &
done
while sleep 1; [ -n "$(jobs -rp)" ]; do
	[ $(((SECONDS - begin) % 15)) = 0 ] && printf 'prove: %d s, %s of %s goals done\n' $((SECONDS - begin)) \
		"$(cat "$build"/part*.log | grep -cE 'Valid|Passed|Failed|trivial')" \
		"$(sed -n 's/.* \([0-9]*\) goals scheduled/\1/p' "$build"/part*.log | awk '{n += $1} END {print n ? n : "?"}')"
done
wait
PATH=/usr/bin:$PATH python3 "$here/gate.py" "$build" "$least" | tee "$build/status.txt"
[ "${PIPESTATUS[0]}" = 0 ] || exit 1
echo "prove: $((SECONDS - begin)) s"
{ echo "$key"; cat "$build/status.txt"; } >"$stamp"
