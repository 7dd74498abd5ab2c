/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Prints TAP for the tests that are C programs: one line a check, and the plan at the end.
 * tests/tap.sh and tests/tap.py say the same in shell and Python; prove(1) reads and counts it.
 * A name has no "#": that would begin a TAP directive.
 */
#ifndef TAP_H
#define TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static unsigned int tap_count, tap_failed;

/* Prints the check's line.  Returns @passed. */
static inline bool tap(bool passed, const char *name)
{
	printf("%sok %u - %s\n", passed ? "" : "not ", ++tap_count, name);
	fflush(stdout);
	tap_failed += !passed;
	return passed;
}

/* A comment, for what a person should know of the check before it.  @format has no newline in it. */
static inline void __attribute__((format(printf, 1, 2))) tap_note(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	printf("# ");
	vprintf(format, args);
	printf("\n");
	va_end(args);
}

/* The plan.  Returns the program's exit status. */
static inline int tap_done(void)
{
	printf("1..%u\n", tap_count);
	return tap_failed || !tap_count;
}

#endif
