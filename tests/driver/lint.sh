#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# lint.sh: the driver, read by the tools of the kernel's maintainers.  Last line: "N passed, N failed".
#   sparse       on the installed kernel and on 6.12
#   checkpatch   --strict, with lines of up to 120 characters as everywhere in this project
#   coccinelle   every script of the kernel's that reports
# The scripts are those of the package linux-source-6.1, kept in build/lint.  What may be said is in lint.except, with
# the reason.
set -eu
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$here/count.sh"
driver=$root/driver
out=$root/build/tests-lint
scripts=$root/build/lint/scripts
package=linux-source-6.1
rm -rf "$out"
mkdir -p "$out"

fetch() { # the scripts, unpacked but not installed
	[ ! -f "$scripts/complete" ] || return 0
	echo "downloading $package (140 MB) for its scripts" >&2
	folder=$root/build/lint
	rm -rf "$folder"
	mkdir -p "$folder"
	cd "$folder"
	download() { apt-get -q -o APT::Sandbox::User=root download "$package" >log 2>&1; }
	download || { apt-get -q update >log 2>&1 && download; } || { cat log; echo "apt-get cannot get $package"; return 1; }
	dpkg --fsys-tarfile "$package"_*.deb | tar -x -O "./usr/src/$package.tar.xz" |
		tar -x -J --strip-components=1 "$package/scripts/checkpatch.pl" "$package/scripts/spelling.txt" \
			"$package/scripts/const_structs.checkpatch" "$package/scripts/coccinelle" || return 1
	rm -f "$package"_*.deb
	[ "$(find scripts/coccinelle -name '*.cocci' | wc -l)" -ge 60 ] || { echo "$package lacks its scripts"; return 1; }
	touch scripts/complete
}
fetch >"$out/fetch.log" || {
	bad "there are no scripts to read the driver with" "$(cat "$out/fetch.log")"
	finish tests/driver/lint.sh
	exit 1
}

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
	make -C "$2" M="$1" CONFIG_DEBUG_INFO_BTF_MODULES= C=2 -j"$(nproc)" modules >"$1/build.log" 2>&1 || { cat "$1/build.log"; return 1; }
	for file in $(cd "$1" && ls ./*.c | grep -v '\.mod\.c$'); do
		grep -qE "CHECK .*/$(basename "$file")$" "$1/build.log" || { echo "sparse did not look at $file"; return 1; }
	done
	! grep -iE 'warning|error' "$1/build.log"
}
on() { # KDIR
	release=$(basename "$1" | sed 's/^linux-headers-//')
	check "sparse has nothing to say, on $release" sparse "$out/source" "$1"
	sparse "$out/fault" "$1" >"$out/heard" 2>&1 || true
	hears "... and sees a known fault" 'dereference of noderef' "$out/heard"
	make -C "$1" M="$out/source" clean >/dev/null 2>&1
	make -C "$1" M="$out/fault" clean >/dev/null 2>&1
}
on "$("$driver/kdir.sh")"
if "$here/kernel-tree.sh" 6.12 2>"$out/tree.log"; then
	on "$(cat "$root/build/kernel-trees/6.12/kdir")"
else
	bad "there is no kernel 6.12" "$(cat "$out/tree.log")"
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
hears "... and sees a known fault" '^checkpatch fault.c BRACES: line 10: ' "$out/heard"

coccinelle "$out/source" >"$out/cocci.heard"
grep -vE '^checkpatch ' "$here/lint.except" >"$out/cocci.except"
excepted "$out/cocci.heard" "$out/cocci.except" >"$out/heard"
n=$(wc -l <"$out/source.ran")
check "coccinelle has nothing to say that is not excepted ($n scripts)" sh -c "! grep . '$out/heard'"
check "... and has run at least 60" test "$n" -ge 60
coccinelle "$out/fault" >"$out/heard"
hears "... and sees a known fault" '^ifnullfree.cocci fault.c report: line 9: ' "$out/heard"

{ cat "$out/checkpatch.except"; echo "checkpatch main.c NEVER no reason at all"; } >"$out/stale.except"
excepted "$out/checkpatch.heard" "$out/stale.except" >"$out/heard"
hears "an exception that is not needed is seen" 'main.c NEVER: excepted, and not said any more' "$out/heard"
{ cat "$out/checkpatch.except"; echo "checkpatch compat.h CONSTANT_COMPARISON"; } >"$out/bare.except"
excepted "$out/checkpatch.heard" "$out/bare.except" >"$out/heard"
hears "an exception without a reason is seen" 'a line without a reason' "$out/heard"

finish tests/driver/lint.sh
