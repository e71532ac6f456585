// LU factors of band matrices. Inside the band a submatrix is a dense one whose leading dimension is one less than
// the array's; what a block has outside the band is kept in a small dense copy, padded with zeros. So blocks may be as
// wide as the products are fast, and the panels go to the library's recursive getrf.
#pragma once

#include <algorithm>
#include <vector>

#include "../fortran.h"
#include "../matrix.h"

namespace numblas::recursive {

using fortran::blas_int;

// Where either side of the band is narrower, the library's own is as fast or faster.
inline constexpr int64_t kWideBand = 144;
inline constexpr int64_t kGbtrfPanel = 48;

// P A = L U with kl diagonals below and ku above the main one, in gbtrf's storage, with its pivots. Returns its info.
template <class T>
int64_t Gbtrf(int64_t m, int64_t n, int64_t kl, int64_t ku, T* ab, int64_t ldab, blas_int* ipiv,
              int64_t nb = kGbtrfPanel) {
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

}  // namespace numblas::recursive
