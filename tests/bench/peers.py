#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Measures the cost of a guest's memory to the host and to the guest, under Aerostat and its peers: real VMs, one after the other.

    peers.py                        all workloads, 5 rounds: hours
    peers.py -q                     four short workloads, one round: 10 minutes on 2 quiet cores
    peers.py [-q] [-n ROUNDS] [-p PEER]... [WORKLOAD]...
    peers.py -c ...                 goes on: leaves out the runs that are in the folder already
    peers.py -r                     no VM: the report of the runs that are in the folder
    -o FOLDER                       instead of build/bench, with -q build/bench-quick

Writes into the folder, while it runs: runs.tsv, every single run; samples.tsv, MiB of the guest's RAM that are resident on the host over
time; and at the end figures.json, the medians, ratios and goals; resident.svg, if gnuplot is installed; and table.txt, which it also shows.
figures.py says how a ratio is taken.  Needs make driver device.

It measures and judges nothing by the clock.  It fails if a VM dies, a run does not end, or a page of a program or of a file is not
what it was.
"""
import argparse
import csv
import hashlib
import json
import math
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import namedtuple

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "vm"))
import figures
import policy
import vm
import workloads
from figures import COMPACTED, STATIC
from guest import Guest
from vm import MIB, Failure

SAMPLE_S = 0.5
BOOTED_MIB = 256        # what a guest with virtio-mem boots with; the rest is plugged then
ROUNDS = 5
MINUTES, OTHERS = "minutes", "CPUs that others kept busy, in the mean"
TRACED = [word for event in ("virtio_queue_notify", "virtio_set_status", "ram_block_discard_range") for word in ("-trace", event)]

# Shell in the guest, in the background.
COMPACTS = "(while sleep 10; do echo 1 >/proc/sys/vm/compact_memory; done) & "
# A guest is idle if it has worked for less than a twentieth of a CPU in 5 s; a tick is 10 ms.
DROPS = ("(last=0; while sleep 5; do read cpu user nice system rest </proc/stat; busy=$((user + nice + system)); "
         "[ $((busy - last)) -ge 25 ] || echo 3 >/proc/sys/vm/drop_caches; last=$busy; done) & ")
BALLOON = "insmod /lib/modules/virtio_balloon.ko"
AEROSTAT = "insmod /lib/modules/virtio_aerostat.ko"
REPORTING_DEVICE = "virtio-balloon-pci,id=balloon,free-page-reporting=on,deflate-on-oom=on"


class Manager:
    """On the host: every 10 s it looks at the guest's statistics and moves the balloon's target by 100 MiB at most, towards a fifth
    of the guest's memory available."""
    EVERY_S, STEP, SPARE = 10, 100 * MIB, 0.2

    def __init__(self, machine, mem_mib):
        self.machine, self.total, self.due = machine, mem_mib * MIB, self.EVERY_S
        self.target = self.total
        machine.qmp("qom-set", path="/machine/peripheral/balloon", property="guest-stats-polling-interval", value=2)

    def look(self, seconds):
        if seconds < self.due:
            return
        self.due += self.EVERY_S
        available = self.machine.qmp("qom-get", path="/machine/peripheral/balloon", property="guest-stats")["stats"]["stat-available-memory"]
        if not 0 <= available <= self.total:        # the guest has not said yet
            return
        step = max(-self.STEP, min(self.STEP, int(self.SPARE * self.total) - available))
        self.target = max(self.total // 4, min(self.total, self.target + step))
        self.machine.qmp("balloon", value=self.target)


class ByPressure:
    """On the host, and a shell in the guest that tells it the guest's memory pressure twice a second: grows the memory by 256 MiB when
    somebody has waited for memory, and shrinks it by 128 MiB after each 2 s in which nobody has, while a fifth is available."""
    GROW, SHRINK, CALM_S, SPARE = 256 * MIB, 128 * MIB, 2, 0.2
    TELLS = ("(while sleep 0.5; do read some avg10 avg60 avg300 total </proc/pressure/memory; { read x; read x; read x available x; } </proc/meminfo; "
             "echo pressure ${total#total=} $available >/dev/ttyS0; done) & ")

    def __init__(self, machine, mem_mib):
        self.machine, self.most, self.total = machine, (mem_mib - BOOTED_MIB) * MIB, mem_mib * MIB
        self.requested, self.waited, self.calm_from = self.most, 0, 0

    def look(self, seconds):
        told = re.findall(r"pressure (\d+) (\d+)\r?$", self.machine.console(), re.M)
        if not told:
            return
        waited, available = int(told[-1][0]), int(told[-1][1]) * 1024
        wanted = self.requested
        if waited > self.waited:
            wanted, self.calm_from = min(self.most, wanted + self.GROW), seconds
        elif seconds - self.calm_from >= self.CALM_S and available > self.SPARE * self.total:
            wanted, self.calm_from = max(0, wanted - self.SHRINK), seconds
        self.waited = waited
        if wanted != self.requested:
            self.requested = wanted
            self.machine.qmp("qom-set", path="/machine/peripheral/balloon", property="requested-size", value=wanted)


Peer = namedtuple("Peer", "name words balloon start quick manager plug", defaults=(True, None, False))
PEERS = [
    Peer(STATIC, "no driver is loaded", "virtio-balloon-pci,id=balloon", ""),
    Peer(figures.REPORTING, "virtio-balloon: free page reporting, deflate-on-oom", REPORTING_DEVICE, BALLOON),
    Peer(COMPACTED, "the same; the guest compacts its memory every 10 s", REPORTING_DEVICE, COMPACTS + BALLOON),
    Peer(figures.DROPPED, "the same; and drops its caches after 5 s of idleness", REPORTING_DEVICE, COMPACTS + DROPS + BALLOON),
    Peer("aerostat", "the defaults", "virtio-aerostat-pci,id=balloon", AEROSTAT),
    Peer("aerostat+reports", "reports=on and report_free_pages=1", "virtio-aerostat-pci,id=balloon,reports=on", AEROSTAT + " report_free_pages=1"),
    Peer(figures.OLDER, "policy=thresholds, as older releases", "virtio-aerostat-pci,id=balloon", AEROSTAT + " policy=thresholds"),
    Peer("manager", "virtio-balloon; a manager on the host moves its target every 10 s", "virtio-balloon-pci,id=balloon,deflate-on-oom=on", BALLOON,
         False, Manager),
    # online_kernel: the cache of a disk without a file system does not go into movable memory
    Peer("virtio-mem", "virtio-mem, sized on the host by the guest's memory pressure", "virtio-mem-pci,id=balloon,memdev=plugged,requested-size={plug}M",
         ByPressure.TELLS + "echo online_kernel >/sys/devices/system/memory/auto_online_blocks; insmod /lib/modules/virtio_mem.ko", False, ByPressure, True),
]

# Of each run: name, and what the table calls it and how it shows it; "" means that only runs.tsv has it.
FIGURES = {
    "seconds": "", "gib_min": "GiB min|.3f", "mean_mib": "mean MiB|.0f", "end_mib": "end MiB|.0f", "work_ms": "work ms|.0f", "p50_us": "", "p99_us": "MiB p99 us|.0f",
    "max_us": "", "sectors_read": "sectors|.0f", "refaults": "refaults|.0f", "swapped_out": "swap-outs|.0f", "stalls": "stalls|.0f", "oom_kills": "kills|.0f",
    "discarded_mib": "to host MiB|.0f", "notifications": "notified|.0f", "guest_cpu_s": "guest CPU s|.1f", "host_cpu_s": "host CPU s|.1f",
    "half_back_s": "half back s|.1f", "missing": "missing|.0f", "bad": "",
}
KEYS = ("workload", "peer", "round")
COLUMNS = (*KEYS, *FIGURES, "fault")


class Watch:
    """Samples the guest's RAM from the host's side, in a thread, and lets a manager look."""

    def __init__(self, machine, manager):
        self.machine, self.manager, self.samples, self.trouble = machine, manager, [], None
        self.start, self.ended = time.monotonic(), threading.Event()
        self.thread = threading.Thread(target=self.work, daemon=True)

    def seconds(self):
        return time.monotonic() - self.start

    def sample(self):
        self.samples.append((self.seconds(), self.machine.ram_rss() / MIB))

    def work(self):
        try:
            while not self.ended.wait(SAMPLE_S):
                self.sample()
                if self.manager:
                    self.manager.look(self.seconds())
        except Failure as e:
            self.trouble = e

    def __enter__(self):
        self.sample()
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


def counters(machine):
    """The counts of the guest's kernel since it booted."""
    text = machine.guest("cat /proc/vmstat /proc/diskstats; head -n 1 /proc/stat")
    count = {name: int(value) for name, value in re.findall(r"^(\w+) (\d+)$", text, re.M)}
    disk = re.search(r" vda (.*)", text)
    user, nice, system, _, _, irq, softirq = map(int, re.search(r"^cpu +(.*)", text, re.M)[1].split()[:7])
    return {
        "sectors_read": int(disk[1].split()[2]) if disk else 0,
        "refaults": sum(v for name, v in count.items() if name.startswith("workingset_refault")),
        "swapped_out": count["pswpout"], "oom_kills": count["oom_kill"],
        "stalls": sum(v for name, v in count.items() if name.startswith("allocstall")),
        "guest_cpu_s": (user + nice + system + irq + softirq) / 100,
    }


def host_cpu_s(machine):
    words = vm.text_of(f"/proc/{machine.process.pid}/stat").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def traced(log):
    """Of QEMU's own trace, from when the peer's driver was about to be loaded: kicks of the device that this driver bound, and bytes
    that went to the host, whatever device said so."""
    device = re.search(r"virtio_set_status vdev (\S+) ", log)
    kicks = log.count(f"virtio_queue_notify vdev {device[1]} ") if device else 0
    return {"notifications": kicks,
            "discarded_mib": sum(int(size, 16) for size in re.findall(r"ram_block_discard_range \S+ \+ (0x\w+): .*ret: 0", log)) / MIB}


def measure(workload, script, peer, disk):
    """One VM: returns (figures, samples)."""
    plug = workload.mem_mib - BOOTED_MIB if peer.plug else 0
    with vm.VM("bench-peers", mem_mib=workload.mem_mib - plug, plug_mib=plug, nodes=workload.nodes, balloon=peer.balloon.format(plug=plug),
               more=[*TRACED, *disk]) as machine:
        if disk:
            policy.with_disk(Guest(machine))
        log_from = os.path.getsize(machine.path("qemu.log"))
        if plug:
            machine.guest(peer.start)
            vm.wait_for(lambda: machine.meminfo()["MemTotal"] > (workload.mem_mib - 128) * MIB, "the memory to be plugged")
        if workload.before:
            machine.guest(workload.before)
        before, cpu_before = counters(machine), host_cpu_s(machine)
        freed = []

        def heard(line):
            if line == "mark freed":
                freed.append(watch.seconds())
        with Watch(machine, peer.manager and peer.manager(machine, workload.mem_mib)) as watch:
            if peer.start and not plug:
                machine.guest(peer.start)
            machine.guest_send(script)
            said = machine.guest_answer(script, check=False, heard=heard)
            watch.sample()
        if watch.trouble:
            raise watch.trouble
        run = {name: value - before[name] for name, value in counters(machine).items()}
        run |= {"host_cpu_s": host_cpu_s(machine) - cpu_before, **traced(vm.text_of(machine.path("qemu.log"))[log_from:])}
    samples = watch.samples
    run |= {"seconds": samples[-1][0], "gib_min": figures.gib_minutes(samples), "mean_mib": figures.mean_mib(samples), "end_mib": samples[-1][1]}
    if freed:
        run["half_back_s"] = figures.half_back_s(samples, freed[-1])
    result = re.search(r"^result (.*)", said, re.M)
    if result:
        run |= {name: int(value) for name, value in re.findall(r"(\w+) (\d+)", result[1])}
    if "load " in script and not result:
        run["fault"] = "the program did not end: " + " ".join(said.split())[-200:]
    elif run.get("bad"):
        run["fault"] = f"{run['bad']} pages are not what they were"
    return run, samples


class Folder:
    """Where the runs are written."""

    def __init__(self, path):
        self.path = path
        os.makedirs(path, exist_ok=True)

    def at(self, name):
        return os.path.join(self.path, name)

    def ran(self):
        """The runs that it has."""
        return {tuple(run[k] for k in KEYS) for run in self.rows("runs.tsv") if not run["fault"]}

    def about(self):
        """The last report's words on all these runs."""
        return json.loads(vm.text_of(self.at("figures.json")) or "{}").get("run", {})

    def begin(self):
        if os.path.exists(self.at("figures.json")):
            os.remove(self.at("figures.json"))
        for name, columns in ("runs.tsv", COLUMNS), ("samples.tsv", (*KEYS, "seconds", "mib")):
            with open(self.at(name), "w", encoding="utf-8") as f:
                f.write("\t".join(columns) + "\n")

    def add(self, run, samples):
        with open(self.at("runs.tsv"), "a", encoding="utf-8") as f:
            f.write("\t".join(shown(run.get(c)) for c in COLUMNS) + "\n")
        with open(self.at("samples.tsv"), "a", encoding="utf-8") as f:
            f.writelines("\t".join([*(str(run[k]) for k in KEYS), f"{t:.1f}", f"{mib:.0f}"]) + "\n" for t, mib in samples)

    def rows(self, name):
        with open(self.at(name), encoding="utf-8") as f:
            return [{k: valued(v) for k, v in row.items()} for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)]


