// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * The trace vocabulary, one event a handler: its parameters, the state after the
 * step, and the effects.  The same words as a kernel tracepoint and as text.
 */
#include <string.h>

#include "gen.h"

/* Every mtype that the machine's fields and parameters show. */
static struct list mtypes_shown(struct spec *spec, const struct machine *m)
{
	struct list shown = { NULL, 0 };
	struct mtype *t;
	struct field *f;
	struct handler *h;
	struct param *p;

	each(t, spec->mtypes) {
		bool wanted = false;

		each(f, m->state->fields)
			wanted |= f->type->mtype == t;
		each(h, m->handlers)
			each(p, h->params)
				wanted |= p->type->mtype == t;
		if (wanted)
			push(&shown, t);
	}
	return shown;
}

static const char *printf_format(const struct type *t)
{
	if (t->kind == TYPE_MTYPE)
		return "%s";
	return t->kind == TYPE_UINT && t->bits == 64 ? "%llu" : "%u";
}

/* Kernel */

static const char *kernel_value(const struct type *t, const char *entry)
{
	if (t->kind == TYPE_MTYPE)
		return format("show_%s(__entry->%s)", t->mtype->name, entry);
	return format("__entry->%s", entry);
}

static void emit_event(struct out *o, const struct machine *m, const struct handler *h)
{
	const char *fmt = "", *values = "";
	struct param *p;
	struct field *f;

	put(o, "\nTRACE_EVENT(%s,\n", h->name);
	put_line(o, 1, "TP_PROTO(void *ctx, const struct %s *%s%s, const struct %s_fx *fx),", m->name, h->self,
		 c_params(&h->params), m->name);
	put_line(o, 1, "TP_ARGS(ctx, %s%s, fx),", h->self, c_args(&h->params));
	put(o, "\tTP_STRUCT__entry(\n");
	each(p, h->params) {
		put(o, "\t\t__field(%s, %s)\n", c_type(p->type), p->name);
		fmt = format("%s%s=%s ", fmt, p->name, printf_format(p->type));
		values = format("%s\t\t%s,\n", values, kernel_value(p->type, p->name));
	}
	fmt = format("%s|", fmt);
	each(f, m->state->fields) {
		const char *entry = format("%s_%s", h->self, f->name);

		put(o, "\t\t__field(%s, %s)\n", c_type(f->type), entry);
		fmt = format("%s %s=%s", fmt, f->name, printf_format(f->type));
		values = format("%s\t\t%s,\n", values, kernel_value(f->type, entry));
	}
	put(o, "\t\t__field(u32, todo)\n\t),\n\tTP_fast_assign(\n");
	each(p, h->params)
		put(o, "\t\t__entry->%s = %s;\n", p->name, p->name);
	each(f, m->state->fields)
		put(o, "\t\t__entry->%s_%s = %s->%s;\n", h->self, f->name, h->self, f->name);
	put(o, "\t\t__entry->todo = fx->todo;\n\t),\n");
	put(o, "\tTP_printk(\"%s | %%s\",\n%s\t\tshow_%s_fx(__entry->todo))\n);\n", fmt, values, m->name);
}

static void emit_kernel(struct spec *spec, const struct machine *m, const char *path)
{
	struct out *o = output(path, NULL);
	struct list shown = mtypes_shown(spec, m);
	struct mtype *t;
	struct enumerator *e;
	struct effect *x;
	struct handler *h;

	put_banner(o, "/*", "GPL-2.0-or-later", format("The %s's trace vocabulary, as tracepoints.", m->name), " */");
	put(o, "#undef TRACE_SYSTEM\n#define TRACE_SYSTEM aerostat\n\n"
	       "#if !defined(AEROSTAT_TRACE_GEN_H) || defined(TRACE_HEADER_MULTI_READ)\n"
	       "#define AEROSTAT_TRACE_GEN_H\n\n"
	       "#include <linux/tracepoint.h>\n\n#include \"core_gen.h\"\n");
	each(t, shown) {
		put(o, "\n");
		each(e, t->enumerators)
			put(o, "TRACE_DEFINE_ENUM(%s);\n", e->name);
	}
	each(t, shown) {
		put(o, "\n#define show_%s(value) \\\n\t__print_symbolic(value", t->name);
		each(e, t->enumerators)
			put(o, ", \\\n\t\t{ %s, \"%s\" }", e->name, e->name);
		put(o, ")\n");
	}
	put(o, "\n#define show_%s_fx(todo) \\\n\t((todo) ? __print_flags(todo, \",\"", m->name);
	each(x, m->effects)
		put(o, ", \\\n\t\t{ %s, \"%s\" }", effect_bit(x), x->name);
	put(o, ") : \"-\")\n");
	each(h, m->handlers)
		emit_event(o, m, h);
	put(o, "\n#endif\n\n"
	       "#undef TRACE_INCLUDE_PATH\n#define TRACE_INCLUDE_PATH .\n"
	       "#undef TRACE_INCLUDE_FILE\n#define TRACE_INCLUDE_FILE trace_gen\n"
	       "#include <trace/define_trace.h>\n");
}

/* Text */

static const char *text_value(const struct machine *m, const struct type *t, const char *value)
{
	if (t->kind == TYPE_MTYPE)
		return format("%s_text_%s(%s)", m->name, t->mtype->name, value);
	if (t->kind == TYPE_UINT && t->bits == 64)
		return format("(unsigned long long)%s", value);
	return value;
}

