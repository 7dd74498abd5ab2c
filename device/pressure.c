/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host's pressure: see pressure.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "pressure.h"

#define PATH_BYTES 4096
#define LINE_BYTES 4608     /* a line of /proc/self/cgroup has a path */

/* The most that fits in without doubt; a cgroup v1 without a limit says more. */
#define NO_LIMIT (UINT64_MAX / 4)

static FILE *open_below(const char *root, const char *dir, const char *name)
{
    char path[PATH_BYTES];
    int n = snprintf(path, sizeof(path), "%s%s%s", root, dir, name);

    return n < 0 || n >= (int)sizeof(path) ? NULL : fopen(path, "re");
}

/* The number behind this word at a line's start; false if there is none. */
static bool find_number(FILE *f, const char *word, uint64_t *value)
{
    size_t len = strlen(word);
    char line[256];

    while (fgets(line, sizeof(line), f)) {
        char *end;

        if (strncmp(line, word, len)) {
            continue;
        }
        *value = strtoull(line + len, &end, 10);
        return end != line + len;
    }
    return false;
}

static bool read_number(const char *root, const char *dir, const char *name,
                        const char *word, uint64_t *value)
{
    FILE *f = open_below(root, dir, name);
    bool ok = f && find_number(f, word, value);

    if (f) {
        fclose(f);
    }
    return ok;
}

static bool is_there(const char *root, const char *dir, const char *name)
{
    FILE *f = open_below(root, dir, name);

    if (!f) {
        return false;
    }
    fclose(f);
    return true;
}

/* Does the field list of a v1 line, "cpu,memory", have this controller? */
static bool has_controller(const char *list, const char *wanted)
{
    size_t len = strlen(wanted);

    while (*list) {
        if (!strncmp(list, wanted, len) &&
            (list[len] == ',' || !list[len])) {
            return true;
        }
        list += strcspn(list, ",");
        list += *list == ',';
    }
    return false;
}

/*
 * The folder of the cgroup that limits this process's memory, and whether it is
 * of v2.  False: none can be seen from here.
 */
static bool find_cgroup(const char *root, char *dir, size_t size, bool *v2)
{
    FILE *f = open_below(root, "", "/proc/self/cgroup");
    char line[LINE_BYTES];
    bool found = false;

    while (f && fgets(line, sizeof(line), f)) {
        char *list = strchr(line, ':'), *path;
        int n;

        line[strcspn(line, "\n")] = 0;
        path = list ? strchr(list + 1, ':') : NULL;
        if (!path) {
            continue;
        }
        *path++ = 0;
        if (!strncmp(path, "/..", 3)) {
            continue;           /* outside of what is mounted here */
        }
        *v2 = !list[1];
        if (!*v2 && !has_controller(list + 1, "memory")) {
            continue;
        }
        n = snprintf(dir, size, "/sys/fs/cgroup%s%s", *v2 ? "" : "/memory",
                     strcmp(path, "/") ? path : "");
        found = n > 0 && n < (int)size;
        if (found && !*v2) {
            break;              /* v1 has the memory, so v2 has not */
        }
    }
    if (f) {
        fclose(f);
    }
    return found;
}

static void take_available(struct pressure *p, uint64_t bytes)
{
    if (!p->has_available || bytes < p->available_bytes) {
        p->available_bytes = bytes;
    }
    p->has_available = true;
}

/* some avg10=1.23 avg60=... */
static void take_stall(struct pressure *p, const char *root, const char *dir,
                       const char *name)
{
    FILE *f = open_below(root, dir, name);
    unsigned whole, hundredths;

    if (!f) {
        return;
    }
    if (fscanf(f, "some avg10=%3u.%2u", &whole, &hundredths) == 2) {
        uint32_t stall = whole * 100 + hundredths;

        if (!p->has_stall || stall > p->stall_centipercent) {
            p->stall_centipercent = stall;
        }
        p->has_stall = true;
    }
    fclose(f);
}

/* What a limit leaves: file pages that nobody has used lately can go. */
static void take_limit(struct pressure *p, const char *root, const char *dir,
                       uint64_t limit, const char *usage_name,
                       const char *const *reclaimable)
{
    uint64_t usage, part, free;

    if (limit >= NO_LIMIT || !read_number(root, dir, usage_name, "", &usage)) {
        return;
    }
    free = usage < limit ? limit - usage : 0;
    for (; *reclaimable; reclaimable++) {
        if (read_number(root, dir, "/memory.stat", *reclaimable, &part) &&
            part < NO_LIMIT) {
            free += part;
        }
    }
    take_available(p, free < limit ? free : limit);
}

static void take_cgroup_v2(const char *root, const char *dir, void *opaque)
{
    struct pressure *p = opaque;
    static const char *const reclaimable[] = {
        "inactive_file ", "slab_reclaimable ", NULL
    };
    static const char *const limits[] = { "/memory.max", "/memory.high" };
    uint64_t limit;
    unsigned i;

    p->limits += is_there(root, dir, limits[0]);
    for (i = 0; i < 2; i++) {
        /* "max" is no number. */
        if (read_number(root, dir, limits[i], "", &limit)) {
            take_limit(p, root, dir, limit, "/memory.current", reclaimable);
        }
    }
    take_stall(p, root, dir, "/memory.pressure");
}

static void take_cgroup_v1(const char *root, const char *dir, void *opaque)
{
    struct pressure *p = opaque;
    static const char *const reclaimable[] = { "total_inactive_file ", NULL };
    uint64_t limit;

    if (read_number(root, dir, "/memory.limit_in_bytes", "", &limit)) {
        p->limits++;
        take_limit(p, root, dir, limit, "/memory.usage_in_bytes", reclaimable);
    }
}

