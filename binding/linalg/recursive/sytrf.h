// Bunch and Kaufman's factorisation of symmetric and Hermitian matrices. As LAPACK's lasyf it looks left inside a panel
// and right between panels; the columns of a panel are brought up to date a few at a time by gemm, and what is right of
// it by halves, so that the products are large.
#pragma once

#include <algorithm>
#include <cmath>

#include "../fortran.h"
#include "../matrix.h"
#include "../tiny_lu.h"

namespace numblas::recursive {

using fortran::blas_int;

// A column-major array, or the same with its rows and columns counted from the end. The upper triangle of one is the
// lower one of the other, and a product of flipped blocks is the flipped product, so BLAS need not know.
template <class T, bool kFlipped>
struct View {
  T* data;
  int64_t rows;
  int64_t cols;
  int64_t ld;

  T& at(int64_t i, int64_t j) const { return *block(i, j, 1, 1); }
  // The address of a block, for BLAS.
  T* block(int64_t i, int64_t j, int64_t height, int64_t width) const {
    return kFlipped ? data + (rows - i - height) + (cols - j - width) * ld : data + i + j * ld;
  }
};

template <class T, bool kHermitian, bool kUpper>
class Ldl {
 public:
  static constexpr int64_t kWindow = 16;  // columns brought up to date together
  static constexpr int64_t kTile = 48;    // of the diagonal, of which gemm computes both triangles

  Ldl(int64_t n, T* a, int64_t lda, blas_int* ipiv, int64_t nb)
      : n_(n), nb_(std::min(nb, n)), a_{a, n, n, lda}, ipiv_(ipiv) {}

  // Returns the number (from 1) of the first pivot that is exactly zero, or 0.
  int64_t Run() {
    const int64_t columns = nb_ + 1;
    const Scratch scratch(BytesFor(Product(n_, columns + kWindow) + kTile * kTile + columns, sizeof(T)));
    w_ = {scratch.as<T>(), n_, columns, n_};
    window_ = {w_.data + n_ * columns, n_, kWindow, n_};
    tile_ = window_.data + n_ * kWindow;
    row_ = tile_ + kTile * kTile;
    for (int64_t k = 0; k < n_;) {
      start_ = k;
      const int64_t done = Panel();
      k += done;
      Trailing(k, n_ - k, done);
      UndoInterchanges(done);
    }
    return info_;
  }

 private:
  using R = Real<T>;
  static constexpr char kTrans = kHermitian ? 'C' : 'T';

  static T Reflected(T value) { return kHermitian ? Conjugate(value) : value; }
  static R Size(T value) { return PivotSize(value); }
  static void MakeReal(T& value) {
    if constexpr (kHermitian) value = T(std::real(value));
  }

  // The row of the largest of the elements first … n - 1 of a column.
  template <class V>
  int64_t Largest(const V& view, int64_t column, int64_t first, int64_t end) const {
    const int64_t count = end - first;
    const int64_t found = fortran::iamax(count, view.block(first, column, count, 1), 1);
    const int64_t place = std::clamp<int64_t>(found, 1, count) - 1;  // NaN may give none
    return kUpper ? end - 1 - place : first + place;
  }

  // y (rows k on) -= L(:, from … to) (D L^T)(row, from … to)^T.
  void Update(T* y, int64_t k, int64_t row, int64_t from, int64_t to) {
    if (from == to) return;
    const int64_t count = to - from;
    const T* const w = w_.block(row, from, 1, count);
    for (int64_t c = 0; c < count; c++) row_[c] = Reflected(w[c * w_.ld]);
    fortran::gemv('N', n_ - k, count, T(-1), a_.block(k, start_ + from, n_ - k, count), a_.ld, row_, 1, T(1), y, 1);
  }

  // Column `column` of the whole symmetric matrix, rows k on.
  template <class V>
  void CopyColumn(int64_t column, int64_t k, const V& to, int64_t to_column) {
    const int64_t before = std::max<int64_t>(0, column - k);
    if (before > 0) {
      T* const target = to.block(k, to_column, before, 1);
      const T* const source = a_.block(column, k, 1, before);
      for (int64_t i = 0; i < before; i++) target[i] = Reflected(source[i * a_.ld]);
    }
    const int64_t from = std::max(column, k);
    std::copy_n(a_.block(from, column, n_ - from, 1), n_ - from, to.block(from, to_column, n_ - from, 1));
    if (column >= k) MakeReal(to.at(column, to_column));
  }

  // The next columns, with all that the panel has eliminated so far.
  void OpenWindow(int64_t j) {
    const int64_t k = start_ + j;
    const int64_t width = std::min({kWindow, n_ - k, std::max<int64_t>(1, nb_ - j)});
    window_begin_ = j;
    window_end_ = j + width;
    for (int64_t c = 0; c < width; c++) CopyColumn(k + c, k, window_, c);
    if (j == 0) return;
    fortran::gemm('N', kTrans, n_ - k, width, j, T(-1), a_.block(k, start_, n_ - k, j), a_.ld, w_.block(k, 0, width, j),
                  w_.ld, T(1), window_.block(k, 0, n_ - k, width), window_.ld);
  }

