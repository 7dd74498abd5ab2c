// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * The library in lib/, written by hand: driver and device are folders that
 * stand alone, so each gets the same bytes.
 */
#include <string.h>

#include "gen.h"

/* The banner goes behind the first line, which has the license. */
static void put_copy(const char *folder, const char *name, const char *driver, const char *device)
{
	const char *text = read_source(format("%s/%s", folder, name))->text;
	struct out *o = output(driver, device);
	int first = strcspn(text, "\n");

	put(o, "%.*s\n", first, text);
	put(o, "/* A copy of gen/lib/%s by gen %s; do not edit: change that file and run make gen. */", name, GEN_VERSION);
	put(o, "%s", text + first);
}

void emit_lib(const char *folder)
{
	put_copy(folder, "runs.h", "driver/runs_gen.h", "device/runs_gen.h");
	put_copy(folder, "runs.c", "driver/runs_gen.c", "device/runs_gen.c");
}
