/* The inner loops of writing an index: text to numbers, numbers to postings, postings merged. Each has a
 * twin in indexing_reference.py, which is the definition: tests demand the same arrays of both.
 *
 * Addresses come from Python as integers, in the order of the structs below.
 */
#include <stdint.h>
#include <string.h>

#define ABI 4
#define FREE UINT64_MAX
#define MAX_POSITION ((1u << 24) - 1)

int64_t onrecord_indexing_abi(void) { return ABI; }

/* --- text to cores: what white space separates, without the punctuation around it ------------------- */

/* A table of distinct cores, by open addressing; `slots` has a power of two of places, each the upper half of
 * a core's hash and its number, or FREE. */
typedef struct {
    uint64_t *slots;
    int64_t mask;
    uint64_t *hashes;
    uint8_t *languages;
    int64_t *ends; /* core i is blob[ends[i]:ends[i + 1]] */
    int64_t max_cores;
    uint8_t *blob;
    int64_t max_bytes;
    uint64_t seed;
} Cores;

/* Bytes of the white space at `at`, 0 where there is none: what Python's str.split() splits at. */
static inline int space_at(const uint8_t *at, const uint8_t *end) {
    uint8_t c = *at;
    if (c < 0x80) return c <= 32 && (c >= 28 || (c >= 9 && c <= 13));
    if (c == 0xC2) return end - at > 1 && (at[1] == 0x85 || at[1] == 0xA0) ? 2 : 0;
    if (c < 0xE1 || c > 0xE3 || end - at < 3) return 0;
    if (c == 0xE1) return at[1] == 0x9A && at[2] == 0x80 ? 3 : 0;
    if (c == 0xE3) return at[1] == 0x80 && at[2] == 0x80 ? 3 : 0;
    if (at[1] == 0x80) return at[2] <= 0x8A || at[2] == 0xA8 || at[2] == 0xA9 || at[2] == 0xAF ? 3 : 0;
    return at[1] == 0x81 && at[2] == 0x9F ? 3 : 0;
}

/* Bytes that neither are nor begin white space: all but these and the leads of longer ones. */
static const uint8_t IS_LETTER[256] = {
    [0x21 ... 0x7E] = 1, [0x80 ... 0xC1] = 1, [0xC3 ... 0xE0] = 1, [0xE4 ... 0xFF] = 1,
};

static const uint8_t AROUND[128] = {
    ['.'] = 1, [','] = 1, [';'] = 1, [':'] = 1, ['!'] = 1, ['?'] = 1, ['"'] = 1, ['\''] = 1,
    ['('] = 1, [')'] = 1, ['['] = 1, [']'] = 1, ['-'] = 1,
};

/* Bytes of the mark of punctuation that begins at `at`, 0 where there is none. */
static inline int mark_at(const uint8_t *at, const uint8_t *end) {
    if (*at < 0x80) return AROUND[*at];
    if (*at == 0xC2) return end - at > 1 && (at[1] == 0xAB || at[1] == 0xBB) ? 2 : 0;
    if (*at != 0xE2 || end - at < 3 || at[1] != 0x80) return 0;
    switch (at[2]) {
        case 0x93: case 0x94: case 0x98: case 0x99: case 0x9C: case 0x9D: case 0xA6: return 3;
        default: return 0;
    }
}

static inline int mark_before(const uint8_t *start, const uint8_t *at) {
    if (at[-1] < 0x80) return AROUND[at[-1]];
    if (at - start > 1 && mark_at(at - 2, at) == 2) return 2;
    return at - start > 2 && mark_at(at - 3, at) == 3 ? 3 : 0;
}

/* Eight bytes at a time; the bytes behind the core may be read if they are before `end`. */
static inline uint64_t hash_of(const uint8_t *core, int64_t n_bytes, const uint8_t *end, uint64_t hash) {
    for (uint64_t word; n_bytes > 0; core += 8, n_bytes -= 8) {
        if (end - core >= 8) {
            memcpy(&word, core, 8);
            if (n_bytes < 8) word &= (1ULL << n_bytes * 8) - 1;
        } else {
            word = 0;
            memcpy(&word, core, (size_t)(n_bytes < 8 ? n_bytes : 8));
        }
        hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL;
        hash ^= hash >> 32;
    }
    return hash * 0x9E3779B97F4A7C15ULL;
}

