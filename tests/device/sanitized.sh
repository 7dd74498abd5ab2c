#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# sanitized.sh: the tests of the device on a QEMU 7.2 whose device is compiled with AddressSanitizer and UBSan.
#
#     build/qemu-7.2 (device/build-qemu.sh), its objects -- the device's compiled again, linked with libasan -->
#     build/sanitized/qemu-system-x86_64 -- AEROSTAT_QEMU --> the tests; each report of a sanitizer is a FAIL
#
# All of that QEMU allocates with AddressSanitizer; the device alone is checked at each access.  Then faults are put
# into a copy of the device that a sanitizer must see.  `N passed, N failed` at the end.
set -u
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
tree=$top/build/qemu-7.2
work=$top/build/sanitized
passed=0 failed=0
ok() { passed=$((passed + 1)); echo "ok    $1"; }
bad() { failed=$((failed + 1)); echo "FAIL  $1"; }

# What tree/ would do to make its QEMU, as one shell script: the device from SOURCE, into OUT.
commands() { # SOURCE OUT
	(cd "$tree" && ninja -t commands qemu-system-x86_64 | tail -n 1 >"$2/link" && python3 - "$1" "$2" <<'END'
import json, os, re, shlex, sys
source, out = sys.argv[1:]
flags = '-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -O1 -g'
with open(os.path.join(out, 'link')) as f:
    link = f.read().strip()
made = 0
for c in json.load(open('compile_commands.json')):
    if 'qemu-x86_64-softmmu.fa.p/hw_virtio_aerostat_' in c['output']:
        name = os.path.basename(c['file'])
        object_ = os.path.join(out, name[:-2] + '.o')
        print(c['command'].split(' -MD ')[0].replace('-D_FORTIFY_SOURCE=2', ''), flags, '-iquote', shlex.quote(source),
              '-Werror -c', shlex.quote(os.path.join(source, name)), '-o', shlex.quote(object_), '&&')
        assert c['output'] in link, c['output']
        link = link.replace(c['output'], shlex.quote(object_))
        made += 1
assert made, 'no file of the device in compile_commands.json'
print(re.sub(r' -o qemu-system-x86_64 ', ' -fsanitize=address,undefined -o ' +
             shlex.quote(os.path.join(out, 'qemu-system-x86_64')) + ' ', link))
END
	)
}
make_qemu() { # SOURCE OUT
	mkdir -p "$2"
	rm -f "$2/qemu-system-x86_64"
	commands "$1" "$2" >"$2/commands" && (cd "$tree" && nice -n 5 sh "$2/commands") >"$2/log" 2>&1 && [ -x "$2/qemu-system-x86_64" ]
}

# tests QEMU SCRIPT [NAME...]: what it says is left in work/said, the sanitizers' reports in work/report.*
# (UBSan beside AddressSanitizer knows no log_path: it speaks on stderr)
tests() {
	local qemu=$1 script=$2
	shift 2
	rm -f "$work"/report.*
	# Coroutines change stacks below its feet; the tests kill QEMU, so that no leak could be told from one; hold.c comes first.
	ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0:verify_asan_link_order=0:log_path=$work/report \
	UBSAN_OPTIONS=print_stacktrace=1 AEROSTAT_SAID=$work/report.said \
	AEROSTAT_QEMU=$qemu "$here/$script" tree "$@" >"$work/said" 2>&1
}
reports() { cat "$work"/report.* 2>/dev/null | grep -E 'ERROR: AddressSanitizer|runtime error:'; }

"$top/device/build-qemu.sh" || { bad "no QEMU with the device"; echo "0 passed, 1 failed"; exit 1; }
mkdir -p "$work"
want=$(cat "$top"/device/*.[ch] "$0" "$tree/.built" | sha256sum)
if [ "$(cat "$work/stamp" 2>/dev/null)" != "$want" ]; then
	rm -f "$work/stamp"
	make_qemu "$top/device" "$work" || { cat "$work/log" >&2; bad "no QEMU with sanitizers"; echo "0 passed, 1 failed"; exit 1; }
	echo "$want" >"$work/stamp"
fi

for script in qtest.py virtio.py hostile.py life.py discards.py pressure.py reuse.py pinned.py schema.py random_messages.py; do
	echo "-- $script under AddressSanitizer and UBSan"
	tests "$work/qemu-system-x86_64" $script
	sed '$d' "$work/said"
	last=$(tail -n 1 "$work/said")
	if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]] && [ "$last" != "0 passed, 0 failed" ]; then
		passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
	else
		bad "$script ended without a result: $last"
	fi
	if reports >"$work/seen"; then
		sed 's/^/      /' "$work/seen"
		cp "$work"/report.* "$work/seen-in-$script" 2>/dev/null || cat "$work"/report.* >"$work/seen-in-$script"
		bad "$script: $(wc -l <"$work/seen") reports of a sanitizer, in $work/seen-in-$script"
	else
		ok "$script: no sanitizer has anything to say"
	fi
done

# fault SAYS FILE SED WORD CASE: a sanitizer must say WORD when CASE of qtest.py is run with it
fault() {
	rm -rf "$work/fault"
	mkdir -p "$work/fault/src"
	cp "$top"/device/*.[ch] "$work/fault/src"
	sed -i "$3" "$work/fault/src/$2"
	if cmp -s "$work/fault/src/$2" "$top/device/$2"; then
		bad "$1: the edit changes nothing in $2"
	elif ! make_qemu "$work/fault/src" "$work/fault"; then
		bad "$1: does not compile, see $work/fault/log"
	elif tests "$work/fault/qemu-system-x86_64" qtest.py "$5"; [[ $(reports) != *$4* ]]; then
		bad "$1: no sanitizer says $4 in $5"
	else
		ok "a sanitizer sees: $1"
	fi
}
echo "-- faults that a sanitizer must see"
fault "a message's set has room for one run" virtio-aerostat.c 's/g_new(struct run, EXTENTS_MAX)/g_new(struct run, 1)/' \
	heap-buffer-overflow largest
fault "a message's set is freed, and used" virtio-aerostat.c 's/^    set->run = g_new(.*/&\n    g_free(set->run);/' \
	heap-use-after-free give
fault "a shift by more than there are bits" offer.c \
	's/^    \*addr = run->addr;/&\n    if (1u << (run->pages + 63) == 0) { *addr = 0; }/' "shift exponent" give
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
