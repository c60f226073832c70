/* Marks what a search matched in one text: its matches are found, the windows that tell most are cut, as HTML. The
 * twin is `find_matches` in app/search/highlight.py with app/search/windows.py, which are the definition: tests
 * demand the same windows of both.
 *
 * Of Python only the stable interface, declared here. Its lock is held: a text takes some microseconds.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ABI 1
#define GAP ' '   /* white space */
#define SIGN '-'  /* neither letter nor figure; the rest stands for itself, folded */
#define HARD 0    /* a letter that folds to none, several or another alphabet's: its chunk has to be looked at */
#define CHUNKS_PER_LOOK 500
#define MAX_CORE 48 /* letters of a chunk that is compared; a longer one is looked at */
#define MAX_WINDOWS 8
#define REPEATED 0.1
#define TO_WORD 40

typedef struct _object PyObject;
typedef intptr_t Py_ssize_t;
typedef struct {
    const char *name;
    void *function;
    int flags;
    const char *doc;
} PyMethodDef;
#define METH_FASTCALL 0x0080

extern PyObject *PyCFunction_NewEx(PyMethodDef *, PyObject *, PyObject *);
extern PyObject *PyObject_GetItem(PyObject *, PyObject *);
extern PyObject *PyUnicode_Substring(PyObject *, Py_ssize_t, Py_ssize_t);
extern PyObject *PyUnicode_DecodeUTF32(const char *, Py_ssize_t, const char *, int *);
extern uint32_t *PyUnicode_AsUCS4(PyObject *, uint32_t *, Py_ssize_t, int);
extern Py_ssize_t PyUnicode_GetLength(PyObject *);
extern char *PyBytes_AsString(PyObject *);
extern Py_ssize_t PyBytes_Size(PyObject *);
extern long long PyLong_AsLongLong(PyObject *);
extern PyObject *PyLong_FromLongLong(long long);
extern double PyFloat_AsDouble(PyObject *);
extern PyObject *PyList_New(Py_ssize_t);
extern int PyList_Append(PyObject *, PyObject *);
extern PyObject *PyTuple_New(Py_ssize_t);
extern int PyTuple_SetItem(PyObject *, Py_ssize_t, PyObject *);
extern PyObject *PyErr_Occurred(void);
extern PyObject *PyErr_NoMemory(void);
extern void Py_DecRef(PyObject *);

typedef struct {
    int64_t start, end;
    int32_t what, place; /* what was matched; in which order it was found */
    double weight;
} Mark;

/* A word of a phrase: at which position, which of the phrases' words. */
typedef struct {
    int32_t position, term, start, end;
} Placed;

typedef struct {
    uint8_t *items;
    int64_t n, room;
} Array;

typedef struct {
    int64_t start, end;
} Span;

/* What is asked, the text, and what was found in it. */
typedef struct {
    PyObject *wanted, *string;
    const uint8_t *table; /* how each code point below n_table counts */
    int64_t n_table;
    const uint8_t *starts; /* how words begin that may match, each with a blank behind it; none: look at all */
    int64_t n_starts;
    const int32_t *phrases; /* what, how many words, the words */
    int64_t n_phrases;
    int64_t n_scanned, max_marks, deadline;
    const uint32_t *text;
    int64_t n, position;
    Array marks, placed;
    int is_complete;
} Marking;

static void *added(Array *to, int64_t size) {
    if (to->n == to->room) {
        int64_t room = to->room ? 2 * to->room : 64;
        uint8_t *items = realloc(to->items, (size_t)(room * size));
        if (!items) return PyErr_NoMemory();
        to->items = items;
        to->room = room;
    }
    return to->items + size * to->n++;
}

static inline uint8_t kind_of(const Marking *of, uint32_t c) {
    if ((int64_t)c < of->n_table) return of->table[c];
    return c == 0x3000 ? GAP : HARD;
}

static inline int is_space(const Marking *of, int64_t i) { return kind_of(of, of->text[i]) == GAP; }

