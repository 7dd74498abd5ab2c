/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads hosts that are made of files: /proc and /sys as Linux writes them, whole,
 * cut short, and wrong; and the hysteresis.  Each case says what is written.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../tap.h"
#include "pressure.h"

#define MIB (1ull << 20)

static char root[64] = "/tmp/aerostat-pressure-XXXXXX";

static void run(const char *command)
{
    char line[4096];

    snprintf(line, sizeof(line), "cd %s && %s", root, command);
    if (system(line)) {
        perror(line);
        exit(1);
    }
}

static void put(const char *name, const char *text)
{
    char path[512];
    FILE *f;
    char *slash;

    snprintf(path, sizeof(path), "mkdir -p .%s", name);
    slash = strrchr(path, '/');
    *slash = 0;
    run(path);
    snprintf(path, sizeof(path), "%s%s", root, name);
    f = fopen(path, "w");
    if (!f || fputs(text, f) < 0 || fclose(f)) {
        perror(path);
        exit(1);
    }
}

static struct pressure reading(void)
{
    struct pressure p;

    pressure_read(&p, root);
    return p;
}

static void empty(void)
{
    run("rm -rf proc sys");
}

static void host(void)
{
    empty();
    put("/proc/meminfo", "MemTotal:       16000000 kB\nMemFree:          100000 kB\n"
        "MemAvailable:    1048576 kB\nBuffers: 1 kB\n");
    put("/proc/pressure/memory", "some avg10=1.25 avg60=0.50 avg300=0.10 total=123\n"
        "full avg10=0.75 avg60=0.00 avg300=0.00 total=99\n");
}

static void whole_host(void)
{
    struct pressure p;

    empty();
    p = reading();
    tap(!p.has_available && !p.has_stall, "no files: nothing is known");
    host();
    p = reading();
    tap(p.has_available && p.available_bytes == 1024 * MIB, "MemAvailable, not MemFree");
    tap(p.has_stall && p.stall_centipercent == 125, "PSI: some, avg10");
    put("/proc/meminfo", "MemTotal: 1 kB\nMemAvailable:\n");
    put("/proc/pressure/memory", "some\n");
    p = reading();
    tap(!p.has_available && !p.has_stall, "lines that are cut short: nothing is known");
    put("/proc/pressure/memory", "full avg10=99.00 avg60=0.50 avg300=0.10 total=123\n");
    put("/proc/meminfo", "MemAvailable: 99999999999999999999999999 kB\n");
    p = reading();
    tap(!p.has_available && !p.has_stall, "numbers that are none, and no line of some: nothing is known");
    put("/proc/pressure/memory", "some avg10=100.00 avg60=0.50 avg300=0.10 total=123\n");
    tap(reading().stall_centipercent == 10000, "stalls all the time");
}

static void cgroup_v2(void)
{
    struct pressure p;

    host();
    put("/proc/self/cgroup", "0::/vms/one\n");
    put("/sys/fs/cgroup/vms/one/memory.max", "max\n");
    put("/sys/fs/cgroup/vms/one/memory.current", "536870912\n");
    tap(reading().available_bytes == 1024 * MIB, "v2 without a limit: the host's");
    put("/sys/fs/cgroup/vms/one/memory.max", "1073741824\n");
    tap(reading().available_bytes == 512 * MIB, "v2: what the limit leaves");
    put("/sys/fs/cgroup/vms/one/memory.stat", "anon 1\nfile 5\nworkingset_inactive_file 7\n"
        "inactive_file 104857600\nslab_reclaimable 1048576\n");
    tap(reading().available_bytes == 613 * MIB, "v2: and what can be reclaimed");
    put("/sys/fs/cgroup/vms/one/memory.high", "805306368\n");
    tap(reading().available_bytes == 357 * MIB, "v2: memory.high is a limit too");
    put("/sys/fs/cgroup/vms/memory.max", "2147483648\n");
    put("/sys/fs/cgroup/vms/memory.current", "2147480000\n");
    tap(reading().available_bytes == 3648, "v2: the limit of a cgroup around it");
    put("/sys/fs/cgroup/vms/memory.current", "2147490000\n");
    tap(reading().available_bytes == 0, "v2: above its limit: nothing");
    put("/sys/fs/cgroup/vms/memory.pressure", "some avg10=12.00 avg60=0 avg300=0 total=1\n");
    put("/sys/fs/cgroup/vms/one/memory.pressure", "some avg10=3.00 avg60=0 avg300=0 total=1\n");
    p = reading();
    tap(p.stall_centipercent == 1200, "v2: the worst stall of all");
    put("/proc/self/cgroup", "0::/../elsewhere\n");
    tap(reading().available_bytes == 1024 * MIB, "v2: a cgroup that is not mounted here: the host's");
    put("/proc/self/cgroup", "0::/\n");
    put("/sys/fs/cgroup/memory.max", "4096\n");
    put("/sys/fs/cgroup/memory.current", "1024\n");
    tap(reading().available_bytes == 3072, "v2: a container's own root");
}

