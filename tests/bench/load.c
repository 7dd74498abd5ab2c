/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * load: the programs that run in the guest of the benchmark (peers.py).
 *
 *   load swing MIB HOLD_MS GAP_MS TIMES [FILE]	fill so much memory, hold it, free it, pause; with FILE it is a file (tmpfs)
 *   load read FILE MIB PASSES GAP_MS		read a file from its beginning, so many times
 *   load zipf FILE MIB READS			read single pages of it, the one of rank n 1/n as often as the first
 *   load write FILE MIB GAP_MS TIMES		write bursts
 *   load many PROGRAMS MIB			run so many programs, each of which touches so much and ends
 *   load store MIB SECONDS			a store of keys that expire: it grows to MIB, then shrinks to a quarter
 *   load huge PAGES HOLD_MS GAP_MS TIMES		ask for so many huge pages at run time, hold them, let them go, pause
 *   load touch MIB				what `many` runs
 *   load node N ...				any of these with its memory on that node only
 *
 * Each page of what it fills begins and ends with a word made of its number; so
 * does each page of the disk that peers.py makes.  Each is checked before it is
 * freed or when it has been read.
 *
 * It says "mark freed" when it frees, and at the end one line:
 *   result work_ms N bad N [p50_us N p99_us N max_us N] [missing N]
 * work_ms is the time without the pauses; bad counts pages with other words
 * than they should have; the times in us are those to fill one MiB; missing
 * counts huge pages that were asked for and not there.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGE	4096ul
#define WORDS	(PAGE / sizeof(uint64_t))
#define MIB	(1ul << 20)
#define PIECE	(128ul << 10)		/* of one read or write */
#define MPOL_BIND 2

static uint64_t work_ns;
static unsigned long bad;

static void must(int failed, const char *what)
{
	if (failed) {
		perror(what);
		exit(1);
	}
}

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void pause_ms(unsigned long ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

static uint64_t chance(void)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return x;
}

static void stamp(uint64_t *page, uint64_t number)
{
	page[0] = page[WORDS - 1] = (number + 1) * 0x9e3779b97f4a7c15u;
}

static void check(const uint64_t *page, uint64_t number)
{
	uint64_t word = (number + 1) * 0x9e3779b97f4a7c15u;

	bad += page[0] != word || page[WORDS - 1] != word;
}

static void result(const char *more)
{
	printf("result work_ms %llu bad %lu%s\n", (unsigned long long)(work_ns / 1000000), bad, more);
}

static int by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void swing(unsigned long mib, unsigned long hold, unsigned long gap, unsigned long times, const char *file)
{
	uint64_t *took = calloc(mib * times, sizeof(*took));
	unsigned long n = 0;
	char relief[96];

	must(!took || !mib || !times, "swing");
	for (unsigned long turn = 0; turn < times; turn++) {
		int fd = file ? open(file, O_RDWR | O_CREAT, 0600) : -1;
		unsigned char *base;
		uint64_t begin;

		must(file && (fd < 0 || ftruncate(fd, mib * MIB)), "file");
		base = mmap(NULL, mib * MIB, PROT_READ | PROT_WRITE, file ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS, fd, 0);
		must(base == MAP_FAILED, "mmap");
		for (unsigned long m = 0; m < mib; m++) {
			uint64_t start = now();

			for (unsigned long p = m * MIB / PAGE; p < (m + 1) * MIB / PAGE; p++)
				stamp((uint64_t *)(base + p * PAGE), p);
			took[n] = now() - start;
			work_ns += took[n++];
		}
		pause_ms(hold);
		begin = now();
		for (unsigned long p = 0; p < mib * MIB / PAGE; p++)
			check((uint64_t *)(base + p * PAGE), p);
		munmap(base, mib * MIB);
		work_ns += now() - begin;
		if (file) {
			close(fd);
			unlink(file);
		}
		printf("mark freed\n");
		if (turn + 1 < times)
			pause_ms(gap);
	}
	qsort(took, n, sizeof(*took), by_size);
	snprintf(relief, sizeof(relief), " p50_us %llu p99_us %llu max_us %llu", (unsigned long long)took[n / 2] / 1000,
		 (unsigned long long)took[n * 99 / 100] / 1000, (unsigned long long)took[n - 1] / 1000);
	result(relief);
}

