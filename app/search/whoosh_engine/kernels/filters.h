/* What is asked for, and the filters of it. The numpy twin is filters.py. */

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
    int64_t deadline, k, order, column, seed;
    int64_t has_after, after_number; /* the last hit of the page before, if there was one */
    int64_t group;                  /* column, -1: none */
    int64_t n_leaves, n_filters, n_facets, facet_size;
    int64_t places; /* address for the places of all hits, 0: not wanted */
} Header;

typedef struct {
    double key;
    double score;
    uint32_t place; /* segment << 16 | document */
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
    int lifts_filters; /* a facet is counted without its own field's filter */
    /* of the segment at work */
    int64_t s;
    int64_t n_tests;
    const int64_t *tests[MAX_FILTERS];
    const uint64_t *passing[MAX_FILTERS]; /* bits, of tests of values */
    const uint64_t *allowed;              /* bits that all of these have; 0: all documents are */
} Search;

#define FEW 8

/* Sets the bits of the documents found that are among others, which are many more. */
static void set_common_bits(uint64_t *bits, const Part *found, const Part *others) {
    Cursor at = cursor_of(others);
    for (int64_t i = 0; i < found->n; i++)
        if (seek(&at, found->docs[i])) set_bits(bits, found->docs + i, 1);
}

/* The bits of documents with any of the values that are wanted and none of the others; only those of
 * `found` are right, unless that is 0. */
static const uint64_t *bits_of_values(const Search *search, const Field *field, const int64_t *test,
                                      const Part *found) {
    uint64_t *bits = take(8 * WORDS);
    int64_t n_wanted = test[3], n_unwanted = test[4];
    const int64_t *value = test + 5;
    memset(bits, n_wanted ? 0 : 0xff, 8 * WORDS);
    for (int64_t v = 0; v < n_wanted + n_unwanted; v++, value += 2) {
        int64_t i = find_term(field, search->query.text + value[0], value[1]);
        if (i < 0) continue;
        Part docs = docs_of_term(field, i);
        if (v >= n_wanted)
            for (int64_t at = 0; at < docs.n; at++) bits[docs.docs[at] >> 6] &= ~(1ULL << (docs.docs[at] & 63));
        else if (found && !found->bits && found->n * FEW < docs.n) set_common_bits(bits, found, &docs);
        else add_docs(bits, &docs);
    }
    return bits;
}

/* Makes ready to filter a segment, or only what was found in it. */
static void begin_segment(Search *search, int64_t s, const Part *found) {
    const Segment *segment = &search->query.index->segments[s];
    const int64_t *test = search->filters;
    uint64_t *common = 0;
    search->s = s;
    search->allowed = 0;
    search->n_tests = search->header.n_filters;
    for (int64_t i = 0; i < search->n_tests; i++, test += test[1]) {
        search->tests[i] = test;
        search->passing[i] = test[0] == VALUES ? bits_of_values(search, &segment->fields[test[2]], test, found) : 0;
        if (!search->passing[i]) continue;
        if (search->allowed && !common) {
            common = take(8 * WORDS);
            memcpy(common, search->allowed, 8 * WORDS);
        }
        for (int64_t word = 0; common && word < WORDS; word++) common[word] &= search->passing[i][word];
        search->allowed = common ? common : search->passing[i];
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

static inline int is_allowed(const Search *search, uint16_t doc) {
    return !search->allowed || search->allowed[doc >> 6] >> (doc & 63) & 1;
}

/* Whether a document passes; quicker than `judge`. */
static inline int passes(const Search *search, uint16_t doc) {
    const uint8_t *live = search->query.index->segments[search->s].live;
    if (!is_allowed(search, doc) || (live && !live[doc])) return 0;
    for (int64_t i = 0; i < search->n_tests; i++)
        if (!search->passing[i] && !passes_test(search, i, doc)) return 0;
    return 1;
}

/* The documents that all tests of values let through. */
static Part allowed_docs(const Search *search) {
    uint16_t *docs = take(2 * (1 << 16));
    Part found = listed(docs, docs_of_bits(search->allowed, WORDS, docs), 0);
    while (found.n && docs[found.n - 1] >= search->query.index->segments[search->s].n_docs) found.n--;
    return found;
}
