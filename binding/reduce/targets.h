// Reductions are bound by memory: AVX-512 gains them little and costs compile time. Include this before Highway.
#pragma once

#ifdef __x86_64__
#undef HWY_DISABLED_TARGETS
#define HWY_DISABLED_TARGETS \
  (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3 | HWY_AVX3_DL | HWY_AVX3_ZEN4 | HWY_AVX3_SPR | HWY_AVX10_2)
#endif
