#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# hosts.sh COMMAND...: runs COMMAND with HOSTS and SSH set to two hosts that are made for it on this machine.
#
#   this namespace ── veth ── aerostat-a: sshd, a home directory of its own
#                  └─ veth ── aerostat-b: the same
#
# The hosts are network namespaces, each with a mount namespace in which the home directory is empty.  They share this
# machine's processors, so nothing gets faster: what is shown is that the results are the same.  DIES=n: host b dies
# once n jobs have begun there.  Source it for the functions alone (spread_test.sh).

hosts_can_be() { ip netns add aerostat-try && ip netns exec aerostat-try true; ip netns del aerostat-try; }

# Makes a folder, $hosts_work, with the keys and ssh's configuration.  The names and addresses are the machine's: one user at a time.
hosts_begin() {
	exec 9>/run/lock/aerostat-hosts && flock 9
	hosts_work=$(mktemp -d)
	ssh-keygen -q -t ed25519 -N '' -f "$hosts_work/key" && ssh-keygen -q -t ed25519 -N '' -f "$hosts_work/hostkey" || return
	cat >"$hosts_work/config" <<-CONFIG
	Host aerostat-a
	HostName 198.51.100.2
	Host aerostat-b
	HostName 198.51.100.6
	Host *
	User root
	IdentityFile $hosts_work/key
	UserKnownHostsFile $hosts_work/known
	StrictHostKeyChecking no
	LogLevel ERROR
	CONFIG
}

hosts_add() { # NAME NUMBER: its address is 198.51.100.NUMBER
	ip netns add "aerostat-$1" && ip link add "aero-$1" type veth peer name eth0 netns "aerostat-$1" &&
		ip addr add "198.51.100.$(($2 - 1))/30" dev "aero-$1" && ip link set "aero-$1" up &&
		ip -n "aerostat-$1" addr add "198.51.100.$2/30" dev eth0 && ip -n "aerostat-$1" link set eth0 up || return
	mkdir -p /run/sshd
	ip netns exec "aerostat-$1" unshare -m sh -c "mount -t tmpfs home ~ && exec /usr/sbin/sshd -D -e -f /dev/null \
		-o HostKey=$hosts_work/hostkey -o AuthorizedKeysFile=$hosts_work/key.pub -o StrictModes=no -o PidFile=$hosts_work/$1.pid -o UsePAM=no" \
		>"$hosts_work/$1.log" 2>&1 9>&- &
	disown
	until [ -s "$hosts_work/$1.pid" ] || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
	[ -s "$hosts_work/$1.pid" ]
}

# Its jobs end with it, and so do its connections.
hosts_kill() { # NAME
	ip netns pids "aerostat-$1" | xargs -r kill -9
	ip -n "aerostat-$1" link set eth0 down
}

hosts_end() {
	local name
	for name in a b; do
		ip netns pids "aerostat-$name" 2>/dev/null | xargs -r kill -9 2>/dev/null
		ip link del "aero-$name" 2>/dev/null	# the namespace goes when the kernel finds the time
		ip netns del "aerostat-$name" 2>/dev/null
	done
	rm -rf "$hosts_work"
}

[ "${BASH_SOURCE[0]}" = "$0" ] || return 0
set -uo pipefail
[ $# -gt 0 ] || { echo 'usage: [DIES=n] hosts.sh COMMAND...' >&2; exit 2; }
trap hosts_end EXIT
hosts_begin && hosts_add a 2 && hosts_add b 6 || { echo "hosts.sh: no hosts here; next step: tests/need.sh hosts, and be root" >&2; exit 2; }
HOSTS="aerostat-a aerostat-b" SSH="ssh -F $hosts_work/config" "$@" 9>&- &
command=$!
if [ -n "${DIES:-}" ]; then	# a job is what GNU parallel's login shell starts there
	declare -A begun=()
	while kill -0 $command 2>/dev/null && [ ${#begun[@]} -lt "$DIES" ]; do
		for pid in $(ip netns pids aerostat-b | xargs -r ps -o pid=,args= -p | awk '/cd ~\/.cache\/aerostat\/spread/ && $2 == "sh" { print $1 }'); do
			begun[$pid]=1
		done
		sleep 0.1
	done
	[ ${#begun[@]} -lt "$DIES" ] || { hosts_kill b; echo "# hosts.sh: aerostat-b died after it had begun ${#begun[@]} jobs" >&2; }
fi
wait $command
