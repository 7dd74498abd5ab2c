// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * How names are written, and which words no name can be: one spec becomes C, ACSL, Promela
 * and WhyML, and each of them has words of its own.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "gen.h"

/* These cannot stand anywhere: the lexer refuses them. */
static const char c_words[] =
	" alignas alignof asm auto case char const constexpr continue default double enum extern float long nullptr"
	" register restrict signed sizeof size_t static static_assert struct switch thread_local typeof typeof_unqual"
	" union void volatile while"
	/* macros of C's headers and of the kernel's */
	" asmlinkage current errno fallthrough linux noinline stderr stdin stdout unix"
	/* types of the generated C and of SPIN's */
	" s8 s16 s32 s64 u8 uchar uint ulong ushort"
	/* names in the generated C */
	" ctx fx line todo ";

/* Where the name of something stands alone; elsewhere a prefix keeps it apart. */
static const struct {
	int where;
	const char *language, *words;
} reserved[] = {
	{ NAME_MEMBER, "C",	/* those that are Promela as well, so that the lexer knows them as such */
	  " bool break do else false for goto if inline int return short true typedef unsigned " },
	{ NAME_FIELD | NAME_PARAM | NAME_MEMBER, "ACSL",
	  " boolean integer real " },
	{ NAME_FIELD | NAME_SET, "the model's wrappers",
	  " wasnew x " },
	{ NAME_PARAM, "the generated C",
	  " at snprintf trace_line trace_wanted " },
	{ NAME_PARAM, "the kernel's tracepoints",
	  " ent entry event_call fbuffer head it_func it_func_ptr rctx trace_file " },
	{ NAME_PARAM, "the model's wrappers",
	  " x lockstep " },
	{ NAME_MTYPE | NAME_SET, "WhyML",
	  " abstract absurd alias any as assert assume at axiom begin break by check clone coinductive constant continue"
	  " diverges do done downto else end ensures epsilon exception exists export false for forall fun function ghost"
	  " goal if import in inductive invariant label lemma let match meta module mutable not old partial predicate"
	  " private pure raise raises reads rec ref requires return returns scope so then theory to true try type use val"
	  " variant while with writes " },
	{ NAME_MTYPE, "the generated WhyML",
	  " bool int pages page_sets phase real slot string unit world " },
	{ NAME_MTYPE, "the generated C",
	  " guest guest_fx host host_fx play rest todevq_found todevq_message world " },
	{ NAME_SET, "the generated WhyML",
	  " attached cardinal diff disjoint empty guest host inside inter kind mem own page phase ram remove singleton"
	  " subset union " },
	{ NAME_CONSTANT, "C",
	  " BIG_ENDIAN BUFSIZ BYTE_ORDER CHAR_BIT CHAR_MAX CHAR_MIN EOF EXIT_FAILURE EXIT_SUCCESS FD_CLR FD_ISSET FD_SET"
	  " FD_SETSIZE FD_ZERO FILENAME_MAX FOPEN_MAX INT_MAX INT_MIN LITTLE_ENDIAN LLONG_MAX LLONG_MIN LONG_MAX LONG_MIN"
	  " MB_CUR_MAX MB_LEN_MAX NFDBITS NULL PDP_ENDIAN PTRDIFF_MAX PTRDIFF_MIN RAND_MAX SCHAR_MAX SCHAR_MIN SEEK_CUR"
	  " SEEK_END SEEK_SET SHRT_MAX SHRT_MIN SIG_ATOMIC_MAX SIG_ATOMIC_MIN SIZE_MAX SSIZE_MAX TMP_MAX UCHAR_MAX"
	  " UINT_MAX ULLONG_MAX ULONG_MAX USHRT_MAX WCHAR_MAX WCHAR_MIN WCONTINUED WEXITED WEXITSTATUS WIFCONTINUED"
	  " WIFEXITED WIFSIGNALED WIFSTOPPED WINT_MAX WINT_MIN WNOHANG WNOWAIT WSTOPPED WSTOPSIG WTERMSIG WUNTRACED " },
	{ NAME_CONSTANT, "the kernel",
	  " CREATE_TRACE_POINTS HZ PAGE_MASK PAGE_SHIFT PAGE_SIZE U16_MAX U32_MAX U64_MAX U8_MAX " },
	{ NAME_CONSTANT, "the model's wrappers",
	  " ANY ANY_CALLS ANY_MAX GUEST HOST LOCKSTEP STDIN " },
};

