#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# sanitized.sh [PART...]: the tests of the device on a QEMU 7.2 whose device is compiled with AddressSanitizer and UBSan.
# `sanitized.sh list` lists the parts; all if none is given.  Parts may run beside each other.
#
#     device/build-qemu.sh with the sanitizers' flags --> build/sanitized/qemu/qemu-system-x86_64 -- AEROSTAT_QEMU --> the
#     tests; each report of a sanitizer is a failure
#
# All of that QEMU allocates with AddressSanitizer; the device alone is checked at each access.  Part faults: faults are put
# into a copy of the device that a sanitizer must see.
set -u
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
. "$top/tests/tap.sh"
parts="qtest virtio hostile life discards pressure reuse pinned schema random_messages faults"
for part; do
	case " $parts list " in *" $part "*) ;; *) echo "usage: sanitized.sh [PART...], of: $parts" >&2; exit 2 ;; esac
done
[ "${1-}" != list ] || { printf '%s\n' $parts; exit 0; }

make_qemu() { # SOURCE OUT
	"$top/device/build-qemu.sh" installed "$1" "$2" -U_FORTIFY_SOURCE -fsanitize=address,undefined \
		-fno-sanitize-recover=undefined -fno-omit-frame-pointer -O1 -g
}
# tests QEMU SCRIPT [NAME...]: runs it; the sanitizers' reports are left in work/report.*
# (UBSan beside AddressSanitizer knows no log_path: it speaks on stderr)
tests() {
	local qemu=$1 script=$2
	shift 2
	rm -f "$work"/report.*
	# Coroutines change stacks below its feet; the tests kill QEMU, so that no leak could be told from one; hold.c comes first.
	ASAN_OPTIONS="detect_leaks=0:detect_stack_use_after_return=0:verify_asan_link_order=0:log_path='$work/report'" \
	UBSAN_OPTIONS=print_stacktrace=1 AEROSTAT_SAID=$work/report.said \
	AEROSTAT_QEMU=$qemu "$here/$script" tree "$@"
}
reports() { cat "$work"/report.* 2>/dev/null | grep -E 'ERROR: AddressSanitizer|runtime error:'; }
silent() {
	local text
	text=$(reports) || return 0
	cat "$work"/report.* >"$work/seen"
	printf '%s\n' "$text" "$(wc -l <<<"$text") reports of a sanitizer, in $work/seen"
	return 1
}

# fault SAYS FILE SED WORD CASE: a sanitizer must say WORD when CASE of qtest.py is run with it
fault() {
	rm -rf "$work/fault"
	mkdir -p "$work/fault/src"
	cp "$top"/device/*.[ch] "$top/device/meson.build" "$work/fault/src"
	sed -i "$3" "$work/fault/src/$2"
	if cmp -s "$work/fault/src/$2" "$top/device/$2"; then
		not_ok "a sanitizer sees: $1" "the edit changes nothing in $2"
	elif ! make_qemu "$work/fault/src" "$work/fault" >"$work/log" 2>&1; then
		not_ok "a sanitizer sees: $1" "$(cat "$work/log")"
	else
		tests "$work/fault/qemu-system-x86_64" qtest.py "$5" >"$work/said" 2>&1
		if [[ $(reports) == *$4* ]]; then ok "a sanitizer sees: $1"; else not_ok "a sanitizer sees: $1" "none says $4 in $5
$(cat "$work/said")"; fi
	fi
}
faults() {
	fault "a message's set has room for one run" virtio-aerostat.c 's/g_new(struct run, EXTENTS_MAX)/g_new(struct run, 1)/' \
		heap-buffer-overflow largest
	fault "a message's set is freed, and used" virtio-aerostat.c 's/^    set->run = g_new(.*/&\n    g_free(set->run);/' \
		heap-use-after-free give
	fault "a shift by more than there are bits" offer.c \
		's/^    \*addr = run->addr;/&\n    if (1u << (run->pages + 63) == 0) { *addr = 0; }/' "shift exponent" give
}

qemu=$top/build/sanitized/qemu
text=$(make_qemu "$top/device" "$qemu" 2>&1) || {
	not_ok "there is a QEMU with sanitizers" "$text"
	done_testing "tests/device/sanitized.sh $*"
	exit
}
for part in ${*:-$parts}; do
	work=$top/build/sanitized/$part
	mkdir -p "$work"
	if [ "$part" = faults ]; then faults; continue; fi
	merge "$part" tests "$qemu/qemu-system-x86_64" "$part.py"
	check "$part: no sanitizer has anything to say" silent
done
done_testing "tests/device/sanitized.sh $*"
