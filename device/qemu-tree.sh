#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# qemu-tree.sh headers|whole [SUITE]: puts into build/qemu-tree-7.2-headers or -whole the installed QEMU's own source,
# configured as a small QEMU for x86_64 with virtio, and prints that folder; with SUITE (trixie, sid) that suite's source, into
# build/qemu-tree-SUITE-...  The folder is kept by cache.sh; nothing of the device is in it.
#   source   the unpacked source
#   build    its build folder: with the generated headers, or with all that QEMU is linked of
#   compile  how a file of the device is compiled in build/, without the file's own names
#   link     how QEMU is linked there (whole)
# tests/device/qemus.sh makes one that is hooked (hook.sh), outside the cache: qemu-tree.sh --make hooked PACKAGES SUITE
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C PYTHONDONTWRITEBYTECODE=1
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/.." && pwd)
usage="usage: qemu-tree.sh headers|whole [SUITE]"
fail() {
	tail -n 5 "$PWD/log" >&2
	echo "qemu-tree.sh: $1" >&2
	exit 1
}

if [ "${1-}" != --make ]; then
	case ${1-} in headers | whole) ;; *) echo "$usage" >&2; exit 2 ;; esac
	suite=${2:-}
	packages=$("$here/qemu-source.sh" ${suite:+"$suite"})
	# what is on this machine and gets into it, too
	key="$(command -v ccache || :)$(grep -v '^[[:space:]]*#' "$0")$1$(cat "$packages"/qemu_*.dsc)$(gcc --version)$(dpkg-query -W libglib2.0-dev libpixman-1-dev libfdt-dev libc6-dev linux-libc-dev 2>&1 || :)"
	exec "$here/cache.sh" entry "$top/build/qemu-tree-${suite:-7.2}-$1" "qemu-tree-${suite:-7.2}-$1" "$key" \
		"$here/qemu-tree.sh" --make "$1" "$packages" "$suite"
fi

# What follows makes it, in the current folder.
what=$2 packages=$3 suite=$4
tree=$PWD
dpkg-source --no-check -x "$packages"/qemu_*.dsc source >log 2>&1 || fail "dpkg-source failed"
rm -rf source/roms
version=$(cat source/VERSION)
case $suite:$version in
:7.2.*) parts= more="--with-git-submodules=ignore" ;;
:*) fail "the installed QEMU is $version; its build is written for 7.2
  next step: run it on Debian 12" ;;
*)
	# TCG of this one logs each page that a running guest writes, and may migrate it (tests/vm/moves.py)
	more="-Doptimization=1 --disable-download --disable-install-blobs"
	parts="PCIE_PORT PXB CXL CXL_MEM_DEVICE"	# without them 10.2 does not link
	export PYTHONPATH="$packages/meson/usr/lib/python3/dist-packages"	# newer than this machine's
	;;
esac
echo "configuring qemu $version" >&2
for part in Q35 I440FX VIRTIO_PCI VIRTIO_BALLOON VIRTIO_MEM VIRTIO_RNG VIRTIO_BLK VIRTIO_SERIAL $parts; do
	echo "CONFIG_$part=y"
done >source/configs/devices/x86_64-softmmu/aerostat.mak
[ "$what" != hooked ] || "$here/hook.sh" "$tree/source"
cc=cc
if command -v ccache >/dev/null; then	# for the same source in another place, too
	cc="ccache cc"
	export CCACHE_BASEDIR="$tree"
fi
mkdir build
cd build
"$tree/source/configure" --cc="$cc" --target-list=x86_64-softmmu --without-default-features \
	--without-default-devices --with-devices-x86_64=aerostat \
	--enable-trace-backends=log --disable-debug-info --disable-docs --disable-tools \
	--enable-tcg --enable-kvm $more >>"$tree/log" 2>&1 || { cd "$tree"; fail "configure failed"; }

wanted=qemu-system-x86_64
if [ "$what" = headers ]; then
	wanted=$(ninja -t targets all | sed -n 's/\.h: CUSTOM_COMMAND.*/.h/p')
else
	echo "building qemu $version: about 3 minutes" >&2
fi
nice -n 5 ninja -d keeprsp -j"$(nproc)" $wanted >>"$tree/log" 2>&1 || { grep -m 20 -E 'error|FAILED' "$tree/log" >&2 || :; cd "$tree"; fail "ninja failed"; }

# The device is compiled as all that knows its target is.
like=$(ninja -t targets all | sed -n 's/^\(libqemu-x86_64-softmmu\.f\{0,1\}a\.p\/[^:]*\.c\.o\): .*/\1/p' | head -n 1)
[ -n "$like" ] || { cd "$tree"; fail "no file is compiled for the target"; }
echo "$like" >"$tree/like"
ninja -t commands "$like" | tail -n 1 | sed 's/ -MD .*//; s/^ccache //' >"$tree/compile"
[ "$what" != hooked ] || exit 0
if [ "$what" = whole ]; then
	ninja -t commands qemu-system-x86_64 | tail -n 1 | sed 's/^ccache //' >"$tree/link"
	words=$(sed -n 's/.* @\(qemu-system-x86_64\.rsp\)$/\1/p' "$tree/link")	# newer mesons have most of the line in a file
	[ -z "$words" ] || printf '%s %s\n' "$(sed 's/ @.*//' "$tree/link")" "$(tr '\n' ' ' <"$words")" >"$tree/link"
	rm qemu-system-x86_64
fi
