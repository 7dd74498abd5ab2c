/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Host pages larger than the guest's, against a plain model: one byte a page.
 * After all pieces of a commit have been asked about, exactly the host pages are
 * discarded that the host has whole, and of which the commit has a part; each
 * once, and nothing else.  Worlds are small and drawn at random, from a seed that
 * the first line names; an argument is another seed.
 */
#include <stdlib.h>
#include <string.h>
#include "../tap.h"
#include "whole.h"

#define PAGES 96
#define ROUNDS 200000

static struct run what_run[PAGES], held_run[PAGES];
static struct runs what, held;
static unsigned char in_what[PAGES], in_held[PAGES], discarded[PAGES * 2];

static void make(struct runs *set, struct run *run, const unsigned char *in)
{
    unsigned i;

    set->run = run;
    set->room = PAGES;
    runs_clear(set);
    for (i = 0; i < PAGES; i++) {
        if (in[i]) {
            runs_append(set, i, 1);
        }
    }
}

static void draw(void)
{
    unsigned i, state = 0;

    for (i = 0; i < PAGES; i++) {
        if (rand() % 5 == 0) {
            state = rand() % 3;
        }
        in_what[i] = state == 1;
        in_held[i] = state == 2;
    }
    make(&what, what_run, in_what);
    make(&held, held_run, in_held);
}

static void ask(struct run piece, u64 host_pages, u64 skew)
{
    struct run whole = whole_host_pages(&what, &held, piece, host_pages, skew);
    u64 i;

    for (i = whole.page; i < whole.page + whole.pages && i < PAGES * 2; i++) {
        discarded[i]++;
    }
}

/* Is the page discarded as often as it should be? */
static int as_it_should(unsigned page, unsigned host_pages, unsigned skew)
{
    unsigned before = (page + skew) % host_pages, i, has_what = 0;

    if (before > page) {
        return !discarded[page];
    }
    for (i = page - before; i < page - before + host_pages; i++) {
        if (i >= PAGES || !(in_what[i] || in_held[i])) {
            return !discarded[page];
        }
        has_what |= in_what[i];
    }
    return discarded[page] == has_what;
}

int main(int argc, char **argv)
{
    unsigned seed = argc > 1 ? atoi(argv[1]) : 1, round, i, wrong = 0, whole = 0;

    tap_note("seed %u", seed);
    srand(seed);
    for (round = 0; round < ROUNDS && !wrong; round++) {
        unsigned host_pages = 2u << rand() % 4, skew = rand() % host_pages;
        u32 run;

        draw();
        memset(discarded, 0, sizeof(discarded));
        for (run = 0; run < what.count; run++) {
            struct run left = what.run[run];

            /* Some runs come in pieces, which end where a host page does. */
            while (left.pages) {
                u64 cut = host_pages - (left.page + skew) % host_pages;
                struct run piece = left;

                if (rand() % 2 && cut < left.pages) {
                    piece.pages = cut;
                }
                ask(piece, host_pages, skew);
                left.page += piece.pages;
                left.pages -= piece.pages;
            }
        }
        for (i = 0; i < PAGES; i++) {
            whole += discarded[i];
            if (!as_it_should(i, host_pages, skew)) {
                tap_note("round %u, host pages of %u, skew %u: page %u is "
                         "discarded %u times", round, host_pages, skew, i,
                         discarded[i]);
                wrong = 1;
            }
        }
    }
    tap(!wrong && whole, "whole host pages, those that two grants complete too, each once");
    tap_note("%u host pages in %u worlds", whole, round);
    return tap_done();
}
