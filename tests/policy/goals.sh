#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# goals.sh: plays all loads; does the adaptive policy reach what issue 13 asks, as far as the replayer can tell?  Prints TAP.
set -eu
cd "$(dirname "$0")/../.."
out=build/tests-policy
tests/policy/build.sh $out replay >&2 || { echo "Bail out!  replay does not compile"; exit 255; }
$out/replay -tsv tests/policy/loads/*.load >$out/replay.tsv || { echo "Bail out!  replay ends early"; exit 255; }
exec tests/policy/goals.py <$out/replay.tsv
