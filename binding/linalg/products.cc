// matmul, dot, vecdot, matvec, vecmat: every product of matrices and vectors, for every dtype.
#include <algorithm>
#include <bit>

#include "../status.h"
#include "../threads/pool.h"
#include "../ufunc/half.h"
#include "dot.h"
#include "fortran.h"
#include "matrix.h"
#include "rows.h"
#include "small_products.h"
#include "threads.h"
#include "tiny_products.h"

namespace numblas {
namespace {

using fortran::blas_int;

template <class T>
inline constexpr bool kIsBlas = std::is_floating_point_v<Real<T>> && !std::is_same_v<T, float16_t>;

// Rows of a result below which splitting them costs more than it gives.
constexpr int64_t kLeastRows = 16;

// A vector with the increment that BLAS takes. It may be negative: BLAS, too, is then given the lowest address and
// starts at the other end. Packed where there is no such increment (0, or not a multiple of the element).
template <class T>
class BlasVector {
 public:
  BlasVector(const char* data, int64_t stride, int64_t n, bool conjugate = false) {
    constexpr int64_t kItem = sizeof(T);
    if (!conjugate && n > 1 && stride != 0 && stride % kItem == 0) {
      data_ = reinterpret_cast<const T*>(stride < 0 ? data + (n - 1) * stride : data);
      increment_ = stride / kItem;
    } else if (!conjugate && n <= 1) {
      data_ = reinterpret_cast<const T*>(data);
    } else {
      T* const packed = packed_.emplace(BytesFor(n, sizeof(T))).template as<T>();
      for (int64_t i = 0; i < n; i++) {
        const T value = *reinterpret_cast<const T*>(data + i * stride);
        packed[i] = conjugate ? Conjugate(value) : value;
      }
      data_ = packed;
    }
  }
  const T* data() const { return data_; }
  blas_int increment() const { return increment_; }

 private:
  std::optional<Scratch> packed_;
  const T* data_;
  blas_int increment_ = 1;
};

// A matrix as gemm takes it: elements, leading dimension, and whether its rows or its columns are the dense ones.
template <class T>
class BlasMatrix {
 public:
  explicit BlasMatrix(const Matrix<T>& matrix) {
    if ((leading_ = matrix.leading_dimension()) != 0) {
      data_ = matrix.elements();
    } else if ((leading_ = matrix.transposed().leading_dimension()) != 0) {
      data_ = matrix.elements();
      by_columns_ = true;
    } else {
      T* const packed = packed_.emplace(BytesFor(Product(matrix.rows, matrix.cols), sizeof(T))).template as<T>();
      Copy(matrix, RowMajor(packed, matrix.rows, matrix.cols));
      data_ = packed;
      leading_ = matrix.cols;
    }
  }
  const T* data() const { return data_; }
  blas_int leading() const { return leading_; }
  bool by_columns() const { return by_columns_; }

