#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# emulator_test.sh: which arguments device/emulator.sh changes, and which it leaves.  The QEMU here prints its arguments.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$(dirname "$here")")
. "$here/../tap.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '#!/bin/sh\nprintf "<%%s>" "$@"\n' >"$work/qemu"
chmod +x "$work/qemu"
emulator() { AEROSTAT_QEMU=$work/qemu "$root/device/emulator.sh" "$@"; }
becomes() { # NAME WANTED ARG...
	local name=$1 wanted=$2; shift 2
	check "$name" [ "$(emulator "$@" 2>&1)" = "$wanted" ]
}
ours='{"driver":"virtio-aerostat-pci","libvirt":true'
becomes "libvirt's balloon becomes an Aerostat, with its other properties" \
	"<-device><$ours,\"id\":\"balloon0\",\"deflate-on-oom\":true,\"free-page-reporting\":true,\"bus\":\"pci.5\"}>" \
	-device '{"driver":"virtio-balloon-pci","id":"balloon0","deflate-on-oom":true,"free-page-reporting":true,"bus":"pci.5"}'
becomes "... also where the driver does not stand first" '<-device><{"id":"b",'"${ours#\{},\"addr\":\"0x2\"}>" \
	-device '{"id":"b","driver":"virtio-balloon-pci","addr":"0x2"}'
becomes "... and the non-transitional one" "<-device><$ours}>" -device '{"driver":"virtio-balloon-pci-non-transitional"}'
becomes "... and one without JSON" "<-device><virtio-aerostat-pci,libvirt=on,id=b>" -device virtio-balloon-pci,id=b
same=(-name guest=virtio-balloon-test -blockdev '{"driver":"file","filename":"/images/virtio-balloon.qcow2"}' -object '{"qom-type":"x","id":"virtio-balloon"}'
	-device '{"driver":"virtio-blk-pci","id":"virtio-balloon"}' -append 'a  b "driver":"virtio-balloon-pci"' '')
becomes "names, paths and other devices stay as they are" "$(printf '<%s>' "${same[@]}")" "${same[@]}"
for kind in virtio-balloon-pci-transitional virtio-balloon-ccw virtio-balloon-device; do
	fails "$kind is refused by its name" "$kind cannot be an Aerostat; next step: <memballoon model='virtio'/>" emulator -device "{\"driver\":\"$kind\"}"
done
fails "a QEMU that is not there is named" "$work/none is no program; next step: correct AEROSTAT_QEMU" \
	env AEROSTAT_QEMU="$work/none" "$root/device/emulator.sh" -version
mkdir "$work/alone" && cp "$root/device/emulator.sh" "$work/alone/"
fails "without a shared object beside it, it says so" "virtio-aerostat.so is missing; next step: put it there" "$work/alone/emulator.sh" -version
mkdir "$work/of two" && cp "$root/device/emulator.sh" "$work/of two/" && touch "$work/of two/virtio-aerostat.so"
fails "in a folder with a space, it says why not" "LD_PRELOAD takes no space or colon; next step: put both elsewhere" "$work/of two/emulator.sh" -version
done_testing tests/device/emulator_test.sh