/* The generated files and the headers that they include have names that begin so. */
static const struct {
	int where;
	const char *prefix, *language;
} prefixes[] = {
	{ NAME_CONSTANT, "AEROSTAT_", "the generated C" },
	{ NAME_CONSTANT, "GUEST_FX_", "the generated C" },
	{ NAME_CONSTANT, "HOST_FX_", "the generated C" },
	{ NAME_CONSTANT, "TRACE_", "the kernel's tracepoints" },
	{ NAME_CONSTANT, "TP_", "the kernel's tracepoints" },
	{ NAME_CONSTANT, "INT8_", "C" }, { NAME_CONSTANT, "UINT8_", "C" },
	{ NAME_CONSTANT, "INT16_", "C" }, { NAME_CONSTANT, "UINT16_", "C" },
	{ NAME_CONSTANT, "INT32_", "C" }, { NAME_CONSTANT, "UINT32_", "C" },
	{ NAME_CONSTANT, "INT64_", "C" }, { NAME_CONSTANT, "UINT64_", "C" },
	{ NAME_CONSTANT, "INTMAX_", "C" }, { NAME_CONSTANT, "UINTMAX_", "C" },
	{ NAME_CONSTANT, "INTPTR_", "C" }, { NAME_CONSTANT, "UINTPTR_", "C" },
	{ NAME_CONSTANT, "INT_FAST", "C" }, { NAME_CONSTANT, "UINT_FAST", "C" },
	{ NAME_CONSTANT, "INT_LEAST", "C" }, { NAME_CONSTANT, "UINT_LEAST", "C" },
	{ NAME_FIELD, "put_", "the model's queues" },	/* inlines, which SPIN would put in its place */
	{ NAME_FIELD | NAME_PARAM, "call_", "the model's wrappers" },
	{ NAME_FIELD, "si_", "C" },			/* SPIN's C includes <signal.h> and <sys/stat.h>, with such macros */
	{ NAME_FIELD, "sa_", "C" },
	{ NAME_FIELD, "st_", "C" },
	{ NAME_SET, "g_", "the generated WhyML" },
	{ NAME_SET, "h_", "the generated WhyML" },
	{ NAME_SET, "ask_", "the generated WhyML" },
	{ NAME_SET, "say_", "the generated WhyML" },
	{ NAME_SET, "todevq_", "the generated WhyML" },
};

static bool has_word(const char *words, const char *word)
{
	return strstr(words, format(" %s ", word));
}

bool is_c_word(const char *word)
{
	return has_word(c_words, word);
}

/* Constants have capitals, and nothing else has: then no two names differ by that alone. */
static void check_letters(const char *name, struct loc loc, bool constant)
{
	if (*name == '_')
		refuse(loc, MSG_FIRST_UNDERSCORE, name);
	for (const char *p = name; *p; p++)
		if (constant ? islower((unsigned char)*p) : isupper((unsigned char)*p))
			refuse(loc, constant ? MSG_CAPITALS : MSG_SMALL, name);
}

/* `word` is what of the name stands alone somewhere. */
static void check_reserved(const char *name, const char *word, struct loc loc, int where)
{
	if (is_c_word(word))
		refuse(loc, MSG_C_WORD, name);
	for (size_t i = 0; i < sizeof(reserved) / sizeof(*reserved); i++)
		if (reserved[i].where & where && has_word(reserved[i].words, word))
			refuse(loc, MSG_RESERVED, name, word, reserved[i].language);
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (prefixes[i].where & where && starts_with(word, prefixes[i].prefix))
			refuse(loc, MSG_RESERVED, name, format("%s*", prefixes[i].prefix), prefixes[i].language);
}

/* A name, which SPIN does not replace as it does a parameter's. */
void check_word(const char *name, struct loc loc, int where)
{
	check_letters(name, loc, where == NAME_CONSTANT);
	if (name[strlen(name) - 1] == '_')
		refuse(loc, MSG_LAST_UNDERSCORE, name);
	check_reserved(name, name, loc, where);
}

/* A parameter, without its underscore. */
void check_param_word(const struct param *p)
{
	check_letters(p->written, p->loc, false);
	check_reserved(p->written, p->name, p->loc, NAME_PARAM);
}

/* A name that begins with a prefix; NAME_MEMBER: what is behind that stands alone, too. */
void check_prefixed(const char *name, struct loc loc, const char *prefix, int where)
{
	const char *rest = name + strlen(prefix);

	if (!*rest || (where == NAME_MEMBER && isdigit((unsigned char)*rest)))
		refuse(loc, MSG_BARE_PREFIX, name);
	check_word(name, loc, 0);
	if (where)
		check_reserved(name, rest, loc, where);
}
