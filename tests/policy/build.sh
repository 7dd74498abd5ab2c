#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# build.sh OUT replay|units [CFLAG...]: compiles that program from the driver's own policy.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
driver=$here/../../driver
usage() { echo "usage: build.sh OUT replay|units [CFLAG...]" >&2; exit 2; }
[ $# -ge 2 ] || usage
out=$1 what=$2
shift 2
case $what in
replay) sources="$here/replay.c $here/vm.c $here/load.c $here/player.c $here/optimal.c $driver/policy.c $driver/backoff.c" ;;
units) sources=$here/units.c ;;
*) usage ;;
esac
mkdir -p "$out"
cc -std=gnu11 -O2 -g -Wall -Wextra -Wno-unused-parameter -Werror "$@" -o "$out/$what" $sources \
	"$driver/place.c" "$driver/headroom.c" "$driver/hold.c" "$driver/cold.c" -lm
