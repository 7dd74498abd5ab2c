#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# lint.sh: the driver, read by the tools of the kernel's maintainers.
#   sparse       on the installed kernel and on 6.12
#   checkpatch   --strict, with lines of up to 120 characters as everywhere in this project
#   coccinelle   every script of the kernel's that reports
# The scripts are those of the kernel's source package (tests/linux-source.sh), kept by device/cache.sh in build/lint.  What
# may be said is in lint.except, with the reason.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$root/tests/tap.sh"
driver=$root/driver
out=$root/build/tests-lint
scripts=$root/build/lint/scripts

if [ "${1-}" = --make ]; then	# the scripts, of the package $2, in the current folder
	linux=$(basename "$2") linux=${linux%%_*}
	dpkg --fsys-tarfile "$2" | tar -x -O "./usr/src/$linux.tar.xz" |
		tar -x -J --strip-components=1 "$linux/scripts/checkpatch.pl" "$linux/scripts/spelling.txt" \
			"$linux/scripts/const_structs.checkpatch" "$linux/scripts/coccinelle"
	[ "$(find scripts/coccinelle -name '*.cocci' | wc -l)" -ge 60 ] || { echo "lint.sh: $2 lacks its scripts" >&2; exit 1; }
	exit
fi
rm -rf "$out"
mkdir -p "$out"
fetch() {
	deb=$("$root/tests/linux-source.sh") &&
		"$root/device/cache.sh" entry "$root/build/lint" lint "$(basename "$deb") scripts" "$here/lint.sh" --make "$deb"
}
fetch >"$out/fetch.log" 2>&1 || {
	not_ok "there are scripts to read the driver with" "$(cat "$out/fetch.log")"
	done_testing tests/driver/lint.sh
	exit
}
says() { cat "$2"; grep -qE -- "$1" "$2"; } # PATTERN FILE: what was said there tells of it

# a file with a fault for each tool
mkdir "$out/source" "$out/fault"
cp "$driver"/Kbuild "$driver"/*.[ch] "$out/source"
rm -f "$out"/source/*.mod.c
echo 'obj-m := fault.o' >"$out/fault/Kbuild"
cat >"$out/fault/fault.c" <<'FAULT'
// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/module.h>
#include <linux/slab.h>

int fault(int __user *p, void *q);
int fault(int __user *p, void *q)
{
	if (q)
		kfree(q);
	if (p) {
		return *p;
	}
	return 0;
}
MODULE_DESCRIPTION("a fault");
MODULE_LICENSE("GPL");
FAULT

# sparse
sparse() { # FOLDER KDIR
	make -C "$2" M="$1" CONFIG_DEBUG_INFO_BTF_MODULES= AEROSTAT_CHECKS=y C=2 -j"$(nproc)" modules >"$1/build.log" 2>&1 || { cat "$1/build.log"; return 1; }
	for file in $(cd "$1" && ls ./*.c | grep -v '\.mod\.c$'); do
		grep -qE "CHECK .*/$(basename "$file")$" "$1/build.log" || { echo "sparse did not look at $file"; return 1; }
	done
	! grep -iE 'warning|error' "$1/build.log"
}
on() { # KDIR
	release=$(basename "$1" | sed 's/^linux-headers-//')
	check "sparse has nothing to say, on $release" sparse "$out/source" "$1"
	sparse "$out/fault" "$1" >"$out/heard" 2>&1 || true
	check "... and sees a known fault" says 'dereference of noderef' "$out/heard"
	make -C "$1" M="$out/source" clean >/dev/null 2>&1
	make -C "$1" M="$out/fault" clean >/dev/null 2>&1
}
on "$("$driver/kdir.sh")"
if "$here/kernel-tree.sh" 6.12 2>"$out/tree.log"; then
	on "$(cat "$root/build/kernel-trees/6.12/kdir")"
else
	not_ok "there is a kernel 6.12" "$(cat "$out/tree.log")"
fi

