#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# debug-kernel.sh: makes build/debug-kernel/, a kernel that watches the driver (debug.config: KASAN, lockdep, fault
# injection...) from the source package of the release that the driver is built for.
#   build/debug-kernel/release   the release
#   build/debug-kernel/vmlinuz   the image
#   build/debug-kernel/obj       what modules are built against
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
out=$root/build/debug-kernel
log=$out/log

fail() {
	echo "debug-kernel.sh: $1" >&2
	[ ! -s "$log" ] || tail -n 15 "$log" | sed 's/^/  /' >&2
	echo "  next step: $2, then run tests/vm/debug-kernel.sh again" >&2
	exit 1
}

headers=$(basename "$("$root/driver/kdir.sh")" | sed 's/^linux-headers-//')
version=$(dpkg-query -W -f '${Version}' "linux-headers-$headers" 2>/dev/null) ||
	fail "no package linux-headers-$headers is installed" "tests/need.sh driver"
package=linux-source-$(echo "$version" | cut -d . -f 1,2)
mkdir -p "$out"
stamp=$({ cat "$here/debug.config" "$0"; echo "$package $version"; gcc --version; } | sha256sum)
[ "$(cat "$out/stamp" 2>/dev/null)" = "$stamp" ] && [ -s "$out/vmlinuz" ] && exit 0
: >"$log"
rm -f "$out/stamp"

if [ "$(cat "$out/source/.version" 2>/dev/null)" != "$version" ]; then
	echo "downloading $package $version (140 MB; unpacked into build/debug-kernel, not installed)"
	rm -rf "$out/source" "$out/obj" "$out"/*.deb
	cd "$out"
	download() { apt-get -q -o APT::Sandbox::User=root download "$package=$version" >"$log" 2>&1; }
	download || { apt-get -q update >"$log" 2>&1 && download; } ||
		fail "apt-get cannot get $package $version" "make apt-get update work, or apt-get install linux-headers-amd64"
	mkdir source
	# only what a kernel for this machine is made of; Kconfig reads the others' Kconfig files all the same
	dpkg --fsys-tarfile "$(ls "$out"/*.deb)" | tar -x -O "./usr/src/$package.tar.xz" |
		tar -x -J -C source --strip-components=1 --wildcards \
			--exclude='*/Documentation/*.rst' --exclude='*/Documentation/*.yaml' --exclude='*/Documentation/*.txt' \
			--exclude='*/tools/testing' --exclude='*/tools/perf' --exclude='*/drivers/gpu/*.[ch]' \
			--exclude='*/drivers/net/*.[ch]' --exclude='*/drivers/media/*.[ch]' --exclude='*/drivers/staging/*.[ch]' \
			--exclude='*/sound/*.[ch]' --exclude='*.dts' --exclude='*.dtsi' ||
		fail "$package does not hold what it should" "rm -r build/debug-kernel"
	rm -f "$out"/*.deb
	echo "$version" >source/.version
fi

# Failures are put into what the driver calls, told by the call stack.  x86 forbids that for want of frame pointers,
# which this kernel has.  And it does without objtool: that checks and speeds up what is not looked at here.
sed -i '/^config FAULT_INJECTION_STACKTRACE_FILTER/,/help/{/depends on !X86_64/d}' "$out/source/lib/Kconfig.debug"
sed -i '/select HAVE_OBJTOOL\b/d' "$out/source/arch/x86/Kconfig"

echo "building the debug kernel: about 4 minutes on two cores"
obj=$out/obj
kbuild() { make -C "$out/source" O="$obj" ARCH=x86_64 "$@" >>"$log" 2>&1; }
mkdir -p "$obj"
kbuild tinyconfig &&
	"$out/source/scripts/kconfig/merge_config.sh" -m -O "$obj" "$obj/.config" "$here/debug.config" >>"$log" 2>&1 &&
	kbuild olddefconfig || fail "the configuration cannot be made" "look at build/debug-kernel/log"
lack=$(grep '^CONFIG_' "$here/debug.config" | grep -vxFf "$obj/.config" || true)
[ -z "$lack" ] || fail "this kernel does not take: $lack" "mend tests/vm/debug.config"
# modules: the symbols that the driver is linked with
kbuild -j"$(nproc)" bzImage modules || fail "the kernel does not build" "look at build/debug-kernel/log"
cp "$obj/arch/x86/boot/bzImage" "$out/vmlinuz"
cp "$obj/include/config/kernel.release" "$out/release"
echo "$stamp" >"$out/stamp"
echo "build/debug-kernel: $(cat "$out/release"), $(stat -c %s "$out/vmlinuz") bytes"
