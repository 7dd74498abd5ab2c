/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way into the protocol's machine: call_guest_*() steps, traces and performs. */
#ifndef AEROSTAT_STEP_H
#define AEROSTAT_STEP_H

#include "core_gen.h"
#include "trace_gen.h"

/* In test builds the machine's demands are asked before each step (assumed.c). */
#ifdef AEROSTAT_CHECKS
#include <linux/bug.h>
#define AEROSTAT_REQUIRED(holds, what)	WARN(!(holds), "aerostat: a step is made without %s\n", what)
#define AEROSTAT_ASSUMED(handler, ...)	\
	AEROSTAT_REQUIRED(glue_##handler(__VA_ARGS__), #handler ": what proofs/unbounded.mlw assumes")
#endif

#include "guest_call_gen.h"

#endif