  // Column `column` as it stands after j eliminations, into column `to` of W.
  void CurrentColumn(int64_t column, int64_t j, int64_t to) {
    const int64_t k = start_ + j;
    T* const target = w_.block(k, to, n_ - k, 1);
    if (column < start_ + window_end_) {
      std::copy_n(window_.block(k, column - start_ - window_begin_, n_ - k, 1), n_ - k, target);
      Update(target, k, column, window_begin_, j);
    } else {
      CopyColumn(column, k, w_, to);
      Update(target, k, column, 0, j);
    }
    MakeReal(w_.at(column, to));
  }

  // Rows and columns kk and kp of what is left change places; column kp as it stands is in W already.
  void Interchange(int64_t kk, int64_t kp, int64_t j) {
    a_.at(kp, kp) = a_.at(kk, kk);
    const int64_t between = kp - kk - 1;
    if (between > 0) {
      const T* const source = a_.block(kk + 1, kk, between, 1);
      T* const target = a_.block(kp, kk + 1, 1, between);
      for (int64_t i = 0; i < between; i++) target[i * a_.ld] = Reflected(source[i]);
    }
    const int64_t after = n_ - kp - 1;
    if (after > 0) std::copy_n(a_.block(kp + 1, kk, after, 1), after, a_.block(kp + 1, kp, after, 1));
    if (j > 0) fortran::swap(j, a_.block(kk, start_, 1, j), a_.ld, a_.block(kp, start_, 1, j), a_.ld);
    const int64_t kept = kk - start_ + 1;
    fortran::swap(kept, w_.block(kk, 0, 1, kept), w_.ld, w_.block(kp, 0, 1, kept), w_.ld);
    if (kk - start_ >= window_end_) return;
    const int64_t own = kk - start_ - window_begin_;
    const int64_t left = window_end_ - window_begin_ - own - 1;
    if (left == 0) return;
    if (kp - start_ < window_end_) {
      const int64_t height = n_ - kk;
      std::copy_n(window_.block(kk, own, height, 1), height, window_.block(kk, kp - start_ - window_begin_, height, 1));
    }
    fortran::swap(left, window_.block(kk, own + 1, 1, left), window_.ld, window_.block(kp, own + 1, 1, left),
                  window_.ld);
  }

  // One column of L from one of W.
  void Eliminate(int64_t k, int64_t j) {
    const T* const w = w_.block(k + 1, j, n_ - k - 1, 1);
    T* const l = a_.block(k + 1, k, n_ - k - 1, 1);
    const T pivot = w_.at(k, j);
    a_.at(k, k) = pivot;
    const T reciprocal = pivot == T(0) ? T(1) : T(1) / pivot;
    for (int64_t i = 0; i < n_ - k - 1; i++) l[i] = Times(w[i], reciprocal);
  }

  // Two columns of L from two of W, by the inverse of a 2x2 block that neither over- nor underflows.
  void EliminateTwo(int64_t k, int64_t j) {
    const T off = w_.at(k + 1, j);
    const int64_t rows = n_ - k - 2;
    if (rows > 0) {
      const T d11 = w_.at(k + 1, j + 1) / off;
      const T d22 = w_.at(k, j) / Reflected(off);
      const T t = kHermitian ? T(R(1) / (std::real(Times(d11, d22)) - R(1))) : T(1) / (Times(d11, d22) - T(1));
      const T d21 = t / off;
      const T d12 = Reflected(d21);
      const T* const first = w_.block(k + 2, j, rows, 1);
      const T* const second = w_.block(k + 2, j + 1, rows, 1);
      T* const l1 = a_.block(k + 2, k, rows, 1);
      T* const l2 = a_.block(k + 2, k + 1, rows, 1);
      for (int64_t i = 0; i < rows; i++) {
        l1[i] = Times(d12, Times(d11, first[i]) - second[i]);
        l2[i] = Times(d21, Times(d22, second[i]) - first[i]);
      }
    }
    a_.at(k, k) = w_.at(k, j);
    a_.at(k + 1, k) = off;
    a_.at(k + 1, k + 1) = w_.at(k + 1, j + 1);
  }

