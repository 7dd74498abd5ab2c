// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * The messages: structs, sizes, encoders and decoders with their contracts, and that these are
 * each other's inverses.  Bytes are taken apart by / and %, which the provers follow; gcc makes
 * one move of it.
 */
#include <string.h>

#include "gen.h"

static int field_bits(const struct field *f)
{
	return f->type->kind == TYPE_MTYPE ? 32 : f->type->bits;
}

static bool is_tag(const struct record *r, const struct field *f)
{
	return r->tag && !strcmp(f->name, "type");
}

static const char *size_name(const struct record *r)
{
	return format("%s_BYTES", upper(r->name));
}

static const char *at(const char *buffer, const struct field *f)
{
	return f->offset ? format("%s + %u", buffer, f->offset) : buffer;
}

static const char *encode_prototype(const struct record *r)
{
	return format("void %s_encode(const struct %s *m, u8 *buf)", r->name, r->name);
}

static const char *decode_prototype(const struct record *r)
{
	return format("bool %s_decode(struct %s *m, const u8 *buf, size_t len)", r->name, r->name);
}

/* Every field is what its bytes say. */
static void emit_equal(struct out *o, const struct record *r, const char *lead)
{
	struct field *f;

	each(f, r->fields) {
		if (in_wire_struct(r, f))
			put(o, "\n    ensures %sm->%s == le%d(%s);", lead, f->name, field_bits(f), at("buf", f));
		else if (is_tag(r, f) && !*lead)
			put(o, "\n    ensures le32(%s) == %s;", at("buf", f), r->tag->name);
	}
}

static void emit_encode_contract(struct out *o, const struct record *r)
{
	put(o, "/*@ requires \\valid_read(m) && \\valid(buf + (0 .. %s - 1)) &&\n"
	       "             \\separated(m, buf + (0 .. %s - 1));\n"
	       "    assigns buf[0 .. %s - 1];", size_name(r), size_name(r), size_name(r));
	emit_equal(o, r, "");
	put(o, " */\n");
}

/* What makes a message well-formed, each condition on a line. */
static void emit_decode_contract(struct out *o, const struct record *r)
{
	struct field *f;

	put(o, "/*@ requires \\valid(m) && \\valid_read(buf + (0 .. len - 1)) &&\n"
	       "             \\separated(m, buf + (0 .. len - 1));\n"
	       "    assigns *m;\n"
	       "    ensures \\result <==> ");
	if (r->array)
		put(o, "len >= %s", size_name(r));
	else
		put(o, "len == %s", size_name(r));
	each(f, r->fields) {
		if (is_tag(r, f))
			put(o, " &&\n      le32(%s) == %s", at("buf", f), r->tag->name);
		else if (f->type->kind == TYPE_MTYPE)
			put(o, " &&\n      %s <= le32(%s) <= %s", first_enumerator(f->type->mtype)->name, at("buf", f),
			    last_enumerator(f->type->mtype)->name);
	}
	if (r->array) {
		const struct field *count = r->fields.at[r->fields.n - 2];
		const char *n = format("le%d(%s)", field_bits(count), at("buf", count));

		put(o, " &&\n      %s <= %s &&\n      len == %s + %s * %s", n, r->array->dim->text, size_name(r), n,
		    size_name(r->array->type->record));
	}
	put(o, ";");
	emit_equal(o, r, "\\result ==> ");
	put(o, " */\n");
}

static void emit_peek_contract(struct out *o, const struct mtype *m)
{
	put(o, "/*@ requires \\valid(type) && \\valid_read(buf + (0 .. len - 1)) &&\n"
	       "             \\separated(type, buf + (0 .. len - 1));\n"
	       "    assigns *type;\n"
	       "    ensures \\result <==> len >= 4 && %s <= le32(buf) <= %s;\n"
	       "    ensures \\result ==> *type == le32(buf); */\n",
	    first_enumerator(m)->name, last_enumerator(m)->name);
}

static const char *peek_prototype(const struct mtype *m)
{
	return format("bool wire_%s_peek(enum %s *type, const u8 *buf, size_t len)", m->name, m->name);
}

/* Is this the first message whose kind is in m? */
static bool tags_first(struct spec *spec, const struct record *r)
{
	struct record *s;

	if (!r->tag)
		return false;
	each(s, spec->records)
		if (s->tag && s->tag->of == r->tag->of)
			return s == r;
	return false;
}

