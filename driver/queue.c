// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Between the protocol's machine and the virtqueues: effects that send become
 * buffers, and used buffers become events.  What arrives is copied once, then
 * decoded; what it means is the machine's to say, and when to look again, the
 * policy's.
 */
#include <linux/jiffies.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>

#include "aerostat.h"
#include "give.h"
#include "pressure.h"
#include "step.h"

#define ARRAY_BYTES(fixed, count, element)	((fixed) + (count) * (element))
#define OFFER_BYTES_MAX		ARRAY_BYTES(WIRE_OFFER_BYTES, EXTENTS_MAX, WIRE_EXTENT_BYTES)
#define STATS_BYTES_MAX		ARRAY_BYTES(WIRE_STATS_BYTES, STATS_MAX, WIRE_STAT_BYTES)
#define GRANT_BYTES_MAX		ARRAY_BYTES(WIRE_GRANT_BYTES, EXTENTS_MAX, WIRE_EXTENT_BYTES)

/* One call of queue_drain() reads so many messages at most, then lets others have the lock. */
#define DRAIN_MAX		64

/* As read_grant() found it: the answer to a reclaim. */
struct grant {
	enum host_state state;
	u32 back_extents;
	u64 back_pages;
	u64 back_offered_pages;
};

static int slot_alloc(struct slot *slot, unsigned int request_bytes, unsigned int reply_bytes)
{
	slot->request = kzalloc(request_bytes, GFP_KERNEL);
	slot->reply = kzalloc(reply_bytes, GFP_KERNEL);
	slot->reply_bytes = reply_bytes;
	return slot->request && slot->reply ? 0 : -ENOMEM;
}

static void slot_free(struct slot *slot)
{
	kfree(slot->request);
	kfree(slot->reply);
}

void queue_free(struct aerostat *a)
{
	struct queues *q = &a->queues;
	unsigned int i;

	slot_free(&q->give);
	slot_free(&q->take);
	slot_free(&q->stats);
	for (i = 0; i < NOTICE_BUFFERS; i++)
		kfree(q->notices[i]);
	kfree(q->copy);
}

int queue_alloc(struct aerostat *a)
{
	struct queues *q = &a->queues;
	unsigned int i;
	int err;

	/* each reply has room for the longest answer, and no more; fx_send_reclaim() says how much of it may be used */
	err = slot_alloc(&q->give, OFFER_BYTES_MAX, WIRE_ACK_BYTES) ?:
	      slot_alloc(&q->take, WIRE_RECLAIM_BYTES, GRANT_BYTES_MAX) ?:
	      slot_alloc(&q->stats, STATS_BYTES_MAX, WIRE_ACK_BYTES);
	q->copy = kzalloc(GRANT_BYTES_MAX, GFP_KERNEL);
	if (!q->copy)
		err = -ENOMEM;
	for (i = 0; i < NOTICE_BUFFERS; i++) {
		q->notices[i] = kzalloc(WIRE_NOTICE_BYTES, GFP_KERNEL);
		if (!q->notices[i])
			err = -ENOMEM;
	}
	if (err)
		queue_free(a);
	return err;
}

static void used(struct virtqueue *vq)
{
	struct aerostat *a = vq->vdev->priv;

	queue_work(a->urgent_wq, &a->reply_work);
}

/* Before the device is ready. */
int queue_open(struct aerostat *a)
{
	static const char * const names[] = { "todevq", "fromdevq" };
	struct queues *q = &a->queues;
	struct virtqueue *vqs[2];
	int err;

	err = find_two_vqs(a->vdev, vqs, used, names);
	if (err)
		return err;
	q->todev = vqs[0];
	q->fromdev = vqs[1];
	q->give.busy = false;
	q->take.busy = false;
	q->stats.busy = false;
	return 0;
}

/* After the device has been reset: what was in flight is the driver's again. */
void queue_close(struct aerostat *a)
{
	a->vdev->config->del_vqs(a->vdev);
}

static void post_notice(struct aerostat *a, u8 *buffer)
{
	struct scatterlist sg;

	sg_init_one(&sg, buffer, WIRE_NOTICE_BYTES);
	/* fails only on a queue that is broken or too short: then there is one buffer less */
	if (virtqueue_add_inbuf(a->queues.fromdev, &sg, 1, buffer, GFP_ATOMIC))
		dev_warn_ratelimited(&a->vdev->dev, "no room for a buffer on fromdevq\n");
}

