/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The two virtqueues and every buffer that goes through them, all of it made
 * before the first message: whoever takes memory back must not need any.
 */
#ifndef AEROSTAT_QUEUE_H
#define AEROSTAT_QUEUE_H

#include "core_gen.h"

struct aerostat;
struct stat_values;
struct virtqueue;

#define NOTICE_BUFFERS	8	/* on fromdevq, always posted */

/* A request and room for its answer.  Each part of the machine has one in flight at most. */
struct slot {
	u8 *request;
	u8 *reply;
	unsigned int request_bytes;
	unsigned int reply_bytes;
	enum msg asked;
	bool busy;		/* in flight, or about to be */
	bool unsent;		/* the queue did not take it yet */
};

struct queues {
	struct virtqueue *todev;
	struct virtqueue *fromdev;
	struct slot give;	/* query, offer, commit: one after the other */
	struct slot take;
	struct slot stats;
	u8 *notices[NOTICE_BUFFERS];
	u8 *copy;		/* of the message being read: the device may still write to it */
};

int queue_alloc(struct aerostat *a);
void queue_free(struct aerostat *a);
int queue_open(struct aerostat *a);
void queue_post_notices(struct aerostat *a);
void queue_close(struct aerostat *a);
bool queue_drain(struct aerostat *a);
void queue_rearm(struct aerostat *a);
void queue_send_stats(struct aerostat *a, const struct wire_stat *stats, u32 count);

void reply_work(struct work_struct *work);

#endif