 private:
  std::optional<Scratch> packed_;
  const T* data_;
  blas_int leading_;
  bool by_columns_ = false;
};

template <class T>
T Dot(const char* a, int64_t a_stride, const char* b, int64_t b_stride, int64_t n, bool conjugate) {
  const BlasVector<T> x(a, a_stride, n);
  const BlasVector<T> y(b, b_stride, n);
  return DotInPieces(n, x.data(), x.increment(), y.data(), y.increment(), conjugate);
}

// Elements of a matrix from which a second thread pays for its product with a vector although it must be woken.
constexpr int64_t kVectorWorthWaking = 1 << 18;

// How many products with a vector a matrix is split into, by rows. Rows that lie in memory as rows go in short pieces,
// so that a thread that a neighbour took the processor from holds up one of them. Long columns are read badly in short
// parts: a thread's in one, and BLAS's own threads for large ones.
template <class T>
int64_t VectorPieces(const Matrix<T>& a, bool by_columns) {
  constexpr int64_t kPiece = 1 << 14;
  constexpr int64_t kLongPiece = 1 << 17;
  constexpr int64_t kLongestPiece = 1 << 18;
  const int64_t elements = a.rows * a.cols;
  int64_t most = elements / kPiece;
  if (elements < kVectorWorthWaking) {
    most = std::min<int64_t>(most, ThreadLimit());
  } else {
    most = by_columns ? 1 : EvenPieces(elements, kLongPiece, kLongestPiece);
  }
  return std::max<int64_t>(1, std::min(most, a.rows / kLeastRows));
}

// y = a x, x conjugated where asked.
template <class T>
void MatrixVector(const Matrix<T>& a, const char* x_data, int64_t x_stride, char* y_data, int64_t y_stride,
                  bool conjugate = false) {
  const BlasMatrix<T> matrix(a);
  const BlasVector<T> x(x_data, x_stride, a.cols, conjugate);
  constexpr int64_t kItem = sizeof(T);
  std::optional<Scratch> scratch;
  T* y = reinterpret_cast<T*>(y_data);
  blas_int increment = 1;
  if (a.rows > 1) {
    if (y_stride > 0 && y_stride % kItem == 0) {
      increment = y_stride / kItem;
    } else {
      y = scratch.emplace(BytesFor(a.rows, sizeof(T))).template as<T>();
    }
  }
  // Cleared first: some kernels scale y by beta = 0, which would keep a NaN.
  for (int64_t i = 0; i < a.rows; i++) y[i * increment] = T(0);
  const int64_t row = matrix.by_columns() ? 1 : matrix.leading();
  const bool brief = a.rows * a.cols < kVectorWorthWaking;
  const int64_t pieces = VectorPieces(a, matrix.by_columns());
  const auto multiply = [&](int64_t piece) {
    const int64_t first = a.rows * piece / pieces;
    const int64_t count = a.rows * (piece + 1) / pieces - first;
    const T* const part = matrix.data() + first * row;
    T* const result = y + first * increment;
    const OneThreadBelow alone(1, brief || pieces > 1 ? 0 : 1);
    if (matrix.by_columns()) {
      fortran::gemv('N', count, a.cols, T(1), part, matrix.leading(), x.data(), x.increment(), T(0), result, increment);
    } else {
      fortran::gemv('T', a.cols, count, T(1), part, matrix.leading(), x.data(), x.increment(), T(0), result, increment);
    }
  };
  if (brief) {
    Pool::Get().ForBrief(pieces, multiply);
  } else {
    Pool::Get().For(pieces, multiply);
  }
  if (scratch) {
    for (int64_t i = 0; i < a.rows; i++) *reinterpret_cast<T*>(y_data + i * y_stride) = y[i];
  }
}

// Whether b is a's transpose: the same elements, walked the other way.
template <class T>
bool IsTranspose(const Matrix<T>& a, const Matrix<T>& b) {
  return a.data == b.data && a.rows == b.cols && a.row_stride == b.col_stride && a.col_stride == b.row_stride;
}

// Upper triangle to lower.
template <class T>
void MirrorUpper(const Matrix<T>& c) {
  constexpr int64_t kStrip = 32;
  ForStrips(c.rows, kStrip, c.rows * static_cast<int64_t>(sizeof(T)) / 2, [&](int64_t top, int64_t bottom) {
    Copy(c.block(0, top, top, bottom).transposed(), c.block(top, bottom, 0, top));
    for (int64_t i = top; i < bottom; i++) {
      for (int64_t j = top; j < i; j++) c.at(i, j) = c.at(j, i);
    }
  });
}

// Whether syrk, half the work in a less tuned routine, beats gemm at a^T a (measured: thin and small ones it loses).
inline bool SyrkWins(int64_t n, int64_t depth) { return n >= 8 && depth >= 32 && n >= 8192 / depth; }

// How many gemms a product is split into, by rows of the result, where OpenBLAS would use one thread: it has kernels
// for small matrices (up to 100^3 multiplications) and threads for large ones. Measured: a second thread pays from
// 64^3.
template <class T>
int64_t Pieces(const Matrix<T>& a, const Matrix<T>& b) {
  constexpr double kWeight = kIsComplex<T> ? 4 : 1;
  constexpr double kFrom = 0x1p18;
  constexpr double kTo = 2e6;
  const double work = kWeight * static_cast<double>(a.rows) * static_cast<double>(a.cols) * static_cast<double>(b.cols);
  if (work < kFrom || work > kTo) return 1;
  return std::max<int64_t>(
      1, std::min({static_cast<int64_t>(2 * work / kFrom), int64_t{ThreadLimit()}, a.rows / kLeastRows}));
}

// c = a b by gemm (or syrk). BLAS writes columns: a row-major c is its own transpose, b^T a^T.
template <class T>
void MatrixMatrix(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c) {
  if (c.leading_dimension() == 0 && c.transposed().leading_dimension() != 0) {
    return MatrixMatrix(b.transposed(), a.transposed(), c.transposed());
  }
  std::optional<Scratch> scratch;
  Matrix<T> out = c;
  if (c.leading_dimension() == 0) {
    T* const packed = scratch.emplace(BytesFor(Product(c.rows, c.cols), sizeof(T))).template as<T>();
    out = RowMajor(packed, c.rows, c.cols);
  }
  const BlasMatrix<T> left(a);
  if (IsTranspose(a, b) && SyrkWins(c.rows, a.cols)) {
    // Fortran's lower triangle is the upper one of a row-major c.
    fortran::syrk('L', left.by_columns() ? 'N' : 'T', c.rows, a.cols, T(1), left.data(), left.leading(), T(0),
                  out.elements(), out.leading_dimension());
  } else {
    const BlasMatrix<T> right(b);
    const int64_t row = left.by_columns() ? 1 : left.leading();
    const int64_t pieces = Pieces(a, b);
    const auto multiply = [&](int64_t piece) {
      const int64_t first = c.rows * piece / pieces;
      const int64_t count = c.rows * (piece + 1) / pieces - first;
      fortran::gemm(right.by_columns() ? 'T' : 'N', left.by_columns() ? 'T' : 'N', c.cols, count, a.cols, T(1),
                    right.data(), right.leading(), left.data() + first * row, left.leading(), T(0),
                    out.elements() + first * out.leading_dimension(), out.leading_dimension());
    };
    Pool::Get().ForBrief(pieces, multiply);
  }
  if (scratch) Copy(out, c);
}

// Whether our own loops beat a BLAS call. Few columns leave most of their lanes idle.
template <class T>
bool IsSmall(const Matrix<T>& a, const Matrix<T>& b) {
  int64_t most = kIsComplex<T> ? kSmallComplexProduct : kSmallProduct;
  if (b.cols < 8) most = b.cols == 1 ? 64 : 512;
  if (a.rows > most || a.cols > most || b.cols > most || a.rows * a.cols * b.cols > most) return false;
  return b.rows * b.cols <= kSmallOperand && a.rows * b.cols <= kSmallOperand;
}

// Integers and bool: rows of c are spread over the pool.
template <class T>
void MultiplyIntegers(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c) {
  constexpr auto kItem = static_cast<int64_t>(sizeof(T));
  // A vector as the column beside dense rows, or as the row beside dense columns.
  if ((c.cols == 1 && c.rows > 1 && a.col_stride != kItem && a.row_stride == kItem) ||
      (c.rows == 1 && c.cols > 1 && b.col_stride != kItem && b.row_stride == kItem)) {
    MultiplyIntegers(b.transposed(), a.transposed(), c.transposed());
    return;
  }
  static const ProductFunction<T> product = IntegerProduct<T>();
  constexpr double kWorthSplitting = 1e6;
  const double work = static_cast<double>(a.rows) * static_cast<double>(a.cols) * static_cast<double>(b.cols);
  const int64_t pieces = work < kWorthSplitting ? 1 : std::min<int64_t>(a.rows, 4L * Pool::Get().threads());
  Pool::Get().For(pieces, [&](int64_t i) {
    const int64_t first = a.rows * i / pieces;
    const int64_t count = a.rows * (i + 1) / pieces - first;
    product({a.data + first * a.row_stride, count, a.cols, a.row_stride, a.col_stride}, b,
            {c.data + first * c.row_stride, count, c.cols, c.row_stride, c.col_stride});
  });
}

// c = a b for every type and shape.
template <class T>
void Multiply(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c) {
  if (c.empty()) return;
  if (a.cols == 0) return Fill(c, T{});
  if constexpr (std::is_same_v<T, float16_t>) {
    // In float32, rounded once at the end, as NumPy computes it.
    Arena arena;
    arena.Reserve<float>(Product(a.rows, a.cols));
    arena.Reserve<float>(Product(b.rows, b.cols));
    arena.Reserve<float>(Product(c.rows, c.cols));
    const Scratch scratch(arena.size());
    const auto widened = [&](const Matrix<T>& from) {
      const auto to = RowMajor(arena.Take<float>(scratch, from.rows * from.cols), from.rows, from.cols);
      for (int64_t i = 0; i < from.rows; i++) {
        for (int64_t j = 0; j < from.cols; j++) to.at(i, j) = HalfToFloat(from.at(i, j));
      }
      return to;
    };
    const auto left = widened(a);
    const auto right = widened(b);
    const auto out = RowMajor(arena.Take<float>(scratch, c.rows * c.cols), c.rows, c.cols);
    Multiply(left, right, out);
    for (int64_t i = 0; i < c.rows; i++) {
      for (int64_t j = 0; j < c.cols; j++) c.at(i, j) = FloatToHalf(out.at(i, j));
    }
  } else if constexpr (!kIsBlas<T>) {
    MultiplyIntegers(a, b, c);
  } else {
    if (c.rows == 1 && c.cols == 1) {
      c.at(0, 0) = Dot<T>(a.data, a.col_stride, b.data, b.row_stride, a.cols, false);
    } else if (IsSmall(a, b)) {
      static const ProductFunction<T> small = SmallProduct<T>();
      small(a, b, c);
    } else if (c.cols == 1) {
      MatrixVector(a, b.data, b.row_stride, c.data, c.row_stride);
    } else if (c.rows == 1) {
      MatrixVector(b.transposed(), a.data, a.col_stride, c.data, c.col_stride);
    } else {
      MatrixMatrix(a, b, c);
    }
    if (IsTranspose(a, b)) MirrorUpper(c);  // exactly symmetric, as in NumPy
  }
}

template <class T>
void Matmul(const CoreCall& call) {
  const int64_t m = call.dims[0];
  const int64_t k = call.dims[1];
  const int64_t n = call.dims[2];
  Multiply(MatrixOf<T>(call, 0, m, k), MatrixOf<T>(call, 1, k, n), MatrixOf<T>(call, 2, m, n));
}

template <class T, bool conjugate>
void VectorDot(const CoreCall& call) {
  const int64_t n = call.dims[0];
  if constexpr (kIsBlas<T>) {
    *reinterpret_cast<T*>(call.args[2]) =
        Dot<T>(call.args[0], call.strides[0][0], call.args[1], call.strides[1][0], n, conjugate);
  } else {
    Multiply(VectorOf<T>(call, 0, n).transposed(), VectorOf<T>(call, 1, n),
             RowMajor(reinterpret_cast<T*>(call.args[2]), 1, 1));
  }
}

template <class T>
void MatVec(const CoreCall& call) {
  const int64_t m = call.dims[0];
  const int64_t n = call.dims[1];
  Multiply(MatrixOf<T>(call, 0, m, n), VectorOf<T>(call, 1, n), VectorOf<T>(call, 2, m));
}

template <class T>
void VecMat(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const int64_t m = call.dims[1];
  Matrix<T> vector = VectorOf<T>(call, 0, n);
  std::optional<Scratch> scratch;
  if constexpr (kIsComplex<T>) {
    const Matrix<T> conjugate = RowMajor(scratch.emplace(BytesFor(n, sizeof(T))).template as<T>(), n, 1);
    for (int64_t i = 0; i < n; i++) conjugate.at(i, 0) = Conjugate(vector.at(i, 0));
    vector = conjugate;
  }
  Multiply(vector.transposed(), MatrixOf<T>(call, 1, n, m), VectorOf<T>(call, 2, m).transposed());
}

// a (n,n) -> its power params[0], at least 2, by repeated squaring from the lowest bit on, as in NumPy.
template <class T>
void MatrixPower(const CoreCall& call) {
  const int64_t n = call.dims[0];
  if (n == 0) return;
  if (!(call.params[0] >= 2 && call.params[0] <= 0x1p53)) {
    throw Error("ERR_INTERNAL", "matrix_power: expected an exponent between 2 and 2^53");
  }
  auto exponent = static_cast<uint64_t>(call.params[0]);
  constexpr int kMostSpare = 3;  // the square, the power so far, and what takes the place of one of them
  const int64_t most = std::has_single_bit(exponent) ? 2 : kMostSpare;
  const Scratch scratch(BytesFor(Product(Product(n, n), most), sizeof(T)));
  Matrix<T> spare[kMostSpare];
  for (int64_t i = 0; i < most; i++) spare[i] = RowMajor(scratch.as<T>() + i * n * n, n, n);
  Matrix<T> square = MatrixOf<T>(call, 0, n, n);
  std::optional<Matrix<T>> power;
  const auto product = [&](const Matrix<T>& x, bool last) {
    Matrix<T> to = MatrixOf<T>(call, 1, n, n);
    if (!last) {
      to = *std::find_if(spare, spare + most,
                         [&](const auto& it) { return it.data != square.data && (!power || it.data != power->data); });
    }
    Pool::Get().For(1, [&](int64_t) { Multiply(x, square, to); });  // the place where a call can be cancelled
    return to;
  };
  for (;; exponent /= 2) {
    if (exponent % 2 == 1) power = power ? product(*power, exponent == 1) : square;
    if (exponent == 1) return;
    square = product(square, exponent == 2 && !power);
  }
}

template <class LoopFor>
void AddProductRow(OpTable& table, const char* name, const char* signature, const char* pattern, double cost,
                   LoopFor loop_for) {
  AddTypedRow<bool, int8_t, uint8_t, int16_t, uint16_t, int32_t, uint32_t, int64_t, uint64_t, float16_t, float, double,
              complex64_t, complex128_t>(table, name, signature, pattern, cost, loop_for);
}

}  // namespace

void AddProductRows(OpTable& table) {
  AddProductRow(table, "matmul", "(m,k),(k,n)->(m,n)", "xx->x", 0.2, []<class T>(T) -> CoreLoops {
    if constexpr (std::is_same_v<T, float> || std::is_same_v<T, double>) return {Matmul<T>, TinyProducts<T>()};
    return Matmul<T>;
  });
  AddProductRow(table, "dot", "(n),(n)->()", "xx->x", 0.5, []<class T>(T) -> CoreLoop { return VectorDot<T, false>; });
  AddProductRow(table, "vecdot", "(n),(n)->()", "xx->x", 0.5,
                []<class T>(T) -> CoreLoop { return VectorDot<T, true>; });
  AddProductRow(table, "matvec", "(m,n),(n)->(m)", "xx->x", 0.3, []<class T>(T) -> CoreLoop { return MatVec<T>; });
  AddProductRow(table, "vecmat", "(n),(n,m)->(m)", "xx->x", 0.3, []<class T>(T) -> CoreLoop { return VecMat<T>; });
  AddProductRow(table, "matrix_power", "(n,n)->(n,n)", "x->x", 200,
                []<class T>(T) -> CoreLoop { return MatrixPower<T>; });
}

}  // namespace numblas
