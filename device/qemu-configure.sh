#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# qemu-configure.sh [SUITE]: makes build/qemu-7.2, a configured build folder of the installed QEMU's own source with
# the device hooked in: a small QEMU for x86_64 with virtio; with SUITE (trixie) build/qemu-SUITE, of that suite's
# source.  Prints the folder.  The caller holds its lock.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
top=$(cd "$(dirname "$0")/.." && pwd)
suite=${1:-}
source=$("$top/device/qemu-source.sh" ${suite:+"$suite"})
out=$top/build/qemu-${suite:-7.2}
case $suite:$(cat "$source/VERSION") in
:7.2.*) parts= more="--enable-tcg --enable-kvm --with-git-submodules=ignore" ;;
:*)
	echo "qemu-configure.sh: the installed QEMU is $(cat "$source/VERSION"); its build is written for 7.2" >&2
	echo "  next step: run it on Debian 12" >&2
	exit 1
	;;
*)
	# TCG of this one logs each page that a running guest writes, and may migrate it (tests/vm/moves.py)
	more="--enable-tcg --enable-kvm -Doptimization=1 --disable-download --disable-install-blobs"
	parts="PCIE_PORT PXB CXL CXL_MEM_DEVICE"	# without them 10.2 does not link
	export PYTHONPATH="$source/../meson/usr/lib/python3/dist-packages"	# newer than this machine's
	;;
esac
want=$(cat "$source/../version" "$0" "$top/device/hook.sh" | sha256sum)
if [ "$(cat "$out/.configured" 2>/dev/null)" != "$want" ]; then
	echo "configuring qemu $(cat "$source/VERSION")" >&2
	rm -rf "$out"
	mkdir -p "$out"
	"$top/device/hook.sh" "$source"
	for part in Q35 I440FX VIRTIO_PCI VIRTIO_BALLOON VIRTIO_MEM VIRTIO_RNG VIRTIO_BLK VIRTIO_SERIAL $parts; do
		echo "CONFIG_$part=y"
	done >"$source/configs/devices/x86_64-softmmu/aerostat.mak"
	(cd "$out" && "$source/configure" --target-list=x86_64-softmmu --without-default-features \
		--without-default-devices --with-devices-x86_64=aerostat \
		--enable-trace-backends=log --disable-debug-info --disable-docs --disable-tools \
		$more >configure.log 2>&1) || {
		tail -n 5 "$out/configure.log" >&2
		echo "qemu-configure.sh: configure failed, see $out/configure.log" >&2
		exit 1
	}
	echo "$want" >"$out/.configured"
fi
echo "$out"
