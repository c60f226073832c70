/* Bits counted by the processor's own instruction where it has one: a library that is compiled for any
 * processor of a kind may not take that for granted, and without it counting takes three times as long. */
#if defined(__x86_64__)
#include <cpuid.h>

static int has_popcnt;

static void look_at_processor(void) {
    unsigned a, b, c, d;
    has_popcnt = __get_cpuid(1, &a, &b, &c, &d) && c & bit_POPCNT;
}

static inline int64_t count_bits(uint64_t bits) {
    if (!has_popcnt) return __builtin_popcountll(bits);
    uint64_t n;
    __asm__("popcntq %1, %0" : "=r"(n) : "r"(bits) : "cc");
    return (int64_t)n;
}
#else
static void look_at_processor(void) {}

static inline int64_t count_bits(uint64_t bits) { return __builtin_popcountll(bits); }
#endif
