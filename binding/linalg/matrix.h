// Matrices and vectors as a call hands them over (any byte strides), and copies between them and what BLAS takes.
#pragma once

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>
#include <optional>
#include <type_traits>

#include "../iterate/scratch.h"
#include "../iterate/transpose.h"
#include "../op.h"
#include "../threads/pool.h"
#include "threads.h"

namespace numblas {

template <class T>
struct RealOf {
  using type = T;
};
template <class R>
struct RealOf<std::complex<R>> {
  using type = R;
};
template <class T>
using Real = typename RealOf<T>::type;
template <class T>
inline constexpr bool kIsComplex = !std::is_same_v<T, Real<T>>;

template <class T>
inline T Conjugate(T value) {
  if constexpr (kIsComplex<T>) {
    return T(value.real(), -value.imag());
  } else {
    return value;
  }
}

// A vector is a matrix of one column.
template <class T>
struct Matrix {
  char* data;
  int64_t rows;
  int64_t cols;
  int64_t row_stride;  // bytes from one row to the next
  int64_t col_stride;

  T& at(int64_t row, int64_t col) const { return *reinterpret_cast<T*>(data + row * row_stride + col * col_stride); }
  T* elements() const { return reinterpret_cast<T*>(data); }
  Matrix transposed() const { return {data, cols, rows, col_stride, row_stride}; }
  Matrix columns(int64_t count) const { return {data, rows, count, row_stride, col_stride}; }
  Matrix block(int64_t top, int64_t bottom, int64_t left, int64_t right) const {
    return {data + top * row_stride + left * col_stride, bottom - top, right - left, row_stride, col_stride};
  }
  bool empty() const { return rows == 0 || cols == 0; }

  // Row after row without gaps.
  bool contiguous() const {
    constexpr int64_t kItem = sizeof(T);
    return (cols <= 1 || col_stride == kItem) && (rows <= 1 || row_stride == cols * kItem);
  }

  // The distance between rows in elements if BLAS can walk the rows as they lie (a leading dimension), or 0.
  int64_t leading_dimension() const {
    constexpr int64_t kItem = sizeof(T);
    if (cols > 1 && col_stride != kItem) return 0;
    const int64_t least = std::max<int64_t>(1, cols);
    if (rows <= 1) return least;
    return row_stride % kItem == 0 && row_stride / kItem >= least ? row_stride / kItem : 0;
  }
};

// Operand i of a core call as a rows x cols matrix.
template <class T>
Matrix<T> MatrixOf(const CoreCall& call, int i, int64_t rows, int64_t cols) {
  return {call.args[i], rows, cols, call.strides[i][0], call.strides[i][1]};
}
template <class T>
Matrix<T> VectorOf(const CoreCall& call, int i, int64_t size) {
  return {call.args[i], size, 1, call.strides[i][0], static_cast<int64_t>(sizeof(T))};
}
// A gapless row-major matrix over given elements.
template <class T>
Matrix<T> RowMajor(T* elements, int64_t rows, int64_t cols) {
  constexpr int64_t kItem = sizeof(T);
  return {reinterpret_cast<char*>(elements), rows, cols, cols * kItem, kItem};
}
template <class T>
Matrix<T> ColumnMajor(T* elements, int64_t rows, int64_t cols) {
  return RowMajor(elements, cols, rows).transposed();
}

// run(first, last) for a matrix's rows, in pieces on several threads where there is much to move.
template <class Run>
void ForRows(int64_t rows, int64_t row_bytes, const Run& run) {
  constexpr int64_t kPiece = 1 << 18;
  constexpr int64_t kWorthSplitting = 1 << 21;
  const int64_t bytes = rows * row_bytes;
  if (bytes < kWorthSplitting) return run(0, rows);
  const int64_t pieces = std::min(rows, EvenPieces(bytes / kPiece));
  Pool::Get().For(pieces, [&](int64_t i) { run(rows * i / pieces, rows * (i + 1) / pieces); });
}

// The same for strips of rows: run(top, bottom).
template <class Run>
void ForStrips(int64_t rows, int64_t strip, int64_t row_bytes, const Run& run) {
  ForRows((rows + strip - 1) / strip, strip * row_bytes, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i++) run(i * strip, std::min((i + 1) * strip, rows));
  });
}

