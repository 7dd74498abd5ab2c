/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How much to give and to take: arithmetic over page counts, nothing else.  It
 * knows no lock and no kernel, so that tests/driver/policy_test.c runs this
 * very source.
 */
#ifndef AEROSTAT_POLICY_H
#define AEROSTAT_POLICY_H

#include "core_gen.h"

/* What the policy looks at. */
struct policy {
	u64 total_pages;	/* of the guest: the percentages are of this */
	u64 available_pages;	/* without swapping, as si_mem_available() tells */
	u64 given_pages;	/* that the host has */
	u64 target_pages;	/* the operator wants the host to have, or TARGET_NONE */
	u64 step_pages;		/* the most in one offer */
	u64 block_pages;	/* the smallest block that is gathered */
	unsigned int low_pct;
	unsigned int high_pct;
	unsigned int take_factor;	/* a reclaim asks for so many steps at most */
	bool stalled;			/* somebody waits for free pages, whatever is available */
};

/* What it says; at most one of the two is above 0. */
struct policy_move {
	u64 give_pages;
	u64 take_pages;
};

u64 policy_low_pages(const struct policy *p);
u64 policy_high_pages(const struct policy *p);
u64 policy_floor_pages(const struct policy *p);
bool policy_is_low(const struct policy *p);
bool policy_is_at_rest(const struct policy *p);
u64 policy_urgent_pages(const struct policy *p);
struct policy_move policy_decide(const struct policy *p);

#endif