static void cgroup_v1(void)
{
    host();
    put("/proc/self/cgroup", "12:cpu,cpuacct:/a\n5:memory:/vms/one\n1:name=systemd:/b\n0::/vms/two\n");
    put("/sys/fs/cgroup/memory/vms/one/memory.limit_in_bytes", "9223372036854771712\n");
    put("/sys/fs/cgroup/memory/vms/one/memory.usage_in_bytes", "268435456\n");
    put("/sys/fs/cgroup/vms/two/memory.max", "1\n");
    put("/sys/fs/cgroup/vms/two/memory.current", "1\n");
    tap(reading().available_bytes == 1024 * MIB, "v1 without a limit, beside v2: the host's");
    put("/sys/fs/cgroup/memory/vms/one/memory.limit_in_bytes", "536870912\n");
    tap(reading().available_bytes == 256 * MIB, "v1: what the limit leaves");
    put("/sys/fs/cgroup/memory/vms/one/memory.stat", "inactive_file 1\ntotal_inactive_file 1048576\n");
    tap(reading().available_bytes == 257 * MIB, "v1: and what can be reclaimed");
    put("/proc/self/cgroup", "3:memoryx,xmemory:/vms/one\n");
    tap(reading().available_bytes == 1024 * MIB, "v1: a controller of another name is none");
}

static void hysteresis(void)
{
    struct pressure_limits limits = { .available_bytes = 400 * MIB, .stall_centipercent = 1000 };
    struct pressure p = { .has_available = true, .has_stall = true, .available_bytes = 400 * MIB };
    struct pressure_state s = { 0 };
    unsigned i;

    pressure_take(&s, &p, &limits);
    tap(!s.tight, "as much as the limit is not tight");
    p.available_bytes--;
    pressure_take(&s, &p, &limits);
    tap(s.tight, "a byte less is, at once");
    p.available_bytes = 500 * MIB - 1;
    for (i = 0; i < 100; i++) {
        pressure_take(&s, &p, &limits);
    }
    tap(s.tight, "calm: less than a quarter more is still tight");
    p.available_bytes = 500 * MIB;
    for (i = 0; i < CALM_READINGS - 1; i++) {
        pressure_take(&s, &p, &limits);
    }
    tap(s.tight, "a quarter more, but not for long enough: still tight");
    p.available_bytes--;
    pressure_take(&s, &p, &limits);
    p.available_bytes++;
    for (i = 0; i < CALM_READINGS - 1; i++) {
        pressure_take(&s, &p, &limits);
    }
    tap(s.tight, "interrupted: the count begins again");
    pressure_take(&s, &p, &limits);
    tap(!s.tight, "and then no more");
    p.stall_centipercent = 1000;
    pressure_take(&s, &p, &limits);
    tap(s.tight, "tight by stalls, with memory available");
    p.stall_centipercent = 501;
    for (i = 0; i < 100; i++) {
        pressure_take(&s, &p, &limits);
    }
    tap(s.tight, "more than half of the stalls: still tight");
    p.stall_centipercent = 500;
    for (i = 0; i < CALM_READINGS; i++) {
        pressure_take(&s, &p, &limits);
    }
    tap(!s.tight, "half of them for long enough: no more");
    p.stall_centipercent = 10000;
    p.has_stall = false;
    pressure_take(&s, &p, &limits);
    tap(!s.tight && s.blind, "what could not be read is no reason to become tight");
    p.has_stall = true;
    pressure_take(&s, &p, &limits);
    p.has_stall = false;
    for (i = 0; i < 100; i++) {
        pressure_take(&s, &p, &limits);
    }
    tap(s.tight && s.blind, "nor to end it");
    p.has_stall = true;
    p.stall_centipercent = 0;
    for (i = 0; i < CALM_READINGS; i++) {
        pressure_take(&s, &p, &limits);
    }
    tap(!s.tight && !s.blind, "read again, and calm: no more");
    p.cgroup = 7;
    p.limits = 2;
    p.available_bytes = 0;
    pressure_take(&s, &p, &limits);
    p.limits = 1;
    p.available_bytes = 1000 * MIB;
    for (i = 0; i < 100; i++) {
        pressure_take(&s, &p, &limits);
    }
    tap(s.tight && s.blind, "a limit of the cgroup that cannot be read any more: as it was");
    p.cgroup = 0;
    for (i = 0; i < 100; i++) {
        pressure_take(&s, &p, &limits);
    }
    tap(s.tight && s.blind, "nor can the cgroup be found: as it was");
    p.cgroup = 8;
    for (i = 0; i < CALM_READINGS; i++) {
        pressure_take(&s, &p, &limits);
    }
    tap(!s.tight && !s.blind, "another cgroup, which has fewer: no more");
    limits.available_bytes = limits.stall_centipercent = 0;
    p.available_bytes = 0;
    p.has_stall = true;
    pressure_take(&s, &p, &limits);
    tap(!s.tight, "without a limit nothing is");
}

int main(void)
{
    if (!mkdtemp(root)) {
        perror(root);
        return 1;
    }
    whole_host();
    cgroup_v2();
    cgroup_v1();
    hysteresis();
    empty();
    rmdir(root);
    return tap_done();
}
