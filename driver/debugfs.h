/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be looked at: <debugfs>/aerostat/<device>/state. */
#ifndef AEROSTAT_DEBUGFS_H
#define AEROSTAT_DEBUGFS_H

struct aerostat;

void show_init(void);
void show_exit(void);
void show_add(struct aerostat *a);
void show_remove(struct aerostat *a);

#endif
