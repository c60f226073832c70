/* From the documents that a plan finds to an answer: filters, order, groups, facets. The numpy twins are
 * reference/filters.py and reference/ranking.py. */

enum { BY_SCORE, HIGHEST_FIRST, LOWEST_FIRST, SHUFFLED };      /* orders */
enum { VALUES, WHOLE_NUMBERS, AT_LEAST, HAS_VALUE };           /* filters */
enum { PASSES = -1, FAILS = -2, NO_FIELD = -3 };               /* of a document at all filters */

#define MAX_FILTERS 64
#define MAX_FACETS 64
#define NO_DATE (-(1LL << 62))

/* What is asked for, as kernels/program.py writes it. */
typedef struct {
    int64_t n_numbers, n_reals; /* of the program: numbers, then reals, then text */
    int64_t answer_size, scratch_size;
    int64_t budget, k, order, column, seed;
    int64_t after_length, after_at; /* -1: from the first hit on */
    int64_t group;                  /* column, -1: none */
    int64_t n_leaves, n_filters, n_facets, facet_size;
    int64_t places; /* address for the places of all hits, 0: not wanted */
} Header;

typedef struct {
    double key;
    double score;
    uint32_t place; /* segment << 16 | document */
    uint32_t rank;  /* of its id in the segment */
    int64_t more;   /* of its group */
} Hit;

typedef struct {
    const int64_t *entry; /* field, whether it is filtered, values, their first places, the segments' places */
    int64_t *totals;
} Facet;

typedef struct {
    Query query;
    Header header;
    const int64_t *filters, *facet_entries, *plan;
    double after_key;
    Facet facets[MAX_FACETS];
    Hit *heap;
    int64_t n_heap;
    int64_t total;
    int64_t *after_ranks; /* by segment: ids from here on come after the last hit seen */
    /* of the segment at work */
    int64_t s;
    int64_t n_tests;
    const int64_t *tests[MAX_FILTERS];
    const uint64_t *passing[MAX_FILTERS];
} Search;

static const Field *id_field(const Search *search, uint32_t place) {
    const Index *index = search->query.index;
    return &index->segments[place >> 16].fields[index->id_field];
}

static int comes_after(const Search *search, const Hit *a, const Hit *b) {
    if (a->key != b->key) return a->key < b->key;
    if (a->place >> 16 == b->place >> 16) return a->rank > b->rank;
    const Field *own = id_field(search, a->place), *other = id_field(search, b->place);
    return compare_bytes(own->terms + own->ends[a->rank], own->ends[a->rank + 1] - own->ends[a->rank],
                         other->terms + other->ends[b->rank],
                         other->ends[b->rank + 1] - other->ends[b->rank]) > 0;
}

static void sink(const Search *search, Hit *heap, int64_t n, int64_t i) {
    Hit moved = heap[i];
    for (int64_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && comes_after(search, &heap[child + 1], &heap[child])) child++;
        if (!comes_after(search, &heap[child], &moved)) break;
        heap[i] = heap[child];
    }
    heap[i] = moved;
}

static void offer(Search *search, const Hit *hit) {
    Hit *heap = search->heap;
    if (search->n_heap < search->header.k) {
        heap[search->n_heap++] = *hit;
        if (search->n_heap == search->header.k)
            for (int64_t i = search->n_heap / 2 - 1; i >= 0; i--) sink(search, heap, search->n_heap, i);
    } else if (comes_after(search, &heap[0], hit)) {
        heap[0] = *hit;
        sink(search, heap, search->n_heap, 0);
    }
}

static void sort_hits(Search *search) {
    Hit *heap = search->heap;
    int64_t n = search->n_heap;
    if (n < search->header.k)
        for (int64_t i = n / 2 - 1; i >= 0; i--) sink(search, heap, n, i);
    for (int64_t left = n - 1; left > 0; left--) {
        Hit last = heap[0];
        heap[0] = heap[left];
        heap[left] = last;
        sink(search, heap, left, 0);
    }
}

/* The bits of documents with any of the values that are wanted and none of the others. */
static const uint64_t *bits_of_values(const Search *search, const Field *field, const int64_t *test) {
    uint64_t *bits = take(8 * WORDS);
    int64_t n_wanted = test[3], n_unwanted = test[4];
    const int64_t *value = test + 5;
    memset(bits, n_wanted ? 0 : 0xff, 8 * WORDS);
    for (int64_t v = 0; v < n_wanted + n_unwanted; v++, value += 2) {
        int64_t i = find_term(field, search->query.text + value[0], value[1]);
        if (i < 0) continue;
        for (int64_t at = field->starts[i]; at < field->starts[i + 1]; at++) {
            uint64_t bit = 1ULL << (field->docs[at] & 63);
            if (v < n_wanted) bits[field->docs[at] >> 6] |= bit;
            else bits[field->docs[at] >> 6] &= ~bit;
        }
    }
    return bits;
}

