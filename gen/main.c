// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/* Reads the spec, runs the passes in order, and writes all outputs or none. */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gen.h"

void *alloc(size_t size)
{
	void *p = calloc(1, size);

	if (!p) {
		fputs("gen: out of memory\n", stderr);
		exit(1);
	}
	return p;
}

void push(struct list *l, void *x)
{
	l->at = realloc(l->at, (l->n + 1) * sizeof(*l->at));
	if (!l->at) {
		fputs("gen: out of memory\n", stderr);
		exit(1);
	}
	l->at[l->n++] = x;
}

char *formatted(const char *fmt, va_list args)
{
	va_list again;
	char *s;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, args);
	if (n < 0) {
		fputs("gen: a text is too long\n", stderr);
		exit(1);
	}
	s = alloc((size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	return s;
}

char *format(const char *fmt, ...)
{
	va_list args;
	char *s;

	va_start(args, fmt);
	s = formatted(fmt, args);
	va_end(args);
	return s;
}

char *copy(const char *from, const char *end)
{
	return format("%.*s", (int)(end - from), from);
}

const char *upper(const char *s)
{
	char *u = copy(s, s + strlen(s));

	for (char *p = u; *p; p++)
		*p = toupper((unsigned char)*p);
	return u;
}

bool starts_with(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

struct source *read_source(const char *path)
{
	struct source *src = alloc(sizeof(*src));
	FILE *f = fopen(path, "r");
	size_t n;

	src->path = path;
	if (f) {
		do {
			src->text = realloc(src->text, src->len + 65537);
			if (!src->text)
				break;
			n = fread(src->text + src->len, 1, 65536, f);
			src->len += n;
		} while (n);
	}
	if (!f || !src->text || ferror(f)) {
		fprintf(stderr, "gen: %s: %s\n", path, strerror(errno));
		exit(1);
	}
	src->text[src->len] = '\0';
	if (strlen(src->text) != src->len) {
		fprintf(stderr, "gen: %s: not a text file\n", path);
		exit(1);
	}
	fclose(f);
	return src;
}

static int usage(void)
{
	fputs("usage: gen -o OUTPUT_ROOT -H SPEC_HASH [-L LIBRARY] SPEC.pml ...   (gen/gen.sh works out the hash)\n"
	      "       gen -M SPEC.pml ...                                          list the spec's mutants\n"
	      "       gen -m MUTANT -o OUTPUT_ROOT SPEC.pml ...                    write the spec with one of them in it\n", stderr);
	return 2;
}

static struct list read_sources(char **paths, int n)
{
	struct list sources = { NULL, 0 };

	for (int i = 0; i < n; i++) {
		struct source *src = read_source(paths[i]);

		src->index = i;
		push(&sources, src);
	}
	return sources;
}

int main(int argc, char **argv)
{
	const char *root = NULL, *mutant = NULL, *lib = NULL;
	struct list sources;
	struct spec *spec;
	bool list = false;
	int option;

	while ((option = getopt(argc, argv, "o:H:L:Mm:")) != -1) {
		if (option == 'o')
			root = optarg;
		else if (option == 'H')
			spec_hash = optarg;
		else if (option == 'L')
			lib = optarg;
		else if (option == 'M')
			list = true;
		else if (option == 'm')
			mutant = optarg;
		else
			return usage();
	}
	if (optind >= argc || list + !!mutant + !!spec_hash != 1 || list == !!root)
		return usage();
	sources = read_sources(argv + optind, argc - optind);

	spec = parse_files(&sources);
	check_spec(spec);
	if (list) {
		list_mutants(spec);
		return 0;
	}
	if (mutant)
		return emit_mutant(spec, mutant) && write_outputs(root) ? 0 : 1;
	emit_c(spec);
	emit_call_wrappers(spec);
	emit_wire_inverses(spec);
	emit_relation(spec);
	emit_trace(spec);
	emit_model(spec);
	emit_lockstep(spec);
	emit_any(spec);
	emit_why3(spec);
	emit_doc(spec);
	if (lib)
		emit_lib(lib);
	return write_outputs(root) ? 0 : 1;
}
