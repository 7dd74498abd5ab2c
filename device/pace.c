/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much memory one call takes in: see pace.h. */
#include "pace.h"

uint64_t pace_next(uint64_t now, uint64_t bytes, uint64_t ns)
{
    if (ns > PACE_NS) {
        /* So much of it would have been fast enough. */
        while (now > PACE_LEAST && now > bytes / (ns / PACE_NS + 1)) {
            now /= 2;
        }
    } else if (bytes >= now && ns < PACE_NS / 2 && now < PACE_MOST) {
        now *= 2;
    }
    return now;
}
