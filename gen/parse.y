// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/* Parser (lemon): the grammar of spec/README.md, rule by rule, and the mistakes worth a word of their own. */
%name parse
%token_prefix TK_
%token_type { struct token * }
%default_type { struct list }
%stack_size 0
%extra_argument { struct spec *spec }
%include {
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "gen.h"
#include "parse.h"

static struct expr *binary(enum op op, struct token *at, struct expr *a, struct expr *b)
{
	struct expr *e = alloc(sizeof(*e));

	e->op = op;
	e->loc = at->loc;
	e->a = a;
	e->b = b;
	e->operators = a ? 1 + a->operators + (b ? b->operators : 0) : 0;
	if (e->operators > OPERATORS_MAX)
		refuse(at->loc, MSG_LARGE, OPERATORS_MAX);
	return e;
}

static struct expr *leaf(enum op op, struct token *at, uint64_t value)
{
	struct expr *e = binary(op, at, NULL, NULL);

	e->name = at->text;
	e->value = value;
	return e;
}

static struct stmt *statement(enum stmt_kind kind, struct loc loc)
{
	struct stmt *s = alloc(sizeof(*s));

	s->kind = kind;
	s->loc = loc;
	return s;
}

static struct type *new_type(enum type_kind kind, int bits, struct token *name)
{
	struct type *t = alloc(sizeof(*t));

	t->kind = kind;
	t->bits = bits;
	t->name = name->text;
	t->loc = name->loc;
	return t;
}

static struct list list_of(void *x)
{
	struct list l = { NULL, 0 };

	push(&l, x);
	return l;
}

static struct list list_and(struct list l, void *x)
{
	push(&l, x);
	return l;
}

/* The `if` that stands in the most others. */
static const struct stmt *deepest(const struct stmt *s)
{
	const struct stmt *inner, *in = NULL;
	struct option *o;

	each(o, s->options)
		each(inner, o->stmts)
			if (!in && inner->depth == s->depth - 1)
				in = inner;
	return s->depth > 1 ? deepest(in) : s;
}

static struct machine *machine_of(struct spec *spec, const char *name)
{
	each_machine(m, spec)
		if (starts_with(name, m->name) && name[strlen(m->name)] == '_')
			return m;
	return NULL;
}

static bool begins_contract(const char *acsl)
{
	static const char *const clauses[] = { "requires", "assigns", "ensures", "behavior" };

	for (int i = 0; i < 4; i++)
		if (starts_with(acsl, clauses[i]))
			return true;
	return false;
}

static struct list params_of(struct list names, int from)
{
	struct list params = { NULL, 0 };

	for (int i = from; i < names.n; i++) {
		struct token *name = names.at[i];
		struct param *p = alloc(sizeof(*p));

		p->written = name->text;
		p->name = copy(name->text, name->text + strlen(name->text) - 1);
		p->loc = name->loc;
		push(&params, p);
	}
	return params;
}

static struct handler *add_handler(struct spec *spec, struct token *name, struct list names, struct list stmts)
{
	struct handler *h = alloc(sizeof(*h));

	h->name = name->text;
	h->loc = name->loc;
	h->machine = machine_of(spec, name->text);
	if (!h->machine)
		refuse(name->loc, MSG_INLINE_NAME, name->text);
	if (!names.n)
		refuse(name->loc, MSG_NO_SELF, name->text);
	h->self = ((struct token *)names.at[0])->text;
	h->self_loc = ((struct token *)names.at[0])->loc;
	h->params = params_of(names, 1);
	h->stmts = stmts;
	h->contract = spec->pending;
	h->above = comment_above(h->contract ? h->contract->loc : h->loc);
	if (h->contract)
		h->contract->taken = true;
	push(&h->machine->handlers, h);
	push(&spec->handlers, h);
	return h;
}

static struct effect *add_effect(struct spec *spec, struct token *name, struct list names, struct list changes)
{
	struct effect *e = alloc(sizeof(*e));

	e->name = name->text;
	e->loc = name->loc;
	e->machine = spec->current;
	if (!e->machine)
		refuse(name->loc, MSG_NO_MACHINE, name->text);
	if (spec->pending)
		refuse(spec->pending->loc, MSG_EFFECT_CONTRACT, name->text);
	e->params = params_of(names, 0);
	e->changes = changes;
	e->above = comment_above(name->loc);
	e->index = e->machine->effects.n;
	if (e->index == 32)
		refuse(name->loc, MSG_MANY_EFFECTS);
	push(&e->machine->effects, e);
	push(&spec->effects, e);
	return e;
}

static void add_record(struct spec *spec, struct token *name, struct list fields)
{
	struct record *r = alloc(sizeof(*r));

	r->name = name->text;
	r->loc = name->loc;
	r->fields = fields;
	r->above = comment_above(name->loc);
	each_machine(m, spec)
		if (!strcmp(name->text, m->name)) {
			m->state = r;
			spec->current = m;
			push(&spec->records, r);
			return;
		}
	if (starts_with(name->text, "wire_")) {
		r->kind = RECORD_WIRE;
	} else if (!strcmp(name->text, "args")) {
		r->kind = RECORD_ARGS;
	} else if (!strcmp(name->text, "page_sets")) {
		r->kind = RECORD_SETS;
		spec->sets = r;
	} else {
		refuse(name->loc, MSG_TYPEDEF_NAME, name->text);
	}
	push(&spec->records, r);
}
}

