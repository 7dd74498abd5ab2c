#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# spread.sh [-j JOBS] [-s PATH]... [-r PATH]... COMMAND... <LIST
#
# Runs COMMAND once for each line of standard input, with {} in it replaced by the line: JOBS at a time (default: one a
# processor), through GNU parallel.  With HOSTS="a b ..." the jobs run here and on those machines, which ssh reaches
# without a question.  The checkout goes there first, without build/ except each -s PATH.  -r PATH is what a job leaves, {}
# replaced: it comes back.  PATHs are relative to the checkout, in which each job starts.
#
# A job's output comes out whole when the job has ended.  A job is judged by what it leaves or says, never by its exit
# status.  A host that dies costs time only: its jobs run again elsewhere.  Exit status 0: every job ran to its end.
# SSH="ssh -F FILE" is another ssh than the plain one.
set -uo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
jobs=100% send=() back=()
while getopts j:s:r: option; do
	case $option in
	j) jobs=$OPTARG ;;
	s) send+=("$OPTARG") ;;
	r) back+=(--return "$OPTARG") ;;
	*) echo "usage: spread.sh [-j JOBS] [-s PATH]... [-r PATH]... COMMAND... <LIST" >&2; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
command -v parallel >/dev/null || { echo "spread.sh: GNU parallel is not there; next step: tests/need.sh run" >&2; exit 2; }
# The shell swallows the command's status; what remains is that of ssh.
job=(sh -c '"$@"; exit 0' job "$@")
if [ -z "${HOSTS:-}" ]; then
	cd "$root" && exec parallel --will-cite -q -j "$jobs" -- "${job[@]}"
fi

# On each host the checkout lies below the home directory, by the name of its place here.
place=.cache/aerostat/spread/$(printf '%s' "$(hostname) $root" | sha256sum | cut -c1-16)
mkdir -p ~/"$(dirname "$place")"
ln -sfn "$root" ~/"$place"
job=(sh -c "cd ~/$place && "'"$@"; exit 0' job "$@")	# --wd alone does not lead there on this machine
ssh="${SSH:-ssh} -o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=5 -o ServerAliveCountMax=3"
logins=(-S :)
for host in $HOSTS; do
	if (cd "$root" && $ssh "$host" "mkdir -p $place" &&
		rsync -a --delete -e "$ssh" --exclude=/build --exclude=/.git ./ "$host:$place/" &&
		for path in "${send[@]}"; do rsync -aR -e "$ssh" "$path" "$host:$place/" || exit 1; done) </dev/null; then
		logins+=(-S "$host")
	else
		echo "# spread.sh: $host does not answer or does not take the checkout: it is left out" >&2
	fi
done
export PARALLEL_SSH=$ssh PARALLEL_RSYNC_OPTS="-rlDzR --ignore-missing-args"
exec parallel --will-cite -q -j "$jobs" "${logins[@]}" --wd "$place" "${back[@]}" --retries 4 -- "${job[@]}"