/* The core's number, a new one where it is unknown; -1 when the table is full. */
static inline int64_t core_of(const Cores *table, int64_t *n_cores, const uint8_t *core, int64_t n_bytes,
                              const uint8_t *end, uint8_t language) {
    uint64_t hash = hash_of(core, n_bytes, end, table->seed ^ language);
    for (int64_t at = (int64_t)(hash >> 20) & table->mask;; at = (at + 1) & table->mask) {
        uint64_t slot = table->slots[at];
        if (slot == FREE) {
            int64_t new = *n_cores, from = table->ends[new];
            if (new >= table->max_cores || from + n_bytes > table->max_bytes) return -1;
            memcpy(table->blob + from, core, (size_t)n_bytes);
            table->ends[new + 1] = from + n_bytes;
            table->hashes[new] = hash;
            table->languages[new] = language;
            table->slots[at] = (hash & 0xFFFFFFFF00000000ULL) | (uint64_t)new;
            *n_cores = new + 1;
            return new;
        }
        if ((slot ^ hash) >> 32) continue;
        int64_t i = (int64_t)(slot & 0xFFFFFFFFULL), from = table->ends[i];
        if (table->ends[i + 1] - from == n_bytes && table->languages[i] == language
            && !memcmp(table->blob + from, core, (size_t)n_bytes))
            return i;
    }
}

/* Numbers of the cores of pieces of text; counts those of each piece. `state`: cores so far, the piece and
 * the byte to go on at. Ends early when the table is full. Returns how many numbers were written. */
int64_t onrecord_split(const Cores *table, int64_t *state, const uint8_t *text, const int64_t *ends,
                       const uint8_t *languages, int64_t n_pieces, uint32_t *ids, int64_t *counts) {
    int64_t found = 0;
    for (; state[1] < n_pieces; state[1]++) {
        const uint8_t *end = text + ends[state[1]], *at = text + state[2];
        while (at < end) {
            int space = space_at(at, end);
            if (space) {
                at += space;
                continue;
            }
            const uint8_t *first = at, *last;
            while (at < end && (IS_LETTER[*at] || !space_at(at, end))) at++;
            last = at;
            for (int mark; first < last && (mark = mark_at(first, last));) first += mark;
            for (int mark; first < last && (mark = mark_before(first, last));) last -= mark;
            if (first == last) continue;
            int64_t id = core_of(table, &state[0], first, last - first, end, languages[state[1]]);
            if (id < 0) {
                state[2] = first - text;
                return found;
            }
            ids[found++] = (uint32_t)id;
            counts[state[1]]++;
        }
        state[2] = ends[state[1]];
    }
    return found;
}

/* --- cores to postings -------------------------------------------------------------------------------- */

/* Pieces of a field's text as core numbers, in order of documents. A piece begins at its position, or
 * `gap` after the end of its document's piece before, if that is later. */
typedef struct {
    const uint32_t *ids;
    const int64_t *counts;
    const uint32_t *docs;
    const uint32_t *positions;
    int64_t n_pieces;
    int64_t gap;
} Pieces;

/* Terms of each core; each takes a position. An extra shares the position of the core's n-th term. */
typedef struct {
    const uint32_t *starts;
    const uint32_t *terms;
    const uint32_t *extra_starts;
    const uint32_t *extras;
    const uint32_t *extra_offsets;
    const uint32_t *n_telling;
} CoreTerms;

/* Adds to the occurrences of each term and to the telling terms of each document. */
void onrecord_tally(const Pieces *pieces, const CoreTerms *of, int64_t *occurrences, int64_t *lengths) {
    const uint32_t *id = pieces->ids;
    for (int64_t p = 0; p < pieces->n_pieces; p++) {
        int64_t length = 0;
        for (const uint32_t *end = id + pieces->counts[p]; id < end; id++) {
            for (uint32_t t = of->starts[*id]; t < of->starts[*id + 1]; t++) occurrences[of->terms[t]]++;
            for (uint32_t e = of->extra_starts[*id]; e < of->extra_starts[*id + 1]; e++)
                occurrences[of->extras[e]]++;
            length += of->n_telling[*id];
        }
        lengths[pieces->docs[p]] += length;
    }
}

