/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A load: what a guest is, and what its programs want when.  One file a load, in loads/.  record.sh writes the same format.
 *
 *   guest MIB [nodes N] [swap MIB] [zram] [swappiness N] [disk MIB/S] [kernel MIB] [frag PERCENT] [timer S] until S
 *   file NAME MIB
 *   program NAME [node N] [touch PERMILLE] [tmpfs]
 *   at S COMMAND
 *   every S from S to S COMMAND
 *
 * A COMMAND is one of
 *   NAME MIB [rate MIB/S]			a program (or a tmpfs) grows or shrinks to that size
 *   read FILE rate MIB/S [from MIB] [to MIB] [times N]
 *   write FILE rate MIB/S [from MIB] [to MIB] [times N]
 *   zipf FILE rate MIB/S for S			reads single MiB, few of them often
 *   stop FILE					ends what reads and writes it
 *
 * "#" begins a comment.  S is seconds, with up to three decimals.
 */
#ifndef LOAD_H
#define LOAD_H

#include "vm.h"

#define EVENTS 16384u

enum event_kind { EVENT_SIZE, EVENT_READ, EVENT_WRITE, EVENT_ZIPF, EVENT_STOP };

struct event {
	enum event_kind kind;
	u64 at_ms, every_ms, until_ms;
	u32 index, rate, from, to, times;
	u64 size, for_ms;
};

struct load {
	char name[48];
	struct vm vm;			/* as it is at the start */
	struct event *event;
	u32 events;
};

bool load_read(struct load *load, const char *path);
void load_start(const struct load *load, struct vm *vm, struct event *event);
u64 load_due(const struct load *load, struct vm *vm, struct event *event);	/* does what is due; when the next is */

#endif
