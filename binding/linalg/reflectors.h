// Householder QR in compact WY form, Q = I - V T V^H: panels by recursion (Elmroth and Gustavson, Applying recursion to
// serial and parallel QR factorization leads to better performance, 2000), products of matrices for the rest. Each
// panel's T is kept, so that forming Q takes nothing else. Column-major; V, tau and signs are LAPACK's (geqrf).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "fortran.h"
#include "matrix.h"
#include "scaling.h"

namespace numblas::reflectors {

// Columns of a panel; T takes as many rows for every column of V. Measured from order 64 to 1000.
inline constexpr int64_t kWidestPanel = 48;
inline int64_t PanelWidth(int64_t k) { return k < 200 ? 32 : kWidestPanel; }
// Columns that are eliminated one after the other.
inline constexpr int64_t kColumns = 8;
// Fewer rows take less time than the call of a BLAS routine, which also waits for those of other threads.
inline constexpr int64_t kLoops = 24;

template <class T>
inline constexpr char kAdjoint = kIsComplex<T> ? 'C' : 'T';

// The same as Reflector() where squares overflow or vanish: all scaled by a power of two.
template <class T>
T ScaledReflector(int64_t n, T& alpha, T* x, int64_t increment) {
  using R = Real<T>;
  const auto largest = [](T value) { return std::max(std::abs(std::real(value)), std::abs(std::imag(value))); };
  R most = 0;
  for (int64_t i = 0; i < n - 1; i++) {
    const R size = largest(x[i * increment]);
    most = size > most || std::isnan(size) ? size : most;
  }
  if (most == 0 && std::imag(alpha) == 0) return 0;
  const R scale = PowerNear(std::max(most, largest(alpha)));
  const T head = alpha / scale;
  R squares = std::norm(head);
  for (int64_t i = 0; i < n - 1; i++) squares += std::norm(x[i * increment] / scale);
  const R beta = -std::copysign(std::sqrt(squares), std::real(head));
  const T factor = T(1) / (head - beta);
  for (int64_t i = 0; i < n - 1; i++) x[i * increment] = x[i * increment] / scale * factor;
  alpha = beta * scale;
  return (T(beta) - head) / beta;
}

// The reflector I - tau v v^H, v[0] = 1, whose adjoint maps (alpha, x) to (beta, 0), as LAPACK's larfg: alpha becomes
// beta, x the rest of v. n: of both together.
template <class T>
T Reflector(int64_t n, T& alpha, T* x, int64_t increment = 1) {
  using R = Real<T>;
  constexpr bool kComplex = kIsComplex<T>;
  if (n < (kComplex ? 1 : 2)) return 0;
  R squares = 0;
  constexpr int64_t kCall = 16;  // fewer elements take less time than the call of a BLAS routine
  if (n <= kCall || (kComplex && increment != 1)) {
    for (int64_t i = 0; i < n - 1; i++) squares += std::norm(x[i * increment]);
  } else {
    const auto* parts = reinterpret_cast<const R*>(x);
    squares = fortran::dot((n - 1) * (kComplex ? 2 : 1), parts, increment, parts, increment);
  }
  const R norm = std::norm(alpha) + squares;
  constexpr R kEpsilon = std::numeric_limits<R>::epsilon();
  constexpr R kLeast = std::numeric_limits<R>::min() / (kEpsilon * kEpsilon);
  constexpr R kMost = std::numeric_limits<R>::max() * kEpsilon;
  if (!(squares > kLeast && norm < kMost)) return ScaledReflector(n, alpha, x, increment);
  const T head = alpha;
  const R beta = -std::copysign(std::sqrt(norm), std::real(head));
  const T scale = T(1) / (head - beta);
  for (int64_t i = 0; i < n - 1; i++) x[i * increment] *= scale;
  alpha = beta;
  return (T(beta) - head) / beta;
}

// c becomes Q^H c = c - V T^H (V^H c). V (m,k) is unit lower trapezoidal; w: k n elements.
template <class T>
void ApplyAdjoint(int64_t m, int64_t k, int64_t n, const T* v, int64_t ldv, const T* t, int64_t ldt, T* c, int64_t ldc,
                  T* w, int64_t ldw) {
  for (int64_t j = 0; j < n; j++) std::copy_n(c + j * ldc, k, w + j * ldw);
  fortran::trmm('L', 'L', kAdjoint<T>, 'U', k, n, T(1), v, ldv, w, ldw);
  fortran::gemm(kAdjoint<T>, 'N', k, n, m - k, T(1), v + k, ldv, c + k, ldc, T(1), w, ldw);
  fortran::trmm('L', 'U', kAdjoint<T>, 'N', k, n, T(1), t, ldt, w, ldw);
  fortran::gemm('N', 'N', m - k, n, k, T(-1), v + k, ldv, w, ldw, T(1), c + k, ldc);
  fortran::trmm('L', 'L', 'N', 'U', k, n, T(1), v, ldv, w, ldw);
  for (int64_t j = 0; j < n; j++) {
    for (int64_t i = 0; i < k; i++) c[i + j * ldc] -= w[i + j * ldw];
  }
}

// T's column j, from the products z = (V's columns before it)^H v.
template <class T>
void AppendToT(int64_t j, T tau, const T* z, T* t, int64_t ldt) {
  T* const column = t + j * ldt;
  for (int64_t i = 0; i < j; i++) {
    T sum{};
    for (int64_t l = i; l < j; l++) sum += t[i + l * ldt] * z[l];
    column[i] = -tau * sum;
  }
  column[j] = tau;
}

// T's corner, -T1 (V1^H V2) T2, in the place of V1^H V2, right of T1 and above T2.
template <class T>
void FormCorner(int64_t left, int64_t right, T* t, int64_t ldt) {
  T* const corner = t + left * ldt;
  fortran::trmm('L', 'U', 'N', 'N', left, right, T(-1), t, ldt, corner, ldt);
  fortran::trmm('R', 'U', 'N', 'N', left, right, T(1), corner + left, ldt, corner, ldt);
}

// Few columns: one reflector after the other. n <= m.
template <class T>
void FactorColumns(int64_t m, int64_t n, T* a, int64_t lda, T* t, int64_t ldt) {
  for (int64_t j = 0; j < n; j++) {
    const int64_t rows = m - j;
    T* const v = a + j + j * lda;
    const T tau = Reflector(rows, *v, v + 1);
    const T beta = *v;
    *v = T(1);
    // z = (columns of the panel)^H v: products with earlier reflectors for T, and with later columns.
    T z[kColumns] = {};  // gemv may scale it by 0, which keeps a NaN
    const T* const block = a + j;
    T* const rest = v + lda;
    const int64_t later = n - j - 1;
    if (rows <= kLoops) {
      for (int64_t l = 0; l < n; l++) {
        T sum{};
        for (int64_t i = 0; i < rows; i++) sum += Conjugate(block[i + l * lda]) * v[i];
        z[l] = sum;
      }
      for (int64_t l = 0; l < later; l++) {
        const T factor = Conjugate(tau * z[j + 1 + l]);
        for (int64_t i = 0; i < rows; i++) rest[i + l * lda] -= v[i] * factor;
      }
    } else {
      fortran::gemv(kAdjoint<T>, rows, n, T(1), block, lda, v, 1, T(0), z, 1);
      if (later > 0) fortran::ger(rows, later, -Conjugate(tau), v, 1, z + j + 1, 1, rest, lda);
    }
    *v = beta;
    AppendToT(j, tau, z, t, ldt);
  }
}

// A panel a (m,n), m >= n, to R above V; t: its T, upper triangular.
template <class T>
void FactorPanel(int64_t m, int64_t n, T* a, int64_t lda, T* t, int64_t ldt) {
  if (n <= kColumns) return FactorColumns(m, n, a, lda, t, ldt);
  const int64_t left = (n / 2 + kColumns - 1) / kColumns * kColumns;
  const int64_t right = n - left;
  T* const next = a + left * lda;
  T* const corner = t + left * ldt;
  FactorPanel(m, left, a, lda, t, ldt);
  ApplyAdjoint(m, left, right, a, lda, t, ldt, next, lda, corner, ldt);
  FactorPanel(m - left, right, next + left, lda, corner + left, ldt);
  for (int64_t j = 0; j < right; j++) {
    for (int64_t i = 0; i < left; i++) corner[i + j * ldt] = Conjugate(a[left + j + i * lda]);
  }
  fortran::trmm('R', 'L', 'N', 'U', left, right, T(1), next + left, lda, corner, ldt);
  fortran::gemm(kAdjoint<T>, 'N', left, right, m - n, T(1), a + n, lda, next + n, lda, T(1), corner, ldt);
  FormCorner(left, right, t, ldt);
}

// Elements for the T of k reflectors, or of workspace for `columns` columns beside them.
inline int64_t SizeOf(int64_t k, int64_t columns) { return Product(PanelWidth(k), columns); }

// a (m,n) to R above V. t: PanelWidth rows for each of the min(m, n) reflectors; tau's are its panels' diagonals.
template <class T>
void Factor(int64_t m, int64_t n, T* a, int64_t lda, T* t, T* work) {
  const int64_t k = std::min(m, n);
  const int64_t full = PanelWidth(k);
  for (int64_t j = 0; j < k; j += full) {
    const int64_t width = std::min(full, k - j);
    T* const panel = a + j + j * lda;
    T* const factor = t + j * full;
    FactorPanel(m - j, width, panel, lda, factor, full);
    const int64_t rest = n - j - width;
    if (rest > 0) {
      ApplyAdjoint(m - j, width, rest, panel, lda, factor, full, panel + width * lda, lda, work, width);
    }
  }
}

// The factors tau of k reflectors from their T's.
template <class T>
void CopyTau(int64_t k, const T* t, T* tau) {
  const int64_t full = PanelWidth(k);
  for (int64_t j = 0; j < k; j++) tau[j] = t[j * full + j % full];
}

// Q's first columns by one reflector after the other, from the last to the first, as LAPACK's org2r. q holds their v
// below the diagonal, and columns of the identity right of them.
template <class T>
void FormColumns(int64_t m, int64_t cols, int64_t k, const T* t, int64_t ldt, T* q, int64_t ldq) {
  for (int64_t j = k - 1; j >= 0; j--) {
    const T tau = t[j + j * ldt];
    T* const v = q + j * ldq;
    for (int64_t l = j + 1; l < cols; l++) {
      T* const column = q + l * ldq;
      T sum = column[j];
      for (int64_t i = j + 1; i < m; i++) sum += Conjugate(v[i]) * column[i];
      const T factor = tau * sum;
      column[j] -= factor;
      for (int64_t i = j + 1; i < m; i++) column[i] -= factor * v[i];
    }
    std::fill_n(v, j, T(0));
    v[j] = T(1) - tau;
    for (int64_t i = j + 1; i < m; i++) v[i] *= -tau;
  }
}

// The first `cols` >= k columns of Q from k > 0 reflectors (m >= k) and their T's; q may be V's own memory.
template <class T>
void FormQ(int64_t m, int64_t cols, int64_t k, const T* v, int64_t ldv, const T* t, T* q, int64_t ldq, T* work) {
  for (int64_t j = k; j < cols; j++) {
    std::fill_n(q + j * ldq, m, T(0));
    q[j + j * ldq] = T(1);
  }
  const int64_t full = PanelWidth(k);
  if (m <= kLoops && k <= kColumns) {
    if (q != v) {
      for (int64_t j = 0; j < k; j++) std::copy_n(v + j * ldv, m, q + j * ldq);
    }
    return FormColumns(m, cols, k, t, full, q, ldq);
  }
  for (int64_t j = (k - 1) / full * full; j >= 0; j -= full) {
    const int64_t width = std::min(full, k - j);
    const int64_t rows = m - j - width;
    const int64_t rest = cols - j - width;
    const T* const top = v + j + j * ldv;
    const T* const factor = t + j * full;
    T* const panel = q + j + j * ldq;
    T* const next = panel + width * ldq;
    if (rest > 0) {
      // Right of the panel, rows of the panel are zero so far.
      fortran::gemm(kAdjoint<T>, 'N', width, rest, rows, T(1), top + width, ldv, next + width, ldq, T(0), work, width);
      fortran::trmm('L', 'U', 'N', 'N', width, rest, T(1), factor, full, work, width);
      fortran::gemm('N', 'N', rows, rest, width, T(-1), top + width, ldv, work, width, T(1), next + width, ldq);
      fortran::trmm('L', 'L', 'N', 'U', width, rest, T(-1), top, ldv, work, width);
      for (int64_t l = 0; l < rest; l++) std::copy_n(work + l * width, width, next + l * ldq);
    }
    // The panel itself: E - V (T V1^H), whose second factor is upper triangular.
    T triangle[kWidestPanel * kWidestPanel];
    T product[kWidestPanel * kWidestPanel];
    for (int64_t l = 0; l < width; l++) {
      for (int64_t i = 0; i < width; i++) triangle[i + l * width] = i <= l ? factor[i + l * full] : T(0);
    }
    fortran::trmm('R', 'L', kAdjoint<T>, 'U', width, width, T(1), top, ldv, triangle, width);
    std::copy_n(triangle, width * width, product);
    fortran::trmm('L', 'L', 'N', 'U', width, width, T(-1), top, ldv, product, width);
    for (int64_t l = 0; l < width; l++) {
      if (q != v) std::copy_n(top + width + l * ldv, rows, panel + width + l * ldq);
      std::copy_n(product + l * width, width, panel + l * ldq);
      panel[l + l * ldq] += T(1);
      std::fill_n(q + (j + l) * ldq, j, T(0));
    }
    fortran::trmm('R', 'U', 'N', 'N', rows, width, T(-1), triangle, width, panel + width, ldq);
  }
}

}  // namespace numblas::reflectors