static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(
#ifdef __APPLE__
        CLOCK_UPTIME_RAW,
#else
        CLOCK_MONOTONIC,
#endif
        &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* --- which chunks are looked at --------------------------------------------------------------------- */

/* 1 for a figure, 0 for none; -1 where figures of other alphabets begin. */
static inline int is_figure(const Marking *of, int64_t i) {
    if (i < 0 || i >= of->n_scanned) return 0;
    uint32_t c = of->text[i];
    if (c >= '0' && c <= '9') return 1;
    return c < 0x660 || (c >= 0x2000 && c < 0x2100) ? 0 : -1;
}

/* Whether the white space at i stands inside a number ("1 000" with a no-break space); -1 where that is for the
 * twin to say. */
static int is_inside_number(const Marking *of, int64_t i) {
    uint32_t c = of->text[i];
    if (c != 0xA0 && c != 0x2009 && c != 0x202F) return 0;
    int around[5] = {is_figure(of, i - 1), is_figure(of, i + 1), is_figure(of, i + 2), is_figure(of, i + 3),
                     is_figure(of, i + 4)};
    for (int k = 0; k < 5; k++)
        if (around[k] < 0) return -1;
    return around[0] && around[1] && around[2] && around[3] && !around[4];
}

/* Whether a chunk of such letters may match. Where it is not one word, what is looked for may be written apart in
 * it ("e-mail", "1,000"), so it may stand anywhere. */
static int may_match(const Marking *of, const uint8_t *core, int64_t n, int is_apart) {
    for (int64_t at = 0; at < of->n_starts;) {
        const uint8_t *start = of->starts + at;
        int64_t length = (const uint8_t *)memchr(start, ' ', (size_t)(of->n_starts - at)) - start;
        for (int64_t i = 0; i + length <= n && (!i || is_apart); i++)
            if (core[i] == start[0] && !memcmp(core + i, start, (size_t)length)) return 1;
        at += length + 1;
    }
    return 0;
}

/* Adds what a chunk has, as Python remembers it: how many positions it takes, how many marks, their places, then the
 * words of phrases. 0 for an error. */
static int take(Marking *of, int64_t start, int64_t end) {
    PyObject *chunk = PyUnicode_Substring(of->string, start, end);
    PyObject *found = chunk ? PyObject_GetItem(of->wanted, chunk) : 0;
    int is_good = found != 0;
    if (found) {
        const int32_t *at = (const int32_t *)PyBytes_AsString(found);
        const int32_t *last = at + PyBytes_Size(found) / 4;
        int32_t n_terms = *at++, n_marks = *at++;
        for (; n_marks && is_good; n_marks--, at += 3) {
            int32_t place = (int32_t)of->marks.n;
            Mark *mark = added(&of->marks, sizeof *mark);
            if ((is_good = mark != 0)) *mark = (Mark){start + at[0], start + at[1], at[2], place, 1.0};
        }
        for (; at < last && is_good; at += 4) {
            Placed *placed = added(&of->placed, sizeof *placed);
            if ((is_good = placed != 0))
                *placed = (Placed){(int32_t)of->position + at[0], at[1], (int32_t)start + at[2], (int32_t)start + at[3]};
        }
        of->position += n_terms;
    }
    if (found) Py_DecRef(found);
    if (chunk) Py_DecRef(chunk);
    return is_good;
}

/* Goes through the chunks. 1 when done, 0 for an error, -1 where the twin has to. */
static int scan(Marking *of) {
    uint8_t core[MAX_CORE];
    int64_t n_chunks = 0;
    for (int64_t i = 0; i < of->n_scanned;) {
        while (i < of->n_scanned && is_space(of, i)) i++;
        int64_t start = i, n = 0;
        int is_hard = !of->n_starts, is_apart = 0, has_sign = 0;
        for (; i < of->n_scanned; i++) {
            uint8_t kind = kind_of(of, of->text[i]);
            if (kind == GAP) {
                int is_inside = is_inside_number(of, i);
                if (is_inside < 0) return -1;
                if (!is_inside) break;
                kind = SIGN;
            }
            if (kind == SIGN) {
                has_sign = n > 0;
            } else if (kind == HARD || n == MAX_CORE) {
                is_hard = 1;
            } else {
                /* "100km" is two words, too. */
                is_apart |= has_sign || (n && core[n - 1] <= '9' && kind > '9');
                core[n++] = kind;
            }
        }
        if (i == start) break;
        if ((is_hard || may_match(of, core, n, is_apart)) && !take(of, start, i)) return 0;
        if (++n_chunks % CHUNKS_PER_LOOK == 0 && (of->marks.n > of->max_marks || now_ns() > of->deadline)) {
            of->is_complete = 0;
            break;
        }
    }
    return 1;
}

/* --- phrases, and marks that overlap ------------------------------------------------------------------ */

/* The last word of a phrase whose first is the i-th of those placed; 0 where another word stands between. */
static const Placed *last_word(const Marking *of, int64_t i, const int32_t *terms, int32_t n) {
    const Placed *placed = (const Placed *)of->placed.items, *end = placed + of->placed.n, *at = placed + i;
    int32_t first = at->position;
    for (int32_t k = 1; k < n; k++) {
        while (at < end && (at->position < first + k || (at->position == first + k && at->term != terms[k]))) at++;
        if (at == end || at->position > first + k) return 0;
    }
    return at;
}

static int mark_phrases(Marking *of) {
    const Placed *placed = (const Placed *)of->placed.items;
    for (int64_t p = 0; p < of->n_phrases; p += 2 + of->phrases[p + 1]) {
        int32_t what = of->phrases[p], n = of->phrases[p + 1];
        const int32_t *terms = of->phrases + p + 2;
        for (int64_t i = 0; i < of->placed.n; i++) {
            const Placed *last = placed[i].term == terms[0] ? last_word(of, i, terms, n) : 0;
            if (!last) continue;
            int32_t place = (int32_t)of->marks.n;
            Mark *mark = added(&of->marks, sizeof *mark);
            if (!mark) return 0;
            *mark = (Mark){placed[i].start, last->end, what, place, 2.0 * n};
        }
    }
    return 1;
}

static int by_start(const void *left, const void *right) {
    const Mark *a = left, *b = right;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    if (a->end != b->end) return a->end > b->end ? -1 : 1;
    return a->place < b->place ? -1 : 1;
}

/* Marks in order, those that overlap as one; the heavier gives its name. */
static void merge(Marking *of) {
    Mark *marks = (Mark *)of->marks.items;
    int64_t n = of->marks.n, kept = 0;
    if (n < 2) return;
    qsort(marks, (size_t)n, sizeof *marks, by_start);
    for (int64_t i = 1; i < n; i++) {
        Mark *last = marks + kept;
        if (marks[i].start < last->end) {
            if (marks[i].end > last->end) last->end = marks[i].end;
            if (marks[i].weight > last->weight) last->what = marks[i].what, last->weight = marks[i].weight;
        } else {
            marks[++kept] = marks[i];
        }
    }
    of->marks.n = kept + 1;
}

/* --- windows: see app/search/windows.py ----------------------------------------------------------------- */

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

/* --- what is given back ----------------------------------------------------------------------------------- */

static uint32_t *put(uint32_t *to, const char *ascii) {
    while (*ascii) *to++ = (uint8_t)*ascii++;
    return to;
}

/* As html.escape. */
static uint32_t *put_escaped(uint32_t *to, const uint32_t *from, const uint32_t *end) {
    for (; from < end; from++) {
        switch (*from) {
            case '&': to = put(to, "&amp;"); break;
            case '<': to = put(to, "&lt;"); break;
            case '>': to = put(to, "&gt;"); break;
            case '"': to = put(to, "&quot;"); break;
            case '\'': to = put(to, "&#x27;"); break;
            default: *to++ = *from;
        }
    }
    return to;
}

static PyObject *tuple_of(PyObject **parts, Py_ssize_t n) {
    PyObject *tuple = PyTuple_New(n);
    for (Py_ssize_t i = 0; i < n; i++) {
        if (tuple && parts[i]) PyTuple_SetItem(tuple, i, parts[i]);
        else if (parts[i]) Py_DecRef(parts[i]);
    }
    if (tuple && PyErr_Occurred()) {
        Py_DecRef(tuple);
        return 0;
    }
    return tuple;
}

static int append(PyObject *list, PyObject *item) {
    int is_good = list && item && !PyList_Append(list, item);
    if (item) Py_DecRef(item);
    return is_good;
}

/* (start, end, html, [(start, end) of each match]) */
static PyObject *window_of(const Marking *of, Span window) {
    static const int native = 1;
    const Mark *mark = (const Mark *)of->marks.items, *last = mark + of->marks.n;
    while (mark < last && mark->end <= window.start) mark++;
    int64_t n = 0;
    while (mark + n < last && mark[n].start < window.end) n++;
    uint32_t *html = malloc((size_t)(6 * (window.end - window.start) + 13 * n + 1) * sizeof *html), *to = html;
    if (!html) return PyErr_NoMemory();
    PyObject *matches = PyList_New(0);
    int64_t at = window.start;
    for (int64_t i = 0; i < n; i++) {
        int64_t start = mark[i].start > at ? mark[i].start : at;
        int64_t end = mark[i].end < window.end ? mark[i].end : window.end;
        to = put_escaped(to, of->text + at, of->text + start);
        to = put_escaped(put(to, "<mark>"), of->text + start, of->text + end);
        to = put(to, "</mark>");
        at = end;
        PyObject *match[2] = {PyLong_FromLongLong(mark[i].start), PyLong_FromLongLong(mark[i].end)};
        if (!append(matches, tuple_of(match, 2))) break;
    }
    to = put_escaped(to, of->text + at, of->text + window.end);
    int order = *(const char *)&native ? -1 : 1;
    PyObject *string = PyUnicode_DecodeUTF32((const char *)html, (to - html) * 4, "surrogatepass", &order);
    free(html);
    PyObject *parts[4] = {PyLong_FromLongLong(window.start), PyLong_FromLongLong(window.end), string, matches};
    return tuple_of(parts, 4);
}

/* (windows, how many matches, whether the whole text was looked at) */
static PyObject *shown(const Marking *of, int max_windows, int64_t max_chars, int64_t n_whats) {
    Span chosen[MAX_WINDOWS];
    int n = choose(of, max_windows, max_chars, n_whats, chosen);
    if (!n) return 0;
    PyObject *windows = PyList_New(0);
    for (int i = 0; i < n; i++)
        if (!append(windows, window_of(of, chosen[i]))) break;
    PyObject *parts[3] = {windows, PyLong_FromLongLong(of->marks.n), PyLong_FromLongLong(of->is_complete)};
    return tuple_of(parts, 3);
}

/* mark(text, wanted, table, starts, phrases, scanned, most marks, deadline in seconds, windows, characters): what
 * `shown` gives, or 0 where the twin has to do it. */
static PyObject *mark(PyObject *self, PyObject *const *args, Py_ssize_t n_args) {
    (void)self, (void)n_args;
    Marking of = {
        .wanted = args[1], .string = args[0],
        .table = (const uint8_t *)PyBytes_AsString(args[2]), .n_table = PyBytes_Size(args[2]),
        .starts = (const uint8_t *)PyBytes_AsString(args[3]), .n_starts = PyBytes_Size(args[3]),
        .phrases = (const int32_t *)PyBytes_AsString(args[4]), .n_phrases = PyBytes_Size(args[4]) / 4,
        .n_scanned = PyLong_AsLongLong(args[5]), .max_marks = PyLong_AsLongLong(args[6]),
        .deadline = (int64_t)(PyFloat_AsDouble(args[7]) * 1e9),
        .n = PyUnicode_GetLength(args[0]), .is_complete = 1,
    };
    int64_t max_windows = PyLong_AsLongLong(args[8]), max_chars = PyLong_AsLongLong(args[9]);
    if (PyErr_Occurred()) return 0;
    if (max_windows > MAX_WINDOWS) return PyLong_FromLongLong(0);
    if (max_windows < 1) max_windows = 1;
    uint32_t *text = malloc((size_t)(of.n + 1) * sizeof *text);
    if (!text) return PyErr_NoMemory();
    PyObject *found = 0;
    if (PyUnicode_AsUCS4(of.string, text, of.n + 1, 1)) {
        of.text = text;
        if (of.n_scanned < of.n) of.is_complete = 0;
        else of.n_scanned = of.n;
        int status = scan(&of);
        if (status == 1 && (status = mark_phrases(&of))) {
            merge(&of);
            int64_t n_whats = 1;
            for (int64_t i = 0; i < of.marks.n; i++) {
                int32_t what = ((Mark *)of.marks.items)[i].what;
                if (what >= n_whats) n_whats = what + 1;
            }
            found = shown(&of, (int)max_windows, max_chars, n_whats);
        } else if (status < 0) {
            found = PyLong_FromLongLong(0);
        }
    }
    free(of.marks.items);
    free(of.placed.items);
    free(text);
    return found;
}

static PyMethodDef METHOD = {"mark", (void *)mark, METH_FASTCALL, 0};

int64_t onrecord_marking_abi(void) { return ABI; }

PyObject *onrecord_marking(void) { return PyCFunction_NewEx(&METHOD, 0, 0); }