def shown(value):
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else " ".join(str(value).split())


def valued(text):
    try:
        return float(text) if text else None
    except ValueError:
        return text


def run_all(folder, chosen, peers, rounds, quick):
    """Every round takes all peers of a workload one after the other, and begins with another one."""
    ran = folder.ran()
    todo = [(r, w, p) for r in range(rounds) for w in chosen for p in peers[r % len(peers):] + peers[:r % len(peers)]
            if (w.name, p.name, r + 1) not in ran and not (p.plug and w.nodes > 1)]
    disks, start = {}, time.monotonic()
    for done, (turn, workload, peer) in enumerate(todo):
        if workload.name not in disks:
            disks[workload.name] = workloads.disk(workload)
        run, samples = {"workload": workload.name, "peer": peer.name, "round": turn + 1}, []
        try:
            found, samples = measure(workload, workload.quick if quick else workload.long, peer, disks[workload.name])
            run |= found
        except Failure as e:
            run["fault"] = str(e)[:500]
        folder.add(run, samples)
        left = (time.monotonic() - start) / (done + 1) * (len(todo) - done - 1)
        told = run.get("fault") or f"{run['gib_min']:.3f} GiB min, {run['mean_mib']:.0f} MiB in the mean, {run['seconds']:.0f} s"
        print(f"[{done + 1}/{len(todo)}, {left / 60:.0f} min left] {workload.name}, {peer.name}: {told}", flush=True)


