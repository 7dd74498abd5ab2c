/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * What is encoded decodes to the same message, and what is decoded encodes to the same bytes.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * Only the proofs compile this, behind core_gen.c.  Elements of arrays are messages of their own.
 */

/*@ predicate same16(u8 *p, u8 *q) = p[0] == q[0] && p[1] == q[1];
    predicate same32(u8 *p, u8 *q) = same16(p, q) && same16(p + 2, q + 2);
    predicate same64(u8 *p, u8 *q) = same32(p, q) && same32(p + 4, q + 4); */

/*@ requires le16(p) == le16(q);
    assigns \nothing;
    ensures same16(p, q); */
static void same_16(const u8 *p, const u8 *q)
{
	(void)p;
	(void)q;
}

/*@ requires le32(p) == le32(q);
    assigns \nothing;
    ensures same32(p, q); */
static void same_32(const u8 *p, const u8 *q)
{
	(void)p;
	(void)q;
}

/*@ requires le64(p) == le64(q);
    assigns \nothing;
    ensures same64(p, q); */
static void same_64(const u8 *p, const u8 *q)
{
	same_32(p, q);
	same_32(p + 4, q + 4);
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_EXTENT_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_EXTENT_BYTES - 1));
    assigns *n, buf[0 .. WIRE_EXTENT_BYTES - 1];
    ensures \result;
    ensures n->addr == \old(m->addr);
    ensures n->pages == \old(m->pages);
*/
bool wire_extent_encode_decode(const struct wire_extent *m, u8 *buf, struct wire_extent *n)
{
	wire_extent_encode(m, buf);
	return wire_extent_decode(n, buf, WIRE_EXTENT_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_EXTENT_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_EXTENT_BYTES - 1));
    assigns *m, out[0 .. WIRE_EXTENT_BYTES - 1];
    ensures \result ==> same64(out, buf);
    ensures \result ==> same64(out + 8, buf + 8);
*/
bool wire_extent_decode_encode(const u8 *buf, size_t len, struct wire_extent *m, u8 *out)
{
	if (!wire_extent_decode(m, buf, len))
		return false;
	wire_extent_encode(m, out);
	/*@ assert le32(buf + 0) == \at(le32(buf + 0), Pre); */
	/*@ assert le32(buf + 4) == \at(le32(buf + 4), Pre); */
	same_64(out, buf);
	/*@ assert le32(buf + 8) == \at(le32(buf + 8), Pre); */
	/*@ assert le32(buf + 12) == \at(le32(buf + 12), Pre); */
	same_64(out + 8, buf + 8);
	return true;
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_STAT_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_STAT_BYTES - 1));
    assigns *n, buf[0 .. WIRE_STAT_BYTES - 1];
    ensures \result;
    ensures n->tag == \old(m->tag);
    ensures n->value == \old(m->value);
*/
bool wire_stat_encode_decode(const struct wire_stat *m, u8 *buf, struct wire_stat *n)
{
	wire_stat_encode(m, buf);
	return wire_stat_decode(n, buf, WIRE_STAT_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_STAT_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_STAT_BYTES - 1));
    assigns *m, out[0 .. WIRE_STAT_BYTES - 1];
    ensures \result ==> same16(out, buf);
    ensures \result ==> same64(out + 2, buf + 2);
*/
bool wire_stat_decode_encode(const u8 *buf, size_t len, struct wire_stat *m, u8 *out)
{
	if (!wire_stat_decode(m, buf, len))
		return false;
	wire_stat_encode(m, out);
	same_16(out, buf);
	/*@ assert le32(buf + 2) == \at(le32(buf + 2), Pre); */
	/*@ assert le32(buf + 6) == \at(le32(buf + 6), Pre); */
	same_64(out + 2, buf + 2);
	return true;
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_QUERY_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_QUERY_BYTES - 1));
    assigns *n, buf[0 .. WIRE_QUERY_BYTES - 1];
    ensures \result;
    ensures n->seq == \old(m->seq);
