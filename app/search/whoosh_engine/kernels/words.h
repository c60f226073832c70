/* A few words, any or all of them, as `binding.c` gives them to `query.c`. */
#include <stdint.h>

#define MAX_WORDS 16 /* as in kernels/program.py */
#define MAX_TEXT 2048

typedef struct {
    int64_t answer_size, scratch_size, deadline;
    int64_t k, order, column;
    int64_t kind, least, field; /* of what joins them: TERM where there is one only */
    double points;              /* for the documents with this key, if it has a length */
    int64_t key_field, key_length;
    const char *key;
    int64_t n;
    const char *texts[MAX_WORDS];
    int64_t lengths[MAX_WORDS];
} Words;
