/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * check(what, condition): one test, one line.  SUITE(name, CASES) ends a source: as a program it runs the cases that
 * CASES(each) lists and prints the count that run.sh adds up, in a kernel they are a KUnit suite (kunit/).
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
#define check_note(...)		kunit_info(check_case, __VA_ARGS__)
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
#define check_note(...)		printf(__VA_ARGS__)
#define check_resched()		((void)0)

static int summary(void)
{
	printf("%u passed, %u failed\n", checks_passed, checks_failed);
	return checks_failed != 0;
}

#define CHECK_RUN(name)		name();
#define SUITE(suite, CASES)							\
	int main(void)								\
	{									\
		CASES(CHECK_RUN)						\
		return summary();						\
	}

#endif

#endif
