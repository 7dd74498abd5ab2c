/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hold.c: preloaded into a QEMU by hold.py, which keeps a discard, or a call that
 * populates memory, from its end for as long as it likes.  Before it goes to the
 * kernel a discard connects to the socket that AEROSTAT_HOLD names, if somebody listens there, and waits for
 * the connection to be closed.  If a file AEROSTAT_HOLD.fail is there, it has an
 * errno, with which discards fail.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static void wait_for_leave(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	const char *path = getenv("AEROSTAT_HOLD");
	char byte;
	int s;

	if (!path || strlen(path) >= sizeof(at.sun_path))
		return;
	strcpy(at.sun_path, path);
	s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s < 0)
		return;
	if (!connect(s, (struct sockaddr *)&at, sizeof(at)))
		while (read(s, &byte, 1) < 0 && errno == EINTR)
			;
	close(s);
}

/* The errno that this discard is to fail with, or 0. */
static int asked_to_fail(void)
{
	const char *path = getenv("AEROSTAT_HOLD");
	char name[4096];
	int error = 0;
	FILE *f;

	if (!path || snprintf(name, sizeof(name), "%s.fail", path) >= (int)sizeof(name))
		return 0;
	f = fopen(name, "re");
	if (f) {
		if (fscanf(f, "%d", &error) != 1)
			error = 0;
		fclose(f);
	}
	return error;
}

/* Wait, and fail if it is to be. */
static int meddle(void)
{
	int error;

	wait_for_leave();
	error = asked_to_fail();
	errno = error;
	return error ? -1 : 0;
}

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

int madvise(void *at, size_t bytes, int advice)
{
	if ((advice == MADV_DONTNEED || advice == MADV_REMOVE || advice == MADV_POPULATE_WRITE) && meddle())
		return -1;
	return syscall(SYS_madvise, at, bytes, advice);
}

int fallocate(int fd, int mode, off_t offset, off_t bytes)
{
	if ((mode & FALLOC_FL_PUNCH_HOLE) && meddle())
		return -1;
	return syscall(SYS_fallocate, fd, mode, offset, bytes);
}

int fallocate64(int fd, int mode, off64_t offset, off64_t bytes)
{
	return fallocate(fd, mode, offset, bytes);
}