# --- the report ---

def number(value, form):
    return "-" if value is None else format(value, form)


def aligned(rows):
    """The first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    return ["  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))) for row in rows]


def table(found, faults):
    columns = [(name, *how.split("|")) for name, how in FIGURES.items() if how]
    lines = []
    for w in found.workloads:
        words = next((x.words for x in workloads.TABLE if x.name == w), "")
        rows = [["", "to compaction", "work to static", *(head for _, head, _ in columns)]]
        for p in found.peers:
            rows.append([p, number(found.ratio(w, p, COMPACTED, "gib_min"), ".2f"), number(found.ratio(w, p, STATIC, "work_ms"), ".2f"),
                         *(number(found.median(w, p, name), form) for name, _, form in columns)])
        lines += [f"{w}: {words}", *aligned(rows), ""]
    rows = [["footprint in that of reporting+compaction", "geometric mean", "worst", "where"]]
    for p in found.peers:
        ratios = found.ratios(p, COMPACTED, "gib_min")
        where, most = figures.worst(ratios)
        rows.append([p, number(figures.geometric_mean(ratios.values()), ".2f"), number(most, ".2f"), where])
    lines += [*aligned(rows), ""]
    rows = [["goal", "of", "found", "at most", "", "where"]]
    rows += [[g.what, g.peer, number(g.figure, ".3g"), f"{g.most:g}", g.verdict, g.where] for g in figures.goals(found)]
    lines += [*aligned(rows), "", *(f"{p.name}: {p.words}" for p in PEERS if p.name in found.peers)]
    return "\n".join(lines + ["", *(f"FAULT: {f['workload']}, {f['peer']}, round {f['round']:.0f}: {f['fault']}" for f in faults)]).rstrip() + "\n"


def finite(value):
    return None if isinstance(value, float) and not math.isfinite(value) else value


def as_json(found, about):
    names = list(FIGURES)
    goals = [{k: finite(v) for k, v in g.as_dict().items()} for g in figures.goals(found)]
    return {"run": about, "goals": goals, "workloads": {w: {p: {
        "medians": {n: found.median(w, p, n) for n in names},
        "to_static": {n: found.ratio(w, p, STATIC, n) for n in names},
        "to_compaction": {n: found.ratio(w, p, COMPACTED, n) for n in names},
    } for p in found.peers} for w in found.workloads}}


def plot(folder, found, samples):
    """One picture: a panel for each workload, a line for each peer, of the first round."""
    across = 2
    down = math.ceil(len(found.workloads) / across)
    curves = {(w, p): [] for w in found.workloads for p in found.peers}
    for s in samples:
        if s["round"] == found.rounds[0]:
            curves[s["workload"], s["peer"]].append(f"{s['seconds']} {s['mib']}")
    script = [f"set terminal svg size {620 * across},{330 * down + 40} background 'white'", f"set output '{folder.at('resident.svg')}'",
              "set xlabel 'seconds'", "set ylabel 'MiB resident'", "set yrange [0:*]", "set grid", f"set multiplot layout {down},{across}",
              "set key outside bottom horizontal font ',9'"]
    for w in found.workloads:
        shown_here = [p for p in found.peers if curves[w, p]]
        for n, p in enumerate(shown_here):
            script += [f"$d{n} << END", *curves[w, p], "END"]
        if shown_here:
            script += [f"set title '{w}'", "plot " + ", ".join(f"$d{n} with steps lt {found.peers.index(p) + 1} lw 1.5 title '{p}'" for n, p in enumerate(shown_here))]
    subprocess.run(["gnuplot"], input="\n".join(script) + "\n", text=True, check=True)


def report(folder, about):
    """Returns the runs that had a fault."""
    runs = folder.rows("runs.tsv")
    found = figures.Figures(runs)
    faults = [r for r in runs if r["fault"]]
    with open(folder.at("figures.json"), "w", encoding="utf-8") as f:
        json.dump(as_json(found, about), f, indent=1)
        f.write("\n")
    text = "".join(f"{name}: {value}\n" for name, value in about.items()) + "\n" + table(found, faults)
    with open(folder.at("table.txt"), "w", encoding="utf-8") as f:
        f.write(text)
    print("\n" + text)
    if shutil.which("gnuplot"):
        plot(folder, found, folder.rows("samples.tsv"))
    return faults


def busy():
    """Seconds of all CPUs together that were not idle, since the machine was started."""
    words = list(map(int, vm.text_of("/proc/stat").split("\n", 1)[0].split()[1:9]))
    return (sum(words) - words[3] - words[4]) / os.sysconf("SC_CLK_TCK")


def measured(act, before):
    """Does it, and says how long it took and how busy others kept the machine; added to what there was before."""
    start, busy_before, own = time.monotonic(), busy(), sum(os.times()[:4])
    act()
    minutes, others = (time.monotonic() - start) / 60, (busy() - busy_before - sum(os.times()[:4]) + own) / 60
    earlier, earlier_others = before.get(MINUTES, 0), before.get(OTHERS, 0) * before.get(MINUTES, 0)
    total = earlier + minutes
    return {MINUTES: round(total, 1), OTHERS: round(max(0, others + earlier_others) / total, 2)}


def product():
    """Which driver and device these are."""
    made = hashlib.sha256()
    for path in vm.shared_object(), os.path.join(vm.BUILD, "driver/virtio_aerostat.ko"):
        with open(path, "rb") as f:
            made.update(f.read())
    return made.hexdigest()[:12]


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("-q", dest="quick", action="store_true")
    parser.add_argument("-n", dest="rounds", type=int)
    parser.add_argument("-p", dest="peers", action="append")
    parser.add_argument("-o", dest="folder")
    parser.add_argument("-c", dest="goes_on", action="store_true")
    parser.add_argument("-r", dest="only_report", action="store_true")
    parser.add_argument("workloads", nargs="*")
    a = parser.parse_args()
    folder = Folder(a.folder or os.path.join(vm.BUILD, "bench-quick" if a.quick else "bench"))
    if a.only_report:
        sys.exit(1 if report(folder, folder.about()) else 0)
    chosen = [w for w in workloads.TABLE if (w.quick if a.quick else w.long) and (not a.workloads or w.name in a.workloads)]
    peers = [p for p in PEERS if (p.name in a.peers if a.peers else p.quick or not a.quick)]
    unknown = {*a.workloads} - {w.name for w in chosen} | {*(a.peers or [])} - {p.name for p in peers}
    if unknown:
        sys.exit(f"peers.py: not known here: {' '.join(sorted(unknown))}\nworkloads: {' '.join(w.name for w in workloads.TABLE if w.long)}\n"
                 f"peers: {' '.join(p.name for p in PEERS)}")
    vm.claim("bench-peers")
    vm.PRODUCT = True
    vm.prepare()
    rounds = a.rounds or (1 if a.quick else ROUNDS)
    same = {"workloads": "those of peers.py -q" if a.quick else "those of peers.py", "of the product": product()}
    before = folder.about() if a.goes_on else {}
    if {k: before.get(k) for k in same} not in (same, dict.fromkeys(same)):
        sys.exit(f"peers.py: {folder.path} has runs of other workloads or of another driver or device; next step: without -c, or -o FOLDER")
    if not (a.goes_on and os.path.exists(folder.at("runs.tsv"))):
        folder.begin()
    about = measured(lambda: run_all(folder, chosen, peers, rounds, a.quick), before)
    about |= same | {"rounds": rounds, "host CPUs": os.cpu_count(),
              "guest kernel": vm.text_of(os.path.join(vm.BUILD, "kernel/release")).strip()}
    sys.exit(1 if report(folder, about) else 0)


if __name__ == "__main__":
    main()
