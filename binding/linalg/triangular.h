// Triangular systems of many right-hand sides, from the right as rows of a row-major matrix are seen.
#pragma once

#include <algorithm>

#include "../threads/pool.h"
#include "fortran.h"
#include "library/library.h"
#include "threads.h"

namespace numblas {

// One thread's part of SolveRight: by halves, so that most of the work is in products, which are two to three times as
// fast as the library's trsm is by itself.
template <class T>
void SolveRightByHalves(char uplo, char trans, char diag, int64_t m, int64_t n, const T* a, int64_t lda, T* b,
                        int64_t ldb) {
  constexpr int64_t kLeaf = 48;
  if (n <= kLeaf) return fortran::trsm('R', uplo, trans, diag, m, n, T(1), a, lda, b, ldb);
  const int64_t left = (n / 2 + 7) / 8 * 8;
  const int64_t right = n - left;
  const T* const last = a + left * (lda + 1);
  const T* const corner = uplo == 'U' ? a + left * lda : a + left;
  T* const b_right = b + left * ldb;
  if ((uplo == 'U') == (trans == 'N')) {  // op(A) is an upper triangle
    SolveRightByHalves(uplo, trans, diag, m, left, a, lda, b, ldb);
    fortran::gemm('N', trans, m, right, left, T(-1), b, ldb, corner, lda, T(1), b_right, ldb);
    SolveRightByHalves(uplo, trans, diag, m, right, last, lda, b_right, ldb);
  } else {
    SolveRightByHalves(uplo, trans, diag, m, right, last, lda, b_right, ldb);
    fortran::gemm('N', trans, m, left, right, T(-1), b_right, ldb, corner, lda, T(1), b, ldb);
    SolveRightByHalves(uplo, trans, diag, m, left, a, lda, b, ldb);
  }
}

// X op(A) = B for the m rows of B, which X replaces (trsm from the right). Each thread has some of the rows.
template <class T>
void SolveRight(char uplo, char trans, char diag, int64_t m, int64_t n, const T* a, int64_t lda, T* b, int64_t ldb) {
  constexpr int64_t kSmall = 64;  // as fast by the library
  if (n <= kSmall) return fortran::trsm('R', uplo, trans, diag, m, n, T(1), a, lda, b, ldb);
  constexpr double kWorthSplitting = 5e5;  // multiplications
  constexpr int64_t kLeastRows = 16;
  const double work = static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(n);
  const int64_t pieces =
      work < kWorthSplitting ? 1 : std::max<int64_t>(1, std::min<int64_t>(ThreadLimit(), m / kLeastRows));
  const library::ConcurrentUse concurrent;
  Pool::Get().ForAll(pieces, [&](int64_t i) {
    const int64_t first = m * i / pieces;
    SolveRightByHalves(uplo, trans, diag, m * (i + 1) / pieces - first, n, a, lda, b + first, ldb);
  });
}

}  // namespace numblas
