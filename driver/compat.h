/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where kernels differ.  Kbuild looks into their headers and defines HAVE_*. */
#ifndef AEROSTAT_COMPAT_H
#define AEROSTAT_COMPAT_H

#include <linux/log2.h>
#include <linux/migrate.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <linux/pagemap.h>
#include <linux/shrinker.h>
#include <linux/virtio_config.h>
#include <linux/vmstat.h>

/* The largest order that can be allocated.  MAX_ORDER, now MAX_PAGE_ORDER, was one more before 6.4; this was not. */
#define AEROSTAT_ORDER_MAX	const_ilog2(MAX_ORDER_NR_PAGES)

/*
 * Pages that belong to a driver and may be asked for by compaction.  That was open to modules until page->mapping
 * ceased to say whose a page is: then PAGE_MAPPING_MOVABLE went, and what there is instead has one owner, the kernel's
 * own balloon.
 */
#if defined(PAGE_MAPPING_MOVABLE) && IS_ENABLED(CONFIG_COMPACTION)
#define AEROSTAT_MOVABLE	true

static inline void set_page_movable(struct page *page, const struct movable_operations *ops)
{
	lock_page(page);
	__SetPageMovable(page, ops);
	unlock_page(page);
}

static inline void clear_page_movable(struct page *page)
{
	if (!__PageMovable(page))	/* which only its owner changes */
		return;
	lock_page(page);
	__ClearPageMovable(page);
	unlock_page(page);
}

static inline const struct movable_operations *movable_page_ops(struct page *page)
{
	return page_movable_ops(page);
}

static inline bool page_is_movable(struct page *page)
{
	return __PageMovable(page);
}
#else
#define AEROSTAT_MOVABLE	false

static inline void set_page_movable(struct page *page, const struct movable_operations *ops)
{
}

static inline void clear_page_movable(struct page *page)
{
}

static inline const struct movable_operations *movable_page_ops(struct page *page)
{
	return NULL;
}

static inline bool page_is_movable(struct page *page)
{
	return false;
}
#endif

/* Newer kernels (6.16) tell of balloons in /proc/meminfo: `Balloon:`. */
static inline void count_balloon_pages(struct page *page, long pages)
{
#ifdef HAVE_NR_BALLOON_PAGES
	mod_node_page_state(page_pgdat(page), NR_BALLOON_PAGES, pages);
#endif
}

/* Both queues, with one callback; in newer kernels (6.11) a queue's callback and name stand together. */
static inline int find_two_vqs(struct virtio_device *vdev, struct virtqueue *vqs[2],
			       vq_callback_t *callback, const char * const names[2])
{
#ifdef HAVE_virtqueue_info
	struct virtqueue_info info[] = {
		{ .name = names[0], .callback = callback },
		{ .name = names[1], .callback = callback },
	};

	return virtio_find_vqs(vdev, 2, vqs, info, NULL);
#else
	vq_callback_t *callbacks[] = { callback, callback };

	return virtio_find_vqs(vdev, 2, vqs, callbacks, names, NULL);
#endif
}

/*
 * All pages of that range, each by itself: what others have there is dropped or moved.  Nothing is reclaimed for it if
 * the caller may not reclaim (PF_MEMALLOC): 6.1 and 6.12 do not go by these flags when they move a page.
 */
static inline int alloc_cleared_range(unsigned long start, unsigned long end)
{
#ifdef CONFIG_CONTIG_ALLOC
	gfp_t gfp = (GFP_KERNEL & ~__GFP_RECLAIM) | __GFP_NOWARN;
#ifdef HAVE_ACR_FLAGS_NONE
	return alloc_contig_range(start, end, ACR_FLAGS_NONE, gfp);
#else
	return alloc_contig_range(start, end, MIGRATE_MOVABLE, gfp);
#endif
#else
	return -EOPNOTSUPP;
#endif
}

/*
 * Clean page cache that no program has mapped, and that was not read again.  Only a hint: it holds no reference.  A
 * page that is being read is locked: clearing its block would wait for the disk.
 */
static inline bool page_is_cold_cache(struct page *page)
{
	struct folio *folio = page_folio(page);

	return folio_test_lru(folio) && folio_test_uptodate(folio) && !folio_test_locked(folio) &&
	       !folio_test_large(folio) && !folio_test_anon(folio) &&
	       !folio_test_swapbacked(folio) && !folio_test_active(folio) &&
	       !folio_test_unevictable(folio) && !folio_test_dirty(folio) &&
	       !folio_test_writeback(folio) && atomic_read(&page->_mapcount) < 0;
}

/* Was that memory there when the kernel started?  In a kernel that takes no other all was. */
#ifdef CONFIG_SPARSEMEM
#define SECTION_PAGES	PAGES_PER_SECTION

static inline bool pfn_is_early(unsigned long pfn)
{
	return early_section(__pfn_to_section(pfn));
}
#else
#define SECTION_PAGES	MAX_ORDER_NR_PAGES

static inline bool pfn_is_early(unsigned long pfn)
{
	return true;
}
#endif

typedef unsigned long (*shrinker_fn_t)(struct shrinker *shrinker, struct shrink_control *sc);

/* A shrinker and its owner.  Newer kernels (6.7) allocate the shrinker. */
struct owned_shrinker {
	void *owner;
#ifdef HAVE_shrinker_alloc
	struct shrinker *shrinker;
#else
	struct shrinker shrinker;
#endif
};

#ifdef HAVE_shrinker_alloc
static inline int owned_shrinker_register(struct owned_shrinker *s, void *owner, shrinker_fn_t count,
					  shrinker_fn_t scan, const char *name)
{
	s->owner = owner;
	s->shrinker = shrinker_alloc(SHRINKER_NUMA_AWARE, "%s", name);
	if (!s->shrinker)
		return -ENOMEM;
	s->shrinker->count_objects = count;
	s->shrinker->scan_objects = scan;
	s->shrinker->private_data = s;
	shrinker_register(s->shrinker);
	return 0;
}

static inline void owned_shrinker_unregister(struct owned_shrinker *s)
{
	shrinker_free(s->shrinker);
}

static inline void *shrinker_owner(struct shrinker *shrinker)
{
	return ((struct owned_shrinker *)shrinker->private_data)->owner;
}
#else
static inline int owned_shrinker_register(struct owned_shrinker *s, void *owner, shrinker_fn_t count,
					  shrinker_fn_t scan, const char *name)
{
	s->owner = owner;
	s->shrinker = (struct shrinker){
		.count_objects = count,
		.scan_objects = scan,
		.seeks = DEFAULT_SEEKS,
		.flags = SHRINKER_NUMA_AWARE,
	};
	return register_shrinker(&s->shrinker, "%s", name);
}

static inline void owned_shrinker_unregister(struct owned_shrinker *s)
{
	unregister_shrinker(&s->shrinker);
}

static inline void *shrinker_owner(struct shrinker *shrinker)
{
	return container_of(shrinker, struct owned_shrinker, shrinker)->owner;
}
#endif

#endif
