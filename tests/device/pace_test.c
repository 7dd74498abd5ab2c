/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How calls grow and shrink: a made-up kernel takes so long for each byte, and pace_next() finds the size that is fast enough. */
#include "../tap.h"
#include "../../device/pace.h"

#define MIB (1ull << 20)

/* What is reached with calls that take so many ns for a MiB; each may take in the whole. */
static uint64_t settles_at(uint64_t from, uint64_t ns_per_mib)
{
    int i;

    for (i = 0; i < 100; i++) {
        from = pace_next(from, from, from / MIB * ns_per_mib);
    }
    return from;
}

int main(void)
{
    uint64_t ns, last = PACE_MOST, now;
    int fine = 1;

    tap(PACE_FIRST == 64 * MIB, "the first call takes in 64 MiB");
    tap(settles_at(PACE_FIRST, 1) == PACE_MOST, "where calls are fast they grow to 4 GiB, and no more");
    tap(settles_at(PACE_MOST, 1000ull * PACE_NS) == PACE_LEAST, "where they are slow they shrink to 2 MiB, and no less");
    for (ns = 1000; ns < 10000000; ns += ns / 7) {
        now = settles_at(PACE_FIRST, ns);
        fine &= now <= last && (now == PACE_LEAST || now / MIB * ns <= PACE_NS);
        fine &= settles_at(PACE_LEAST, ns) == now || settles_at(PACE_LEAST, ns) == now / 2;
        last = now;
    }
    tap(fine, "in between they take 10 ms at most, wherever they begin");
    tap(pace_next(64 * MIB, 4 * MIB, 1) == 64 * MIB, "a short call says nothing about longer ones");
    tap(pace_next(64 * MIB, 64 * MIB, PACE_NS) == 64 * MIB, "one that is just fast enough changes nothing");
    tap(pace_next(4096 * MIB, 4 * MIB, 2 * PACE_NS + 1) <= 2 * MIB, "a short call that was slow makes long ones shorter, at once");
    tap(pace_next(64 * MIB, 64 * MIB, UINT64_MAX) == PACE_LEAST, "one that took for ever");
    return tap_done();
}
