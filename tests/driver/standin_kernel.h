/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What driver/queue.c, give.c and pressure.c need of a kernel besides memory
 * (standin.h): a clock and works that the test moves on, a mutex that knows
 * whether it is held, and virtqueues whose other end is the test.  Nothing here
 * runs by itself.
 */
#ifndef STANDIN_KERNEL_H
#define STANDIN_KERNEL_H

#include "standin.h"

/* The machine's steps are traced as text, into trace_steps. */
extern unsigned int trace_steps;
static inline bool trace_wanted(void *ctx) { (void)ctx; return true; }
static inline void trace_line(void *ctx, const char *line) { (void)ctx; (void)line; trace_steps++; }
#include "guest_text_gen.h"
#define AEROSTAT_TRACE_GEN_H	/* that is for kernels */

/* What must never be; the test looks at the end that it is 0. */
extern unsigned int wrong_calls;

#define WRITE_ONCE(x, value)	((x) = (value))
#define VIRTIO_CONFIG_S_DRIVER_OK	4
#define WARN(condition, ...)	({ if (condition) { printf("# " __VA_ARGS__); wrong_calls++; } })
#define WARN_ON_ONCE(condition)	({ bool wrong_ = (condition); wrong_calls += wrong_; wrong_; })
#define ARRAY_SIZE(x)		(sizeof(x) / sizeof((x)[0]))
#define xchg(p, value)		({ __typeof__(*(p)) was_ = *(p); *(p) = (value); was_; })
#define cmpxchg(p, old, new)	({ __typeof__(*(p)) was_ = *(p); if (was_ == (old)) *(p) = (new); was_; })
#define max(a, b)		((a) > (b) ? (a) : (b))
#define clamp(v, least, most)	((v) < (least) ? (least) : (v) > (most) ? (most) : (v))
#define swap(a, b)		do { __typeof__(a) swapped_ = (a); (a) = (b); (b) = swapped_; } while (0)

/* memory */
#define GFP_ATOMIC 0u
static inline void *kzalloc(size_t bytes, gfp_t gfp) { return kvmalloc_array(1, bytes, gfp); }
static inline void *kvcalloc(size_t n, size_t bytes, gfp_t gfp) { return kvmalloc_array(n, bytes, gfp); }
static inline void kfree(void *p) { kvfree(p); }
extern long mem_available;
extern bool mem_closed;			/* what the page allocator has handed out is not available */
static inline long si_mem_available(void) { return mem_available - (mem_closed ? (long)out_now : 0); }

/* nodes: one */
typedef struct { unsigned long bits[1]; } nodemask_t;
enum node_states { N_POSSIBLE, N_MEMORY };
#define nr_node_ids		1
#define num_node_state(state)	1
#define for_each_node_state(node, state) for ((node) = 0; (node) < 1; (node)++)
#define node_set(node, mask)	((mask).bits[0] |= 1ul << (node))
static inline bool test_and_clear_bit(int bit, unsigned long *bits)
{
	bool set = *bits >> bit & 1;

	*bits &= ~(1ul << bit);
	return set;
}

struct seq_file { char unused; };
#define seq_printf(m, ...)	((void)(m), (void)snprintf(last_shown, sizeof(last_shown), __VA_ARGS__))
extern char last_shown[256];

/* time: one jiffy is one millisecond */
extern unsigned long jiffies;
#define msecs_to_jiffies(ms)	((unsigned long)(ms))
#define time_after(a, b)	((long)((b) - (a)) < 0)
static inline u64 ktime_get(void) { return jiffies; }
#define ktime_to_ms(t)		(t)
void usleep_range(unsigned long min_us, unsigned long max_us);

/* locks */
struct mutex { bool held; };
static inline void mutex_lock(struct mutex *m) { wrong_calls += m->held; m->held = true; }
static inline void mutex_unlock(struct mutex *m) { wrong_calls += !m->held; m->held = false; }
#define lockdep_assert_held(m)	((void)(wrong_calls += !(m)->held))

/* works: the test runs what is queued */
struct work_struct { bool queued, running; void (*func)(struct work_struct *work); };
struct delayed_work { struct work_struct work; unsigned long due; bool deferrable; };
struct workqueue_struct { char unused; };
extern struct workqueue_struct *system_freezable_wq;
#define to_delayed_work(w)	container_of(w, struct delayed_work, work)
static inline void queue_work(struct workqueue_struct *wq, struct work_struct *w) { (void)wq; w->queued = true; }
static inline void schedule_work(struct work_struct *w) { w->queued = true; }
static inline void mod_delayed_work(struct workqueue_struct *wq, struct delayed_work *w, unsigned long delay)
{
	(void)wq;
	w->work.queued = true;
	w->due = jiffies + delay;
}
#define CONFIG_PM_SLEEP 1
#define CONFIG_PAGE_REPORTING 1
#define IS_ENABLED(option) (option)
static inline void queue_delayed_work(struct workqueue_struct *wq, struct delayed_work *w, unsigned long delay)
{
	if (!w->work.queued)
		mod_delayed_work(wq, w, delay);
}
static inline void cancel_delayed_work(struct delayed_work *w) { w->work.queued = false; }
extern void (*while_cancelling)(void);		/* each time a work that runs is waited for */
static inline void cancel_work_sync(struct work_struct *w)
{
	w->queued = false;
	if (w->running && while_cancelling)
		while_cancelling();
}
static inline void cancel_delayed_work_sync(struct delayed_work *w) { cancel_work_sync(&w->work); }
#define INIT_DEFERRABLE_WORK(w, f) (*(w) = (struct delayed_work){ .work.func = (f), .deferrable = true })
#define INIT_WORK(w, f) (*(w) = (struct work_struct){ .func = (f) })
#define INIT_DELAYED_WORK(w, f) (*(w) = (struct delayed_work){ .work.func = (f) })

