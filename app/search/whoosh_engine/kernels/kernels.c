/* The inner loops of the search engine. Each has a numpy twin in reference.py, which is the definition:
 * tests compare the two, and scores are summed in the same order, so that they are the same bits.
 *
 * Addresses come from Python as integers. A part of a query is six numbers:
 *   docs (uint16*), how many, tf (uint8*) or 0, lengths (uint8*) or scores (double*) where tf is 0,
 *   table (double*), and its weight in an array beside.
 */
#include <stdint.h>
#include <string.h>

#define ABI 5
#define WINDOW 8192
#define MAX_PARTS 1024
#define DENSE 8
#define DENSE_PARTS 8

typedef struct {
    const uint16_t *docs;
    int64_t n;
    const uint8_t *tf;
    const uint8_t *lengths;
    const double *scores;
    const double *table;
    double weight;
} Part;

int64_t onrecord_abi(void) { return ABI; }

static void read_parts(const uint64_t *raw, const double *weights, int64_t n, Part *parts) {
    for (int64_t i = 0; i < n; i++, raw += 5) {
        Part *part = &parts[i];
        part->docs = (const uint16_t *)(uintptr_t)raw[0];
        part->n = (int64_t)raw[1];
        part->tf = (const uint8_t *)(uintptr_t)raw[2];
        part->lengths = (const uint8_t *)(uintptr_t)raw[3];
        part->scores = (const double *)(uintptr_t)raw[3];
        part->table = (const double *)(uintptr_t)raw[4];
        part->weight = weights[i];
    }
}

static inline double score_at(const Part *part, int64_t i) {
    if (!part->tf) return part->scores[i];
    return part->table[(int)part->tf[i] << 8 | part->lengths[part->docs[i]]] * part->weight;
}

/* Scores of one term's postings. */
void onrecord_scores(const uint64_t *raw, const double *weight, double *out) {
    Part part;
    read_parts(raw, weight, 1, &part);
    for (int64_t i = 0; i < part.n; i++) out[i] = score_at(&part, i);
}

/* Adds the postings of one part that lie in the window to its sums and counts; returns where it stopped. */
static int64_t add_window(const Part *part, int64_t i, int64_t base, int64_t end, double *sums,
                          uint16_t *counts) {
    const uint16_t *docs = part->docs;
    if (part->tf) {
        for (; i < part->n && docs[i] < end; i++) {
            int64_t doc = docs[i];
            sums[doc - base] += part->table[(int)part->tf[i] << 8 | part->lengths[doc]] * part->weight;
            counts[doc - base]++;
        }
    } else {
        for (; i < part->n && docs[i] < end; i++) {
            sums[docs[i] - base] += part->scores[i];
            counts[docs[i] - base]++;
        }
    }
    return i;
}

static int64_t add_up(const Part *parts, int64_t n_parts, int64_t n_docs, int64_t least,
                      uint16_t *out_docs, double *out_scores) {
    static _Thread_local double sums[WINDOW];      /* all zero between windows */
    static _Thread_local uint16_t counts[WINDOW];  /* too */
    static _Thread_local int64_t at[MAX_PARTS];
    memset(at, 0, sizeof(int64_t) * (size_t)n_parts);
    int64_t found = 0;
    for (int64_t base = 0; base < n_docs; base += WINDOW) {
        for (int64_t p = 0; p < n_parts; p++)
            at[p] = add_window(&parts[p], at[p], base, base + WINDOW, sums, counts);
        for (int64_t four = 0; four < WINDOW; four += 4) {
            uint64_t any;
            memcpy(&any, counts + four, 8);
            if (!any) continue;
            for (int64_t doc = four; doc < four + 4; doc++) {
                out_docs[found] = (uint16_t)(base + doc);
                out_scores[found] = sums[doc];
                found += counts[doc] >= least;
                sums[doc] = 0;
                counts[doc] = 0;
            }
        }
    }
    return found;
}

/* Documents of at least `least` parts, with the sum of their scores. Returns how many; the buffers have
 * room for one more. */
