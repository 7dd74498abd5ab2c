// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * Lexer (re2c).  Words that are Promela but outside the subset are refused here,
 * where they stand.  Plain comments are kept aside, for the C that they explain.
 */
#include <stdlib.h>
#include <string.h>

#include "gen.h"
#include "parse.h"

void parse(void *parser, int kind, struct token *token, struct spec *spec);

static int lines_between(const char *from, const char *end)
{
	int n = 0;

	for (; from < end; from++)
		n += *from == '\n';
	return n;
}

/* comment = "/" "*" … "*" "/" */
static void keep_comment(struct source *src, struct loc from, const char *end)
{
	struct comment *c = alloc(sizeof(*c));
	const char *p = from.at;

	while (p > src->text && (p[-1] == ' ' || p[-1] == '\t'))
		p--;
	c->text = copy(from.at, end);
	c->first_line = from.line;
	c->last_line = from.line + lines_between(from.at, end);
	c->own_line = p == src->text || p[-1] == '\n';
	push(&src->comments, c);
}

const char *comment_above(struct loc loc)
{
	struct comment *c;

	each(c, loc.in->comments)
		if (c->own_line && c->last_line == loc.line - 1)
			return c->text;
	return NULL;
}

const char *comment_behind(struct loc loc)
{
	struct comment *c;

	each(c, loc.in->comments)
		if (!c->own_line && c->first_line == loc.line)
			return c->text;
	return NULL;
}

/* number = digit { digit } */
static uint64_t number(const char *from, const char *end, struct loc loc)
{
	uint64_t value = 0;

	for (const char *p = from; p < end; p++) {
		unsigned int digit = *p - '0';

		if (*p < '0' || *p > '9')
			refuse(loc, MSG_BAD_NUMBER, copy(from, end));
		if (value > (UINT64_MAX - digit) / 10)
			refuse(loc, MSG_BIG_NUMBER, copy(from, end));
		value = value * 10 + digit;
	}
	return value;
}