*/
bool wire_query_encode_decode(const struct wire_query *m, u8 *buf, struct wire_query *n)
{
	wire_query_encode(m, buf);
	return wire_query_decode(n, buf, WIRE_QUERY_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_QUERY_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_QUERY_BYTES - 1));
    assigns *m, out[0 .. WIRE_QUERY_BYTES - 1];
    ensures \result ==> same32(out, buf);
    ensures \result ==> same32(out + 4, buf + 4);
*/
bool wire_query_decode_encode(const u8 *buf, size_t len, struct wire_query *m, u8 *out)
{
	if (!wire_query_decode(m, buf, len))
		return false;
	wire_query_encode(m, out);
	same_32(out, buf);
	same_32(out + 4, buf + 4);
	return true;
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_OFFER_BYTES + m->count * WIRE_EXTENT_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_OFFER_BYTES + m->count * WIRE_EXTENT_BYTES - 1));
    requires m->count <= EXTENTS_MAX;
    assigns *n, buf[0 .. WIRE_OFFER_BYTES - 1];
    ensures \result;
    ensures n->seq == \old(m->seq);
    ensures n->sent_at_ms == \old(m->sent_at_ms);
    ensures n->ttl_ms == \old(m->ttl_ms);
    ensures n->count == \old(m->count);
*/
bool wire_offer_encode_decode(const struct wire_offer *m, u8 *buf, struct wire_offer *n)
{
	wire_offer_encode(m, buf);
	return wire_offer_decode(n, buf, WIRE_OFFER_BYTES + m->count * WIRE_EXTENT_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_OFFER_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_OFFER_BYTES - 1));
    assigns *m, out[0 .. WIRE_OFFER_BYTES - 1];
    ensures \result ==> same32(out, buf);
    ensures \result ==> same32(out + 4, buf + 4);
    ensures \result ==> same64(out + 8, buf + 8);
    ensures \result ==> same32(out + 16, buf + 16);
    ensures \result ==> same32(out + 20, buf + 20);
*/
bool wire_offer_decode_encode(const u8 *buf, size_t len, struct wire_offer *m, u8 *out)
{
	if (!wire_offer_decode(m, buf, len))
		return false;
	wire_offer_encode(m, out);
	same_32(out, buf);
	same_32(out + 4, buf + 4);
	/*@ assert le32(buf + 8) == \at(le32(buf + 8), Pre); */
	/*@ assert le32(buf + 12) == \at(le32(buf + 12), Pre); */
	same_64(out + 8, buf + 8);
	same_32(out + 16, buf + 16);
	same_32(out + 20, buf + 20);
	return true;
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_COMMIT_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_COMMIT_BYTES - 1));
    assigns *n, buf[0 .. WIRE_COMMIT_BYTES - 1];
    ensures \result;
    ensures n->seq == \old(m->seq);
*/
bool wire_commit_encode_decode(const struct wire_commit *m, u8 *buf, struct wire_commit *n)
{
	wire_commit_encode(m, buf);
	return wire_commit_decode(n, buf, WIRE_COMMIT_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_COMMIT_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_COMMIT_BYTES - 1));
    assigns *m, out[0 .. WIRE_COMMIT_BYTES - 1];
    ensures \result ==> same32(out, buf);
    ensures \result ==> same32(out + 4, buf + 4);
*/
bool wire_commit_decode_encode(const u8 *buf, size_t len, struct wire_commit *m, u8 *out)
{
	if (!wire_commit_decode(m, buf, len))
		return false;
	wire_commit_encode(m, out);
	same_32(out, buf);
	same_32(out + 4, buf + 4);
	return true;
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_REPORT_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_REPORT_BYTES - 1));
    assigns *n, buf[0 .. WIRE_REPORT_BYTES - 1];
    ensures \result;
    ensures n->seq == \old(m->seq);