// to = from, element by element; the two have one shape and don't overlap.
template <class T>
void Copy(Matrix<T> from, Matrix<T> to) {
  constexpr int64_t kItem = sizeof(T);
  if (from.empty()) return;
  // Innermost goes the direction in which the destination is dense.
  if (to.cols == 1 || (to.rows != 1 && std::abs(to.row_stride) < std::abs(to.col_stride))) {
    from = from.transposed();
    to = to.transposed();
  }
  if (from.col_stride == kItem && to.col_stride == kItem) {
    const bool gapless = from.contiguous() && to.contiguous();
    const int64_t bytes = from.cols * kItem;
    ForRows(from.rows, bytes, [&](int64_t first, int64_t last) {
      if (gapless) {
        std::memcpy(to.data + first * bytes, from.data + first * bytes, static_cast<size_t>((last - first) * bytes));
        return;
      }
      for (int64_t i = first; i < last; i++) {
        std::memcpy(to.data + i * to.row_stride, from.data + i * from.row_stride, static_cast<size_t>(bytes));
      }
    });
    return;
  }
  constexpr int64_t kTile = 16;
  if (from.row_stride == kItem && to.col_stride == kItem && from.rows >= kTile && from.cols >= kTile) {
    LoopDims dims;
    dims.ndim = dims.noperands = 2;
    dims.shape[0] = to.cols;
    dims.shape[1] = to.rows;
    dims.strides[0][0] = from.col_stride;
    dims.strides[0][1] = kItem;
    dims.strides[1][0] = kItem;
    dims.strides[1][1] = to.row_stride;
    dims.data[0] = from.data;
    dims.data[1] = to.data;
    dims.size = to.rows * to.cols;
    if (TransposeCopy(dims, sizeof(T))) return;
  }
  // Tiles, so that the cache lines of a transposed source serve all their elements before they leave the cache.
  for (int64_t top = 0; top < from.rows; top += kTile) {
    const int64_t bottom = std::min(top + kTile, from.rows);
    for (int64_t left = 0; left < from.cols; left += kTile) {
      const int64_t right = std::min(left + kTile, from.cols);
      for (int64_t i = top; i < bottom; i++) {
        for (int64_t j = left; j < right; j++) to.at(i, j) = from.at(i, j);
      }
    }
  }
}

template <class T>
void Fill(Matrix<T> to, T value) {
  for (int64_t i = 0; i < to.rows; i++) {
    for (int64_t j = 0; j < to.cols; j++) to.at(i, j) = value;
  }
}

// One triangle with the diagonal. Of the other, any elements may come along.
template <class T>
void CopyTriangle(const Matrix<T>& from, const Matrix<T>& to, bool upper) {
  constexpr int64_t kItem = sizeof(T);
  const int64_t n = from.rows;
  // Blocks where one of the two is walked across.
  const int64_t strip = from.col_stride == kItem && to.col_stride == kItem ? 1 : 32;
  ForStrips(n, strip, n * kItem / 2, [&](int64_t top, int64_t bottom) {
    const int64_t left = upper ? top : 0;
    const int64_t right = upper ? n : bottom;
    Copy(from.block(top, bottom, left, right), to.block(top, bottom, left, right));
  });
}

// What is not of the triangle becomes zero.
template <class T>
void ClearBeside(const Matrix<T>& triangle, bool upper) {
  constexpr int64_t kItem = sizeof(T);
  const int64_t n = triangle.rows;
  ForRows(n, n * kItem / 2, [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i++) {
      const Matrix<T> zeros = upper ? triangle.block(i, i + 1, 0, i) : triangle.block(i, i + 1, i + 1, n);
      if (zeros.contiguous()) {
        std::fill_n(zeros.elements(), zeros.cols, T(0));
      } else {
        Fill(zeros, T(0));
      }
    }
  });
}

