/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Discards: see discard.h. */
#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "qemu/madvise.h"
#include "qemu/units.h"
#include "hw/qdev-core.h"
#include "compat.h"
#include "backing.h"
#include "discard.h"
#include "pace.h"
#include "pressure.h"
#include "ram.h"
#include "whole.h"
#include "virtio-aerostat.h"

/* What a batch takes in, at most. */
#define BATCH_BYTES PACE_MOST

/*
 * What a grant gets is populated by so much a call, and so much of the host's
 * memory at most in all (at least one host page): a guest that is short of memory
 * waits for it, and may ask for more afterwards.
 */
#define GRANT_BYTES (2 * MiB)
#define GRANT_BYTES_MAX (1 * GiB)

/* Between two tries of what cannot be done now; after each failure twice as long. */
#define RETRY_MS 1000
#define RETRY_MAX_MS 64000

/*
 * Put into the batch what can be discarded of a piece of memory that begins at
 * the guest's `page`.  The parts of host pages that are left remain held, and
 * go when the rest of their host page is given.
 */
static void add_discard(AerostatDiscard *d, const AerostatJob *job, u64 page,
                        const struct ram_piece *piece)
{
    u64 host_pages = qemu_ram_pagesize(piece->block) / PAGE_BYTES;
    struct run part = { .page = page, .pages = piece->bytes / PAGE_BYTES };
    struct run whole = part;
    struct ram_piece at = *piece;

    if (host_pages > 1) {
        u64 offset = piece->offset / PAGE_BYTES % host_pages;

        whole = whole_host_pages(job->what, d->held, part, host_pages,
                                 offset + host_pages - page % host_pages);
    }
    if (whole.page < page ||
        whole.page + whole.pages > page + part.pages) {
        d->borrows = true;
        if (whole.pages && (ram_find(whole.page * PAGE_BYTES,
                                     whole.pages * PAGE_BYTES, &at) ||
                            at.block != piece->block)) {
            return;             /* no memory at its other end */
        }
    } else {
        at.offset += (whole.page - page) * PAGE_BYTES;
        at.bytes = whole.pages * PAGE_BYTES;
    }
    if (whole.pages && at.bytes == whole.pages * PAGE_BYTES) {
        d->call[d->count++] = (AerostatCall) {
            .block = at.block,
            .offset = at.offset,
            .bytes = at.bytes,
            .page = page,
        };
    }
}

/* Does this block's part of a grant have to be populated? */
static bool must_populate(const AerostatDiscard *d, RAMBlock *block)
{
    return d->populate_all || backing_can_fail(block);
}

/*
 * A call for what is asked back.  What is not populated is there.  The guest's
 * pages may be few in each host page, of which all is populated, once.
 */
static AerostatCall grant_call(const AerostatDiscard *d, u64 page,
                               struct ram_piece *piece)
{
    uint64_t host_page = qemu_ram_pagesize(piece->block);
    uint64_t from = ROUND_DOWN(piece->offset, host_page), end;
    uint64_t known = d->last == piece->block ? d->last_end : 0;
    bool populate = must_populate(d, piece->block);

    if (populate) {
        /* So much, or nothing, is known to be there. */
        uint64_t stop = ROUND_DOWN(piece->offset, MAX(host_page, GRANT_BYTES)) +
                        MAX(host_page, GRANT_BYTES);

        piece->bytes = MIN(piece->bytes, stop - piece->offset);
    }
    end = ROUND_UP(piece->offset + piece->bytes, host_page);
    return (AerostatCall) {
        .block = piece->block,
        .offset = from,
        .bytes = end - from,
        .page = page,
        .pages = piece->bytes / PAGE_BYTES,
        .populate = populate,
        .fresh = populate && end > known ? end - MAX(from, known) : 0,
    };
}

