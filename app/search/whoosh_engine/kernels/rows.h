/* Phrases and words near each other: terms whose positions stand in a row, or in one window. */

/* A term of a slot, standing at one of its postings. */
typedef struct {
    Part part;
    Cursor cursor;
    const Field *field;
    const uint8_t *languages; /* documents in which it counts for the score; 0: all */
} Walker;

typedef struct {
    Walker *terms; /* alternatives */
    int64_t n_terms;
    int64_t nth; /* how many of the slots before have the same terms: they need a place each */
} Slot;

/* The place of a number in a sorted list, -1 where it is not there. */
static int64_t find_number(const uint32_t *numbers, int64_t n, uint32_t wanted) {
    int64_t low = 0, high = n;
    while (low < high) {
        int64_t middle = (low + high) >> 1;
        if (numbers[middle] < wanted) low = middle + 1;
        else high = middle;
    }
    return low < n && numbers[low] == wanted ? low : -1;
}

/* Stands at the positions in the document that the term is at; returns how many. */
static inline int64_t stand(Walker *walker) {
    go_to(&walker->cursor.counts, walker->cursor.i);
    return gap_behind(&walker->cursor.counts);
}

/* One of these positions. */
static inline uint32_t position(const Walker *walker, int64_t i) {
    const Field *field = walker->field;
    int64_t at = walker->cursor.counts.at + i, bit = at * field->position_bits;
    uint32_t bits, far = (1u << field->position_bits) - 1;
    memcpy(&bits, field->positions + (bit >> 3), 4);
    uint32_t found = bits >> (bit & 7) & far;
    if (found < far || !field->n_far) return found;
    return field->far[find_number(field->far_at, field->n_far, (uint32_t)at)];
}

/* Whether the first terms of all slots stand in a row in the document that all are at. */
static int in_a_row(const Slot *slots, int64_t n, int64_t *at) {
    int64_t *sizes = at + n;
    for (int64_t s = 0; s < n; s++) {
        at[s] = 0;
        sizes[s] = stand(slots[s].terms);
    }
    for (int64_t i = 0; i < sizes[0]; i++) {
        uint32_t start = position(slots[0].terms, i);
        int64_t s = 1;
        for (; s < n; s++) {
            const Walker *walker = slots[s].terms;
            uint32_t wanted = start + (uint32_t)s;
            while (at[s] < sizes[s] && position(walker, at[s]) < wanted) at[s]++;
            if (at[s] >= sizes[s]) return 0;
            if (position(walker, at[s]) != wanted) break;
        }
        if (s == n) return 1;
    }
    return 0;
}

typedef struct {
    uint32_t *positions;
    int64_t n, room;
} Places;

static void add_places(Places *places, Walker *walker) {
    int64_t n = stand(walker), own = places->n;
    if (own + n > places->room) {
        uint32_t *more = take(8 * (size_t)(own + n));
        memcpy(more, places->positions, 4 * (size_t)own);
        places->positions = more;
        places->room = 2 * (own + n);
    }
    uint32_t *to = places->positions;
    for (int64_t i = n - 1, at = own + n - 1; i >= 0; at--) { /* merged from the end */
        uint32_t next = position(walker, i);
        if (own && to[own - 1] > next) to[at] = to[--own];
        else to[at] = next, i--;
    }
    places->n += n;
}

