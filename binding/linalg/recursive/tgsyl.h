// The generalised Sylvester equation by halves: nearly all work in gemm (Jonsson and Kågström, 2002).
#pragma once

#include <algorithm>

#include "../fortran.h"
#include "../matrix.h"

namespace numblas::recursive {

using fortran::blas_int;

inline constexpr int64_t kTgsylLeaf = 32;

// A R - L B = scale C, D R - L E = scale F for (A,D) and (B,E) in generalised Schur form; R and L take C's and F's
// place.
template <class T>
struct GeneralisedSylvester {
  const T* a;
  int64_t lda;
  const T* b;
  int64_t ldb;
  const T* d;
  int64_t ldd;
  const T* e;
  int64_t lde;
};

template <class T>
int64_t Tgsyl(const GeneralisedSylvester<T>& p, int64_t m, int64_t n, T* c, int64_t ldc, T* f, int64_t ldf,
              Real<T>& scale) {
  scale = 1;
  if (m == 0 || n == 0) return 0;
  if (m <= kTgsylLeaf && n <= kTgsylLeaf) {
    blas_int info;
    blas_int iwork[2 * kTgsylLeaf + 6];
    T work[1];
    Real<T> dif;
    fortran::tgsyl('N', 0, m, n, p.a, p.lda, p.b, p.ldb, c, ldc, p.d, p.ldd, p.e, p.lde, f, ldf, scale, dif, work, 1,
                   iwork, info);
    return info;
  }
  // Not through a 2x2 block of a real Schur form.
  const auto cut = [](const T* t, int64_t ld, int64_t size) {
    const int64_t k = size / 2;
    return t[k + (k - 1) * ld] != T(0) ? k + 1 : k;
  };
  const auto rescale = [](T* x, int64_t ldx, int64_t rows, int64_t cols, Real<T> factor) {
    if (factor == 1) return;
    for (int64_t j = 0; j < cols; j++) {
      for (int64_t i = 0; i < rows; i++) x[i + j * ldx] *= factor;
    }
  };
  Real<T> first = 1;
  Real<T> second = 1;
  int64_t info;
  GeneralisedSylvester<T> lower = p;
  if (m >= n) {
    const int64_t k = cut(p.a, p.lda, m);
    lower.a = p.a + k + k * p.lda;
    lower.d = p.d + k + k * p.ldd;
    info = Tgsyl(lower, m - k, n, c + k, ldc, f + k, ldf, first);
    rescale(c, ldc, k, n, first);
    rescale(f, ldf, k, n, first);
    fortran::gemm('N', 'N', k, n, m - k, T(-1), p.a + k * p.lda, p.lda, c + k, ldc, T(1), c, ldc);
    fortran::gemm('N', 'N', k, n, m - k, T(-1), p.d + k * p.ldd, p.ldd, c + k, ldc, T(1), f, ldf);
    info = std::max(info, Tgsyl(p, k, n, c, ldc, f, ldf, second));
    rescale(c + k, ldc, m - k, n, second);
    rescale(f + k, ldf, m - k, n, second);
  } else {
    const int64_t k = cut(p.b, p.ldb, n);
    lower.b = p.b + k + k * p.ldb;
    lower.e = p.e + k + k * p.lde;
    T* const c2 = c + k * ldc;
    T* const f2 = f + k * ldf;
    info = Tgsyl(p, m, k, c, ldc, f, ldf, first);
    rescale(c2, ldc, m, n - k, first);
    rescale(f2, ldf, m, n - k, first);
    fortran::gemm('N', 'N', m, n - k, k, T(1), f, ldf, p.b + k * p.ldb, p.ldb, T(1), c2, ldc);
    fortran::gemm('N', 'N', m, n - k, k, T(1), f, ldf, p.e + k * p.lde, p.lde, T(1), f2, ldf);
    info = std::max(info, Tgsyl(lower, m, n - k, c2, ldc, f2, ldf, second));
    rescale(c, ldc, m, k, second);
    rescale(f, ldf, m, k, second);
  }
  scale = first * second;
  return info;
}

}  // namespace numblas::recursive
