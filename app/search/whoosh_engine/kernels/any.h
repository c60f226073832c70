/* The best documents of any of some terms, without scoring those that cannot be among them.
 *
 * Terms are taken in the order of the most that each can add to a score. Of a term's documents that no
 * term before has, only those are scored whose count of it, with the most of all terms after it, reaches
 * the bar. Every document is counted, by a bitmap. */

#define MAX_ANY 16

/* A plan that is nothing but terms, any of which will do. */
static int can_prune(const Search *search, int64_t s) {
    const int64_t *node = search->plan;
    if (node[0] != SOME || node[2] > MAX_ANY || node[3] > 1) return 0;
    const int64_t *test = search->filters;
    for (int64_t i = 0; i < search->header.n_filters; i++, test += test[1])
        if (test[0] != VALUES) return 0;
    if (search->query.index->segments[s].live) return 0;
    const int64_t *child = node + 4;
    for (int64_t i = 0; i < node[2]; i++, child += child[1])
        if (child[0] != SCORED || child[4] || search->query.leaves[child[2]].kind != TERM) return 0;
    return node[2] > 0;
}

static double most_of(const Part *part) {
    uint8_t most = 0;
    for (int64_t i = 0; i < part->n; i++) most = part->tf[i] > most ? part->tf[i] : most;
    double tf = most;
    return tf * part->norms[256] / (tf + part->norms[part->shortest]) * part->weight;
}

typedef struct {
    Part parts[MAX_ANY]; /* in the order of the query, which is that of their sums */
    uint64_t *bits[MAX_ANY];
    int64_t at[MAX_ANY];
    int64_t n;
} Any;

static double score_of_any(Any *any, uint16_t doc) {
    double sum = 0;
    for (int64_t p = 0; p < any->n; p++) {
        if (!(any->bits[p][doc >> 6] >> (doc & 63) & 1)) continue;
        any->at[p] = gallop(any->parts[p].docs, any->parts[p].n, any->at[p], doc);
        sum += score_at(&any->parts[p], any->at[p]);
    }
    return sum;
}

/* The fewest occurrences that can reach the bar; the sums that are compared may differ in their last bits. */
static int64_t least_for(const Part *part, double bar, double rest) {
    return bar == -INFINITY ? 1 : least_count(part, bar - rest - 1e-9 * bar);
}

/* Offers the documents of one part that `seen` lacks; `rest` is the most that later parts can add. */
static void select_from(Search *search, Any *any, const Part *part, const uint64_t *seen, double rest) {
    double bar = bar_of(search);
    int64_t least = least_for(part, bar, rest);
    memset(any->at, 0, sizeof any->at);
    for (int64_t i = 0; i < part->n && least < 256; i++) {
        if (part->tf[i] < least) continue;
        uint16_t doc = part->docs[i];
        if (seen[doc >> 6] >> (doc & 63) & 1 || !is_allowed(search, doc)) continue;
        double score = score_of_any(any, doc);
        if (score < bar) continue;
        offer_place(search, score, score, doc);
        if (bar_of(search) > bar) {
            bar = bar_of(search);
            least = least_for(part, bar, rest);
        }
    }
}

static void select_any(Search *search) {
    static _Thread_local Any any;
    const int64_t *child = search->plan + 4;
    double most[MAX_ANY], rest = 0;
    int64_t order[MAX_ANY];
    if (now_ns() > search->query.deadline) {
        search->query.is_spent = 1;
        return;
    }
    any.n = 0;
    for (int64_t c = 0; c < search->plan[2]; c++, child += child[1]) {
        const Leaf *leaf = &search->query.leaves[child[2]];
        Part part = part_of(&search->query, leaf, search->s, search->query.reals[child[3]]);
        if (!part.n) continue;
        int64_t n = any.n++, at = n;
        any.parts[n] = part;
        any.bits[n] = take(8 * WORDS);
        memset(any.bits[n], 0, 8 * WORDS);
        set_bits(any.bits[n], part.docs, part.n);
        most[n] = most_of(&part);
        rest += most[n];
        for (; at && most[order[at - 1]] < most[n]; at--) order[at] = order[at - 1];
        order[at] = n;
    }
    uint64_t *seen = take(8 * WORDS);
    memset(seen, 0, 8 * WORDS);
    for (int64_t p = 0; p < any.n; p++) {
        const Part *part = &any.parts[order[p]];
        rest -= most[order[p]];
        select_from(search, &any, part, seen, rest);
        for (int64_t word = 0; word < WORDS; word++) seen[word] |= any.bits[order[p]][word];
    }
    for (int64_t word = 0; word < WORDS; word++)
        search->total += count_bits(search->allowed ? seen[word] & search->allowed[word] : seen[word]);
}
