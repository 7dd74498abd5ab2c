/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What programs may rely on: /sys/bus/virtio/devices/<device>/aerostat/. */
#ifndef AEROSTAT_SYSFS_H
#define AEROSTAT_SYSFS_H

struct attribute_group;

extern const struct attribute_group *sysfs_groups[];

#endif
