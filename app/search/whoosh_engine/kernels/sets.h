/* Documents with scores: postings that are still to be scored, or matches that are. Scores are summed in
 * the order of parts, so that they are the same bits as the numpy twin's. */

#define WINDOW 8192
#define DENSE 8
#define OFTEN 64 /* who looks at more than one posting of so many unpacks all */
#define WORDS 1024 /* of 64 bits: a bit for each document of a segment */

typedef struct Part {
    const uint16_t *docs; /* ascending; 0: they are bits */
    const uint64_t *bits;
    int64_t n;
    const double *scores;
    double weight;
    const uint64_t *counts; /* of a field; 0: scored already, by `scores`, or all the same by `weight` */
    int64_t first, end;     /* its occurrences in the field */
    int64_t most, shortest; /* the largest count, and the length byte of the shortest document */
    const uint8_t *lengths; /* of all documents */
    const double *norms;
    int64_t n_words; /* of a bitmap of the segment */
    const struct Part *all; /* scored by the sum of these, which have all its documents */
    int64_t n_all;
} Part;

static inline Part listed(const uint16_t *docs, int64_t n, const double *scores) {
    Part part = {docs, 0, n, scores, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    return part;
}

/* At one of the set bits of some bits: where it is, and how many are before it. */
typedef struct {
    const uint64_t *bits;
    int64_t at, i;
} Ones;

static inline uint64_t rest_of_word(const Ones *ones) {
    return ones->bits[ones->at >> 6] & ~1ULL << (ones->at & 63);
}

/* Goes on to the i-th. */
static inline void go_to(Ones *ones, int64_t i) {
    int64_t left = i - ones->i, word = ones->at >> 6;
    if (!left) return;
    uint64_t rest = rest_of_word(ones);
    for (int64_t n; (n = count_bits(rest)) < left; left -= n) rest = ones->bits[++word];
    ones->at = word << 6 | (left > 1 ? place_of_one(rest, left - 1) : __builtin_ctzll(rest));
    ones->i = i;
}

/* How far it is to the next one. */
static inline int64_t gap_behind(const Ones *ones) {
    int64_t word = ones->at >> 6;
    uint64_t rest = rest_of_word(ones);
    while (!rest) rest = ones->bits[++word];
    return (word << 6 | __builtin_ctzll(rest)) - ones->at;
}

/* At one of a part's postings. */
typedef struct Cursor {
    const Part *part;
    int64_t i;
    Ones counts;
    int64_t word, before;  /* of documents that are bits: how many are before this word */
    int64_t n_looks;
    const uint8_t *tf;     /* unpacked: counts, 255 for more; and how many documents are before each word */
    const uint16_t *ranks;
    struct Cursor *all;
} Cursor;

static Cursor cursor_of(const Part *part) {
    Cursor cursor = {part, 0, {part->counts, part->first, 0}, 0, 0, 0, 0, 0, 0};
    if (part->n_all) cursor.all = take(sizeof(Cursor) * (size_t)part->n_all);
    for (int64_t p = 0; p < part->n_all; p++) cursor.all[p] = cursor_of(&part->all[p]);
    return cursor;
}

/* First place at or after `i` whose document is not before `doc`. */
static inline int64_t gallop(const uint16_t *docs, int64_t n, int64_t i, uint16_t doc) {
    int64_t step = 1, low = i;
    if (i >= n || docs[i] >= doc) return i;
    while (low + step < n && docs[low + step] < doc) {
        low += step;
        step <<= 1;
    }
    int64_t high = low + step < n ? low + step : n;
    low++;
    while (low < high) {
        int64_t middle = (low + high) >> 1;
        if (docs[middle] < doc) low = middle + 1;
        else high = middle;
    }
    return low;
}

static const uint8_t *unpack_counts(const Part *part) {
    uint8_t *tf = take((size_t)part->n);
    int64_t i = 0, last = part->first, word = last >> 6;
    uint64_t rest = part->counts[word] & ~1ULL << (last & 63);
    for (; i < part->n; rest = part->counts[++word])
        for (; rest && i < part->n; rest &= rest - 1) {
            int64_t at = word << 6 | __builtin_ctzll(rest);
            tf[i++] = (uint8_t)(at - last < 255 ? at - last : 255);
            last = at;
        }
    return tf;
}

/* How many documents are before each word of a part's bits. */
static const uint16_t *unpack_ranks(const Part *part) {
    uint16_t *ranks = take(2 * (size_t)part->n_words);
    int64_t before = 0;
    for (int64_t word = 0; word < part->n_words; word++) {
        ranks[word] = (uint16_t)before;
        before += count_bits(part->bits[word]);
    }
    return ranks;
}

/* Goes on to a document, or past it; whether the part has it. */
static inline int seek(Cursor *cursor, uint16_t doc) {
    const Part *part = cursor->part;
    if (!part->bits) {
        cursor->i = gallop(part->docs, part->n, cursor->i, doc);
        return cursor->i < part->n && part->docs[cursor->i] == doc;
    }
    uint64_t own = part->bits[doc >> 6], bit = 1ULL << (doc & 63);
    if (!(own & bit)) return 0;
    if (cursor->ranks) {
        cursor->i = cursor->ranks[doc >> 6] + count_bits(own & (bit - 1));
        return 1;
    }
    for (; cursor->word < doc >> 6; cursor->word++) cursor->before += count_bits(part->bits[cursor->word]);
    cursor->i = cursor->before + count_bits(own & (bit - 1));
    return 1;
}

static inline int64_t count_here(Cursor *cursor) {
    if (cursor->tf && cursor->tf[cursor->i] < 255) return cursor->tf[cursor->i];
    if (++cursor->n_looks * OFTEN > cursor->part->n && !cursor->tf) {
        cursor->tf = unpack_counts(cursor->part);
        if (cursor->part->bits) cursor->ranks = unpack_ranks(cursor->part);
    }
    go_to(&cursor->counts, cursor->i);
    return gap_behind(&cursor->counts);
}

static inline double score_of_count(const Part *part, double tf, uint8_t length) {
    return tf * part->norms[256] / (tf + part->norms[length]) * part->weight;
}

static double score_of_all(Cursor *cursor, uint16_t doc);

/* Of the posting that it is at, which is this document's. */
static inline double score_here(Cursor *cursor, uint16_t doc) {
    const Part *part = cursor->part;
    if (part->all) return score_of_all(cursor, doc);
    if (part->counts) return score_of_count(part, (double)count_here(cursor), part->lengths[doc]);
    return part->scores ? part->scores[cursor->i] : part->weight;
}

static double score_of_all(Cursor *cursor, uint16_t doc) {
    double sum = 0;
    for (int64_t p = 0; p < cursor->part->n_all; p++) {
        seek(&cursor->all[p], doc);
        sum += score_here(&cursor->all[p], doc);
    }
    return sum;
}

static void set_bits(uint64_t *bits, const uint16_t *docs, int64_t n) {
    for (int64_t i = 0; i < n; i++) bits[docs[i] >> 6] |= 1ULL << (docs[i] & 63);
}

static void add_docs(uint64_t *bits, const Part *part) {
    if (!part->bits) set_bits(bits, part->docs, part->n);
    else for (int64_t word = 0; word < part->n_words; word++) bits[word] |= part->bits[word];
}

/* A part's documents as bits: its own, or new ones. */
static const uint64_t *bits_of(const Part *part) {
    if (part->bits) return part->bits;
    uint64_t *bits = take(8 * WORDS);
    memset(bits, 0, 8 * WORDS);
    set_bits(bits, part->docs, part->n);
    return bits;
}

static int64_t docs_of_bits(const uint64_t *bits, int64_t n_words, uint16_t *docs) {
    int64_t found = 0;
    for (int64_t word = 0; word < n_words; word++)
        for (uint64_t left = bits[word]; left; left &= left - 1)
            docs[found++] = (uint16_t)(word * 64 + __builtin_ctzll(left));
    return found;
}

/* A part's documents as a list: its own, or a new one. */
static const uint16_t *docs_of(const Part *part) {
    if (!part->bits) return part->docs;
    uint16_t *docs = take(2 * (size_t)part->n);
    docs_of_bits(part->bits, part->n_words, docs);
    return docs;
}

typedef struct {
    Cursor cursor;
    const uint16_t *docs;
} Addend;

/* Adds the postings of one part that lie before the window's end to its sums and counts. */
static void add_window(Addend *addend, int64_t base, double *sums, uint16_t *counts) {
    Cursor *cursor = &addend->cursor;
    for (; cursor->i < cursor->part->n && addend->docs[cursor->i] < base + WINDOW; cursor->i++) {
        uint16_t doc = addend->docs[cursor->i];
        sums[doc - base] += score_here(cursor, doc);
        counts[doc - base]++;
    }
}

/* Documents of at least `least` parts. */
static Part unite(const Part *parts, int64_t n_parts, int64_t n_docs, int64_t least) {
    static _Thread_local double sums[WINDOW];     /* all zero between windows */
    static _Thread_local uint16_t counts[WINDOW]; /* too */
    int64_t n_most = 0, found = 0;
    for (int64_t p = 0; p < n_parts; p++) n_most += parts[p].n;
    if (n_most > n_docs) n_most = n_docs;
    Addend *addends = take(sizeof(Addend) * (size_t)n_parts);
    for (int64_t p = 0; p < n_parts; p++) {
        addends[p].cursor = cursor_of(&parts[p]);
        addends[p].docs = docs_of(&parts[p]);
    }
    uint16_t *docs = take(2 * (size_t)(n_most + 4));
    double *scores = take(8 * (size_t)(n_most + 4));
    for (int64_t base = 0; base < n_docs; base += WINDOW) {
        for (int64_t p = 0; p < n_parts; p++) add_window(&addends[p], base, sums, counts);
        for (int64_t four = 0; four < WINDOW; four += 4) {
            uint64_t any;
            memcpy(&any, counts + four, 8);
            if (!any) continue;
            for (int64_t doc = four; doc < four + 4; doc++) {
                docs[found] = (uint16_t)(base + doc);
                scores[found] = sums[doc];
                found += counts[doc] >= least;
                sums[doc] = 0;
                counts[doc] = 0;
            }
        }
    }
    return listed(docs, found, scores);
}

static void order_by_size(const Part *parts, int64_t n, int64_t *order) {
    for (int64_t i = 0; i < n; i++) {
        int64_t j = i;
        for (; j > 0 && parts[order[j - 1]].n > parts[i].n; j--) order[j] = order[j - 1];
        order[j] = i;
    }
}

/* Whether it is faster to compare bitmaps than to look for the documents of the shortest part. */
static int is_dense(const Part *parts, int64_t n, const int64_t *order) {
    int64_t total = 0;
    for (int64_t i = 0; i < n; i++) total += parts[i].n;
    return parts[order[0]].bits || parts[order[0]].n * DENSE * (n - 1) > total;
}

/* Documents of all parts as bits, to be scored when that is needed. */
static Part meet_dense(const Part *parts, int64_t n_parts) {
    Part common = listed(0, 0, 0), *all = take(sizeof(Part) * (size_t)n_parts);
    uint64_t *bits = take(8 * WORDS);
    common.n_words = WORDS;
    for (int64_t p = 0; p < n_parts; p++) {
        all[p] = parts[p];
        if (parts[p].bits && parts[p].n_words < common.n_words) common.n_words = parts[p].n_words;
        if (!parts[p].bits) all[p].bits = bits_of(&parts[p]);
    }
    for (int64_t p = 0; p < n_parts; p++) all[p].n_words = common.n_words;
    memcpy(bits, all[0].bits, 8 * (size_t)common.n_words);
    for (int64_t p = 1; p < n_parts; p++)
        for (int64_t word = 0; word < common.n_words; word++) bits[word] &= all[p].bits[word];
    for (int64_t word = 0; word < common.n_words; word++) common.n += count_bits(bits[word]);
    common.bits = bits;
    common.all = all;
    common.n_all = n_parts;
    return common;
}

/* Goes on to the next document of all parts, found from those of the shortest. */
static int meet(Cursor *at, int64_t n_parts, const int64_t *order, const uint16_t *docs, int64_t *i_first) {
    int64_t n = at[order[0]].part->n;
    while (*i_first < n) {
        uint16_t doc = docs[*i_first];
        int64_t k = 1;
        at[order[0]].i = (*i_first)++;
        while (k < n_parts && seek(&at[order[k]], doc)) k++;
        if (k == n_parts) return 1;
        if (at[order[k]].i >= at[order[k]].part->n) return 0;
    }
    return 0;
}

/* Documents of all parts; none of which is empty. */
static Part intersect(const Part *parts, int64_t n_parts) {
    if (n_parts == 1) return parts[0];
    int64_t *order = take(8 * (size_t)n_parts);
    order_by_size(parts, n_parts, order);
    if (is_dense(parts, n_parts, order)) return meet_dense(parts, n_parts);
    const Part *shortest = &parts[order[0]];
    int64_t found = 0;
    uint16_t *docs = take(2 * (size_t)shortest->n);
    double *scores = take(8 * (size_t)shortest->n);
    Cursor *at = take(sizeof(Cursor) * (size_t)n_parts);
    for (int64_t p = 0; p < n_parts; p++) at[p] = cursor_of(&parts[p]);
    for (int64_t i = 0; meet(at, n_parts, order, shortest->docs, &i);) {
        uint16_t doc = shortest->docs[i - 1];
        double sum = 0;
        for (int64_t p = 0; p < n_parts; p++) sum += score_here(&at[p], doc);
        docs[found] = doc;
        scores[found++] = sum;
    }
    return listed(docs, found, scores);
}

/* The documents of a part that are not among others. */
static Part exclude(const Part *part, const Part *others) {
    uint64_t bits[WORDS] = {0};
    add_docs(bits, others);
    const uint16_t *own = docs_of(part);
    uint16_t *docs = take(2 * (size_t)(part->n + 1));
    double *scores = take(8 * (size_t)(part->n + 1));
    Cursor at = cursor_of(part);
    int64_t found = 0;
    for (; at.i < part->n; at.i++) {
        uint16_t doc = own[at.i];
        if (bits[doc >> 6] >> (doc & 63) & 1) continue;
        docs[found] = doc;
        scores[found++] = score_here(&at, doc);
    }
    return listed(docs, found, scores);
}
