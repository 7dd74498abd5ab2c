/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check(what, condition): one check, one line of TAP.  SUITE(name, CASES) ends a source: as a program it runs the cases
 * that CASES(each) lists, in a kernel they are a KUnit suite (kunit/).  check_note(format, ...) says more of the check
 * before it.
 */
#ifndef CHECK_H
#define CHECK_H

#ifdef __KERNEL__

#include <kunit/test.h>
#include <linux/sched.h>

static struct kunit *check_case;
static unsigned int checks_made;

#define check(what, condition)							\
	do {									\
		checks_made++;							\
		KUNIT_EXPECT_TRUE_MSG(check_case, condition, "%s", what);	\
	} while (0)
#define check_note(format, ...)	kunit_info(check_case, format "\n", ##__VA_ARGS__)
#define check_resched()		cond_resched()

/* A case that checks nothing has not passed. */
#define CHECK_RUN(name)								\
	static void name##_case(struct kunit *test)				\
	{									\
		check_case = test;						\
		checks_made = 0;						\
		name();								\
		if (!checks_made)						\
			KUNIT_FAIL(test, "no check");				\
	}
#define CHECK_ENTRY(test)	{ .run_case = test##_case, .name = #test },
#define SUITE(suite, CASES)							\
	CASES(CHECK_RUN)							\
	static struct kunit_case check_cases[] = { CASES(CHECK_ENTRY) { } };	\
	static struct kunit_suite check_suite = { .name = "aerostat_" #suite, .test_cases = check_cases }; \
	kunit_test_suite(check_suite);

#else

#include "../tap.h"

#define check(what, condition)							\
	do {									\
		if (!tap(condition, what))					\
			tap_note("%s:%d: %s", __FILE__, __LINE__, #condition);	\
	} while (0)
#define check_note(...)		tap_note(__VA_ARGS__)
#define check_resched()		((void)0)

#define CHECK_RUN(name)		name();
#define SUITE(suite, CASES)							\
	int main(void)								\
	{									\
		CASES(CHECK_RUN)						\
		return tap_done();						\
	}

#endif

#endif