static void begin_segment(Search *search, int64_t s) {
    const Segment *segment = &search->query.index->segments[s];
    const int64_t *test = search->filters;
    search->s = s;
    search->n_tests = search->header.n_filters;
    for (int64_t i = 0; i < search->n_tests; i++, test += test[1]) {
        search->tests[i] = test;
        search->passing[i] = test[0] == VALUES ? bits_of_values(search, &segment->fields[test[2]], test) : 0;
    }
}

/* Where in each segment the ids begin that come after the last hit of the page before. */
static void read_after(Search *search) {
    const Index *index = search->query.index;
    const uint8_t *id = search->query.text + search->header.after_at;
    int64_t length = search->header.after_length;
    search->after_ranks = take(8 * (size_t)index->n_segments);
    for (int64_t s = 0; s < index->n_segments && length >= 0; s++) {
        const Field *ids = &index->segments[s].fields[index->id_field];
        search->after_ranks[s] = lower_bound(ids, id, length, 0) + (find_term(ids, id, length) >= 0);
    }
}

static int passes_test(const Search *search, int64_t i, uint16_t doc) {
    const int64_t *test = search->tests[i];
    const Segment *segment = &search->query.index->segments[search->s];
    switch (test[0]) {
        case VALUES: return search->passing[i][doc >> 6] >> (doc & 63) & 1;
        case WHOLE_NUMBERS: {
            int64_t number = ((const int64_t *)(uintptr_t)segment->columns[test[2]])[doc];
            return number >= test[3] && number < test[4];
        }
        case AT_LEAST:
            return ((const double *)(uintptr_t)segment->columns[test[2]])[doc] >= search->query.reals[test[3]];
        default: {
            const uint32_t *starts = segment->fields[test[2]].value_starts;
            return starts[doc + 1] > starts[doc];
        }
    }
}

/* Whether a document passes; if not, the one key field whose filters it fails, or FAILS. */
static int64_t judge(const Search *search, uint16_t doc) {
    const uint8_t *live = search->query.index->segments[search->s].live;
    int64_t failed = PASSES;
    if (live && !live[doc]) return FAILS;
    for (int64_t i = 0; i < search->n_tests; i++) {
        if (passes_test(search, i, doc)) continue;
        int64_t field = search->tests[i][0] == VALUES ? search->tests[i][2] : FAILS;
        if (failed != PASSES && failed != field) return FAILS;
        failed = field;
        if (failed == FAILS) return FAILS;
    }
    return failed;
}

static double shuffled(uint64_t name, uint64_t seed) { /* splitmix64, in [0, 1) */
    uint64_t z = name + seed;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    z ^= z >> 31;
    return (double)(z >> 11) / 9007199254740992.0;
}

static inline double key_of(const Search *search, uint16_t doc) {
    const void *column =
        (const void *)(uintptr_t)search->query.index->segments[search->s].columns[search->header.column];
    if (search->header.order == SHUFFLED)
        return shuffled(((const uint64_t *)column)[doc], (uint64_t)search->header.seed);
    int64_t date = ((const int64_t *)column)[doc];
    if (date == NO_DATE) return -INFINITY;
    return search->header.order == HIGHEST_FIRST ? (double)date : -(double)date;
}

static inline uint32_t rank_of(const Search *search, uint16_t doc) {
    const Index *index = search->query.index;
    return index->segments[search->s].fields[index->id_field].ordinals[doc];
}

static void count_values(Search *search, const Facet *facet, int64_t s, uint16_t doc) {
    const Field *field = &search->query.index->segments[s].fields[facet->entry[0]];
    const int64_t *places = (const int64_t *)(uintptr_t)facet->entry[4 + s];
    for (uint32_t j = field->value_starts[doc]; j < field->value_starts[doc + 1]; j++)
        facet->totals[places[field->ordinals[j]]]++;
}

static void count_facets(Search *search, uint16_t doc, int64_t verdict) {
    for (int64_t f = 0; f < search->header.n_facets; f++) {
        Facet *facet = &search->facets[f];
        if (verdict == PASSES || verdict == facet->entry[0]) count_values(search, facet, search->s, doc);
    }
}

static int is_after(const Search *search, const Hit *hit) {
    if (search->header.after_length < 0) return 1;
    if (hit->key != search->after_key) return hit->key < search->after_key;
    return (int64_t)hit->rank >= search->after_ranks[hit->place >> 16];
}

