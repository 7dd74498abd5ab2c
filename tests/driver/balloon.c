// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel of standin_kernel.h, and a balloon in it. */
#include "standin_kernel.h"
#include "balloon.h"
#include "params.h"
#include "pressure.h"
#include "give.h"
#include "silence.h"
#include "offline.h"
#include "step.h"

unsigned int period_ms, pause_max_ms, floor_mib, low_pct, high_pct, step_mib, take_factor, min_order, adjust_memtotal;
unsigned int report_free_pages;
void (*while_waiting)(void);
struct page_reporting_dev_info *reporter;
bool has_feature, has_floor, fills_free_pages, poisons_free_pages;
unsigned int trace_steps, wrong_calls, warned;
char last_warning[256];
long mem_available;
char last_shown[256];
unsigned long jiffies;
struct notifier_block *oom_notifier, *memory_notifier;
struct workqueue_struct *system_freezable_wq;
static struct task_struct program;
struct task_struct *current = &program;

struct virtqueue todev, fromdev;
void (*before_get)(struct virtqueue *vq);
void (*while_asleep)(void);
void (*while_cancelling)(void);

u8 device_status;
bool in_interrupt;
u64 host_floor;
unsigned int restarts;
int restart_fails;

static u8 get_status(struct virtio_device *dev)
{
	(void)dev;
	wrong_calls += in_interrupt;
	return device_status;
}

/* Until the next one has been made: nothing is read of the queues or put into them. */
static bool is_reset;

void virtio_reset_device(struct virtio_device *dev)
{
	wrong_calls += dev->config->get_status(dev) == 0xff;
	device_status = 0;
	is_reset = true;
}

void virtio_break_device(struct virtio_device *dev)
{
	(void)dev;
	is_reset = true;
}

static void del_vqs(struct virtio_device *dev)
{
	(void)dev;
	wrong_calls += !is_reset;
}

static const struct virtio_config_ops config = { .get_status = get_status, .del_vqs = del_vqs };
static struct virtio_device vdev = { .config = &config };

bool virtio_has_feature(struct virtio_device *dev, unsigned int bit)
{
	(void)dev;
	return bit == FEATURE_FLOOR ? has_floor : has_feature;
}

/* Behind what every device has. */
void virtio_cread_bytes(struct virtio_device *dev, unsigned int offset, void *buf, size_t len)
{
	(void)dev;
	wrong_calls += !has_floor || offset != 16 || len != 8;
	for (size_t i = 0; i < len; i++)
		((u8 *)buf)[i] = host_floor >> (8 * i);
}

void stats_work(struct work_struct *work)
{
	(void)work;
}

void usleep_range(unsigned long min_us, unsigned long max_us)
{
	(void)min_us; (void)max_us;
	jiffies++;
	if (while_asleep)
		while_asleep();
}

int find_two_vqs(struct virtio_device *dev, struct virtqueue *vqs[2], vq_callback_t *callback, const char * const names[2])
{
	(void)callback;
	is_reset = false;
	wrong_calls += strcmp(names[0], "todevq") || strcmp(names[1], "fromdevq");
	todev = (struct virtqueue){ .vdev = dev, .room = 4 };
	fromdev = (struct virtqueue){ .vdev = dev, .room = NOTICE_BUFFERS };
	vqs[0] = &todev;
	vqs[1] = &fromdev;
	return 0;
}

unsigned int in_flight(const struct virtqueue *vq)
{
	return (u16)(vq->avail - vq->taken) + (u16)(vq->used - vq->got);
}

static int add(struct virtqueue *vq, struct vq_buffer b)
{
	wrong_calls += is_reset;
	if (vq->broken)
		return -EIO;
	if (in_flight(vq) >= vq->room)
		return -ENOSPC;
	vq->posted[vq->avail++ % VQ_ROOM_MAX] = b;
	return 0;
}

int virtqueue_add_sgs(struct virtqueue *vq, struct scatterlist **sgs, unsigned int outs, unsigned int ins, void *token, gfp_t gfp)
{
	(void)gfp;
	wrong_calls += outs != 1 || ins != 1;
	return add(vq, (struct vq_buffer){ .token = token, .out = *sgs[0], .in = *sgs[1] });
}

