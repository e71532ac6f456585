// Cholesky's factorisation, triangular inverses and L^H L or U U^H by halves (Peise and Bientinesi, 2016).
#pragma once

#include <algorithm>

#include "../fortran.h"
#include "../matrix.h"

namespace numblas::recursive {

using fortran::blas_int;

inline constexpr int64_t kTriangularLeaf = 64;

// A = L L^H or U^H U in place. Returns potrf's info.
template <class T>
int64_t Potrf(bool lower, int64_t n, T* a, int64_t lda) {
  const char uplo = lower ? 'L' : 'U';
  blas_int info = 0;
  if (n <= kTriangularLeaf) {
    fortran::potrf(uplo, n, a, lda, info);
    return info;
  }
  const int64_t k = n / 2;
  const int64_t r = n - k;
  T* const corner = a + (lower ? k : k * lda);
  info = Potrf(lower, k, a, lda);
  if (info != 0) return info;
  fortran::trsm(lower ? 'R' : 'L', uplo, 'C', 'N', lower ? r : k, lower ? k : r, T(1), a, lda, corner, lda);
  fortran::herk(uplo, lower ? 'N' : 'C', r, k, Real<T>(-1), corner, lda, Real<T>(1), a + k + k * lda, lda);
  info = Potrf(lower, r, a + k + k * lda, lda);
  return info == 0 ? 0 : info + k;
}

// L^-1 or U^-1 in place of a triangle without zeros on its diagonal.
template <class T>
void Trtri(bool lower, char diag, int64_t n, T* a, int64_t lda) {
  const char uplo = lower ? 'L' : 'U';
  if (n <= kTriangularLeaf) {
    blas_int info;
    return fortran::trtri(uplo, diag, n, a, lda, info);
  }
  const int64_t k = n / 2;
  const int64_t r = n - k;
  T* const corner = a + (lower ? k : k * lda);
  T* const a2 = a + k + k * lda;
  const int64_t rows = lower ? r : k;
  const int64_t cols = lower ? k : r;
  fortran::trsm(lower ? 'R' : 'L', uplo, 'N', diag, rows, cols, T(-1), a, lda, corner, lda);
  fortran::trsm(lower ? 'L' : 'R', uplo, 'N', diag, rows, cols, T(1), a2, lda, corner, lda);
  Trtri(lower, diag, k, a, lda);
  Trtri(lower, diag, r, a2, lda);
}

// L^H L or U U^H in place of a triangle.
template <class T>
void Lauum(bool lower, int64_t n, T* a, int64_t lda) {
  const char uplo = lower ? 'L' : 'U';
  if (n <= kTriangularLeaf) {
    blas_int info;
    return fortran::lauum(uplo, n, a, lda, info);
  }
  const int64_t k = n / 2;
  const int64_t r = n - k;
  T* const corner = a + (lower ? k : k * lda);
  T* const a2 = a + k + k * lda;
  Lauum(lower, k, a, lda);
  fortran::herk(uplo, lower ? 'C' : 'N', k, r, Real<T>(1), corner, lda, Real<T>(1), a, lda);
  fortran::trmm(lower ? 'L' : 'R', uplo, 'C', 'N', lower ? r : k, lower ? k : r, T(1), a2, lda, corner, lda);
  Lauum(lower, r, a2, lda);
}

}  // namespace numblas::recursive