/* Takes what a segment's plan found into the answer. */
static void select_hits(Search *search, const Part *found) {
    const Segment *segment = &search->query.index->segments[search->s];
    int must_judge = search->n_tests || segment->live, by_score = search->header.order == BY_SCORE;
    uint32_t *places = (uint32_t *)(uintptr_t)search->header.places;
    double bar = -INFINITY;
    for (int64_t i = 0; i < found->n; i++) {
        uint16_t doc = found->docs[i];
        uint32_t place = (uint32_t)(search->s << 16 | doc);
        int64_t verdict = must_judge ? judge(search, doc) : PASSES;
        if (search->header.n_facets) count_facets(search, doc, verdict);
        if (verdict != PASSES) continue;
        if (places) places[search->total] = place;
        search->total++;
        double key = by_score ? score_at(found, i) : key_of(search, doc);
        if (key < bar) continue;
        Hit hit = {key, by_score ? key : score_at(found, i), place, rank_of(search, doc), 0};
        if (!is_after(search, &hit)) continue;
        offer(search, &hit);
        if (search->n_heap == search->header.k) bar = search->heap[0].key;
    }
}

/* Matches kept for grouping: with the filters that each fails. */
typedef struct {
    Hit hit;
    uint64_t group;
    int64_t verdict;
} Match;

typedef struct {
    Match *matches;
    int64_t n, room;
} Matches;

static void collect(Search *search, Matches *all, const Part *found) {
    const Segment *segment = &search->query.index->segments[search->s];
    const uint64_t *groups = (const uint64_t *)(uintptr_t)segment->columns[search->header.group];
    if (all->n + found->n > all->room) {
        Match *more = take(2 * sizeof(Match) * (size_t)(all->n + found->n));
        memcpy(more, all->matches, sizeof(Match) * (size_t)all->n);
        all->matches = more;
        all->room = 2 * (all->n + found->n);
    }
    for (int64_t i = 0; i < found->n; i++) {
        uint16_t doc = found->docs[i];
        double score = score_at(found, i);
        Match match = {{search->header.order == BY_SCORE ? score : key_of(search, doc), score,
                        (uint32_t)(search->s << 16 | doc), rank_of(search, doc), 0},
                       groups[doc], judge(search, doc)};
        if (match.verdict != FAILS) all->matches[all->n++] = match;
    }
}

/* The first of each group among those that pass but for `field`, and how many more each has. The table
 * has places for twice as many. Returns how many; `kept` gets their numbers. */
static int64_t group(const Search *search, Matches *all, int64_t field, uint32_t *kept) {
    uint64_t size = 16;
    while (size < 2 * (uint64_t)all->n) size *= 2;
    uint32_t *table = take(4 * size);
    int64_t n_kept = 0;
    memset(table, 0xff, 4 * size);
    for (int64_t i = 0; i < all->n; i++) {
        Match *match = &all->matches[i];
        if (match->verdict != PASSES && match->verdict != field) continue;
        match->hit.more = 0;
        uint64_t at = match->group * 0x9E3779B97F4A7C15ULL >> 20 & (size - 1);
        while (table[at] != UINT32_MAX && all->matches[kept[table[at]]].group != match->group)
            at = (at + 1) & (size - 1);
        if (table[at] == UINT32_MAX) {
            table[at] = (uint32_t)n_kept;
            kept[n_kept++] = (uint32_t)i;
            continue;
        }
        Match *first = &all->matches[kept[table[at]]];
        if (comes_after(search, &first->hit, &match->hit)) {
            match->hit.more = first->hit.more + 1;
            kept[table[at]] = (uint32_t)i;
        } else {
            first->hit.more++;
        }
    }
    return n_kept;
}

static void select_groups(Search *search, Matches *all) {
    uint32_t *kept = take(4 * (size_t)(all->n + 1));
    uint32_t *places = (uint32_t *)(uintptr_t)search->header.places;
    for (int64_t f = 0; f < search->header.n_facets; f++) {
        Facet *facet = &search->facets[f];
        if (!facet->entry[1]) continue;
        int64_t n = group(search, all, facet->entry[0], kept);
        for (int64_t i = 0; i < n; i++) {
            uint32_t place = all->matches[kept[i]].hit.place;
            count_values(search, facet, place >> 16, (uint16_t)place);
        }
    }
    search->total = group(search, all, NO_FIELD, kept);
    for (int64_t i = 0; i < search->total; i++) {
        const Hit *hit = &all->matches[kept[i]].hit;
        if (places) places[i] = hit->place;
        for (int64_t f = 0; f < search->header.n_facets; f++)
            if (!search->facets[f].entry[1])
                count_values(search, &search->facets[f], hit->place >> 16, (uint16_t)hit->place);
        if (is_after(search, hit)) offer(search, hit);
    }
}

