/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hog: a program in the guest that needs memory, and knows every byte of it.
 *
 * It fills memory with a pattern made of each page's number and a seed, frees
 * part of it, grows again, and verifies whole pages.  One command a line on
 * stdin, one line of answer each:
 *
 *   grow MIB	fill so much more
 *   free MIB	give so much back to the kernel, from the end
 *   sieve MIB	the same, but every other chunk, so that what is left has holes
 *   comb MIB	give back every other page of so much, and lock the rest in its place, so that
 *		there is free memory and no free block of it
 *   map MIB	map so much more in one piece, as programs do that touch it later; it is let go at once
 *   verify	read every byte that is held: "verified N pages, bad N"
 *   spoil	turn over one bit, so that a test can see verify fail
 *   mend	turn it back
 *   quit
 *
 * hog [SEED [small | node N]]: small: without huge pages; node: all of its memory from that NUMA node.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <linux/mempolicy.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE	4096u
#define WORDS	(PAGE / sizeof(uint64_t))
#define CHUNK	(2u << 20)		/* one huge page, so that freeing one frees a whole block */
#define CHUNKS	8192u			/* 16 GiB of address space; nothing is touched before grow */
#define ALL	2			/* also the MiB that are held then */
#define EVEN	1
#define PER_MIB(mib) (((mib) << 20) / CHUNK)

static unsigned char *base;
static unsigned char held[CHUNKS];	/* nothing, ALL of it or its EVEN pages */
static uint64_t seed = 1;

static uint64_t *page_at(uint64_t page)
{
	return (uint64_t *)(base + page * PAGE);
}

/* The first word of a page's pattern, and from each word the next: no two pages are alike. */
static uint64_t pattern_first(uint64_t page)
{
	return (page + 1) * 0x9e3779b97f4a7c15u ^ seed * 0xd1342543de82ef95u;
}

static uint64_t pattern_next(uint64_t word)
{
	return word * 6364136223846793005u + 1442695040888963407u;
}

static void fill(uint64_t page)
{
	uint64_t *p = page_at(page), word = pattern_first(page);

	for (unsigned int i = 0; i < WORDS; i++, word = pattern_next(word))
		p[i] = word;
}

/* The first word of the page that is not as it was filled, or WORDS. */
static unsigned int check(uint64_t page)
{
	const uint64_t *p = page_at(page);
	uint64_t word = pattern_first(page);
	unsigned int i;

	for (i = 0; i < WORDS && p[i] == word; i++)
		word = pattern_next(word);
	return i;
}

static unsigned long held_mib(void)
{
	unsigned long n = 0;

	for (unsigned int c = 0; c < CHUNKS; c++)
		n += held[c];
	return n;
}

static unsigned long grow(unsigned long want)
{
	unsigned long n = 0;

	for (unsigned int c = 0; c < CHUNKS && n < want; c++) {
		if (held[c])
			continue;
		for (uint64_t page = 0; page < CHUNK / PAGE; page++)
			fill((uint64_t)c * (CHUNK / PAGE) + page);
		held[c] = ALL;
		n++;
	}
	return n;
}

static void must(int failed, const char *what)
{
	if (failed) {
		perror(what);
		exit(1);
	}
}

static unsigned long give_up(unsigned long want, unsigned int stride)
{
	unsigned long n = 0;

	for (long c = CHUNKS - 1, skip = 0; c >= 0 && n < want; c--) {
		if (!held[c])
			continue;
		if (skip > 0) {
			skip--;
			continue;
		}
		must(munlock(base + (uint64_t)c * CHUNK, CHUNK), "munlock");
		must(madvise(base + (uint64_t)c * CHUNK, CHUNK, MADV_DONTNEED), "madvise");
		held[c] = 0;
		n++;
		skip = stride - 1;
	}
	return n;
}

