/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The gather work. */
#ifndef AEROSTAT_GIVE_H
#define AEROSTAT_GIVE_H

struct work_struct;

void gather_work(struct work_struct *work);

#endif