# each tool's words, one a line: TOOL FILE WHAT: the line as it was said
checkpatch() { # FOLDER
	cd "$1"
	for file in $(ls *.[ch]); do
		status=0	# 1 when it has something to say; it also grumbles that there is no kernel tree
		perl "$scripts/checkpatch.pl" --no-tree --root=. --strict --terse --show-types --max-line-length=120 -f "$file" \
			>"$1.checkpatch" 2>"$1.errors" || status=$?
		sed -nE 's/^([^:]+):([0-9]+): [A-Z]+:([A-Z_]+): (.*)/checkpatch \1 \3: line \2: \4/p' "$1.checkpatch" >"$1.words"
		if [ "$status" -gt 1 ] || { [ "$status" = 1 ] && [ ! -s "$1.words" ]; }; then
			echo "checkpatch $file ended-early: status $status: $(tail -n 1 "$1.errors")"
		fi
		cat "$1.words"
	done
}
coccinelle() { # FOLDER
	cd "$1"
	find "$scripts/coccinelle" -name '*.cocci' | sort >"$1.scripts"
	while read -r script; do
		grep -q '^virtual report' "$script" || continue
		tool=$(basename "$script")
		options=$(sed -n 's/^[/]* *Options: *//p' "$script" | sed 's/--all-includes//')
		spatch -D report --very-quiet --no-show-diff --cocci-file "$script" $options --dir . >"$1.spatch" 2>"$1.errors" </dev/null ||
			echo "$tool - ended-early: $(tail -n 1 "$1.errors")"
		sed -nE "s/^\.\/([^:]+):([0-9]+).*opportunity for ([a-z]+)\(\).*/$tool \1 \3: line \2/p; t
			s/^\.\/([^:]+):([0-9]+)[-:0-9 ]*(.*)/$tool \1 report: line \2: \3/p; t
			/./s/^/$tool - report: /p" "$1.spatch"
		echo "$tool" >>"$1.ran"
	done <"$1.scripts"
}
excepted() { # FILE EXCEPTIONS: FILE without what is excepted, and what is excepted for nothing
	awk 'NR == FNR { if ($0 !~ /^#/ && NF) { if (NF < 4) print FILENAME ": a line without a reason: " $0; may[$1 " " $2 " " $3] = 0 } next }
		{ what = $3; sub(/:$/, "", what); key = $1 " " $2 " " what
		  if (key in may) may[key]++; else print }
		END { for (key in may) if (!may[key]) print key ": excepted, and not said any more" }' "$2" "$1"
}

checkpatch "$out/source" >"$out/checkpatch.heard"
grep -E '^(#|checkpatch )' "$here/lint.except" >"$out/checkpatch.except"
excepted "$out/checkpatch.heard" "$out/checkpatch.except" >"$out/heard"
check "checkpatch has nothing to say that is not excepted" sh -c "! grep . '$out/heard'"
checkpatch "$out/fault" >"$out/heard"
check "... and sees a known fault" says '^checkpatch fault.c BRACES: line 10: ' "$out/heard"

coccinelle "$out/source" >"$out/cocci.heard"
grep -vE '^checkpatch ' "$here/lint.except" >"$out/cocci.except"
excepted "$out/cocci.heard" "$out/cocci.except" >"$out/heard"
n=$(wc -l <"$out/source.ran")
check "coccinelle has nothing to say that is not excepted ($n scripts)" sh -c "! grep . '$out/heard'"
check "... and has run at least 60" test "$n" -ge 60
coccinelle "$out/fault" >"$out/heard"
check "... and sees a known fault" says '^ifnullfree.cocci fault.c report: line 9: ' "$out/heard"

{ cat "$out/checkpatch.except"; echo "checkpatch main.c NEVER no reason at all"; } >"$out/stale.except"
excepted "$out/checkpatch.heard" "$out/stale.except" >"$out/heard"
check "an exception that is not needed is seen" says 'main.c NEVER: excepted, and not said any more' "$out/heard"
{ cat "$out/checkpatch.except"; echo "checkpatch compat.h CAMELCASE"; } >"$out/bare.except"
excepted "$out/checkpatch.heard" "$out/bare.except" >"$out/heard"
check "an exception without a reason is seen" says 'a line without a reason' "$out/heard"

done_testing tests/driver/lint.sh
