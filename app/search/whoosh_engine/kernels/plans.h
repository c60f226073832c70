/* A plan as a flat program, run on one segment at a time. kernels/program.py writes it; what every node
 * means is in plan.py, and the numpy twin is reference/matching.py. */

enum { TERM, PREFIX, NUMBERS };                                     /* leaves */
enum { SCORED, ROW, KEYS, DATES, EVERYTHING, ALL, SOME, BONUS, GIVEN }; /* nodes */

#define MAX_FORMS 2000 /* as in expansion.py */
#define TOLD 20

typedef struct {
    const uint8_t *word;
    int64_t length;
    int64_t count;
} Told;

/* What is looked up once for the whole index: a term, or all words that one was expanded to. */
typedef struct {
    int64_t kind;
    int64_t field;
    int64_t n_docs; /* in all segments */
    double idf;
    Part *found;     /* by segment: documents, not how they score; and the next */
    int64_t *number; /* of the term */
    Told *told;
    int64_t n_told;
    int is_cut;
} Leaf;

typedef struct {
    const Index *index;
    const double *reals;
    const uint8_t *text;
    const int64_t *leaf_table;
    Leaf *leaves;
    int64_t deadline;
    int is_spent;
} Query;

static void tell(Leaf *leaf, const Field *field, int64_t i, int64_t n) {
    const uint8_t *word = field->terms + field->ends[i];
    int64_t length = field->ends[i + 1] - field->ends[i];
    const uint8_t *nul = memchr(word, 0, (size_t)length);
    if (nul) length = nul - word;
    for (int64_t t = 0; t < leaf->n_told; t++)
        if (leaf->told[t].length == length && !memcmp(leaf->told[t].word, word, (size_t)length)) {
            leaf->told[t].count += n;
            return;
        }
    Told told = {word, length, n};
    leaf->told[leaf->n_told++] = told;
}

static inline int64_t postings_of(const Field *field, int64_t i) {
    return (int64_t)field->starts[i + 1] - field->starts[i];
}

/* So many documents, which begin at a place among lists or, where those were more, among bitmaps. */
static inline Part stored_docs(const Field *field, int64_t at, int64_t n) {
    Part found = listed(field->docs + at, n, 0);
    found.n_words = field->n_words;
    if (field->docs_at && n > 4 * field->n_words) {
        found.docs = 0;
        found.bits = field->bitmaps + at;
    }
    return found;
}

/* The documents of a term, but not of a form. */
static inline Part docs_of_term(const Field *field, int64_t i) {
    return stored_docs(field, field->docs_at ? field->docs_at[i] : field->starts[i], postings_of(field, i));
}

/* So many of some bits, at most 64; up to 9 bytes are read. */
static inline uint64_t read_bits(const uint8_t *bits, int64_t at, int64_t n) {
    uint64_t found;
    memcpy(&found, bits + (at >> 3), 8);
    found >>= at & 7;
    if (at & 7) found |= (uint64_t)bits[(at >> 3) + 8] << (64 - (at & 7));
    return n < 64 ? found & ((1ULL << n) - 1) : found;
}

/* Of documents that are bits themselves, sets the bits of those that are marked. */
static void set_marked(uint64_t *bits, const Part *of, const uint8_t *marks) {
    int64_t at = 0;
    for (int64_t word = 0; word < of->n_words; word++) {
        uint64_t own = of->bits[word];
        int64_t n = count_bits(own);
        uint64_t marked = read_bits(marks, at, n);
        at += n;
        for (; marked; marked >>= 1, own &= own - 1) bits[word] |= own & -own & -(marked & 1);
    }
}

/* Sets the bits of a term's documents, which of a form may be bits themselves, over those of its stem. */
static void set_term_bits(uint64_t *bits, const Field *field, int64_t i) {
    int64_t n = postings_of(field, i);
    if (!field->stems) {
        Part found = docs_of_term(field, i);
        add_docs(bits, &found);
        return;
    }
    const uint8_t *packed = field->packed + field->packed_at[i];
    if (field->stems[i] == NO_STEM) {
        for (int64_t at = 0; at < n; at++) {
            int64_t doc = packed[2 * at] | packed[2 * at + 1] << 8;
            bits[doc >> 6] |= 1ULL << (doc & 63);
        }
        return;
    }
    uint32_t stem = field->stems[i];
    Part of = stored_docs(field, field->docs_at[stem], (int64_t)field->stem_starts[stem + 1] - field->stem_starts[stem]);
    if (n == of.n) add_docs(bits, &of);
    else if (of.bits) set_marked(bits, &of, packed);
    else
        for (int64_t at = 0; at < of.n; at += 8, packed++)
            for (unsigned left = *packed; left; left &= left - 1) {
                uint16_t doc = of.docs[at + __builtin_ctz(left)];
                bits[doc >> 6] |= 1ULL << (doc & 63);
            }
}

