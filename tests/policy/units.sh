#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# units.sh: each rule of the adaptive policy by itself, with the sanitizers on.  Prints TAP.
set -eu
cd "$(dirname "$0")/../.."
out=build/tests-policy/sanitized
tests/policy/build.sh $out units -fsanitize=address,undefined -fno-sanitize-recover=all >&2 ||
	{ echo "Bail out!  units does not compile"; exit 255; }
exec $out/units
