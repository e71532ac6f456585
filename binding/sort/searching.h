// Binary searches for several needles side by side.
#pragma once

#include <array>
#include <cstdint>

namespace numblas {

inline constexpr int64_t kTogether = 16;  // searches whose loads wait for memory at the same time

// For each needle how many of the n elements come before it. Every search takes the same steps: nothing is predicted.
template <class Before, class Needles>
void Search(int64_t n, const Needles& needles, const Before& before, std::array<int64_t, kTogether>& found) {
  found.fill(0);
  if (n == 0) return;
  for (int64_t length = n; length > 1;) {
    const int64_t half = length / 2;
    for (int64_t k = 0; k < kTogether; k++) found[k] += before(found[k] + half - 1, needles[k]) ? half : 0;
    length -= half;
  }
  for (int64_t k = 0; k < kTogether; k++) found[k] += before(found[k], needles[k]);
}

}  // namespace numblas
