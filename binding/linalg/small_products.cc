#include "small_products.h"

#include "../simd.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "linalg/small_products.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "linalg/small_products.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// kRows rows of c by up to one vector of its columns, in registers. Rows of b and c are dense.
// Complex numbers are walked as pairs of reals: the parts of each factor scale the same vector of b, into two sums that
// are combined at the end: (re b.re - im b.im, re b.im + im b.re).
template <int kRows, class T>
HWY_INLINE void SmallTile(const Matrix<T>& a, const char* a_rows, const Real<T>* HWY_RESTRICT b, int64_t b_row_stride,
                          Real<T>* HWY_RESTRICT c, int64_t c_row_stride, size_t count) {
  using R = Real<T>;
  const hn::ScalableTag<R> d;
  using V = hn::Vec<decltype(d)>;
  const bool whole = count >= hn::Lanes(d);
  V sums[kRows];
  V imag_sums[kRows];
  for (int r = 0; r < kRows; r++) sums[r] = imag_sums[r] = hn::Zero(d);
  for (int64_t p = 0; p < a.cols; p++, b += b_row_stride, a_rows += a.col_stride) {
    const V row = whole ? hn::LoadU(d, b) : hn::LoadN(d, b, count);
    for (int r = 0; r < kRows; r++) {
      const R* factor = reinterpret_cast<const R*>(a_rows + r * a.row_stride);
      sums[r] = hn::MulAdd(hn::Set(d, factor[0]), row, sums[r]);
      if constexpr (kIsComplex<T>) imag_sums[r] = hn::MulAdd(hn::Set(d, factor[1]), row, imag_sums[r]);
    }
  }
  for (int r = 0; r < kRows; r++, c += c_row_stride) {
    if constexpr (kIsComplex<T>) {
      const V swapped = hn::Reverse2(d, imag_sums[r]);
      sums[r] = hn::OddEven(hn::Add(sums[r], swapped), hn::Sub(sums[r], swapped));
    }
    if (whole) {
      hn::StoreU(sums[r], d, c);
    } else {
      hn::StoreN(sums[r], d, c, count);
    }
  }
}

template <class T>
void SmallDense(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c) {
  using R = Real<T>;
  constexpr auto kParts = static_cast<int64_t>(sizeof(T) / sizeof(R));
  constexpr auto kPart = static_cast<int64_t>(sizeof(R));
  const auto lanes = static_cast<int64_t>(hn::Lanes(hn::ScalableTag<R>()));
  const int64_t cols = c.cols * kParts;
  const int64_t b_stride = b.row_stride / kPart;
  const int64_t c_stride = c.row_stride / kPart;
  for (int64_t j = 0; j < cols; j += lanes) {
    const auto count = static_cast<size_t>(std::min(lanes, cols - j));
    const R* const right = reinterpret_cast<const R*>(b.data) + j;
    R* const out = reinterpret_cast<R*>(c.data) + j;
    int64_t i = 0;
    for (; i + 4 <= c.rows; i += 4) {
      SmallTile<4>(a, a.data + i * a.row_stride, right, b_stride, out + i * c_stride, c_stride, count);
    }
    for (; i < c.rows; i++) {
      SmallTile<1>(a, a.data + i * a.row_stride, right, b_stride, out + i * c_stride, c_stride, count);
    }
  }
}

// Whether rows are dense and start at whole multiples of a part.
template <class T>
bool DenseRows(const Matrix<T>& matrix) {
  return (matrix.cols <= 1 || matrix.col_stride == static_cast<int64_t>(sizeof(T))) &&
         matrix.row_stride % static_cast<int64_t>(sizeof(Real<T>)) == 0;
}

template <class T>
void Small(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c) {
  alignas(64) char b_packed[kSmallOperand * sizeof(T)];  // bytes: an array of complex numbers would be cleared
  alignas(64) char c_packed[kSmallOperand * sizeof(T)];
  Matrix<T> right = b;
  Matrix<T> out = c;
  if (!DenseRows(b)) {
    right = RowMajor(reinterpret_cast<T*>(b_packed), b.rows, b.cols);
    Copy(b, right);
  }
  if (!DenseRows(c)) out = RowMajor(reinterpret_cast<T*>(c_packed), c.rows, c.cols);
  SmallDense(a, right, out);
  if (!DenseRows(c)) Copy(out, c);
}

