// Matrix products by our own loops: sizes at which a BLAS call costs more than the work, and types that BLAS lacks.
#pragma once

#include <cstdint>

#include "matrix.h"

namespace numblas {

// Up to this many multiplications the loops below beat a BLAS call.
inline constexpr int64_t kSmallProduct = 512;

// c = a b, any strides. For float, double and complex: at most kSmallProduct multiplications.
// For integers (which wrap) and bool (or of ands): any size.
template <class T>
using ProductFunction = void (*)(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c);

// For the best instruction set of this machine.
template <class T>
ProductFunction<T> SmallProduct();
template <class T>
ProductFunction<T> IntegerProduct();

// sum of a[i] b[i] over n elements at byte strides; the first is conjugated where asked. n is small (no cancellation care).
template <class T>
T SmallDot(const char* a, int64_t a_stride, const char* b, int64_t b_stride, int64_t n, bool conjugate) {
  T sums[2] = {};
  int64_t i = 0;
  const auto term = [&](int64_t at) {
    const T left = *reinterpret_cast<const T*>(a + at * a_stride);
    const T right = *reinterpret_cast<const T*>(b + at * b_stride);
    if constexpr (kIsComplex<T>) {
      // The textbook formula: C++'s operator checks for infinities at every step.
      const Real<T> imag = conjugate ? -left.imag() : left.imag();
      return T(left.real() * right.real() - imag * right.imag(), left.real() * right.imag() + imag * right.real());
    } else {
      return left * right;
    }
  };
  for (; i + 2 <= n; i += 2) {
    sums[0] += term(i);
    sums[1] += term(i + 1);
  }
  if (i < n) sums[0] += term(i);
  return sums[0] + sums[1];
}

}  // namespace numblas
