/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * The transition relation: what each path through each handler does, derived from spec/.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * Frama-C adds these contracts to those that core_gen.h has.
 */
#include "core_gen.h"

/*@
    ensures relation: path_1: \old(\true) ==>
      g->mood == CALM &&
      g->serial == 0 &&
      g->weight == NEVER &&
      g->low == 0 &&
      g->high == 7 &&
      (g->open <==> \false) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(\true); */
void guest_init(struct guest *g, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(g->mood == CALM &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        g->open) ==>
      g->mood == ANGRY &&
      g->serial == \old(g->serial + 1) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == \old(g->serial + 1) &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_TAKE_ALL | GUEST_FX_SHARE);
    ensures relation: path_2: \old(g->mood == CALM &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        !g->open) ==>
      g->mood == ANGRY &&
      g->serial == \old(g->serial + 1) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == \old(g->serial + 1) &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_TAKE_ALL | GUEST_FX_SHARE);
    ensures relation: path_3: \old(g->mood == CALM &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        g->open) ==>
      g->mood == ANGRY &&
      g->serial == 0 &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == 0 &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_TAKE_ALL | GUEST_FX_SHARE);
    ensures relation: path_4: \old(g->mood == CALM &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        !g->open) ==>
      g->mood == ANGRY &&
      g->serial == 0 &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == 0 &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_TAKE_ALL | GUEST_FX_SHARE);
    ensures relation: path_5: \old(g->mood == CALM &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        g->open) ==>
      g->mood == ANGRY &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (GUEST_FX_TAKE_ALL);
    ensures relation: path_6: \old(g->mood == CALM &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        !g->open) ==>
      g->mood == ANGRY &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (GUEST_FX_TAKE_ALL);
    ensures relation: path_7: \old(g->mood == CALM &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (ANGRY != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        g->open) ==>
      g->mood == ANGRY &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old((g->high - 4) - 1) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (GUEST_FX_TAKE_ALL);
    ensures relation: path_8: \old(g->mood == CALM &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (ANGRY != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        !g->open) ==>
      g->mood == ANGRY &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old((g->high - 4) - 1) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (GUEST_FX_TAKE_ALL);
    ensures relation: path_9: \old(g->mood == CALM &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (ANGRY != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        g->open) ==>
      g->mood == ANGRY &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (GUEST_FX_TAKE_ALL | GUEST_FX_SHOUT);
    ensures relation: path_10: \old(g->mood == CALM &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (ANGRY != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        !g->open) ==>
      g->mood == ANGRY &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (GUEST_FX_TAKE_ALL | GUEST_FX_SHOUT);
    ensures relation: path_11: \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial + 1) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == \old(g->serial + 1) &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_12: \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial + 1) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == \old(g->serial + 1) &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_13: \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == 0 &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == 0 &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_14: \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == 0 &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == 0 &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_15: \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (0);
    ensures relation: path_16: \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (0);
    ensures relation: path_17: \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old((g->high - 4) - 1) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (0);
    ensures relation: path_18: \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old((g->high - 4) - 1) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (0);
    ensures relation: path_19: \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (GUEST_FX_SHOUT);
    ensures relation: path_20: \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (GUEST_FX_SHOUT);
    ensures relation: path_21: \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        ((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial + 1) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(!g->open)) &&
      fx->share.serial == \old(g->serial + 1) &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_22: \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        ((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        !!g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial + 1) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(!g->open)) &&
      fx->share.serial == \old(g->serial + 1) &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_23: \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        ((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == 0 &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(!g->open)) &&
      fx->share.serial == 0 &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_24: \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        ((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        !!g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == 0 &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(!g->open)) &&
      fx->share.serial == 0 &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_25: \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        !((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(!g->open)) &&
      fx->todo == (0);
    ensures relation: path_26: \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        !((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        !!g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(!g->open)) &&
      fx->todo == (0);
    ensures relation: path_27: \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        !((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((!g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> !g->open)) && (g->high - g->low) > 2 &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old((g->high - 4) - 1) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(!g->open)) &&
      fx->todo == (0);
    ensures relation: path_28: \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        !((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((!g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> !g->open)) && (g->high - g->low) > 2 &&
        !!g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old((g->high - 4) - 1) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(!g->open)) &&
      fx->todo == (0);
    ensures relation: path_29: \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        !((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((!g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> !g->open)) && (g->high - g->low) > 2) &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(!g->open)) &&
      fx->todo == (GUEST_FX_SHOUT);
    ensures relation: path_30: \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        !((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((!g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> !g->open)) && (g->high - g->low) > 2) &&
        !!g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(!g->open)) &&
      fx->todo == (GUEST_FX_SHOUT);
    ensures relation: path_31: \old(g->mood == ASLEEP &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial + 1) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == \old(g->serial + 1) &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_32: \old(g->mood == ASLEEP &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial + 1) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == \old(g->serial + 1) &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_33: \old(g->mood == ASLEEP &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == 0 &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == 0 &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_34: \old(g->mood == ASLEEP &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == 0 &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == 0 &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_35: \old(g->mood == ASLEEP &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (0);
    ensures relation: path_36: \old(g->mood == ASLEEP &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (0);
    ensures relation: path_37: \old(g->mood == ASLEEP &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old((g->high - 4) - 1) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (0);
    ensures relation: path_38: \old(g->mood == ASLEEP &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old((g->high - 4) - 1) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (0);
    ensures relation: path_39: \old(g->mood == ASLEEP &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (GUEST_FX_SHOUT);
    ensures relation: path_40: \old(g->mood == ASLEEP &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (GUEST_FX_SHOUT);
    ensures relation: path_41: \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial + 1) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == \old(g->serial + 1) &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_42: \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial + 1) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == \old(g->serial + 1) &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_43: \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == 0 &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == 0 &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_44: \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == 0 &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->share.serial == 0 &&
      fx->share.mood == mood &&
      fx->todo == (GUEST_FX_SHARE);
    ensures relation: path_45: \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (0);
    ensures relation: path_46: \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (0);
    ensures relation: path_47: \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old((g->high - 4) - 1) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (0);
    ensures relation: path_48: \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old((g->high - 4) - 1) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (0);
    ensures relation: path_49: \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (GUEST_FX_SHOUT);
    ensures relation: path_50: \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        !g->open) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (GUEST_FX_SHOUT);
    ensures relation: complete:
      \old(g->mood == CALM &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        g->open) ||
      \old(g->mood == CALM &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        !g->open) ||
      \old(g->mood == CALM &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        g->open) ||
      \old(g->mood == CALM &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        !g->open) ||
      \old(g->mood == CALM &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        g->open) ||
      \old(g->mood == CALM &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        !g->open) ||
      \old(g->mood == CALM &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (ANGRY != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        g->open) ||
      \old(g->mood == CALM &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (ANGRY != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        !g->open) ||
      \old(g->mood == CALM &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (ANGRY != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        g->open) ||
      \old(g->mood == CALM &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (ANGRY != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        !g->open) ||
      \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        g->open) ||
      \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        !g->open) ||
      \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        g->open) ||
      \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        !g->open) ||
      \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        g->open) ||
      \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        !g->open) ||
      \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        g->open) ||
      \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        !g->open) ||
      \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        g->open) ||
      \old(g->mood == ANGRY &&
        !(g->open || serial == g->serial) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        !g->open) ||
      \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        ((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        !g->open) ||
      \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        ((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        !!g->open) ||
      \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        ((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        !g->open) ||
      \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        ((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        !!g->open) ||
      \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        !((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        !g->open) ||
      \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        !((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        !!g->open) ||
      \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        !((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((!g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> !g->open)) && (g->high - g->low) > 2 &&
        !g->open) ||
      \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        !((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((!g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> !g->open)) && (g->high - g->low) > 2 &&
        !!g->open) ||
      \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        !((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((!g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> !g->open)) && (g->high - g->low) > 2) &&
        !g->open) ||
      \old(g->mood == ANGRY &&
        !!(g->open || serial == g->serial) &&
        !((!g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((!g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> !g->open)) && (g->high - g->low) > 2) &&
        !!g->open) ||
      \old(g->mood == ASLEEP &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        g->open) ||
      \old(g->mood == ASLEEP &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        !g->open) ||
      \old(g->mood == ASLEEP &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        g->open) ||
      \old(g->mood == ASLEEP &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        !g->open) ||
      \old(g->mood == ASLEEP &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        g->open) ||
      \old(g->mood == ASLEEP &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        !g->open) ||
      \old(g->mood == ASLEEP &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        g->open) ||
      \old(g->mood == ASLEEP &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        !g->open) ||
      \old(g->mood == ASLEEP &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        g->open) ||
      \old(g->mood == ASLEEP &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        !g->open) ||
      \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        g->open) ||
      \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        g->serial < SERIAL_LAST &&
        !g->open) ||
      \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        g->open) ||
      \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        ((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !(g->serial < SERIAL_LAST) &&
        !g->open) ||
      \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        g->open) ||
      \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        (g->weight - (g->weight - 1)) == 2 &&
        !g->open) ||
      \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        g->open) ||
      \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2 &&
        !g->open) ||
      \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        g->open) ||
      \old(!(g->mood == CALM) &&
        !(g->mood == ANGRY) &&
        !(g->mood == ASLEEP) &&
        !((g->open && (g->serial < SERIAL_LAST || g->serial == 0)) || mood == ASLEEP) &&
        !((g->weight - (g->weight - 1)) == 2) &&
        !(g->weight >= now_ms && now_ms > (g->serial + 5) && ((g->open <==> (g->mood != mood)) || (((g->low + 1) < g->high) <==> g->open)) && (g->high - g->low) > 2) &&
        !g->open); */
void guest_step(struct guest *g, enum mood mood, u32 serial, u64 now_ms, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old(\true) ==>
      me->mood == \old(me->mood) &&
      me->serial == \old(me->serial) &&
      me->weight == 0 &&
      me->low == \old(me->low) &&
      me->high == \old(me->high) &&
      (me->open <==> \old(me->open)) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(\true); */
void guest_forget(struct guest *me, u64 now_ms, struct guest_fx *fx);

/*@
    ensures relation: path_1: \old((h->temper == ASLEEP || extra > 2)) ==>
      h->temper == mood &&
      (h->open <==> (mood != CALM)) &&
      fx->todo == (0);
    ensures relation: path_2: \old(!(h->temper == ASLEEP || extra > 2)) ==>
      h->temper == \old(h->temper) &&
      (h->open <==> (mood != CALM)) &&
      fx->todo == (0);
    ensures relation: complete:
      \old((h->temper == ASLEEP || extra > 2)) ||
      \old(!(h->temper == ASLEEP || extra > 2)); */
void host_cheer(struct host *h, enum mood mood, u32 extra, struct host_fx *fx);

/*@
    ensures relation: path_1: \old(\true) ==>
      h->temper == \old(h->temper) &&
      (h->open <==> \true) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(\true); */
void host_hear(struct host *h, u32 serial, struct host_fx *fx);

/*@
    ensures relation: path_1: \old(\true) ==>
      g->mood == \old(g->mood) &&
      g->serial == \old(g->serial) &&
      g->weight == \old(g->weight) &&
      g->low == \old(g->low) &&
      g->high == \old(g->high) &&
      (g->open <==> \old(g->open)) &&
      fx->todo == (0);
    ensures relation: complete:
      \old(\true); */
void guest_news(struct guest *g, struct guest_fx *fx);
