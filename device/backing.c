/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is behind guest memory: see backing.h. */
#include "qemu/osdep.h"
#include <linux/falloc.h>
#include <sys/mman.h>
#include "qemu/madvise.h"
#include "backing.h"

bool backing_is_private_file(RAMBlock *block)
{
    return qemu_ram_get_fd(block) >= 0 && !qemu_ram_is_shared(block);
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
    if (!error && qemu_ram_pagesize(block) == qemu_real_host_page_size()) {
        error = try_anonymous();
    }
    return error;
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
