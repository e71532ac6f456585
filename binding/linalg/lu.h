// LU factorisation with partial pivoting, of a matrix or of its transpose, whichever costs less.
#pragma once

#include <cmath>

#include "fortran.h"
#include "lookahead.h"
#include "matrix.h"
#include "tiny_lu.h"
#include "triangular.h"

namespace numblas {

// P a = L U as LAPACK leaves it in columns; or the same of a's transpose, which is how LAPACK sees a row-major matrix.
// Of a transpose the rounding differs, and what becomes of NaN and infinity: small matrices, for which the copy is
// cheap, and those whose pivots are not finite are factorised as NumPy does it.
template <class T>
class Lu {
 public:
  static constexpr int64_t kSmall = 32;
  static bool PrefersTranspose(const Matrix<T>& a) {
    return a.rows > kSmall && a.transposed().leading_dimension() == 0;
  }

  // Works in `factors` (n * n) and `pivots` (n).
  Lu(const Matrix<T>& a, T* factors, fortran::blas_int* pivots) : n_(a.rows), factors_(factors), pivots_(pivots) {
    transposed_ = PrefersTranspose(a);
    Factorise(a);
    if (!transposed_ || finite()) return;
    transposed_ = false;
    Factorise(a);
  }

  // i > 0 where the i-th pivot is exactly zero.
  fortran::blas_int info() const { return info_; }
  bool transposed() const { return transposed_; }
  // Whatever is not finite spreads to a pivot.
  bool finite() const {
    for (int64_t i = 0; i < n_; i++) {
      const T value = pivot(i);
      if (!std::isfinite(std::real(value)) || !std::isfinite(std::imag(value))) return false;
    }
    return true;
  }
  T* factors() const { return factors_; }
  fortran::blas_int* pivots() const { return pivots_; }
  T pivot(int64_t i) const { return factors_[i * n_ + i]; }
  bool odd() const {
    bool odd = false;
    for (int64_t i = 0; i < n_; i++) odd ^= pivots_[i] != i + 1;
    return odd;
  }

  // P^T x: gapless rows of k elements back to where they were before the factorisation's interchanges.
  void UndoInterchanges(T* x, int64_t k) const {
    for (int64_t i = n_ - 1; i >= 0; i--) Swap(x, k, i);
  }

  // x = a^-1 b in place: gapless rows of k elements.
  void Solve(T* x, int64_t k) const {
    if (n_ <= kTinyLu) return TinySolve(factors_, n_, pivots_, x, k);
    fortran::blas_int info;
    if (k == 1) {
      fortran::getrs(transposed_ ? 'T' : 'N', n_, 1, factors_, n_, pivots_, x, n_, info);
    } else if (transposed_) {
      // As LAPACK sees it, x^T = b^T (a^T)^-1 = b^T U^-1 L^-1 P: triangular solves from the right, then whole rows
      // move.
      SolveRight('U', 'N', 'N', k, n_, factors_, n_, x, k);
      SolveRight('L', 'N', 'U', k, n_, factors_, n_, x, k);
      UndoInterchanges(x, k);
    } else {
      // x^T = b^T a^-T = (P b)^T L^-T U^-T.
      for (int64_t i = 0; i < n_; i++) Swap(x, k, i);
      SolveRight('L', 'T', 'U', k, n_, factors_, n_, x, k);
      SolveRight('U', 'T', 'N', k, n_, factors_, n_, x, k);
    }
  }

 private:
  void Factorise(const Matrix<T>& a) {
    Copy(a, transposed_ ? RowMajor(factors_, n_, n_) : ColumnMajor(factors_, n_, n_));
    if (n_ <= kTinyLu) {
      info_ = TinyFactorise(factors_, n_, pivots_);
    } else {
      info_ = Getrf(n_, n_, factors_, n_, pivots_);
    }
  }
  void Swap(T* x, int64_t k, int64_t i) const {
    const int64_t other = pivots_[i] - 1;
    if (other != i) std::swap_ranges(x + i * k, x + (i + 1) * k, x + other * k);
  }

  int64_t n_;
  T* factors_;
  fortran::blas_int* pivots_;
  fortran::blas_int info_ = 0;
  bool transposed_;
};

}  // namespace numblas