*/
bool wire_report_encode_decode(const struct wire_report *m, u8 *buf, struct wire_report *n)
{
	wire_report_encode(m, buf);
	return wire_report_decode(n, buf, WIRE_REPORT_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_REPORT_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_REPORT_BYTES - 1));
    assigns *m, out[0 .. WIRE_REPORT_BYTES - 1];
    ensures \result ==> same32(out, buf);
    ensures \result ==> same32(out + 4, buf + 4);
*/
bool wire_report_decode_encode(const u8 *buf, size_t len, struct wire_report *m, u8 *out)
{
	if (!wire_report_decode(m, buf, len))
		return false;
	wire_report_encode(m, out);
	same_32(out, buf);
	same_32(out + 4, buf + 4);
	return true;
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_RECLAIM_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_RECLAIM_BYTES - 1));
    assigns *n, buf[0 .. WIRE_RECLAIM_BYTES - 1];
    ensures \result;
    ensures n->seq == \old(m->seq);
    ensures n->want_pages == \old(m->want_pages);
    ensures n->near_addr == \old(m->near_addr);
*/
bool wire_reclaim_encode_decode(const struct wire_reclaim *m, u8 *buf, struct wire_reclaim *n)
{
	wire_reclaim_encode(m, buf);
	return wire_reclaim_decode(n, buf, WIRE_RECLAIM_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_RECLAIM_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_RECLAIM_BYTES - 1));
    assigns *m, out[0 .. WIRE_RECLAIM_BYTES - 1];
    ensures \result ==> same32(out, buf);
    ensures \result ==> same32(out + 4, buf + 4);
    ensures \result ==> same64(out + 8, buf + 8);
    ensures \result ==> same64(out + 16, buf + 16);
*/
bool wire_reclaim_decode_encode(const u8 *buf, size_t len, struct wire_reclaim *m, u8 *out)
{
	if (!wire_reclaim_decode(m, buf, len))
		return false;
	wire_reclaim_encode(m, out);
	same_32(out, buf);
	same_32(out + 4, buf + 4);
	/*@ assert le32(buf + 8) == \at(le32(buf + 8), Pre); */
	/*@ assert le32(buf + 12) == \at(le32(buf + 12), Pre); */
	same_64(out + 8, buf + 8);
	/*@ assert le32(buf + 16) == \at(le32(buf + 16), Pre); */
	/*@ assert le32(buf + 20) == \at(le32(buf + 20), Pre); */
	same_64(out + 16, buf + 16);
	return true;
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_STATS_BYTES + m->count * WIRE_STAT_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_STATS_BYTES + m->count * WIRE_STAT_BYTES - 1));
    requires m->count <= STATS_MAX;
    assigns *n, buf[0 .. WIRE_STATS_BYTES - 1];
    ensures \result;
    ensures n->seq == \old(m->seq);
    ensures n->count == \old(m->count);
*/
bool wire_stats_encode_decode(const struct wire_stats *m, u8 *buf, struct wire_stats *n)
{
	wire_stats_encode(m, buf);
	return wire_stats_decode(n, buf, WIRE_STATS_BYTES + m->count * WIRE_STAT_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_STATS_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_STATS_BYTES - 1));
    assigns *m, out[0 .. WIRE_STATS_BYTES - 1];
    ensures \result ==> same32(out, buf);
    ensures \result ==> same32(out + 4, buf + 4);
    ensures \result ==> same32(out + 8, buf + 8);
*/
bool wire_stats_decode_encode(const u8 *buf, size_t len, struct wire_stats *m, u8 *out)
{
	if (!wire_stats_decode(m, buf, len))
		return false;
	wire_stats_encode(m, out);
	same_32(out, buf);
	same_32(out + 4, buf + 4);
	same_32(out + 8, buf + 8);
	return true;
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_ACK_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_ACK_BYTES - 1));
    requires ST_OK <= m->status <= ST_GRANTED;
    requires HOST_PLENTY <= m->state <= HOST_MIGRATING;
    assigns *n, buf[0 .. WIRE_ACK_BYTES - 1];
    ensures \result;
    ensures n->status == \old(m->status);
    ensures n->seq == \old(m->seq);
    ensures n->state == \old(m->state);
    ensures n->host_time_ms == \old(m->host_time_ms);
