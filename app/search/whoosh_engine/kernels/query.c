/* A whole query in one call: terms looked up, documents found, filtered, ordered, grouped and counted in
 * every segment. The package `reference` does the same in numpy and is the definition: tests compare the
 * two, bit by bit. Addresses come from Python as integers.
 */
#include <sys/mman.h>

#include "faults.h"
#include "words.h"
#include "index.h"
#include "bits.h"
#include "sets.h"
#include "rows.h"
#include "plans.h"
#include "filters.h"
#include "hits.h"
#include "any.h"
#include "groups.h"
#include "answers.h"

#define ABI 18
#define MAX_SEGMENTS 4096
#define POPULATE_READ 22 /* of Linux since 5.14; older headers lack it */

/* The first call of all. */
int64_t onrecord_abi(void) {
    look_at_processor();
    return ABI;
}

static void read_program(Search *search, const Index *index, const int64_t *program) {
    memset(search, 0, sizeof *search);
    memcpy(&search->header, program, sizeof(Header));
    const Header *header = &search->header;
    const double *reals = (const double *)(program + header->n_numbers);
    const uint8_t *text = (const uint8_t *)(reals + header->n_reals);
    const int64_t *at = program + sizeof(Header) / 8;
    Query query = {index, reals + 1, text, at, 0, header->deadline, 0};
    search->after_key = reals[0];
    search->query = query;
    search->query.leaves = take(sizeof(Leaf) * (size_t)(header->n_leaves + 1));
    for (int64_t l = 0; l < header->n_leaves; l++, at += 4)
        look_up(&search->query, &search->query.leaves[l], at);
    search->filters = at;
    for (int64_t i = 0; i < header->n_filters; i++) at += at[1];
    for (int64_t f = 0; f < header->n_facets; f++, at += 4 + index->n_segments) {
        Facet facet = {at, take(8 * (size_t)(at[2] + 1))};
        memset(facet.totals, 0, 8 * (size_t)(at[2] + 1));
        search->facets[f] = facet;
        search->lifts_filters |= at[1] != 0;
    }
    search->plan = at;
    int64_t n_most = header->k < index->n_docs ? header->k : index->n_docs;
    search->header.k = n_most;
    search->heap = take(sizeof(Hit) * (size_t)(n_most + 1));
}

/* Only the first hits and how many there are. */
static int is_simple(const Search *search) {
    const Header *header = &search->header;
    return !header->n_facets && !header->places && header->group < 0;
}

static void run_segment(Search *search, Matches *all, int64_t s) {
    int64_t order = search->header.order;
    if (is_simple(search) && order == BY_SCORE && can_prune(search, s)) {
        begin_segment(search, s, 0);
        select_any(search);
        return;
    }
    Part found;
    if (search->plan[0] == EVERYTHING) {
        begin_segment(search, s, 0);
        found = search->allowed && !search->lifts_filters ? allowed_docs(search)
                                                          : run_plan(&search->query, search->plan, s);
    } else {
        found = run_plan(&search->query, search->plan, s);
        begin_segment(search, s, &found);
    }
    if (search->query.is_spent) return;
    if (search->header.group >= 0) collect(search, all, &found);
    else if (is_simple(search) && order == BY_SCORE) select_best(search, &found);
    else if (is_simple(search) && order != SHUFFLED) select_dated(search, &found);
    else select_hits(search, &found);
}

static void run_segments(Search *search) {
    Matches all = {0, 0, 0};
    for (int64_t s = 0; s < search->query.index->n_segments; s++) {
        Block *block = memory;
        size_t used = memory->used;
        run_segment(search, &all, s);
        if (search->header.group < 0 && memory == block) memory->used = used; /* the next segment's */
    }
    if (search->header.group >= 0) select_groups(search, &all);
    sort_hits(search);
}

static int has_unknown(const Search *search) {
    for (int64_t l = 0; l < search->header.n_leaves; l++)
        if (search->query.leaves[l].kind == TERM && !search->query.leaves[l].n_docs) return 1;
    return 0;
}

/* Numbers of an answer: total, hits, whether the time was up, where its strings begin and end, whether a
 * term is unknown, two free ones, keys, scores, places, further hits of each hit's group, facets, and words told. */