static inline uint64_t key(uint32_t doc, int64_t position) {
    return (uint64_t)doc << 24 | (uint64_t)(position < MAX_POSITION ? position : MAX_POSITION);
}

/* Writes document << 24 | position of each occurrence where its term's are, which `at` tells and counts up. */
void onrecord_place(const Pieces *pieces, const CoreTerms *of, int64_t *at, uint64_t *keys) {
    const uint32_t *id = pieces->ids;
    int64_t next = 0;
    for (int64_t p = 0; p < pieces->n_pieces; p++) {
        uint32_t doc = pieces->docs[p];
        int64_t position = pieces->positions[p];
        if (p && pieces->docs[p - 1] == doc && next + pieces->gap > position)
            position = next + pieces->gap;
        for (const uint32_t *end = id + pieces->counts[p]; id < end; id++) {
            uint32_t first = of->starts[*id], e = of->extra_starts[*id], last = of->extra_starts[*id + 1];
            for (uint32_t t = first; t < of->starts[*id + 1]; t++, position++) {
                keys[at[of->terms[t]]++] = key(doc, position);
                for (; e < last && of->extra_offsets[e] == t - first; e++)
                    keys[at[of->extras[e]]++] = key(doc, position);
            }
        }
        next = position;
    }
}

/* Counts are bits, one for each occurrence, set at the first of each posting; that behind the last is set
 * already. */
static inline void set_bit(uint64_t *bits, int64_t at) { bits[at >> 6] |= 1ULL << (at & 63); }

static inline int64_t next_bit(const uint64_t *bits, int64_t at) {
    int64_t word = at >> 6;
    uint64_t rest = bits[word] & ~1ULL << (at & 63);
    while (!rest) rest = bits[++word];
    return word << 6 | __builtin_ctzll(rest);
}

/* Sorted keys of each term, run by run, to documents and counts, with where the postings of each term begin;
 * the keys become positions. Returns how many postings. */
int64_t onrecord_compress(uint64_t *keys, const int64_t *runs, int64_t n_terms, int64_t *starts,
                          uint16_t *docs, uint64_t *counts) {
    uint32_t *positions = (uint32_t *)keys;
    int64_t found = 0;
    for (int64_t t = 0; t < n_terms; t++) {
        starts[t] = found;
        for (int64_t i = runs[t]; i < runs[t + 1];) {
            uint64_t doc = keys[i] >> 24;
            set_bit(counts, i);
            for (; i < runs[t + 1] && keys[i] >> 24 == doc; i++) {
                uint32_t position = (uint32_t)keys[i] & MAX_POSITION;
                memcpy(&positions[i], &position, 4);
            }
            docs[found++] = (uint16_t)doc;
        }
    }
    starts[n_terms] = found;
    return found;
}

/* Documents of each form of the pieces' cores, once each, where `at` tells; only counts them in `at` when
 * `docs` is 0. `last` is 0 for each form. */
void onrecord_pairs(const Pieces *pieces, const uint32_t *starts, const uint32_t *forms, uint32_t *last,
                    int64_t *at, uint16_t *docs) {
    const uint32_t *id = pieces->ids;
    for (int64_t p = 0; p < pieces->n_pieces; p++) {
        uint32_t doc = pieces->docs[p];
        for (const uint32_t *end = id + pieces->counts[p]; id < end; id++)
            for (uint32_t f = starts[*id]; f < starts[*id + 1]; f++) {
                uint32_t form = forms[f];
                if (last[form] == doc + 1) continue;
                last[form] = doc + 1;
                if (docs) docs[at[form]] = (uint16_t)doc;
                at[form]++;
            }
    }
}

/* --- merging ------------------------------------------------------------------------------------------- */

/* A field of a segment that is absorbed: its term i becomes term `places[i]`; its document d becomes
 * `renumbered[d]` if `is_live[d]` (0: all are live). `counts` and `positions` are 0 where there are none. */