// Wrapping is defined for unsigned types; narrow ones would be promoted to signed int.
template <class T>
struct WrappingOf {
  using Type = std::conditional_t<(sizeof(T) < sizeof(unsigned)), unsigned, std::make_unsigned_t<T>>;
};
template <>
struct WrappingOf<bool> {
  using Type = uint8_t;
};
template <class T>
using Wrapping = typename WrappingOf<T>::Type;

// out += the products of kDepth factors with as many rows.
template <int kDepth, class T>
HWY_INLINE void Accumulate(const T* factors, const T* HWY_RESTRICT rows, int64_t row_stride, T* HWY_RESTRICT out,
                           int64_t n) {
  using U = Wrapping<T>;
  for (int64_t j = 0; j < n; j++) {
    U sum = static_cast<U>(out[j]);
    for (int p = 0; p < kDepth; p++) sum += static_cast<U>(factors[p]) * static_cast<U>(rows[p * row_stride + j]);
    out[j] = static_cast<T>(sum);
  }
}

// c += a b over one panel of b that stays in the cache; rows of b and c are dense.
template <class T>
void IntegerPanel(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c) {
  constexpr int kDepth = 4;
  const int64_t row_stride = b.row_stride / static_cast<int64_t>(sizeof(T));
  for (int64_t i = 0; i < a.rows; i++) {
    T* out = &c.at(i, 0);
    int64_t p = 0;
    for (; p + kDepth <= a.cols; p += kDepth) {
      const T factors[kDepth] = {a.at(i, p), a.at(i, p + 1), a.at(i, p + 2), a.at(i, p + 3)};
      Accumulate<kDepth>(factors, &b.at(p, 0), row_stride, out, b.cols);
    }
    for (; p < a.cols; p++) Accumulate<1>(&a.at(i, p), &b.at(p, 0), row_stride, out, b.cols);
  }
}

// Any byte but 0 is true.
HWY_INLINE void Or(const uint8_t* HWY_RESTRICT row, uint8_t* HWY_RESTRICT out, int64_t n) {
  for (int64_t j = 0; j < n; j++) out[j] = static_cast<uint8_t>(out[j] | (row[j] != 0));
}

// bool: the or of ands.
template <>
void IntegerPanel(const Matrix<bool>& a, const Matrix<bool>& b, const Matrix<bool>& c) {
  for (int64_t i = 0; i < a.rows; i++) {
    auto* out = reinterpret_cast<uint8_t*>(&c.at(i, 0));
    for (int64_t p = 0; p < a.cols; p++) {
      if (a.at(i, p)) Or(reinterpret_cast<const uint8_t*>(&b.at(p, 0)), out, b.cols);
    }
  }
}

// The sum of products of two runs of n elements.
template <class T>
HWY_INLINE T IntegerDot(const T* HWY_RESTRICT a, const T* HWY_RESTRICT b, int64_t n) {
  if constexpr (std::is_same_v<T, bool>) {
    const auto* x = reinterpret_cast<const uint8_t*>(a);
    const auto* y = reinterpret_cast<const uint8_t*>(b);
    uint8_t any = 0;
    for (int64_t i = 0; i < n; i++) any |= static_cast<uint8_t>((x[i] != 0) & (y[i] != 0));
    return any != 0;
  } else {
    using U = Wrapping<T>;
    U sum = 0;
    for (int64_t i = 0; i < n; i++) sum += static_cast<U>(a[i]) * static_cast<U>(b[i]);
    return static_cast<T>(sum);
  }
}

