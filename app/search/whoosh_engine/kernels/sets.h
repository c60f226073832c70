/* Documents with scores: postings that are still to be scored, or matches that are. Scores are summed in
 * the order of parts, so that they are the same bits as the numpy twin's. */

#define WINDOW 8192
#define DENSE 8
#define DENSE_PARTS 8
#define WORDS 1024 /* of 64 bits: a bit for each document of a segment */

typedef struct {
    const uint16_t *docs; /* ascending */
    int64_t n;
    const uint8_t *tf; /* 0: scored already, by `scores`, or all the same by `weight` */
    const uint8_t *lengths; /* of all documents */
    const double *norms;
    const double *scores;
    double weight;
    int64_t shortest; /* length byte of the shortest document */
} Part;

static inline double score_at(const Part *part, int64_t i) {
    if (part->tf) {
        double tf = part->tf[i];
        return tf * part->norms[256] / (tf + part->norms[part->lengths[part->docs[i]]]) * part->weight;
    }
    return part->scores ? part->scores[i] : part->weight;
}

/* Adds the postings of one part that lie in the window to its sums and counts; returns where it stopped. */
static int64_t add_window(const Part *part, int64_t i, int64_t base, int64_t end, double *sums,
                          uint16_t *counts) {
    const uint16_t *docs = part->docs;
    for (; i < part->n && docs[i] < end; i++) {
        sums[docs[i] - base] += score_at(part, i);
        counts[docs[i] - base]++;
    }
    return i;
}

/* Documents of at least `least` parts. */
static Part unite(const Part *parts, int64_t n_parts, int64_t n_docs, int64_t least) {
    static _Thread_local double sums[WINDOW];     /* all zero between windows */
    static _Thread_local uint16_t counts[WINDOW]; /* too */
    int64_t n_most = 0, found = 0;
    for (int64_t p = 0; p < n_parts; p++) n_most += parts[p].n;
    if (n_most > n_docs) n_most = n_docs;
    int64_t *at = take(8 * (size_t)n_parts);
    uint16_t *docs = take(2 * (size_t)(n_most + 4));
    double *scores = take(8 * (size_t)(n_most + 4));
    memset(at, 0, 8 * (size_t)n_parts);
    for (int64_t base = 0; base < n_docs; base += WINDOW) {
        for (int64_t p = 0; p < n_parts; p++)
            at[p] = add_window(&parts[p], at[p], base, base + WINDOW, sums, counts);
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
    Part united = {docs, found, 0, 0, 0, scores, 0};
    return united;
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

static void order_by_size(const Part *parts, int64_t n, int64_t *order) {
    for (int64_t i = 0; i < n; i++) {
        int64_t j = i;
        for (; j > 0 && parts[order[j - 1]].n > parts[i].n; j--) order[j] = order[j - 1];
        order[j] = i;
    }
}

/* Whether it is faster to go through all postings than to look for those of the shortest part. */
static int is_dense(const Part *parts, int64_t n, const int64_t *order) {
    int64_t total = 0;
    for (int64_t i = 0; i < n; i++) total += parts[i].n;
    return parts[order[0]].n * DENSE * (n - 1) > total;
}

static void set_bits(uint64_t *bits, const uint16_t *docs, int64_t n) {
    for (int64_t i = 0; i < n; i++) bits[docs[i] >> 6] |= 1ULL << (docs[i] & 63);
}

static int64_t docs_of_bits(const uint64_t *bits, uint16_t *docs) {
    int64_t found = 0;
    for (int64_t word = 0; word < WORDS; word++)
        for (uint64_t left = bits[word]; left; left &= left - 1)
            docs[found++] = (uint16_t)(word * 64 + __builtin_ctzll(left));
    return found;
}

/* Documents of all parts by bitmaps: a document's place in a part is the number of bits before it. */
static int64_t meet_dense(const Part *parts, int64_t n, uint16_t *docs, double *scores) {
    static _Thread_local uint64_t bits[DENSE_PARTS][WORDS];
    static _Thread_local uint32_t before[DENSE_PARTS][WORDS];
    for (int64_t p = 0; p < n; p++) {
        memset(bits[p], 0, sizeof bits[p]);
        set_bits(bits[p], parts[p].docs, parts[p].n);
        uint32_t sum = 0;
        for (int64_t word = 0; word < WORDS; word++) {
            before[p][word] = sum;
            sum += (uint32_t)count_bits(bits[p][word]);
        }
    }
    int64_t found = 0;
    for (int64_t word = 0; word < WORDS; word++) {
        uint64_t left = bits[0][word];
        for (int64_t p = 1; p < n; p++) left &= bits[p][word];
        for (; left; left &= left - 1) {
            uint64_t below = (left & -left) - 1;
            double sum = 0;
            for (int64_t p = 0; p < n; p++)
                sum += score_at(&parts[p], before[p][word] + count_bits(bits[p][word] & below));
            docs[found] = (uint16_t)(word * 64 + __builtin_ctzll(left));
            scores[found++] = sum;
        }
    }
    return found;
}

/* Goes on to the next document of all parts, found from the shortest; `at` gets its places. */
static int64_t meet(const Part *parts, int64_t n_parts, const int64_t *order, int64_t *at,
                    int64_t *i_first) {
    const Part *first = &parts[order[0]];
    for (int64_t i = *i_first; i < first->n; i++) {
        uint16_t doc = first->docs[i];
        int64_t k = 1;
        for (; k < n_parts; k++) {
            int64_t p = order[k];
            at[p] = gallop(parts[p].docs, parts[p].n, at[p], doc);
            if (at[p] >= parts[p].n) return 0;
            if (parts[p].docs[at[p]] != doc) break;
        }
        if (k == n_parts) {
            at[order[0]] = i;
            *i_first = i + 1;
            return 1;
        }
    }
    return 0;
}

/* Documents of all parts; none of which is empty. */
static Part intersect(const Part *parts, int64_t n_parts) {
    if (n_parts == 1) return parts[0];
    int64_t *order = take(8 * (size_t)n_parts), *at = take(8 * (size_t)n_parts);
    order_by_size(parts, n_parts, order);
    int64_t n_most = parts[order[0]].n, found = 0;
    uint16_t *docs = take(2 * (size_t)n_most);
    double *scores = take(8 * (size_t)n_most);
    if (n_parts <= DENSE_PARTS && is_dense(parts, n_parts, order)) {
        found = meet_dense(parts, n_parts, docs, scores);
    } else {
        memset(at, 0, 8 * (size_t)n_parts);
        for (int64_t i = 0; meet(parts, n_parts, order, at, &i);) {
            double sum = 0;
            for (int64_t p = 0; p < n_parts; p++) sum += score_at(&parts[p], at[p]);
            docs[found] = parts[0].docs[at[0]];
            scores[found++] = sum;
        }
    }
    Part common = {docs, found, 0, 0, 0, scores, 0};
    return common;
}

/* The documents of a part that are not among others. */
static Part exclude(const Part *part, const Part *others) {
    uint64_t bits[WORDS] = {0};
    set_bits(bits, others->docs, others->n);
    uint16_t *docs = take(2 * (size_t)(part->n + 1));
    double *scores = take(8 * (size_t)(part->n + 1));
    int64_t found = 0;
    for (int64_t i = 0; i < part->n; i++) {
        uint16_t doc = part->docs[i];
        if (bits[doc >> 6] >> (doc & 63) & 1) continue;
        docs[found] = doc;
        scores[found++] = score_at(part, i);
    }
    Part left = {docs, found, 0, 0, 0, scores, 0};
    return left;
}
