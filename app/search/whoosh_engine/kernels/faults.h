/* A file that somebody cuts off while it is mapped: reading what is gone raises SIGBUS, which would end the
 * process. A query at work is given up instead; whoever else reads finds zeros. Both are counted, and what was
 * read meanwhile is thrown away by reader.py. */
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MAP_ANONYMOUS
#define MAP_ANONYMOUS MAP_ANON
#endif
#define MAX_GUARDED 16384

typedef struct {
    volatile uintptr_t at, n;
} Mapped;

static Mapped guarded[MAX_GUARDED];
static volatile int64_t n_guarded;
static volatile uintptr_t page_size;
static struct sigaction unguarded;
static _Thread_local sigjmp_buf given_up;
static _Thread_local volatile sig_atomic_t is_at_work;

volatile int64_t onrecord_n_cut; /* how often something was read that was gone */

static void on_cut(int number, siginfo_t *info, void *context) {
    (void)number, (void)context;
    uintptr_t at = (uintptr_t)info->si_addr;
    for (int64_t i = 0; i < n_guarded; i++) {
        uintptr_t begin = guarded[i].at, end = begin + guarded[i].n;
        if (!begin || at < begin || at >= end) continue;
        onrecord_n_cut++;
        if (is_at_work) siglongjmp(given_up, 1);
        at -= at % page_size;
        void *zeros = mmap((void *)at, end - at, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        if (zeros != MAP_FAILED) return;
    }
    sigaction(SIGBUS, &unguarded, 0); /* nothing of ours: what was read is read again, and ends as it would have */
}

/* Guards a mapped file from now on. Calls are one at a time. 0; -1 where there are too many. */
int64_t onrecord_guard(uintptr_t at, uintptr_t n) {
    if (!page_size) {
        struct sigaction action = {0};
        page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
        action.sa_sigaction = on_cut;
        action.sa_flags = SA_SIGINFO | SA_NODEFER; /* not held back, so nothing to restore after siglongjmp */
        sigaction(SIGBUS, &action, &unguarded);
    }
    int64_t i = 0;
    while (i < n_guarded && guarded[i].at) i++;
    if (i == MAX_GUARDED) return -1;
    guarded[i].n = n;
    guarded[i].at = at;
    if (i == n_guarded) n_guarded = i + 1;
    return 0;
}

/* Before a file is unmapped: its addresses will be another's. */
void onrecord_unguard(uintptr_t at) {
    for (int64_t i = 0; i < n_guarded; i++)
        if (guarded[i].at == at) guarded[i].at = 0;
}