%syntax_error {
	if (yymajor)
		refuse(TOKEN->loc, MSG_SYNTAX, yymajor == TK_ACSL ? "/*@" : TOKEN->text);
	refuse(TOKEN->loc, MSG_END);
}

%left OR.
%left AND.
%left EQ NE.
%left LT LE GT GE.
%left PLUS MINUS.
%left BAR AMP.
%right NOT TILDE.

/* spec = { define | mtype | typedef | sets | acsl | effect | queue | handler } */
spec ::= items.
items ::= .
items ::= items item.
items ::= items inline.	{ spec->pending = NULL; }
items ::= items ACSL(A).	{
	struct acsl *a = alloc(sizeof(*a));

	a->loc = A->loc;
	a->text = A->text + strspn(A->text, " \t\n");
	a->is_contract = begins_contract(a->text);
	push(&spec->acsl, a);
	spec->pending = a->is_contract ? a : NULL;
}

/* define = "#define" NAME NUMBER */
item ::= DEFINE(D) NAME(N) NUMBER(V).	{
	struct define *d = alloc(sizeof(*d));

	if (D->loc.line != V->loc.line)
		refuse(N->loc, MSG_DEFINE_LINE);
	d->name = N->text;
	d->loc = N->loc;
	d->value = V->value;
	push(&spec->defines, d);
	spec->pending = NULL;
}
item ::= DEFINE NAME(N) LPAREN(L).	{
	refuse(L->loc, L->loc.at == N->loc.at + strlen(N->text) ? MSG_MACRO : MSG_DEFINE_LINE);
}

/* mtype = "mtype" ":" NAME "=" "{" NAME { "," NAME } "}" [";"] */
item ::= MTYPE COLON NAME(N) ASSIGN LBRACE names(L) RBRACE semi.	{
	struct mtype *m = alloc(sizeof(*m));
	struct token *name;

	m->name = N->text;
	m->loc = N->loc;
	m->above = comment_above(N->loc);
	each(name, L) {
		struct enumerator *e = alloc(sizeof(*e));

		e->name = name->text;
		e->loc = name->loc;
		e->of = m;
		e->value = name_i + 1;
		push(&m->enumerators, e);
	}
	push(&spec->mtypes, m);
	spec->pending = NULL;
}

/* typedef = "typedef" NAME "{" field { ";" field } [";"] "}" [";"] */
item ::= TYPEDEF NAME(N) LBRACE fields(L) semi RBRACE semi.	{
	add_record(spec, N, L);
	spec->pending = NULL;
}
fields(L) ::= field(F).			{ L = list_of(F); }
fields(L) ::= fields(A) SEMI field(F).	{ L = list_and(A, F); }

