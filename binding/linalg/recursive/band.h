// Factorisations of band matrices. Inside the band a submatrix is a dense one whose leading dimension is one less than
// the array's; what a block has outside the band is kept in a small dense copy, padded with zeros. So blocks may be as
// wide as the products are fast, and the panels go to the library's recursive getrf and potrf.
#pragma once

#include <algorithm>
#include <vector>

#include "../fortran.h"
#include "../matrix.h"

namespace numblas::recursive {

using fortran::blas_int;

// P A = L U with kl diagonals below and ku above the main one, in gbtrf's storage, with its pivots. Returns its info.
template <class T>
int64_t Gbtrf(int64_t m, int64_t n, int64_t kl, int64_t ku, T* ab, int64_t ldab, blas_int* ipiv, int64_t nb) {
  const int64_t kv = kl + ku;  // diagonals above, with the fill
  const int64_t ld = ldab - 1;
  const auto at = [&](int64_t i, int64_t j) { return ab + kv + i + j * ld; };
  for (int64_t j = ku + 1; j < n; j++) {
    T* const column = ab + j * ldab;
    std::fill(column + std::max<int64_t>(0, kv - j), column + kl, T(0));
  }
  const int64_t ldp = nb + kl;
  const Scratch scratch(BytesFor(Product(ldp, 2 * nb), sizeof(T)));
  T* const panel = scratch.as<T>();
  T* const beyond = panel + ldp * nb;  // columns that reach out of the band
  std::vector<blas_int> pivots(nb);
  int64_t first_zero = 0;
  int64_t last = 0;  // the last column that the rows chosen so far reach
  for (int64_t j = 0; j < std::min(m, n); j += nb) {
    const int64_t width = std::min(nb, std::min(m, n) - j);
    const int64_t rows = std::min(width + kl, m - j);
    // Column c of the panel has rows c - kv to c + kl.
    const auto inside = [&](int64_t c, const auto& body) {
      const int64_t top = std::max<int64_t>(0, c - kv);
      const int64_t end = std::min(rows, c + kl + 1);
      body(at(j + top, j + c), panel + c * ldp, top, end);
    };
    for (int64_t c = 0; c < width; c++) {
      inside(c, [&](const T* band, T* column, int64_t top, int64_t end) {
        std::fill(column, column + top, T(0));
        std::copy(band, band + (end - top), column + top);
        std::fill(column + end, column + rows, T(0));
      });
    }
    blas_int info;
    fortran::getrf(rows, width, panel, ldp, pivots.data(), info);
    if (info > 0 && first_zero == 0) first_zero = j + info;
    for (int64_t c = 0; c < width; c++) {
      ipiv[j + c] = j + pivots[c];
      last = std::max(last, std::min(j + pivots[c] - 1 + ku, n - 1));
    }

    const int64_t next = j + width;
    const auto update = [&](T* columns, int64_t ldc, int64_t count) {
      fortran::laswp(count, columns, ldc, 1, width, pivots.data(), 1);
      fortran::trsm('L', 'L', 'N', 'U', width, count, T(1), panel, ldp, columns, ldc);
      if (rows > width) {
        fortran::gemm('N', 'N', rows - width, count, width, T(-1), panel + width, ldp, columns, ldc, T(1),
                      columns + width, ldc);
      }
    };
    const int64_t dense = std::min(last, j + kv) - next + 1;
    if (dense > 0) update(at(j, next), ld, dense);
    const int64_t partial = std::max(next, j + kv + 1);
    if (last >= partial) {
      const int64_t count = last - partial + 1;
      for (int64_t c = 0; c < count; c++) {
        const int64_t top = partial + c - kv - j;
        T* const column = beyond + c * ldp;
        std::fill(column, column + std::min(top, rows), T(0));
        if (top < rows) std::copy(at(j + top, partial + c), at(j + rows, partial + c), column + top);
      }
      update(beyond, ldp, count);
      for (int64_t c = 0; c < count; c++) {
        const int64_t top = partial + c - kv - j;
        if (top < rows) std::copy(beyond + c * ldp + top, beyond + c * ldp + rows, at(j + top, partial + c));
      }
    }

    // gbtrs applies each interchange just before the column it belongs to: earlier columns are left as they were.
    for (int64_t c = width - 1; c > 0; c--) {
      if (pivots[c] != c + 1) fortran::swap(c, panel + c, ldp, panel + pivots[c] - 1, ldp);
    }
    for (int64_t c = 0; c < width; c++) {
      inside(c,
             [](T* band, const T* column, int64_t top, int64_t end) { std::copy(column + top, column + end, band); });
    }
  }
  return first_zero;
}

// Cholesky's factors of a matrix with kd diagonals beside the main one, in pbtrf's storage. Returns pbtrf's info.
// nb <= kd.
template <class T>
int64_t Pbtrf(bool lower, int64_t n, int64_t kd, T* ab, int64_t ldab, int64_t nb) {
  using R = Real<T>;
  const int64_t ld = ldab - 1;
  const auto at = [&](int64_t i, int64_t j) {  // in the triangle that is stored
    return lower ? ab + i + j * ld : ab + kd + j + i * ld;
  };
  const char uplo = lower ? 'L' : 'U';
  const char side = lower ? 'R' : 'L';
  const char trans = lower ? 'N' : 'C';
  const Scratch scratch(BytesFor(Product(nb, nb), sizeof(T)));
  T* const outer = scratch.as<T>();  // the block that reaches out of the band
  for (int64_t j = 0; j < n; j += nb) {
    const int64_t width = std::min(nb, n - j);
    blas_int info;
    fortran::potrf(uplo, width, at(j, j), ld, info);
    if (info != 0) return j + info;
    const int64_t next = j + width;
    const int64_t dense = std::max<int64_t>(0, std::min(j + kd, n) - next);
    const int64_t partial = std::min(width, n - j - kd);
    T* const block = at(next, j);
    if (dense > 0) {
      const int64_t rows = lower ? dense : width;
      fortran::trsm(side, uplo, 'C', 'N', rows, lower ? width : dense, T(1), at(j, j), ld, block, ld);
      fortran::herk(uplo, trans, dense, width, R(-1), block, ld, R(1), at(next, next), ld);
    }
    if (partial <= 0) continue;
    // Row j + kd + r of the lower triangle has the columns from j + r on.
    const auto each = [&](const auto& body) {
      for (int64_t r = 0; r < partial; r++) {
        for (int64_t c = 0; c < width; c++) {
          T& copy = lower ? outer[r + c * nb] : outer[c + r * nb];
          body(r, c, copy);
        }
      }
    };
    each([&](int64_t r, int64_t c, T& copy) { copy = r <= c ? *at(j + kd + r, j + c) : T(0); });
    const int64_t rows = lower ? partial : width;
    fortran::trsm(side, uplo, 'C', 'N', rows, lower ? width : partial, T(1), at(j, j), ld, outer, nb);
    if (dense > 0) {
      T* const to = at(j + kd, next);
      if (lower) {
        fortran::gemm('N', 'C', partial, dense, width, T(-1), outer, nb, block, ld, T(1), to, ld);
      } else {
        fortran::gemm('C', 'N', dense, partial, width, T(-1), block, ld, outer, nb, T(1), to, ld);
      }
    }
    fortran::herk(uplo, trans, partial, width, R(-1), outer, nb, R(1), at(j + kd, j + kd), ld);
    each([&](int64_t r, int64_t c, T& copy) {
      if (r <= c) *at(j + kd + r, j + c) = copy;
    });
  }
  return 0;
}

}  // namespace numblas::recursive
