/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is behind guest memory: see backing.h. */
#include "qemu/osdep.h"
#include <linux/falloc.h>
#include <linux/magic.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include "qemu/madvise.h"
#include "qom/object.h"
#include "compat.h"
#include "backing.h"

bool backing_is_private_file(RAMBlock *block)
{
    return qemu_ram_get_fd(block) >= 0 && !qemu_ram_is_shared(block);
}

static bool is_huge(RAMBlock *block)
{
    return qemu_ram_pagesize(block) > qemu_real_host_page_size();
}

int backing_discard(RAMBlock *block, uint64_t offset, uint64_t bytes)
{
    uint8_t *host = qemu_ram_get_host_addr(block);
    int ret;

    errno = 0;
    if (backing_is_private_file(block)) {
        ret = qemu_madvise(host + offset, bytes, QEMU_MADV_DONTNEED);
    } else {
        ret = ram_block_discard_range(block, offset, bytes);
    }
    return !ret ? 0 : errno ?: EINVAL;
}

/*
 * Memory is locked as a whole (-overcommit mem-lock=on), so a page of the
 * device's own tells whether the guest's can be discarded.
 */
static int try_anonymous(void)
{
    size_t bytes = qemu_real_host_page_size();
    void *page = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int error = 0;

    if (page == MAP_FAILED) {
        return 0;               /* says nothing about discards */
    }
    if (madvise(page, bytes, MADV_DONTNEED)) {
        error = errno;
    }
    munmap(page, bytes);
    return error;
}

/* A hole behind the file's end changes nothing, where holes can be made. */
static int try_hole(RAMBlock *block)
{
    int fd = qemu_ram_get_fd(block);
    size_t bytes = qemu_ram_pagesize(block);
    struct stat file;

    if (fstat(fd, &file)) {
        return 0;               /* says nothing about holes */
    }
    if (!S_ISREG(file.st_mode)) {
        return ENODEV;
    }
    if (!fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                   ROUND_UP(file.st_size, bytes), bytes)) {
        return 0;
    }
    /* Of other errors the first discard will tell. */
    return errno == EOPNOTSUPP || errno == ENOSYS || errno == ENODEV ||
           errno == EBADF || errno == EPERM ? errno : 0;
}

int backing_try_discard(RAMBlock *block)
{
    int error = 0;

    if (qemu_ram_get_fd(block) >= 0 && qemu_ram_is_shared(block)) {
        error = try_hole(block);
    }
    if (!error && !is_huge(block)) {
        error = try_anonymous();
    }
    return error;
}

static bool is_preallocated(RAMBlock *block)
{
    Object *owner = memory_region_owner(block->mr);

    return owner && object_dynamic_cast(owner, "memory-backend") &&
           object_property_get_bool(owner, "prealloc", NULL);
}

bool backing_is_charged(RAMBlock *block)
{
    int fd = qemu_ram_get_fd(block);
    struct statfs fs;

    return !is_huge(block) && (fd < 0 || !qemu_ram_is_shared(block) ||
                               (!fstatfs(fd, &fs) && fs.f_type == TMPFS_MAGIC));
}

bool backing_can_fail(RAMBlock *block)
{
    int fd = qemu_ram_get_fd(block);
    struct statfs fs;

    if (is_huge(block) || is_preallocated(block)) {
        return true;
    }
    if (fd < 0 || !qemu_ram_is_shared(block)) {
        return false;
    }
    /* What a memfd is in has no size. */
    return fstatfs(fd, &fs) || fs.f_type != TMPFS_MAGIC || fs.f_blocks;
}

int backing_populate(RAMBlock *block, uint64_t offset, uint64_t bytes)
{
    int ret = qemu_madvise(qemu_ram_get_host_addr(block) + offset, bytes,
                           QEMU_MADV_POPULATE_WRITE);

    /* Linux before 5.14 has no such call: it is as it was without. */
    return !ret || errno == EINVAL ? 0 : errno;
}

const char *backing_discard_cause(int error)
{
    switch (error) {
    case EINVAL:
        return "it is locked (-overcommit mem-lock=on), or of a kind that the "
               "host's kernel cannot discard";
    case EOPNOTSUPP:
    case ENOSYS:
    case ENODEV:
        return "no holes can be made in its file";
    case EBADF:
    case EPERM:
        return "its file may not be written to";
    default:
        return strerror(error);
    }
}
