// Norms of real matrices by columns, as LAPACK's lange and lansy, whose inner loops call a function for every element.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace numblas::overrides {

template <class R>
R LargerOrNaN(R a, R b) {
  return a < b || std::isnan(b) ? b : a;
}

// The largest magnitude of n elements; NaN if one is NaN.
template <class R>
R LargestOf(const R* x, int64_t n) {
  constexpr int64_t kLanes = 64 / sizeof(R);
  R largest[kLanes] = {};
  R excess[kLanes] = {};  // 0 as long as all are finite
  const int64_t whole = n - n % kLanes;
  for (int64_t i = 0; i < whole; i += kLanes) {
    for (int64_t l = 0; l < kLanes; l++) {
      const R size = std::abs(x[i + l]);
      largest[l] = size > largest[l] ? size : largest[l];
      excess[l] += size - size;
    }
  }
  const bool finite = std::all_of(excess, excess + kLanes, [](R one) { return one == 0; });
  R most = finite ? *std::max_element(largest, largest + kLanes) : R(0);
  for (int64_t i = finite ? whole : 0; i < n; i++) most = LargerOrNaN(most, std::abs(x[i]));
  return most;
}

template <class R>
R SumOf(const R* x, int64_t n) {
  R sum = 0;
  for (int64_t i = 0; i < n; i++) sum += std::abs(x[i]);
  return sum;
}

// Adds n magnitudes to sums, one to each.
template <class R>
void AddTo(R* sums, const R* x, int64_t n) {
  for (int64_t i = 0; i < n; i++) sums[i] += std::abs(x[i]);
}

template <class R>
R LargestSum(const R* sums, int64_t n) {
  R most = 0;
  for (int64_t i = 0; i < n; i++) most = LargerOrNaN(most, sums[i]);
  return most;
}

// kind: 'M' (largest magnitude), '1' (largest sum of a column), 'I' (of a row; `sums` has m elements).
template <class R>
R Lange(char kind, int64_t m, int64_t n, const R* a, int64_t lda, R* sums) {
  R most = 0;
  if (kind == 'I') std::fill_n(sums, m, R(0));
  for (int64_t j = 0; j < n; j++) {
    const R* const column = a + j * lda;
    if (kind == 'M') most = LargerOrNaN(most, LargestOf(column, m));
    if (kind == '1') most = LargerOrNaN(most, SumOf(column, m));
    if (kind == 'I') AddTo(sums, column, m);
  }
  return kind == 'I' ? LargestSum(sums, m) : most;
}

// The same of a symmetric matrix, one of whose triangles is given: its rows are its columns (`sums` has n elements).
template <class R>
R Lansy(char kind, bool upper, int64_t n, const R* a, int64_t lda, R* sums) {
  R most = 0;
  if (kind != 'M') std::fill_n(sums, n, R(0));
  for (int64_t j = 0; j < n; j++) {
    const R* const column = a + j * lda;
    const int64_t first = upper ? 0 : j;
    const int64_t last = upper ? j + 1 : n;
    if (kind == 'M') {
      most = LargerOrNaN(most, LargestOf(column + first, last - first));
    } else {
      sums[j] += SumOf(column + first, last - first);
      if (upper) AddTo(sums, column, j);
      if (!upper) AddTo(sums + j + 1, column + j + 1, n - j - 1);
    }
  }
  return kind == 'M' ? most : LargestSum(sums, n);
}

}  // namespace numblas::overrides
