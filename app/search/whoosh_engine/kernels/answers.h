/* The answer as numbers and strings, for compiled.py to read. */

/* Where an answer is written: numbers first, then strings that a byte of 255 parts. */
typedef struct {
    int64_t *numbers;
    int64_t n_numbers;
    uint8_t *text, *end;
    int is_full;
} Out;

static void put_number(Out *out, int64_t number) { out->numbers[out->n_numbers++] = number; }

static void put_real(Out *out, double real) { memcpy(&out->numbers[out->n_numbers++], &real, 8); }

static void put_string(Out *out, const uint8_t *string, int64_t length) {
    if (out->is_full || out->end - out->text <= length) {
        out->is_full = 1;
        return;
    }
    memcpy(out->text, string, (size_t)length);
    out->text[length] = 255;
    out->text += length + 1;
}

typedef struct {
    const uint8_t *value;
    int64_t length;
    int64_t count;
} Value;

static int counts_less(const Value *a, const Value *b) {
    if (a->count != b->count) return a->count < b->count;
    return compare_bytes(a->value, a->length, b->value, b->length) > 0;
}

/* Puts a value where it belongs among the best, if it does. Returns how many there are. */
static int64_t insert_value(Value *best, int64_t n, int64_t size, Value value) {
    if (n == size && (!size || counts_less(&value, &best[n - 1]))) return n;
    int64_t at = n < size ? n++ : n - 1;
    for (; at && counts_less(&best[at - 1], &value); at--) best[at] = best[at - 1];
    best[at] = value;
    return n;
}

static Value value_at(const Search *search, const Facet *facet, int64_t place) {
    int64_t at = ((const int64_t *)(uintptr_t)facet->entry[3])[place];
    for (int64_t s = 0;; s++) {
        const Field *field = &search->query.index->segments[s].fields[facet->entry[0]];
        if (at < field->n_terms) {
            Value value = {field->terms + field->ends[at], field->ends[at + 1] - field->ends[at],
                           facet->totals[place]};
            return value;
        }
        at -= field->n_terms;
    }
}

static int64_t best_values(const Search *search, const Facet *facet, Value *best) {
    int64_t n = 0, size = search->header.facet_size;
    for (int64_t place = 0; place < facet->entry[2]; place++) {
        int64_t count = facet->totals[place];
        if (!count || !size || (n == size && count < best[n - 1].count)) continue;
        n = insert_value(best, n, size, value_at(search, facet, place));
    }
    return n;
}

static void put_facets(const Search *search, Out *out, Out *strings) {
    for (int64_t f = 0; f < search->header.n_facets; f++) {
        const Facet *facet = &search->facets[f];
        int64_t size = search->header.facet_size;
        Value *best = take(sizeof(Value) * (size_t)((size < facet->entry[2] ? size : facet->entry[2]) + 1));
        int64_t n = best_values(search, facet, best);
        put_number(out, n);
        for (int64_t i = 0; i < n; i++) {
            put_number(out, best[i].count);
            put_string(strings, best[i].value, best[i].length);
        }
    }
}

static void put_told(const Search *search, Out *out, Out *strings) {
    for (int64_t l = 0; l < search->header.n_leaves; l++) {
        const Leaf *leaf = &search->query.leaves[l];
        if (leaf->kind != PREFIX) continue;
        Value best[TOLD];
        int64_t n = 0;
        for (int64_t t = 0; t < leaf->n_told; t++) {
            Value value = {leaf->told[t].word, leaf->told[t].length, leaf->told[t].count};
            n = insert_value(best, n, TOLD, value);
        }
        put_number(out, n);
        put_number(out, leaf->is_cut);
        for (int64_t i = 0; i < n; i++) put_string(strings, best[i].value, best[i].length);
    }
}

static void put_hits(const Search *search, Out *out, Out *strings) {
    const Hit *hits = search->heap;
    int64_t n = search->n_heap;
    for (int64_t i = 0; i < n; i++) put_real(out, hits[i].key);
    for (int64_t i = 0; i < n; i++) put_real(out, hits[i].score);
    for (int64_t i = 0; i < n; i++) put_number(out, hits[i].place);
    for (int64_t i = 0; i < n; i++) put_number(out, hits[i].more);
    for (int64_t i = 0; i < n; i++) {
        const Index *index = search->query.index;
        const Field *ids = &index->segments[hits[i].place >> 16].fields[index->id_field];
        uint32_t rank = ids->ordinals[hits[i].place & 0xFFFF];
        put_string(strings, ids->terms + ids->ends[rank], ids->ends[rank + 1] - ids->ends[rank]);
    }
}