static void read_at(int fd, unsigned char *buffer, unsigned long bytes, unsigned long at)
{
	must(pread(fd, buffer, bytes, at) != (ssize_t)bytes, "read");
	for (unsigned long p = 0; p < bytes / PAGE; p++)
		check((uint64_t *)(buffer + p * PAGE), at / PAGE + p);
}

static void reading(const char *file, unsigned long mib, unsigned long passes, unsigned long gap)
{
	unsigned char *buffer = aligned_alloc(PAGE, PIECE);
	int fd = open(file, O_RDONLY);

	must(!buffer || fd < 0, file);
	for (unsigned long pass = 0; pass < passes; pass++) {
		uint64_t start = now();

		for (unsigned long at = 0; at < mib * MIB; at += PIECE)
			read_at(fd, buffer, PIECE, at);
		work_ns += now() - start;
		if (pass + 1 < passes)
			pause_ms(gap);
	}
	result("");
}

static void zipf(const char *file, unsigned long mib, unsigned long reads)
{
	unsigned char *buffer = aligned_alloc(PAGE, PAGE);
	int fd = open(file, O_RDONLY);
	unsigned int octaves = 0;
	uint64_t start = now();

	must(!buffer || fd < 0, file);
	while (2ul << octaves <= mib * MIB / PAGE)
		octaves++;
	for (unsigned long n = 0; n < reads; n++) {
		uint64_t octave = 1ull << chance() % octaves, rank = octave + chance() % octave;

		/* neighbours in rank are none on the disk: an odd factor permutes what is below a power of two */
		read_at(fd, buffer, PAGE, rank * 0x9e3779b1u % (1ull << octaves) * PAGE);
	}
	work_ns = now() - start;
	result("");
}

static void writing(const char *file, unsigned long mib, unsigned long gap, unsigned long times)
{
	unsigned char *buffer = aligned_alloc(PAGE, PIECE);
	int fd = open(file, O_WRONLY);

	must(!buffer || fd < 0, file);
	memset(buffer, 0, PIECE);
	for (unsigned long turn = 0; turn < times; turn++) {
		uint64_t start = now();

		for (unsigned long at = 0; at < mib * MIB; at += PIECE) {
			for (unsigned long p = 0; p < PIECE / PAGE; p++)
				stamp((uint64_t *)(buffer + p * PAGE), at / PAGE + p);
			must(pwrite(fd, buffer, PIECE, at) != PIECE, "write");
		}
		work_ns += now() - start;
		if (turn + 1 < times)
			pause_ms(gap);
	}
	result("");
}

static unsigned long huge_pages(unsigned long want)
{
	FILE *f = fopen("/proc/sys/vm/nr_hugepages", "r+");
	unsigned long have;

	must(!f || fprintf(f, "%lu\n", want) < 0 || fflush(f), "huge pages");
	rewind(f);
	must(fscanf(f, "%lu", &have) != 1, "huge pages");
	fclose(f);
	return have;
}

static void huge(unsigned long pages, unsigned long hold, unsigned long gap, unsigned long times)
{
	unsigned long missing = 0;
	char more[48];

	for (unsigned long turn = 0; turn < times; turn++) {
		uint64_t start = now();

		missing += pages - huge_pages(pages);
		work_ns += now() - start;
		pause_ms(hold);
		huge_pages(0);
		printf("mark freed\n");
		if (turn + 1 < times)
			pause_ms(gap);
	}
	snprintf(more, sizeof(more), " missing %lu", missing);
	result(more);
}

