// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Module parameters: each says its range where it stands, and refuses what is
 * outside with a line in the kernel log that names the range.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "compat.h"
#include "params.h"

static DEFINE_MUTEX(pair_lock);	/* low_pct and high_pct, against each other */
static bool loaded;		/* both have been read: each change is checked against the other */

static int parse(const char *text, const struct kernel_param *param, unsigned int min,
		 unsigned int max, unsigned int *value)
{
	int err = kstrtouint(text, 0, value);

	if (!err && (*value < min || *value > max))
		err = -ERANGE;
	if (err)
		pr_err("%s: \"%.*s\" is not a number from %u to %u\n", param->name,
		       (int)strcspn(text, "\n"), text, min, max);
	return err;
}

static int set_in_range(const char *text, const struct kernel_param *param, unsigned int min,
			unsigned int max)
{
	unsigned int value;
	int err = parse(text, param, min, max, &value);

	if (err)
		return err;
	WRITE_ONCE(*(unsigned int *)param->arg, value);
	return params_changed();
}

#define ranged_param(name, min, max, perm, text)						\
	static int name##_set(const char *value, const struct kernel_param *param)		\
	{											\
		return set_in_range(value, param, min, max);					\
	}											\
	static const struct kernel_param_ops name##_ops = {					\
		.set = name##_set,								\
		.get = param_get_uint,								\
	};											\
	module_param_cb(name, &name##_ops, &name, perm);					\
	MODULE_PARM_DESC(name, text)

/* For devices that are bound from then on. */
static const struct advisor *policy = &adaptive;

static int policy_set(const char *text, const struct kernel_param *param)
{
	static const struct advisor * const advisors[] = { &adaptive, &thresholds };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(advisors); i++)
		if (sysfs_streq(text, advisors[i]->name)) {
			WRITE_ONCE(policy, advisors[i]);
			return 0;
		}
	pr_err("%s: \"%.*s\" is not %s or %s\n", param->name, (int)strcspn(text, "\n"), text,
	       adaptive.name, thresholds.name);
	return -EINVAL;
}

static int policy_get(char *text, const struct kernel_param *param)
{
	return sysfs_emit(text, "%s\n", params_advisor()->name);
}

static const struct kernel_param_ops policy_ops = {
	.set = policy_set,
	.get = policy_get,
};
module_param_cb(policy, &policy_ops, NULL, 0644);
MODULE_PARM_DESC(policy, "how much to give and when; default adaptive (adaptive or thresholds)");

const struct advisor *params_advisor(void)
{
	return READ_ONCE(policy);
}

unsigned int period_ms = 1000;
ranged_param(period_ms, 10, 3600000, 0644,
	     "milliseconds between two looks at memory at most; default 1000 (10 to 3600000)");

unsigned int floor_mib;
ranged_param(floor_mib, 0, 1073741824, 0644,
	     "MiB that the guest keeps whatever it needs (adaptive); default 0 (0 to 1073741824)");

unsigned int pause_max_ms = 60000;
ranged_param(pause_max_ms, 1000, 3600000, 0644,
	     "milliseconds that giving pauses at most after it has come to nothing, which is two periods at first; default 60000 (1000 to 3600000)");

unsigned int step_mib = 2048;
ranged_param(step_mib, 1, 65536, 0644, "MiB at most in one offer; default 2048 (1 to 65536)");

unsigned int take_factor = 4;
ranged_param(take_factor, 1, 1024, 0644,
	     "one request takes back at most this many times step_mib; default 4 (1 to 1024)");

unsigned int ttl_ms = 1000;
ranged_param(ttl_ms, 10, 600000, 0644,
	     "milliseconds that an offer waits before its pages go back to use; default 1000 (10 to 600000)");

unsigned int grant_ms = 1000;
ranged_param(grant_ms, 10, 600000, 0644,
	     "milliseconds that a request for memory waits before it is overdue; default 1000 (10 to 600000)");

unsigned int min_order = 9;
ranged_param(min_order, 0, AEROSTAT_ORDER_MAX, 0644,
	     "smallest block that is given, 2 to the power of this in pages; 0: single pages too, movable if the kernel lets them; default 9, 2 MiB (0 to the kernel's largest)");

unsigned int adjust_memtotal;

/* The kernel has one number for what MemTotal tells and for what it lets programs map. */
static int adjust_memtotal_set(const char *text, const struct kernel_param *param)
{
	int err = set_in_range(text, param, 0, 1);

	if (!err && adjust_memtotal)
		pr_warn("%s: no program gets a mapping that is larger than what is left of MemTotal and swap, and with vm.overcommit_memory=2 all of them together get less than that; 0 leaves programs all that the guest has\n",
			param->name);
	return err;
}

static const struct kernel_param_ops adjust_memtotal_ops = {
	.set = adjust_memtotal_set,
	.get = param_get_uint,
};
module_param_cb(adjust_memtotal, &adjust_memtotal_ops, &adjust_memtotal, 0644);
MODULE_PARM_DESC(adjust_memtotal,
		 "take what the host has out of MemTotal (1), or leave it in, as used (0); default 0 (0 to 1)");

unsigned int report_free_pages;
ranged_param(report_free_pages, 0, 1, 0444,
	     "let the host discard what is in free blocks (1), which stay the guest's, or leave it (0); default 0 (0 to 1)");

/* The pair low_pct, high_pct. */
unsigned int low_pct = 10;
unsigned int high_pct = 20;

static int pair_check(unsigned int low, unsigned int high)
{
	if (low < high)
		return 0;
	pr_err("low_pct (%u) must be below high_pct (%u)\n", low, high);
	return -EINVAL;
}

static int pair_set(const char *text, const struct kernel_param *param)
{
	unsigned int value;
	int err = parse(text, param, 1, 90, &value);

	if (err)
		return err;
	mutex_lock(&pair_lock);
	if (loaded)
		err = pair_check(param->arg == &low_pct ? value : low_pct,
				 param->arg == &high_pct ? value : high_pct);
	if (!err)
		WRITE_ONCE(*(unsigned int *)param->arg, value);
	mutex_unlock(&pair_lock);
	return err ?: params_changed();
}

static const struct kernel_param_ops pair_ops = {
	.set = pair_set,
	.get = param_get_uint,
};

module_param_cb(low_pct, &pair_ops, &low_pct, 0644);
MODULE_PARM_DESC(low_pct,
		 "percent of memory: take back below so much available (thresholds); default 10 (1 to 90, below high_pct)");
module_param_cb(high_pct, &pair_ops, &high_pct, 0644);
MODULE_PARM_DESC(high_pct,
		 "percent of memory: give above so much available (thresholds); default 20 (1 to 90, above low_pct)");

/* On loading, when both of a pair have been read. */
int params_check(void)
{
	int err;

	mutex_lock(&pair_lock);
	err = pair_check(low_pct, high_pct);
	loaded = !err;
	mutex_unlock(&pair_lock);
	return err;
}
