#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# checked.sh: makes build/checked/{device/virtio-aerostat.so,driver/virtio_aerostat.ko}, the product that asks before each
# step what the proofs assume of its caller (AEROSTAT_CHECKS).  A device that finds it is not so ends QEMU; a driver warns,
# which ends the guests of tests/vm.
set -eu
cd "$(dirname "$0")/.."
AEROSTAT_CHECKS=1 device/build-so.sh device build/checked/device
driver/build.sh build/checked/driver "$(driver/kdir.sh)" AEROSTAT_CHECKS=y
for made in build/checked/device/virtio-aerostat.so build/checked/driver/virtio_aerostat.ko; do
	grep -q "a step is made without" "$made" || { echo "tests/checked.sh: $made asks nothing" >&2; exit 1; }
done