/* Fill a batch from where the job is; false: the job is done. */
static bool fill(AerostatDiscard *d, AerostatJob *job)
{
    uint64_t left = BATCH_BYTES;
    unsigned looks;

    d->job = job;
    d->count = d->made = d->failed = 0;
    d->borrows = job == &d->trim;
    for (looks = 0; looks < AEROSTAT_BATCH && left; looks++) {
        u32 i = runs_at(job->what, job->page);
        struct ram_piece piece;
        u64 page, bytes;

        if (i == job->what->count) {
            return d->count;
        }
        page = MAX(job->page, job->what->run[i].page);
        bytes = (RUN_END(job->what->run, i) - page) * PAGE_BYTES;
        /* What was memory when it was offered may be gone: it is skipped. */
        if (!ram_find(page * PAGE_BYTES, bytes, &piece)) {
            /* A call ends where a host page does. */
            uint64_t stop = ROUND_UP(piece.offset + d->pace,
                                     qemu_ram_pagesize(piece.block));

            piece.bytes = MIN(piece.bytes, stop - piece.offset);
            left -= MIN(left, piece.bytes);
            add_discard(d, job, page, &piece);
        }
        job->page = page + piece.bytes / PAGE_BYTES;
    }
    return true;
}

/*
 * Fill a batch with what is to be granted; false: nothing of it is left.  What is
 * no memory is not populated: that is the guest's doing.
 */
static bool fill_grant(AerostatDiscard *d)
{
    d->job = &d->grant;
    d->count = d->made = d->failed = 0;
    d->borrows = false;
    while (d->count < AEROSTAT_BATCH) {
        u32 i = runs_at(d->asked, d->grant.page);
        struct ram_piece piece;
        AerostatCall c;
        u64 page, bytes;

        if (i == d->asked->count) {
            break;
        }
        page = MAX(d->grant.page, d->asked->run[i].page);
        bytes = (RUN_END(d->asked->run, i) - page) * PAGE_BYTES;
        if (ram_find(page * PAGE_BYTES, bytes, &piece)) {
            c = (AerostatCall) {
                .page = page,
                .pages = piece.bytes / PAGE_BYTES,
            };
        } else {
            c = grant_call(d, page, &piece);
        }
        if (c.fresh) {
            if (d->populated && d->populated + c.fresh > GRANT_BYTES_MAX) {
                break;
            }
            d->populated += c.fresh;
            d->last = c.block;
            d->last_end = c.offset + c.bytes;
        }
        d->call[d->count++] = c;
        d->grant.page = page + piece.bytes / PAGE_BYTES;
    }
    return d->count;
}

/*
 * Make what is asked back be there.  Beyond the limit of a cgroup the kernel would
 * end a process instead of saying no, so its room is looked at first, and again
 * before it is used up.
 */
static int populate(AerostatDiscard *d, const AerostatCall *c, uint64_t *room)
{
    bool charged;
    int error = 0;

    if (!c->populate) {
        return 0;
    }
    if (c->block == d->lacking) {
        return ENOMEM;
    }
    charged = backing_is_charged(c->block);
    if (charged && *room < c->bytes) {
        *room = pressure_room(d->root);
        if (*room < c->bytes) {
            error = ENOMEM;
        }
    }
    if (!error) {
        error = backing_populate(c->block, c->offset, c->bytes);
    }
    if (error) {
        d->lacking = c->block;
        warn_report_once("virtio-aerostat: memory that the guest asks back "
                         "cannot be had: block %s: %s; what is not there is "
                         "not granted", qemu_ram_get_idstr(c->block),
                         strerror(error));
    } else if (charged) {
        *room -= c->bytes;
    }
    return error;
}

static uint64_t wall_ns(void)
{
    return g_get_monotonic_time() * 1000;
}

static void *thread(void *opaque)
{
    AerostatDiscard *d = opaque;

    qemu_mutex_lock(&d->lock);
    while (!d->quit) {
        uint64_t room = 0;
        bool grant;

        if (!d->busy) {
            qemu_cond_wait(&d->changed, &d->lock);
            continue;
        }
        grant = d->job == &d->grant;
        while (d->made < d->count && !d->cancel && !d->error) {
            AerostatCall *c = &d->call[d->made];
            uint64_t ns;
            int ret;

            qemu_mutex_unlock(&d->lock);
            ns = wall_ns();
            ret = grant ? populate(d, c, &room) :
                  backing_discard(c->block, c->offset, c->bytes);
            ns = wall_ns() - ns;
            qemu_mutex_lock(&d->lock);
            if (!grant) {
                d->pace = pace_next(d->pace, c->bytes, ns);
            }
            d->failed += ret != 0;
            d->made++;
            c->worked = !ret;
            if (!grant) {
                d->error = ret;
            }
        }
        d->busy = false;
        qemu_cond_broadcast(&d->changed);
        qemu_bh_schedule(d->bh);
    }
    qemu_mutex_unlock(&d->lock);
    return NULL;
}

