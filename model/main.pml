/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * COMPONENTS  the driver's and the device's machine, as spec/ has them; virtqueues; the driver's
 *             worker, timers, pressure; the device's discard, page by page; a host that stalls at
 *             any moment for any time (-DRUNS: it does not).  And by option:
 *   -DSTATES    the host's condition changes       -DTARGET   the operator sets targets
 *   -DSTATS     stats are polled                   -DFORGET   the device loses a reservation
 *   -DRESET     the driver resets the device; with -DSTEPS not in one step, with -DGONE the device
 *               also goes by itself and the driver learns of it later
 *   -DMIGRATE   the VM goes on elsewhere           -DANYORDER todevq is served in any order
 *   -DFULL      todevq has room for one            -DCALM     memory never gets short
 *   -DURGENT    the driver's threads (urgent.pml)  -DCLOCKS   a clock on each side (clocks.pml)
 *   -DREPORTS   free pages are reported
 *   -DQUIET     the world comes to rest            -DSETTLES  it changes for a last time (liveness)
 *   -DMOODS     the driver's patience changes
 *   -DBLOCKS=n  so many pages                      -DASSERTS  what an honest world never does is checked
 *   -DANY       no world at all, any calls         -DLOCKSTEP the generated C runs beside every handler
 * BOUNDS      bounds.pml
 * OUTCOME     configs has each configuration, with what SPIN must answer
 * TIME        free: a timeout may fire, and a deadline be past, at any moment; clocks.pml has the other
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
#ifdef URGENT
#include "urgent.pml"
#endif
#include "../spec/props.ltl"
#include "reach.ltl"
#ifdef CLOCKS
#include "clocks.ltl"
#endif
#ifdef URGENT
#include "urgent.ltl"
#endif

init {
	atomic {
		call_guest_init(G, BLOCKS, PATIENCE_MS, PATIENCE_MS);
		call_guest_start(G);
		call_host_init(H, BLOCKS);
#ifdef URGENT
		run u_period();
		run u_gather();
		run u_tick();
		run u_oom();
		run u_interrupt();
		run u_replies();
#ifdef REPORTS
		run u_reporting();
#endif
#else
		run d_worker();
		run d_give();
		run d_take();
		run d_timer();
#ifdef REPORTS
		run d_reporting();
#endif
#ifndef CALM
		run d_pressure();
#endif
#endif
		run h_requests();
		run h_discard();
#ifndef RUNS
		run h_stall();
#endif
#if defined(STATES) || defined(TARGET) || defined(STATS) || defined(RESET) || defined(MIGRATE)
		run d_notices();
		run h_tell();
#endif
#ifdef STATES
		run h_state();
#endif
#ifdef TARGET
		run h_operator();
#endif
#ifdef MOODS
		run d_patience();
#endif
#ifdef STATS
		run d_stats();
		run h_poll();
#endif
#ifdef FORGET
		run h_forget();
#endif
#ifdef MIGRATE
		run h_migrate();
#endif
#ifdef RESET
		run reset();
#endif
#ifdef FULL
		run d_retry();
#endif
#ifdef CLOCKS
		run time();
#endif
#ifdef QUIET
		run rest();
#endif
	}
}
#endif
