#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
# [GEN_CFLAGS="..."] build.sh OUTDIR: builds OUTDIR/gen with re2c, lemon and gcc, unless it is newer than its sources.
set -eu
[ $# = 1 ] || { echo "usage: gen/build.sh OUTDIR" >&2; exit 2; }
here=$(dirname "$0")
out=$1
if [ -x "$out/gen" ] && [ -z "$(find "$here" -type f -newer "$out/gen")" ]; then
	exit 0
fi
mkdir -p "$out"
re2c -W -Werror -i -o "$out/lex.c" "$here/lex.re"
lemon -q -d"$out" "$here/parse.y"
flags="-std=gnu11 -O2 -g -Wall -Wextra -Werror -I$here -I$out ${GEN_CFLAGS-}"
# lemon's template leaves a few things unused.
gcc $flags -Wno-unused-variable -Wno-unused-parameter -c -o "$out/parse.o" "$out/parse.c"
gcc $flags -o "$out/gen.new" "$here"/main.c "$here"/diag.c "$out/lex.c" "$out/parse.o" "$here"/check*.c "$here"/emit*.c "$here"/mutate.c
mv "$out/gen.new" "$out/gen"
