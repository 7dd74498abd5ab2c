/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A balloon in a program: the driver started and stopped as driver/main.c does it, before a device that is the test. */
#ifndef BALLOON_H
#define BALLOON_H

#include "aerostat.h"

#define LOW_PCT		10u
#define BLOCK		512ull		/* pages, min_order 9 */

extern struct virtqueue todev, fromdev;
extern u8 device_status;				/* 0xff: it is gone */
extern bool in_interrupt;				/* where nothing may sleep */
extern unsigned int restarts;				/* how often the device was started anew */
extern int restart_fails;				/* with this error */
extern void (*before_get)(struct virtqueue *vq);	/* the device's chance, when the driver looks for what was used */
extern void (*while_asleep)(void);			/* ... and when it sleeps for a moment */

void balloon_start(struct aerostat *a, const struct advisor *advisor);
void balloon_stop(struct aerostat *a);

/* The device's side of a queue. */
unsigned int in_flight(const struct virtqueue *vq);
struct vq_buffer *next(struct virtqueue *vq);
u32 asked(void);
void use(struct virtqueue *vq, const void *bytes, unsigned int len);

#endif
