/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page sets of spec/pages.pml, and the gather work. */
#ifndef AEROSTAT_GIVE_H
#define AEROSTAT_GIVE_H

#include <linux/types.h>

struct aerostat;
struct work_struct;

int give_alloc(struct aerostat *a);
void give_free(struct aerostat *a);
u32 give_fits(struct aerostat *a, bool near);
void give_adjust_memtotal(struct aerostat *a);
void gather_work(struct work_struct *work);
void room_work(struct work_struct *work);

#endif
