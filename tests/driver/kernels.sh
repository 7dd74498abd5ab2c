#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# kernels.sh [PART...]: the driver on three kernels, from one source, and as it is installed.  `kernels.sh list` lists the
# parts; all if none is given.  Parts may run beside each other.
#   installed, 6.12, newest  on the kernel of the installed headers, 6.12, the newest packaged one (kernel-tree.sh): the module
#                builds with W=1 without a word, every object is compiled, modinfo tells everything, single pages are
#                movable if it lets a module have such; what must be seen is in tests/faults/kernels.tsv
#   packages     DKMS builds and installs it, driver/install.sh puts it where modprobe finds it
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$root/tests/tap.sh"
driver=$root/driver
parts="installed 6.12 newest packages"
for part; do
	case " $parts list " in *" $part "*) ;; *) echo "usage: kernels.sh [PART...], of: $parts" >&2; exit 2 ;; esac
done
[ "${1-}" != list ] || { printf '%s\n' $parts; exit 0; }
out=$root/build/tests-kernels/all${*:+-$(echo "$*" | tr ' ' '-')}
inside=scratch/$(echo "$out" | sha256sum | cut -c1-16)	# in a kernel's own root, where others may build, too
rm -rf "$out"
mkdir -p "$out"
cleanup() { rm -rf "$root/build/kernel-trees/newest/root/$inside"; }
trap cleanup EXIT

# kernel NAME: kdir, release and, for one that is entered, jail: what the functions below build for
kernel() {
	jail=
	if [ "$1" = installed ]; then
		kdir=$("$driver/kdir.sh") && release=$(basename "$kdir" | sed 's/^linux-headers-//')
		return
	fi
	"$here/kernel-tree.sh" "$1" 2>"$out/tree.log" || return 1
	kdir=$(cat "$root/build/kernel-trees/$1/kdir") release=$(cat "$root/build/kernel-trees/$1/release")
	[ "$1" != newest ] || jail=$root/build/kernel-trees/$1/root
}
place() { if [ -n "$jail" ]; then echo "$jail/$inside/$1"; else echo "$out/$1"; fi; } # NAME: where a module is built, as seen from here
sources() { # NAME: a copy of the driver
	rm -rf "$(place "$1")"
	mkdir -p "$(place "$1")"
	cp "$driver"/Kbuild "$driver"/*.[ch] "$(place "$1")"
	rm -f "$(place "$1")"/*.mod.c
}
# The machine has no pahole, so the module for 6.12 has no BTF.
builds() { # NAME: the module there builds with W=1 without a word
	dir=$(place "$1")
	log=$out/$1.log
	if [ -n "$jail" ]; then
		chroot "$jail" /usr/bin/make -C "$kdir" M="/$inside/$1" W=1 -j"$(nproc)" modules >"$log" 2>&1
	else
		make -C "$kdir" M="$dir" CONFIG_DEBUG_INFO_BTF_MODULES= W=1 -j"$(nproc)" modules >"$log" 2>&1
	fi || { grep -E 'warning|error|Error|ERROR' "$log" || cat "$log"; return 1; }
	! grep -iE 'warning|error' "$log" || return 1
	for object in $(sed -n 's/^virtio_aerostat-y := //p' "$dir/Kbuild"); do
		grep -qE "CC \[M\] +(.*/)?$object$" "$log" || { echo "$object was not compiled"; return 1; }
	done
}
complete() { # KO: modinfo tells what there is to tell, and for this kernel
	for field in author description license version alias; do
		[ -n "$(modinfo -F "$field" "$1")" ] || { echo "modinfo tells no $field"; return 1; }
	done
	case $(modinfo -F vermagic "$1") in "$release "*) ;; *) echo "it is for $(modinfo -F vermagic "$1")"; return 1 ;; esac
	declared=$(grep -oE '(^|[[:space:]])(ranged_param|module_param_cb|module_param)\([a-z_]+' "$driver/params.c" |
		sed 's/.*(//' | grep -vx name | sort -u)
	told=$(modinfo -F parm "$1" | sed 's/:.*//' | sort -u)
	[ -n "$told" ] && [ "$declared" = "$told" ] || { echo "parameters:" $declared; echo "with a text:" $told; return 1; }
	! modinfo -F parm "$1" | grep -vE ':[A-Za-z].*; default (adaptive|[0-9]+).* \((adaptive or |[0-9]+ to ).*\)' || return 1
}

