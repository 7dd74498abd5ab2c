#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# sanitized.sh [PART[:CASE]...]: the tests of the device on a QEMU 7.2 whose device is compiled with AddressSanitizer and UBSan.
# `sanitized.sh list` lists the parts; all if none is given.  Parts may run beside each other.
#
#     device/build-qemu.sh with the sanitizers' flags --> build/sanitized/qemu/qemu-system-x86_64 -- AEROSTAT_QEMU --> the
#     tests; each report of a sanitizer is a failure
#
# All of that QEMU allocates with AddressSanitizer; the device alone is checked at each access.  What a sanitizer must see is
# in tests/faults/sanitized.tsv.
set -u
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
. "$top/tests/tap.sh"
parts="qtest virtio hostile life discards pressure reuse pinned schema random_messages"
for part; do
	case " $parts list " in *" ${part%%:*} "*) ;; *) echo "usage: sanitized.sh [PART...], of: $parts" >&2; exit 2 ;; esac
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

qemu=$top/build/sanitized/qemu
text=$(make_qemu "$top/device" "$qemu" 2>&1) || {
	not_ok "there is a QEMU with sanitizers" "$text"
	done_testing "tests/device/sanitized.sh $*"
	exit
}
for part in ${*:-$parts}; do
	case $part in *:*) cases=${part#*:} ;; *) cases= ;; esac
	script=${part%%:*} work=$top/build/sanitized/${part%%:*}
	mkdir -p "$work"
	merge "$part" tests "$qemu/qemu-system-x86_64" "$script.py" $cases
	check "$part: no sanitizer has anything to say" silent
done
done_testing "tests/device/sanitized.sh $*"
