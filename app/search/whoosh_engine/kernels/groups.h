/* Hits of one story or utterance collapsed into the first of them. The numpy twin is ranking.collapse. */

/* Matches kept for grouping: with the filters that each fails. */
typedef struct {
    Hit hit;
    uint64_t group;
    int64_t verdict;
} Match;

typedef struct {
    Match *matches;
    int64_t n, room;
} Matches;

static void collect(Search *search, Matches *all, const Part *found) {
    const Segment *segment = &search->query.index->segments[search->s];
    const uint64_t *groups = (const uint64_t *)(uintptr_t)segment->columns[search->header.group];
    if (all->n + found->n > all->room) {
        Match *more = take(2 * sizeof(Match) * (size_t)(all->n + found->n));
        memcpy(more, all->matches, sizeof(Match) * (size_t)all->n);
        all->matches = more;
        all->room = 2 * (all->n + found->n);
    }
    const uint16_t *docs = docs_of(found);
    Cursor at = cursor_of(found);
    for (; at.i < found->n; at.i++) {
        uint16_t doc = docs[at.i];
        double score = score_here(&at, doc);
        Match match = {{search->header.order == BY_SCORE ? score : key_of(search, doc), score,
                        (uint32_t)(search->s << 16 | doc), 0},
                       groups[doc], judge(search, doc)};
        if (match.verdict != FAILS) all->matches[all->n++] = match;
    }
}

/* The first of each group among those that pass but for `field`, and how many more each has. The table
 * has places for twice as many. Returns how many; `kept` gets their numbers. */
static int64_t group(const Search *search, Matches *all, int64_t field, uint32_t *kept) {
    uint64_t size = 16;
    while (size < 2 * (uint64_t)all->n) size *= 2;
    uint32_t *table = take(4 * size);
    int64_t n_kept = 0;
    memset(table, 0xff, 4 * size);
    for (int64_t i = 0; i < all->n; i++) {
        Match *match = &all->matches[i];
        if (match->verdict != PASSES && match->verdict != field) continue;
        match->hit.more = 0;
        uint64_t at = match->group * 0x9E3779B97F4A7C15ULL >> 20 & (size - 1);
        while (table[at] != UINT32_MAX && all->matches[kept[table[at]]].group != match->group)
            at = (at + 1) & (size - 1);
        if (table[at] == UINT32_MAX) {
            table[at] = (uint32_t)n_kept;
            kept[n_kept++] = (uint32_t)i;
            continue;
        }
        Match *first = &all->matches[kept[table[at]]];
        if (comes_after(search, &first->hit, &match->hit)) {
            match->hit.more = first->hit.more + 1;
            kept[table[at]] = (uint32_t)i;
        } else {
            first->hit.more++;
        }
    }
    return n_kept;
}

static void select_groups(Search *search, Matches *all) {
    uint32_t *kept = take(4 * (size_t)(all->n + 1));
    uint32_t *places = (uint32_t *)(uintptr_t)search->header.places;
    for (int64_t f = 0; f < search->header.n_facets; f++) {
        Facet *facet = &search->facets[f];
        if (!facet->entry[1]) continue;
        int64_t n = group(search, all, facet->entry[0], kept);
        for (int64_t i = 0; i < n; i++) {
            uint32_t place = all->matches[kept[i]].hit.place;
            count_values(search, facet, place >> 16, (uint16_t)place);
        }
    }
    search->total = group(search, all, NO_FIELD, kept);
    for (int64_t i = 0; i < search->total; i++) {
        const Hit *hit = &all->matches[kept[i]].hit;
        if (places) places[i] = hit->place;
        for (int64_t f = 0; f < search->header.n_facets; f++)
            if (!search->facets[f].entry[1])
                count_values(search, &search->facets[f], hit->place >> 16, (uint16_t)hit->place);
        if (is_after(search, hit)) offer(search, hit);
    }
}