offers_movable() { grep -q '[[:space:]]__SetPageMovable[[:space:]]' "$jail$kdir/Module.symvers"; }
marks_movable() { nm "$1" | grep -q ' U __SetPageMovable$'; } # KO
movable() { # KO: single pages are movable where the kernel lets a module have such
	if offers_movable; then marks_movable "$1" || { echo "its single pages are not movable"; return 1; }
	else ! marks_movable "$1"; fi
}

on() { # NAME: the driver on that kernel
	if ! kernel "$1"; then
		not_ok "there is a kernel to build for: $1" "$(cat "$out/tree.log" 2>/dev/null)"
		return
	fi
	sources aerostat
	check "$release: the module builds with W=1 without a word" builds aerostat
	check "$release: modinfo is complete" complete "$(place aerostat)/virtio_aerostat.ko"
	what="single pages are movable"
	offers_movable || what="the kernel lets no module have movable pages, and single pages are not"
	check "$release: $what" movable "$(place aerostat)/virtio_aerostat.ko"
	[ -n "$jail" ] || check "$release lets modules have movable pages" offers_movable
	fault=$(place fault)
	rm -rf "$fault"
	mkdir -p "$fault"
	echo 'obj-m := fault.o' >"$fault/Kbuild"
	cat >"$fault/fault.c" <<-'FAULT'
		#include <linux/module.h>
		int fault(int p);
		int fault(int p)
		{
			int unused = 1;

			unused = p;
			return p;
		}
		MODULE_DESCRIPTION("a fault");
		MODULE_LICENSE("GPL");
	FAULT
	fails "$release: W=1 sees a known fault" 'set but not used' builds fault
}