static void emit_text_names(struct out *o, const struct machine *m, const struct mtype *t)
{
	struct enumerator *e;

	put(o, "\n");
	put_line(o, 0, "static inline const char *%s_text_%s(enum %s value)", m->name, t->name, t->name);
	put(o, "{\n\tswitch (value) {\n");
	each(e, t->enumerators)
		put(o, "\tcase %s:\n\t\treturn \"%s\";\n", e->name, e->name);
	put(o, "\t}\n\treturn \"?\";\n}\n");
}

/* " | give=GIVE_IDLE … | fx_send_query" */
static void emit_text_rest(struct out *o, const struct machine *m)
{
	const char *fmt = "", *values = "";
	struct field *f;
	struct effect *e;

	each(f, m->state->fields) {
		fmt = format("%s %s=%s", fmt, f->name, printf_format(f->type));
		values = format("%s,\n\t\t      %s", values, text_value(m, f->type, format("state->%s", f->name)));
	}
	put(o, "\n/* What follows the parameters: the state after the step, and the effects. */\n");
	put_line(o, 0, "static inline void %s_text_rest(char *line, size_t size, size_t at, const struct %s *state, u32 todo)",
		 m->name, m->name);
	put(o, "{\n");
	if (!m->effects.n) {
		put(o, "\t(void)todo;\n\tsnprintf(line + at, size - at, \" |%s | -\"%s);\n}\n", fmt, values);
		return;
	}
	put(o, "\tstatic const char *const names[] = {\n");
	each(e, m->effects)
		put(o, "\t\t\"%s\",\n", e->name);
	put(o, "\t};\n\tconst char *comma = \" | \";\n\n");
	put(o, "\tat += snprintf(line + at, size - at, \" |%s\"%s);\n", fmt, values);
	put(o, "\tfor (u32 i = 0; i < %du && at < size; i++) {\n"
	       "\t\tif (!(todo >> i & 1))\n"
	       "\t\t\tcontinue;\n"
	       "\t\tat += snprintf(line + at, size - at, \"%%s%%s\", comma, names[i]);\n"
	       "\t\tcomma = \",\";\n"
	       "\t}\n"
	       "\tif (!todo && at < size)\n"
	       "\t\tsnprintf(line + at, size - at, \" | -\");\n"
	       "}\n", m->effects.n);
}

/* The most characters of a name and its value, with what stands between two. */
static size_t text_size(const char *name, const struct type *t)
{
	size_t longest = strlen("18446744073709551615");
	struct enumerator *e;

	if (t->kind == TYPE_MTYPE)
		each(e, t->mtype->enumerators)
			if (strlen(e->name) > longest)
				longest = strlen(e->name);
	return strlen(name) + longest + 3;
}

/* Room for any line of this handler. */
static size_t line_size(const struct machine *m, const struct handler *h)
{
	size_t size = strlen(h->name) + strlen(" |  | -") + 1;
	struct effect *e;
	struct field *f;
	struct param *p;

	each(p, h->params)
		size += text_size(p->name, p->type);
	each(f, m->state->fields)
		size += text_size(f->name, f->type);
	each(e, m->effects)
		size += strlen(e->name) + 1;
	return size > 1024 ? size : 1024;
}

static void emit_text_handler(struct out *o, const struct machine *m, const struct handler *h)
{
	const char *fmt = h->name, *values = "";
	struct param *p;

	each(p, h->params) {
		fmt = format("%s %s=%s", fmt, p->name, printf_format(p->type));
		values = format("%s, %s", values, text_value(m, p->type, p->name));
	}
	put(o, "\n");
	put_line(o, 0, "static inline void trace_%s(void *ctx, const struct %s *%s%s, const struct %s_fx *fx)", h->name,
		 m->name, h->self, c_params(&h->params), m->name);
	put(o, "{\n\tchar line[%zu];\n\tsize_t at;\n\n\tif (!trace_wanted(ctx))\n\t\treturn;\n", line_size(m, h));
	put_line(o, 1, "at = snprintf(line, sizeof(line), \"%s\"%s);", fmt, values);
	put_line(o, 1, "%s_text_rest(line, sizeof(line), at, %s, fx->todo);", m->name, h->self);
	put(o, "\ttrace_line(ctx, line);\n}\n");
}

static void emit_text(struct spec *spec, const struct machine *m, const char *path)
{
	struct out *o = output(path, NULL);
	const char *guard = format("AEROSTAT_%s_TEXT_GEN_H", upper(m->name));
	struct list shown = mtypes_shown(spec, m);
	struct mtype *t;
	struct handler *h;

	put_banner(o, "/*", "GPL-2.0-or-later", format("The %s's trace vocabulary, as lines of text.", m->name), " *");
	put(o, " * Whoever includes it declares before: bool trace_wanted(void *ctx), and\n"
	       " * void trace_line(void *ctx, const char *line), which gets a line without its end.\n"
	       " * In a kernel, which has tracepoints for that: the names alone.\n */\n");
	put(o, "#ifndef %s\n#define %s\n\n#include \"core_gen.h\"\n", guard, guard);
	each(t, shown)
		emit_text_names(o, m, t);
	put(o, "\n#ifndef __KERNEL__\n#include <stdio.h>\n");
	emit_text_rest(o, m);
	each(h, m->handlers)
		emit_text_handler(o, m, h);
	put(o, "\n#endif /* __KERNEL__ */\n#endif\n");
}

void emit_trace(struct spec *spec)
{
	struct machine *guest = &spec->machines[0], *host = &spec->machines[1];

	if (guest->state) {
		emit_kernel(spec, guest, "driver/trace_gen.h");
		emit_text(spec, guest, "driver/guest_text_gen.h");
	}
	if (host->state)
		emit_text(spec, host, "device/host_text_gen.h");
}
