/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way into the protocol's machine: call_guest_*() steps, traces and performs. */
#ifndef AEROSTAT_STEP_H
#define AEROSTAT_STEP_H

#include "core_gen.h"
#include "trace_gen.h"
#include "guest_call_gen.h"

#endif
