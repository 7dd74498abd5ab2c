// SPDX-License-Identifier: GPL-2.0-or-later
/* Free page reporting: see reporting.h. */
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/virtio_config.h>

#include "aerostat.h"
#include "compat.h"
#include "params.h"
#include "step.h"

int reporting_alloc(struct aerostat *a)
{
	init_waitqueue_head(&a->reporting.ended);
	return pages_alloc(&a->reporting.isolated, PAGE_REPORTING_CAPACITY);
}

void reporting_free(struct aerostat *a)
{
	pages_free(&a->reporting.isolated);
}

/*
 * The kernel's list as a set; false if it is none, or too long for one.  Memory that was plugged in is left out: the
 * device would refuse it, and the whole report.
 */
static bool isolate(struct runs *set, struct scatterlist *sgl, unsigned int nents)
{
	struct run sorted[PAGE_REPORTING_CAPACITY], run;
	struct scatterlist *sg;
	unsigned int i, at, count = 0;

	runs_clear(set);
	if (!nents || nents > PAGE_REPORTING_CAPACITY)
		return false;
	for_each_sg(sgl, sg, nents, i) {
		run.page = page_to_pfn(sg_page(sg));
		run.pages = sg->length / PAGE_BYTES;
		if (!pfn_is_early(run.page))
			continue;
		for (at = count++; at && sorted[at - 1].page > run.page; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = run;
	}
	for (i = 0; i < count; i++)
		if (!runs_append(set, sorted[i].page, sorted[i].pages))
			return false;
	return true;
}

/*
 * Called in the kernel's worker, which waits here for its pages: at most ttl_ms until the offer is answered or given
 * up, and from then on for one discard.  An error says that the kernel is to hand them over again; pages of which the
 * device takes none have their contents still, and are not handed over twice.
 */
static int report(struct page_reporting_dev_info *info, struct scatterlist *sgl, unsigned int nents)
{
	struct aerostat *a = container_of(info, struct aerostat, reporting.info);
	struct reporting *r = &a->reporting;
	bool done;

	mutex_lock(&a->lock);
	r->done = false;
	if (isolate(&r->isolated, sgl, nents)) {
		r->done = !r->isolated.pages;
		call_guest_report(a, &a->g, r->isolated.pages,
				  virtio_has_feature(a->vdev, FEATURE_REPORT), now_ms());
	}
	runs_clear(&r->isolated);
	mutex_unlock(&a->lock);

	wait_event_idle(r->ended, !READ_ONCE(r->under_way));
	mutex_lock(&a->lock);
	done = r->done;
	mutex_unlock(&a->lock);
	return done ? 0 : -EAGAIN;
}

/*
 * Of ZONE_MOVABLE the policies count nothing.  A kernel that was told a smaller order than this driver's
 * (page_reporting_order) hands over smaller blocks.
 */
u64 reporting_pages(const struct aerostat *a, int node)
{
	u64 block = 1ull << a->reporting.info.order, page, end, pages = 0;
	u32 i;

	lockdep_assert_held(&a->lock);
	if (!a->reporting.under_way)
		return 0;
	for (i = 0; i < a->offered.count; i++) {
		end = a->offered.run[i].page + a->offered.run[i].pages;
		for (page = a->offered.run[i].page; page < end; page += block)
			if ((node == NUMA_NO_NODE || page_to_nid(pfn_to_page(page)) == node) &&
			    !is_zone_movable_page(pfn_to_page(page)))
				pages += min_t(u64, block, end - page);
	}
	return pages;
}

void reporting_end(struct aerostat *a)
{
	lockdep_assert_held(&a->lock);
	if (a->reporting.done)
		a->counters.reported_pages += a->offered.pages;
	a->freed_pages += a->offered.pages;
	runs_clear(&a->offered);
	WRITE_ONCE(a->reporting.under_way, false);
	wake_up(&a->reporting.ended);
}

/* Contents of discarded pages are undefined: a kernel that relies on what is in its free pages must keep them. */
static bool contents_matter(void)
{
	return want_init_on_free() || page_poisoning_enabled_static();
}

void reporting_register(struct aerostat *a)
{
	struct reporting *r = &a->reporting;
	int err;

	if (!READ_ONCE(report_free_pages))
		return;
	if (!IS_ENABLED(CONFIG_PAGE_REPORTING)) {
		dev_info(&a->vdev->dev, "free pages are not reported: this kernel is built without free page reporting\n");
		return;
	}
	if (!virtio_has_feature(a->vdev, FEATURE_REPORT)) {
		dev_info(&a->vdev->dev, "free pages are not reported: the device does not take reports (its property reports)\n");
		return;
	}
	if (contents_matter()) {
		dev_info(&a->vdev->dev, "free pages are not reported: this kernel fills them (init_on_free, page_poison)\n");
		return;
	}
	r->info = (struct page_reporting_dev_info){
		.report = report,
		.order = READ_ONCE(min_order) ?: pageblock_order,
	};
	err = page_reporting_register(&r->info);
	if (err == -EBUSY)
		dev_warn(&a->vdev->dev, "free pages are not reported: another device has free page reporting\n");
	else if (err)
		dev_warn(&a->vdev->dev, "free pages are not reported: error %d\n", err);
	r->registered = !err;
}

void reporting_unregister(struct aerostat *a)
{
	if (IS_ENABLED(CONFIG_PAGE_REPORTING) && a->reporting.registered)
		page_reporting_unregister(&a->reporting.info);
	a->reporting.registered = false;
}