/* Where an answer is written: numbers first, then strings that a byte of 255 parts. */
typedef struct {
    int64_t *numbers;
    int64_t n_numbers;
    uint8_t *text, *end;
    int is_full;
} Out;

static void put_number(Out *out, int64_t number) { out->numbers[out->n_numbers++] = number; }

static void put_real(Out *out, double real) { memcpy(&out->numbers[out->n_numbers++], &real, 8); }

static void put_string(Out *out, const uint8_t *string, int64_t length) {
    if (out->is_full || out->end - out->text <= length) {
        out->is_full = 1;
        return;
    }
    memcpy(out->text, string, (size_t)length);
    out->text[length] = 255;
    out->text += length + 1;
}

typedef struct {
    const uint8_t *value;
    int64_t length;
    int64_t count;
} Value;

static int counts_less(const Value *a, const Value *b) {
    if (a->count != b->count) return a->count < b->count;
    return compare_bytes(a->value, a->length, b->value, b->length) > 0;
}

/* Puts a value where it belongs among the best, if it does. Returns how many there are. */
static int64_t insert_value(Value *best, int64_t n, int64_t size, Value value) {
    if (n == size && (!size || counts_less(&value, &best[n - 1]))) return n;
    int64_t at = n < size ? n++ : n - 1;
    for (; at && counts_less(&best[at - 1], &value); at--) best[at] = best[at - 1];
    best[at] = value;
    return n;
}

static Value value_at(const Search *search, const Facet *facet, int64_t place) {
    int64_t at = ((const int64_t *)(uintptr_t)facet->entry[3])[place];
    for (int64_t s = 0;; s++) {
        const Field *field = &search->query.index->segments[s].fields[facet->entry[0]];
        if (at < field->n_terms) {
            Value value = {field->terms + field->ends[at], field->ends[at + 1] - field->ends[at],
                           facet->totals[place]};
            return value;
        }
        at -= field->n_terms;
    }
}

static int64_t best_values(const Search *search, const Facet *facet, Value *best) {
    int64_t n = 0, size = search->header.facet_size;
    for (int64_t place = 0; place < facet->entry[2]; place++) {
        int64_t count = facet->totals[place];
        if (!count || !size || (n == size && count < best[n - 1].count)) continue;
        n = insert_value(best, n, size, value_at(search, facet, place));
    }
    return n;
}

static void put_facets(const Search *search, Out *out, Out *strings) {
    for (int64_t f = 0; f < search->header.n_facets; f++) {
        const Facet *facet = &search->facets[f];
        int64_t size = search->header.facet_size;
        Value *best = take(sizeof(Value) * (size_t)((size < facet->entry[2] ? size : facet->entry[2]) + 1));
        int64_t n = best_values(search, facet, best);
        put_number(out, n);
        for (int64_t i = 0; i < n; i++) {
            put_number(out, best[i].count);
            put_string(strings, best[i].value, best[i].length);
        }
    }
}

static void put_told(const Search *search, Out *out, Out *strings) {
    for (int64_t l = 0; l < search->header.n_leaves; l++) {
        const Leaf *leaf = &search->query.leaves[l];
        if (leaf->kind != PREFIX) continue;
        Value best[TOLD];
        int64_t n = 0;
        for (int64_t t = 0; t < leaf->n_told; t++) {
            Value value = {leaf->told[t].word, leaf->told[t].length, leaf->told[t].count};
            n = insert_value(best, n, TOLD, value);
        }
        put_number(out, n);
        put_number(out, leaf->is_cut);
        for (int64_t i = 0; i < n; i++) put_string(strings, best[i].value, best[i].length);
    }
}

static void put_hits(const Search *search, Out *out, Out *strings) {
    const Hit *hits = search->heap;
    int64_t n = search->n_heap;
    for (int64_t i = 0; i < n; i++) put_real(out, hits[i].key);
    for (int64_t i = 0; i < n; i++) put_real(out, hits[i].score);
    for (int64_t i = 0; i < n; i++) put_number(out, hits[i].place);
    for (int64_t i = 0; i < n; i++) put_number(out, hits[i].more);
    for (int64_t i = 0; i < n; i++) {
        const Field *ids = id_field(search, hits[i].place);
        uint32_t rank = hits[i].rank;
        put_string(strings, ids->terms + ids->ends[rank], ids->ends[rank + 1] - ids->ends[rank]);
    }
}
