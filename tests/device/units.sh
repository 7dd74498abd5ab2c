#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# units.sh NAME [ARG...]: runs one test of the device that needs no QEMU, with the sanitizers on: books_test [SEED [STEPS]],
# message_test [SEED [MESSAGES]], whole_test [SEED], pressure_test or pace_test.
set -eu
cd "$(dirname "$0")/../.."
name=${1:?usage: units.sh NAME [ARG...]}
shift
case $name in
books_test) sources="offer runs_gen core_gen" ;;
message_test) sources="message offer runs_gen core_gen" ;;
whole_test) sources="whole runs_gen core_gen" ;;
pressure_test) sources=pressure ;;
pace_test) sources=pace ;;
*) echo "Bail out!  there is no $name"; exit 255 ;;
esac
out=build/tests-device
mkdir -p "$out"
# shellcheck disable=SC2046 # words
gcc -g -O1 -Wall -Wextra -Wno-unused-parameter -fsanitize=address,undefined -fno-sanitize-recover=all -DAEROSTAT_CHECKS -Idevice \
	-o "$out/$name" "tests/device/$name.c" $(printf 'device/%s.c ' $sources) >&2 || { echo "Bail out!  $name does not compile"; exit 255; }
exec "$out/$name" "$@"
