/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that goes offline. */
#ifndef AEROSTAT_OFFLINE_H
#define AEROSTAT_OFFLINE_H

struct aerostat;

/* Neither may be called with the driver's lock held. */
int offline_register(struct aerostat *a);
void offline_unregister(struct aerostat *a);

#endif