/* Once, at the start; each goes back as soon as it has been read. */
void queue_post_notices(struct aerostat *a)
{
	unsigned int i;

	lockdep_assert_held(&a->lock);
	for (i = 0; i < NOTICE_BUFFERS; i++)
		post_notice(a, a->queues.notices[i]);
	virtqueue_kick(a->queues.fromdev);
}

/* The kernel breaks a queue in which the device has written nonsense: no answer comes any more. */
static void ask_if_broken(struct aerostat *a)
{
	if (virtqueue_is_broken(a->queues.todev) || virtqueue_is_broken(a->queues.fromdev))
		restart_failed(a, "the device has broken a queue");
}

/* Hands a slot to the device.  When the queue has no room for it, it is tried again later. */
static void post(struct aerostat *a, struct slot *slot)
{
	struct scatterlist request, reply, *sgs[] = { &request, &reply };

	sg_init_one(&request, slot->request, slot->request_bytes);
	sg_init_one(&reply, slot->reply, slot->reply_bytes);
	slot->unsent = virtqueue_add_sgs(a->queues.todev, sgs, 1, 1, slot, GFP_ATOMIC);
	if (!slot->unsent)
		virtqueue_kick(a->queues.todev);
	ask_if_broken(a);
}

static void send(struct aerostat *a, struct slot *slot, enum msg asked, unsigned int bytes)
{
	lockdep_assert_held(&a->lock);
	/* the machine has one in flight at most: the device is not reading this one */
	if (WARN_ON_ONCE(slot->busy))
		return;
	slot->asked = asked;
	slot->request_bytes = bytes;
	slot->busy = true;
	post(a, slot);
}

/* A tick is never early: one that finds the time not over yet would be the last. */
static void arm(struct aerostat *a, struct delayed_work *tick, u32 ms)
{
	if (link_up(a))
		mod_delayed_work(a->urgent_wq, tick, msecs_to_jiffies(ms + ms / 1024) + 2);
}

/* Patience has changed: what waits is looked at again when the new one is over. */
void queue_rearm(struct aerostat *a)
{
	arm(a, &a->offer_tick, a->g.ttl_ms);
	arm(a, &a->take_tick, a->g.grant_ms);
}

/* The effects that send. */

void fx_send_query(void *ctx, u32 seq)
{
	struct aerostat *a = ctx;
	struct wire_query m = { .seq = seq };

	wire_query_encode(&m, a->queues.give.request);
	send(a, &a->queues.give, MSG_QUERY, WIRE_QUERY_BYTES);
}

static void send_offered(struct aerostat *a, u32 seq, u64 sent_at_ms, u32 ttl_ms)
{
	struct wire_offer m = { .seq = seq, .sent_at_ms = sent_at_ms, .ttl_ms = ttl_ms };
	u8 *buf = a->queues.give.request + WIRE_OFFER_BYTES;
	struct wire_extent extent;

	for (; m.count < a->offered.count; m.count++, buf += WIRE_EXTENT_BYTES) {
		extent.addr = a->offered.run[m.count].page * PAGE_BYTES;
		extent.pages = a->offered.run[m.count].pages;
		wire_extent_encode(&extent, buf);
	}
	wire_offer_encode(&m, a->queues.give.request);
	a->counters.offers++;
	send(a, &a->queues.give, MSG_OFFER, buf - a->queues.give.request);
	arm(a, &a->offer_tick, ttl_ms);
}

void fx_send_offer(void *ctx, u32 seq, u64 sent_at_ms, u32 ttl_ms, u64 pages)
{
	struct aerostat *a = ctx;

	/* no offer is in flight: `offered` is empty */
	swap(a->offered, a->gathered);
	send_offered(a, seq, sent_at_ms, ttl_ms);
}

void fx_offer_isolated(void *ctx, u32 seq, u64 sent_at_ms, u32 ttl_ms, u64 pages)
{
	struct aerostat *a = ctx;

	/* nor here */
	runs_add(&a->offered, &a->reporting.isolated);
	WRITE_ONCE(a->reporting.under_way, true);
	send_offered(a, seq, sent_at_ms, ttl_ms);
}

void fx_send_commit(void *ctx, u32 seq)
{
	struct aerostat *a = ctx;
	struct wire_commit m = { .seq = seq };

	wire_commit_encode(&m, a->queues.give.request);
	a->counters.commits++;
	send(a, &a->queues.give, MSG_COMMIT, WIRE_COMMIT_BYTES);
}

