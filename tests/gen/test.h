/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A case is a line: "ok NAME" or "FAIL NAME"; run.sh counts them and wants the line "end". */
#ifndef TEST_H
#define TEST_H

#include <stdio.h>
#include <string.h>

static int test_faults;

/* A condition of the case that runs. */
#define must(condition) \
	do { \
		if (!(condition)) { \
			test_faults++; \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
		} \
	} while (0)

static inline void done(const char *name)
{
	printf("%s %s\n", test_faults ? "FAIL" : "ok", name);
	test_faults = 0;
}

#endif
