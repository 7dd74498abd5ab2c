/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * failnth N FILE TEXT: writes TEXT to FILE while the N-th allocation of that fails,
 * on a kernel with fault injection.  Says what came of it:
 *
 *   done|ERROR reached|beyond	beyond: there were fewer than N
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char left[16] = "";
	int nth, file, err;

	if (argc != 4) {
		fprintf(stderr, "usage: failnth N FILE TEXT\n");
		return 2;
	}
	nth = open("/proc/thread-self/fail-nth", O_RDWR);
	file = open(argv[2], O_WRONLY);
	if (nth < 0 || file < 0) {
		perror("failnth: open");
		return 1;
	}
	/* nothing here but the write in question allocates until it is over */
	if (write(nth, argv[1], strlen(argv[1])) < 0) {
		perror("failnth: fail-nth");
		return 1;
	}
	err = write(file, argv[3], strlen(argv[3])) < 0 ? errno : 0;
	if (pread(nth, left, sizeof(left) - 1, 0) < 0 || pwrite(nth, "0", 1, 0) < 0) {
		perror("failnth: fail-nth");
		return 1;
	}
	printf("%s %s\n", err ? strerror(err) : "done", atoi(left) ? "beyond" : "reached");
	return 0;
}