void fx_send_report(void *ctx, u32 seq)
{
	struct aerostat *a = ctx;
	struct wire_report m = { .seq = seq };

	wire_report_encode(&m, a->queues.give.request);
	send(a, &a->queues.give, MSG_REPORT, WIRE_REPORT_BYTES);
}

void fx_send_reclaim(void *ctx, u32 take_seq, u64 want_pages, u64 near_addr, u32 fit_extents,
		     u32 grant_ms)
{
	struct aerostat *a = ctx;
	struct wire_reclaim m = { .seq = take_seq, .want_pages = want_pages, .near_addr = near_addr };

	wire_reclaim_encode(&m, a->queues.take.request);
	a->queues.take.reply_bytes = ARRAY_BYTES(WIRE_GRANT_BYTES, fit_extents, WIRE_EXTENT_BYTES);
	a->counters.reclaims++;
	send(a, &a->queues.take, MSG_RECLAIM, WIRE_RECLAIM_BYTES);
	arm(a, &a->take_tick, grant_ms);
}

/* The numbers are fetched by stats_work(), outside the lock. */
void fx_send_stats(void *ctx)
{
	struct aerostat *a = ctx;

	if (link_up(a))
		schedule_work(&a->stats_work);
}

/* The other half of fx_send_stats. */
void queue_send_stats(struct aerostat *a, const struct wire_stat *stats, u32 count)
{
	struct wire_stats m = { .seq = a->counters.stats++, .count = count };
	u8 *buf = a->queues.stats.request + WIRE_STATS_BYTES;
	u32 i;

	for (i = 0; i < count; i++, buf += WIRE_STAT_BYTES)
		wire_stat_encode(&stats[i], buf);
	wire_stats_encode(&m, a->queues.stats.request);
	send(a, &a->queues.stats, MSG_STATS, buf - a->queues.stats.request);
}

/* An answer; one that cannot be read agrees to nothing and tells nothing of the host. */
static struct wire_ack read_ack(struct aerostat *a, unsigned int len)
{
	struct wire_ack ack;

	if (wire_ack_decode(&ack, a->queues.copy, len))
		return ack;
	a->counters.bad_replies++;
	dev_warn_ratelimited(&a->vdev->dev, "an answer of %u bytes from the device cannot be read\n",
			     len);
	return (struct wire_ack){ .status = ST_BAD, .state = a->g.state };
}

/*
 * The pages of a grant, found among those that are given and those that are
 * offered.  Whether they may come back now, and so many, is guest_grant()'s to say;
 * all others are left alone, and all of them if the list is not in order or the
 * answer is no grant.
 */
static struct grant read_grant(struct aerostat *a, unsigned int len)
{
	struct grant grant = { .state = a->g.state };
	struct wire_grant m;
	u64 not_ours;

	if (!wire_grant_decode(&m, a->queues.copy, len)) {
		a->counters.bad_replies++;
		dev_warn_ratelimited(&a->vdev->dev,
				     "a grant of %u bytes from the device cannot be read\n", len);
		return grant;
	}
	grant.state = m.state;
	a->counters.acks[m.status]++;
	a->back_status = m.status;
	if (m.status != ST_GRANTED && m.count) {
		a->counters.bad_replies++;
		dev_warn_ratelimited(&a->vdev->dev,
				     "the device granted pages that it refused in the same answer: ignored\n");
	} else if (!pages_read(&a->back, a->queues.copy + WIRE_GRANT_BYTES, m.count)) {
		runs_clear(&a->back);
		a->counters.bad_replies++;
		dev_warn_ratelimited(&a->vdev->dev,
				     "the device granted pages out of order: the whole grant is ignored\n");
	}
	grant.back_extents = a->back.count;
	grant.back_pages = runs_common(&a->given, &a->back);
	grant.back_offered_pages = runs_common(&a->offered, &a->back);
	not_ours = a->back.pages - grant.back_pages - grant.back_offered_pages;
	if (not_ours) {
		a->counters.not_ours_pages += not_ours;
		dev_warn_ratelimited(&a->vdev->dev,
				     "the device granted %llu pages that it was not given: ignored\n",
				     not_ours);
	}
	if (grant.back_pages || grant.back_offered_pages)
		a->counters.grants++;
	return grant;
}

static void answer_give(struct aerostat *a, enum msg asked, unsigned int len)
{
	struct wire_ack ack = read_ack(a, len);

	a->counters.acks[ack.status]++;
	if (asked == MSG_OFFER)
		cancel_delayed_work(&a->offer_tick);
	if (asked == MSG_REPORT)
		a->reporting.done = ack.status == ST_DONE;
	call_todevq_give_answer(a, &a->g, asked, ack.seq, ack.status, ack.state, ack.host_time_ms,
				now_ms());
}

