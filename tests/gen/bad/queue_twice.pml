/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
mtype:msg = { MSG_ASK, MSG_TELL };
mtype:notice = { NOTICE_NEWS };
typedef wire_ask { mtype:msg type; u32 seq }
typedef wire_tell { mtype:msg type; u32 seq }
typedef guest { u32 seq }
/*@ ensures \true; */
inline guest_asked(g) { skip }
/*@ ensures \true; */
inline guest_told(g) { skip }
/*@ ensures \true; */
inline guest_news(g) { skip }
typedef host { u32 seq }
/*@ ensures \true; */
inline host_ask(h) { skip }
/*@ ensures \true; */
inline host_tell(h) { skip }
inline todevq_talk() {
	exchange(MSG_ASK, host_ask, guest_asked);
	exchange(MSG_ASK, host_tell, guest_told)
}
inline fromdevq() { notice(NOTICE_NEWS, guest_news) }