static int64_t now_ms(void)
{
    return qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
}

/*
 * A discard has failed, or would.  None is made until a try works, since each
 * failure costs the guest its pages and QEMU a line on stderr.
 */
static void fail(AerostatDiscard *d, const RAMBlock *block, int error)
{
    d->failing = error;
    d->well = false;
    d->again_ms = d->again_ms ? MIN(2 * d->again_ms, RETRY_MAX_MS) : RETRY_MS;
    d->try_at_ms = now_ms() + d->again_ms;
    timer_mod(d->retry, d->try_at_ms);
    if (error != d->said) {
        d->said = error;
        warn_report("virtio-aerostat: memory of block %s cannot be given back "
                    "to the host: %s; until it can, the host wants no pages, "
                    "and returns what it holds",
                    qemu_ram_get_idstr((RAMBlock *)block),
                    backing_discard_cause(error));
    }
}

static bool works(RAMBlock *block, void *error)
{
    return !(*(int *)error = backing_try_discard(block));
}

/* Would discards work?  False, and it is booked, if not. */
static bool try_all(AerostatDiscard *d)
{
    int error = 0;
    RAMBlock *block = ram_first_not(works, &error);

    if (block) {
        fail(d, block, error);
    }
    return !block;
}

AerostatDiscards aerostat_discard_can(const AerostatDiscard *d)
{
    return d->failing ? AEROSTAT_DISCARDS_FAIL :
           ram_block_discard_is_disabled() ? AEROSTAT_DISCARDS_FORBIDDEN :
           AEROSTAT_DISCARDS_WORK;
}

/*
 * While a batch of discards is under way QEMU refuses to pin the memory.  At any
 * other time it may: then discards are forbidden, and the host wants no pages.
 */
static bool claim(AerostatDiscard *d)
{
    d->claimed = d->claimed || !ram_block_discard_require(true);
    return d->claimed;
}

static void release(AerostatDiscard *d)
{
    if (d->claimed) {
        ram_block_discard_require(false);
        d->claimed = false;
    }
}

/*
 * What is there of a grant is granted, in at most as many runs as were asked for:
 * so many the books have room to lose.
 */
static void book_grant(AerostatDiscard *d)
{
    unsigned i;

    for (i = 0; i < d->made; i++) {
        const AerostatCall *c = &d->call[i];
        struct runs *got = &d->got;
        bool touches = got->count &&
                       RUN_END(got->run, got->count - 1) == c->page;

        if (c->worked && (touches || got->count < d->asked->count)) {
            runs_append(got, c->page, c->pages);
        }
    }
    if (d->failed) {
        aerostat_discard_trim(d);       /* a call may have populated a part */
    }
}

static void book_discards(AerostatDiscard *d)
{
    unsigned i;

    for (i = 0; i < d->made; i++) {
        if (d->job == &d->commit && d->call[i].worked) {
            d->discarded += d->call[i].bytes;
        }
    }
}

/* What the thread did not come to has populated nothing, and will be counted anew. */
static void give_back(AerostatDiscard *d)
{
    unsigned i;

    for (i = d->count; i-- > d->made; ) {
        const AerostatCall *c = &d->call[i];

        if (c->fresh) {
            d->populated -= c->fresh;
            d->last = c->block;
            d->last_end = c->offset + c->bytes - c->fresh;
        }
    }
}

/* Take the batch back, which the thread has left: what it did not come to is to be done yet. */
static void take_back(AerostatDiscard *d)
{
    if (!d->job) {
        return;
    }
    if (d->job == &d->grant) {
        book_grant(d);
        give_back(d);
        d->grant_failures += d->failed;
    } else {
        d->calls += d->made;
        d->failures += d->failed;
        book_discards(d);
        d->well = d->made ? !d->error : d->well;
    }
    if (d->error) {
        fail(d, d->call[d->made - 1].block, d->error);
        d->error = 0;
    }
    if (d->made < d->count) {
        d->job->page = d->call[d->made].page;
    }
    d->job = NULL;
    release(d);
}

/*
 * Are discards, and touching pages, forbidden just now?  Postcopy and background
 * snapshots follow by page faults what has arrived and what is saved.
 */
static bool forbidden(void)
{
    return ram_block_discard_is_disabled() ||
           migration_in_incoming_postcopy() || migration_in_bg_snapshot();
}

