// SPDX-License-Identifier: GPL-2.0-or-later
/* <debugfs>/aerostat/<device>/state: states, page counts and counters, one "key value" a line. */
#include <linux/debugfs.h>
#include <linux/seq_file.h>
#include <linux/virtio.h>

#include "aerostat.h"
#include "debugfs.h"
#include "guest_text_gen.h"
#include "pressure.h"

static struct dentry *root;

static void show(struct seq_file *m, const char *key, u64 value)
{
	seq_printf(m, "%s %llu\n", key, value);
}

static int state_show(struct seq_file *m, void *unused)
{
	struct aerostat *a = m->private;
	struct counters c;
	struct guest g;
	u64 until_ms, ms;
	unsigned int i;

	mutex_lock(&a->lock);
	g = a->g;
	c = a->counters;
	until_ms = a->backoff.until_ms;
	ms = now_ms();
	mutex_unlock(&a->lock);

	seq_printf(m, "give %s\n", guest_text_give_state(g.give));
	seq_printf(m, "take %s\n", guest_text_take_state(g.take));
	seq_printf(m, "stats %s\n", guest_text_stats_state(g.stats));
	seq_printf(m, "link %s\n", guest_text_link_state(g.link));
	seq_printf(m, "host %s\n", guest_text_host_state(g.state));
	show(m, "total_pages", g.total_pages);
	show(m, "given_pages", g.given_pages);
	show(m, "offered_pages", g.offered_pages);
	if (g.target_pages == TARGET_NONE)
		seq_puts(m, "target_pages none\n");
	else
		show(m, "target_pages", g.target_pages);
	show(m, "available_pages", pressure_available_pages());
	seq_printf(m, "policy %s\n", a->advisor->name);
	mutex_lock(&a->lock);
	a->advisor->show(a, m);
	mutex_unlock(&a->lock);
	show(m, "collections", c.collections);
	show(m, "offers", c.offers);
	show(m, "commits", c.commits);
	show(m, "abandoned", c.abandoned);
	show(m, "reclaims", c.reclaims);
	show(m, "grants", c.grants);
	show(m, "back_pages", c.back_pages);
	show(m, "overdue", c.overdue);
	show(m, "refusals", c.refusals);
	show(m, "cached_pages", c.cached_pages);
	for (i = ST_OK; i < ARRAY_SIZE(c.acks); i++)
		seq_printf(m, "answers_%s %llu\n", guest_text_status(i), c.acks[i]);
	show(m, "reports", c.stats);
	show(m, "reported_pages", c.reported_pages);
	show(m, "notices", c.notices);
	show(m, "bad_replies", c.bad_replies);
	show(m, "not_ours_pages", c.not_ours_pages);
	show(m, "oom_calls", c.oom_calls);
	show(m, "oom_pages", c.oom_pages);
	show(m, "shortages", c.shortages);
	show(m, "stalls", c.stalls);
	show(m, "pauses", c.pauses);
	show(m, "pause_ms", until_ms > ms ? until_ms - ms : 0);	/* that are left of the last one */
	show(m, "restarts", c.restarts);
	show(m, "moves_wanted", movable_calls(&a->movable));
	show(m, "moves", c.moves);
	show(m, "moved_pages", c.moved_pages);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(state);

void show_init(void)
{
	root = debugfs_create_dir("aerostat", NULL);
}

void show_exit(void)
{
	debugfs_remove(root);
}

void show_add(struct aerostat *a)
{
	a->dir = debugfs_create_dir(dev_name(&a->vdev->dev), root);
	debugfs_create_file("state", 0400, a->dir, a, &state_fops);
}

void show_remove(struct aerostat *a)
{
	debugfs_remove(a->dir);
}