// c = a b for a single column b.
template <class T>
void IntegerColumn(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c) {
  constexpr int64_t kBlock = 1024;  // factors at a time
  T factors[kBlock];
  T packed[kBlock];
  for (int64_t start = 0; start < b.rows || start == 0; start += kBlock) {
    const int64_t count = std::min(kBlock, b.rows - start);
    for (int64_t p = 0; p < count; p++) factors[p] = b.at(start + p, 0);
    for (int64_t i = 0; i < c.rows; i++) {
      const T* row = &a.at(i, start);
      if (a.col_stride != static_cast<int64_t>(sizeof(T))) {
        for (int64_t p = 0; p < count; p++) packed[p] = a.at(i, start + p);
        row = packed;
      }
      const T sum = IntegerDot(row, factors, count);
      T& out = c.at(i, 0);
      if constexpr (std::is_same_v<T, bool>) {
        out = sum || (start > 0 && out);
      } else {
        out = start == 0 ? sum : static_cast<T>(static_cast<Wrapping<T>>(out) + static_cast<Wrapping<T>>(sum));
      }
    }
  }
}

template <class T>
void Integer(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c) {
  if (c.cols == 1) return IntegerColumn(a, b, c);
  constexpr int64_t kDepth = 128;
  constexpr int64_t kWidth = 4096 / static_cast<int64_t>(sizeof(T)) / 4;
  constexpr auto kItem = static_cast<int64_t>(sizeof(T));
  const bool pack = b.cols > 1 && b.col_stride != kItem;
  const bool direct = c.cols <= 1 || c.col_stride == kItem;
  const int64_t depth = std::min(kDepth, b.rows);
  const int64_t width = std::min(kWidth, b.cols);
  Arena arena;
  if (pack) arena.Reserve<T>(depth * width);
  if (!direct) arena.Reserve<T>(Product(c.rows, width));
  const Scratch scratch(arena.size());
  T* const packed = pack ? arena.Take<T>(scratch, depth * width) : nullptr;
  T* const sums = direct ? nullptr : arena.Take<T>(scratch, c.rows * width);
  for (int64_t left = 0; left < c.cols; left += width) {
    const int64_t cols = std::min(width, c.cols - left);
    const Matrix<T> out{c.data + left * c.col_stride, c.rows, cols, c.row_stride, c.col_stride};
    const Matrix<T> target = direct ? out : RowMajor(sums, c.rows, cols);
    Fill(target, T(0));
    for (int64_t top = 0; top < b.rows; top += depth) {
      const int64_t rows = std::min(depth, b.rows - top);
      Matrix<T> panel{b.data + top * b.row_stride + left * b.col_stride, rows, cols, b.row_stride, b.col_stride};
      if (pack) {
        const Matrix<T> dense = RowMajor(packed, rows, cols);
        Copy(panel, dense);
        panel = dense;
      }
      IntegerPanel(Matrix<T>{a.data + top * a.col_stride, a.rows, rows, a.row_stride, a.col_stride}, panel, target);
    }
    if (!direct) Copy(target, out);
  }
}

#define NUMBLAS_FLOATS(X) X(float, F32) X(double, F64) X(complex64_t, C64) X(complex128_t, C128)
#define NUMBLAS_INTEGERS(X) \
  X(bool, Bool)             \
  X(int8_t, I8)             \
  X(uint8_t, U8) X(int16_t, I16) X(uint16_t, U16) X(int32_t, I32) X(uint32_t, U32) X(int64_t, I64) X(uint64_t, U64)

// HWY_EXPORT takes functions by plain names.
#define X(T, Name) \
  void Small##Name(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c) { Small<T>(a, b, c); }
NUMBLAS_FLOATS(X)
#undef X
#define X(T, Name) \
  void Integer##Name(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c) { Integer<T>(a, b, c); }
NUMBLAS_INTEGERS(X)
#undef X

}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {
#define X(T, Name)                           \
  HWY_EXPORT(Small##Name);                   \
  template <>                                \
  ProductFunction<T> SmallProduct<T>() {     \
    ChooseSimdTarget();                      \
    return HWY_DYNAMIC_POINTER(Small##Name); \
  }
NUMBLAS_FLOATS(X)
#undef X
#define X(T, Name)                             \
  HWY_EXPORT(Integer##Name);                   \
  template <>                                  \
  ProductFunction<T> IntegerProduct<T>() {     \
    ChooseSimdTarget();                        \
    return HWY_DYNAMIC_POINTER(Integer##Name); \
  }
NUMBLAS_INTEGERS(X)
#undef X

}  // namespace numblas
#endif