static void answer_take(struct aerostat *a, enum msg asked, unsigned int len)
{
	struct grant grant = read_grant(a, len);
	u64 before = a->freed_pages, moved = a->counters.moved_pages;
	bool moves = a->moving.pages;	/* the kernel wants a block, and nobody is short */

	cancel_delayed_work(&a->take_tick);
	call_todevq_take_answer(a, &a->g, asked, grant.state, grant.back_extents, grant.back_pages,
				grant.back_offered_pages);
	runs_clear(&a->back);
	if (a->counters.moved_pages == moved)
		a->moving.pages = 0;
	if (a->freed_pages != before) {
		pressure_check(a);
		return;
	}
	if (!moves)
		pressure_refused(a);
	if (grant.back_pages || grant.back_offered_pages) {
		a->counters.not_ours_pages += grant.back_pages + grant.back_offered_pages;
		dev_warn_ratelimited(&a->vdev->dev,
				     "the device granted pages that were not committed to it: the whole grant is ignored\n");
	}
}

static void answer_stats(struct aerostat *a, enum msg asked, unsigned int len)
{
	struct wire_ack ack = read_ack(a, len);

	a->counters.acks[ack.status]++;
	call_todevq_stats_answer(a, &a->g, asked, ack.state);
}

/* The one place where bytes come in: the copy is what everybody reads. */
static unsigned int copy(struct aerostat *a, const u8 *from, unsigned int len, unsigned int max)
{
	/* a device that says it wrote more than there is room for is not believed */
	if (len > max)
		return 0;
	memcpy(a->queues.copy, from, len);
	return len;
}

static void answer(struct aerostat *a, struct slot *slot, unsigned int len)
{
	len = copy(a, slot->reply, len, slot->reply_bytes);
	slot->busy = false;
	if (slot == &a->queues.take)
		answer_take(a, slot->asked, len);
	else if (slot == &a->queues.stats)
		answer_stats(a, slot->asked, len);
	else
		answer_give(a, slot->asked, len);
}

static void read_notice(struct aerostat *a, u8 *buffer, unsigned int len)
{
	enum host_state before = a->g.state;
	struct wire_notice m;

	len = copy(a, buffer, len, WIRE_NOTICE_BYTES);
	post_notice(a, buffer);
	if (!wire_notice_decode(&m, a->queues.copy, len)) {
		a->counters.bad_replies++;
		dev_warn_ratelimited(&a->vdev->dev,
				     "a notice of %u bytes from the device cannot be read\n", len);
		return;
	}
	a->counters.notices++;
	call_fromdevq(a, &a->g, m.notice, m.state, m.target_pages);
	/* an operator is waiting, or the host wants pages again: do not let them wait for the period */
	if (m.notice == NOTICE_TARGET || a->g.state != before)
		pressure_look_soon(a);
}

static void send_again(struct aerostat *a, struct slot *slot)
{
	if (slot->busy && slot->unsent)
		post(a, slot);
}

/* Reads what the device has used; true if there may be more. */
bool queue_drain(struct aerostat *a)
{
	struct queues *q = &a->queues;
	unsigned int len, budget = DRAIN_MAX, notices = 0;
	void *buffer;

	lockdep_assert_held(&a->lock);
	while (budget && (buffer = virtqueue_get_buf(q->todev, &len))) {
		answer(a, buffer, len);
		budget--;
	}
	while (budget && (buffer = virtqueue_get_buf(q->fromdev, &len))) {
		read_notice(a, buffer, len);
		notices++;
		budget--;
	}
	if (notices)
		virtqueue_kick(q->fromdev);
	send_again(a, &q->give);
	send_again(a, &q->take);
	send_again(a, &q->stats);
	ask_if_broken(a);
	return !budget;
}

void reply_work(struct work_struct *work)
{
	struct aerostat *a = container_of(work, struct aerostat, reply_work);
	bool more;

	mutex_lock(&a->lock);
	if (a->ready) {
		virtqueue_disable_cb(a->queues.todev);
		virtqueue_disable_cb(a->queues.fromdev);
		more = queue_drain(a);
		more |= !virtqueue_enable_cb(a->queues.todev);
		more |= !virtqueue_enable_cb(a->queues.fromdev);
		if (more && link_up(a))
			queue_work(a->urgent_wq, &a->reply_work);
		pressure_move(a);
	}
	mutex_unlock(&a->lock);
}
