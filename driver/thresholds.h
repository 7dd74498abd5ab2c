/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The policy of fixed thresholds. */
#ifndef AEROSTAT_THRESHOLDS_H
#define AEROSTAT_THRESHOLDS_H

#include "policy.h"

struct aerostat;

struct policy thresholds_see(struct aerostat *a);

#endif
