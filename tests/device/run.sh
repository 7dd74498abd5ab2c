#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: the tests of the device: its books against a plain model, the device in the stock QEMU and in a QEMU
# built with it.  faults.sh shows what these tests see.  `N passed, N failed` at the end.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
passed=0 failed=0
results=$top/build/results/device.tsv
mkdir -p "$top/build/results"
: >"$results"

# part SAYS COMMAND...: shows what it says; its last line must be `N passed, N failed`, with something passed.
part() {
	echo "== $1"
	part=$1
	shift
	"$@" 2>&1 | tee "$top/build/device-test.log" || :
	sed -nE "s/^(ok|FAIL)  +(.*)/$part: \\2\t\\1\t\tnew/p" "$top/build/device-test.log" >>"$results"
	last=$(tail -n 1 "$top/build/device-test.log")
	if echo "$last" | grep -qxE '[0-9]+ passed, [0-9]+ failed' && [ "$last" != "0 passed, 0 failed" ]; then
		p=${last%% passed*} f=${last#*, } f=${f% failed}
	else
		echo "FAIL  this part ended without a result"
		printf '%s\tFAIL\t\tnew\n' "$part: ended without a result" >>"$results"
		p=0 f=1
	fi
	passed=$((passed + p)) failed=$((failed + f))
}

books() {
	gcc -g -O1 -Wall -Wextra -fsanitize=address,undefined -fno-sanitize-recover -o "$top/build/books_test" \
		-Wno-unused-parameter "$here/books_test.c" "$top/device/runs_gen.c" "$top/device/offer.c" "$top/device/core_gen.c" &&
		"$top/build/books_test" "$@"
}

plain() { # NAME SOURCES...: a plain C test
	name=$1; shift
	gcc -g -O1 -Wall -Wextra -Wno-unused-parameter -fsanitize=address,undefined -fno-sanitize-recover -I"$top/device" \
		-o "$top/build/$name" "$here/$name.c" "$@" && "$top/build/$name"
}

messages() {
	gcc -g -O1 -Wall -Wextra -fsanitize=address,undefined -fno-sanitize-recover=all -o "$top/build/message_test" \
		-Wno-unused-parameter "$here/message_test.c" "$top"/device/message.c "$top"/device/offer.c \
		"$top"/device/runs_gen.c "$top"/device/core_gen.c &&
		"$top/build/message_test"
}

"$top/device/build-so.sh"
"$top/device/build-qemu.sh"
part "the books against a plain model, under ASan and UBSan" books "$@"
part "messages against a plain model, without a QEMU, under ASan and UBSan" messages
part "the stock QEMU with the shared object" "$here/qtest.py" stock
part "a hostile guest, the stock QEMU" "$here/hostile.py" stock
part "random messages, the stock QEMU" "$here/random_messages.py" stock
part "a QEMU built with the device" "$here/qtest.py" tree
part "a hostile guest, the built QEMU" "$here/hostile.py" tree
part "whole host pages against a plain model" plain whole_test "$top/device/whole.c" "$top/device/runs_gen.c" "$top/device/core_gen.c"
part "hosts made of files" plain pressure_test "$top/device/pressure.c"
for test in virtio life discards pressure reuse pinned schema; do
	part "$test, stock QEMU" "$here/$test.py" stock
	part "$test, built QEMU" "$here/$test.py" tree
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
