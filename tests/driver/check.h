/* SPDX-License-Identifier: GPL-2.0-or-later */
/* check(what, condition): one test, one line; summary() ends a program with the count that run.sh adds up. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>

static unsigned int checks_passed, checks_failed;

#define check(what, condition)							\
	do {									\
		if (condition) {						\
			checks_passed++;					\
		} else {							\
			checks_failed++;					\
			printf("FAIL %s (%s:%d: %s)\n", what, __FILE__, __LINE__, #condition); \
		}								\
	} while (0)

static int summary(void)
{
	printf("%u passed, %u failed\n", checks_passed, checks_failed);
	return checks_failed != 0;
}

#endif