void lex_file(struct source *src, struct spec *spec, void *parser)
{
	const char *cursor = src->text, *marker, *start;
	const char *last = src->text;	/* the last token or comment starts here */
	struct loc loc = { src, cursor, 1 };
	struct token *token;
	int last_line = 1, kind;

#define TEXT copy(start, cursor)
next:
	start = cursor;
	loc.at = start;
	/*!re2c
	re2c:define:YYCTYPE = "unsigned char";
	re2c:define:YYCURSOR = cursor;
	re2c:define:YYMARKER = marker;
	re2c:yyfill:enable = 0;

	letter  = [A-Za-z_];
	digit   = [0-9];
	comment = "/*" ([^*\x00] | "*"+ [^*/\x00])* "*"+ "/";

	"\x00"			{ goto end; }
	[ \t\r]+		{ goto next; }
	"\n"			{ loc.line++; goto next; }
	comment			{
				if (start[2] == '@') {
					start += 3;
					cursor -= 2;
					kind = TK_ACSL;
					goto token;
				}
				keep_comment(src, loc, cursor);
				loc.line += lines_between(start, cursor);
				goto next;
				}
	"/*"			{ refuse(loc, MSG_COMMENT_OPEN); }
	"//"			{ refuse(loc, MSG_LINE_COMMENT); }

	"#" [ \t]* "define"	{ kind = TK_DEFINE; goto token; }
	"#" [ \t]* letter*	{ refuse(loc, MSG_DIRECTIVE, TEXT); }

	"mtype"			{ kind = TK_MTYPE; goto token; }
	"typedef"		{ kind = TK_TYPEDEF; goto token; }
	"inline"		{ kind = TK_INLINE; goto token; }
	"bool"			{ kind = TK_BOOL; goto token; }
	"u16"			{ kind = TK_U16; goto token; }
	"u32"			{ kind = TK_U32; goto token; }
	"u64"			{ kind = TK_U64; goto token; }
	"pageset"		{ kind = TK_PAGESET; goto token; }
	"if"			{ kind = TK_IF; goto token; }
	"fi"			{ kind = TK_FI; goto token; }
	"else"			{ kind = TK_ELSE; goto token; }
	"skip"			{ kind = TK_SKIP; goto token; }
	"true"			{ kind = TK_TRUE; goto token; }
	"false"			{ kind = TK_FALSE; goto token; }

	"int" | "byte" | "short" | "bit" | "unsigned" | "pid"
				{ refuse(loc, MSG_FOREIGN_TYPE, TEXT); }
	"do" | "od" | "goto" | "break" | "atomic" | "d_step" | "chan" | "run" | "assert" | "assume" |
	"printf" | "printm" | "active" | "proctype" | "D_proctype" | "init" | "never" | "ltl" | "trace" |
	"notrace" | "unless" | "for" | "select" | "in" | "return" | "of" | "hidden" | "local" | "show" |
	"empty" | "full" | "nempty" | "nfull" | "len" | "timeout" | "np_" | "pc_value" | "enabled" |
	"eval" | "xr" | "xs" | "priority" | "provided" | "c_code" | "c_decl" | "c_expr" | "c_state" |
	"c_track" | "get_priority" | "set_priority" | "_pid" | "_nr_pr" | "_last" | "STDIN"
				{ refuse(loc, MSG_FOREIGN, TEXT); }
	"fx_" (letter | digit)*	{ kind = TK_FXNAME; goto token; }
	"todevq_" (letter | digit)* | "fromdevq" (letter | digit)*
				{ kind = TK_QUEUE; goto token; }
	letter (letter | digit)*
				{ kind = TK_NAME; goto token; }
	digit (letter | digit | ".")*
				{ kind = TK_NUMBER; goto token; }

	"::"			{ kind = TK_OPTION; goto token; }
	":"			{ kind = TK_COLON; goto token; }
	";"			{ kind = TK_SEMI; goto token; }
	","			{ kind = TK_COMMA; goto token; }
	"."			{ kind = TK_DOT; goto token; }
	"("			{ kind = TK_LPAREN; goto token; }
	")"			{ kind = TK_RPAREN; goto token; }
	"{"			{ kind = TK_LBRACE; goto token; }
	"}"			{ kind = TK_RBRACE; goto token; }
	"["			{ kind = TK_LBRACKET; goto token; }
	"]"			{ kind = TK_RBRACKET; goto token; }
	"->"			{ kind = TK_ARROW; goto token; }
	"="			{ kind = TK_ASSIGN; goto token; }
	"||"			{ kind = TK_OR; goto token; }
	"&&"			{ kind = TK_AND; goto token; }
	"=="			{ kind = TK_EQ; goto token; }
	"!="			{ kind = TK_NE; goto token; }
	"<"			{ kind = TK_LT; goto token; }
	"<="			{ kind = TK_LE; goto token; }
	">"			{ kind = TK_GT; goto token; }
	">="			{ kind = TK_GE; goto token; }
	"+"			{ kind = TK_PLUS; goto token; }
	"-"			{ kind = TK_MINUS; goto token; }
	"!"			{ kind = TK_NOT; goto token; }
	"|"			{ kind = TK_BAR; goto token; }
	"&"			{ kind = TK_AMP; goto token; }
	"~"			{ kind = TK_TILDE; goto token; }
	"*" | "/" | "%" | "^" | "?" | "<<" | ">>" | "++" | "--"
				{ refuse(loc, MSG_OPERATOR, TEXT); }
	[\xC0-\xFF] [\x80-\xBF]*	{ refuse(loc, MSG_STRAY, TEXT); }
	*			{ refuse(loc, MSG_STRAY, TEXT); }
	*/
token:
	token = alloc(sizeof(*token));
	token->kind = kind;
	token->loc = loc;
	token->text = TEXT;
	if (kind == TK_NAME && is_c_word(token->text))
		refuse(loc, MSG_C_WORD, token->text);
	if ((kind == TK_NAME || kind == TK_FXNAME || kind == TK_QUEUE) && cursor - start > NAME_MAX_LENGTH)
		refuse(loc, MSG_LONG_NAME, token->text, NAME_MAX_LENGTH);
	if (kind == TK_NUMBER)
		token->value = number(start, cursor, loc);
	last = loc.at;
	last_line = loc.line;
	loc.line += lines_between(start, cursor);
	if (kind == TK_ACSL)
		cursor += 2;
	parse(parser, kind, token, spec);
	goto next;
end:
	token = alloc(sizeof(*token));
	token->loc = (struct loc){ src, last, last_line };
	parse(parser, 0, token, spec);
}
