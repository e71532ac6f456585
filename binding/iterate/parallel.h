// Pieces of work that go to the pool where one thread would take long for them.
#pragma once

#include <cstdint>

#include "../threads/pool.h"

namespace numblas {

// Nanoseconds of work below which a reduction or a program stays on its thread: waking workers costs more than they
// take off it. Elementwise loops and stacks of matrices, whose pieces are alike, are worth workers earlier and say so
// themselves.
inline constexpr double kParallelNanoseconds = 8e4;

// Runs f(0) to f(n - 1), whose work is that many nanoseconds in all.
template <class F>
void ForEachPiece(int64_t n, double nanoseconds, const F& f) {
  if (nanoseconds < kParallelNanoseconds) {
    for (int64_t i = 0; i < n; i++) f(i);
  } else {
    Pool::Get().For(n, f);
  }
}

}  // namespace numblas