*/
bool wire_ack_encode_decode(const struct wire_ack *m, u8 *buf, struct wire_ack *n)
{
	wire_ack_encode(m, buf);
	return wire_ack_decode(n, buf, WIRE_ACK_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_ACK_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_ACK_BYTES - 1));
    assigns *m, out[0 .. WIRE_ACK_BYTES - 1];
    ensures \result ==> same32(out, buf);
    ensures \result ==> same32(out + 4, buf + 4);
    ensures \result ==> same32(out + 8, buf + 8);
    ensures \result ==> same64(out + 12, buf + 12);
*/
bool wire_ack_decode_encode(const u8 *buf, size_t len, struct wire_ack *m, u8 *out)
{
	if (!wire_ack_decode(m, buf, len))
		return false;
	wire_ack_encode(m, out);
	same_32(out, buf);
	same_32(out + 4, buf + 4);
	same_32(out + 8, buf + 8);
	/*@ assert le32(buf + 12) == \at(le32(buf + 12), Pre); */
	/*@ assert le32(buf + 16) == \at(le32(buf + 16), Pre); */
	same_64(out + 12, buf + 12);
	return true;
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_GRANT_BYTES + m->count * WIRE_EXTENT_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_GRANT_BYTES + m->count * WIRE_EXTENT_BYTES - 1));
    requires ST_OK <= m->status <= ST_GRANTED;
    requires HOST_PLENTY <= m->state <= HOST_MIGRATING;
    requires m->count <= EXTENTS_MAX;
    assigns *n, buf[0 .. WIRE_GRANT_BYTES - 1];
    ensures \result;
    ensures n->status == \old(m->status);
    ensures n->seq == \old(m->seq);
    ensures n->state == \old(m->state);
    ensures n->host_time_ms == \old(m->host_time_ms);
    ensures n->count == \old(m->count);
*/
bool wire_grant_encode_decode(const struct wire_grant *m, u8 *buf, struct wire_grant *n)
{
	wire_grant_encode(m, buf);
	return wire_grant_decode(n, buf, WIRE_GRANT_BYTES + m->count * WIRE_EXTENT_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_GRANT_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_GRANT_BYTES - 1));
    assigns *m, out[0 .. WIRE_GRANT_BYTES - 1];
    ensures \result ==> same32(out, buf);
    ensures \result ==> same32(out + 4, buf + 4);
    ensures \result ==> same32(out + 8, buf + 8);
    ensures \result ==> same64(out + 12, buf + 12);
    ensures \result ==> same32(out + 20, buf + 20);
*/
bool wire_grant_decode_encode(const u8 *buf, size_t len, struct wire_grant *m, u8 *out)
{
	if (!wire_grant_decode(m, buf, len))
		return false;
	wire_grant_encode(m, out);
	same_32(out, buf);
	same_32(out + 4, buf + 4);
	same_32(out + 8, buf + 8);
	/*@ assert le32(buf + 12) == \at(le32(buf + 12), Pre); */
	/*@ assert le32(buf + 16) == \at(le32(buf + 16), Pre); */
	same_64(out + 12, buf + 12);
	same_32(out + 20, buf + 20);
	return true;
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_NOTICE_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_NOTICE_BYTES - 1));
    requires NOTICE_STATE <= m->notice <= NOTICE_STATS;
    requires HOST_PLENTY <= m->state <= HOST_MIGRATING;
    assigns *n, buf[0 .. WIRE_NOTICE_BYTES - 1];
    ensures \result;
    ensures n->notice == \old(m->notice);
    ensures n->state == \old(m->state);
    ensures n->target_pages == \old(m->target_pages);
    ensures n->host_time_ms == \old(m->host_time_ms);
