// The dot product of long vectors on several threads.
#pragma once

#include <numeric>
#include <vector>

#include "../threads/pool.h"
#include "fortran.h"
#include "matrix.h"
#include "threads.h"

namespace numblas {

// Elements of a piece: some microseconds' work. A thread that a neighbour took the processor from holds up one of them,
// not half of all. Longer vectors have longer pieces: a processor reads ahead anew at the start of each.
inline constexpr int64_t kDotPiece = 1 << 14;
inline constexpr int64_t kLongDotPiece = 1 << 18;
// Elements from which a second thread pays although it must be woken.
inline constexpr int64_t kDotWorthWaking = 1 << 18;

// x and y as BLAS takes them: from the lowest address, whatever the increment's sign.
template <class T>
T DotInPieces(int64_t n, const T* x, fortran::blas_int x_increment, const T* y, fortran::blas_int y_increment,
              bool conjugate = false) {
  const auto part = [&](int64_t first, int64_t count) -> T {
    const auto from = [&](const T* all, int64_t increment) {
      return all + (increment < 0 ? (first + count - n) * increment : first * increment);
    };
    const OneThreadBelow alone(1, 0);
    if constexpr (kIsComplex<T>) {
      if (conjugate) return fortran::dotc(count, from(x, x_increment), x_increment, from(y, y_increment), y_increment);
    }
    return fortran::dot(count, from(x, x_increment), x_increment, from(y, y_increment), y_increment);
  };
  const int64_t pieces = EvenPieces(n, kDotPiece, kLongDotPiece);
  if (pieces == 1) return part(0, n);
  constexpr int64_t kLine = 64 / sizeof(T);
  const int64_t length = n / pieces / kLine * kLine;
  std::vector<T> sums(pieces);
  const auto one = [&](int64_t i) { sums[i] = part(i * length, i + 1 == pieces ? n - i * length : length); };
  if (n < kDotWorthWaking) {
    Pool::Get().ForBrief(pieces, one);
  } else {
    Pool::Get().For(pieces, one);
  }
  return std::accumulate(sums.begin(), sums.end(), T(0));
}

}  // namespace numblas