static unsigned long comb(unsigned long want)
{
	unsigned long n = 0;

	for (uint64_t c = 0; c < CHUNKS && n < want; c++) {
		if (held[c] != ALL)
			continue;
		for (uint64_t page = 1; page < CHUNK / PAGE; page += 2)
			must(madvise(base + c * CHUNK + page * PAGE, PAGE, MADV_DONTNEED), "madvise");
		must(mlock2(base + c * CHUNK, CHUNK, MLOCK_ONFAULT), "mlock2");
		held[c] = EVEN;
		n++;
	}
	return n;
}

/* Counted by the kernel as what a program may come to need, unlike the memory that is filled. */
static void map(unsigned long mib)
{
	void *at = mmap(NULL, mib << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED) {
		printf("mapped nothing: %s\n", strerror(errno));
		return;
	}
	munmap(at, mib << 20);
	printf("mapped %lu MiB\n", mib);
}

static void verify(void)
{
	unsigned long pages = 0, bad = 0;

	for (unsigned int c = 0; c < CHUNKS; c++) {
		for (uint64_t i = 0; held[c] && i < CHUNK / PAGE; i += held[c] == EVEN ? 2 : 1) {
			uint64_t page = (uint64_t)c * (CHUNK / PAGE) + i;
			unsigned int word = check(page);

			pages++;
			if (word == WORDS)
				continue;
			if (!bad++)
				fprintf(stderr, "hog: page %llu, byte %zu: first bad word is %#llx\n",
					(unsigned long long)page, word * sizeof(uint64_t),
					(unsigned long long)page_at(page)[word]);
		}
	}
	printf("verified %lu pages, bad %lu\n", pages, bad);
}

static void spoil(void)
{
	for (unsigned int c = 0; c < CHUNKS; c++) {
		if (held[c]) {
			base[(uint64_t)c * CHUNK + CHUNK / 2 + 1234] ^= 0x10;
			printf("spoiled or mended one bit of chunk %u\n", c);
			return;
		}
	}
	printf("nothing held\n");
}

static void answer(const char *line)
{
	unsigned long mib = 0;
	char verb[16] = "";
	int words = sscanf(line, "%15s %lu", verb, &mib);

	if (words == 2 && !strcmp(verb, "grow"))
		printf("grew %lu MiB", grow(PER_MIB(mib)) * (CHUNK >> 20));
	else if (words == 2 && !strcmp(verb, "free"))
		printf("freed %lu MiB", give_up(PER_MIB(mib), 1) * (CHUNK >> 20));
	else if (words == 2 && !strcmp(verb, "sieve"))
		printf("freed %lu MiB", give_up(PER_MIB(mib), 2) * (CHUNK >> 20));
	else if (words == 2 && !strcmp(verb, "comb"))
		printf("combed %lu MiB", comb(PER_MIB(mib)) * (CHUNK >> 20));
	else if (words == 2 && !strcmp(verb, "map"))
		return map(mib);
	else if (!strcmp(verb, "verify"))
		return verify();
	else if (!strcmp(verb, "spoil") || !strcmp(verb, "mend"))
		return spoil();
	else if (!strcmp(verb, "quit"))
		exit(0);
	else {
		printf("hog: not a command: %s\n", line);
		return;
	}
	printf(", holds %lu MiB\n", held_mib());
}

static void bind_to(unsigned int node)
{
	unsigned long mask = 1ul << node;

	must(syscall(SYS_set_mempolicy, MPOL_BIND, &mask, 8 * sizeof(mask)), "set_mempolicy");
}

int main(int argc, char **argv)
{
	char line[128];

	if (argc > 1)
		seed = strtoull(argv[1], NULL, 0);
	base = mmap(NULL, (size_t)CHUNKS * CHUNK + CHUNK, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (base == MAP_FAILED) {
		perror("mmap");
		return 1;
	}
	base += -(uintptr_t)base % CHUNK;
	if (argc > 2 && !strcmp(argv[2], "small"))
		must(madvise(base, (size_t)CHUNKS * CHUNK, MADV_NOHUGEPAGE), "madvise");
	if (argc > 3 && !strcmp(argv[2], "node"))
		bind_to(strtoul(argv[3], NULL, 0));
	setvbuf(stdout, NULL, _IOLBF, 0);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\r\n")] = 0;
		answer(line);
	}
	return 0;
}
