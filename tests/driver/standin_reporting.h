/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What driver/reporting.c needs of a kernel besides standin_kernel.h: the framework
 * that reports free pages, whose worker is the test, and a wait that lets it go on.
 */
#ifndef STANDIN_REPORTING_H
#define STANDIN_REPORTING_H

#include "standin_kernel.h"

typedef struct { unsigned int woken; } wait_queue_head_t;
extern void (*while_waiting)(void);	/* the device's chance while the kernel's worker waits */
static inline void init_waitqueue_head(wait_queue_head_t *q) { q->woken = 0; }
static inline void wake_up(wait_queue_head_t *q) { q->woken++; }
#define wait_event_idle(q, condition)	do { while (!(condition)) while_waiting(); } while (0)

#define PAGE_REPORTING_CAPACITY 32
struct page_reporting_dev_info {
	int (*report)(struct page_reporting_dev_info *info, struct scatterlist *sg, unsigned int nents);
	unsigned int order;
};
extern struct page_reporting_dev_info *reporter;	/* who is registered */
extern bool fills_free_pages, poisons_free_pages;
static inline int page_reporting_register(struct page_reporting_dev_info *info)
{
	if (reporter)
		return -EBUSY;
	reporter = info;
	return 0;
}
static inline void page_reporting_unregister(struct page_reporting_dev_info *info)
{
	wrong_calls += reporter != info;
	reporter = NULL;
}
static inline bool want_init_on_free(void) { return fills_free_pages; }
static inline bool page_poisoning_enabled_static(void) { return poisons_free_pages; }

#define sg_page(sg)	((struct page *)(sg)->at)
#define for_each_sg(list, sg, n, i)	for ((i) = 0, (sg) = (list); (i) < (n); (i)++, (sg)++)
#define dev_info	dev_warn_ratelimited
#define dev_warn	dev_warn_ratelimited

#endif
