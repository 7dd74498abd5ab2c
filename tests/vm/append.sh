#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# append.sh INITRAMFS TREE OUT: an initramfs with the files of the folder TREE besides; the kernel unpacks one after the other.
set -eu
{ cat "$1"; cd "$2" && find . | cpio -o -H newc --quiet -R 0:0 | gzip -1; } >"$3"
