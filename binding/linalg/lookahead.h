// LU and Cholesky factors on several threads, with look-ahead (Strazdins, 1998): while some of them bring the columns
// to the right up to date with one panel, one does so with the next panel's and factorises it. The library's own
// routines have all threads wait for each panel.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "../threads/pool.h"
#include "fortran.h"
#include "library/library.h"
#include "matrix.h"
#include "threads.h"

namespace numblas {

using fortran::blas_int;

// The order up to which look-ahead wins, by 1.1 to 1.6 times (docs/recursive-lapack.md). Above, most time goes into
// products that are as fast either way.
inline constexpr int64_t kLookAheadTo = 1536;

inline bool LooksAhead(int64_t n, int64_t from, int64_t to) { return n >= from && n <= to && ThreadLimit() > 1; }

// The width of the panel that begins at a column: the next one must not take longer than the other threads' share.
inline int64_t PanelWidth(int64_t n, int64_t column) {
  const int64_t left = n - column;
  return std::min(left, std::clamp<int64_t>(left / 64 * 8, 16, n < 400 ? 48 : 64));
}

// Runs factorise(from, to) for panel after panel of n columns, false of which ends it, and between two of them
// update(from, to, left, right), which brings columns left to right up to date with the panel from … to.
// share(x): in which part of the columns, from the left, a part x of the work lies. Returns where the panels begin.
template <class Factorise, class Update, class Share>
std::vector<int64_t> FactoriseAhead(int64_t n, const Factorise& factorise, const Update& update, const Share& share) {
  constexpr int64_t kNarrowest = 48;  // columns that one product takes at least
  const int64_t most = 2L * ThreadLimit();
  const library::ConcurrentUse concurrent;
  std::vector<int64_t> starts{0};
  int64_t next = PanelWidth(n, 0);
  bool goes_on = factorise(0, next);
  while (goes_on && next < n) {
    const int64_t at = starts.back();
    const int64_t ahead = next + PanelWidth(n, next);
    const int64_t others = n - ahead;
    const int64_t pieces = others == 0 ? 0 : std::clamp<int64_t>(others / kNarrowest, 1, most);
    const auto piece = [&](int64_t i) {
      const double part = share(static_cast<double>(i) / static_cast<double>(pieces));
      return ahead + static_cast<int64_t>(static_cast<double>(others) * part);
    };
    Pool::Get().ForAll(pieces + 1, [&](int64_t i) {
      if (i == 0) {
        update(at, next, next, ahead);
        goes_on = factorise(next, ahead);
      } else {
        update(at, next, piece(i - 1), piece(i));
      }
    });
    starts.push_back(next);
    next = ahead;
  }
  return starts;
}

// P A = L U of an m x n matrix with its pivots, as LAPACK's getrf. Returns its info.
template <class T>
int64_t Getrf(int64_t m, int64_t n, T* a, int64_t lda, blas_int* ipiv) {
  constexpr int64_t kTo = kIsComplex<T> ? 400 : kLookAheadTo;  // four times the work in products
  blas_int info = 0;
  if (m < n || !LooksAhead(n, threaded_from::kLu, kTo)) {
    fortran::getrf(m, n, a, lda, ipiv, info);
    return info;
  }
  const auto factorise = [&](int64_t from, int64_t to) {
    blas_int failed;
    fortran::getrf(m - from, to - from, a + from * (lda + 1), lda, ipiv + from, failed);
    for (int64_t i = from; i < to; i++) ipiv[i] += from;
    if (failed > 0 && info == 0) info = from + failed;
    return true;
  };
  const auto update = [&](int64_t from, int64_t to, int64_t left, int64_t right) {
    const T* const panel = a + from * (lda + 1);
    T* const columns = a + left * lda;
    const int64_t width = to - from;
    const int64_t count = right - left;
    fortran::laswp(count, columns, lda, from + 1, to, ipiv, 1);
    fortran::trsm('L', 'L', 'N', 'U', width, count, T(1), panel, lda, columns + from, lda);
    fortran::gemm('N', 'N', m - to, count, width, T(-1), panel + width, lda, columns + from, lda, T(1), columns + to,
                  lda);
  };
  const std::vector<int64_t> starts = FactoriseAhead(n, factorise, update, [](double work) { return work; });
  // Rows to the left of each panel move last.
  Pool::Get().ForAll(static_cast<int64_t>(starts.size()) - 1, [&](int64_t i) {
    const int64_t end = starts[i + 1];
    fortran::laswp(end - starts[i], a + starts[i] * lda, lda, end + 1, n, ipiv, 1);
  });
  return info;
}

// A = L L^H or U^H U in a's place, as LAPACK's potrf. Returns its info. The upper triangle is left to the library: its
// panels are rows, in which look-ahead wins little.
template <class T>
int64_t Potrf(char uplo, int64_t n, T* a, int64_t lda) {
  blas_int info = 0;
  if (uplo != 'L' || !LooksAhead(n, threaded_from::kCholesky, kLookAheadTo)) {
    fortran::potrf(uplo, n, a, lda, info);
    return info;
  }
  const auto factorise = [&](int64_t from, int64_t to) {
    T* const panel = a + from * (lda + 1);
    const int64_t width = to - from;
    fortran::potrf('L', width, panel, lda, info);
    if (info > 0) {
      info += from;
      return false;
    }
    if (to < n) fortran::trsm('R', 'L', 'C', 'N', n - to, width, T(1), panel, lda, panel + width, lda);
    return true;
  };
  const auto update = [&](int64_t from, int64_t to, int64_t left, int64_t right) {
    const T* const rows = a + left + from * lda;
    const int64_t width = to - from;
    const int64_t count = right - left;
    fortran::herk('L', 'N', count, width, Real<T>(-1), rows, lda, Real<T>(1), a + left * (lda + 1), lda);
    if (right == n) return;
    fortran::gemm('N', 'C', n - right, count, width, T(-1), rows + count, lda, rows, lda, T(1), a + right + left * lda,
                  lda);
  };
  FactoriseAhead(n, factorise, update, [](double work) { return 1 - std::sqrt(1 - work); });
  return info;
}

}  // namespace numblas
