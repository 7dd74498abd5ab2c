#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run_test.sh: run.py on a small tree of its own: what it must see, and what it must not take for seen.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../tap.sh"
tree=$here/../../build/tests-faults
rm -rf "$tree"
mkdir -p "$tree/tests/faults" "$tree/spec" "$tree/gen" "$tree/model" "$tree/proofs" "$tree/driver" "$tree/device"
cp "$here/run.py" "$tree/tests/faults/"
cp "$here/../tap.py" "$tree/tests/"
: >"$tree/Makefile"
printf 'one\ntwo\nthree\n\tfour\n' >"$tree/driver/a.c"
cat >"$tree/tests/faults/seers.tsv" <<'SEERS'
keeper	not ok - 	build/kept	if [ -s build/kept/result ]; then echo 'ok 1 - kept'; else echo 'not ok 1 - kept'; fi; : >build/kept/result
reader	not ok - reads {args}	-	if [ -e driver/made ]; then echo "not ok 1 - is clean"; fi; : >driver/made; if grep -qx "$1" driver/a.c; then echo "ok 1 - reads $1"; else echo "not ok 1 - reads $1"; exit 1; fi
silent	not ok - 	-	grep -q one driver/a.c && echo "ok 1 - reads one"
broken	not ok - 	-	echo "not ok 1 - always"
skipping	not ok - 	-	echo "ok 1 - reads # SKIP there is none"
hanging	not ok - 	-	if grep -q one driver/a.c; then echo "ok 1 - reads one"; else sleep 1000; fi
maker	not ok - 	-	mkdir -p build; [ -e build/x ] || echo one >build/x; if grep -qx one build/x; then echo 'ok 1 - made'; else echo 'not ok 1 - made'; fi
talkative	one	-	echo "ok 1 - one"
SEERS
table() { printf '# words\n%b\n' "$1" >"$tree/tests/faults/t.tsv"; } # LINES
run() { "$tree/tests/faults/run.py" "$@"; }
says() { pattern=$1; shift; text=$("$@") || { echo "$text"; return 1; }; echo "$text"; echo "$text" | grep -qE -- "$pattern"; } # PATTERN COMMAND...
both='no two\tdriver/a.c\ttwo\t2\treader two\nno three\tdriver/a.c\tthree\t3\treader three'

table "$both"
check "a fault that a test sees" says '^ok 2 - seen by reader two: no two$' run t
check "... after it the sources are as they were" says '^ok 4 - seen by reader three: no three$' run t
check "a part has what the other has not" says '^ok 2 - seen by reader two' run -p 1/2 t
check "... and the other way round" says '^ok 2 - seen by reader three' run -p 2/2 t
check "by their words" says '^ok 2 - seen by reader three' run t 'no three'
fails "words that no fault has" '^1..0$' run t 'no five'
table 'no four\tdriver/a.c\tthree\\n\\tfour\tthree\\n\tfour\treader \tfour'
fails "a tab in a text is written \\t, and a field more is an error" 't.tsv:2: more than six fields' run t
table 'no line\tdriver/a.c\tthree\\n\\tfour\tthree\treader three\tnot ok - nothing'
fails "a test must say the words of the line, not others" 'it does not say: not ok - nothing' run t
table 'two edits\tdriver/a.c\tone\t1\treader two\n\tdriver/a.c\ttwo\t2\n& and a third\tdriver/a.c\tthree\t3\treader three'
check "several edits in one copy, and several tests" says '^ok 4 - seen by reader three: and a third' run t
table 'not there\tdriver/a.c\tfive\t5\treader two'
fails "an edit that does not apply is named by its line" 't.tsv:2: driver/a.c does not hold this text once' run t
fails "... without running a test, too" 't.tsv:2: driver/a.c does not hold this text once' run -n t
table 'twice\tdriver/a.c\to\t0\treader two'
fails "a text that stands there more than once" 't.tsv:2: .* it holds it 3 times' run -n t
table 'the same\tdriver/a.c\ttwo\ttwo\treader two'
fails "an edit that changes nothing" 't.tsv:2: changes nothing' run -n t
table 'no file\tdriver/b.c\ttwo\t2\treader two'
fails "a file that is not there" 't.tsv:2: there is no driver/b.c' run -n t
table 'no test\tdriver/a.c\ttwo\t2\tnobody'
fails "a test that is not there" 'seers.tsv has no nobody' run -n t
table "$both"
check "every edit of a table applies" says '^ok 1 - t.tsv: 2 faults' run -n
table ''
fails "a table without faults" '^not ok 1 - t.tsv: 0 faults' run -n
table 'unseen\tdriver/a.c\tthree\t3\treader two'
fails "a fault that the test does not see" 'it does not say: not ok - reads two' run t
table 'no one\tdriver/a.c\tone\t1\tsilent'
fails "an exit status is no evidence" 'it does not say: ' run t
table 'no one\tdriver/a.c\tone\t1\tbroken'
fails "a test that fails without a fault" 'not judged: it does not pass without a fault' run t
table 'no one\tdriver/a.c\tone\t1\ttalkative'
fails "a test that says the words without a fault" 'of a fault that is not there it says' run t
table 'no one\tdriver/a.c\tone\t1\thanging'
fails "a test that does not end could not be judged" 'could not be judged: the test did not end in 2.0 s' run -b 2 t
table 'no one\tdriver/a.c\tone\t1\tskipping'
check "what cannot be tested here is skipped" says '^ok 2 - seen by skipping: no one # SKIP there is none' run t
table 'made\tbuild/x\tone\t1\tmaker\nmade again\tbuild/x\tone\t2\tmaker'
check "an edit of what a test has made" says '^ok 3 - seen by maker: made again$' run t
mkdir -p "$tree/build/kept"
echo result >"$tree/build/kept/result"
table 'kept\tdriver/a.c\tone\t1\tkeeper'
check "results that a test brings along" says '^ok 2 - seen by keeper: kept$' run t
check "... stay as they were in the checkout" test -s "$tree/build/kept/result"
done_testing tests/faults/run_test.sh
