#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# faults.sh [REGEXP]: puts one fault at a time into a copy of the device and expects a test to fail on it.
# REGEXP: only faults that are called so.  Needs build/device/virtio-aerostat.so; prints a line a fault, and `N passed, N failed`.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
work=$top/build/device-fault
passed=0 failed=0 only=${1:-.}

# test_it SCRIPT CASE: with the faulty copy.
test_it() {
	case $1 in
	*.c) gcc -w -I"$work/src" -o "$work/test" "$here/$1" "$work/src/${1%_test.c}.c" "$work/src/runs_gen.c" "$work/src/core_gen.c" &&
		"$work/test" ;;
	*) AEROSTAT_SO=$work/out/virtio-aerostat.so "$here/$1" stock "$2" ;;
	esac
}

# fault SAYS FILE SED TEST: the test must fail with it; TEST is a case of qtest.py, or FILE:CASE.
fault() {
	says=$1 file=$2 edit=$3 test=${4#*:} script=qtest.py
	case $4 in *:*) script=${4%%:*} ;; esac
	echo "$says" | grep -qE "$only" || return 0
	rm -rf "$work"
	mkdir -p "$work/src"
	cp "$top"/device/*.[ch] "$top/device/meson.build" "$work/src"
	sed -i "$edit" "$work/src/$file"
	if cmp -s "$work/src/$file" "$top/device/$file"; then
		result="the edit changes nothing in $file"
	elif ! echo " $tests $more " | grep -q " $4 "; then
		result="$test is not among those that are run without a fault"
	elif ! "$top/device/build-so.sh" "$work/src" "$work/out" >"$work/log" 2>&1; then
		result="does not compile, see $work/log"
	elif test_it "$script" "$test" >"$work/log" 2>&1; then
		result="$test passes all the same"
	elif ! grep -q "^FAIL  $test: " "$work/log"; then
		result="$test did not fail by itself, see $work/log"
	else
		echo "ok    seen by $test: $says"
		passed=$((passed + 1))
		return 0
	fi
	echo "FAIL  $says: $result"
	failed=$((failed + 1))
}

# native SAYS FILE SED: message_test must fail with it, and passes without (run.sh).
native() {
	says=$1 file=$2 edit=$3
	echo "$says" | grep -qE "$only" || return 0
	rm -rf "$work"
	mkdir -p "$work/device" "$work/tests/device"
	cp "$top"/device/*.[ch] "$work/device"
	cp "$here/message_test.c" "$here/check.h" "$work/tests/device"
	sed -i "$edit" "$work/device/$file"
	if cmp -s "$work/device/$file" "$top/device/$file"; then
		result="the edit changes nothing in $file"
	elif ! (cd "$work/device" && gcc -g -O1 -w -fsanitize=address,undefined -fno-sanitize-recover=all -o ../test \
		../tests/device/message_test.c message.c offer.c runs_gen.c core_gen.c) >"$work/log" 2>&1; then
		result="does not compile, see $work/log"
	elif "$work/test" >"$work/log" 2>&1; then
		result="message_test passes all the same"
	elif ! grep -qE "^FAIL  |AddressSanitizer|runtime error" "$work/log"; then
		result="message_test did not fail by itself, see $work/log"
	else
		echo "ok    seen by message_test: $says"
		passed=$((passed + 1))
		return 0
	fi
	echo "FAIL  $says: $result"
	failed=$((failed + 1))
}

# Without a fault they pass.
tests="libvirt budget budget_of_runs events_terminal stalled stalled_discarding give reset_discarding bad_offers device_memory numa books_full largest_back reclaim_room private_file other_version"
more="life.py:not_sent life.py:postcopy life.py:postcopy_started life.py:precopy life.py:discarding life.py:snapshot life.py:damaged life.py:cancelled"
more="$more discards.py:own_thread discards.py:answers_meanwhile discards.py:prefault whole_test.c:whole pressure_test.c:calm pressure.py:available pressure.py:cgroup"
more="$more reuse.py:report reuse.py:parts reuse.py:migration virtio.py:driver_ok virtio.py:moved virtio.py:ring_reset virtio.py:flood"
more="$more life.py:discarding_dimm life.py:discarding_iommu life.py:snapshot_discarding life.py:snapshot_standing"
more="$more pinned.py:first pinned.py:second discards.py:cut schema.py:trace"
more="$more hostile.py:resets hostile.py:complaint_10_target_beyond_memory hostile.py:complaint_12_4gib_descriptors"
mkdir -p "$work"
give_up() {
	grep -A 3 ^FAIL "$work/log" || tail "$work/log"
	echo "0 passed, 1 failed"
	exit 1
}
"$here/qtest.py" stock $tests >"$work/log" 2>&1 || give_up
mkdir -p "$work/src"
cp "$top"/device/*.[ch] "$work/src"
for script in whole_test.c pressure_test.c; do
	test_it $script . >"$work/log" 2>&1 || give_up
done
for script in life.py discards.py pressure.py reuse.py virtio.py hostile.py pinned.py schema.py; do
	"$here/$script" stock $(echo $more | tr ' ' '\n' | sed -n "s/^$script://p") >"$work/log" 2>&1 || give_up
done

fault "discards when it accepts" effects.c \
	's/^    s->reserved = s->incoming;/&\n    aerostat_discard_start(\&s->discard, \&s->reserved, (void (*)(void *))fx_hold, s);/' give
fault "reads all that the guest sends at once" todev.c 's/^#define BUDGET 32/#define BUDGET 1000/' budget
fault "reads as many where each is dear" todev.c 's/n += 1 + s->held.*/n++) {/' budget_of_runs
fault "forgets what is left in the queue" todev.c 's/^    if (may_read(s)) {/    if (0) {/' budget
fault "reads before DRIVER_OK" todev.c 's/(VIRTIO_DEVICE(s)->status & VIRTIO_CONFIG_S_DRIVER_OK)/true/' virtio.py:driver_ok
fault "forgets what was there before DRIVER_OK" virtio-aerostat.c 's/^    qemu_bh_schedule(s->todev_bh);//' virtio.py:driver_ok
fault "answers a VM that has moved" todev.c 's/ \&\& !aerostat_is_quiet() / /' virtio.py:moved
fault "lets a queue be reset by itself" virtio-aerostat.c 's/^    virtio_clear_feature.*//' virtio.py:ring_reset
fault "lets the guest fill the host's disk" events.c 's/ev->trace || ev->budget > 0/true/' virtio.py:flood
fault "waits for a terminal" events.c 's/ | O_NONBLOCK | / | /' events_terminal
fault "discards during a stall" discard.c 's/^    if (d->paused ||/    if (/' stalled_discarding
fault "forgets the messages of a stall" todev.c 's/if (!stalled \&\& s->ready)/if (0)/' stalled
fault "discards nothing" discard.c 's/return ram_block_discard_range.*/return 0;/' give
fault "discards one page too many" discard.c 's/^            .bytes = at.bytes,/            .bytes = at.bytes + PAGE_BYTES,/' give
fault "forgets the rest of the discard after a reset" effects.c 's/^    aerostat_discard_stop.*//' reset_discarding
fault "takes a page that is held" offer.c 's/if (page < PAGES_MAX) {/if (0) {/' bad_offers
fault "takes a page twice" offer.c 's/^    if (page >= in->run.*/    return NULL;\n&/' bad_offers
fault "takes more runs than it may have memory for" todev.c 's/^    return MAX(65536,.*/    return 1000000;/' books_full
native "does not count an offer of no pages" message.c 's/ || !m->offer.count) {/) {/'
native "reads extents that are not there" message.c 's/w->incoming, m->rest, /w->incoming, m->rest + 8, /'
native "accepts whatever it has found out of an offer" host_call_gen.h 's/found->pages, found->valid, /found->pages, true, /'
native "grants more than there is room for" message.c 's/(room - WIRE_GRANT_BYTES) .*,/EXTENTS_MAX,/'
native "takes a reclaim that it cannot answer" message.c 's/room < WIRE_GRANT_BYTES \&\&/0 \&\&/'
native "takes an offer that the books have no room for" message.c 's/need <= w->held->room/true/'
native "answers with another number" message.c 's/\.seq = seq,/.seq = seq ^ (seq == 4294967295u),/'
native "takes a page that is held" offer.c 's/if (page < PAGES_MAX) {/if (0) {/'
native "grants the largest, whatever the guest would like" message.c 's/!pick_near(w, m, .*)) {/true) {/'
native "cuts up its runs until there is no room to grant any" message.c 's/max == spare \&\& max ? max - 1 : max/max/'
native "grants what the guest would like, held or not" message.c 's/common = runs_next_common(w->held, &near, &walk);/common = run;/'
fault "takes read-only memory" ram.c 's/at.readonly || memory_region_is_rom(at.mr)/false/' bad_offers
fault "takes memory that may turn into ROM" ram.c 's/at < LEGACY_BYTES/false/' bad_offers
fault "takes a device's RAM" ram.c 's/return mr == ram ||.*/return mr \&\& ram;/' device_memory
fault "takes no RAM of a NUMA node" ram.c 's/return mr == ram ||.*/return mr == ram;/' numa
fault "takes misaligned pages" offer.c 's/if (run->addr % PAGE_BYTES)/if (0)/' bad_offers
fault "grants the smallest first" runs_gen.c 's/if (pages < t ||/if (pages > t ||/' largest_back
fault "keeps what it grants" effects.c 's/^    runs_strike.*//' largest_back
fault "grants more than there is room for" message.c 's/(room - WIRE_GRANT_BYTES) .*,/EXTENTS_MAX,/' reclaim_room
fault "punches holes into a file that others map" discard.c 's/return qemu_ram_get_fd(block) >= 0/return 0/' private_file
fault "lets any QEMU go on" preload-guard.c 's/if (strcmp(found, .*/if (0) {/' other_version
fault "sends what the host holds" migrate.c 's/qemu_guest_free_page_hint(host.*/(void)host;/' life.py:not_sent
fault "populates what comes by page faults" discard.c 's/!forbidden() \&\& fill/fill/' life.py:postcopy_started
fault "keeps pages from postcopy" migrate.c 's/!migrate_postcopy_ram()/true/' life.py:postcopy
fault "does not send what came back again" effects.c 's/^    aerostat_migrate_granted.*//' life.py:precopy
fault "answers after the VM has left" discard.c 's/ || aerostat_is_quiet()//' life.py:discarding
fault "tells no guest that its migration has failed" migrate.c 's/what == COMPAT_MIGRATION_FAILED/false/' life.py:cancelled
fault "leaves in memory what a snapshot had of the balloon" migrate.c 's/^    aerostat_discard_trim.*//' life.py:snapshot
fault "takes runs as they come" migrate.c 's/what = what ?: runs_wrong.*//' life.py:damaged
fault "takes a page for held and reserved" migrate.c 's/^    if (page < PAGES_MAX) {/    if (0) {/' life.py:damaged
fault "answers anywhere" migrate.c 's/^    return commit_wrong(s);/    return commit_wrong(s) ? NULL : NULL;/' life.py:damaged
fault "answers only where pages may be given" migrate.c 's/if (p && (/&ram_find(addr, bytes, \&(struct ram_piece) { 0 }) || /' life.py:discarding_dimm
fault "takes an IOMMU's address for the machine's" migrate.c 's/address_space_map(vdev->dma_as/address_space_map(\&address_space_memory/' life.py:discarding_iommu
fault "answers into the copy of what is no memory" migrate.c 's/!memory_region_from_host(p, &offset)/(memory_region_from_host(p, \&offset), 0)/' life.py:damaged
fault "goes on while savevm is at work" migrate.c 's/^        saving = !s->announced;/        saving = false;/' life.py:snapshot_discarding
fault "goes on while loadvm is at work" migrate.c 's/return saving || loading ||/return saving ||/' life.py:snapshot_standing
fault "discards on the main loop" discard.c 's/^    d->busy = true;/    while (d->made < d->count) { d->failed += make_call(\&d->call[d->made++], false) != 0; }\n    qemu_bh_schedule(d->bh);/' discards.py:own_thread
fault "keeps the main loop while it discards" discard.c 's/^    d->busy = true;/    while (d->made < d->count) { d->failed += make_call(\&d->call[d->made++], false) != 0; }\n    qemu_bh_schedule(d->bh);/' discards.py:answers_meanwhile
fault "lets memory be pinned before" virtio-aerostat.c 's/int ret = ram_block_discard_require(true);/int ret = 0;/' pinned.py:first
fault "lets memory be pinned afterwards" virtio-aerostat.c 's/int ret = ram_block_discard_require(true);/int ret = 0;/' pinned.py:second
fault "traces with events alone" events.c 's/^           trace_event_get_state_backends(.*/           false;/' schema.py:trace
fault "cuts what is not known to be slow" discard.c 's/ : UINT64_MAX;/ : 1;/' discards.py:cut
fault "does not learn what a call costs" discard.c 's/^    parts = d->cost_ns ? .*/    parts = UINT64_MAX;/' discards.py:cut
fault "discards a host page that it has only a part of" whole.c 's/^    while (page < end) {/    while (page < end \&\& false) {/' whole_test.c:whole
fault "forgets the parts of host pages" whole.c 's/^            n = pages_from(b, page);/            n = 0;/' whole_test.c:whole
fault "populates nothing" discard.c 's/QEMU_MADV_POPULATE_WRITE/QEMU_MADV_INVALID/' discards.py:prefault
fault "tells nobody that the host is tight" watch.c 's/^    if (w->state.tight != was) {/    if (was \&\& !was) {/' pressure.py:available
fault "is plenty again too early" pressure.c 's/available_bytes - low < low \/ 4/available_bytes < low/' pressure_test.c:calm
fault "sees no reuse" reuse.c 's/if (r->pages > before)/if (r->pages < before)/' reuse.py:report
fault "takes a neighbour's huge page for reuse" reuse.c 's/^    uint64_t block = .*/    uint64_t block = PAGE_BYTES;/' reuse.py:parts
fault "takes migration for the guest" reuse.c 's/!migration_is_idle() || r->discard->trim.what/false/' reuse.py:migration
fault "looks at the host only" pressure.c 's/^    if (!find_cgroup(/    if (1 || !find_cgroup(/' pressure.py:cgroup
fault "keeps its books over a reset" effects.c '/void fx_drop_held/,/^}/s/runs_clear(&s->held);//' hostile.py:resets
fault "is not found by libvirt" virtio-aerostat-pci.c 's/dev->vdev.libvirt/false/' libvirt
fault "takes what libvirt says at the start for a wish" operator.c 's/s->libvirt ? TARGET_NONE : 0/0/' libvirt
fault "is a virtio-balloon to everybody" virtio-aerostat-pci.c 's/ \&\&$//; s/^        dev->vdev.libvirt) {/ ) {/' libvirt
fault "takes a target below zero" operator.c 's/if (bytes >= ram)/if (0)/' hostile.py:complaint_10_target_beyond_memory
fault "copies as much as the guest says" todev.c 's/MIN(len, MESSAGE_MAX))/len)/' hostile.py:complaint_12_4gib_descriptors

echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
