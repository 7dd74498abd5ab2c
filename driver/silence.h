/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a device that talks to an idle one: the first half of unbinding, and of sleep. */
#ifndef AEROSTAT_SILENCE_H
#define AEROSTAT_SILENCE_H

struct aerostat;

void silence(struct aerostat *a);

#endif
