// SPDX-License-Identifier: GPL-2.0-or-later
/* The schedule of optimal.h, level by level. */
#include <stdlib.h>

#include "optimal.h"

struct schedule optimal(u32 *need, u32 samples, u64 total, u64 hold_ms)
{
	const u32 take = TAKE_MIB_S * MIB * SAMPLE_MS / 1000, give = GIVE_MIB_S * MIB * SAMPLE_MS / 1000;
	u32 levels = total / UNIT + 1, level = 0, wanted, t, i;
	u32 *left = calloc(levels, sizeof(*left));	/* the sample since which a level is not needed */
	struct schedule s = { 0 };

	for (t = samples - 1; t-- > 0;) {
		u32 later = need[t + 1] > take ? need[t + 1] - take : 0;

		need[t] = need[t] > later ? need[t] : later;
	}
	/* the sample before begins to take: that is the reaction, rounded up */
	for (t = 0; t + 1 < samples; t++)
		need[t] = need[t] > need[t + 1] ? need[t] : need[t + 1];
	for (t = 1; t < samples; t++)
		if (need[t] + (u64)give < need[t - 1])
			need[t] = need[t - 1] - give;
	level = levels - 1;				/* all is there at first */
	for (t = 0; t < samples; t++) {
		wanted = (need[t] + UNIT - 1) / UNIT;
		wanted = wanted < levels ? wanted : levels - 1;
		for (i = wanted; i < level; i++)
			left[i] = t;
		for (i = level; i < wanted; i++) {
			if ((u64)(t - left[i]) * SAMPLE_MS > hold_ms)
				s.moved += 2 * UNIT;
			else			/* kept over the gap */
				s.resident_ms += (double)UNIT * (t - left[i]) * SAMPLE_MS;
		}
		level = wanted;
		s.resident_ms += (double)level * UNIT * SAMPLE_MS;
	}
	for (i = level; i + 1 < levels; i++)		/* never needed again */
		s.moved += UNIT;
	s.end = (u64)level * UNIT;
	free(left);
	return s;
}
