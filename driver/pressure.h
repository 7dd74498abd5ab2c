/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When to give and when to take: the period, and what does not wait for it. */
#ifndef AEROSTAT_PRESSURE_H
#define AEROSTAT_PRESSURE_H

#include "core_gen.h"

#define MIB_PAGES	((1024 * 1024) / PAGE_BYTES)

struct aerostat;
struct movable;
struct work_struct;

/* Programs that have run out of memory wait for what giving has under way. */
struct oom_wait {
	u32 seq;		/* the collection */
	u64 since_ms;		/* 0: no program ever did */
};

u64 pressure_available_pages(void);
u64 pressure_given_pages(const struct aerostat *a);
u64 pressure_step_pages(void);
void pressure_check(struct aerostat *a);
void pressure_look_soon(struct aerostat *a);
void pressure_refused(struct aerostat *a);
void pressure_pause(struct aerostat *a);
void pressure_move(struct aerostat *a);
void pressure_move_asked(struct movable *m, u64 pfn);
unsigned int pressure_min_order(const struct aerostat *a);
void pressure_init(struct aerostat *a);
int pressure_register(struct aerostat *a);
void pressure_unregister(struct aerostat *a);

void period_work(struct work_struct *work);
void shortage_work(struct work_struct *work);
void move_work(struct work_struct *work);
void offer_tick_work(struct work_struct *work);
void take_tick_work(struct work_struct *work);

#endif