  // Eliminates about nb columns; returns how many.
  int64_t Panel() {
    static const R kAlpha = (R(1) + std::sqrt(R(17))) / R(8);
    window_begin_ = window_end_ = 0;
    int64_t j = 0;
    while (j < nb_ && start_ + j < n_) {
      const int64_t k = start_ + j;
      if (j >= window_end_) OpenWindow(j);
      CurrentColumn(k, j, j);
      const R diagonal = Size(w_.at(k, j));
      int64_t candidate = k;
      R most = 0;
      if (k + 1 < n_) {
        candidate = Largest(w_, j, k + 1, n_);
        most = Size(w_.at(candidate, j));
      }
      int64_t pivot = k;
      int64_t step = 1;
      if (std::max(diagonal, most) == 0) {
        if (info_ == 0) info_ = kUpper ? n_ - k : k + 1;
      } else if (!(diagonal >= kAlpha * most) && k + 1 < n_) {
        CurrentColumn(candidate, j, j + 1);
        R row_most = 0;
        if (candidate > k) row_most = Size(w_.at(Largest(w_, j + 1, k, candidate), j + 1));
        if (candidate + 1 < n_) {
          row_most = std::max(row_most, Size(w_.at(Largest(w_, j + 1, candidate + 1, n_), j + 1)));
        }
        if (diagonal >= kAlpha * most * (most / row_most)) {
          // no interchange
        } else if (Size(w_.at(candidate, j + 1)) >= kAlpha * row_most) {
          pivot = candidate;
          std::copy_n(w_.block(k, j + 1, n_ - k, 1), n_ - k, w_.block(k, j, n_ - k, 1));
        } else {
          pivot = candidate;
          step = 2;
        }
      }
      const int64_t last = k + step - 1;
      if (pivot != last) Interchange(last, pivot, j);
      const int64_t name = kUpper ? n_ - pivot : pivot + 1;
      if (step == 1) {
        Eliminate(k, j);
        Pivot(k) = name;
      } else {
        EliminateTwo(k, j);
        Pivot(k) = Pivot(k + 1) = -name;
      }
      j += step;
    }
    return j;
  }

  blas_int& Pivot(int64_t k) const { return ipiv_[kUpper ? n_ - 1 - k : k]; }

  // The lower triangle of rows and columns `from` on, `size` of them, less L (D L^T) of the panel's `depth` columns.
  void Trailing(int64_t from, int64_t size, int64_t depth) {
    if (size <= 0) return;
    if (size > kTile) {
      const int64_t half = size / 2;
      const int64_t middle = from + half;
      Trailing(from, half, depth);
      fortran::gemm('N', kTrans, size - half, half, depth, T(-1), a_.block(middle, start_, size - half, depth), a_.ld,
                    w_.block(from, 0, half, depth), w_.ld, T(1), a_.block(middle, from, size - half, half), a_.ld);
      return Trailing(middle, size - half, depth);
    }
    const View<T, kUpper> tile{tile_, size, size, size};
    fortran::gemm('N', kTrans, size, size, depth, T(1), a_.block(from, start_, size, depth), a_.ld,
                  w_.block(from, 0, size, depth), w_.ld, T(0), tile_, size);
    for (int64_t j = 0; j < size; j++) {
      T* const to = a_.block(from + j, from + j, size - j, 1);
      const T* const product = tile.block(j, j, size - j, 1);
      for (int64_t i = 0; i < size - j; i++) to[i] -= product[i];
      MakeReal(a_.at(from + j, from + j));
    }
  }

  // LAPACK leaves each column of L as it was before later interchanges.
  void UndoInterchanges(int64_t done) {
    for (int64_t j = done - 1; j > 0;) {
      const int64_t row = start_ + j;
      int64_t pivot = Pivot(row);
      const bool pair = pivot < 0;
      pivot = std::abs(pivot);
      pivot = kUpper ? n_ - pivot : pivot - 1;
      j -= pair ? 2 : 1;
      if (pivot != row && j >= 0) {
        const int64_t count = j + 1;
        fortran::swap(count, a_.block(row, start_, 1, count), a_.ld, a_.block(pivot, start_, 1, count), a_.ld);
      }
    }
  }

  const int64_t n_;
  const int64_t nb_;
  const View<T, kUpper> a_;
  blas_int* const ipiv_;
  View<T, kUpper> w_{};       // L D of the panel's columns, and one column more
  View<T, kUpper> window_{};  // columns window_begin_ … of the panel
  T* tile_ = nullptr;
  T* row_ = nullptr;
  int64_t start_ = 0;  // the panel's first column
  int64_t window_begin_ = 0;
  int64_t window_end_ = 0;
  int64_t info_ = 0;
};

// A = L D L^T or U D U^T (^H) in sytrf's and hetrf's storage, with their pivots. Returns their info.
template <bool kHermitian, class T>
int64_t Sytrf(bool lower, int64_t n, T* a, int64_t lda, blas_int* ipiv, int64_t nb) {
  return lower ? Ldl<T, kHermitian, false>(n, a, lda, ipiv, nb).Run()
               : Ldl<T, kHermitian, true>(n, a, lda, ipiv, nb).Run();
}

}  // namespace numblas::recursive
