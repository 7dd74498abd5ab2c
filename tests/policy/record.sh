#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# record.sh SECONDS >LOAD: in a VM, writes what its memory does as a load for replay (load.h), a sample every 100 ms.
#
#   all       a program: what is used beyond kernel and cache (anonymous pages and tmpfs), when it has changed by a MiB
#   read      a file: what was read from disks for the first time, one MiB after the other
#   again     a file: what Linux counts as a refault, read again from its start on
#   written   a file: what became dirty
# How memory is divided is lost: which pages are read again is not counted.  Needs awk and a sleep that takes 0.1; a
# program that polls /proc costs some CPU.  Slab and page tables at the start are the kernel's; their growth is not seen.
set -eu
seconds=${1:?usage: record.sh SECONDS >LOAD}
samples=$((seconds * 10))
sample() {
	cat /proc/uptime /proc/meminfo /proc/vmstat
	echo end
}
i=0
while [ "$i" -le "$samples" ]; do
	sample
	sleep 0.1
	i=$((i + 1))
done | awk -v seconds="$seconds" '
	/^end$/ { look(); next }
	NF == 2 && $1 ~ /^[0-9.]+$/ { now = $1; next }
	{ sub(":", "", $1); v[$1] = $2 }
	function mib(kib) { return int(kib / 1024) }
	function out(text) { printf "at %.1f %s\n", now - first, text }
	function look() {
		used = mib(v["AnonPages"] + v["Shmem"])
		if (!begun) {
			begun = 1
			first = now
			kernel = mib(v["Slab"] + v["KernelStack"] + v["PageTables"]) + 1
			printf "# recorded by record.sh\nguest %d kernel %d swap %d until %d\n", mib(v["MemTotal"]), kernel, mib(v["SwapTotal"]), seconds
			printf "file cached %d\nfile read 65536\nfile again 8192\nfile written 16384\nprogram all\n", mib(v["Cached"] + v["Buffers"] - v["Shmem"]) + 1
			print "at 0 read cached rate 2000"
			out("all " used)
			last = used; in_ = v["pgpgin"]; re = v["workingset_refault_file"]; dirtied = v["nr_dirtied"]
			return
		}
		if (used != last) { out("all " used (used > last ? " rate " (used - last) * 10 : "")); last = used }
		if (at > 65000) at = 0		# so much later it is as good as new
		if (w > 16000) w = 0
		again = int((v["workingset_refault_file"] - re) / 256)
		fresh = mib(v["pgpgin"] - in_) - again
		written = int((v["nr_dirtied"] - dirtied) / 256)
		if (again > 0) { out(sprintf("read again rate %d from %d to %d", again * 10, 0, again)); re += again * 256; in_ += again * 1024 }
		if (fresh > 0) { out(sprintf("read read rate %d from %d to %d", fresh * 10, at, at + fresh)); at += fresh; in_ += fresh * 1024 }
		if (written > 0) { out(sprintf("write written rate %d from %d to %d", written * 10, w, w + written)); w += written; dirtied += written * 256 }
	}'
