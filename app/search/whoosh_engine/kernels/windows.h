/* Which windows of a marked text are shown: see app/search/windows.py, the twin. */
#include "marking.h"

#define MAX_WINDOWS 8
#define REPEATED 0.1
#define TO_WORD 40

static int overlaps(int64_t start, int64_t end, const Span *chosen, int n) {
    for (int i = 0; i < n; i++)
        if (start < chosen[i].end && chosen[i].start < end) return 1;
    return 0;
}

/* The run of marks that fit into `width` with most weight: its first and last; 0 when nothing is left. `counts`:
 * how often each word is in the run, one more where it is shown already. */
static int best_run(const Marking *of, int64_t width, int32_t *counts, const Span *chosen, int n_chosen, Span *best) {
    const Mark *marks = (const Mark *)of->marks.items;
    int64_t n = of->marks.n, last = -1;
    double score = 0.0, best_score = 0.0;
    int is_found = 0;
    for (int64_t first = 0; first < n; first++) {
        int64_t limit = marks[first].start + width;
        while (last + 1 < n && (last < first || marks[last + 1].end <= limit)) {
            const Mark *mark = marks + ++last;
            score += ++counts[mark->what] == 1 ? mark->weight : mark->weight * REPEATED;
        }
        if (score > best_score + 1e-9 && !overlaps(marks[first].start, marks[last].end, chosen, n_chosen)) {
            *best = (Span){first, last};
            best_score = score;
            is_found = 1;
        }
        const Mark *mark = marks + first;
        score -= --counts[mark->what] ? mark->weight * REPEATED : mark->weight;
    }
    return is_found;
}

static int is_one_of(uint32_t c, const uint32_t *set, int n) {
    for (int i = 0; i < n; i++)
        if (set[i] == c) return 1;
    return 0;
}

/* Behind the last end of a sentence in [from, to), or of a paragraph; -1 for none. */
static int64_t sentence_start(const Marking *of, int64_t from, int64_t to) {
    static const uint32_t ends[] = {'.', '!', '?', 0x2026}, closing[] = {'"', '\'', 0x201D, 0x2019, 0xBB, ')'};
    for (int64_t i = to - 1; i >= from; i--) {
        if (of->text[i] == '\n') return i + 1;
        if (!is_one_of(of->text[i], ends, 4)) continue;
        int64_t at = i + 1;
        while (at < to && is_one_of(of->text[at], closing, 6)) at++;
        int64_t behind = at;
        while (behind < to && is_space(of, behind)) behind++;
        if (behind > at) return behind;
    }
    return -1;
}

/* `position`, or the end of the last whole word before it. */
static int64_t cut_right(const Marking *of, int64_t position) {
    if (position >= of->n) return of->n;
    if (is_space(of, position)) return position;
    int64_t cut = position, least = position > TO_WORD ? position - TO_WORD : 0;
    while (cut > least && !is_space(of, cut - 1)) cut--;
    if (cut <= least) return position;
    while (cut && is_space(of, cut - 1)) cut--;
    return cut ? cut : position;
}

static Span widen(const Marking *of, int64_t start, int64_t end, int64_t width, const Span *chosen, int n) {
    int64_t floor = 0, ceiling = of->n;
    for (int i = 0; i < n; i++) {
        if (chosen[i].end <= start && chosen[i].end > floor) floor = chosen[i].end;
        if (chosen[i].start >= end && chosen[i].start < ceiling) ceiling = chosen[i].start;
    }
    int64_t spare = width > end - start ? width - (end - start) : 0;
    int64_t left = sentence_start(of, start - spare > floor ? start - spare : floor, start);
    if (left < 0) {
        left = start - spare / 2 > floor ? start - spare / 2 : floor;
        while (left && left < start && !is_space(of, left - 1)) left++;
    }
    int64_t right = left + (width > end - left ? width : end - left);
    if (right > ceiling) right = ceiling;
    int64_t cut = right > end ? cut_right(of, right) : right;
    return (Span){left, cut < end && right > end ? end : cut};
}

/* Windows in the order of the text; returns how many, 0 for an error. */
static int choose(const Marking *of, int max_windows, int64_t max_chars, int64_t n_whats, Span *chosen) {
    const Mark *marks = (const Mark *)of->marks.items;
    if (of->n <= max_chars || !of->marks.n) {
        chosen[0] = (Span){0, of->n <= max_chars ? of->n : cut_right(of, max_chars)};
        return 1;
    }
    int32_t *counts = calloc((size_t)n_whats, 2 * sizeof *counts);
    if (!counts) return PyErr_NoMemory(), 0;
    int32_t *shown = counts + n_whats;
    int64_t width = max_chars / max_windows;
    Span first = {0, 0};
    int n = 0;
    while (n < max_windows) {
        Span run;
        memcpy(counts, shown, (size_t)n_whats * sizeof *counts);
        if (!best_run(of, width, counts, chosen, n, &run)) break;
        if (!n) first = run;
        for (int64_t i = run.start; i <= run.end; i++) shown[marks[i].what] = 1;
        chosen[n] = widen(of, marks[run.start].start, marks[run.end].end, width, chosen, n);
        n++;
    }
    free(counts);
    if (n == 1) chosen[0] = widen(of, marks[first.start].start, marks[first.end].end, max_chars, chosen, 0);
    for (int i = 1; i < n; i++)
        for (int k = i; k && chosen[k].start < chosen[k - 1].start; k--) {
            Span later = chosen[k - 1];
            chosen[k - 1] = chosen[k];
            chosen[k] = later;
        }
    return n;
}