typedef void look_at_cgroup(const char *root, const char *dir, void *opaque);

/* Look at this process's cgroup, and at those around it. */
static void each_cgroup(const char *root, look_at_cgroup *v1,
                        look_at_cgroup *v2, void *opaque)
{
    char dir[PATH_BYTES], *top, *end;
    bool is_v2;

    if (!find_cgroup(root, dir, sizeof(dir), &is_v2)) {
        return;
    }
    top = dir + strlen(is_v2 ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory");
    for (;;) {
        (is_v2 ? v2 : v1)(root, dir, opaque);
        end = strrchr(top, '/');
        if (!end) {
            return;
        }
        *end = 0;
    }
}

/* A number for the cgroup's path, to see that it is another. */
static uint64_t name_cgroup(const char *root)
{
    uint64_t name = 14695981039346656037u;      /* FNV-1a */
    char dir[PATH_BYTES], *c;
    bool v2;

    if (!find_cgroup(root, dir, sizeof(dir), &v2)) {
        return 0;
    }
    for (c = dir; *c; c++) {
        name = (name ^ (unsigned char)*c) * 1099511628211u;
    }
    return name;
}

void pressure_read(struct pressure *p, const char *root)
{
    uint64_t kib;

    memset(p, 0, sizeof(*p));
    if (read_number(root, "", "/proc/meminfo", "MemAvailable:", &kib) &&
        kib < NO_LIMIT / 1024) {
        take_available(p, kib * 1024);
    }
    take_stall(p, root, "", "/proc/pressure/memory");
    each_cgroup(root, take_cgroup_v1, take_cgroup_v2, p);
    p->cgroup = name_cgroup(root);
}

static void limited_v1(const char *root, const char *dir, void *limited)
{
    uint64_t limit;

    *(bool *)limited |= read_number(root, dir, "/memory.limit_in_bytes", "",
                                    &limit) && limit < NO_LIMIT;
}

static void limited_v2(const char *root, const char *dir, void *limited)
{
    uint64_t limit;

    *(bool *)limited |= read_number(root, dir, "/memory.max", "", &limit) &&
                        limit < NO_LIMIT;
}

bool pressure_limited(const char *root)
{
    bool limited = false;

    each_cgroup(root, limited_v1, limited_v2, &limited);
    return limited;
}

static void take_room(uint64_t *room, const char *root, const char *dir,
                      uint64_t limit, const char *usage_name,
                      const char *const *reclaimable, uint64_t swap)
{
    uint64_t usage, part, left;

    if (!read_number(root, dir, usage_name, "", &usage)) {
        return;
    }
    left = swap + (usage < limit ? limit - usage : 0);
    for (; *reclaimable; reclaimable++) {
        if (read_number(root, dir, "/memory.stat", *reclaimable, &part) &&
            part < NO_LIMIT) {
            left += part;
        }
    }
    if (left < *room) {
        *room = left;
    }
}

static void room_v1(const char *root, const char *dir, void *room)
{
    static const char *const reclaimable[] = {
        "total_inactive_file ", "total_active_file ", NULL
    };
    uint64_t limit;

    if (read_number(root, dir, "/memory.limit_in_bytes", "", &limit) &&
        limit < NO_LIMIT) {
        take_room(room, root, dir, limit, "/memory.usage_in_bytes",
                  reclaimable, 0);
    }
}

static void room_v2(const char *root, const char *dir, void *room)
{
    static const char *const reclaimable[] = {
        "inactive_file ", "active_file ", "slab_reclaimable ", NULL
    };
    uint64_t limit, kib, max, used, swap = 0;

    if (!read_number(root, dir, "/memory.max", "", &limit) ||
        limit >= NO_LIMIT) {
        return;
    }
    if (read_number(root, "", "/proc/meminfo", "SwapFree:", &kib) &&
        kib < NO_LIMIT / 1024) {
        swap = kib * 1024;
    }
    if (read_number(root, dir, "/memory.swap.max", "", &max) &&
        read_number(root, dir, "/memory.swap.current", "", &used)) {
        uint64_t left = used < max ? max - used : 0;

        swap = left < swap ? left : swap;
    }
    take_room(room, root, dir, limit, "/memory.current", reclaimable, swap);
}

uint64_t pressure_room(const char *root)
{
    uint64_t room = UINT64_MAX;

    each_cgroup(root, room_v1, room_v2, &room);
    return room;
}

void pressure_take(struct pressure_state *s, const struct pressure *p,
                   const struct pressure_limits *limits)
{
    uint64_t low = limits->available_bytes;
    uint32_t high = limits->stall_centipercent;
    bool watch_low = low && p->has_available;
    bool watch_high = high && p->has_stall;

    /* Another cgroup may have fewer limits; the same one, or none, has not. */
    s->blind = (low && !p->has_available) || (high && !p->has_stall) ||
               (s->cgroup && !p->cgroup) ||
               (s->cgroup == p->cgroup && p->limits < s->limits);
    if (!s->blind) {
        s->cgroup = p->cgroup;
        s->limits = p->limits;
    }
    if ((watch_low && p->available_bytes < low) ||
        (watch_high && p->stall_centipercent >= high)) {
        s->tight = true;
        s->calm = 0;
    } else if ((watch_low && p->available_bytes - low < low / 4) ||
               (watch_high && p->stall_centipercent > high / 2)) {
        s->calm = 0;            /* in between: as it was */
    } else if (s->blind) {
        s->calm = 0;            /* as it was: who knows */
    } else if (s->tight && ++s->calm >= CALM_READINGS) {
        s->tight = false;
        s->calm = 0;
    }
}
