#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# spread_test.sh: jobs on this machine and on two hosts give the same results as on this machine alone.
#
# The hosts are made by hosts.sh.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(dirname "$here")
. "$here/tap.sh"
. "$here/hosts.sh"
why=$(hosts_can_be 2>&1) || why=${why:-unknown}
[ -z "$why" ] || { skip "jobs on two hosts" "no network namespaces here: $why"; printf '1..%d\n' "$tap_count"; exit 0; }
cleanup() { hosts_end; rm -rf "$root/build/spread-test"; }
trap cleanup EXIT
hosts_begin
check "host a has an sshd" hosts_add a 2
check "host b has an sshd" hosts_add b 6

# Each job leaves its sum, and the namespace that it ran in.
mkdir -p "$root/build/spread-test"
cat >"$root/build/spread-test/job" <<'JOB'
#!/bin/sh
# job N: leaves sum/N, and where/N: the network namespace.  A job that has begun says so; with a file "wait" it lasts.
mkdir -p build/spread-test/sum build/spread-test/where
readlink /proc/self/ns/net >"build/spread-test/where/$1"
[ ! -e build/spread-test/wait ] || sleep 2
seq "$1" | sha256sum >"build/spread-test/sum/$1"
echo "job $1 has ended"
exit 1
JOB
chmod +x "$root/build/spread-test/job"
spread() { # N: runs jobs 1 to N
	rm -rf "$root"/build/spread-test/{sum,where}
	seq "$1" | SSH="ssh -F $hosts_work/config" "$here/spread.sh" -s build/spread-test -r build/spread-test/sum/{} -r build/spread-test/where/{} \
		build/spread-test/job {}
}
total() { cat "$root"/build/spread-test/sum/* | sha256sum; }
places() { sort -u "$root"/build/spread-test/where/* | wc -l; }

said=$(HOSTS='' spread 40); alone=$(total)
check "alone, each of 40 jobs runs" [ "$(grep -c '^job [0-9]* has ended$' <<<"$said")" = 40 ]
check "... in one place" [ "$(places)" = 1 ]
said=$(HOSTS="aerostat-a aerostat-b" spread 40)
check "with two hosts, each of 40 jobs runs once" [ "$(grep '^job [0-9]* has ended$' <<<"$said" | sort | uniq -c | grep -c ' 1 job')" = 40 ]
check "... in three places" [ "$(places)" = 3 ]
check "... and the results are the same" [ "$(total)" = "$alone" ]

touch "$root/build/spread-test/wait"
rm -rf "$root/build/spread-test/where"
HOSTS="aerostat-a aerostat-b" spread 24 >"$hosts_work/said" 2>&1 &
begun_on_b() { ip netns pids aerostat-b | xargs -r ps -o args= -p | grep -q "^/bin/sh build/spread-test/job"; }
until begun_on_b || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
check "host b has begun a job" begun_on_b
hosts_kill b
wait $!; status=$?
check "a host that dies half-way: every job ran to its end" [ "$status" = 0 ]
ran=$(grep -c '^job [0-9]* has ended$' "$hosts_work/said")
check "... and has said so" [ "$ran" = 24 ]
rm "$root/build/spread-test/wait"
with_loss=$(total); HOSTS='' spread 24 >/dev/null
check "... and the results are the same" [ "$with_loss" = "$(total)" ]

said=$(HOSTS="aerostat-a aerostat-b" spread 12 2>&1)
check "a host that is gone is left out, and that is said" [ "$(grep -c 'aerostat-b does not answer' <<<"$said")" = 1 ]
check "... and each job runs" [ "$(grep -c '^job [0-9]* has ended$' <<<"$said")" = 12 ]
done_testing tests/spread_test.sh
