// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What proofs/unbounded.mlw assumes of the driver (`Glue`), asked before each step in test builds
 * (AEROSTAT_CHECKS): a function for each predicate there.  One that returns true is `true` there
 * as well, or speaks of the other side.
 */
#include <linux/virtio_config.h>

#include "aerostat.h"
#include "step.h"

/* Has the set these many pages, in order, and has the driver given or offered none of them? */
static bool is_new(const struct aerostat *a, const struct runs *set, u64 pages)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; i < set->count; i++) {
		if (!set->run[i].pages || (i && set->run[i].page < set->run[i - 1].page + set->run[i - 1].pages))
			return false;
		sum += set->run[i].pages;
	}
	return sum == pages && !runs_common(&a->given, set) && !runs_common(&a->offered, set);
}

/* What the device counts is not known to the driver: nothing asks this. */
bool glue_guest_init(void *ctx, u64 total_pages, u32 ttl_ms, u32 grant_ms)
{
	return true;
}

bool glue_guest_start(void *ctx)
{
	struct aerostat *a = ctx;

	return a->vdev->config->get_status(a->vdev) & VIRTIO_CONFIG_S_DRIVER_OK;
}

bool glue_guest_collect(void *ctx, u64 want_pages)
{
	return true;
}

bool glue_guest_state(void *ctx, u32 seq, enum status status, enum host_state state, u64 host_time_ms, u64 now_ms)
{
	return true;
}

bool glue_guest_offer(void *ctx, u64 pages, u64 now_ms)
{
	struct aerostat *a = ctx;

	return is_new(a, &a->gathered, pages);
}

bool glue_guest_report(void *ctx, u64 pages, bool agreed, u64 now_ms)
{
	struct aerostat *a = ctx;

	return is_new(a, &a->reporting.isolated, pages);
}

bool glue_guest_ack(void *ctx, u32 seq, enum status status, enum host_state state)
{
	return true;
}

bool glue_guest_done(void *ctx, u32 seq, enum status status, enum host_state state)
{
	return true;
}

bool glue_guest_reported(void *ctx, enum host_state state)
{
	return true;
}

bool glue_guest_pressure(void *ctx, u64 want_pages, u64 near_addr, u32 fit_extents, u64 now_ms)
{
	return true;
}

bool glue_guest_grant(void *ctx, enum host_state state, u32 back_extents, u64 back_pages, u64 back_offered_pages)
{
	struct aerostat *a = ctx;

	return (a->back_status == ST_GRANTED || !a->back.count) &&
	       back_extents == a->back.count && back_pages == runs_common(&a->given, &a->back) &&
	       back_offered_pages == runs_common(&a->offered, &a->back);
}

bool glue_guest_tick(void *ctx, u64 now_ms)
{
	return true;
}

bool glue_guest_host(void *ctx, enum host_state state)
{
	return true;
}

bool glue_guest_target(void *ctx, u64 target_pages)
{
	return true;
}

bool glue_guest_patience(void *ctx, u32 ttl_ms, u32 grant_ms)
{
	return true;
}

bool glue_guest_stats(void *ctx)
{
	return true;
}

bool glue_guest_stats_taken(void *ctx, enum host_state state)
{
	return true;
}

bool glue_guest_stop(void *ctx)
{
	return true;
}

/* The reset has taken effect, or the device is gone. */
bool glue_guest_reset(void *ctx)
{
	struct aerostat *a = ctx;
	u8 status = a->vdev->config->get_status(a->vdev);

	return !status || status == 0xff;
}