static int64_t write_answer(const Search *search, int64_t *numbers, int64_t size) {
    int64_t n = 8 + 2 * search->header.n_leaves + 4 * search->n_heap;
    for (int64_t f = 0; f < search->header.n_facets; f++) {
        int64_t n_values = search->facets[f].entry[2];
        n += 1 + (search->header.facet_size < n_values ? search->header.facet_size : n_values);
    }
    if (8 * n >= size) return -1;
    Out out = {numbers, 0, 0, 0, 0}, strings = {0, 0, (uint8_t *)(numbers + n), (uint8_t *)numbers + size, 0};
    put_number(&out, search->total);
    put_number(&out, search->n_heap);
    put_number(&out, search->query.is_spent);
    put_number(&out, 8 * n);
    out.n_numbers = 8;
    put_hits(search, &out, &strings);
    put_facets(search, &out, &strings);
    put_told(search, &out, &strings);
    numbers[4] = strings.text - (uint8_t *)numbers;
    numbers[5] = has_unknown(search);
    return strings.is_full ? -1 : 0;
}

/* Runs a program (kernels/program.py) on an index in `scratch`, at whose beginning the answer is left. 0;
 * -1 when the answer does not fit; -2 without memory; -3 where a file was cut off. */
int64_t onrecord_run(const uint64_t *table, const int64_t *program, int64_t *scratch) {
    static _Thread_local Segment segments[MAX_SEGMENTS];
    static _Thread_local Search search;
    const Header *header = (const Header *)program;
    Block *first = (Block *)((uint8_t *)scratch + header->answer_size);
    first->before = 0;
    first->used = 64;
    first->size = (size_t)(header->scratch_size - header->answer_size);
    memory = first;
    if (setjmp(out_of_memory)) {
        is_at_work = 0;
        free_blocks(first);
        return -2;
    }
    if (sigsetjmp(given_up, 0)) {
        is_at_work = 0;
        free_blocks(first);
        return -3;
    }
    is_at_work = 1;
    Index index = read_index(table, segments);
    read_program(&search, &index, program);
    run_segments(&search);
    int64_t status = write_answer(&search, scratch, header->answer_size);
    is_at_work = 0;
    free_blocks(first);
    return status;
}

/* Writes the program of a few words as kernels/program.py would, and runs it. -1 also where the words are
 * too long. */
int64_t onrecord_words(const uint64_t *table, int64_t *scratch, const Words *words) {
    int64_t program[sizeof(Header) / 8 + 10 * MAX_WORDS + 16 + MAX_TEXT / 8];
    int64_t *at = program + sizeof(Header) / 8, n = words->n, n_text = words->key_length;
    for (int64_t i = 0; i < n; n_text += words->lengths[i++]) {
        int64_t leaf[] = {TERM, words->field, n_text, words->lengths[i]};
        memcpy(at, leaf, sizeof leaf);
        at += 4;
    }
    if (n_text > MAX_TEXT) return -1;
    int64_t n_nodes = 5 * n + (words->kind == TERM ? 0 : 4);
    if (words->key_length) {
        int64_t bonus[] = {BONUS, 6 + n_nodes, words->key_field, 0, words->key_length, 1};
        memcpy(at, bonus, sizeof bonus);
        at += 6;
    }
    if (words->kind != TERM) {
        int64_t joint[] = {words->kind, n_nodes, n, words->kind == ALL ? 0 : words->least};
        memcpy(at, joint, sizeof joint);
        at += 4;
    }
    for (int64_t i = 0; i < n; i++) {
        int64_t node[] = {SCORED, 5, i, 0, 0};
        memcpy(at, node, sizeof node);
        at += 5;
    }
    Header header = {at - program, 3, words->answer_size, words->scratch_size, words->deadline, words->k,
                     words->order, words->column, 0, 0, 0, -1, n, 0, 0, 0, 0};
    double reals[] = {0, 1, words->points};
    memcpy(program, &header, sizeof header);
    memcpy(at, reals, sizeof reals);
    uint8_t *text = (uint8_t *)(at + 3);
    memcpy(text, words->key, (size_t)words->key_length);
    text += words->key_length;
    for (int64_t i = 0; i < n; text += words->lengths[i++]) memcpy(text, words->texts[i], (size_t)words->lengths[i]);
    return onrecord_run(table, program, scratch);
}

/* Maps the pages of a file before a query needs them, which else stops for each. 0, or -1 where the system
 * cannot. */
int64_t onrecord_populate(void *at, int64_t n) { return madvise(at, (size_t)n, POPULATE_READ); }
