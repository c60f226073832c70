/* The first hits in order. The numpy twin is ranking.py. */

/* The place of a hit in the order in which the archive stored all. */
static inline int64_t number_of(const Search *search, uint32_t place) {
    const Index *index = search->query.index;
    uint64_t column = index->segments[place >> 16].columns[index->number_column];
    return ((const int64_t *)(uintptr_t)column)[place & 0xFFFF];
}

/* Looks at numbers only where keys are the same. */
static inline int comes_after(const Search *search, const Hit *a, const Hit *b) {
    if (a->key != b->key) return a->key < b->key;
    return number_of(search, a->place) > number_of(search, b->place);
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

static int is_after(const Search *search, const Hit *hit) {
    if (!search->header.has_after) return 1;
    if (hit->key != search->after_key) return hit->key < search->after_key;
    return number_of(search, hit->place) > search->header.after_number;
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

/* The key that a hit must have at least to be among the first. */
static inline double bar_of(const Search *search) {
    return search->n_heap == search->header.k && search->n_heap ? search->heap[0].key : -INFINITY;
}

static void offer_place(Search *search, double key, double score, uint16_t doc) {
    Hit hit = {key, score, (uint32_t)(search->s << 16 | doc), 0};
    if (is_after(search, &hit)) offer(search, &hit);
}

/* The fewest occurrences of a term that can score so much in any document, or fewer where that is many. */
static int64_t least_count(const Part *part, double bar) {
    int64_t tf = 1;
    while (tf < 64 && score_of_count(part, (double)tf, (uint8_t)part->shortest) < bar) tf++;
    return tf;
}

/* The most that a term adds to the score of a document of this length. */
static inline double most_with(const Part *part, uint8_t length) {
    if (part->most == 255) return part->norms[256] * part->weight;
    return score_of_count(part, (double)part->most, length);
}

static inline double most_of(const Part *part) { return most_with(part, (uint8_t)part->shortest); }

/* Postings that have a count at least, found 64 occurrences at a time. */
typedef struct {
    const Part *part;
    Ones docs; /* where documents are bits, until they are listed */
    const uint16_t *listed;
    int64_t n_looks;
    int64_t word, before;     /* of occurrences, and how many postings begin before it */
    uint64_t here, own, left; /* the word, what is the part's, and what of that is still to be looked at */
    int64_t i, count;         /* of the posting it is at */
} Scan;

static void look_at_word(Scan *scan, int64_t least) {
    const Part *part = scan->part;
    uint64_t next = part->counts[scan->word + 1];
    int64_t base = scan->word << 6;
    scan->here = scan->own = part->counts[scan->word];
    if (base < part->first) scan->own &= ~0ULL << (part->first & 63);
    if (base + 64 > part->end) scan->own &= ~(~0ULL << (part->end & 63));
    scan->left = scan->own;
    /* A posting of few occurrences has the next one close behind. */
    for (int64_t i = 1; i < least && i < 64 && scan->left; i++) scan->left &= ~(scan->here >> i | next << (64 - i));
}

static Scan scan_of(const Part *part, int64_t least) {
    Scan scan = {part, {part->bits, 0, 0}, part->docs, 0, part->first >> 6, 0, 0, 0, 0, 0, 0};
    if (part->bits) {
        while (!part->bits[scan.docs.at]) scan.docs.at++;
        scan.docs.at = scan.docs.at << 6 | __builtin_ctzll(part->bits[scan.docs.at]);
    }
    look_at_word(&scan, least);
    return scan;
}

static int64_t doc_of_bits(Scan *scan) {
    if (++scan->n_looks * OFTEN > scan->part->n) {
        scan->listed = docs_of(scan->part);
        return scan->listed[scan->i];
    }
    go_to(&scan->docs, scan->i);
    return scan->docs.at;
}

/* Goes on to the next; returns its document, -1 where there is none. */
static inline int64_t next_doc(Scan *scan, int64_t least) {
    while (!scan->left) {
        scan->before += count_bits(scan->own);
        if (++scan->word << 6 >= scan->part->end) return -1;
        look_at_word(scan, least);
    }
    int64_t at = __builtin_ctzll(scan->left);
    uint64_t behind = scan->here >> at >> 1;
    scan->left &= scan->left - 1;
    scan->i = scan->before + count_bits(scan->own & ((1ULL << at) - 1));
    Ones here = {scan->part->counts, scan->word << 6 | at, 0};
    scan->count = behind ? __builtin_ctzll(behind) + 1 : gap_behind(&here);
    return scan->listed ? scan->listed[scan->i] : doc_of_bits(scan);
}

static inline double score_of_scan(const Scan *scan, uint16_t doc) {
    return score_of_count(scan->part, (double)scan->count, scan->part->lengths[doc]);
}

/* The fewest occurrences that can reach the bar where `rest` is the most that others add; the sums that are
 * compared may differ in their last bits. */
static int64_t least_for(const Part *part, double bar, double rest) {
    return bar == -INFINITY ? 1 : least_count(part, bar - rest - 1e-9 * bar);
}

static inline int can_reach(double most, double bar) { return bar == -INFINITY || most >= bar - 1e-9 * bar; }

/* So few postings that unpacking all is less than to choose among them. */
#define FEW_POSTINGS 1024

static void select_few(Search *search, const Part *found, int64_t least) {
    const uint8_t *tf = unpack_counts(found);
    const uint16_t *docs = docs_of(found);
    Cursor at = cursor_of(found);
    at.tf = tf;
    double bar = bar_of(search);
    for (; at.i < found->n; at.i++) {
        if (tf[at.i] < least) continue;
        double score = score_here(&at, docs[at.i]);
        if (score < bar) continue;
        offer_place(search, score, score, docs[at.i]);
        if (bar_of(search) > bar) {
            bar = bar_of(search);
            least = least_count(found, bar);
        }
    }
}

/* Of a term's documents only those are scored where its count is enough to be among the first. */
static void select_frequent(Search *search, const Part *found) {
    double bar = bar_of(search);
    search->total += found->n;
    if (!found->n || most_of(found) < bar) return;
    int64_t least = least_count(found, bar);
    if (found->n < FEW_POSTINGS) {
        select_few(search, found, least);
        return;
    }
    Scan scan = scan_of(found, least);
    for (int64_t next; (next = next_doc(&scan, least)) >= 0;) {
        uint16_t doc = (uint16_t)next;
        double score = score_of_scan(&scan, doc);
        if (score < bar) continue;
        offer_place(search, score, score, doc);
        if (bar_of(search) > bar) {
            bar = bar_of(search);
            least = least_count(found, bar);
        }
    }
}

/* What was found in a segment, but not what the tests of values turn away, unless a facet counts that too. */
typedef struct {
    const uint16_t *docs;
    int64_t n;
    int is_whole; /* all of the part's documents */
    Cursor cursor;
} Found;

static Found read_found(const Search *search, const Part *part) {
    Found found = {0, part->n, 1, cursor_of(part)};
    if (!part->bits || !search->allowed || search->lifts_filters) {
        found.docs = docs_of(part);
        return found;
    }
    uint64_t common[WORDS];
    uint16_t *docs = take(2 * (size_t)part->n);
    for (int64_t word = 0; word < part->n_words; word++) common[word] = part->bits[word] & search->allowed[word];
    found.n = docs_of_bits(common, part->n_words, docs);
    found.docs = docs;
    found.is_whole = 0;
    return found;
}

static inline double score_of(Found *found, int64_t i) {
    if (found->is_whole) found->cursor.i = i;
    else if (!found->cursor.all) seek(&found->cursor, found->docs[i]);
    return score_here(&found->cursor, found->docs[i]);
}

/* A term of which all is unpacked, but counts of 255 and more. */
typedef struct {
    const uint64_t *bits;
    const uint16_t *ranks;
    const uint8_t *tf;
    Cursor cursor;
} Unpacked;

/* Documents of all of some terms: many, so that the terms are unpacked. */
static void select_common(Search *search, const Part *found) {
    int64_t n = found->n_all;
    Unpacked *terms = take(sizeof(Unpacked) * (size_t)n);
    for (int64_t p = 0; p < n; p++) {
        const Part *term = &found->all[p];
        Unpacked unpacked = {term->bits, unpack_ranks(term), unpack_counts(term), cursor_of(term)};
        terms[p] = unpacked;
    }
    double bar = bar_of(search);
    search->total += found->n;
    for (int64_t word = 0; word < found->n_words; word++)
        for (uint64_t left = found->bits[word]; left; left &= left - 1) {
            uint64_t before = (left & -left) - 1;
            uint16_t doc = (uint16_t)(word << 6 | __builtin_ctzll(left));
            double score = 0;
            for (int64_t p = 0; p < n; p++) {
                int64_t i = terms[p].ranks[word] + count_bits(terms[p].bits[word] & before), tf = terms[p].tf[i];
                if (tf == 255) {
                    terms[p].cursor.i = i;
                    tf = count_here(&terms[p].cursor);
                }
                score += score_of_count(&found->all[p], (double)tf, found->all[p].lengths[doc]);
            }
            if (score < bar) continue;
            offer_place(search, score, score, doc);
            bar = bar_of(search);
        }
}

/* Whether it is less to unpack all terms than to look for what all of them have. */
static int is_common(const Part *part) {
    for (int64_t p = 0; p < part->n_all; p++)
        if (!part->all[p].counts || part->n * OFTEN < part->all[p].n) return 0;
    return part->n_all > 0;
}

/* Best first, where nothing else is asked. */
static void select_best(Search *search, const Part *part) {
    int must_pass = search->n_tests || search->query.index->segments[search->s].live;
    if (!must_pass && part->counts) {
        select_frequent(search, part);
        return;
    }
    if (!must_pass && is_common(part)) {
        select_common(search, part);
        return;
    }
    Found found = read_found(search, part);
    double bar = bar_of(search);
    for (int64_t i = 0; i < found.n; i++) {
        uint16_t doc = found.docs[i];
        if (must_pass && !passes(search, doc)) continue;
        search->total++;
        double score = score_of(&found, i);
        if (score < bar) continue;
        offer_place(search, score, score, doc);
        bar = bar_of(search);
    }
}

/* The first by date, where nothing else is asked: dates are compared as the whole numbers that they are. */
static void select_dated(Search *search, const Part *part) {
    const Segment *segment = &search->query.index->segments[search->s];
    const int64_t *dates = (const int64_t *)(uintptr_t)segment->columns[search->header.column];
    int64_t sign = search->header.order == HIGHEST_FIRST ? 1 : -1, bar = INT64_MIN;
    int must_pass = search->n_tests || segment->live;
    Found found = read_found(search, part);
    if (bar_of(search) != -INFINITY) bar = (int64_t)bar_of(search);
    for (int64_t i = 0; i < found.n; i++) {
        uint16_t doc = found.docs[i];
        if (must_pass && !passes(search, doc)) continue;
        search->total++;
        int64_t date = dates[doc] == NO_DATE ? NO_DATE : sign * dates[doc];
        if (date < bar) continue;
        offer_place(search, key_of(search, doc), score_of(&found, i), doc);
        if (bar_of(search) != -INFINITY) bar = (int64_t)bar_of(search);
    }
}

/* Takes what a segment's plan found into the answer. */
static void select_hits(Search *search, const Part *part) {
    const Segment *segment = &search->query.index->segments[search->s];
    int must_judge = search->n_tests || segment->live, by_score = search->header.order == BY_SCORE;
    uint32_t *places = (uint32_t *)(uintptr_t)search->header.places;
    Found found = read_found(search, part);
    double bar = bar_of(search);
    for (int64_t i = 0; i < found.n; i++) {
        uint16_t doc = found.docs[i];
        uint32_t place = (uint32_t)(search->s << 16 | doc);
        int64_t verdict = PASSES;
        if (must_judge) verdict = search->lifts_filters ? judge(search, doc) : passes(search, doc) ? PASSES : FAILS;
        if (search->header.n_facets) count_facets(search, doc, verdict);
        if (verdict != PASSES) continue;
        if (places) places[search->total] = place;
        search->total++;
        double key = by_score ? score_of(&found, i) : key_of(search, doc);
        if (key < bar) continue;
        offer_place(search, key, by_score ? key : score_of(&found, i), doc);
        bar = bar_of(search);
    }
}
