#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: the driver's tests that need no VM.  Last line: "N passed, N failed".
#   units     all of the driver's logic, compiled for a program (standin.h, standin_kernel.h), with the sanitizers on
#             (policy, backoff and pages also run in a kernel: kunit/, tests/vm/kunit.py)
#   faults    a source with a known fault in it, which its test must see
#   build     the module builds with W=1 and sparse without a word
#   kernel    of several, the module is built for the one that linux-headers-amd64 stands for
#   readme    README.md has the parameters and attributes as the module has them
#   symbols   the module and the device are made of the same generated functions
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
driver=$root/driver
build=$root/build
out=$build/tests-driver
passed=0
failed=0
results=$build/results/driver.tsv
mkdir -p "$out/linux" "$build/results"
: >"$results"

result() { printf '%s\t%s\t%s\tnew\n' "$1" "$2" "${3-}" >>"$results"; } # NAME ok|FAIL FIGURES
ok() { passed=$((passed + 1)); echo "ok   $1"; result "$1" ok; }
bad() { failed=$((failed + 1)); echo "FAIL $1"; result "$1" FAIL; [ -z "${2-}" ] || printf '%s\n' "$2" | sed 's/^/     /'; }
check() { # NAME COMMAND...: passes if the command does
	name=$1
	shift
	if text=$("$@" 2>&1); then ok "$name"; else bad "$name" "$text"; fi
}

# units
for h in gfp migrate mm page-flags spinlock; do
	echo '#include "standin.h"' >"$out/linux/$h.h"
done
mkdir -p "$out/trace"
for h in delay jiffies ktime mmzone mutex notifier oom scatterlist slab swap types virtio virtio_config workqueue; do
	echo '#include "standin_kernel.h"' >"$out/linux/$h.h"
