/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * killer: a user-space killer that kills nobody.  It reads /proc/meminfo every 10 ms until it is told to end (SIGTERM), and
 * then says how often less than 10 % was available: of what the guest has for programs, as earlyoom reckons, and how
 * little it was at least.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static volatile sig_atomic_t ended;

static void end(int signal)
{
	(void)signal;
	ended = 1;
}

int main(void)
{
	unsigned long looks = 0, low = 0, least = 1000;	/* permille */

	signal(SIGTERM, end);
	while (!ended) {
		unsigned long available = 0, anon = 0, value, permille;
		char line[128];
		FILE *f = fopen("/proc/meminfo", "r");

		if (!f)
			return 1;
		while (fgets(line, sizeof(line), f)) {
			if (sscanf(line, "MemAvailable: %lu", &value) == 1)
				available = value;
			if (sscanf(line, "AnonPages: %lu", &value) == 1)
				anon = value;
		}
		fclose(f);
		permille = available * 1000 / (available + anon + 1);
		looks++;
		low += permille < 100;
		if (permille < least)
			least = permille;
		nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
	}
	printf("looks %lu low %lu least %lu\n", looks, low, least);
	return 0;
}