/* All documents that have a bit. */
static Part found_by(const uint64_t *bits) {
    uint16_t *docs = take(2 * (1 << 16));
    return listed(docs, docs_of_bits(bits, WORDS, docs), 0);
}

/* Tells the most frequent of some terms: all of them are offered, in order. */
static void tell_most_frequent(Leaf *leaf, const Field *field, int64_t low, int64_t high) {
    int64_t best[TOLD], n = 0;
    for (int64_t i = low; i < high; i++) {
        int64_t count = postings_of(field, i), at = n;
        if (n == TOLD && count <= postings_of(field, best[TOLD - 1])) continue;
        for (at = n < TOLD ? n++ : TOLD - 1; at && postings_of(field, best[at - 1]) < count; at--)
            best[at] = best[at - 1];
        best[at] = i;
    }
    for (int64_t i = 0; i < n; i++) tell(leaf, field, best[i], postings_of(field, best[i]));
}

/* The fewest postings that a term of the most frequent MAX_FORMS has, and how many have just that. */
static int64_t fewest_postings(const Field *field, int64_t low, int64_t high, int64_t *n_just) {
    uint32_t *of_count = take(4 * ((1 << 16) + 1));
    memset(of_count, 0, 4 * ((1 << 16) + 1));
    for (int64_t i = low; i < high; i++) of_count[postings_of(field, i)]++;
    int64_t n = 0, fewest = 1 << 16;
    while (n + of_count[fewest] < MAX_FORMS) n += of_count[fewest--];
    *n_just = MAX_FORMS - n;
    return fewest;
}

static void gather_prefix(Leaf *leaf, const Field *field, int64_t s, int64_t low, int64_t high) {
    uint64_t bits[WORDS] = {0};
    if (high - low > MAX_FORMS) {
        int64_t n_just, fewest = fewest_postings(field, low, high, &n_just);
        leaf->is_cut = 1;
        for (int64_t i = low; i < high; i++) {
            int64_t n = postings_of(field, i);
            if (n < fewest || (n == fewest && n_just-- <= 0)) continue;
            set_term_bits(bits, field, i);
        }
    } else {
        for (int64_t i = low; i < high; i++) set_term_bits(bits, field, i);
    }
    leaf->found[s] = found_by(bits);
}

static void look_up_prefix(Leaf *leaf, const Field *field, int64_t s, const uint8_t *text, int64_t length) {
    int64_t low = lower_bound(field, text, length, 0), high = lower_bound(field, text, length, 1);
    if (low == high) return;
    tell_most_frequent(leaf, field, low, high);
    if (high - low == 1 && !field->stems) leaf->found[s] = docs_of_term(field, low);
    else gather_prefix(leaf, field, s, low, high);
}

/* Terms by number: those that a misspelt or an exact word stands for. */
static void look_up_numbers(Leaf *leaf, const Field *field, int64_t s, const uint64_t *given) {
    const int64_t *numbers = (const int64_t *)(uintptr_t)given[2 * s];
    int64_t n = (int64_t)given[2 * s + 1];
    uint64_t bits[WORDS] = {0};
    if (!n) return;
    for (int64_t i = 0; i < n; i++)
        set_term_bits(bits, field, numbers[i]);
    leaf->found[s] = found_by(bits);
}

