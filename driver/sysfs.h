/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What programs may rely on: /sys/bus/virtio/devices/<device>/aerostat/. */
#ifndef AEROSTAT_SYSFS_H
#define AEROSTAT_SYSFS_H

struct aerostat;

/* Whoever reads them takes the device's lock; 0, or an error, and then there are none. */
int sysfs_add(struct aerostat *a);
void sysfs_remove(struct aerostat *a);

#endif
