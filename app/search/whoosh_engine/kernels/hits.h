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

/* The fewest occurrences of a term that can score so much in any document. */
static int64_t least_count(const Part *part, double bar) {
    double shortest = part->norms[part->shortest];
    int64_t tf = 1;
    while (tf < 256 && (double)tf * part->norms[256] / ((double)tf + shortest) * part->weight < bar) tf++;
    return tf;
}

/* Best first, where nothing else is asked: only what can be among the first is scored. */
static void select_best(Search *search, const Part *found) {
    int must_pass = search->n_tests || search->query.index->segments[search->s].live;
    double bar = bar_of(search);
    int64_t least = found->tf ? least_count(found, bar) : 0;
    if (!must_pass) search->total += found->n;
    for (int64_t i = 0; i < found->n; i++) {
        if (must_pass) {
            if (!passes(search, found->docs[i])) continue;
            search->total++;
        }
        if (found->tf && found->tf[i] < least) continue;
        double score = score_at(found, i);
        if (score < bar) continue;
        offer_place(search, score, score, found->docs[i]);
        if (bar_of(search) > bar) {
            bar = bar_of(search);
            least = found->tf ? least_count(found, bar) : 0;
        }
    }
}

/* The first by date, where nothing else is asked: dates are compared as the whole numbers that they are. */
static void select_dated(Search *search, const Part *found) {
    const Segment *segment = &search->query.index->segments[search->s];
    const int64_t *dates = (const int64_t *)(uintptr_t)segment->columns[search->header.column];
    int64_t sign = search->header.order == HIGHEST_FIRST ? 1 : -1, bar = INT64_MIN;
    int must_pass = search->n_tests || segment->live;
    if (bar_of(search) != -INFINITY) bar = (int64_t)bar_of(search);
    for (int64_t i = 0; i < found->n; i++) {
        uint16_t doc = found->docs[i];
        if (must_pass && !passes(search, doc)) continue;
        search->total++;
        int64_t date = dates[doc] == NO_DATE ? NO_DATE : sign * dates[doc];
        if (date < bar) continue;
        offer_place(search, key_of(search, doc), score_at(found, i), doc);
        if (bar_of(search) != -INFINITY) bar = (int64_t)bar_of(search);
    }
}

/* Takes what a segment's plan found into the answer. */
static void select_hits(Search *search, const Part *found) {
    const Segment *segment = &search->query.index->segments[search->s];
    int must_judge = search->n_tests || segment->live, by_score = search->header.order == BY_SCORE;
    uint32_t *places = (uint32_t *)(uintptr_t)search->header.places;
    double bar = bar_of(search);
    for (int64_t i = 0; i < found->n; i++) {
        uint16_t doc = found->docs[i];
        uint32_t place = (uint32_t)(search->s << 16 | doc);
        int64_t verdict = PASSES;
        if (must_judge) verdict = search->lifts_filters ? judge(search, doc) : passes(search, doc) ? PASSES : FAILS;
        if (search->header.n_facets) count_facets(search, doc, verdict);
        if (verdict != PASSES) continue;
        if (places) places[search->total] = place;
        search->total++;
        double key = by_score ? score_at(found, i) : key_of(search, doc);
        if (key < bar) continue;
        offer_place(search, key, by_score ? key : score_at(found, i), doc);
        bar = bar_of(search);
    }
}