void emit_wire_h(struct out *o, struct spec *spec)
{
	struct record *r;
	struct field *f;

	put(o, "\n/* Messages: little-endian, no padding; *_BYTES is the size without the elements that follow. */\n");
	put(o, "\n/*@ logic integer le16(u8 *p) = p[0] + 256 * p[1];\n"
	       "    logic integer le32(u8 *p) = p[0] + 256 * p[1] + 65536 * p[2] + 16777216 * p[3];\n"
	       "    logic integer le64(u8 *p) = le32(p) + 4294967296 * le32(p + 4); */\n");
	each(r, spec->records) {
		if (r->kind != RECORD_WIRE)
			continue;
		put(o, "\n");
		put_comment(o, r->above);
		put_column(o, 32, format("#define %s", size_name(r)), format("%uu", r->bytes));
		put(o, "\nstruct %s {\n", r->name);
		each(f, r->fields)
			if (in_wire_struct(r, f))
				put_column(o, 32, format("\t%s %s;", c_type(f->type), f->name), comment_behind(f->loc));
		put(o, "};\n");
	}
	each(r, spec->records) {
		if (r->kind != RECORD_WIRE)
			continue;
		if (tags_first(spec, r)) {
			put(o, "\n/* The kind of a message, if it is one of these. */\n");
			emit_peek_contract(o, r->tag->of);
			put_line(o, 0, "%s;", peek_prototype(r->tag->of));
		}
		put(o, "\n");
		emit_encode_contract(o, r);
		put_line(o, 0, "%s;", encode_prototype(r));
		put(o, "\n");
		emit_decode_contract(o, r);
		put_line(o, 0, "%s;", decode_prototype(r));
	}
}

static const char byte_functions[] =
	"\n"
	"/* Bytes: little-endian. */\n"
	"\n"
	"/*@ requires \\valid(p + (0 .. 1));\n"
	"    assigns p[0 .. 1];\n"
	"    ensures le16(p) == v; */\n"
	"static inline void put_u16(u8 *p, u16 v)\n"
	"{\n"
	"\tp[0] = v % 256;\n"
	"\tp[1] = v / 256;\n"
	"}\n"
	"\n"
	"/*@ requires \\valid(p + (0 .. 3));\n"
	"    assigns p[0 .. 3];\n"
	"    ensures le32(p) == v; */\n"
	"static inline void put_u32(u8 *p, u32 v)\n"
	"{\n"
	"\tp[0] = v % 256;\n"
	"\tp[1] = v / 256 % 256;\n"
	"\tp[2] = v / 65536 % 256;\n"
	"\tp[3] = v / 16777216;\n"
	"}\n"
	"\n"
	"/*@ requires \\valid(p + (0 .. 7));\n"
	"    assigns p[0 .. 7];\n"
	"    ensures le64(p) == v; */\n"
	"static inline void put_u64(u8 *p, u64 v)\n"
	"{\n"
	"\tput_u32(p, v % 4294967296);\n"
	"\tput_u32(p + 4, v / 4294967296);\n"
	"}\n"
	"\n"
	"/*@ requires \\valid_read(p + (0 .. 1));\n"
	"    assigns \\nothing;\n"
	"    ensures \\result == le16(p); */\n"
	"static inline u16 get_u16(const u8 *p)\n"
	"{\n"
	"\treturn p[0] + 256 * p[1];\n"
	"}\n"
	"\n"
	"/*@ requires \\valid_read(p + (0 .. 3));\n"
	"    assigns \\nothing;\n"
	"    ensures \\result == le32(p); */\n"
	"static inline u32 get_u32(const u8 *p)\n"
	"{\n"
	"\treturn p[0] + 256u * p[1] + 65536u * p[2] + 16777216u * p[3];\n"
	"}\n"
	"\n"
	"/*@ requires \\valid_read(p + (0 .. 7));\n"
	"    assigns \\nothing;\n"
	"    ensures \\result == le64(p); */\n"
	"static inline u64 get_u64(const u8 *p)\n"
	"{\n"
	"\treturn get_u32(p) + 4294967296ull * get_u32(p + 4);\n"
	"}\n";

