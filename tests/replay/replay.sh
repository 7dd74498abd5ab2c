#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# replay.sh [BUILD/NAME/CLAIM.steps]: runs a counterexample of SPIN on C that is generated from the very spec that
# was checked.  Without an argument: the ones that the last model check has found and that should not be there, or
# if there are none the two-message protocol's, which wipes a page that the guest is using.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(cd "$here/../.." && pwd); build=$root/build
if [ $# = 0 ]; then
	cd "$root"
	seen=
	while read -r name _ kind claims outcome _; do
		[ "$outcome" = holds ] && [ "$kind" != lockstep ] || continue	# in lockstep the C has run already
		for claim in ${claims//,/ }; do	# each claim once
			[ -s "$build/model/$name/$claim.steps" ] && [[ " $seen " != *" $claim "* ]] || continue
			seen="$seen $claim"
			set -- "$@" "$build/model/$name/$claim.steps"
		done
	done < <(grep -v '^#' "$root/model/configs")
	if [ $# = 0 ]; then
		echo "No counterexample is waiting in build/model (make model looks for one).  What follows is the two-message"
		echo "protocol, in which the host discards when it accepts: model/counterexamples/two_message.patch."
		"$root/model/check.sh" "$build/model" two_message
		set -- "$build/model/two_message/not_wiped.steps"
	fi
fi
"$root/gen/build.sh" "$build/gen"
status=0
for steps; do
	dir=$(cd "$(dirname "$steps")" && pwd) claim=$(basename "$steps" .steps)
	out=$dir/c
	# the spec that SPIN read, with its patch if it had one, and with the model's numbers
	"$root/gen/gen.sh" "$build/gen/gen" "$out" "$dir/model/limits.pml" "$dir"/spec/{wire,pages,guest,host,queues}.pml
	gcc -std=gnu11 -O1 -g -Wall -Wextra -Werror -fsanitize=address,undefined -fno-sanitize-recover=all \
		-I"$out/driver" -I"$out/device" -I"$out/tests/replay" "$here/replay.c" "$out/driver/core_gen.c" -o "$out/replay"
	echo "== $(basename "$dir"): $claim ($(grep -c '^@' "$steps") steps)"
	r=0; "$out/replay" "$steps" "$claim" || r=$?
	case $r in 0|3) ;; *) status=1 ;; esac
done
exit $status
