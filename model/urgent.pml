/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -DURGENT: the driver's threads, as driver/ has them, in place of processes that
 * step whenever they like, and its one mutex.
 *
 *   u_period, u_tick   works of the urgent queue
 *   u_gather           the ordered worker: allocates without the mutex, and each allocation may find
 *                      memory at an end: then the OOM notifier runs in this very thread
 *   u_oom              the same in any other thread
 *   u_reporting        the kernel's worker that reports free pages; takes the mutex to hand them over
 *   u_interrupt        says that a queue has answers; takes no mutex
 *   u_replies          the work that reads them
 *
 * -DHOLDS: the worker keeps the mutex while it allocates, and so waits for itself.
 * That is the deadlock for which ballooning on OOM is known, and must be found.
 */
bool replies_due;		/* the work is queued */
bool in_oom;			/* u_oom's caller waits for memory */

#ifdef SETTLES
/* Liveness needs that whoever waits gets it in turn. */
chan mutex = [6] of { byte };	/* the first one in it has the mutex, the others wait */
inline lock() { mutex!_pid; mutex?[eval(_pid)] }
inline unlock() { mutex?eval(_pid) }
#define unlocked	(len(mutex) == 0)
#else
byte owner;			/* a process's number and 1, or 0 */
inline lock() { must(owner != _pid + 1); atomic { owner == 0 -> owner = _pid + 1 } }
inline unlock() { owner = 0 }
#define unlocked	(owner == 0)
#endif

inline drain() {
	do
	:: atomic { nempty(used_give) -> read_give() }
	:: atomic { nempty(used_take) -> read_take() }
	:: empty(used_give) && empty(used_take) -> break
	od
}

/* Asks, then reads the answer by itself, until there is one or the time is over. */
inline oom_notify() {
	lock();
	atomic { call_guest_pressure(G, BLOCKS, ADDR_NONE, EXTENTS_MAX, NEVER_MS); tell_sets(); unlock() };
	do
	:: tries < 2 ->
		tries++;
		lock();
		drain();
		unlock()
	:: atomic { G.take != TAKE_ASKED || tries == 2 -> tries = 0; break }
	od
}

proctype u_oom() {
	mtype:msg kind; mtype:status st; mtype:host_state hs; byte sq, r, n, m, tries;
end:	do
	:: in_oom = true; oom_notify(); in_oom = false
	od
}

proctype u_gather() {
	mtype:msg kind; mtype:status st; mtype:host_state hs; byte sq, r, n, m, tries;
end:	do
	:: gathering ->
#ifdef HOLDS
		lock();
#endif
		do
		:: atomic { FREE != 0 && G.give == GIVE_GATHER ->
			own.gathered = own.gathered | ((FREE & 1) -> 1 : 2);
			printf("@ own gathered %d\n", own.gathered);
			tell_sets() }
		:: oom_notify()
		:: break
		od;
#ifdef HOLDS
		unlock();
#endif
		atomic { unlocked ->
			gathering = false;
			n = COUNT(own.gathered);
			call_guest_offer(G, n, NEVER_MS);
			tell_sets();
			n = 0 }
	od
}

/* What one handler does under the mutex is one step. */
proctype u_period() {
end:	do
	:: atomic { unlocked -> call_guest_collect(G, BLOCKS); tell_sets() }
	od
}

#ifdef REPORTS
proctype u_reporting() {
	byte s, n;
end:	do
	:: atomic { unlocked && !REPORTING && FREE != 0 -> report_free() }
	od
}
#endif

proctype u_tick() {
end:	do
	:: atomic { unlocked -> call_guest_tick(G, LATE_MS); tell_sets() }
	od
}

proctype u_interrupt() {
end:	do
	:: atomic { len(used_give) + len(used_take) > 0 && !replies_due -> replies_due = true }
	od
}

proctype u_replies() {
	mtype:msg kind; mtype:status st; mtype:host_state hs; byte sq, r, n, m;
end:	do
	:: atomic { replies_due -> replies_due = false };
		lock();
		drain();
		unlock()
	od
}
