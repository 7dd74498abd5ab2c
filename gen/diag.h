/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * Everything that the generator refuses, one line a message.  For each of them
 * tests/gen/bad/ has a spec that triggers it; tests/gen/run.sh reads this list.
 */
#ifndef DIAG_H
#define DIAG_H

#define MESSAGES(M) \
	M(COMMENT_OPEN, "this comment is not closed") \
	M(LINE_COMMENT, "comments are written /* */") \
	M(STRAY, "stray character `%s`") \
	M(BAD_NUMBER, "`%s` is not a number: numbers are decimal") \
	M(BIG_NUMBER, "`%s` is too large: numbers have 64 bits") \
	M(FOREIGN, "`%s` is outside the accepted subset of Promela") \
	M(FOREIGN_TYPE, "`%s` is not a type of the subset: use bool, u16, u32, u64 or an mtype") \
	M(DIRECTIVE, "`%s` is outside the accepted subset: of the preprocessor it has #define only") \
	M(OPERATOR, "operator `%s` is outside the accepted subset") \
	M(C_WORD, "`%s` cannot be a name: it is a word of C or of the generated code") \
	M(SYNTAX, "unexpected `%s`") \
	M(END, "unexpected end of the file") \
	M(MACRO, "a macro with arguments is outside the accepted subset") \
	M(DEFINE_LINE, "a #define is a name and one number on one line") \
	M(LOCAL, "`%s` would be a local variable: a handler keeps nothing") \
	M(LABEL, "`%s` would be a label: labels are outside the accepted subset") \
	M(INDEX, "`%s` is no array that a handler may index") \
	M(CALL_IN_EXPR, "`%s` cannot be called inside an expression") \
	M(NOT_EFFECT, "a handler calls effects (fx_*) only, not `%s`") \
	M(SET_MIX, "a set expression has one kind of operator, not both `|` and `&`") \
	M(TWICE, "`%s` is defined twice") \
	M(FIELD_TWICE, "`%s` has a field `%s` already") \
	M(PARAM_TWICE, "`%s` is a parameter already") \
	M(TAKEN, "`%s` cannot be a field: something else has that name") \
	M(CAPITALS, "`%s` is a constant: write it in capitals") \
	M(SMALL, "`%s` is no constant: write it in small letters") \
	M(FIRST_UNDERSCORE, "`%s` begins with an underscore: such names are C's own") \
	M(LAST_UNDERSCORE, "`%s` ends in an underscore: only parameters do, and SPIN would replace it like one") \
	M(BARE_PREFIX, "`%s` has no name behind its prefix") \
	M(RESERVED, "`%s` cannot be a name here: `%s` is a word of %s") \
	M(LONG_NAME, "`%s` is a name of more than %u characters") \
	M(SAME_IN_C, "`%s` would be a second `%s` in the generated code") \
	M(PUT_COUNT, "`%s` has another number of arguments above") \
	M(MANY_NAMES, "an mtype has at most %u names: SPIN keeps one in a byte") \
	M(LONG_BODY, "the inline `%s` has more than %u characters: SPIN does not take it") \
	M(DEEP, "an `if` stands in at most %u others") \
	M(MANY_PATHS, "with this `if` there are more than %u paths through `%s`") \
	M(LARGE_HANDLER, "`%s` has too many paths for so many operators: more than %u on all of them") \
	M(LARGE, "this expression has more than %u operators, with those of the values that it reads") \
	M(OUT_OF_RANGE, "operator `%s` leads from these constants out of the numbers from 0 to 2^64 - 1") \
	M(COMPLEMENT, "a complement (~) stands beside a set that is none, with `&` between them") \
	M(ARRAY_SHORT, "`count` has %u bits, and `%s` is more than that can count") \
	M(TYPEDEF_NAME, "a typedef is guest, host, wire_*, page_sets or args, not `%s`") \
	M(INLINE_NAME, "an inline is a handler (guest_*, host_*), an effect (fx_*) or a queue (todevq_*, fromdevq), not `%s`") \
	M(UNKNOWN_MTYPE, "there is no `mtype:%s`") \
	M(UNKNOWN_TYPE, "there is no typedef `%s` before this") \
	M(TWO_TYPES, "`%s` is `%s` here and `%s` elsewhere: one name has one type") \
	M(ARRAY_PLACE, "an array is the last field of a wire_ typedef, nothing else") \
	M(ARRAY_COUNT, "the array `%s` needs an integer field `count` right before it") \
	M(ARRAY_ELEMENT, "the elements of `%s` must be a wire_ typedef of fixed size without `type`") \
	M(ARRAY_BOUND, "`%s` is no limit with a #define: an array's bound is one") \
	M(ARRAY_BIG, "an array of %s elements of %u bytes is too large for a length of 32 bits") \
	M(RECORD_FIELD, "`%s` may only be the element of an array") \
	M(NOT_ON_WIRE, "`%s` cannot travel: a message has integers and mtypes") \
	M(NO_PAGESET, "a pageset stands in page_sets only") \
	M(ONLY_PAGESETS, "page_sets has fields of type pageset only") \
	M(TYPE_FIELD, "the field `type` must be the first, and an mtype") \
	M(NO_TAG, "mtype:%s has no `%s` for this message") \
	M(SETS_DECL, "the only variable is `page_sets own`, after its typedef, once") \
	M(NO_MACHINE, "`%s` stands before the typedef of its machine") \
	M(NO_CONTRACT, "the handler `%s` has no contract: write /*@ … */ right before it") \
	M(EFFECT_CONTRACT, "the effect `%s` cannot have a contract: handlers have") \
	M(LONE_CONTRACT, "a contract stands right before a handler") \
	M(EMPTY_ACSL, "this ACSL comment is empty") \
	M(NO_C, "`%s` cannot be asked in C: what a contract requires has comparisons, `&&`, `||`, `!`, `==>`, `<==>`, sums and the invariant") \
	M(REQUIRES_FIRST, "what a contract requires stands before all else in it") \
	M(NO_SELF, "the handler `%s` needs a first parameter: its machine") \
	M(SELF_NAME, "`%s` names the machine here, so it cannot be the name of anything else") \
	M(UNDERSCORE, "the parameter `%s` must end in an underscore: SPIN replaces it as text") \
	M(PARAM_TYPE, "the parameter `%s` has no type: there is no field `%s`") \
	M(PARAM_KIND, "the parameter `%s` must be a bool, an integer or an mtype, not a pageset") \
	M(MANY_EFFECTS, "a machine has at most 32 effects") \
	M(SET_TARGET, "an effect changes `own` only, not `%s`") \
	M(UNKNOWN_SET, "page_sets has no set `%s`") \
	M(NOT_PUT, "an effect calls put_* only, not `%s`") \
	M(PUT_ARG, "`%s` is no parameter of this effect") \
	M(UNKNOWN_NAME, "`%s` is neither a parameter nor a constant") \
	M(BARE_MACHINE, "`%s` is the whole machine: name one of its fields") \
	M(OTHER_MACHINE, "a handler reads and writes its own machine only, and `%s` is not it") \
	M(OWN_IN_HANDLER, "page sets are changed by effects only") \
	M(UNKNOWN_FIELD, "%s has no field `%s`") \
	M(ASSIGN_PARAM, "`%s` cannot be assigned to: only fields of the machine can") \
	M(UNKNOWN_EFFECT, "there is no effect `%s` before this") \
	M(OTHER_EFFECT, "`%s` is an effect of the other machine") \
	M(ARG_COUNT, "`%s` takes %s, not %s") \
	M(ARG_TYPE, "argument `%s` of `%s` is %s, and this is %s") \
	M(EFFECT_TWICE, "`%s` is called twice on a path") \
	M(EFFECT_ORDER, "`%s` is declared before `%s`, which a path has called already") \
	M(GUARD_TYPE, "a guard is a bool, and this is %s") \
	M(NO_ELSE, "this `if` has no `else`") \
	M(ELSE_LAST, "`else` must be the last option") \
	M(ELSE_ONLY, "this `if` has no option but `else`") \
	M(NOT_SWITCH, "of several options each compares the same field with an enumerator (==)") \
	M(SAME_CASE, "an option for `%s` stands above already") \
	M(OPERAND, "operator `%s` takes %s, and this is %s") \
	M(MISMATCH, "operator `%s` cannot compare %s with %s") \
	M(ASSIGN_TYPE, "`%s` is %s, and this is %s") \
	M(QUEUE_LINE, "`%s` carries %s, nothing else") \
	M(NO_MESSAGE, "`%s` is no message's kind") \
	M(NO_NOTICE, "`%s` is no notice: mtype:notice does not have it") \
	M(NO_HANDLER, "`%s` is no handler of the %s, who takes this") \
	M(IN_QUEUE, "`%s` stands on a queue already") \
	M(IN_NO_QUEUE, "`%s` stands on no queue: nobody takes it") \
	M(NARROWING, "%s does not fit into `%s`, which is %s")

enum message {
#define M(name, text) MSG_##name,
	MESSAGES(M)
#undef M
	MESSAGE_COUNT
};

#endif
