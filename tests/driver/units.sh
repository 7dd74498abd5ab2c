#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# units.sh NAME [ARG...]: runs one test of the driver's logic, as a program with the sanitizers on: policy_test, backoff_test,
# pages_test, queue_test, sim_test [SEED], movable_test or reporting_test.  (policy, backoff and pages also run in a kernel: kunit/.)
set -eu
cd "$(dirname "$0")/../.."
name=${1:?usage: units.sh NAME [ARG...]}
shift
make -s -f tests/driver/units.mk "build/tests-driver/$name" >&2 || { echo "Bail out!  $name does not compile"; exit 255; }
exec "build/tests-driver/$name" "$@"