static int64_t first_place(const Places *places, uint32_t wanted) {
    int64_t low = 0, high = places->n;
    while (low < high) {
        int64_t middle = (low + high) >> 1;
        if (places->positions[middle] < wanted) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Whether a row or a window that starts at this position has all slots. */
static int all_from(const Places *places, const Slot *slots, int64_t n, int64_t slop, uint32_t start) {
    for (int64_t s = 0; s < n; s++) {
        uint32_t wanted = slop ? start : start + (uint32_t)s;
        int64_t at = first_place(&places[s], wanted) + (slop ? slots[s].nth : 0);
        if (at >= places[s].n) return 0;
        if (slop ? places[s].positions[at] >= start + n + slop : places[s].positions[at] != wanted)
            return 0;
    }
    return 1;
}

static int is_near(const Slot *slots, int64_t n, int64_t slop, uint16_t doc, Places *places) {
    for (int64_t s = 0; s < n; s++) {
        places[s].n = 0;
        for (int64_t t = 0; t < slots[s].n_terms; t++)
            if (seek(&slots[s].terms[t].cursor, doc)) add_places(&places[s], &slots[s].terms[t]);
    }
    for (int64_t s = 0; s < (slop ? n : 1); s++)
        for (int64_t i = 0; i < places[s].n; i++)
            if (all_from(places, slots, n, slop, places[s].positions[i])) return 1;
    return 0;
}

/* Documents that have a term of every slot. Returns how many. */
static int64_t candidates(const Slot *slots, int64_t n, int is_single, uint16_t **docs) {
    int64_t n_least = 1 << 16;
    Part *parts = take(sizeof(Part) * (size_t)n);
    int64_t *order = take(8 * (size_t)n);
    for (int64_t s = 0; s < n; s++) {
        int64_t n_slot = 0;
        for (int64_t t = 0; t < slots[s].n_terms; t++) n_slot += slots[s].terms[t].part.n;
        if (n_slot < n_least) n_least = n_slot;
        parts[s] = slots[s].terms[0].part;
    }
    *docs = take(2 * (size_t)(n_least + 1));
    order_by_size(parts, n, order);
    int64_t found = 0;
    if (is_single && !is_dense(parts, n, order)) {
        Cursor *at = take(sizeof(Cursor) * (size_t)n);
        const uint16_t *first = parts[order[0]].docs;
        for (int64_t s = 0; s < n; s++) at[s] = cursor_of(&parts[s]);
        for (int64_t i = 0; meet(at, n, order, first, &i);) (*docs)[found++] = first[i - 1];
        return found;
    }
    uint64_t *common = take(8 * WORDS), *own = take(8 * WORDS);
    for (int64_t s = 0; s < n; s++) {
        uint64_t *bits = s ? own : common;
        memset(bits, 0, 8 * WORDS);
        for (int64_t t = 0; t < slots[s].n_terms; t++)
            add_docs(bits, &slots[s].terms[t].part);
        if (s)
            for (int64_t word = 0; word < WORDS; word++) common[word] &= own[word];
    }
    return docs_of_bits(common, WORDS, *docs);
}

/* Documents with the slots in a row or, with slop, in a window of so many positions more than slots,
 * with the sum of the scores of all their terms. */
static Part find_rows(Slot *slots, int64_t n, int64_t slop) {
    int is_single = 1;
    for (int64_t s = 0; s < n; s++) is_single &= slots[s].n_terms == 1 && !slots[s].terms->languages;
    uint16_t *docs;
    int64_t n_docs = candidates(slots, n, is_single, &docs), found = 0;
    double *scores = take(8 * (size_t)(n_docs + 1));
    int64_t *within = take(16 * (size_t)n);
    Places *places = take(sizeof(Places) * (size_t)n);
    memset(places, 0, sizeof(Places) * (size_t)n);
    for (int64_t i = 0; i < n_docs; i++) {
        uint16_t doc = docs[i];
        if (is_single && !slop) {
            for (int64_t s = 0; s < n; s++) seek(&slots[s].terms->cursor, doc);
            if (!in_a_row(slots, n, within)) continue;
        } else if (!is_near(slots, n, slop, doc, places)) {
            continue;
        }
        double sum = 0;
        for (int64_t s = 0; s < n; s++)
            for (int64_t t = 0; t < slots[s].n_terms; t++) {
                Walker *term = &slots[s].terms[t];
                if ((!term->languages || term->languages[doc]) && seek(&term->cursor, doc))
                    sum += score_here(&term->cursor, doc);
            }
        docs[found] = doc;
        scores[found++] = sum;
    }
    return listed(docs, found, scores);
}