# DKMS has trees in a folder of their own, away from the machine's.
run_dkms() { # FOLDER STEP...
	at=$1
	shift
	dkms "$@" -m virtio-aerostat -v "$version" --sourcetree "$at/source" --dkmstree "$at/tree" || {
		status=$?
		cat "$at"/tree/*/*/build/make.log 2>/dev/null || true
		return $status
	}
}
add_to_dkms() { # FOLDER
	source=$1/source/virtio-aerostat-$version
	mkdir -p "$source" "$1/tree"
	cp "$driver"/* "$source"
	run_dkms "$1" add
}
with_dkms() { # FOLDER: DKMS builds and installs it there
	mkdir -p "$1/modules/$release"
	add_to_dkms "$1" && run_dkms "$1" build -k "$release" --kernelsourcedir "$kdir" &&
		run_dkms "$1" install -k "$release" --kernelsourcedir "$kdir" --installtree "$1/modules" --no-depmod || return 1
	[ -s "$1/modules/$release/updates/dkms/virtio_aerostat.ko" ] || { echo "modprobe does not look where it is"; return 1; }
}
# A kernel that the driver is not for: DKMS says so with a status of its own, and goes on with other kernels.
skipped() { # NAME RELEASE EDIT: with the installed kernel's configuration, edited
	folder=$out/skipped-$1
	mkdir -p "$folder/kernel"
	sed "$3" "$kdir/.config" >"$folder/kernel/.config"
	add_to_dkms "$folder" >/dev/null || return 1
	status=0
	run_dkms "$folder" build -k "$2" --kernelsourcedir "$folder/kernel" >"$folder/said" 2>&1 || status=$?
	[ $status = 77 ] && grep -q BUILD_EXCLUSIVE "$folder/said" || { echo "status $status"; cat "$folder/said"; return 1; }
}
# A kernel of clang's: the same tree, but for its configuration; and a clang that is gcc and leaves word.
of_clang() {
	mkdir -p "$out/clang/bin" "$out/clang/kernel"
	ln -s "$kdir"/* "$out/clang/kernel"
	sed 's/^CONFIG_CC_IS_GCC=y/CONFIG_CC_IS_CLANG=y/' "$kdir/.config" >"$out/clang/kernel/.config"
	printf '#!/bin/sh\necho >>"%s"\nexec %s "$@"\n' "$out/clang/calls" \
		"$(sed -n 's/^CONFIG_CC_VERSION_TEXT="\([^ ]*\) .*/\1/p' "$kdir/.config")" >"$out/clang/bin/clang"
	chmod +x "$out/clang/bin/clang"
}
calls_clang() { # COMMAND...: builds with that clang, each file of the module
	rm -f "$out/clang/calls"
	PATH="$out/clang/bin:$PATH" "$@" || return 1
	[ "$(wc -l <"$out/clang/calls" 2>/dev/null || echo 0)" -ge 20 ] || { echo "clang is not called"; return 1; }
}
dkms_of_clang() {
	add_to_dkms "$out/clang" && run_dkms "$out/clang" build -k "$release" --kernelsourcedir "$out/clang/kernel"
}
# Distributions put new interfaces into kernels of old versions, and keep old ones in new versions.
of_another_version() { # VERSION-CODE
	rm -rf "$out/version"
	mkdir -p "$out/version/linux"
	sed "s/^#define LINUX_VERSION_CODE .*/#define LINUX_VERSION_CODE $1/" "$kdir/include/generated/uapi/linux/version.h" >"$out/version/linux/version.h"
	sources version-module
	make -C "$kdir" M="$(place version-module)" NOSTDINC_FLAGS="-nostdinc -I$out/version" modules >"$out/version.log" 2>&1 || {
		grep -E 'error' "$out/version.log" || cat "$out/version.log"
		return 1
	}
}
finds() { modprobe -d "$out/dest" -S "$release" --show-depends virtio:d0000000Dv00001AF4 2>&1 | grep updates/virtio_aerostat.ko; }
packages() {
	kernel installed
	"$driver/build.sh" "$out/driver" >/dev/null
	version=$(modinfo -F version "$out/driver/virtio_aerostat.ko")
	check "dkms.conf names the module's version, $version" grep -qx "PACKAGE_VERSION=\"$version\"" "$driver/dkms.conf"
	check "DKMS builds and installs it where modprobe looks" with_dkms "$out/dkms"
	check "... not for kernels before 6.1, and says so" skipped old 5.10.0-1-amd64 ''
	check "... nor for those of 32 bits" skipped 32 "$release" s/^CONFIG_64BIT=y/CONFIG_32BIT=y/
	check "... nor for those with pages of 64 KiB" skipped 64k "$release" '$aCONFIG_ARM64_64K_PAGES=y'
	of_clang
	check "... with clang for a kernel of clang's" calls_clang dkms_of_clang
	check "build.sh builds with clang for a kernel of clang's" calls_clang "$driver/build.sh" "$out/clang/module" "$out/clang/kernel"
	check "a kernel of 6.1 that calls itself 7.15 has its interfaces" of_another_version $((0x070f00))
	check "install.sh installs it" "$driver/install.sh" "$out/driver" "$out/dest"
	check "... and modprobe would find it by the device's id" finds
	rm "$out/dest/lib/modules/$release"/modules.alias*
	fails "... which needs what depmod wrote" '^$' finds
	fails "install.sh without a module" 'run make driver' "$driver/install.sh" "$out"
}

for part in ${*:-$parts}; do
	case $part in
	packages) packages ;;
	*) on "$part" ;;
	esac
done
done_testing "tests/driver/kernels.sh $*"
