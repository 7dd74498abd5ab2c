/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * The code generator: from the spec (spec/README.md has the subset) to C, the
 * model's wrappers, the replay and the documents.  One pass a file, in the
 * order of the banners below.  Nothing is ever freed: it runs for milliseconds.
 */
#ifndef GEN_H
#define GEN_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diag.h"

#define GEN_VERSION "1"

/* Limits: some are those of SPIN, the others keep the second contracts to a size that can be read and proven. */
#define NAME_MAX_LENGTH	64u	/* characters of a name; at 600 SPIN's stack is smashed */
#define NAMES_MAX	255u	/* names of an mtype */
#define BODY_MAX	60000u	/* characters of an inline; SPIN has 64 KiB for it */
#define DEPTH_MAX	16u	/* `if`s around an `if` */
#define PATHS_MAX	256u	/* ways through a handler; each is a part of its second contract */
#define OPERATORS_MAX	500u	/* in an expression, with those of the values that it reads */
#define RELATION_MAX	1000000u	/* operators and values on all paths through a handler */

/* A growing array of pointers. */
struct list {
	void **at;
	int n;
};

#define each(x, list) \
	for (int x##_i = 0; x##_i < (list).n && ((x) = (list).at[x##_i], true); x##_i++)

struct source {
	const char *path;
	int index;		/* among the files, from 0 */
	char *text;		/* ends with a NUL */
	size_t len;
	struct list comments;	/* of struct comment, in order */
};

/* Where something stands. */
struct loc {
	const struct source *in;
	const char *at;		/* in in->text */
	int line;		/* from 1 */
};

/* A plain comment; the contracts and definitions in ACSL are tokens. */
struct comment {
	const char *text;	/* with its delimiters */
	int first_line, last_line;
	bool own_line;		/* nothing stands before it on its line */
};

struct token {
	int kind;		/* as lemon numbers them */
	struct loc loc;
	const char *text;
	uint64_t value;		/* of a number */
};

struct define {
	const char *name;
	struct loc loc;
	uint64_t value;
};

struct enumerator {
	const char *name;
	struct loc loc;
	struct mtype *of;
	int value;		/* in C: from 1 */
};

struct mtype {
	const char *name;
	struct loc loc;
	struct list enumerators;
	const char *above;	/* the comment above, or NULL */
};

enum type_kind { TYPE_BOOL, TYPE_UINT, TYPE_MTYPE, TYPE_PAGESET, TYPE_RECORD };

struct type {
	enum type_kind kind;
	int bits;		/* TYPE_UINT */
	const char *name;	/* TYPE_MTYPE and TYPE_RECORD, until check_spec finds it */
	struct loc loc;
	struct mtype *mtype;
	struct record *record;
};

struct field {
	const char *name;
	struct loc loc;
	struct type *type;
	struct token *dim;	/* of an array, else NULL */
	unsigned int offset;	/* on the wire */
};

enum record_kind { RECORD_MACHINE, RECORD_WIRE, RECORD_SETS, RECORD_ARGS };

struct record {
	const char *name;
	struct loc loc;
	enum record_kind kind;
	struct list fields;
	const char *above;
	/* RECORD_WIRE: */
	unsigned int bytes;	/* of the fixed part */
	struct enumerator *tag;	/* the value of its field `type`, or NULL */
	struct field *array;	/* the field that is not in the struct, or NULL */
};

struct param {
	const char *written;	/* in the spec, with an underscore behind */
	const char *name;	/* elsewhere */
	struct loc loc;
	struct type *type;	/* that of the field of the same name */
	bool used;
};

enum op {
	OP_OR, OP_AND, OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_ADD, OP_SUB,
	OP_NOT, OP_NUMBER, OP_BOOL, OP_NAME, OP_PLACE
};

struct expr {
	enum op op;
	struct loc loc;		/* of the operator or the name */
	struct expr *a, *b;
	uint64_t value;		/* OP_NUMBER, OP_BOOL */
	const char *name;	/* OP_NAME; OP_PLACE: the field's */
	const char *base;	/* OP_PLACE: what stands before the dot */
	struct loc base_loc;
	unsigned int operators;
	struct type *type;	/* what check_spec finds, as all below */
	struct field *field;
	struct param *param;
	struct define *define;
	struct enumerator *enumerator;
};

enum stmt_kind { STMT_ASSIGN, STMT_CALL, STMT_IF, STMT_SKIP };

struct stmt {
	enum stmt_kind kind;
	struct loc loc;
	struct expr *place, *value;
	const char *callee;
	struct list args;	/* of struct expr */
	struct effect *effect;
	struct list options;	/* of struct option */
	unsigned int depth;	/* `if`s within this one, and itself */
};

struct option {
	struct loc loc;
	struct expr *guard;	/* NULL: else */
	struct list stmts;
};

/* In an effect's body: an assignment to a page set, or a call `put_…`. */
struct change {
	struct loc loc;
	const char *base, *name;
	struct loc name_loc;
	struct list terms;	/* of struct set_term; empty: a call */
	struct list args;	/* of struct token */
	bool is_call;
	char op;		/* '|' or '&' between the terms */
};

struct set_term {
	struct loc loc;
	bool complement, empty;
	const char *base, *name;
};

struct acsl {
	struct loc loc;
	const char *text;	/* without the delimiters */
	bool is_contract;	/* else definitions */
	bool taken;		/* by a handler */
};

struct effect {
	const char *name;	/* fx_… */
	struct loc loc;
	struct machine *machine;
	struct list params, changes;
	const char *body, *body_end;	/* from brace to brace, in loc.in->text */
	int index;		/* in order of declaration, from 0 */
	const char *above;
};

struct handler {
	const char *name;
	struct loc loc;
	struct machine *machine;
	struct acsl *contract;
	const char *above;
	const char *self;	/* the first parameter: the machine */
	struct loc self_loc;
	struct list params;	/* the others */
	struct list stmts;
	const char *body, *body_end;	/* from brace to brace, in loc.in->text */
};

struct machine {
	const char *name;	/* guest, host */
	struct record *state;
	struct list effects, handlers;
};

/* On a queue: a message, the handler that takes it, and the one that takes the answer; or a notice and its handler. */
struct exchange {
	struct token *word;	/* exchange or notice */
	struct list names;	/* of struct token, as written; what they name follows */
	struct queue *queue;
	struct enumerator *kind;
	struct handler *taken_by;
	struct handler *answered_to;	/* NULL: a notice */
};

struct queue {
	const char *name;	/* todevq_… or fromdevq… */
	struct loc loc;
	struct list lines;	/* of struct exchange */
};

struct spec {
	struct list sources;
	struct list defines, mtypes, records, acsl, inlines;
	struct list effects, handlers;
	struct list queues, exchanges;
	struct machine machines[2];
	bool sets_declared;
	struct record *sets;		/* typedef page_sets */
	/* while parsing: */
	struct acsl *pending;		/* a contract right before */
	struct machine *current;	/* the last `typedef guest` or `typedef host` */
};

#define each_machine(m, spec) \
	for (struct machine *m = (spec)->machines; m < (spec)->machines + 2; m++)

/* main.c: memory, text, files */

void *alloc(size_t size);
void push(struct list *l, void *x);
char *formatted(const char *fmt, va_list args) __attribute__((format(printf, 1, 0)));
char *format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *copy(const char *from, const char *end);
const char *upper(const char *s);
bool starts_with(const char *s, const char *prefix);
struct source *read_source(const char *path);

/* diag.c: refusing, with file, line, column, source line and caret */

void refuse(struct loc loc, enum message m, ...) __attribute__((noreturn));

/* lex.re: tokens and comments of one file */

void lex_file(struct source *src, struct spec *spec, void *parser);
const char *comment_above(struct loc loc);
const char *comment_behind(struct loc loc);

/* parse.y: the grammar */

struct spec *parse_files(struct list *sources);

/* check.c: names, types and the rules of spec/README.md; fills in what the AST leaves open */

void check_spec(struct spec *spec);
bool same_type(const struct type *a, const struct type *b);
extern const char *const op_text[];	/* as Promela and C write it */
struct enumerator *find_enumerator(const struct spec *spec, const char *name);

/* check_words.c: how names are written, and what is a word of another language */

enum {
	NAME_CONSTANT = 1, NAME_FIELD = 2, NAME_PARAM = 4, NAME_MTYPE = 8, NAME_SET = 16,
	NAME_MEMBER = 32	/* a member of a struct in C, without its prefix */
};
bool is_c_word(const char *word);
void check_word(const char *name, struct loc loc, int where);
void check_param_word(const struct param *p);
void check_prefixed(const char *name, struct loc loc, const char *prefix, int where);

/* check_queues.c: which message goes where */

void check_queues(struct spec *spec);
struct record *message_of(const struct spec *spec, const struct enumerator *kind);

/* emit.c: the one output function, and what every emitter shares */

struct out;
struct out *output(const char *path, const char *twin);
void put(struct out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void put_line(struct out *o, int depth, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void put_banner(struct out *o, const char *open, const char *license, const char *what, const char *close);
void put_comment(struct out *o, const char *comment);
void put_column(struct out *o, int column, const char *text, const char *behind);
bool write_outputs(const char *root);
extern const char *spec_hash;

const char *c_type(const struct type *t);
const char *c_number(uint64_t value);
const char *c_params(const struct list *params);
const char *c_args(const struct list *params);
const char *effect_bit(const struct effect *e);
const char *effect_member(const struct effect *e);
bool in_wire_struct(const struct record *r, const struct field *f);
struct enumerator *first_enumerator(const struct mtype *m);
struct enumerator *last_enumerator(const struct mtype *m);

/* emit_c.c: core_gen.[ch] */

void emit_c(struct spec *spec);

/* emit_call.c: how the glue calls the machines */

void emit_call_wrappers(const struct spec *spec);

/* emit_requires.c: what the contracts ask of the glue, as C */

void emit_predicates(struct out *o, const struct spec *spec, const struct machine *m);
void emit_required(struct out *o, const struct spec *spec, const struct handler *h);

/* emit_wire.c: the messages' structs, encoders and decoders, in core_gen.[ch] */

void emit_wire_h(struct out *o, struct spec *spec);
void emit_wire_c(struct out *o, struct spec *spec);

/* The codecs are each other's inverses: functions that only proofs/ compiles. */
void emit_wire_inverses(struct spec *spec);

/* emit_acsl.c: the transition relation, as second contracts for proofs/ */

void emit_relation(struct spec *spec);

/* emit_trace.c: the trace vocabulary, for the kernel and elsewhere */

void emit_trace(struct spec *spec);

/* emit_model.c: the model's wrappers, and the replay's reader, comparison and world */

void emit_model(struct spec *spec);
const char *compare_names(const struct type *t);
bool changes_sets(const struct effect *e);

/* emit_lockstep.c: the C beside the model, at every transition */

void emit_lockstep(struct spec *spec);

/* emit_any.c: a model that calls each handler at any time */

void emit_any(struct spec *spec);

/* emit_why3.c: the world and its steps, for the unbounded proof */

void emit_why3(struct spec *spec);

/* emit_doc.c: message tables and state diagrams */

void emit_doc(struct spec *spec);

/* emit_pml.c: a handler's body, printed back as Promela */

const char *pml_expr(const struct expr *e);
const char *pml_stmt(const struct stmt *s);
const char *pml_body(const struct handler *h);

/* mutate.c: faults put into the handlers by rule, for tests/mutants */

void list_mutants(struct spec *spec);
bool emit_mutant(struct spec *spec, const char *id);

/* emit_lib.c: the library of page sets, written by hand, for driver and device */

void emit_lib(const char *folder);

#endif
