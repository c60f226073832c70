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

/* Where the n-th of the ones of a word is, counted from 0: its byte by sums of bytes, then bit by bit
 * (S. Vigna, Broadword implementation of rank/select queries, 2008). */
static inline int64_t place_of_one(uint64_t bits, int64_t n) {
    const uint64_t low = 0x0101010101010101ULL, high = 0x8080808080808080ULL;
    uint64_t sums = bits - (bits >> 1 & 0x5555555555555555ULL);
    sums = (sums & 0x3333333333333333ULL) + (sums >> 2 & 0x3333333333333333ULL);
    sums = (sums + (sums >> 4) & 0x0F0F0F0F0F0F0F0FULL) * low; /* of each byte and those below it */
    int64_t byte = count_bits(((uint64_t)n * low | high) - sums & high) * 8;
    uint64_t rest = bits >> byte;
    for (n -= (int64_t)(sums << 8 >> byte & 0xFF); n > 0; n--) rest &= rest - 1;
    return byte + __builtin_ctzll(rest);
}