typedef struct {
    int64_t n_terms;
    const int64_t *places;
    const int64_t *starts;
    const uint16_t *docs;
    const uint64_t *counts;
    const uint8_t *is_live;
    const uint16_t *renumbered;
    const uint8_t *positions;
    int64_t width; /* bytes of a position */
} Absorbed;

/* Adds to the live postings and positions of each merged term. */
void onrecord_measure(const Absorbed *from, int64_t *n_postings, int64_t *n_positions) {
    int64_t read = 0;
    for (int64_t t = 0; t < from->n_terms; t++) {
        int64_t postings = 0, positions = 0;
        for (int64_t i = from->starts[t]; i < from->starts[t + 1]; i++) {
            int is_live = !from->is_live || from->is_live[from->docs[i]];
            int64_t next = from->counts ? next_bit(from->counts, read) : 0;
            postings += is_live;
            if (is_live) positions += next - read;
            read = next;
        }
        n_postings[from->places[t]] += postings;
        if (from->counts) n_positions[from->places[t]] += positions;
    }
}

static inline void copy_positions(const Absorbed *from, int64_t first, int64_t n, uint8_t *to,
                                  int64_t width) {
    if (width == from->width) {
        memcpy(to, from->positions + first * width, (size_t)(n * width));
        return;
    }
    const uint16_t *narrow = (const uint16_t *)from->positions + first;
    for (int64_t i = 0; i < n; i++) ((uint32_t *)to)[i] = narrow[i];
}

/* Appends the live postings to those of each merged term; `at` and `positions_at` tell where and are counted
 * up. */
void onrecord_absorb(const Absorbed *from, int64_t *at, int64_t *positions_at, uint16_t *docs,
                     uint64_t *counts, uint8_t *positions, int64_t width) {
    int64_t read = 0;
    for (int64_t t = 0; t < from->n_terms; t++) {
        int64_t place = from->places[t], own = at[place];
        int64_t written = from->counts ? positions_at[place] : 0;
        for (int64_t i = from->starts[t]; i < from->starts[t + 1]; i++) {
            int64_t next = from->counts ? next_bit(from->counts, read) : 0;
            if (!from->is_live || from->is_live[from->docs[i]]) {
                docs[own++] = from->renumbered[from->docs[i]];
                if (from->counts) {
                    set_bit(counts, written);
                    copy_positions(from, read, next - read, positions + written * width, width);
                    written += next - read;
                }
            }
            read = next;
        }
        at[place] = own;
        if (from->counts) positions_at[place] = written;
    }
}

/* The largest count of each term, at most 255. */
void onrecord_most(const uint64_t *counts, const int64_t *position_starts, int64_t n_terms, uint8_t *most) {
    for (int64_t t = 0; t < n_terms; t++) {
        int64_t largest = 0;
        for (int64_t at = position_starts[t], next; at < position_starts[t + 1]; at = next) {
            next = next_bit(counts, at);
            if (next - at > largest) largest = next - at;
        }
        most[t] = (uint8_t)(largest < 255 ? largest : 255);
    }
}

/* --- positions as bits ---------------------------------------------------------------------------------- */

static inline uint32_t value_at(const uint8_t *positions, int64_t width, int64_t i) {
    return width == 2 ? ((const uint16_t *)positions)[i] : ((const uint32_t *)positions)[i];
}

/* Counts how many bits each position's successor has. */
void onrecord_sizes(const uint8_t *positions, int64_t width, int64_t n, int64_t *n_of_size) {
    for (int64_t i = 0; i < n; i++) n_of_size[32 - __builtin_clz(value_at(positions, width, i) + 1)]++;
}

/* Positions in so many bits each, one after the other; those that do not fit have all bits set and are
 * listed. `packed` is zero, with room for 8 bytes more. */
void onrecord_pack(const uint8_t *positions, int64_t width, int64_t n, int64_t n_bits, uint8_t *packed,
                   uint32_t *far_at, uint32_t *far) {
    uint32_t most = (1u << n_bits) - 1;
    for (int64_t i = 0, n_far = 0; i < n; i++) {
        uint32_t value = value_at(positions, width, i), bits;
        if (value >= most) {
            far_at[n_far] = (uint32_t)i;
            far[n_far++] = value;
            value = most;
        }
        uint8_t *to = packed + (i * n_bits >> 3);
        memcpy(&bits, to, 4);
        bits |= value << (i * n_bits & 7);
        memcpy(to, &bits, 4);
    }
}