/* who hears of memory running out */
struct notifier_block { int (*notifier_call)(struct notifier_block *nb, unsigned long action, void *data); };
#define NOTIFY_OK 1
#define notifier_from_errno(err) (0x8000 | (NOTIFY_OK - (err)))
extern struct notifier_block *oom_notifier;
static inline int register_oom_notifier(struct notifier_block *nb) { oom_notifier = nb; return 0; }
static inline void unregister_oom_notifier(struct notifier_block *nb) { wrong_calls += oom_notifier != nb; oom_notifier = NULL; }

/* ... and of memory that comes and goes */
struct memory_notify { unsigned long start_pfn, nr_pages; };
enum { MEM_ONLINE, MEM_GOING_OFFLINE };
extern struct notifier_block *memory_notifier;
static inline int register_memory_notifier(struct notifier_block *nb) { memory_notifier = nb; return 0; }
static inline void unregister_memory_notifier(struct notifier_block *nb) { wrong_calls += memory_notifier != nb; memory_notifier = NULL; }

struct shrink_control { int nid; };
struct shrinker;
typedef unsigned long (*shrinker_fn_t)(struct shrinker *shrinker, struct shrink_control *sc);
struct shrinker { shrinker_fn_t count, scan; };
struct owned_shrinker { struct shrinker shrinker; void *owner; };
#define SHRINK_STOP (~0ul)
static inline int owned_shrinker_register(struct owned_shrinker *s, void *owner, shrinker_fn_t count, shrinker_fn_t scan,
					  const char *name)
{
	(void)name;
	*s = (struct owned_shrinker){ .shrinker = { count, scan }, .owner = owner };
	return 0;
}
static inline void owned_shrinker_unregister(struct owned_shrinker *s) { s->owner = NULL; }
static inline void *shrinker_owner(struct shrinker *s) { return container_of(s, struct owned_shrinker, shrinker)->owner; }

struct task_struct { bool kswapd; };
extern struct task_struct *current;
#define current_is_kswapd()	(current->kswapd)

/* virtio: the test is the device */
struct device { bool locked; };
static inline bool device_trylock(struct device *d) { bool was = d->locked; d->locked = true; return !was; }
static inline void device_unlock(struct device *d) { wrong_calls += !d->locked; d->locked = false; }
struct virtio_device;
#define VIRTIO_CONFIG_S_NEEDS_RESET	0x40
struct virtio_config_ops { void (*del_vqs)(struct virtio_device *vdev); u8 (*get_status)(struct virtio_device *vdev); };
struct virtio_device { void *priv; const struct virtio_config_ops *config; struct device dev; };
void virtio_reset_device(struct virtio_device *vdev);
void virtio_break_device(struct virtio_device *vdev);
extern bool has_feature, has_floor;	/* the device's: reports, and a floor */
extern u64 host_floor;			/* bytes, in its config space */
bool virtio_has_feature(struct virtio_device *vdev, unsigned int bit);
void virtio_cread_bytes(struct virtio_device *vdev, unsigned int offset, void *buf, size_t len);
int virtio_device_freeze(struct virtio_device *vdev);
int virtio_device_restore(struct virtio_device *vdev);
static inline const char *dev_name(const struct device *dev) { (void)dev; return "virtio0"; }
struct scatterlist { void *at; union { unsigned int bytes, length; }; };
static inline void sg_init_one(struct scatterlist *sg, void *at, unsigned int bytes) { *sg = (struct scatterlist){ .at = at, .bytes = bytes }; }

#define VQ_ROOM_MAX 16u
struct vq_buffer { void *token; struct scatterlist out, in; unsigned int written; };
struct virtqueue {
	struct virtio_device *vdev;
	unsigned int room;				/* buffers that it takes */
	u16 avail, taken, used, got;			/* free-running, as a ring's indexes are */
	struct vq_buffer posted[VQ_ROOM_MAX];		/* taken .. avail: the device's to take */
	struct vq_buffer done[VQ_ROOM_MAX];		/* got .. used: the driver's to read */
	unsigned int kicks;
	bool broken;
};
typedef void vq_callback_t(struct virtqueue *vq);
int find_two_vqs(struct virtio_device *vdev, struct virtqueue *vqs[2], vq_callback_t *callback, const char * const names[2]);
int virtqueue_add_sgs(struct virtqueue *vq, struct scatterlist **sgs, unsigned int outs, unsigned int ins, void *token, gfp_t gfp);
int virtqueue_add_inbuf(struct virtqueue *vq, struct scatterlist *sg, unsigned int n, void *token, gfp_t gfp);
void virtqueue_kick(struct virtqueue *vq);
void *virtqueue_get_buf(struct virtqueue *vq, unsigned int *len);
static inline bool virtqueue_is_broken(const struct virtqueue *vq) { return vq->broken; }
static inline void virtqueue_disable_cb(struct virtqueue *vq) { (void)vq; }
static inline bool virtqueue_enable_cb(struct virtqueue *vq) { return vq->got == vq->used; }

/* the log: how often, and the last of it */
extern unsigned int warned;
extern char last_warning[256];
#define dev_err	dev_warn_ratelimited
#define dev_warn_ratelimited(dev, ...) \
	((void)(dev), warned++, (void)snprintf(last_warning, sizeof(last_warning), __VA_ARGS__))

#endif