/* No discard is to be made now. */
static bool held_back(const AerostatDiscard *d)
{
    return d->failing || forbidden();
}

/*
 * All of a job is discarded.  A failure from now on is news, and tried again soon.
 * A try that has worked is not enough: it says nothing of the guest's memory.
 */
static void end_discards(AerostatDiscard *d)
{
    if (d->well) {
        d->again_ms = d->said = 0;
    }
}

/* All of a grant that can be there is: it can be answered. */
static void end_grant(AerostatDiscard *d)
{
    struct runs *asked = d->asked;

    runs_clear(asked);
    runs_add(asked, &d->got);
    aerostat_discard_grant_stop(d);
    d->ready(d->ready_opaque);
}

/* Fill the next batch; false: there is nothing to do now. */
static bool next_batch(AerostatDiscard *d)
{
    if (d->grant.what) {
        if (fill_grant(d)) {
            return true;
        }
        d->job = NULL;
        end_grant(d);
    }
    if (d->commit.what) {
        if (held_back(d) || !claim(d)) {
            /* The pages are the host's all the same: this is made up for. */
            aerostat_discard_trim(d);
        } else if (fill(d, &d->commit)) {
            return true;
        } else if (!d->trim.what) {     /* which may be what fails */
            end_discards(d);
        }
        release(d);
        d->job = NULL;
        d->commit.what = NULL;
        d->done(d->opaque);
    }
    if (d->trim.what) {
        if (d->failing) {
            /* Tried again in its time: see aerostat_discard_look(). */
        } else if (forbidden() || !claim(d)) {
            timer_mod(d->retry, now_ms() + RETRY_MS);
        } else if (fill(d, &d->trim)) {
            return true;
        } else if (d->trim_again) {
            d->trim_again = false;
            d->trim.page = 0;
            qemu_bh_schedule(d->bh);
        } else {
            d->trim = (AerostatJob) { NULL };
            end_discards(d);
        }
    }
    release(d);
    d->job = NULL;
    return false;
}

void aerostat_discard_look(AerostatDiscard *d)
{
    AerostatDiscards can;

    if (d->failing && now_ms() >= d->try_at_ms && try_all(d)) {
        d->failing = 0;
    }
    can = aerostat_discard_can(d);
    if (can == AEROSTAT_DISCARDS_FORBIDDEN) {
        timer_mod(d->retry, now_ms() + RETRY_MS);
    }
    if (can == d->told) {
        return;
    }
    d->told = can;
    if (can == AEROSTAT_DISCARDS_WORK) {
        aerostat_discard_trim(d);       /* what is held may have come back */
    }
    d->can_changed(d->can_opaque);
}

static void step(void *opaque)
{
    AerostatDiscard *d = opaque;
    bool busy;

    qemu_mutex_lock(&d->lock);
    busy = d->busy;
    qemu_mutex_unlock(&d->lock);
    if (busy) {
        return;                 /* it calls again */
    }
    take_back(d);
    aerostat_discard_look(d);
    if (d->paused || aerostat_is_quiet() || !next_batch(d)) {
        return;
    }
    if (!d->count) {
        release(d);
        d->job = NULL;          /* nothing but parts of host pages: look on */
        qemu_bh_schedule(d->bh);
        return;
    }
    qemu_mutex_lock(&d->lock);
    d->busy = true;
    d->cancel = false;
    qemu_cond_broadcast(&d->changed);
    qemu_mutex_unlock(&d->lock);
}

void aerostat_discard_init(AerostatDiscard *d, DeviceState *dev,
                           const struct runs *held,
                           void (*changed)(void *opaque), void *opaque)
{
    d->held = held;
    d->can_changed = changed;
    d->can_opaque = opaque;
    d->bh = qemu_bh_new_guarded(step, d, &dev->mem_reentrancy_guard);
    d->retry = timer_new_ms(QEMU_CLOCK_REALTIME, step, d);
    d->quit = d->busy = d->cancel = d->trim_again = false;
    d->trim = (AerostatJob) { NULL };
    d->pace = PACE_FIRST;
    d->failing = d->error = d->said = d->again_ms = 0;
    d->well = false;
    try_all(d);
    d->told = aerostat_discard_can(d);
    qemu_mutex_init(&d->lock);
    qemu_cond_init(&d->changed);
    qemu_thread_create(&d->thread, "aerostat", thread, d, QEMU_THREAD_JOINABLE);
}

