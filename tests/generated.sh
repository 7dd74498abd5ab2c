#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# generated.sh: the committed files that are generated are those that `make gen` has just made of spec/.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
. tests/tap.sh
unchanged() { said=$(git status --porcelain) && [ -z "$said" ] || { git --no-pager diff --stat; echo "$said"; false; }; }
check "make gen leaves the checkout as it is committed; if not: run it, and commit what it writes" unchanged
done_testing tests/generated.sh