template <class T>
void FillIdentity(Matrix<T> to) {
  Fill(to, T(0));
  for (int64_t i = 0; i < std::min(to.rows, to.cols); i++) to.at(i, i) = T(1);
}

// Bytes for `count` elements of `size`; sizes that no machine holds become bad_alloc, not a wrapped product.
inline size_t BytesFor(int64_t count, size_t size) {
  size_t bytes;
  if (count < 0 || __builtin_mul_overflow(static_cast<size_t>(count), size, &bytes) || bytes > PTRDIFF_MAX) {
    throw std::bad_alloc();
  }
  return bytes;
}
inline int64_t Product(int64_t a, int64_t b) {
  int64_t product;
  if (__builtin_mul_overflow(a, b, &product)) throw std::bad_alloc();
  return product;
}

// Several arrays in one block of scratch, each aligned to a cache line: reserve them all, then take them in that order.
class Arena {
 public:
  template <class T>
  void Reserve(int64_t count) {
    if (__builtin_add_overflow(size_, Rounded(BytesFor(count, sizeof(T))), &size_)) throw std::bad_alloc();
  }
  size_t size() const { return size_; }

  template <class T>
  T* Take(const Scratch& scratch, int64_t count) {
    T* const taken = scratch.as<T>(used_);
    used_ += Rounded(BytesFor(count, sizeof(T)));
    return taken;
  }

 private:
  static size_t Rounded(size_t bytes) { return (bytes + 63) & ~size_t{63}; }
  size_t size_ = 0;
  size_t used_ = 0;
};

// A result in row-major order for BLAS to write: the output itself where it lies so, else scratch that Finish() copies.
template <class T>
class RowMajorOutput {
 public:
  explicit RowMajorOutput(Matrix<T> out) : out_(out) {
    if (!out.contiguous()) scratch_.emplace(BytesFor(Product(out.rows, out.cols), sizeof(T)));
  }
  T* data() const { return scratch_ ? scratch_->template as<T>() : out_.elements(); }
  Matrix<T> matrix() const { return RowMajor(data(), out_.rows, out_.cols); }
  void Finish() const {
    if (scratch_) Copy(matrix(), out_);
  }

 private:
  Matrix<T> out_;
  std::optional<Scratch> scratch_;
};

// The workspace size that a LAPACK query left in work[0]. A float may have rounded it down.
template <class T>
int64_t OptimalSize(T optimal) {
  const Real<T> size = std::real(optimal);
  return static_cast<int64_t>(std::ceil(std::nextafter(size, std::numeric_limits<Real<T>>::max())));
}

// No NaN, no infinity among n elements (x - x is 0 for finite x alone).
template <class T>
bool AllFinite(const T* elements, int64_t n) {
  const auto* values = reinterpret_cast<const Real<T>*>(elements);
  if (kIsComplex<T>) n *= 2;
  constexpr int64_t kLanes = 16;
  Real<T> lanes[kLanes] = {};
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    for (int64_t j = 0; j < kLanes; j++) lanes[j] += values[i + j] - values[i + j];
  }
  for (; i < n; i++) lanes[0] += values[i] - values[i];
  for (int64_t j = 1; j < kLanes; j++) lanes[0] += lanes[j];
  return lanes[0] == 0;
}

template <class T>
T NotANumber() {
  const auto nan = std::numeric_limits<Real<T>>::quiet_NaN();
  if constexpr (kIsComplex<T>) {
    return T(nan, nan);
  } else {
    return nan;
  }
}

inline void SetInfo(const CoreCall& call, int operand, int64_t info) {
  *reinterpret_cast<int64_t*>(call.args[operand]) = info;
}

}  // namespace numblas