static void emit_encode(struct out *o, const struct record *r)
{
	struct field *f;

	put(o, "\n");
	put_line(o, 0, "%s", encode_prototype(r));
	put(o, "{\n");
	each(f, r->fields) {
		if (is_tag(r, f))
			put_line(o, 1, "put_u32(%s, %s);", at("buf", f), r->tag->name);
		else if (f != r->array)
			put_line(o, 1, "put_u%d(%s, m->%s);", field_bits(f), at("buf", f), f->name);
	}
	put(o, "}\n");
}

/* Each byte is read once: the writer may be changing them. */
static void emit_decode(struct out *o, const struct record *r)
{
	const char *last = "true";
	struct field *f;

	put(o, "\n");
	put_line(o, 0, "%s", decode_prototype(r));
	put(o, "{\n");
	put_line(o, 1, "if (len %s %s)", r->array ? "<" : "!=", size_name(r));
	put_line(o, 2, "return false;");
	each(f, r->fields) {
		if (is_tag(r, f)) {
			put_line(o, 1, "if (get_u32(%s) != %s)", at("buf", f), r->tag->name);
			put_line(o, 2, "return false;");
			continue;
		}
		if (f == r->array) {
			put_line(o, 1, "if (m->count > %s)", f->dim->text);
			put_line(o, 2, "return false;");
			last = format("len == %s + m->count * %s", size_name(r), size_name(f->type->record));
			continue;
		}
		put_line(o, 1, "m->%s = get_u%d(%s);", f->name, field_bits(f), at("buf", f));
		if (f->type->kind == TYPE_MTYPE) {
			put_line(o, 1, "if (m->%s < %s || m->%s > %s)", f->name, first_enumerator(f->type->mtype)->name,
				 f->name, last_enumerator(f->type->mtype)->name);
			put_line(o, 2, "return false;");
		}
	}
	put_line(o, 1, "return %s;", last);
	put(o, "}\n");
}

static void emit_peek(struct out *o, const struct mtype *m)
{
	put(o, "\n");
	put_line(o, 0, "%s", peek_prototype(m));
	put(o, "{\n");
	put_line(o, 1, "if (len < 4)");
	put_line(o, 2, "return false;");
	put_line(o, 1, "*type = get_u32(buf);");
	put_line(o, 1, "return *type >= %s && *type <= %s;", first_enumerator(m)->name, last_enumerator(m)->name);
	put(o, "}\n");
}

void emit_wire_c(struct out *o, struct spec *spec)
{
	struct record *r;
	bool first = true;

	each(r, spec->records) {
		if (r->kind != RECORD_WIRE)
			continue;
		if (first)
			put(o, "%s", byte_functions);
		first = false;
		if (tags_first(spec, r))
			emit_peek(o, r->tag->of);
		emit_encode(o, r);
		emit_decode(o, r);
	}
}

/* Inverses.  What the bytes say determines them: by these the provers see it byte by byte. */

static const char same_functions[] =
	"\n"
	"/*@ predicate same16(u8 *p, u8 *q) = p[0] == q[0] && p[1] == q[1];\n"
	"    predicate same32(u8 *p, u8 *q) = same16(p, q) && same16(p + 2, q + 2);\n"
	"    predicate same64(u8 *p, u8 *q) = same32(p, q) && same32(p + 4, q + 4); */\n"
	"\n"
	"/*@ requires le16(p) == le16(q);\n"
	"    assigns \\nothing;\n"
	"    ensures same16(p, q); */\n"
	"static void same_16(const u8 *p, const u8 *q)\n"
	"{\n"
	"\t(void)p;\n"
	"\t(void)q;\n"
	"}\n"
	"\n"
	"/*@ requires le32(p) == le32(q);\n"
	"    assigns \\nothing;\n"
	"    ensures same32(p, q); */\n"
	"static void same_32(const u8 *p, const u8 *q)\n"
	"{\n"
	"\t(void)p;\n"
	"\t(void)q;\n"
	"}\n"
	"\n"
	"/*@ requires le64(p) == le64(q);\n"
	"    assigns \\nothing;\n"
	"    ensures same64(p, q); */\n"
	"static void same_64(const u8 *p, const u8 *q)\n"
	"{\n"
	"\tsame_32(p, q);\n"
	"\tsame_32(p + 4, q + 4);\n"
	"}\n";

