#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# debug-kernel.sh: makes build/debug-kernel/, a kernel that watches the driver (debug.config: KASAN, lockdep, fault
# injection...) from the source package of the release that the driver is built for.  device/cache.sh keeps it.
#   build/debug-kernel/release   the release
#   build/debug-kernel/stamp     what it was made of
#   build/debug-kernel/vmlinuz   the image
#   build/debug-kernel/obj       what modules are built against
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

fail() {
	echo "debug-kernel.sh: $1" >&2
	[ ! -s log ] || tail -n 15 log | sed 's/^/  /' >&2
	echo "  next step: $2, then run tests/vm/debug-kernel.sh again" >&2
	exit 1
}

if [ "${1-}" != --make ]; then
	deb=$("$root/tests/linux-source.sh")
	key="$(grep -v '^[[:space:]]*#' "$0")$(cat "$here/debug.config")$(basename "$deb")$(gcc --version)"
	"$root/device/cache.sh" entry "$root/build/debug-kernel" debug-kernel "$key" \
		"$here/debug-kernel.sh" --make "$deb" >/dev/null
	exit
fi

# What follows makes it, in the current folder.
deb=$2 out=$PWD
mkdir source
# only what a kernel for this machine is made of; Kconfig reads the others' Kconfig files all the same
dpkg --fsys-tarfile "$deb" | tar -x -O --wildcards './usr/src/linux-source-*.tar.xz' |
	tar -x -J -C source --strip-components=1 --wildcards \
		--exclude='*/Documentation/*.rst' --exclude='*/Documentation/*.yaml' --exclude='*/Documentation/*.txt' \
		--exclude='*/tools/testing' --exclude='*/tools/perf' --exclude='*/drivers/gpu/*.[ch]' \
		--exclude='*/drivers/net/*.[ch]' --exclude='*/drivers/media/*.[ch]' --exclude='*/drivers/staging/*.[ch]' \
		--exclude='*/sound/*.[ch]' --exclude='*.dts' --exclude='*.dtsi' ||
	fail "$(basename "$deb") does not hold what it should" "look at it by hand"

# Failures are put into what the driver calls, told by the call stack.  x86 forbids that for want of frame pointers,
# which this kernel has.  And it does without objtool: that checks and speeds up what is not looked at here.
sed -i '/^config FAULT_INJECTION_STACKTRACE_FILTER/,/help/{/depends on !X86_64/d}' source/lib/Kconfig.debug
sed -i '/select HAVE_OBJTOOL\b/d' source/arch/x86/Kconfig

echo "building the debug kernel: about 4 minutes on two cores"
kbuild() { make -C "$out/source" O="$out/obj" ARCH=x86_64 "$@" >>log 2>&1; }
mkdir obj
kbuild tinyconfig &&
	source/scripts/kconfig/merge_config.sh -m -O obj obj/.config "$here/debug.config" >>log 2>&1 &&
	kbuild olddefconfig || fail "the configuration cannot be made" "see above"
lack=$(grep '^CONFIG_' "$here/debug.config" | grep -vxFf obj/.config || true)
[ -z "$lack" ] || fail "this kernel does not take: $lack" "mend tests/vm/debug.config"
# modules: the symbols that the driver is linked with
kbuild -j"$(nproc)" bzImage modules || fail "the kernel does not build" "see above"
cp obj/arch/x86/boot/bzImage vmlinuz
cp obj/include/config/kernel.release release
{ cat obj/.config; gcc --version; basename "$deb"; } | sha256sum >stamp
# Nothing that modules are built with
find obj -name '*.o' -not -path 'obj/scripts/*' -not -path 'obj/tools/*' -delete
find obj -name '*.a' -delete
find source -name '*.c' -not -path 'source/scripts/*' -not -path 'source/tools/*' -delete
rm -f obj/vmlinux obj/vmlinux.* obj/.tmp_vmlinux*
echo "build/debug-kernel: $(cat release), $(stat -c %s vmlinuz) bytes"
