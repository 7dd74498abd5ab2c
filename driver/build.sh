#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# build.sh OUTDIR [KDIR [MAKE-ARG...]]: builds OUTDIR/virtio_aerostat.ko against the kernel build tree KDIR (that of
# driver/kdir.sh if not given), outside the source tree, with clang and lld if the kernel is of theirs.  Does nothing
# when nothing changed.
set -eu
[ $# -ge 1 ] || { echo "usage: driver/build.sh OUTDIR [KDIR [MAKE-ARG...]]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift
kdir=${1:-$("$here/kdir.sh")}
[ $# -eq 0 ] || shift
[ -f "$kdir/Makefile" ] || {
	echo "driver/build.sh: no kernel to build against in '$kdir': name a kernel's build tree" >&2
	exit 1
}
for tool in LD=ld.lld=CONFIG_LD_IS_LLD CC=clang=CONFIG_CC_IS_CLANG; do	# arguments behind them win
	if grep -qs "^${tool##*=}=y" "$kdir/.config"; then set -- "${tool%=*}" "$@"; fi
done
sources=$(cd "$here" && ls Kbuild ./*.c ./*.h | grep -v '\.mod\.c$')
stamp="$(cd "$here" && cat $sources build.sh | sha256sum) $(cat "$kdir/Module.symvers" "$kdir/.config" 2>/dev/null | sha256sum) $kdir $*"
if [ -f "$out/virtio_aerostat.ko" ] && [ "$(cat "$out/stamp" 2>/dev/null)" = "$stamp" ]; then
	exit 0
fi
rm -f "$out/stamp" "$out/virtio_aerostat.ko"
for f in $sources; do
	cmp -s "$here/$f" "$out/$f" || cp --remove-destination "$here/$f" "$out/$f"
done
make -C "$kdir" M="$out" "$@" modules >"$out/build.log" 2>&1 || {
	cat "$out/build.log" >&2
	echo "driver/build.sh: the module did not build; the command was: make -C $kdir M=$out $* modules" >&2
	exit 1
}
grep -E 'warning|error' "$out/build.log" || true
printf '%s\n' "$stamp" >"$out/stamp"
echo "built $out/virtio_aerostat.ko for $(modinfo -F vermagic "$out/virtio_aerostat.ko" 2>/dev/null || echo "$kdir")"