static void touch(unsigned long mib)
{
	unsigned char *base = mmap(NULL, mib * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	must(base == MAP_FAILED, "mmap");
	for (unsigned long p = 0; p < mib * MIB / PAGE; p++)
		stamp((uint64_t *)(base + p * PAGE), p);
	for (unsigned long p = 0; p < mib * MIB / PAGE; p++)
		check((uint64_t *)(base + p * PAGE), p);
	exit(bad != 0);
}

static void many(unsigned long programs, const char *mib)
{
	uint64_t start = now();

	for (unsigned long n = 0; n < programs; n++) {
		pid_t pid = fork();
		int status;

		must(pid < 0, "fork");
		if (!pid) {
			execl("/proc/self/exe", "load", "touch", mib, (char *)NULL);
			_exit(127);
		}
		must(waitpid(pid, &status, 0) < 0, "wait");
		bad += status != 0;
	}
	work_ns = now() - start;
	result("");
}

/* A value has 256 bytes to 8 KiB; its key is in its first and its last word. */
struct value {
	unsigned int words;
	uint64_t *word;
};

static void store(unsigned long mib, unsigned long seconds)
{
	unsigned long life = seconds / 4, mean = 4224, most = mib * MIB / mean, slots = 2 * most + 1;
	struct value *values = calloc(slots, sizeof(*values));
	unsigned long *born = calloc(seconds + 1, sizeof(*born));	/* the first key of that second */
	unsigned long oldest = 0, next = 0;

	must(!values || !born || !life, "store");
	for (unsigned long s = 0; s < seconds; s++) {
		uint64_t start = now(), spent;
		unsigned long news = most / life / (s < seconds / 2 ? 1 : 4);

		born[s] = next;
		for (; s >= life && oldest < born[s - life + 1]; oldest++) {
			free(values[oldest % slots].word);
			values[oldest % slots].word = NULL;
		}
		for (unsigned long n = 0; n < news; n++, next++) {
			struct value *v = &values[next % slots];

			v->words = 32 + chance() % 993;
			v->word = malloc(v->words * sizeof(*v->word));
			must(!v->word, "malloc");
			memset(v->word, 0x5a, v->words * sizeof(*v->word));
			v->word[0] = v->word[v->words - 1] = next;
		}
		for (unsigned long n = 0; n < 2 * news; n++) {
			unsigned long key = oldest + chance() % (next - oldest);
			struct value *v = &values[key % slots];

			bad += v->word[0] != key || v->word[v->words - 1] != key;
		}
		malloc_trim(0);
		spent = now() - start;
		work_ns += spent;
		if (spent < 1000000000)
			pause_ms(1000 - spent / 1000000);
	}
	result("");
}

int main(int argc, char **argv)
{
	const char *verb;
	unsigned long n[6] = { 0 };

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc > 3 && !strcmp(argv[1], "node")) {
		unsigned long mask = 1ul << strtoul(argv[2], NULL, 10);

		must(syscall(SYS_set_mempolicy, MPOL_BIND, &mask, 8 * sizeof(mask)) != 0, "node");
		argc -= 2;
		argv += 2;
	}
	verb = argc > 1 ? argv[1] : "";
	for (int i = 2; i < argc && i < 8; i++)
		n[i - 2] = strtoul(argv[i], NULL, 10);
	if ((argc == 6 || argc == 7) && !strcmp(verb, "swing"))
		swing(n[0], n[1], n[2], n[3], argv[6]);
	else if (argc == 6 && !strcmp(verb, "read"))
		reading(argv[2], n[1], n[2], n[3]);
	else if (argc == 5 && !strcmp(verb, "zipf"))
		zipf(argv[2], n[1], n[2]);
	else if (argc == 6 && !strcmp(verb, "write"))
		writing(argv[2], n[1], n[2], n[3]);
	else if (argc == 6 && !strcmp(verb, "huge"))
		huge(n[0], n[1], n[2], n[3]);
	else if (argc == 4 && !strcmp(verb, "many"))
		many(n[0], argv[3]);
	else if (argc == 4 && !strcmp(verb, "store"))
		store(n[0], n[1]);
	else if (argc == 3 && !strcmp(verb, "touch"))
		touch(n[0]);
	else {
		fprintf(stderr, "load: not a command: %s\n", verb);
		return 2;
	}
	return 0;
}
