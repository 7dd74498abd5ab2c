/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * Which message goes where.  A buffer on todevq carries one exchange at a time: a
 * request, the handler that takes it, and the handler that takes its answer.  The
 * driver has three buffers, one for each part of its machine, so at most one
 * exchange of a part is in flight, and they may end in any order.  A buffer on
 * fromdevq carries a notice to the handler that takes it.
 */
inline todevq_give() {
	exchange(MSG_QUERY, host_query, guest_state);
	exchange(MSG_OFFER, host_offer, guest_ack);
	exchange(MSG_COMMIT, host_commit, guest_done);
	exchange(MSG_REPORT, host_report, guest_reported)
}

inline todevq_take() {
	exchange(MSG_RECLAIM, host_reclaim, guest_grant)
}

inline todevq_stats() {
	exchange(MSG_STATS, host_stats, guest_stats_taken)
}

inline fromdevq() {
	notice(NOTICE_STATE, guest_host);
	notice(NOTICE_TARGET, guest_target);
	notice(NOTICE_STATS, guest_stats)
}
