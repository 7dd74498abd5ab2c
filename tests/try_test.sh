#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# try_test.sh: make try shows what it promises, and says so when it cannot.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$here")
. "$here/tap.sh"
cd "$root" || exit 1
says() { grep -qE "$1" <<<"$said"; } # PATTERN
said=$(tests/try.sh 2>&1); status=$?
check "make try runs" [ $status = 0 ]
check "... the protocol holds, in so many states" says '^The protocol holds in [0-9]{4,} states'
check "... guest_tick is proven" says '^guest_tick is proven'
check "... one line is changed" [ "$(grep -c '^[-+]	' <<<"$said")" = 2 ]
check "... the search finds it" says '^base: not_wiped is violated: counterexample of [0-9]+ steps'
check "... the chart has the commit that is not answered" says '\|--commit seq=1-+>\| host_commit'
check "... and the generated C wipes the page" says 'WIPED page [0-9]+: the guest is using it'
copy=$(mktemp -d); trap 'rm -rf "$copy"' EXIT
cp -r Makefile spec model gen tests driver device proofs "$copy"
sed -i 's/^new=.*/new=$old/' "$copy/tests/try.sh"
fails "a change that the search does not notice is said" 'try: the change has not been noticed' "$copy/tests/try.sh"
sed -i 's/== GIVE_WAIT_ACK && now_ms_ >= g.sent_at_ms/!= GIVE_IDLE \&\& now_ms_ >= g.sent_at_ms/' "$copy/spec/guest.pml"
fails "a protocol that does not hold is said" 'try: the base world does not hold' "$copy/tests/try.sh"
done_testing tests/try_test.sh
