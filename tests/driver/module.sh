#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# module.sh: the module builds with W=1 and sparse without a word, and for the kernel that linux-headers-amd64 stands for.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$root/tests/tap.sh"
driver=$root/driver
out=$root/build/tests-module
rm -rf "$out"
mkdir -p "$out"

loud() { # OUTDIR LEFT-OUT [MAKE-ARG]: builds with W=1 C=2 all but the files LEFT-OUT, and fails if anything was said
	"$driver/build.sh" "$1" "" W=1 C=2 ${3-} || return 1
	n=$(grep -c '^  CHECK ' "$1/build.log")
	[ "$n" -ge "$(ls "$driver"/*.c | grep -vcE "$2")" ] || { echo "sparse looked at $n files only"; return 1; }
	! grep -E 'warning|error' "$1/build.log"
}
check "the module builds without a word with W=1 C=2" loud "$root/build/driver-check" '(\.mod|/assumed)\.c$'
check "... and the one that asks what the proofs assume" loud "$root/build/driver-check-asks" '\.mod\.c$' AEROSTAT_CHECKS=y

locks() { nm -u "$root/build/driver-check/$1" | grep -E 'mutex|spin_lock|down_'; }	# OBJECT: what it locks with
check "attributes that anybody may read take no lock that the OOM notifier waits for" eval '! locks sysfs.o'
check "... as others do" locks debugfs.o

# That these tools would say a word.
fault=$out/fault
mkdir -p "$fault"
echo 'obj-m := fault.o' >"$fault/Kbuild"
cat >"$fault/fault.c" <<'FAULT'
#include <linux/module.h>
int fault(int __user *p);
int fault(int __user *p)
{
	int unused = 1;

	unused = 2;
	return *p;
}
MODULE_LICENSE("GPL");
FAULT
make -C "$("$driver/kdir.sh")" M="$fault" W=1 C=2 >"$fault/build.log" 2>&1 || true
check "W=1 sees a known fault" grep -q 'set but not used' "$fault/build.log"
check "sparse sees a known fault" grep -q 'dereference of noderef' "$fault/build.log"

# Which of several kernels.
kernels=$out/kernels
for release in 6.1.0-9-amd64 6.1.0-10-amd64 6.12.0-1-amd64 6.13.0-1-rt-amd64; do
	mkdir -p "$kernels/linux-headers-$release"
	: >"$kernels/linux-headers-$release/Makefile"
done
chosen() { # TEXT RELEASE: when dpkg-query prints TEXT of linux-headers-amd64, it is RELEASE
	printf '#!/bin/sh\necho "%s"\n' "$1" >"$kernels/dpkg-query"
	chmod +x "$kernels/dpkg-query"
	got=$(PATH="$kernels:$PATH" "$driver/kdir.sh" "$kernels") || return 1
	[ "$got" = "$kernels/linux-headers-$2" ] || { echo "got $got"; return 1; }
}
check "the kernel is that of linux-headers-amd64, not the newest" \
	chosen "installed linux-headers-6.1.0-10-amd64 (= 6.1.99-1)" 6.1.0-10-amd64
check "without that package, it is the newest" chosen "" 6.12.0-1-amd64
check "nor does a removed package decide" chosen "config-files linux-headers-6.1.0-9-amd64 (= 6.1.90-1)" 6.12.0-1-amd64
mkdir "$out/none"
fails "no kernel at all is refused" 'no kernel to build against' "$driver/kdir.sh" "$out/none"

done_testing tests/driver/module.sh
