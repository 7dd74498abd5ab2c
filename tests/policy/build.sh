#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# build.sh OUT [CFLAG...]: compiles OUT/replay from the driver's own policy and the guest model.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
driver=$here/../../driver
out=${1:?usage: build.sh OUT [CFLAG...]}
shift
mkdir -p "$out"
cc -std=gnu11 -O2 -g -Wall -Wextra -Wno-unused-parameter -Werror "$@" -o "$out/replay" \
	"$here/replay.c" "$here/vm.c" "$here/load.c" "$here/player.c" "$here/optimal.c" \
	"$driver/place.c" "$driver/headroom.c" "$driver/hold.c" "$driver/cold.c" "$driver/policy.c" "$driver/backoff.c" -lm