/* field = type NAME [ "[" NAME "]" ] */
%type field { struct field * }
field(F) ::= type(T) NAME(N) dim(D).	{
	F = alloc(sizeof(*F));
	F->name = N->text;
	F->loc = N->loc;
	F->type = T;
	F->dim = D;
}
%type dim { struct token * }
dim(D) ::= .				{ D = NULL; }
dim(D) ::= LBRACKET NAME(N) RBRACKET.	{ D = N; }
dim(D) ::= LBRACKET NUMBER(N) RBRACKET.	{ D = N; }

/* type = "bool" | "u16" | "u32" | "u64" | "pageset" | "mtype" ":" NAME | NAME */
%type type { struct type * }
type(T) ::= BOOL(N).			{ T = new_type(TYPE_BOOL, 0, N); }
type(T) ::= U16(N).			{ T = new_type(TYPE_UINT, 16, N); }
type(T) ::= U32(N).			{ T = new_type(TYPE_UINT, 32, N); }
type(T) ::= U64(N).			{ T = new_type(TYPE_UINT, 64, N); }
type(T) ::= PAGESET(N).			{ T = new_type(TYPE_PAGESET, 0, N); }
type(T) ::= MTYPE COLON NAME(N).	{ T = new_type(TYPE_MTYPE, 0, N); }
type(T) ::= NAME(N).			{ T = new_type(TYPE_RECORD, 0, N); }

/* sets = "page_sets" "own" ";" */
item ::= NAME(T) NAME(N) SEMI.	{
	if (strcmp(T->text, "page_sets") || strcmp(N->text, "own") || spec->sets_declared || !spec->sets)
		refuse(T->loc, MSG_SETS_DECL);
	spec->sets_declared = true;
	spec->pending = NULL;
}

/* effect = "inline" NAME "(" [ NAME { "," NAME } ] ")" "{" change { ";" change } "}" */
inline ::= INLINE FXNAME(N) LPAREN maybe_names(P) RPAREN LBRACE(B) changes(C) semi RBRACE(E).	{
	struct effect *e = add_effect(spec, N, P, C);

	e->body = B->loc.at;
	e->body_end = E->loc.at + 1;
}
changes(L) ::= change(C).			{ L = list_of(C); }
changes(L) ::= changes(A) SEMI change(C).	{ L = list_and(A, C); }

/* change = "own" "." NAME "=" setexpr | NAME "(" [ NAME { "," NAME } ] ")" */
%type change { struct change * }
change(C) ::= NAME(B) DOT NAME(N) ASSIGN setexpr(E).	{
	C = E;
	C->loc = B->loc;
	C->base = B->text;
	C->name = N->text;
	C->name_loc = N->loc;
}
change(C) ::= NAME(N) LPAREN maybe_names(A) RPAREN.	{
	C = alloc(sizeof(*C));
	C->loc = N->loc;
	C->name = N->text;
	C->name_loc = N->loc;
	C->args = A;
	C->is_call = true;
}

/* setexpr = setterm { ( "|" | "&" ) setterm } */
%type setexpr { struct change * }
setexpr(E) ::= setterm(T).	{
	E = alloc(sizeof(*E));
	push(&E->terms, T);
}
setexpr(E) ::= setexpr(A) setop(O) setterm(T).	{
	E = A;
	if (E->op && E->op != *O->text)
		refuse(O->loc, MSG_SET_MIX);
	E->op = *O->text;
	push(&E->terms, T);
}
%type setop { struct token * }
setop(O) ::= BAR(T).	{ O = T; }
setop(O) ::= AMP(T).	{ O = T; }

/* setterm = [ "~" ] "own" "." NAME | "0" */
%type setterm { struct set_term * }
setterm(S) ::= NAME(B) DOT NAME(N).	{
	S = alloc(sizeof(*S));
	S->loc = N->loc;
	S->base = B->text;
	S->name = N->text;
	if (strcmp(B->text, "own"))
		refuse(B->loc, MSG_SET_TARGET, B->text);
}
setterm(S) ::= TILDE setterm(A).	{
	S = A;
	S->complement = !S->complement;
}
setterm(S) ::= NUMBER(N).	{
	S = alloc(sizeof(*S));
	S->loc = N->loc;
	S->empty = true;
	if (N->value)
		refuse(N->loc, MSG_SYNTAX, N->text);
}

