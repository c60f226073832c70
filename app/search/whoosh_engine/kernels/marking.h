/* What marking is about: the part of Python's stable interface that it takes, a text and what was found in it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "interface.h"

#define GAP ' '  /* white space */
#define SIGN '-' /* neither letter nor figure; the rest stands for itself, folded */
#define HARD 0   /* a letter that folds to none, several or another alphabet's: its chunk has to be looked at */

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
    uint8_t is_first[256]; /* with which letters they begin */
    const int32_t *phrases; /* what, how many words, the words */
    int64_t n_phrases;
    int64_t n_scanned, max_marks, deadline;
    const uint32_t *text;
    int64_t n, position;
    Array marks, placed;
    int is_complete;
} Marking;

static inline uint8_t kind_of(const Marking *of, uint32_t c) {
    if ((int64_t)c < of->n_table) return of->table[c];
    return c == 0x3000 ? GAP : HARD;
}

static inline int is_space(const Marking *of, int64_t i) { return kind_of(of, of->text[i]) == GAP; }
