#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: all tests of the device: its books against a plain model, the device in the stock QEMU and in a QEMU
# built with it, and the faults that these tests must see.  `N passed, N failed` at the end.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
passed=0 failed=0

# part SAYS COMMAND...: shows what it says; its last line must be `N passed, N failed`, with something passed.
part() {
	echo "== $1"
	shift
	"$@" 2>&1 | tee "$top/build/device-test.log" || :
	last=$(tail -n 1 "$top/build/device-test.log")
	if echo "$last" | grep -qxE '[0-9]+ passed, [0-9]+ failed' && [ "$last" != "0 passed, 0 failed" ]; then
		p=${last%% passed*} f=${last#*, } f=${f% failed}
	else
		echo "FAIL  this part ended without a result"
		p=0 f=1
	fi
	passed=$((passed + p)) failed=$((failed + f))
}

held() {
	gcc -g -O1 -Wall -Wextra -fsanitize=address,undefined -fno-sanitize-recover -o "$top/build/held_test" \
		"$here/held_test.c" "$top/device/held.c" "$top/device/offer.c" "$top/device/core_gen.c" &&
		"$top/build/held_test" "$@"
}

"$top/device/build-so.sh"
"$top/device/build-qemu.sh"
part "the books against a plain model, under ASan and UBSan" held "$@"
part "the stock QEMU with the shared object" "$here/qtest.py" stock
part "a QEMU built with the device" "$here/qtest.py" tree
part "faults that the tests must see" "$here/faults.sh"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
