#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# kernel-tree.sh 6.12|newest: makes build/kernel-trees/NAME, where modules can be built for a kernel that this Debian
# does not have installed: its headers, unpacked, and its image, to boot.  6.12 is that of this Debian's backports,
# built with the machine's own compiler; newest is that of sid, with sid's compiler and libc beside it, to be entered
# with chroot.  device/cache.sh keeps it; what the archive has is looked at once a week.
#   root     the unpacked packages; modules of newest are built below root/scratch
#   kdir     what modules are built against: a path on the machine for 6.12, below root for newest
#   release  the kernel's release
#   stamp    what it was made of
#   vmlinuz  its image, of the headers' version; not there if the archive has none: no-image says so, and the archive
#            is asked again the next day
# Its status is 3 if the archive does not have it.
# Nothing of the machine's apt is touched: a private configuration takes the archive that the machine uses.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
status=3
fail() {
	echo "kernel-tree.sh: $name: $1" >&2
	[ ! -s "$PWD/log" ] || tail -n 5 "$PWD/log" | sed 's/^/  /' >&2
	echo "  next step: $2, then run tests/driver/kernel-tree.sh $name again" >&2
	exit $status
}

if [ "${1-}" != --make ]; then
	name=${1:?usage: kernel-tree.sh 6.12|newest}
	case $name in
	6.12) suite=$(. /etc/os-release && echo "$VERSION_CODENAME")-backports ;;
	newest) suite=sid ;;
	*) echo "usage: kernel-tree.sh 6.12|newest" >&2; exit 2 ;;
	esac
	archive=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' | awk '$2 !~ /-/ { print $1; exit }')
	[ -n "$archive" ] || fail "this machine's apt has no archive" "give it one in /etc/apt"
	tree() { # WHEN
		"$top/device/cache.sh" entry "$top/build/kernel-trees/$name" "kernel-tree-$name" \
			"$(grep -v '^[[:space:]]*#' "$0")$archive $suite $1" "$here/kernel-tree.sh" --make "$name" "$archive" "$suite" >/dev/null
	}
	tree "week $(date +%G-%V)"
	[ ! -e "$top/build/kernel-trees/$name/no-image" ] || tree "day $(date +%F)"
	exit
fi

# What follows makes it, in the current folder.
name=$2 archive=$3 suite=$4
tree=$PWD log=$PWD/log

apt=$tree/apt
mkdir -p "$apt/parts" "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/debs" "$tree/root"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $archive $suite main" >"$apt/parts/suite.list"
private() { # COMMAND ARGUMENT...: apt that knows this suite only, and takes nothing for installed
	"$@" -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$apt/parts" -o Dir::Etc::preferencesparts=/dev/null \
		-o Dir::State::lists="$apt/lists" -o Dir::State::status=/dev/null -o Dir::Cache="$apt/cache" \
		-o APT::Sandbox::User=root -o Acquire::Languages=none -o Acquire::Check-Valid-Until=false -o Debug::NoLocking=1
}
echo "fetching the kernel headers of $suite" >&2
private apt-get -q update >"$log" 2>&1 || fail "apt-get update failed for $suite" "see whether the archive has it"
headers=$(private apt-cache depends linux-headers-amd64 2>>"$log" | sed -n 's/.*Depends: \(linux-headers-.*\)/\1/p' | head -n 1)
release=${headers#linux-headers-}
[ -n "$release" ] || fail "$suite has no linux-headers-amd64" "look for the kernel in another suite"
case $name-$release in
newest-* | 6.12-6.12.*) ;;
*) fail "the kernel of $suite is $release" "look for 6.12 in another suite" ;;
esac

if [ "$name" = 6.12 ]; then
	(cd "$apt/debs" && private apt-get -q download "$headers" "${headers%-amd64}-common" "linux-kbuild-${release%-amd64}") >>"$log" 2>&1 ||
		fail "apt-get cannot get $headers" "see above"
else
	private apt-get -q -y --no-install-recommends --download-only install "$headers" \
		make libc-bin bash coreutils dash sed grep mawk findutils diffutils perl-base base-files >>"$log" 2>&1 ||
		fail "apt-get cannot get $headers and a compiler" "wait for a day: sid may be between two states"
	mv "$apt"/cache/archives/*.deb "$apt/debs/"
	mkdir -p "$tree/root/usr"
	for d in bin sbin lib lib64; do
		mkdir "$tree/root/usr/$d"
		ln -s "usr/$d" "$tree/root/$d"
	done
fi
# The image alone, of the package of the headers' version.  Both kernels have what a small VM needs built in.
image() {
	version=$(private apt-cache show "$headers" | sed -n 's/^Version: //p' | head -n 1)
	package=linux-image-$release path=./boot/vmlinuz-$release
	[ "$name" = 6.12 ] || package=linux-binary-$release path=./usr/lib/modules/$release/vmlinuz
	mkdir -p "$apt/image" && cd "$apt/image" && private apt-get -q download "$package=$version" &&
		dpkg --fsys-tarfile ./*.deb | tar -x -O "$path" >"$apt/vmlinuz" && [ -s "$apt/vmlinuz" ] &&
		mv "$apt/vmlinuz" "$tree/vmlinuz"
}
(image) >>"$log" 2>&1 || echo "apt-get cannot get the image of $release" >"$tree/no-image"

status=1
for deb in "$apt"/debs/*.deb; do
	dpkg -x "$deb" "$tree/root" >>"$log" 2>&1 || fail "$(basename "$deb") cannot be unpacked" "see whether the disk is full"
done
rm -rf "$apt" "$log"

kdir=/usr/src/$headers
if [ "$name" = 6.12 ]; then
	sed -i "s|/usr/src/|$tree/root/usr/src/|" "$tree/root$kdir/Makefile"
	kdir=$tree/root$kdir
else
	# what the packages' own scripts would have done, and what the tools look for
	ln -sf mawk "$tree/root/usr/bin/awk"
	mkdir -p "$tree/root/dev" "$tree/root/proc/self" "$tree/root/scratch"
	[ -e "$tree/root/dev/null" ] || mknod -m 666 "$tree/root/dev/null" c 1 3
	grep -F '[stack]' /proc/self/maps >"$tree/root/proc/self/maps"	# objtool's, to tell an overflow by
	chroot "$tree/root" ldconfig >"$log" 2>&1 || fail "its ldconfig does not run" "run as root on x86-64"
fi
echo "$kdir" >"$tree/kdir"
echo "$release" >"$tree/release"
cat "$tree/root/usr/src/$headers/Module.symvers" "$(ls "$tree/vmlinuz" "$tree/no-image" 2>/dev/null)" | sha256sum >"$tree/stamp"
rm -f "$log"
