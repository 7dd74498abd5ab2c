/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hostlimit MIB: the host's own speed of letting memory go, which no balloon can
 * beat: so much anonymous memory, touched, is discarded by 2 MiB at a time, once
 * with 2 MiB pages behind it and once without.  One line each:
 *
 *   huge|small MIB_WITH_HUGE_PAGES SECONDS
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#define MIB	((size_t)1 << 20)
#define BLOCK	(2 * MIB)

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* How much of this process stands on huge pages. */
static long huge_mib(void)
{
	FILE *f = fopen("/proc/self/smaps_rollup", "r");
	char line[256];
	long kib = 0;

	while (f && fgets(line, sizeof(line), f))
		sscanf(line, "AnonHugePages: %ld", &kib);
	if (f)
		fclose(f);
	return kib / 1024;
}

static void measure(const char *name, int advice, size_t bytes)
{
	char *all = mmap(NULL, bytes + BLOCK, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	char *base = all + -(uintptr_t)all % BLOCK;
	double start, seconds;
	long huge;
	size_t i;

	if (all == MAP_FAILED) {
		perror("mmap");
		exit(1);
	}
	madvise(base, bytes, advice);
	for (i = 0; i < bytes; i += 4096)
		*(volatile char *)(base + i) = 1;
	huge = huge_mib();
	start = now();
	for (i = 0; i < bytes; i += BLOCK) {
		if (madvise(base + i, BLOCK, MADV_DONTNEED)) {
			perror("madvise");
			exit(1);
		}
	}
	seconds = now() - start;
	printf("%s %ld %.6f\n", name, huge, seconds);
	munmap(all, bytes + BLOCK);
}

int main(int argc, char **argv)
{
	size_t mib = argc > 1 ? strtoul(argv[1], NULL, 0) : 0;

	if (!mib) {
		fprintf(stderr, "usage: hostlimit MIB\n");
		return 2;
	}
	measure("huge", MADV_HUGEPAGE, mib * MIB);
	measure("small", MADV_NOHUGEPAGE, mib * MIB);
	return 0;
}