/* Positions from the first on, in bytes of a width; those that do not fit their bits have all of them set. */
void onrecord_unpack(const uint8_t *packed, int64_t n_bits, int64_t first, int64_t n, uint8_t *positions,
                     int64_t width) {
    for (int64_t i = 0; i < n; i++) {
        int64_t bit = (first + i) * n_bits;
        uint32_t bits;
        memcpy(&bits, packed + (bit >> 3), 4);
        bits = bits >> (bit & 7) & ((1u << n_bits) - 1);
        if (width == 2) ((uint16_t *)positions)[i] = (uint16_t)bits;
        else ((uint32_t *)positions)[i] = bits;
    }
}

/* --- written forms as bits over the postings of their stems --------------------------------------------- */

#define NO_STEM UINT32_MAX

/* Documents of each form, and the stem that has them all (or NO_STEM), whose documents are those of a text. */
typedef struct {
    int64_t n_forms;
    const int64_t *starts;
    uint32_t *stems;
    const int64_t *stem_starts;
    const uint16_t *stem_docs;
} Forms;

/* Sets the bit of each document of a form among its stem's; whether all are there. */
static int mark_docs(const uint16_t *docs, int64_t n, const uint16_t *stem_docs, int64_t n_stem, uint8_t *bits) {
    int64_t at = 0;
    memset(bits, 0, (size_t)(n_stem + 7) / 8);
    for (int64_t i = 0; i < n; i++, at++) {
        while (at < n_stem && stem_docs[at] < docs[i]) at++;
        if (at == n_stem || stem_docs[at] != docs[i]) return 0;
        bits[at >> 3] |= (uint8_t)(1 << (at & 7));
    }
    return 1;
}

/* A form with all documents of its stem takes nothing; else bits where they are less than a list. Forms with a
 * list lose their stem. Returns how many bytes `packed` has; `at` tells where each form's begin. */
int64_t onrecord_pack_forms(const Forms *forms, const uint16_t *docs, uint32_t *at, uint8_t *packed) {
    int64_t end = 0;
    for (int64_t f = 0; f < forms->n_forms; f++) {
        const uint16_t *own = docs + forms->starts[f];
        int64_t n = forms->starts[f + 1] - forms->starts[f];
        at[f] = (uint32_t)end;
        if (forms->stems[f] != NO_STEM) {
            int64_t first = forms->stem_starts[forms->stems[f]];
            int64_t n_stem = forms->stem_starts[forms->stems[f] + 1] - first, n_bits = (n_stem + 7) / 8;
            if (n == n_stem && !memcmp(own, forms->stem_docs + first, (size_t)(2 * n))) continue;
            if (n < n_stem && n_bits < 2 * n && mark_docs(own, n, forms->stem_docs + first, n_stem, packed + end)) {
                end += n_bits;
                continue;
            }
            forms->stems[f] = NO_STEM;
        }
        memcpy(packed + end, own, (size_t)(2 * n));
        end += 2 * n;
    }
    return end;
}

/* The documents of all forms. */
void onrecord_unpack_forms(const Forms *forms, const uint32_t *at, const uint8_t *packed, uint16_t *docs) {
    for (int64_t f = 0; f < forms->n_forms; f++) {
        int64_t n = forms->starts[f + 1] - forms->starts[f];
        if (forms->stems[f] == NO_STEM) {
            memcpy(docs, packed + at[f], (size_t)(2 * n));
            docs += n;
            continue;
        }
        int64_t first = forms->stem_starts[forms->stems[f]];
        int64_t n_stem = forms->stem_starts[forms->stems[f] + 1] - first;
        for (int64_t i = 0; i < n_stem; i++)
            if (n == n_stem || packed[at[f] + (i >> 3)] >> (i & 7) & 1) *docs++ = forms->stem_docs[first + i];
    }
}
