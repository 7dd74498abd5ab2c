// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/* Refusing: the first thing that is wrong is said, with its place, and nothing is written. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "gen.h"

static const char *const texts[] = {
#define M(name, text) [MSG_##name] = text,
	MESSAGES(M)
#undef M
};

void refuse(struct loc loc, enum message m, ...)
{
	const char *start = loc.at, *end = loc.at;
	va_list args;

	while (start > loc.in->text && start[-1] != '\n')
		start--;
	while (*end && *end != '\n')
		end++;
	fprintf(stderr, "%s:%d:%d: error: ", loc.in->path, loc.line, (int)(loc.at - start) + 1);
	va_start(args, m);
	vfprintf(stderr, texts[m], args);
	va_end(args);
	fprintf(stderr, "\n%.*s\n", (int)(end - start), start);
	for (; start < loc.at; start++)
		fputc(*start == '\t' ? '\t' : ' ', stderr);
	fprintf(stderr, "^\n");
	exit(1);
}
