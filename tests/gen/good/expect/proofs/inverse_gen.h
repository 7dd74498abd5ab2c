/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * What is encoded decodes to the same message, and what is decoded encodes to the same bytes.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
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

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_ITEM_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_ITEM_BYTES - 1));
    assigns *n, buf[0 .. WIRE_ITEM_BYTES - 1];
    ensures \result;
    ensures n->tag == \old(m->tag);
    ensures n->weight == \old(m->weight);
*/
bool wire_item_encode_decode(const struct wire_item *m, u8 *buf, struct wire_item *n)
{
	wire_item_encode(m, buf);
	return wire_item_decode(n, buf, WIRE_ITEM_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_ITEM_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_ITEM_BYTES - 1));
    assigns *m, out[0 .. WIRE_ITEM_BYTES - 1];
    ensures \result ==> same16(out, buf);
    ensures \result ==> same64(out + 2, buf + 2);
*/
bool wire_item_decode_encode(const u8 *buf, size_t len, struct wire_item *m, u8 *out)
{
	if (!wire_item_decode(m, buf, len))
		return false;
	wire_item_encode(m, out);
	same_16(out, buf);
	/*@ assert le32(buf + 2) == \at(le32(buf + 2), Pre); */
	/*@ assert le32(buf + 6) == \at(le32(buf + 6), Pre); */
	same_64(out + 2, buf + 2);
	return true;
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_PING_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_PING_BYTES - 1));
    assigns *n, buf[0 .. WIRE_PING_BYTES - 1];
    ensures \result;
    ensures n->serial == \old(m->serial);
*/
bool wire_ping_encode_decode(const struct wire_ping *m, u8 *buf, struct wire_ping *n)
{
	wire_ping_encode(m, buf);
	return wire_ping_decode(n, buf, WIRE_PING_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_PING_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_PING_BYTES - 1));
    assigns *m, out[0 .. WIRE_PING_BYTES - 1];
    ensures \result ==> same32(out, buf);
    ensures \result ==> same32(out + 4, buf + 4);
*/
bool wire_ping_decode_encode(const u8 *buf, size_t len, struct wire_ping *m, u8 *out)
{
	if (!wire_ping_decode(m, buf, len))
		return false;
	wire_ping_encode(m, out);
	same_32(out, buf);
	same_32(out + 4, buf + 4);
	return true;
}

/*@ requires \valid_read(m) && \valid(n) && \valid(buf + (0 .. WIRE_BATCH_BYTES + m->count * WIRE_ITEM_BYTES - 1)) &&
             \separated(m, n, buf + (0 .. WIRE_BATCH_BYTES + m->count * WIRE_ITEM_BYTES - 1));
    requires CALM <= m->mood <= ASLEEP;
    requires m->count <= ITEMS_MAX;
    assigns *n, buf[0 .. WIRE_BATCH_BYTES - 1];
    ensures \result;
    ensures n->mood == \old(m->mood);
    ensures n->count == \old(m->count);
*/
bool wire_batch_encode_decode(const struct wire_batch *m, u8 *buf, struct wire_batch *n)
{
	wire_batch_encode(m, buf);
	return wire_batch_decode(n, buf, WIRE_BATCH_BYTES + m->count * WIRE_ITEM_BYTES);
}

/*@ requires \valid(m) && \valid_read(buf + (0 .. len - 1)) && \valid(out + (0 .. WIRE_BATCH_BYTES - 1)) &&
             \separated(m, buf + (0 .. len - 1), out + (0 .. WIRE_BATCH_BYTES - 1));
    assigns *m, out[0 .. WIRE_BATCH_BYTES - 1];
    ensures \result ==> same32(out, buf);
    ensures \result ==> same32(out + 4, buf + 4);
    ensures \result ==> same16(out + 8, buf + 8);
*/
bool wire_batch_decode_encode(const u8 *buf, size_t len, struct wire_batch *m, u8 *out)
{
	if (!wire_batch_decode(m, buf, len))
		return false;
	wire_batch_encode(m, out);
	same_32(out, buf);
	same_32(out + 4, buf + 4);
	same_16(out + 8, buf + 8);
	return true;
}
