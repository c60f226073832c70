/* What both sides of Python's stable interface need of it, declared here so that compiling needs no headers of Python. */
#include <stdint.h>

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
