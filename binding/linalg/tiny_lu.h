// LU factorisation and substitution for matrices so small that a LAPACK call costs more than the work.
#pragma once

#include <cmath>
#include <utility>

#include "matrix.h"

namespace numblas {

// Up to this order the loops below stand for getrf and trsm, whose calls cost more than the work.
inline constexpr int64_t kTinyLu = 8;

// C++'s complex product looks for infinities; BLAS's is the plain formula.
template <class T>
inline T Times(T a, T b) {
  if constexpr (kIsComplex<T>) {
    return T(a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real());
  } else {
    return a * b;
  }
}

// BLAS's measure of a pivot.
template <class T>
inline Real<T> PivotSize(T value) {
  if constexpr (kIsComplex<T>) {
    return std::abs(value.real()) + std::abs(value.imag());
  } else {
    return std::abs(value);
  }
}

// P a = L U in place, in columns, as getf2 does it. Returns i > 0 where the i-th pivot is exactly zero.
template <class T>
int64_t TinyFactorise(T* a, int64_t n, int64_t* pivots) {
  int64_t info = 0;
  for (int64_t j = 0; j < n; j++) {
    T* const column = a + j * n;
    int64_t best = j;
    Real<T> most = PivotSize(column[j]);
    for (int64_t i = j + 1; i < n; i++) {
      const Real<T> size = PivotSize(column[i]);
      if (size > most) {
        most = size;
        best = i;
      }
    }
    pivots[j] = best + 1;
    if (column[best] == T(0)) {
      if (info == 0) info = j + 1;
      continue;
    }
    if (best != j) {
      for (int64_t c = 0; c < n; c++) std::swap(a[c * n + j], a[c * n + best]);
    }
    const T pivot = column[j];
    for (int64_t i = j + 1; i < n; i++) column[i] /= pivot;
    for (int64_t c = j + 1; c < n; c++) {
      T* const other = a + c * n;
      const T factor = other[j];
      for (int64_t i = j + 1; i < n; i++) other[i] -= Times(column[i], factor);
    }
  }
  return info;
}

// x = a^-1 b in place: gapless rows of k elements.
template <class T>
void TinySolve(const T* lu, int64_t n, const int64_t* pivots, T* x, int64_t k) {
  for (int64_t i = 0; i < n; i++) {
    const int64_t other = pivots[i] - 1;
    if (other != i) std::swap_ranges(x + i * k, x + (i + 1) * k, x + other * k);
  }
  for (int64_t i = 1; i < n; i++) {
    for (int64_t j = 0; j < i; j++) {
      const T factor = lu[j * n + i];
      for (int64_t c = 0; c < k; c++) x[i * k + c] -= Times(factor, x[j * k + c]);
    }
  }
  for (int64_t i = n - 1; i >= 0; i--) {
    for (int64_t j = i + 1; j < n; j++) {
      const T factor = lu[j * n + i];
      for (int64_t c = 0; c < k; c++) x[i * k + c] -= Times(factor, x[j * k + c]);
    }
    const T pivot = lu[i * n + i];
    for (int64_t c = 0; c < k; c++) x[i * k + c] /= pivot;
  }
}

}  // namespace numblas