/* queue = "inline" NAME "(" ")" "{" exchange { ";" exchange } "}" */
inline ::= INLINE QUEUE(N) LPAREN RPAREN LBRACE exchanges(L) semi RBRACE.	{
	struct queue *q = alloc(sizeof(*q));

	q->name = N->text;
	q->loc = N->loc;
	q->lines = L;
	push(&spec->queues, q);
}
exchanges(L) ::= exchange(X).			{ L = list_of(X); }
exchanges(L) ::= exchanges(A) SEMI exchange(X).	{ L = list_and(A, X); }

/* exchange = "exchange" "(" NAME "," NAME "," NAME ")" | "notice" "(" NAME "," NAME ")": check_queues.c sees to it */
%type exchange { struct exchange * }
exchange(X) ::= NAME(W) LPAREN names(L) RPAREN.	{
	X = alloc(sizeof(*X));
	X->word = W;
	X->names = L;
}

/* handler = acsl "inline" NAME "(" NAME { "," NAME } ")" "{" stmts "}" */
inline ::= INLINE NAME(N) LPAREN maybe_names(P) RPAREN LBRACE(B) stmts(S) RBRACE(E).	{
	struct handler *h = add_handler(spec, N, P, S);

	h->body = B->loc.at;
	h->body_end = E->loc.at + 1;
}

/* stmts = stmt { ";" stmt } */
stmts(L) ::= stmt_list(A) semi.			{ L = A; }
stmt_list(L) ::= stmt(S).			{ L = list_of(S); }
stmt_list(L) ::= stmt_list(A) SEMI stmt(S).	{ L = list_and(A, S); }

/* stmt = place "=" expr | NAME "(" [ expr { "," expr } ] ")" | "if" option option { option } "fi" | "skip" */
%type stmt { struct stmt * }
stmt(S) ::= place(P) ASSIGN expr(E).	{
	S = statement(STMT_ASSIGN, P->base_loc);
	S->place = P;
	S->value = E;
}
stmt(S) ::= FXNAME(N) LPAREN maybe_exprs(A) RPAREN.	{
	S = statement(STMT_CALL, N->loc);
	S->callee = N->text;
	S->args = A;
}
stmt(S) ::= IF(I) options(O) FI.	{
	struct option *o;
	struct stmt *inner;

	S = statement(STMT_IF, I->loc);
	S->options = O;
	S->depth = 1;
	each(o, O)
		each(inner, o->stmts)
			if (inner->depth >= S->depth)
				S->depth = inner->depth + 1;
	if (S->depth > DEPTH_MAX + 1)
		refuse(deepest(S)->loc, MSG_DEEP, DEPTH_MAX);
}
stmt(S) ::= SKIP(K).			{ S = statement(STMT_SKIP, K->loc); }
stmt(S) ::= NAME(N) LPAREN maybe_exprs RPAREN.	{ S = NULL; refuse(N->loc, MSG_NOT_EFFECT, N->text); }
stmt(S) ::= NAME(N) ASSIGN expr.	{ S = NULL; refuse(N->loc, MSG_ASSIGN_PARAM, N->text); }
stmt(S) ::= type NAME(N).		{ S = NULL; refuse(N->loc, MSG_LOCAL, N->text); }
stmt(S) ::= MTYPE NAME(N).		{ S = NULL; refuse(N->loc, MSG_LOCAL, N->text); }
stmt(S) ::= NAME(N) COLON.		{ S = NULL; refuse(N->loc, MSG_LABEL, N->text); }

/* option = "::" expr "->" stmts | "::" "else" "->" stmts */
options(L) ::= option(O).		{ L = list_of(O); }
options(L) ::= options(A) option(O).	{ L = list_and(A, O); }
%type option { struct option * }
option(O) ::= OPTION guard(G) ARROW stmts(S).	{
	O = G;
	O->stmts = S;
}
%type guard { struct option * }
guard(G) ::= expr(E).	{
	G = alloc(sizeof(*G));
	G->guard = E;
	G->loc = E->loc;
}
guard(G) ::= ELSE(T).	{
	G = alloc(sizeof(*G));
	G->loc = T->loc;
}