/* The length of a message with its elements, as m->count tells it. */
static const char *whole_size(const struct record *r)
{
	if (!r->array)
		return size_name(r);
	return format("%s + m->count * %s", size_name(r), size_name(r->array->type->record));
}

/* What decoders refuse, encoders must not be given: here a caller promises it. */
static void emit_encodable(struct out *o, const struct record *r)
{
	struct field *f;

	each(f, r->fields) {
		if (in_wire_struct(r, f) && f->type->kind == TYPE_MTYPE)
			put(o, "    requires %s <= m->%s <= %s;\n", first_enumerator(f->type->mtype)->name, f->name,
			    last_enumerator(f->type->mtype)->name);
		if (f == r->array)
			put(o, "    requires m->count <= %s;\n", f->dim->text);
	}
}

static void emit_encode_decode(struct out *o, const struct record *r)
{
	struct field *f;

	put(o, "\n/*@ requires \\valid_read(m) && \\valid(n) && \\valid(buf + (0 .. %s - 1)) &&\n"
	       "             \\separated(m, n, buf + (0 .. %s - 1));\n", whole_size(r), whole_size(r));
	emit_encodable(o, r);
	put(o, "    assigns *n, buf[0 .. %s - 1];\n"
	       "    ensures \\result;\n", size_name(r));
	each(f, r->fields)
		if (in_wire_struct(r, f))
			put(o, "    ensures n->%s == \\old(m->%s);\n", f->name, f->name);
	put(o, "*/\n");
	put_line(o, 0, "bool %s_encode_decode(const struct %s *m, u8 *buf, struct %s *n)", r->name, r->name, r->name);
	put(o, "{\n");
	put_line(o, 1, "%s_encode(m, buf);", r->name);
	put_line(o, 1, "return %s_decode(n, buf, %s);", r->name, whole_size(r));
	put(o, "}\n");
}

static void emit_decode_encode(struct out *o, const struct record *r)
{
	struct field *f;

	put(o, "\n/*@ requires \\valid(m) && \\valid_read(buf + (0 .. len - 1)) && \\valid(out + (0 .. %s - 1)) &&\n"
	       "             \\separated(m, buf + (0 .. len - 1), out + (0 .. %s - 1));\n"
	       "    assigns *m, out[0 .. %s - 1];\n", size_name(r), size_name(r), size_name(r));
	each(f, r->fields)
		if (f != r->array)
			put(o, "    ensures \\result ==> same%d(%s, %s);\n", field_bits(f), at("out", f), at("buf", f));
	put(o, "*/\n");
	put_line(o, 0, "bool %s_decode_encode(const u8 *buf, size_t len, struct %s *m, u8 *out)", r->name, r->name);
	put(o, "{\n");
	put_line(o, 1, "if (!%s_decode(m, buf, len))", r->name);
	put_line(o, 2, "return false;");
	put_line(o, 1, "%s_encode(m, out);", r->name);
	each(f, r->fields) {
		if (f == r->array)
			continue;
		/* For 64 bits at once the provers would need some seconds. */
		for (unsigned int half = 0; half < 8 && field_bits(f) == 64; half += 4)
			put_line(o, 1, "/*@ assert le32(buf + %u) == \\at(le32(buf + %u), Pre); */", f->offset + half,
				 f->offset + half);
		put_line(o, 1, "same_%d(%s, %s);", field_bits(f), at("out", f), at("buf", f));
	}
	put_line(o, 1, "return true;");
	put(o, "}\n");
}

void emit_wire_inverses(struct spec *spec)
{
	struct out *o = output("proofs/inverse_gen.h", NULL);
	struct record *r;

	put_banner(o, "/*", "GPL-2.0-or-later OR BSD-2-Clause",
		   "What is encoded decodes to the same message, and what is decoded encodes to the same bytes.", " *");
	put(o, " * Only the proofs compile this, behind core_gen.c.  Elements of arrays are messages of their own.\n */\n");
	put(o, "%s", same_functions);
	each(r, spec->records) {
		if (r->kind != RECORD_WIRE)
			continue;
		emit_encode_decode(o, r);
		emit_decode_encode(o, r);
	}
}