void aerostat_discard_cleanup(AerostatDiscard *d)
{
    qemu_mutex_lock(&d->lock);
    d->quit = d->cancel = true;
    qemu_cond_broadcast(&d->changed);
    qemu_mutex_unlock(&d->lock);
    qemu_thread_join(&d->thread);
    qemu_cond_destroy(&d->changed);
    qemu_mutex_destroy(&d->lock);
    release(d);
    g_clear_pointer(&d->bh, qemu_bh_delete);
    g_clear_pointer(&d->retry, timer_free);
    g_free(d->got.run);
    memset(&d->got, 0, sizeof(d->got));
}

/* The thread is left with nothing to do, and what it has done is booked. */
static void settle(AerostatDiscard *d)
{
    qemu_mutex_lock(&d->lock);
    d->cancel = true;
    while (d->busy) {
        qemu_cond_wait(&d->changed, &d->lock);
    }
    d->cancel = false;
    qemu_mutex_unlock(&d->lock);
    take_back(d);
}

void aerostat_discard_settle(AerostatDiscard *d)
{
    settle(d);
    qemu_bh_schedule(d->bh);
}

void aerostat_discard_start(AerostatDiscard *d, const struct runs *what,
                            void (*done)(void *opaque), void *opaque)
{
    d->commit = (AerostatJob) { .what = what };
    d->discarded = 0;
    d->done = done;
    d->opaque = opaque;
    qemu_bh_schedule(d->bh);
}

/* A trim that is under way goes on: asked for often, it would else never end. */
void aerostat_discard_trim(AerostatDiscard *d)
{
    d->trim_again = d->trim_again || d->trim.page;
    d->trim.what = d->held;
    qemu_bh_schedule(d->bh);
}

/* Is there memory among these pages that is to be populated? */
static bool has_to_wait(AerostatDiscard *d, const struct runs *what)
{
    u32 i;

    /* Where memory comes by page faults, the thread might wait without end. */
    if (migration_in_incoming_postcopy() || migration_in_bg_snapshot()) {
        return false;
    }
    d->populate_all = d->populate_all || pressure_limited(d->root);
    for (i = 0; i < what->count; i++) {
        u64 at = what->run[i].page * PAGE_BYTES;
        u64 left = what->run[i].pages * PAGE_BYTES;

        while (left) {
            struct ram_piece piece;

            if (!ram_find(at, left, &piece) && must_populate(d, piece.block)) {
                return true;
            }
            at += piece.bytes;
            left -= piece.bytes;
        }
    }
    return false;
}

bool aerostat_discard_grant(AerostatDiscard *d, struct runs *what, bool all,
                            const char *root, void (*ready)(void *opaque),
                            void *opaque)
{
    d->populate_all = all;
    d->root = root;
    if (!has_to_wait(d, what) && !(d->job && d->borrows)) {
        return true;
    }
    /* Room for one more, which runs_append asks for even if it needs none. */
    if (d->got.room < what->count + 1) {
        d->got.room = what->count + 1;
        d->got.run = g_renew(struct run, d->got.run, d->got.room);
    }
    runs_clear(&d->got);
    d->asked = what;
    d->grant = (AerostatJob) { .what = what };
    d->populated = 0;
    d->last = NULL;
    d->lacking = NULL;
    d->ready = ready;
    d->ready_opaque = opaque;
    /* The batch under way ends early. */
    qemu_mutex_lock(&d->lock);
    d->cancel = d->busy;
    qemu_mutex_unlock(&d->lock);
    qemu_bh_schedule(d->bh);
    return false;
}

void aerostat_discard_grant_stop(AerostatDiscard *d)
{
    if (d->job == &d->grant) {
        settle(d);
        qemu_bh_schedule(d->bh);
    }
    d->grant.what = NULL;
    d->asked = NULL;
}

void aerostat_discard_pause(AerostatDiscard *d, bool paused)
{
    d->paused = paused;
    if (!d->bh) {
        return;                 /* not realized yet */
    }
    if (paused) {
        settle(d);
    } else {
        qemu_bh_schedule(d->bh);
    }
}

void aerostat_discard_stop(AerostatDiscard *d)
{
    if (d->commit.what) {
        settle(d);
        d->commit.what = NULL;
        qemu_bh_schedule(d->bh);
    }
}