int64_t onrecord_union(const uint64_t *raw, const double *weights, int64_t n_parts, int64_t n_docs,
                       int64_t least, uint16_t *out_docs, double *out_scores) {
    static _Thread_local Part parts[MAX_PARTS];
    read_parts(raw, weights, n_parts, parts);
    return add_up(parts, n_parts, n_docs, least < 1 ? 1 : least, out_docs, out_scores);
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

/* A bit for each document of all parts. */
static void common_bits(const Part *parts, int64_t n, uint64_t *bits) {
    static _Thread_local uint64_t own[1024];
    for (int64_t p = 0; p < n; p++) {
        uint64_t *to = p ? own : bits;
        memset(to, 0, sizeof own);
        for (int64_t i = 0; i < parts[p].n; i++)
            to[parts[p].docs[i] >> 6] |= 1ULL << (parts[p].docs[i] & 63);
        if (p)
            for (int64_t word = 0; word < 1024; word++) bits[word] &= own[word];
    }
}

/* Documents of all parts by bitmaps: a document's place in a part is the number of bits before it. */
static int64_t meet_dense(const Part *parts, int64_t n, uint16_t *out_docs, double *out_scores) {
    static _Thread_local uint64_t bits[DENSE_PARTS][1024];
    static _Thread_local uint32_t before[DENSE_PARTS][1024];
    for (int64_t p = 0; p < n; p++) {
        memset(bits[p], 0, sizeof bits[p]);
        for (int64_t i = 0; i < parts[p].n; i++)
            bits[p][parts[p].docs[i] >> 6] |= 1ULL << (parts[p].docs[i] & 63);
        uint32_t sum = 0;
        for (int64_t word = 0; word < 1024; word++) {
            before[p][word] = sum;
            sum += (uint32_t)__builtin_popcountll(bits[p][word]);
        }
    }
    int64_t found = 0;
    for (int64_t word = 0; word < 1024; word++) {
        uint64_t left = bits[0][word];
        for (int64_t p = 1; p < n; p++) left &= bits[p][word];
        for (; left; left &= left - 1) {
            uint64_t below = (left & -left) - 1;
            double sum = 0;
            for (int64_t p = 0; p < n; p++)
                sum += score_at(&parts[p], before[p][word] + __builtin_popcountll(bits[p][word] & below));
            out_docs[found] = (uint16_t)(word * 64 + __builtin_ctzll(left));
            out_scores[found++] = sum;
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

/* Documents of all parts, with the sum of their scores in the order of parts. Returns how many. */
int64_t onrecord_intersection(const uint64_t *raw, const double *weights, int64_t n_parts,
                              uint16_t *out_docs, double *out_scores) {
    static _Thread_local Part parts[MAX_PARTS];
    static _Thread_local int64_t at[MAX_PARTS], order[MAX_PARTS];
    read_parts(raw, weights, n_parts, parts);
    memset(at, 0, sizeof(int64_t) * (size_t)n_parts);
    order_by_size(parts, n_parts, order);
    if (n_parts <= DENSE_PARTS && is_dense(parts, n_parts, order))
        return meet_dense(parts, n_parts, out_docs, out_scores);
    int64_t found = 0, i = 0;
    while (meet(parts, n_parts, order, at, &i)) {
        double sum = 0;
        for (int64_t p = 0; p < n_parts; p++) sum += score_at(&parts[p], at[p]);
        out_docs[found] = parts[0].docs[at[0]];
        out_scores[found++] = sum;
    }
    return found;
}

/* Keeps the documents whose mask is set. Returns how many. */
int64_t onrecord_keep(const uint16_t *docs, const double *scores, int64_t n, const uint8_t *mask,
                      uint16_t *out_docs, double *out_scores) {
    int64_t found = 0;
    for (int64_t i = 0; i < n; i++) {
        out_docs[found] = docs[i];
        out_scores[found] = scores[i];
        found += mask[docs[i]];
    }
    return found;
}

typedef struct {
    double key;
    uint32_t rank;
    uint32_t place;
} Entry;

static inline int comes_after(const Entry *a, const Entry *b) {
    return a->key < b->key || (a->key == b->key && a->rank > b->rank);
}

static void sink(Entry *heap, int64_t n, int64_t i) {
    Entry moved = heap[i];
    for (int64_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && comes_after(&heap[child + 1], &heap[child])) child++;
        if (!comes_after(&heap[child], &moved)) break;
        heap[i] = heap[child];
    }
    heap[i] = moved;
}

/* Places of the first `k` by key (higher first), then by the document's rank; only keys of at least
 * `least`. Returns how many. */
int64_t onrecord_top(const uint16_t *docs, const double *keys, int64_t n, const uint32_t *ranks,
                     int64_t k, double least, Entry *heap, int64_t *out) {
    int64_t size = 0;
    for (int64_t i = 0; i < n; i++) {
        if (keys[i] < least) continue;
        Entry entry = {keys[i], ranks[docs[i]], (uint32_t)i};
        if (size < k) {
            heap[size++] = entry;
            if (size == k)
                for (int64_t j = k / 2 - 1; j >= 0; j--) sink(heap, k, j);
            if (size == k) least = heap[0].key > least ? heap[0].key : least;
        } else if (comes_after(&heap[0], &entry)) {
            heap[0] = entry;
            sink(heap, k, 0);
            least = heap[0].key;
        }
    }
    if (size < k)
        for (int64_t j = size / 2 - 1; j >= 0; j--) sink(heap, size, j);
    for (int64_t left = size; left > 0; left--) {
        out[left - 1] = heap[0].place;
        heap[0] = heap[left - 1];
        sink(heap, left - 1, 0);
    }
    return size;
}

/* The term's number in a sorted blob, -1 where there is none. */
int64_t onrecord_find(const uint8_t *blob, const uint32_t *ends, int64_t n, const uint8_t *term,
                      int64_t length) {
    int64_t low = 0, high = n;
    while (low < high) {
        int64_t middle = (low + high) >> 1;
        int64_t size = (int64_t)ends[middle + 1] - ends[middle];
        int order = memcmp(blob + ends[middle], term, (size_t)(size < length ? size : length));
        if (order < 0 || (order == 0 && size < length)) low = middle + 1;
        else high = middle;
    }
    if (low < n && (int64_t)ends[low + 1] - ends[low] == length
        && !memcmp(blob + ends[low], term, (size_t)length))
        return low;
    return -1;
}

/* Documents of several stretches of postings, each once, in order. Returns how many. */
int64_t onrecord_gather(const uint16_t *docs, const int64_t *starts, const int64_t *ends, int64_t n,
                        uint16_t *out) {
    static _Thread_local uint64_t bits[1024];
    memset(bits, 0, sizeof bits);
    for (int64_t s = 0; s < n; s++)
        for (int64_t i = starts[s]; i < ends[s]; i++) bits[docs[i] >> 6] |= 1ULL << (docs[i] & 63);
    int64_t found = 0;
    for (int64_t word = 0; word < 1024; word++)
        for (uint64_t left = bits[word]; left; left &= left - 1)
            out[found++] = (uint16_t)(word * 64 + __builtin_ctzll(left));
    return found;
}

/* Adds to the count of each value of these documents. */
void onrecord_count(const uint16_t *docs, int64_t n, const uint32_t *starts, const uint32_t *values,
                    int64_t *counts) {
    for (int64_t i = 0; i < n; i++)
        for (uint32_t j = starts[docs[i]]; j < starts[docs[i] + 1]; j++) counts[values[j]]++;
}

typedef struct {
    Part part;
    const uint8_t *positions;
    int64_t width; /* bytes of a position */
    const uint32_t *large_at;
    const uint32_t *large_tf;
    int64_t n_large;
    int64_t first; /* number of the term's first posting in its field */
    int64_t at;    /* posting that `offset` is of */
    int64_t offset;
} Slot;

static inline int64_t tf_of(const Slot *slot, int64_t i) {
    int64_t tf = slot->part.tf[i];
    if (tf < 255 || !slot->n_large) return tf;
    uint32_t wanted = (uint32_t)(slot->first + i);
    int64_t low = 0, high = slot->n_large;
    while (low < high) {
        int64_t middle = (low + high) >> 1;
        if (slot->large_at[middle] < wanted) low = middle + 1;
        else high = middle;
    }
    return low < slot->n_large && slot->large_at[low] == wanted ? slot->large_tf[low] : tf;
}

static inline void move_to(Slot *slot, int64_t i) {
    if (!slot->n_large) {
        uint64_t sum = 0;
        for (int64_t j = slot->at; j < i; j++) sum += slot->part.tf[j];
        slot->offset += (int64_t)sum;
    } else {
        for (int64_t j = slot->at; j < i; j++) slot->offset += tf_of(slot, j);
    }
    slot->at = i;
}

static inline uint32_t position(const Slot *slot, int64_t i) {
    if (slot->width == 2) return ((const uint16_t *)slot->positions)[slot->offset + i];
    return ((const uint32_t *)slot->positions)[slot->offset + i];
}

/* Whether the slots' terms stand in a row in the document that all are at. */
static int in_a_row(const Slot *slots, int64_t n, int64_t *at) {
    int64_t n_first = tf_of(&slots[0], slots[0].at);
    memset(at, 0, sizeof(int64_t) * (size_t)n);
    for (int64_t i = 0; i < n_first; i++) {
        uint32_t start = position(&slots[0], i);
        int64_t s = 1;
        for (; s < n; s++) {
            int64_t size = tf_of(&slots[s], slots[s].at);
            uint32_t wanted = start + (uint32_t)s;
            while (at[s] < size && position(&slots[s], at[s]) < wanted) at[s]++;
            if (at[s] >= size) return 0;
            if (position(&slots[s], at[s]) != wanted) break;
        }
        if (s == n) return 1;
    }
    return 0;
}

static void walk_to(Slot *slot, uint16_t doc) {
    int64_t i = slot->at, offset = slot->offset;
    if (!slot->n_large) {
        for (; slot->part.docs[i] < doc; i++) offset += slot->part.tf[i];
    } else {
        for (; slot->part.docs[i] < doc; i++) offset += tf_of(slot, i);
    }
    slot->at = i;
    slot->offset = offset;
}

/* Adds the document that all slots are at, if the row is in it. */
static int64_t row_here(const Slot *slots, const Part *parts, int64_t n, int64_t *within,
                        int64_t found, uint16_t *out_docs, double *out_scores) {
    if (!in_a_row(slots, n, within)) return found;
    double sum = 0;
    for (int64_t s = 0; s < n; s++) sum += score_at(&parts[s], slots[s].at);
    out_docs[found] = parts[0].docs[slots[0].at];
    out_scores[found] = sum;
    return found + 1;
}

/* Documents in which the parts' terms stand in a row, with the sum of their scores. A part has six more
 * numbers in `more`: positions, their width, large_at, large_tf, n_large, first. Returns how many. */
int64_t onrecord_row(const uint64_t *raw, const double *weights, const uint64_t *more, int64_t n,
                     uint16_t *out_docs, double *out_scores) {
    static _Thread_local Part parts[MAX_PARTS];
    static _Thread_local Slot slots[MAX_PARTS];
    static _Thread_local int64_t at[MAX_PARTS], order[MAX_PARTS], within[MAX_PARTS];
    read_parts(raw, weights, n, parts);
    memset(at, 0, sizeof(int64_t) * (size_t)n);
    order_by_size(parts, n, order);
    for (int64_t s = 0; s < n; s++, more += 6) {
        Slot slot = {parts[s], (const uint8_t *)(uintptr_t)more[0], (int64_t)more[1],
                     (const uint32_t *)(uintptr_t)more[2], (const uint32_t *)(uintptr_t)more[3],
                     (int64_t)more[4], (int64_t)more[5], 0, 0};
        slots[s] = slot;
    }
    int64_t found = 0;
    if (is_dense(parts, n, order)) {
        static _Thread_local uint64_t bits[1024];
        common_bits(parts, n, bits);
        for (int64_t word = 0; word < 1024; word++)
            for (uint64_t left = bits[word]; left; left &= left - 1) {
                uint16_t doc = (uint16_t)(word * 64 + __builtin_ctzll(left));
                for (int64_t s = 0; s < n; s++) walk_to(&slots[s], doc);
                found = row_here(slots, parts, n, within, found, out_docs, out_scores);
            }
        return found;
    }
    int64_t i = 0;
    while (meet(parts, n, order, at, &i)) {
        for (int64_t s = 0; s < n; s++) move_to(&slots[s], at[s]);
        found = row_here(slots, parts, n, within, found, out_docs, out_scores);
    }
    return found;
}

/* A segment's text field: terms, their ends, how many, starts, docs, tf, lengths, documents, ranks. */
typedef struct {
    const uint8_t *terms;
    const uint32_t *ends;
    int64_t n_terms;
    const uint32_t *starts;
    const uint16_t *docs;
    const uint8_t *tf;
    const uint8_t *lengths;
    int64_t n_docs;
    const uint32_t *ranks;
} Segment;

static Segment read_segment(const uint64_t *raw) {
    Segment segment = {
        (const uint8_t *)(uintptr_t)raw[0], (const uint32_t *)(uintptr_t)raw[1], (int64_t)raw[2],
        (const uint32_t *)(uintptr_t)raw[3], (const uint16_t *)(uintptr_t)raw[4],
        (const uint8_t *)(uintptr_t)raw[5], (const uint8_t *)(uintptr_t)raw[6], (int64_t)raw[7],
        (const uint32_t *)(uintptr_t)raw[8]};
    return segment;
}

/* Finds terms in all segments: where their postings begin and end, and in `frequencies` how many. */
void onrecord_look_up(const uint64_t *raw, int64_t n_segments, const uint8_t *terms,
                      const int64_t *ends, int64_t n_terms, int64_t *places, int64_t *frequencies) {
    memset(frequencies, 0, sizeof(int64_t) * (size_t)n_terms);
    for (int64_t s = 0; s < n_segments; s++, raw += 9) {
        Segment segment = read_segment(raw);
        int64_t from = 0;
        for (int64_t t = 0; t < n_terms; t++, places += 2) {
            int64_t i = onrecord_find(segment.terms, segment.ends, segment.n_terms, terms + from,
                                      ends[t] - from);
            from = ends[t];
            places[0] = i < 0 ? 0 : segment.starts[i];
            places[1] = i < 0 ? 0 : segment.starts[i + 1];
            frequencies[t] += places[1] - places[0];
        }
    }
}

/* The best `k` of each segment, of documents with at least `least` of the terms (of all of them: AND)
 * that pass the segment's mask, if it has one; after the first segment only those that can be among the
 * best `k` of all. `out` gets key, segment and document. Returns how many match in all. */
int64_t onrecord_flat(const uint64_t *raw, int64_t n_segments, const int64_t *places,
                      const double *weights, int64_t n_terms, int64_t least, const double *table,
                      const uint64_t *masks, int64_t k, double *out_keys, int64_t *out_places,
                      int64_t *n_out) {
    static _Thread_local Part parts[MAX_PARTS];
    static _Thread_local int64_t order[MAX_PARTS], at[MAX_PARTS];
    static _Thread_local uint16_t docs[(1 << 16) + 1];
    static _Thread_local double scores[(1 << 16) + 1];
    static _Thread_local Entry heap[1024];
    static _Thread_local int64_t best[1024];
    int64_t total = 0, n_best = 0;
    double bar = -1;
    for (int64_t s = 0; s < n_segments; s++, raw += 9, places += 2 * n_terms) {
        Segment segment = read_segment(raw);
        const uint8_t *mask = (const uint8_t *)(uintptr_t)masks[s];
        int64_t n_parts = 0, found = 0;
        for (int64_t t = 0; t < n_terms; t++) {
            int64_t low = places[2 * t], n = places[2 * t + 1] - low;
            if (!n) continue;
            Part part = {segment.docs + low, n, segment.tf + low, segment.lengths, 0, table, weights[t]};
            parts[n_parts++] = part;
        }
        if (n_parts < least || !n_parts) continue;
        const uint16_t *own = docs;
        if (n_parts == 1) {
            own = parts[0].docs;
            found = parts[0].n;
            for (int64_t i = 0; i < found; i++) scores[i] = score_at(&parts[0], i);
        } else {
            order_by_size(parts, n_parts, order);
            if (least == n_parts && n_parts <= DENSE_PARTS && is_dense(parts, n_parts, order)) {
                found = meet_dense(parts, n_parts, docs, scores);
            } else if (least < n_parts) {
                found = add_up(parts, n_parts, segment.n_docs, least, docs, scores);
            } else {
                memset(at, 0, sizeof(int64_t) * (size_t)n_parts);
                for (int64_t i = 0; meet(parts, n_parts, order, at, &i);) {
                    double sum = 0;
                    for (int64_t p = 0; p < n_parts; p++) sum += score_at(&parts[p], at[p]);
                    docs[found] = parts[0].docs[at[0]];
                    scores[found++] = sum;
                }
            }
        }
        if (mask) {
            int64_t kept = 0;
            for (int64_t i = 0; i < found; i++) {
                uint16_t doc = own[i];
                docs[kept] = doc;
                scores[kept] = scores[i];
                kept += mask[doc];
            }
            found = kept;
            own = docs;
        }
        total += found;
        int64_t n = onrecord_top(own, scores, found, segment.ranks, k, bar, heap, best);
        for (int64_t i = 0; i < n; i++, n_best++) {
            out_keys[n_best] = scores[best[i]];
            out_places[n_best] = s << 16 | own[best[i]];
        }
        if (n == k && out_keys[n_best - 1] > bar) bar = out_keys[n_best - 1];
    }
    *n_out = n_best;
    return total;
}
