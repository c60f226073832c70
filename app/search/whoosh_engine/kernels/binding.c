/* What Python calls for each query, as functions of its own: calling by `ctypes` takes as long as many a query.
 * Only of Python's stable interface, declared here, so that compiling needs no headers of Python. */
#include <sys/stat.h>

#include "interface.h"
#include "words.h"

typedef struct _thread PyThreadState;
#define METH_O 0x0008

extern PyThreadState *PyEval_SaveThread(void);
extern void PyEval_RestoreThread(PyThreadState *);
extern long long PyLong_AsLongLong(PyObject *);
extern PyObject *PyLong_FromLongLong(long long);
extern PyObject *PyLong_FromUnsignedLongLong(unsigned long long);
extern PyObject *PyFloat_FromDouble(double);
extern double PyFloat_AsDouble(PyObject *);
extern char *PyBytes_AsString(PyObject *);
extern Py_ssize_t PyBytes_Size(PyObject *);
extern PyObject *PyUnicode_DecodeUTF8(const char *, Py_ssize_t, const char *);
extern PyObject *PyList_New(Py_ssize_t);
extern int PyList_SetItem(PyObject *, Py_ssize_t, PyObject *);
extern PyObject *PyTuple_New(Py_ssize_t);
extern int PyTuple_SetItem(PyObject *, Py_ssize_t, PyObject *);
extern PyObject *PyErr_Occurred(void);
extern void Py_DecRef(PyObject *);

#define BINDING_HEADER 8 /* numbers of an answer before its hits */

int64_t onrecord_run(const uint64_t *table, const int64_t *program, int64_t *scratch);
int64_t onrecord_words(const uint64_t *table, int64_t *scratch, const Words *words);

/* A list of numbers of an answer, whole or real. */
static PyObject *list_of(const int64_t *numbers, int64_t n, int is_real) {
    PyObject *list = PyList_New((Py_ssize_t)n);
    for (int64_t i = 0; list && i < n; i++)
        PyList_SetItem(list, (Py_ssize_t)i, is_real ? PyFloat_FromDouble(((const double *)numbers)[i])
                                                    : PyLong_FromLongLong(numbers[i]));
    return list;
}

static PyObject *ids_of(const int64_t *answer, int64_t n) {
    const char *text = (const char *)answer + answer[3];
    PyObject *list = PyList_New((Py_ssize_t)n);
    for (int64_t i = 0; list && i < n; i++) {
        Py_ssize_t length = 0;
        while ((uint8_t)text[length] != 255) length++;
        PyList_SetItem(list, (Py_ssize_t)i, PyUnicode_DecodeUTF8(text, length, "surrogatepass"));
        text += length + 1;
    }
    return list;
}

/* Total, ids, keys, scores, places, further hits of each hit's group, whether a term is unknown, whether the
 * time was up; or a status. The rest of the answer is left where it is. */
static PyObject *found_in(const int64_t *answer, int64_t status) {
    if (status) return PyLong_FromLongLong(status);
    int64_t n = answer[1];
    const int64_t *hits = answer + BINDING_HEADER;
    PyObject *parts[8] = {
        PyLong_FromLongLong(answer[0]), ids_of(answer, n), list_of(hits, n, 1), list_of(hits + n, n, 1),
        list_of(hits + 2 * n, n, 0), list_of(hits + 3 * n, n, 0), PyLong_FromLongLong(answer[5]),
        PyLong_FromLongLong(answer[2]),
    };
    PyObject *found = PyTuple_New(8);
    for (int i = 0; found && i < 8; i++) PyTuple_SetItem(found, i, parts[i]);
    if (!PyErr_Occurred()) return found;
    Py_DecRef(found);
    return 0;
}

/* run(table, program, scratch) */
static PyObject *run(PyObject *self, PyObject *const *args, Py_ssize_t n_args) {
    (void)self, (void)n_args;
    const uint64_t *table = (const uint64_t *)(uintptr_t)PyLong_AsLongLong(args[0]);
    const int64_t *program = (const int64_t *)PyBytes_AsString(args[1]);
    int64_t *scratch = (int64_t *)(uintptr_t)PyLong_AsLongLong(args[2]);
    if (PyErr_Occurred()) return 0;
    PyThreadState *thread = PyEval_SaveThread();
    int64_t status = onrecord_run(table, program, scratch);
    PyEval_RestoreThread(thread);
    return found_in(scratch, status);
}

#define FIRST_WORD 14

/* words(table, scratch, answer size, scratch size, deadline in seconds, k, order, column, kind, least, field,
 * points, key field, key, word...) */
static PyObject *words(PyObject *self, PyObject *const *args, Py_ssize_t n_args) {
    (void)self;
    int64_t numbers[FIRST_WORD];
    for (int i = 0; i < FIRST_WORD - 1; i++)
        if (i != 4 && i != 11) numbers[i] = PyLong_AsLongLong(args[i]);
    Words asked = {
        numbers[2], numbers[3], (int64_t)(PyFloat_AsDouble(args[4]) * 1e9), numbers[5], numbers[6], numbers[7],
        numbers[8], numbers[9], numbers[10], PyFloat_AsDouble(args[11]), numbers[12],
        PyBytes_Size(args[13]), PyBytes_AsString(args[13]), n_args - FIRST_WORD, {0}, {0},
    };
    for (int64_t i = 0; i < asked.n && i < MAX_WORDS; i++) {
        asked.texts[i] = PyBytes_AsString(args[FIRST_WORD + i]);
        asked.lengths[i] = PyBytes_Size(args[FIRST_WORD + i]);
    }
    if (PyErr_Occurred()) return 0;
    int64_t *scratch = (int64_t *)(uintptr_t)numbers[1];
    PyThreadState *thread = PyEval_SaveThread();
    int64_t status = onrecord_words((const uint64_t *)(uintptr_t)numbers[0], scratch, &asked);
    PyEval_RestoreThread(thread);
    return found_in(scratch, status);
}

/* state_of(path): a number that is another one whenever the file is; 0 where there is none. */
static PyObject *state_of(PyObject *self, PyObject *path) {
    (void)self;
    const char *name = PyBytes_AsString(path);
    struct stat found;
    if (!name) return 0;
    if (stat(name, &found)) return PyLong_FromLongLong(0);
#ifdef __APPLE__
    struct timespec changed = found.st_mtimespec;
#else
    struct timespec changed = found.st_mtim;
#endif
    uint64_t state = (uint64_t)changed.tv_sec * 1000000000 + (uint64_t)changed.tv_nsec;
    state = (state * 0x9E3779B97F4A7C15ULL) ^ (uint64_t)found.st_ino;
    state = (state * 0x9E3779B97F4A7C15ULL) ^ (uint64_t)found.st_size;
    return PyLong_FromUnsignedLongLong(state ? state : 1);
}

static PyMethodDef METHODS[] = {
    {"run", (void *)run, METH_FASTCALL, 0},
    {"words", (void *)words, METH_FASTCALL, 0},
    {"state_of", (void *)state_of, METH_O, 0},
};

/* The i-th of these functions, to be called from Python. */
PyObject *onrecord_function(int64_t i) { return PyCFunction_NewEx(&METHODS[i], 0, 0); }