int virtqueue_add_inbuf(struct virtqueue *vq, struct scatterlist *sg, unsigned int n, void *token, gfp_t gfp)
{
	(void)n; (void)gfp;
	return add(vq, (struct vq_buffer){ .token = token, .in = *sg });
}

void virtqueue_kick(struct virtqueue *vq)
{
	vq->kicks++;
}

void *virtqueue_get_buf(struct virtqueue *vq, unsigned int *len)
{
	struct vq_buffer *b;

	wrong_calls += is_reset;
	if (before_get)
		before_get(vq);
	if (vq->broken || vq->got == vq->used)
		return NULL;
	b = &vq->done[vq->got++ % VQ_ROOM_MAX];
	*len = b->written;
	return b->token;
}

struct vq_buffer *next(struct virtqueue *vq)
{
	return vq->taken == vq->avail ? NULL : &vq->posted[vq->taken % VQ_ROOM_MAX];
}

/* What the driver asks next, 0: nothing. */
u32 asked(void)
{
	const u8 *p = next(&todev) ? next(&todev)->out.at : NULL;

	return p ? p[0] | p[1] << 8 | p[2] << 16 | (u32)p[3] << 24 : 0;
}

/* Writes what fits, and says that it was `len`, which need not be true.  Without a buffer to write to the test is wrong. */
void use(struct virtqueue *vq, const void *bytes, unsigned int len)
{
	struct vq_buffer *b = next(vq);

	if (!b) {
		wrong_calls++;
		return;
	}
	memcpy(b->in.at, bytes, len < b->in.bytes ? len : b->in.bytes);
	b->written = len;
	vq->done[vq->used++ % VQ_ROOM_MAX] = *b;
	vq->taken++;
}

static void open_device(struct aerostat *a)
{
	wrong_calls += queue_open(a) || pressure_register(a);
	floor_read(a);
	a->restart.wanted = RESTART_NONE;
	device_status |= VIRTIO_CONFIG_S_DRIVER_OK;
	mutex_lock(&a->lock);
	call_guest_start(a, &a->g);
	a->ready = true;
	queue_post_notices(a);
	mutex_unlock(&a->lock);
	reporting_register(a);
}

static void close_device(struct aerostat *a)
{
	silence(a);
	reporting_unregister(a);
	pressure_unregister(a);
}

/* As the kernel does for a device that sleeps and wakes. */
int virtio_device_freeze(struct virtio_device *dev)
{
	struct aerostat *a = dev->priv;

	wrong_calls += !dev->dev.locked;
	if (a->ready)
		close_device(a);
	return 0;
}

int virtio_device_restore(struct virtio_device *dev)
{
	restarts++;
	if (!restart_fails)
		open_device(dev->priv);
	return restart_fails;
}

void balloon_start(struct aerostat *a, const struct advisor *advisor)
{
	period_ms = 1000; pause_max_ms = 60000; low_pct = LOW_PCT; high_pct = 20; step_mib = 4; take_factor = 4; min_order = 9;
	adjust_memtotal = floor_mib = 0;
	vdev.priv = a;
	*a = (struct aerostat){ .vdev = &vdev, .advisor = advisor };
	jiffies = 1000;
	mem_available = PFNS;
	mem_closed = false;
	free_from = 0; free_to = PFNS;
	before_get = NULL;
	while_asleep = while_cancelling = NULL;
	restarts = 0;
	restart_fails = 0;
	pressure_init(a);
	movable_init(&a->movable, pressure_move_asked);
	restart_init(a);
	call_guest_init(a, &a->g, PFNS, 1000, 1000);
	wrong_calls += advisor->alloc(a) || give_alloc(a) || reporting_alloc(a) || queue_alloc(a);
	open_device(a);
	wrong_calls += offline_register(a) != 0;
}

/* With a device that is reset: every page is the guest's. */
void balloon_stop(struct aerostat *a)
{
	offline_unregister(a);
	restart_stop(a);
	if (a->ready)
		close_device(a);
	queue_free(a);
	reporting_free(a);
	give_free(a);
	a->advisor->free(a);
}
