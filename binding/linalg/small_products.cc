#include "small_products.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "linalg/small_products.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "linalg/small_products.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {

template <class T>
HWY_INLINE void MultiplyAdd(T a, T b, T& sum) {
  if constexpr (kIsComplex<T>) {
    sum = T(sum.real() + a.real() * b.real() - a.imag() * b.imag(), sum.imag() + a.real() * b.imag() + a.imag() * b.real());
  } else {
    sum += a * b;
  }
}

// One row of c at a time in registers; `b` has unit column stride.
template <class T, int kColumns>
void SmallColumns(const Matrix<T>& a, const char* HWY_RESTRICT b, int64_t b_row_stride, const Matrix<T>& c) {
  for (int64_t i = 0; i < c.rows; i++) {
    T sums[kColumns] = {};
    const char* left = a.data + i * a.row_stride;
    const char* right = b;
    for (int64_t p = 0; p < a.cols; p++, left += a.col_stride, right += b_row_stride) {
      const T factor = *reinterpret_cast<const T*>(left);
      const T* row = reinterpret_cast<const T*>(right);
      for (int j = 0; j < kColumns; j++) MultiplyAdd(factor, row[j], sums[j]);
    }
    char* out = c.data + i * c.row_stride;
    if (c.col_stride == static_cast<int64_t>(sizeof(T))) {
      for (int j = 0; j < kColumns; j++) reinterpret_cast<T*>(out)[j] = sums[j];
    } else {
      for (int j = 0; j < kColumns; j++) *reinterpret_cast<T*>(out + j * c.col_stride) = sums[j];
    }
  }
}

template <class T>
void Small(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c) {
  alignas(64) T packed[kSmallProduct];
  const char* right = b.data;
  int64_t row_stride = b.row_stride;
  if (b.cols > 1 && b.col_stride != static_cast<int64_t>(sizeof(T))) {
    const Matrix<T> dense = RowMajor(packed, b.rows, b.cols);
    Copy(b, dense);
    right = dense.data;
    row_stride = dense.row_stride;
  }
  using Columns = void (*)(const Matrix<T>&, const char* HWY_RESTRICT, int64_t, const Matrix<T>&);
  static constexpr Columns kByColumns[] = {nullptr,
                                           SmallColumns<T, 1>, SmallColumns<T, 2>, SmallColumns<T, 3>,
                                           SmallColumns<T, 4>, SmallColumns<T, 5>, SmallColumns<T, 6>,
                                           SmallColumns<T, 7>, SmallColumns<T, 8>};
  constexpr int64_t kMost = 8;
  for (int64_t left = 0; left < c.cols; left += kMost) {
    kByColumns[std::min(kMost, c.cols - left)](
        a, right + left * static_cast<int64_t>(sizeof(T)), row_stride,
        Matrix<T>{c.data + left * c.col_stride, c.rows, 0, c.row_stride, c.col_stride});
  }
}

// out[j] += factor * row[j]; bool: or of ands.
template <class T>
HWY_INLINE void Accumulate(T factor, const T* HWY_RESTRICT row, T* HWY_RESTRICT out, int64_t n) {
  if constexpr (std::is_same_v<T, bool>) {
    if (!factor) return;
    const auto* bytes = reinterpret_cast<const uint8_t*>(row);
    auto* out_bytes = reinterpret_cast<uint8_t*>(out);
    for (int64_t j = 0; j < n; j++) out_bytes[j] = static_cast<uint8_t>(out_bytes[j] | (bytes[j] != 0));
  } else {
    // Wrapping is defined for unsigned types; narrow ones would be promoted to signed int.
    using U = std::conditional_t<(sizeof(T) < sizeof(unsigned)), unsigned, std::make_unsigned_t<T>>;
    for (int64_t j = 0; j < n; j++) out[j] = static_cast<T>(static_cast<U>(out[j]) + static_cast<U>(factor) * static_cast<U>(row[j]));
  }
}

// c += a b over one panel of b that stays in the cache; rows of b and c are dense.
template <class T>
void IntegerPanel(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c) {
  for (int64_t i = 0; i < a.rows; i++) {
    T* out = &c.at(i, 0);
    for (int64_t p = 0; p < a.cols; p++) Accumulate(a.at(i, p), &b.at(p, 0), out, b.cols);
  }
}

template <class T>
void Integer(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c) {
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
#define NUMBLAS_INTEGERS(X)                                                                                      \
  X(bool, Bool) X(int8_t, I8) X(uint8_t, U8) X(int16_t, I16) X(uint16_t, U16) X(int32_t, I32) X(uint32_t, U32) \
  X(int64_t, I64) X(uint64_t, U64)

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

#define X(T, Name)                         \
  HWY_EXPORT(Small##Name);                 \
  template <>                              \
  ProductFunction<T> SmallProduct<T>() {   \
    return HWY_DYNAMIC_POINTER(Small##Name); \
  }
NUMBLAS_FLOATS(X)
#undef X
#define X(T, Name)                           \
  HWY_EXPORT(Integer##Name);                 \
  template <>                                \
  ProductFunction<T> IntegerProduct<T>() {   \
    return HWY_DYNAMIC_POINTER(Integer##Name); \
  }
NUMBLAS_INTEGERS(X)
#undef X

}  // namespace numblas
#endif