static void look_up(Query *query, Leaf *leaf, const int64_t *entry) {
    const Index *index = query->index;
    size_t n_segments = (size_t)index->n_segments;
    memset(leaf, 0, sizeof *leaf);
    leaf->kind = entry[0];
    leaf->field = entry[1];
    leaf->found = take(sizeof(Part) * n_segments);
    leaf->number = take(8 * n_segments);
    memset(leaf->found, 0, sizeof(Part) * n_segments);
    if (leaf->kind == PREFIX) leaf->told = take(sizeof(Told) * TOLD * n_segments);
    for (int64_t s = 0; s < index->n_segments; s++) {
        const Field *field = &index->segments[s].fields[leaf->field];
        if (leaf->kind == PREFIX) {
            look_up_prefix(leaf, field, s, query->text + entry[2], entry[3]);
        } else if (leaf->kind == NUMBERS) {
            look_up_numbers(leaf, field, s, (const uint64_t *)(uintptr_t)entry[2]);
        } else {
            int64_t i = find_term(field, query->text + entry[2], entry[3]);
            if (i >= 0) {
                leaf->number[s] = i;
                leaf->found[s] = docs_of_term(field, i);
            }
        }
        leaf->n_docs += leaf->found[s].n;
    }
    double n = (double)leaf->n_docs;
    leaf->idf = pow(log(1 + ((double)index->n_docs - n + 0.5) / (n + 0.5)), index->rareness);
}

static Part part_of(const Query *query, const Leaf *leaf, int64_t s, double weight) {
    const Field *field = &query->index->segments[s].fields[leaf->field];
    Part part = leaf->found[s];
    part.weight = leaf->idf * weight;
    if (leaf->kind == TERM && part.n) {
        int64_t i = leaf->number[s];
        part.counts = field->counts;
        part.first = field->position_starts[i];
        part.end = field->position_starts[i + 1];
        part.most = field->most[i];
        part.lengths = field->lengths;
        part.norms = field->norms;
        part.shortest = field->shortest;
    }
    return part;
}

/* The documents of a part whose mask is set. */
static Part keep(const Part *part, const uint8_t *mask) {
    const uint16_t *own = docs_of(part);
    uint16_t *docs = take(2 * (size_t)(part->n + 1));
    double *scores = take(8 * (size_t)(part->n + 1));
    Cursor at = cursor_of(part);
    int64_t found = 0;
    for (; at.i < part->n; at.i++) {
        uint16_t doc = own[at.i];
        if (!mask[doc]) continue;
        docs[found] = doc;
        scores[found++] = score_here(&at, doc);
    }
    return listed(docs, found, scores);
}

static const uint8_t *mask_of(int64_t masks, int64_t s) {
    return masks ? (const uint8_t *)(uintptr_t)((const uint64_t *)(uintptr_t)masks)[s] : 0;
}

static const Part NOTHING;

static Part keyed(const Query *query, int64_t s, int64_t field_number, int64_t n, const int64_t *values) {
    const Field *field = &query->index->segments[s].fields[field_number];
    uint64_t *bits = 0;
    Part found = NOTHING;
    for (int64_t v = 0; v < n; v++) {
        int64_t i = find_term(field, query->text + values[2 * v], values[2 * v + 1]);
        if (i < 0) continue;
        if (found.n && !bits) {
            bits = take(8 * WORDS);
            memset(bits, 0, 8 * WORDS);
            add_docs(bits, &found);
        }
        found = docs_of_term(field, i);
        if (bits) add_docs(bits, &found);
    }
    return bits ? found_by(bits) : found;
}

static Part dated(const Segment *segment, const int64_t *numbers, int64_t low, int64_t high) {
    uint16_t *docs = take(2 * (size_t)(segment->n_docs + 1));
    Part found = listed(docs, 0, 0);
    for (int64_t doc = 0; doc < segment->n_docs; doc++) {
        docs[found.n] = (uint16_t)doc;
        found.n += numbers[doc] >= low && numbers[doc] < high;
    }
    return found;
}

static Part everything(const Segment *segment) {
    uint16_t *docs = take(2 * (size_t)(segment->n_docs + 1));
    for (int64_t doc = 0; doc < segment->n_docs; doc++) docs[doc] = (uint16_t)doc;
    return listed(docs, segment->n_docs, 0);
}

