// Generalised symmetric eigenproblems to standard form by halves, so that nearly all work is in large products.
#pragma once

#include "../fortran.h"
#include "../matrix.h"

namespace numblas::recursive {

// Below this the unblocked routine is as fast.
inline constexpr int64_t kHegstLeaf = 24;
// Above this blocks of one width: halves win nothing more.
inline constexpr int64_t kHegstBlock = 192;

// With B = L L^H or U^H U as potrf leaves it in b: A becomes L^-1 A L^-H or U^-H A U^-1 (itype 1), L^H A L or U A U^H
// (itypes 2 and 3). One triangle of each is read and written (Peise and Bientinesi, 2016).
template <class T>
void Hegst(int64_t itype, bool lower, int64_t n, T* a, int64_t lda, const T* b, int64_t ldb) {
  const char uplo = lower ? 'L' : 'U';
  if (n <= kHegstLeaf) {
    fortran::blas_int info;
    return fortran::hegs2(itype, uplo, n, a, lda, b, ldb, info);
  }
  const int64_t k = n > 2 * kHegstBlock ? kHegstBlock : n / 2;
  const int64_t r = n - k;
  const T half(static_cast<Real<T>>(0.5));
  const Real<T> one = 1;
  const int64_t below = lower ? k : k * lda;
  T* const a2 = a + k + k * lda;
  T* const corner = a + below;  // (r,k) below the diagonal, or (k,r) above it
  const T* const b2 = b + k + k * ldb;
  const T* const bc = b + (lower ? k : k * ldb);
  const int64_t rows = lower ? r : k;
  const int64_t cols = lower ? k : r;
  const char first = lower ? 'R' : 'L';  // the side on which the leading triangle stands
  const char second = lower ? 'L' : 'R';
  Hegst(itype, lower, k, a, lda, b, ldb);
  if (itype == 1) {
    fortran::trsm(first, uplo, 'C', 'N', rows, cols, T(1), b, ldb, corner, lda);
    fortran::hemm(first, uplo, rows, cols, -half, a, lda, bc, ldb, T(1), corner, lda);
    fortran::her2k(uplo, lower ? 'N' : 'C', r, k, T(-1), corner, lda, bc, ldb, one, a2, lda);
    fortran::hemm(first, uplo, rows, cols, -half, a, lda, bc, ldb, T(1), corner, lda);
    fortran::trsm(second, uplo, 'N', 'N', rows, cols, T(1), b2, ldb, corner, lda);
  } else {
    fortran::trmm(first, uplo, 'N', 'N', rows, cols, T(1), b, ldb, corner, lda);
    fortran::hemm(second, uplo, rows, cols, half, a2, lda, bc, ldb, T(1), corner, lda);
    fortran::her2k(uplo, lower ? 'C' : 'N', k, r, T(1), corner, lda, bc, ldb, one, a, lda);
    fortran::hemm(second, uplo, rows, cols, half, a2, lda, bc, ldb, T(1), corner, lda);
    fortran::trmm(second, uplo, 'C', 'N', rows, cols, T(1), b2, ldb, corner, lda);
  }
  Hegst(itype, lower, r, a2, lda, b2, ldb);
}

}  // namespace numblas::recursive
