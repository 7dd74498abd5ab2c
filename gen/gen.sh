#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
# gen.sh GEN OUTPUT_ROOT [SPEC.pml ...]: runs the generator GEN, with the hash of what it reads.
# Without spec files: those of spec/, in their order.
set -eu
[ $# -ge 2 ] || { echo "usage: gen/gen.sh GEN OUTPUT_ROOT [SPEC.pml ...]" >&2; exit 2; }
gen=$1
root=$2
shift 2
if [ $# = 0 ]; then
	spec=$(dirname "$(dirname "$0")")/spec
	set -- "$spec/limits.pml" "$spec/wire.pml" "$spec/pages.pml" "$spec/guest.pml" "$spec/host.pml"
fi
hash=$(cat -- "$@" | sha256sum | cut -c1-16)
exec "$gen" -o "$root" -H "$hash" -L "$(dirname "$0")/lib" "$@"
