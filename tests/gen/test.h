/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A check of tests/tap.h that stands for several conditions, each a must(). */
#ifndef TEST_H
#define TEST_H

#include <string.h>

#include "../tap.h"

/* What is not so in the check that runs; the first few are shown behind its line. */
static unsigned int test_faults;
static struct test_fault {
	int line;
	const char *file, *condition;
} test_fault[10];

#define must(condition) \
	do { \
		if (!(condition) && test_faults++ < 10) \
			test_fault[test_faults - 1] = (struct test_fault){ __LINE__, __FILE__, #condition }; \
	} while (0)

static inline void done(const char *name)
{
	tap(!test_faults, name);
	for (unsigned int i = 0; i < test_faults && i < 10; i++)
		tap_note("%s:%d: not so: %s", test_fault[i].file, test_fault[i].line, test_fault[i].condition);
	test_faults = 0;
}

#endif
