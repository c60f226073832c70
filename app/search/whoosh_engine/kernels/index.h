/* An open index as kernels see it: addresses of mapped arrays; and the memory that one query works in. */
#include <math.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* One field of one segment. Only texts have counts and positions, only keys have values by document. */
typedef struct {
    const uint8_t *terms;
    const uint32_t *ends;
    int64_t n_terms;
    const uint32_t *starts;
    const uint16_t *docs; /* those of term i begin at starts[i], or at docs_at[i] where there is that */
    const uint32_t *slots; /* hash table of the terms' numbers; 0: there is none */
    int64_t mask;          /* its size less one */
    const uint32_t *docs_at;
    const uint64_t *bitmaps; /* of terms in so many documents that a bit for each document is less */
    int64_t n_words;         /* of 64 bits: a bitmap's size */
    const uint64_t *counts;  /* a bit for each occurrence, set at the first of each posting */
    const uint8_t *most;     /* the largest count of each term, 255: that or more */
    const uint8_t *lengths; /* of each document, as bytes */
    const double *norms; /* BM25's part of a length, by length byte; then K1 + 1 */
    const uint8_t *positions; /* bits, so many each */
    int64_t position_bits;
    const uint32_t *far_at; /* positions that do not fit: where, and which */
    const uint32_t *far;
    int64_t n_far;
    const uint32_t *position_starts;
    int64_t shortest; /* length byte of the shortest document */
    const uint32_t *value_starts;
    const uint32_t *ordinals;
    /* Only forms: the stem whose documents (`docs`) each form has all or some of, or NO_STEM; of some, bits. */
    const uint32_t *stems;
    const uint32_t *stem_starts;
    const uint32_t *packed_at;
    const uint8_t *packed;
} Field;

#define NO_STEM UINT32_MAX

typedef struct {
    int64_t n_docs;
    const uint8_t *live; /* 0: all documents are */
    const Field *fields;
    const uint64_t *columns; /* addresses: numbers, then groups; 8 bytes a document */
} Segment;

typedef struct {
    int64_t n_segments;
    int64_t n_docs;
    const Segment *segments;
    int64_t id_field;
    int64_t number_column; /* of equal hits the lowest number comes first */
    double rareness; /* what the inverse document frequency is raised to */
} Index;

/* The table that Python makes once a snapshot: segments, fields, columns, documents, the field of ids,
 * the column of numbers, rareness; then for each segment its documents, its live mask, its fields, its columns. */
static Index read_index(const uint64_t *table, Segment *segments) {
    Index index = {(int64_t)table[0], (int64_t)table[3], segments, (int64_t)table[4], (int64_t)table[5], 0};
    const uint64_t *at = table + 7;
    memcpy(&index.rareness, table + 6, 8);
    for (int64_t s = 0; s < index.n_segments; s++) {
        segments[s].n_docs = (int64_t)at[0];
        segments[s].live = (const uint8_t *)(uintptr_t)at[1];
        segments[s].fields = (const Field *)(at + 2);
        segments[s].columns = at + 2 + table[1] * (sizeof(Field) / 8);
        at = segments[s].columns + table[2];
    }
    return index;
}

static inline int compare_bytes(const uint8_t *a, int64_t n_a, const uint8_t *b, int64_t n_b) {
    int order = memcmp(a, b, (size_t)(n_a < n_b ? n_a : n_b));
    return order ? order : (n_a > n_b) - (n_a < n_b);
}

/* How many terms come before this one; with `is_prefix`, also those that begin with it. */
static int64_t lower_bound(const Field *field, const uint8_t *term, int64_t length, int is_prefix) {
    int64_t low = 0, high = field->n_terms;
    while (low < high) {
        int64_t middle = (low + high) >> 1;
        int64_t size = (int64_t)field->ends[middle + 1] - field->ends[middle];
        if (is_prefix && size > length) size = length;
        int order = compare_bytes(field->terms + field->ends[middle], size, term, length);
        if (order < 0 || (is_prefix && !order)) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* The term's number, -1 where there is none. As in hashing.py. */
static int64_t find_term(const Field *field, const uint8_t *term, int64_t length) {
    uint64_t hash = 0xCBF29CE484222325ULL;
    for (int64_t i = 0; i < length; i++) hash = (hash ^ term[i]) * 0x100000001B3ULL;
    uint64_t at = (hash ^ hash >> 32) & (uint64_t)field->mask;
    for (uint32_t i; (i = field->slots[at]) != UINT32_MAX; at = (at + 1) & (uint64_t)field->mask)
        if ((int64_t)field->ends[i + 1] - field->ends[i] == length
            && !memcmp(field->terms + field->ends[i], term, (size_t)length))
            return i;
    return -1;
}

/* Memory of one query: Python's scratch first, then blocks that are freed at its end. */
typedef struct Block {
    struct Block *before;
    size_t used, size;
} Block;

static _Thread_local Block *memory;
static _Thread_local jmp_buf out_of_memory;

static void *take(size_t n) {
    n = (n + 63) & ~(size_t)63;
    if (memory->used + n > memory->size) {
        size_t size = n + 64 > (1 << 22) ? n + 64 : 1 << 22;
        Block *more = malloc(size);
        if (!more) longjmp(out_of_memory, 1);
        more->before = memory;
        more->used = 64;
        more->size = size;
        memory = more;
    }
    void *taken = (char *)memory + memory->used;
    memory->used += n;
    return taken;
}

static void free_blocks(Block *first) {
    while (memory != first) {
        Block *before = memory->before;
        free(memory);
        memory = before;
    }
}

/* The clock of Python's time.perf_counter. */
#ifdef __APPLE__
#define CLOCK CLOCK_UPTIME_RAW
#else
#define CLOCK CLOCK_MONOTONIC
#endif

static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
