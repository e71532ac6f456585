// Products with the Q of a QR or LQ factorisation, given by its reflectors and their factors tau: in blocks,
// Q = I - V T V^H (Schreiber and Van Loan, A storage-efficient WY representation, 1989), whose V is copied free of R,
// so that all but T's corners are products of matrices. LAPACK's blocks have 32 columns, of which the product with C
// waits for memory when C is large.
#pragma once

#include <algorithm>
#include <cstdint>

#include "fortran.h"
#include "matrix.h"
#include "reflectors.h"

namespace numblas::reflectors {

// Columns of a block for k reflectors, measured from order 32 to 2000.
inline int64_t BlockWidth(int64_t k) { return std::min<int64_t>(k, k < 400 ? 32 : k < 1500 ? 64 : 128); }

// k reflectors of `order` elements: by columns (below the diagonal, of a QR factorisation) or by rows, conjugated
// (right of it, LQ). A one belongs on the diagonal, zeros beside it.
template <class T>
struct Reflectors {
  int64_t order;
  int64_t k;
  const T* v;
  int64_t ldv;
  bool by_rows;
  const T* tau;

  // Columns j … j + width, from row j on, with their ones and zeros.
  void Copy(int64_t j, int64_t width, T* to) const {
    const int64_t rows = order - j;
    const T* const from = v + j * (ldv + 1);
    if (by_rows) {
      for (int64_t i = 1; i < rows; i++) {
        const int64_t filled = std::min(i, width);
        for (int64_t l = 0; l < filled; l++) to[i + l * rows] = Conjugate(from[l + i * ldv]);
      }
    }
    for (int64_t l = 0; l < width; l++) {
      T* const column = to + l * rows;
      std::fill_n(column, l, T(0));
      column[l] = T(1);
      if (!by_rows) std::copy_n(from + l * ldv + l + 1, rows - l - 1, column + l + 1);
    }
  }
};

// T of k reflectors, by halves. products: V^H V.
template <class T>
void FormT(int64_t k, const T* products, int64_t ldp, const T* tau, T* t, int64_t ldt) {
  if (k <= kColumns) {
    for (int64_t j = 0; j < k; j++) AppendToT(j, tau[j], products + j * ldp, t, ldt);
    return;
  }
  const int64_t left = (k / 2 + kColumns - 1) / kColumns * kColumns;
  const int64_t right = k - left;
  FormT(left, products, ldp, tau, t, ldt);
  FormT(right, products + left * (ldp + 1), ldp, tau + left, t + left * (ldt + 1), ldt);
  T* const corner = t + left * ldt;
  for (int64_t j = 0; j < right; j++) std::copy_n(products + (left + j) * ldp, left, corner + j * ldt);
  FormCorner(left, right, t, ldt);
}

// T of the block that begins at reflector j, whose copy is `block`. products: width² elements of workspace.
template <class T>
void FormBlockT(const Reflectors<T>& q, int64_t j, int64_t width, const T* block, T* products, T* t, int64_t ldt) {
  const int64_t rows = q.order - j;
  fortran::gemm(kAdjoint<T>, 'N', width, width, rows, T(1), block, rows, block, rows, T(0), products, width);
  FormT(width, products, width, q.tau + j, t, ldt);
}

// c (m,n) becomes H c or c H, H = I - tau v v^H; v has as many elements as H has rows, the first of which is one. w: as
// many as c has other rows or columns.
template <class T>
void ApplyReflector(bool left, int64_t m, int64_t n, const T* v, T tau, T* c, int64_t ldc, T* w) {
  constexpr int64_t kOwn = kIsComplex<T> ? 8 : kLoops;  // complex products check for NaN
  if ((left ? m : n) > kOwn) {
    fortran::gemv(left ? kAdjoint<T> : 'N', m, n, T(1), c, ldc, v, 1, T(0), w, 1);
    fortran::ger(m, n, -tau, left ? v : w, 1, left ? w : v, 1, c, ldc);
    return;
  }
  if (left) {
    for (int64_t l = 0; l < n; l++) {
      T* const column = c + l * ldc;
      T sum{};
      for (int64_t i = 0; i < m; i++) sum += Conjugate(v[i]) * column[i];
      const T factor = tau * sum;
      for (int64_t i = 0; i < m; i++) column[i] -= factor * v[i];
    }
    return;
  }
  constexpr int64_t kStrip = 32;
  for (int64_t top = 0; top < m; top += kStrip) {
    const int64_t rows = std::min(kStrip, m - top);
    T sums[kStrip] = {};
    for (int64_t l = 0; l < n; l++) {
      for (int64_t i = 0; i < rows; i++) sums[i] += c[top + i + l * ldc] * v[l];
    }
    for (int64_t l = 0; l < n; l++) {
      const T factor = tau * Conjugate(v[l]);
      for (int64_t i = 0; i < rows; i++) c[top + i + l * ldc] -= sums[i] * factor;
    }
  }
}

// c (m,n) becomes Q c or Q^H c (left), c Q or c Q^H, Q = H(0) … H(k-1) of order m or n.
template <class T>
void ApplyQ(bool left, bool adjoint, const Reflectors<T>& q, int64_t m, int64_t n, T* c, int64_t ldc) {
  constexpr int64_t kFew = 16;  // rows or columns of c for which forming T takes longer than it saves
  const int64_t others = left ? n : m;
  const int64_t width = q.order <= kLoops || others < kFew ? 1 : BlockWidth(q.k);
  Arena arena;
  arena.Reserve<T>(Product(q.order, width));
  arena.Reserve<T>(width * width);
  arena.Reserve<T>(width * width);
  arena.Reserve<T>(Product(others, width));
  const Scratch scratch(arena.size());
  T* const block = arena.Take<T>(scratch, q.order * width);
  T* const products = arena.Take<T>(scratch, width * width);
  T* const t = arena.Take<T>(scratch, width * width);
  T* const w = arena.Take<T>(scratch, others * width);
  const bool backwards = left != adjoint;
  const int64_t last = (q.k - 1) / width * width;
  for (int64_t done = 0; done <= last; done += width) {
    const int64_t j = backwards ? last - done : done;
    const int64_t columns = std::min(width, q.k - j);
    const int64_t rows = q.order - j;
    q.Copy(j, columns, block);
    T* const part = left ? c + j : c + j * ldc;
    if (width == 1) {
      const T tau = adjoint ? Conjugate(q.tau[j]) : q.tau[j];
      ApplyReflector(left, left ? rows : m, left ? n : rows, block, tau, part, ldc, w);
      continue;
    }
    FormBlockT(q, j, columns, block, products, t, width);
    const char turned = adjoint ? kAdjoint<T> : 'N';
    if (left) {
      fortran::gemm(kAdjoint<T>, 'N', columns, n, rows, T(1), block, rows, part, ldc, T(0), w, columns);
      fortran::trmm('L', 'U', turned, 'N', columns, n, T(1), t, width, w, columns);
      fortran::gemm('N', 'N', rows, n, columns, T(-1), block, rows, w, columns, T(1), part, ldc);
    } else {
      fortran::gemm('N', 'N', m, columns, rows, T(1), part, ldc, block, rows, T(0), w, m);
      fortran::trmm('R', 'U', turned, 'N', m, columns, T(1), t, width, w, m);
      fortran::gemm('N', kAdjoint<T>, m, rows, columns, T(-1), w, m, block, rows, T(1), part, ldc);
    }
  }
}

// The first n columns of Q, m >= n >= k > 0, in the place of its reflectors (by columns).
template <class T>
void FormFirst(int64_t m, int64_t n, int64_t k, T* a, int64_t lda, const T* tau) {
  const Reflectors<T> q{m, k, a, lda, false, tau};
  const int64_t full = PanelWidth(k);
  Arena arena;
  arena.Reserve<T>(SizeOf(k, k));
  arena.Reserve<T>(SizeOf(k, std::max(m, n)));
  arena.Reserve<T>(full * full);
  const Scratch scratch(arena.size());
  T* const t = arena.Take<T>(scratch, SizeOf(k, k));
  T* const work = arena.Take<T>(scratch, SizeOf(k, std::max(m, n)));
  T* const products = arena.Take<T>(scratch, full * full);
  for (int64_t j = 0; j < k; j += full) {
    const int64_t width = std::min(full, k - j);
    q.Copy(j, width, work);
    FormBlockT(q, j, width, work, products, t + j * full, full);
  }
  FormQ(m, n, k, a, lda, t, a, lda, work);
}

}  // namespace numblas::reflectors
