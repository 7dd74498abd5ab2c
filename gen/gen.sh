#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
# gen.sh GEN OUTPUT_ROOT [SPEC.pml ...]: runs the generator GEN, with the hash of what it reads.
# gen.sh GEN -M [SPEC.pml ...]: lists the spec's mutants.
# gen.sh GEN -m MUTANT OUTPUT_ROOT [SPEC.pml ...]: writes the spec with one of them in it.
# Without spec files: those of spec/, in their order.
set -eu
[ $# -ge 2 ] || { sed -n 's/^# gen.sh/usage: gen\/gen.sh/p' "$0" >&2; exit 2; }
gen=$1
shift
list= mutant=
case $1 in
-M) list=1 ;;
-m) mutant=${2:?usage: gen/gen.sh GEN -m MUTANT OUTPUT_ROOT}; shift 2 ;;
esac
root=${1:?usage: gen/gen.sh GEN -m MUTANT OUTPUT_ROOT}
shift
if [ $# = 0 ]; then
	spec=$(dirname "$(dirname "$0")")/spec
	set -- "$spec/limits.pml" "$spec/wire.pml" "$spec/pages.pml" "$spec/guest.pml" "$spec/host.pml" "$spec/queues.pml"
fi
[ -z "$list" ] || exec "$gen" -M "$@"
[ -z "$mutant" ] || exec "$gen" -m "$mutant" -o "$root" "$@"
hash=$(cat -- "$@" | sha256sum | cut -c1-16)
exec "$gen" -o "$root" -H "$hash" -L "$(dirname "$0")/lib" "$@"
