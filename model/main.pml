/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * COMPONENTS  the driver's and the device's machine, as spec/ has them; virtqueues; the driver's
 *             worker, timers, pressure; the device's discard, page by page; a host that stalls at
 *             any moment for any time.  -DSTATES: the host's condition changes.  -DTARGET: the
 *             operator sets targets.  -DSTATS: stats are polled.  -DRESET: the driver resets the
 *             device at any moment.  -DFORGET: the device loses a reservation.  -DBLOCKS=n: so many
 *             pages.  -DANY: no world at all, any calls.  -DLOCKSTEP: the generated C runs beside
 *             every handler.
 * BOUNDS      bounds.pml
 * OUTCOME     configs has each configuration, with what SPIN must answer
 * TIME        free: a timeout may fire, and a deadline be past, at any moment
 */
#include "bounds.pml"
#include "../spec/wire.pml"
#include "../spec/pages.pml"
#ifndef HANDLERS
#include "../spec/guest.pml"
#include "../spec/host.pml"
#endif
#include "calls_gen.pml"
#ifdef ANY
#include "any_gen.pml"
#else
#include "env.pml"
#include "../spec/props.ltl"
#include "reach.ltl"

init {
	atomic {
		call_guest_init(G, BLOCKS, PATIENCE_MS, PATIENCE_MS);
		call_host_init(H, BLOCKS);
		run d_worker();
		run d_replies();
		run d_timer();
		run d_pressure();
		run h_requests();
		run h_discard();
		run h_stall();
#if defined(STATES) || defined(TARGET) || defined(STATS) || defined(RESET)
		run d_notices();
		run h_tell();
#endif
#ifdef STATES
		run h_state();
#endif
#ifdef TARGET
		run h_operator();
#endif
#ifdef STATS
		run h_poll();
#endif
#ifdef FORGET
		run h_forget();
#endif
#ifdef RESET
		run reset();
#endif
	}
}
#endif
