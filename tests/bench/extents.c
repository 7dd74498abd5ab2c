/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * extents: how many pages of the guest are marked as offline, which are those that
 * the driver gave away, in how many runs, and how many whole, aligned blocks of
 * 2 MiB they make: "PAGES pages in RUNS runs, BLOCKS blocks".
 *
 * Pages given in one offer, by a driver that had given none: each run is one
 * extent of that offer.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#define OFFLINE	(1ull << 23)	/* KPF_OFFLINE of linux/kernel-page-flags.h */

#define BLOCK	512			/* pages */

static uint64_t flags[65536];		/* whole blocks, and so is each read but the last */

int main(void)
{
	unsigned long pages = 0, runs = 0, blocks = 0, in_block = 0;
	int before = 0, offline;
	int fd = open("/proc/kpageflags", O_RDONLY);
	ssize_t n, i;

	if (fd < 0) {
		perror("/proc/kpageflags");
		return 1;
	}
	while ((n = read(fd, flags, sizeof(flags))) > 0) {
		for (i = 0; i < n / (ssize_t)sizeof(flags[0]); i++, before = offline) {
			offline = !!(flags[i] & OFFLINE);
			pages += offline;
			runs += offline && !before;
			in_block = (i % BLOCK ? in_block : 0) + offline;
			blocks += in_block == BLOCK;
		}
	}
	printf("%lu pages in %lu runs, %lu blocks\n", pages, runs, blocks);
	return n < 0;
}
