/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How short of memory is the host?  Reads what Linux says of itself, and of the
 * cgroups that this process is in, v1 or v2.  Plain C.
 */
#ifndef AEROSTAT_PRESSURE_H
#define AEROSTAT_PRESSURE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * One reading.  Available is what could still be allocated: MemAvailable, or
 * what a cgroup's limit leaves, whichever is less.  Stall is the share of the last
 * ten seconds in which somebody waited for memory (PSI: some, avg10), of the
 * host or of a cgroup, whichever is more.
 */
struct pressure {
    bool has_available, has_stall;
    uint64_t available_bytes;
    uint32_t stall_centipercent;    /* 10000: all the time */
    uint64_t cgroup;                /* its path as a number; 0: none was found */
    unsigned limits;                /* of it and those around: limits that were read */
};

/* Read from the files below `root`, which is "" for this host. */
void pressure_read(struct pressure *p, const char *root);

/* When is the host tight?  0: this is no reason. */
struct pressure_limits {
    uint64_t available_bytes;       /* less than this */
    uint32_t stall_centipercent;    /* so much or more */
};

/* What has been made of the readings so far; all zero before the first. */
struct pressure_state {
    bool tight;
    bool blind;                     /* something could be read before, and cannot now */
    uint64_t cgroup;                /* of the reading before */
    unsigned limits;
    unsigned calm;                  /* readings in a row that would end it */
};

/*
 * Take a reading in.  Tight at once; no longer tight after CALM_READINGS that are
 * well on the other side: a quarter more than the limit available, half of the
 * limit's stalls.  While something cannot be read that could be, a limit may have
 * gone with it: then tight does not end.
 */
#define CALM_READINGS 5
void pressure_take(struct pressure_state *s, const struct pressure *p,
                   const struct pressure_limits *limits);

/*
 * Is there a limit beyond which this process's memory cannot grow, its cgroup's
 * or that of one around it?  And how much it leaves, with what the kernel would
 * take from files and put into swap; UINT64_MAX without a limit.
 */
bool pressure_limited(const char *root);
uint64_t pressure_room(const char *root);

#endif
