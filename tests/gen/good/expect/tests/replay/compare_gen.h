/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Is the C where the model is?  What differs is printed.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
 * change spec/ and run make gen.
 */
#ifndef AEROSTAT_COMPARE_GEN_H
#define AEROSTAT_COMPARE_GEN_H

#include <stdio.h>

#include "core_gen.h"

static inline void compare_print(const char *const *names, u64 n, u64 value)
{
	if (value < n)
		printf("%s", names[value]);
	else
		printf("%llu", (unsigned long long)value);
}

/* 0: equal; 1: not, and both are printed, by name if there are n names. */
static inline int compare_value(const char *handler, const char *what, const char *const *names, u64 n, u64 in_c,
				u64 in_model)
{
	if (in_c == in_model)
		return 0;
	printf("%s: %s is ", handler, what);
	compare_print(names, n, in_c);
	printf(" in C and ");
	compare_print(names, n, in_model);
	printf(" in the model\n");
	return 1;
}

static const char *const names_ask[] = {
	"0",
	"ASK_PING",
	"ASK_BATCH",
};

static const char *const names_mood[] = {
	"0",
	"CALM",
	"ANGRY",
	"ASLEEP",
};

static const char *const names_notice[] = {
	"0",
	"NOTICE_NEWS",
};

static inline int compare_guest(const char *handler, const struct guest *c,
				const struct guest *model)
{
	int differs = 0;

	differs |= compare_value(handler, "mood", names_mood, 4, c->mood, model->mood);
	differs |= compare_value(handler, "serial", NULL, 0, c->serial, model->serial);
	differs |= compare_value(handler, "weight", NULL, 0, c->weight, model->weight);
	differs |= compare_value(handler, "low", NULL, 0, c->low, model->low);
	differs |= compare_value(handler, "high", NULL, 0, c->high, model->high);
	differs |= compare_value(handler, "open", NULL, 0, c->open, model->open);
	return differs;
}

static inline int compare_host(const char *handler, const struct host *c, const struct host *model)
{
	int differs = 0;

	differs |= compare_value(handler, "temper", names_mood, 4, c->temper, model->temper);
	differs |= compare_value(handler, "open", NULL, 0, c->open, model->open);
	return differs;
}

#endif
