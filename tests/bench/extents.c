/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * extents: how many pages of the guest are marked as offline, which are those that
 * the driver gave away, and in how many runs: "PAGES pages in RUNS runs".
 *
 * Pages given in one offer, by a driver that had given none: each run is one
 * extent of that offer.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#define OFFLINE	(1ull << 23)	/* KPF_OFFLINE of linux/kernel-page-flags.h */

static uint64_t flags[65536];

int main(void)
{
	unsigned long pages = 0, runs = 0;
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
		}
	}
	printf("%lu pages in %lu runs\n", pages, runs);
	return n < 0;
}
