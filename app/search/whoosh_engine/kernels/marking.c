/* Marks what a search matched in one text: its matches are found, the windows that tell most are cut, as HTML. The
 * twin is `find_matches` in app/search/highlight.py with app/search/windows.py, which are the definition: tests
 * demand the same windows of both.
 *
 * Of Python only the stable interface, declared here. Its lock is held: a text takes some microseconds.
 */
#include "windows.h"

#define ABI 1
#define CHUNKS_PER_LOOK 500
#define MAX_CHUNK 64 /* letters; a longer one is looked at */

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

/* Whether one of the words looked for begins such a core: anywhere in it where it is no single word, since what is
 * looked for may be written apart ("e-mail", "1,000"). */
static int begins(const Marking *of, const uint8_t *core, int64_t n, int is_apart) {
    for (int64_t at = 0; at < of->n_starts;) {
        const uint8_t *start = of->starts + at;
        int64_t length = (const uint8_t *)memchr(start, ' ', (size_t)(of->n_starts - at)) - start;
        for (int64_t i = 0; i + length <= n && (!i || is_apart); i++)
            if (core[i] == start[0] && !memcmp(core + i, start, (size_t)length)) return 1;
        at += length + 1;
    }
    return 0;
}

#define LETTERS 1
#define FIGURES 2
#define SIGNS 4
#define HARD_ONES 8

static inline int class_of(uint8_t kind) {
    return kind >= 'a' ? LETTERS : kind >= '0' ? FIGURES : kind ? SIGNS : HARD_ONES;
}

/* Whether a chunk has to be looked at; `classes` are those of its letters. */
static int may_match(const Marking *of, int64_t start, int64_t end, int classes) {
    if (!of->n_starts || classes & HARD_ONES || end - start > MAX_CHUNK) return 1;
    if (classes == LETTERS && !of->is_first[kind_of(of, of->text[start])]) return 0;
    uint8_t core[MAX_CHUNK];
    int64_t n = 0;
    int is_apart = 0, has_sign = 0;
    for (int64_t i = start; i < end; i++) {
        uint8_t kind = kind_of(of, of->text[i]);
        if (class_of(kind) == SIGNS) {
            has_sign = n > 0;
            continue;
        }
        /* "100km" is two words, too. */
        is_apart |= has_sign || (n && core[n - 1] <= '9' && kind > '9');
        core[n++] = kind;
    }
    return begins(of, core, n, is_apart);
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
    int64_t n_chunks = 0;
    for (int64_t i = 0; i < of->n_scanned;) {
        while (i < of->n_scanned && is_space(of, i)) i++;
        int64_t start = i;
        int classes = 0, is_inside = 0;
        for (; i < of->n_scanned; i++) {
            uint8_t kind = kind_of(of, of->text[i]);
            if (kind == GAP && (is_inside = is_inside_number(of, i)) <= 0) break;
            classes |= class_of(kind);
        }
        if (is_inside < 0) return -1;
        if (i == start) break;
        if (may_match(of, start, i, classes) && !take(of, start, i)) return 0;
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
    for (int64_t i = 0; i < of.n_starts; i++)
        if (!i || of.starts[i - 1] == ' ') of.is_first[of.starts[i]] = 1;
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