static Part run_row(const Query *query, const int64_t *node, int64_t s) {
    int64_t slop = node[2], n = node[3];
    Slot *slots = take(sizeof(Slot) * (size_t)n);
    const int64_t *at = node + 4;
    for (int64_t i = 0; i < n; i++) {
        int64_t n_terms = at[0];
        slots[i].nth = at[1];
        slots[i].n_terms = 0;
        slots[i].terms = take(sizeof(Walker) * (size_t)n_terms);
        at += 2;
        for (int64_t t = 0; t < n_terms; t++, at += 3) {
            const Leaf *leaf = &query->leaves[at[0]];
            const Field *field = &query->index->segments[s].fields[leaf->field];
            if (!leaf->found[s].n) continue;
            Walker *walker = &slots[i].terms[slots[i].n_terms++];
            walker->part = part_of(query, leaf, s, query->reals[at[1]]);
            walker->cursor = cursor_of(&walker->part);
            walker->field = field;
            walker->languages = mask_of(at[2], s);
        }
        if (!slots[i].n_terms) return NOTHING;
    }
    return find_rows(slots, n, slop);
}

static Part run_plan(Query *query, const int64_t *node, int64_t s);

static Part run_all(Query *query, const int64_t *node, int64_t s) {
    int64_t n = node[2], n_without = node[3];
    Part *parts = take(sizeof(Part) * (size_t)(n + 1));
    const int64_t *child = node + 4;
    for (int64_t i = 0; i < n; i++, child += child[1]) {
        parts[i] = run_plan(query, child, s);
        if (!parts[i].n) return NOTHING;
    }
    Part found = n ? intersect(parts, n) : everything(&query->index->segments[s]);
    for (int64_t i = 0; i < n_without && found.n; i++, child += child[1]) {
        Part unwanted = run_plan(query, child, s);
        found = exclude(&found, &unwanted);
    }
    return found;
}

static Part run_some(Query *query, const int64_t *node, int64_t s) {
    int64_t n = node[2], least = node[3], n_parts = 0;
    Part *parts = take(sizeof(Part) * (size_t)(n + 1));
    const int64_t *child = node + 4;
    for (int64_t i = 0; i < n; i++, child += child[1]) {
        parts[n_parts] = run_plan(query, child, s);
        n_parts += parts[n_parts].n > 0;
    }
    if (n_parts < least || !n_parts) return NOTHING;
    if (n_parts == 1) return parts[0];
    return unite(parts, n_parts, query->index->segments[s].n_docs, least < 1 ? 1 : least);
}

static Part run_bonus(Query *query, const int64_t *node, int64_t s) {
    Part found = run_plan(query, node + 6, s);
    Part special = keyed(query, s, node[2], 1, node + 3);
    if (!special.n || !found.n) return found;
    const uint16_t *docs = docs_of(&found);
    double *scores = take(8 * (size_t)found.n);
    Cursor at = cursor_of(&found), bonus = cursor_of(&special);
    for (; at.i < found.n; at.i++) {
        scores[at.i] = score_here(&at, docs[at.i]);
        if (seek(&bonus, docs[at.i])) scores[at.i] += query->reals[node[5]];
    }
    return listed(docs, found.n, scores);
}

/* Documents that a node finds in a segment: none once the time is up. A node begins with its kind and
 * its length. */
static Part run_plan(Query *query, const int64_t *node, int64_t s) {
    const Segment *segment = &query->index->segments[s];
    if (query->is_spent || now_ns() > query->deadline) {
        query->is_spent = 1;
        return NOTHING;
    }
    switch (node[0]) {
        case SCORED: {
            Part part = part_of(query, &query->leaves[node[2]], s, query->reals[node[3]]);
            const uint8_t *mask = mask_of(node[4], s);
            return mask ? keep(&part, mask) : part;
        }
        case ROW: return run_row(query, node, s);
        case KEYS: return keyed(query, s, node[2], node[3], node + 4);
        case DATES:
            return dated(segment, (const int64_t *)(uintptr_t)segment->columns[node[2]], node[3], node[4]);
        case ALL: return run_all(query, node, s);
        case SOME: return run_some(query, node, s);
        case BONUS: return run_bonus(query, node, s);
        case GIVEN: {
            const uint64_t *given = (const uint64_t *)(uintptr_t)node[2] + 3 * s;
            return listed((const uint16_t *)(uintptr_t)given[0], (int64_t)given[2],
                          (const double *)(uintptr_t)given[1]);
        }
        default: return everything(segment);
    }
}