done
: >"$out/trace/define_trace.h"
compile() { # ARG...
	cc -std=gnu11 -O2 -g -Wall -Wextra -Wno-unused-parameter -Werror -fsanitize=address,undefined \
		-fno-sanitize-recover=all -I"$out" -I"$here" -I"$driver" "$@"
}
unit() { # NAME SOURCE...: adds its own count
	name=$1
	shift
	if ! text=$(cd "$here" && compile -o "$out/$name" "$@" 2>&1); then
		bad "$name does not compile" "$text"
		return
	fi
	text=$("$out/$name" 2>&1) || true
	count=$(printf '%s\n' "$text" | sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p')
	if [ -z "$count" ]; then
		bad "$name did not end" "$text"
		return
	fi
	printf '%s\n' "$text" | sed "s/^/     $name: /"
	result "$name" "$([ "${count#* }" = 0 ] && echo ok || echo FAIL)" "passed=${count% *} failed=${count#* }"
	passed=$((passed + ${count% *}))
	failed=$((failed + ${count#* }))
}
unit policy_test policy_test.c "$driver/policy.c"
unit backoff_test backoff_test.c "$driver/backoff.c"
unit pages_test pages_test.c standin.c "$driver/pages.c" "$driver/zones.c" "$driver/movable.c" "$driver/runs_gen.c" "$driver/core_gen.c"

logic="queue give pressure policy backoff pages zones movable runs_gen core_gen"
for source in $logic; do
	compile -c -o "$out/$source.o" "$driver/$source.c"
done
for source in queue_test sim_test movable_test balloon standin; do
	compile -c -o "$out/$source.o" "$here/$source.c"
done
link() { # TEST [FAULTY]: with fault.o in place of FAULTY.o
	objects="$out/$1.o $out/balloon.o $out/standin.o"
	for source in $logic; do
		if [ "$source" = "${2-}" ]; then objects="$objects $out/fault.o"; else objects="$objects $out/$source.o"; fi
	done
	echo "$objects"
}
unit queue_test $(link queue_test)
unit sim_test $(link sim_test)
unit movable_test $(link movable_test)

# faults
fault() { # TEST SOURCE WHAT SED: the test must fail with that edit of the source, which must be one
	sed "$4" "$driver/$2.c" >"$out/fault.c"
	if cmp -s "$out/fault.c" "$driver/$2.c" || ! text=$(compile -c -o "$out/fault.o" "$out/fault.c" 2>&1); then
		bad "the fault \"$3\" is none any more" "${text-}"
		return
	fi
	compile -o "$out/fault_test" $(link "$1" "$2")
	if timeout 300 "$out/fault_test" >"$out/fault.log" 2>&1 || ! grep -Eq 'FAIL |runtime error|AddressSanitizer' "$out/fault.log"; then
		bad "$1 does not see: $3" "$(tail -n 3 "$out/fault.log")"
	else
		ok "$1 sees: $3"
	fi
}
fault queue_test queue "the device's word for a length is taken" 's/if (len > max)/if (len > 65536)/'
fault queue_test queue "a grant is read as an answer to an offer" 's/slot == &a->queues.take)/slot == NULL)/'
fault queue_test queue "a notice's buffer is not posted again" 's/^\tpost_notice(a, buffer);$//'
fault queue_test queue "what found no room is forgotten" 's/^\tsend_again(a, &q->give);$//'
fault queue_test queue "what cannot be read tells the host's state" 's/ST_BAD, .state = a->g.state/ST_BAD, .state = HOST_TIGHT/'
fault queue_test queue "a list out of order is used as far as it goes" 's/^\t\truns_clear(&a->back);$//'
fault queue_test queue "the offer's time runs on when it was answered" 's/^\t\tcancel_delayed_work(&a->offer_tick);$//'
fault queue_test queue "the lock is kept while the device goes on talking" 's/^#define DRAIN_MAX\t\t64/#define DRAIN_MAX 6400/'
fault queue_test queue "the pages offered are named one off" 's/run\[m.count\].page \* PAGE_BYTES/run[m.count].page * PAGE_BYTES + PAGE_BYTES/'
fault queue_test give "what comes back stays out of MemTotal" 's/&a->movable, a->uncounted)/\&a->movable, false)/'
fault queue_test pressure "a device that is gone is waited for like a host" 's/^\tif (!device_is_gone(a->vdev))$/\tif (true)/'
fault queue_test pressure "the driver's own search for pages is a shortage" 's/ || current == READ_ONCE(a->gatherer)//'
fault sim_test give "an offer given up keeps its pages" 's/pages = pages_release(&a->offered)/pages = 0/'
fault sim_test pressure "the period comes once" 's/^\t\tqueue_delayed_work(a->urgent_wq, &a->period_work,$/\t\tif (0) &/'
fault sim_test queue "what found no room is forgotten" 's/^\tsend_again(a, &q->take);$//'
fault queue_test queue "a grant is absorbed without room in the books" 's/!give_can_absorb(a)/false/'
fault queue_test queue "giving goes on pausing when the host has changed" 's/backoff_reset(&a->backoff);//'
fault queue_test queue "a longer patience ends when the shorter would have, and nobody looks again" 's/^\tarm(a, &a->offer_tick, a->g.ttl_ms);$//'
fault queue_test pressure "time is over, whatever has been answered" '/^static void tick/,/^}/s/^\tqueue_drain(a);$//'
fault queue_test pressure "whoever is out of memory waits for a host that is overdue" 's/a->g.take == TAKE_ASKED)) {/a->g.take != TAKE_NONE)) {/'
fault queue_test pages "single pages stand in the way" 's/^\t\tmovable_mark(m, page);$/\t\t(void)m;/'
fault queue_test pages "what goes back to use can still be asked for" 's/^\t\tmovable_unmark(page);$/\t\t(void)page;/'
fault queue_test pages "single pages in memory that is not for movable ones" 's/gfp | __GFP_MOVABLE : gfp/gfp : gfp/'
fault queue_test movable "a page that the host has is isolated" 's/return false;/return true;/'
fault movable_test pages "a zone is left with nothing but small pieces" 's/free < zone_managed_pages(zone) .*;/false;/'
fault movable_test pages "larger blocks are split one by one for single pages" 's/small >= 1u << PAGE_ALLOC_COSTLY_ORDER/small/'
fault movable_test pages "what is given is cleared first" 's/ | __GFP_ZEROTAGS)/)/'
fault movable_test pages "what was put aside stays out of use" 's/^\t\t__free_pages(page, order);$/\t\t(void)order;/'
fault movable_test pages "a zone is emptied because another has enough" 's/zone_page_state(zone, NR_FREE_PAGES) < .*;/false;/'
fault movable_test pages "the kernel's memory goes because programs have enough" 's/zones_kernel().available_pages < kernel_floor_pages/false/'
fault movable_test zones "what the kernel has cached is not there" 's/free + s.file - .*,$/free,/'
fault queue_test zones "what is for programs alone counts for the kernel" 's/i < ZONE_MOVABLE || !kernel/true/'
fault queue_test pressure "nobody looks at what the kernel has" 's/^\treturn kernel.apart;$/\treturn false;/'
fault queue_test pressure "what came back for the kernel is given again" 's/^\treturn !pressure_look_kernel(&policy) || .*/\treturn true;/'
fault queue_test movable "what is wanted is noted twice" 's/== block)/== block + 1)/'
fault queue_test pressure "the host is not told what is in the way" 's/first.page \* PAGE_BYTES, now_ms/ADDR_NONE, now_ms/'
fault queue_test pressure "an offer is given up for what is in the way" 's/a->g.give == GIVE_IDLE && a->g.take == TAKE_NONE/a->g.take == TAKE_NONE/'
fault queue_test pressure "what got out of the way is given again at once" 's/^\t\t\ta->whole_until_ms = .*//'
fault queue_test pressure "the driver's own search asks for its own pages" 's/^\tif (current == READ_ONCE(a->gatherer))$/\tif (0)/'
fault queue_test pages "what is left of a block stands in the way" 's/^\t\t\tmovable_mark(m, page + i);$/\t\t\t(void)m;/'

# build
complaints() { grep -E 'warning|error' "$1"; }
loud() { # OUTDIR: builds with W=1 C=2, and fails if anything was said
	"$driver/build.sh" "$1" "" W=1 C=2 || return 1
	n=$(grep -c '^  CHECK ' "$1/build.log")
	[ "$n" -ge "$(ls "$driver"/*.c | grep -vc '\.mod\.c$')" ] || { echo "sparse looked at $n files only"; return 1; }
	! complaints "$1/build.log"
}
check "the module builds without a word with W=1 C=2" loud "$build/driver-check"

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
kdir=$("$driver/kdir.sh")
rm -f "$fault/fault.o"
make -C "$kdir" M="$fault" W=1 C=2 >"$fault/build.log" 2>&1 || true
check "W=1 sees a known fault" grep -q 'set but not used' "$fault/build.log"
check "sparse sees a known fault" grep -q 'dereference of noderef' "$fault/build.log"

# kernel
kernels=$out/kernels
rm -rf "$kernels"
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
check "no kernel at all is refused" sh -c "! '$driver/kdir.sh' '$out/linux'"

# readme
undocumented() { # MODULE README: prints the parameters whose range and default README does not have as modinfo has them
	modinfo -F parm "$1" | while IFS= read -r line; do
		rest=${line##*; default }
		range=${rest##*(}
		range=${range%%)*}
		value=${rest%%[ ,]*}
		grep -q "^| \`${line%%:*}\` |[^|]*| $range | $value | " "$2" || echo "${line%%:*}: $range, $value"
	done
}
documented() { lacking=$(undocumented "$@") && [ -z "$lacking" ] || { echo "not so in driver/README.md: $lacking"; return 1; }; }
"$driver/build.sh" "$build/driver"
module=$build/driver/virtio_aerostat.ko
n=$(modinfo -F parm "$module" | wc -l)
check "modinfo names the parameters ($n)" test "$n" -ge 9
check "driver/README.md has each with its range and default" documented "$module" "$driver/README.md"
sed 's/| 10 to 3600000 | 1000 |/| 10 to 3600000 | 1001 |/' "$driver/README.md" >"$out/README.md"
check "the check sees a default that differs" test "$(undocumented "$module" "$out/README.md" | cut -d: -f1)" = period_ms
attributes() { sed -n 's/^static DEVICE_ATTR_RO(\(.*\));/\1/p' "$driver/sysfs.c"; }
explained() { # README
	for a in $(attributes); do
		grep -q "^| \`$a\` | " "$1" || { echo "$a is not in driver/README.md"; return 1; }
	done
	[ "$(attributes | wc -l)" -ge 5 ]
}
unexplained() { ! explained "$1"; }
check "driver/README.md has each attribute" explained "$driver/README.md"
grep -v '^| `given_kib`' "$driver/README.md" >"$out/README.md"
check "the check sees one that is missing" unexplained "$out/README.md"

# symbols
functions=$(sed -n 's/^\(void\|bool\) \([a-z_0-9]*\)(.*/\2/p' "$driver/core_gen.h" | sort)
lacks() { # FILE: names the generated functions that it does not define, and those that it defines twice
	nm "$1" | sed -n 's/^[0-9a-f]* [Tt] //p' | sort >"$out/symbols"
	for f in $functions; do
		[ "$(grep -cx "$f" "$out/symbols")" = 1 ] || echo "$f"
	done
}
has_all() { lacking=$(lacks "$1"); [ -z "$lacking" ] || { echo "missing or twice:" $lacking; return 1; }; }
n=$(printf '%s\n' "$functions" | wc -l)
check "core_gen.h names its functions ($n)" test "$n" -ge 30
"$driver/build.sh" "$build/driver"
check "the module has each of them once" has_all "$build/driver/virtio_aerostat.ko"
check "the check sees a file that lacks them" test -n "$(lacks "$build/driver/main.o")"
for f in core_gen.c core_gen.h runs_gen.c runs_gen.h; do
	check "driver and device compile the same $f" cmp "$driver/$f" "$root/device/$f"
done
if [ -e "$build/device/virtio-aerostat.so" ]; then
	check "the device has each of them once" has_all "$build/device/virtio-aerostat.so"
else
	echo "     (build/device/virtio-aerostat.so is not built: its symbols were not looked at)"
fi

[ "$failed" = 0 ] || echo "     again: tests/driver/run.sh"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