*/
bool wire_notice_encode_decode(const struct wire_notice *m, u8 *buf, struct wire_notice *n)
{
	wire_notice_encode(m, buf);
	return wire_notice_decode(n, buf, WIRE_NOTICE_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_NOTICE_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_NOTICE_BYTES - 1));
    assigns *m, out[0 .. WIRE_NOTICE_BYTES - 1];
    ensures \result ==> same32(out, buf);
    ensures \result ==> same32(out + 4, buf + 4);
    ensures \result ==> same64(out + 8, buf + 8);
    ensures \result ==> same64(out + 16, buf + 16);
*/
bool wire_notice_decode_encode(const u8 *buf, size_t len, struct wire_notice *m, u8 *out)
{
	if (!wire_notice_decode(m, buf, len))
		return false;
	wire_notice_encode(m, out);
	same_32(out, buf);
	same_32(out + 4, buf + 4);
	/*@ assert le32(buf + 8) == \at(le32(buf + 8), Pre); */
	/*@ assert le32(buf + 12) == \at(le32(buf + 12), Pre); */
	same_64(out + 8, buf + 8);
	/*@ assert le32(buf + 16) == \at(le32(buf + 16), Pre); */
	/*@ assert le32(buf + 20) == \at(le32(buf + 20), Pre); */
	same_64(out + 16, buf + 16);
	return true;
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_CONFIG_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_CONFIG_BYTES - 1));
    assigns *n, buf[0 .. WIRE_CONFIG_BYTES - 1];
    ensures \result;
    ensures n->version == \old(m->version);
    ensures n->page_bytes == \old(m->page_bytes);
    ensures n->extents_max == \old(m->extents_max);
    ensures n->stats_max == \old(m->stats_max);
*/
bool wire_config_encode_decode(const struct wire_config *m, u8 *buf, struct wire_config *n)
{
	wire_config_encode(m, buf);
	return wire_config_decode(n, buf, WIRE_CONFIG_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_CONFIG_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_CONFIG_BYTES - 1));
    assigns *m, out[0 .. WIRE_CONFIG_BYTES - 1];
    ensures \result ==> same32(out, buf);
    ensures \result ==> same32(out + 4, buf + 4);
    ensures \result ==> same32(out + 8, buf + 8);
    ensures \result ==> same32(out + 12, buf + 12);
*/
bool wire_config_decode_encode(const u8 *buf, size_t len, struct wire_config *m, u8 *out)
{
	if (!wire_config_decode(m, buf, len))
		return false;
	wire_config_encode(m, out);
	same_32(out, buf);
	same_32(out + 4, buf + 4);
	same_32(out + 8, buf + 8);
	same_32(out + 12, buf + 12);
	return true;
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_FLOOR_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_FLOOR_BYTES - 1));
    assigns *n, buf[0 .. WIRE_FLOOR_BYTES - 1];
    ensures \result;
    ensures n->floor_bytes == \old(m->floor_bytes);
*/
bool wire_floor_encode_decode(const struct wire_floor *m, u8 *buf, struct wire_floor *n)
{
	wire_floor_encode(m, buf);
	return wire_floor_decode(n, buf, WIRE_FLOOR_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_FLOOR_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_FLOOR_BYTES - 1));
    assigns *m, out[0 .. WIRE_FLOOR_BYTES - 1];
    ensures \result ==> same64(out, buf);
*/
bool wire_floor_decode_encode(const u8 *buf, size_t len, struct wire_floor *m, u8 *out)
{
	if (!wire_floor_decode(m, buf, len))
		return false;
	wire_floor_encode(m, out);
	/*@ assert le32(buf + 0) == \at(le32(buf + 0), Pre); */
	/*@ assert le32(buf + 4) == \at(le32(buf + 4), Pre); */
	same_64(out, buf);
	return true;
}
