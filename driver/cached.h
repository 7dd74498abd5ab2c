/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks of clean page cache, taken for the host. */
#ifndef AEROSTAT_CACHED_H
#define AEROSTAT_CACHED_H

#include "pages.h"

u64 cached_gather(struct runs *set, const struct gather *want, u64 *pfn);

#endif