/* place = NAME "." NAME */
%type place { struct expr * }
place(P) ::= NAME(B) DOT NAME(N).	{
	P = leaf(OP_PLACE, N, 0);
	P->base = B->text;
	P->base_loc = B->loc;
}
place(P) ::= NAME DOT NAME(N) LBRACKET.	{ P = NULL; refuse(N->loc, MSG_INDEX, N->text); }

/*
 * expr = expr ( "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" ) expr
 *      | "!" expr | "(" expr ")" | place | NAME | NUMBER | "true" | "false"
 */
%type expr { struct expr * }
expr(E) ::= expr(A) OR(T) expr(B).	{ E = binary(OP_OR, T, A, B); }
expr(E) ::= expr(A) AND(T) expr(B).	{ E = binary(OP_AND, T, A, B); }
expr(E) ::= expr(A) EQ(T) expr(B).	{ E = binary(OP_EQ, T, A, B); }
expr(E) ::= expr(A) NE(T) expr(B).	{ E = binary(OP_NE, T, A, B); }
expr(E) ::= expr(A) LT(T) expr(B).	{ E = binary(OP_LT, T, A, B); }
expr(E) ::= expr(A) LE(T) expr(B).	{ E = binary(OP_LE, T, A, B); }
expr(E) ::= expr(A) GT(T) expr(B).	{ E = binary(OP_GT, T, A, B); }
expr(E) ::= expr(A) GE(T) expr(B).	{ E = binary(OP_GE, T, A, B); }
expr(E) ::= expr(A) PLUS(T) expr(B).	{ E = binary(OP_ADD, T, A, B); }
expr(E) ::= expr(A) MINUS(T) expr(B).	{ E = binary(OP_SUB, T, A, B); }
expr(E) ::= NOT(T) expr(A).		{ E = binary(OP_NOT, T, A, NULL); }
expr(E) ::= LPAREN expr(A) RPAREN.	{ E = A; }
expr(E) ::= place(P).			{ E = P; }
expr(E) ::= NAME(N).			{ E = leaf(OP_NAME, N, 0); }
expr(E) ::= NUMBER(N).			{ E = leaf(OP_NUMBER, N, N->value); }
expr(E) ::= TRUE(T).			{ E = leaf(OP_BOOL, T, 1); }
expr(E) ::= FALSE(T).			{ E = leaf(OP_BOOL, T, 0); }
expr(E) ::= NAME(N) LPAREN.		{ E = NULL; refuse(N->loc, MSG_CALL_IN_EXPR, N->text); }
expr(E) ::= FXNAME(N).			{ E = NULL; refuse(N->loc, MSG_CALL_IN_EXPR, N->text); }
expr(E) ::= NAME(N) LBRACKET.		{ E = NULL; refuse(N->loc, MSG_INDEX, N->text); }
expr(E) ::= expr BAR(T) expr.		{ E = NULL; refuse(T->loc, MSG_OPERATOR, T->text); }
expr(E) ::= expr AMP(T) expr.		{ E = NULL; refuse(T->loc, MSG_OPERATOR, T->text); }
expr(E) ::= TILDE(T) expr.		{ E = NULL; refuse(T->loc, MSG_OPERATOR, T->text); }

maybe_exprs(L) ::= .			{ L = (struct list){ NULL, 0 }; }
maybe_exprs(L) ::= exprs(A).		{ L = A; }
exprs(L) ::= expr(E).			{ L = list_of(E); }
exprs(L) ::= exprs(A) COMMA expr(E).	{ L = list_and(A, E); }

maybe_names(L) ::= .			{ L = (struct list){ NULL, 0 }; }
maybe_names(L) ::= names(A).		{ L = A; }
names(L) ::= NAME(N).			{ L = list_of(N); }
names(L) ::= names(A) COMMA NAME(N).	{ L = list_and(A, N); }

/* [";"] */
semi ::= .
semi ::= SEMI.

%code {
struct spec *parse_files(struct list *sources)
{
	struct spec *spec = alloc(sizeof(*spec));
	struct source *src;

	spec->sources = *sources;
	spec->machines[0].name = "guest";
	spec->machines[1].name = "host";
	each(src, *sources) {
		void *parser = parseAlloc(alloc);

		spec->pending = NULL;
		lex_file(src, spec, parser);
		parseFree(parser, free);
	}
	return spec;
}
}
