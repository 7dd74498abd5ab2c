/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Discards: gives memory of the guest back to the host, in a thread of its own,
 * so that neither the main loop nor a vCPU waits for it.  The main loop looks up
 * what is to be done, a batch at a time; the thread does the batch's calls, and
 * sees nothing but them.
 */
#ifndef AEROSTAT_DISCARD_H
#define AEROSTAT_DISCARD_H

#include "exec/cpu-common.h"
#include "qemu/main-loop.h"
#include "qemu/thread.h"
#include "qemu/timer.h"
#include "runs_gen.h"

#define AEROSTAT_BATCH 256

/* One call that the thread makes. */
typedef struct AerostatCall {
    RAMBlock *block;
    uint64_t offset, bytes;
    u64 page;                   /* of the guest: where the job goes on without it */
    u64 pages;                  /* of the guest: what a grant gets by it */
    bool populate;              /* memory that may be missing */
    uint64_t fresh;             /* bytes of that which no call before it takes in */
    bool worked;
} AerostatCall;

/* A walk over a set of pages. */
typedef struct AerostatJob {
    const struct runs *what;    /* NULL: nothing to do */
    u64 page;                   /* all below is done */
} AerostatJob;

/* Can memory be given back to the host now? */
typedef enum AerostatDiscards {
    AEROSTAT_DISCARDS_WORK,
    AEROSTAT_DISCARDS_FAIL,     /* the host's kernel refuses them */
    AEROSTAT_DISCARDS_FORBIDDEN, /* another device has pinned the memory */
} AerostatDiscards;

typedef struct AerostatDiscard {
    const struct runs *held;    /* pages that the host has already */
    AerostatJob grant;          /* what is to be granted, once it is there */
    struct runs *asked;         /* the same */
    struct runs got;            /* of it: what is there */
    uint64_t populated;         /* bytes of the host's for it, so far */
    RAMBlock *last;             /* they end in this block, if in any, */
    uint64_t last_end;          /* at this offset */
    bool populate_all;          /* not only what may be missing */
    const char *root;           /* of the host's files */
    void (*ready)(void *opaque);
    void *ready_opaque;
    AerostatJob commit;         /* what is committed; then done() */
    uint64_t discarded;         /* bytes of it, so far */
    AerostatJob trim;           /* what is held, and came back by a load */
    bool trim_again;            /* all of it, when it has come to its end */
    void (*done)(void *opaque);
    void *opaque;
    void (*can_changed)(void *can_opaque);   /* aerostat_discard_can() has */
    void *can_opaque;
    AerostatDiscards told;      /* what it was at the last call of can_changed */
    int failing;                /* errno of the discard that failed; 0: they work */
    int said;                   /* the errno that stands in the log */
    bool well;                  /* discards have worked since the last failure */
    int64_t again_ms;           /* from a failure to the next try */
    int64_t try_at_ms;
    bool claimed;               /* nobody may forbid discards meanwhile */
    bool paused;
    QEMUBH *bh;                 /* takes a batch back and starts the next */
    QEMUTimer *retry;           /* of what cannot be done now */

    QemuThread thread;
    QemuMutex lock;             /* of all below */
    QemuCond changed;
    AerostatJob *job;           /* whose batch it is; NULL: none */
    AerostatCall call[AEROSTAT_BATCH];
    unsigned count, made;       /* calls in the batch, and those done */
    unsigned failed;            /* of these */
    RAMBlock *lacking;          /* its memory is exhausted */
    int error;                  /* errno of a discard, which ends the batch; 0: none */
    bool borrows;               /* it discards pages that may be granted */
    bool busy;                  /* the thread is at it */
    bool cancel;                /* it should end after the call at hand */
    bool quit;
    uint64_t pace;              /* bytes that the next call takes in, at most */

    uint64_t calls;             /* discards asked of the host, ever */
    uint64_t failures;          /* of these */
    uint64_t grant_failures;    /* calls to populate that failed, ever */
} AerostatDiscard;

/*
 * `held` is what the host has; it changes when a grant is ready, and by done,
 * only.  A discard is tried first: see aerostat_discard_can().
 */
void aerostat_discard_init(AerostatDiscard *d, DeviceState *dev,
                           const struct runs *held,
                           void (*changed)(void *opaque), void *opaque);
void aerostat_discard_cleanup(AerostatDiscard *d);

/*
 * Can memory be given back now?  After a discard has failed none is made until a
 * try, which changes nothing, has worked.
 */
AerostatDiscards aerostat_discard_can(const AerostatDiscard *d);

/* Have discards begun or ceased to be possible?  Then `changed` is called. */
void aerostat_discard_look(AerostatDiscard *d);

/*
 * Discard all of `what`, which stays as it is, then call done.  Where it cannot be
 * discarded, done is called all the same: `discarded` tells.
 */
void aerostat_discard_start(AerostatDiscard *d, const struct runs *what,
                            void (*done)(void *opaque), void *opaque);

/* Discard again what is held, some time: a load may have filled it. */
void aerostat_discard_trim(AerostatDiscard *d);

/*
 * These pages, which are held, are asked back: will they be there when the guest
 * touches them?  True: they will, and none of them is being discarded.  False: not
 * yet.  Then ready is called, and `what` has become those that are there.  With
 * `all` they are populated even if nothing can fail.  `root` is where the host's
 * files are.  Nothing else may change `what` and what is held meanwhile, except
 * that done adds to what is held.
 */
bool aerostat_discard_grant(AerostatDiscard *d, struct runs *what, bool all,
                            const char *root, void (*ready)(void *opaque),
                            void *opaque);

/* The grant is not wanted any more: ready is not called. */
void aerostat_discard_grant_stop(AerostatDiscard *d);

/* Paused, everything waits, for as long as it takes. */
void aerostat_discard_pause(AerostatDiscard *d, bool paused);

/* Nothing is being discarded when it returns; it goes on if it may. */
void aerostat_discard_settle(AerostatDiscard *d);

/* Discard nothing more of what is committed, and do not call done. */
void aerostat_discard_stop(AerostatDiscard *d);

#endif
