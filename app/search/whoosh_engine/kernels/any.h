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

typedef struct {
    Part parts[MAX_ANY]; /* in the order of the query, which is that of their sums */
    const uint64_t *bits[MAX_ANY];
    Cursor at[MAX_ANY];
    int64_t n;
} Any;

/* The most that a document's other terms can add to its score. */
static double most_of_any(const Any *any, const Part *part, uint16_t doc) {
    double most = 0;
    for (int64_t p = 0; p < any->n; p++)
        if (&any->parts[p] != part && any->bits[p][doc >> 6] >> (doc & 63) & 1)
            most += most_with(&any->parts[p], part->lengths[doc]);
    return most;
}

static double score_of_any(Any *any, uint16_t doc) {
    double sum = 0;
    for (int64_t p = 0; p < any->n; p++) {
        if (!(any->bits[p][doc >> 6] >> (doc & 63) & 1)) continue;
        seek(&any->at[p], doc);
        sum += score_here(&any->at[p], doc);
    }
    return sum;
}

/* Offers the documents of one part that `seen` lacks; `rest` is the most that later parts can add. */
static void select_from(Search *search, Any *any, const Part *part, const uint64_t *seen, double rest) {
    double bar = bar_of(search);
    if (!can_reach(most_of(part) + rest, bar)) return;
    int64_t least = least_for(part, bar, rest);
    Scan scan = scan_of(part, least);
    for (int64_t p = 0; p < any->n; p++) any->at[p] = cursor_of(&any->parts[p]);
    for (int64_t next; (next = next_doc(&scan, least)) >= 0;) {
        uint16_t doc = (uint16_t)next;
        if (seen[doc >> 6] >> (doc & 63) & 1 || !is_allowed(search, doc)) continue;
        if (!can_reach(score_of_scan(&scan, doc) + most_of_any(any, part, doc), bar)) continue;
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
        any.bits[n] = bits_of(&part);
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
        add_docs(seen, part);
    }
    int64_t n_words = any.n ? any.parts[0].n_words : 0;
    for (int64_t word = 0; word < n_words; word++)
        search->total += count_bits(search->allowed ? seen[word] & search->allowed[word] : seen[word]);
}
