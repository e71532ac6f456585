// Norms. Euclidean ones are the square root of a dot product, as NumPy computes them (overflow included).
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "dot.h"
#include "matrix.h"
#include "rows.h"

namespace numblas {
namespace {

template <class T>
Real<T> SquareSum(const char* x, int64_t stride, int64_t n) {
  using R = Real<T>;
  constexpr int64_t kItem = sizeof(T);
  if (n == 0) return 0;
  if (stride == kItem || n == 1) {
    const auto* parts = reinterpret_cast<const R*>(x);
    const int64_t count = n * (kItem / static_cast<int64_t>(sizeof(R)));
    return DotInPieces(count, parts, 1, parts, 1);
  }
  if (stride != 0 && stride % static_cast<int64_t>(sizeof(R)) == 0) {
    const auto* parts = reinterpret_cast<const R*>(stride < 0 ? x + (n - 1) * stride : x);
    const int64_t increment = stride / static_cast<int64_t>(sizeof(R));
    R sum = DotInPieces(n, parts, increment, parts, increment);
    if constexpr (kIsComplex<T>) sum += DotInPieces(n, parts + 1, increment, parts + 1, increment);
    return sum;
  }
  R sum = 0;
  for (int64_t i = 0; i < n; i++) sum += std::norm(*reinterpret_cast<const T*>(x + i * stride));
  return sum;
}

template <class T>
void VectorNorm(const CoreCall& call) {
  *reinterpret_cast<Real<T>*>(call.args[1]) = std::sqrt(SquareSum<T>(call.args[0], call.strides[0][0], call.dims[0]));
}

template <class T>
void FrobeniusNorm(const CoreCall& call) {
  Matrix<T> a = MatrixOf<T>(call, 0, call.dims[0], call.dims[1]);
  if (std::abs(a.row_stride) < std::abs(a.col_stride)) a = a.transposed();
  Real<T> sum = 0;
  if (a.contiguous()) {
    sum = SquareSum<T>(a.data, sizeof(T), a.rows * a.cols);
  } else {
    for (int64_t i = 0; i < a.rows; i++) sum += SquareSum<T>(a.data + i * a.row_stride, a.col_stride, a.cols);
  }
  *reinterpret_cast<Real<T>*>(call.args[1]) = std::sqrt(sum);
}

// |x| as NumPy computes it: hypot for complex.
template <class T>
Real<T> Magnitude(T value) {
  if constexpr (kIsComplex<T>) {
    return std::hypot(value.real(), value.imag());
  } else {
    return std::abs(value);
  }
}

// The larger (or smaller) of two sums; NaN wins.
template <class R>
R Extreme(R best, R sum, bool largest) {
  if (std::isnan(best)) return best;
  return std::isnan(sum) || (largest ? sum > best : sum < best) ? sum : best;
}

// Adds the magnitudes of each row to sums, which has an element for each column.
template <class T>
void AddMagnitudes(const Matrix<T>& a, Real<T>* sums) {
  for (int64_t i = 0; i < a.rows; i++) {
    if (a.col_stride == sizeof(T)) {
      const T* const row = reinterpret_cast<const T*>(a.data + i * a.row_stride);
      for (int64_t j = 0; j < a.cols; j++) sums[j] += Magnitude(row[j]);
    } else {
      for (int64_t j = 0; j < a.cols; j++) sums[j] += Magnitude(a.at(i, j));
    }
  }
}

// Whether columns are the dense direction.
template <class T>
bool ByColumns(const Matrix<T>& a) {
  return std::abs(a.row_stride) <= std::abs(a.col_stride);
}

// The largest (or smallest) sum of the magnitudes of a column.
template <class T>
Real<T> ExtremeSum(const Matrix<T>& a, bool largest) {
  using R = Real<T>;
  constexpr int64_t kItem = sizeof(T);
  R best = largest ? R(0) : std::numeric_limits<R>::infinity();
  if (!ByColumns(a)) {
    const Scratch scratch(BytesFor(a.cols, sizeof(R)));
    R* const sums = scratch.as<R>();
    std::fill_n(sums, a.cols, R(0));
    AddMagnitudes(a, sums);
    for (int64_t j = 0; j < a.cols; j++) best = Extreme(best, sums[j], largest);
    return best;
  }
  for (int64_t j = 0; j < a.cols; j++) {
    const char* const column = a.data + j * a.col_stride;
    constexpr int64_t kLanes = 8;
    R lanes[kLanes] = {};
    int64_t i = 0;
    if (a.row_stride == kItem) {
      const T* const elements = reinterpret_cast<const T*>(column);
      for (; i + kLanes <= a.rows; i += kLanes) {
        for (int64_t l = 0; l < kLanes; l++) lanes[l] += Magnitude(elements[i + l]);
      }
    }
    R sum = 0;
    for (; i < a.rows; i++) sum += Magnitude(a.at(i, j));
    for (const R lane : lanes) sum += lane;
    best = Extreme(best, sum, largest);
  }
  return best;
}

// The same for rows in memory, whose parts would be read badly: each piece of the work is some whole rows.
template <class T>
Real<T> ExtremeSumByRows(const Matrix<T>& a, bool largest) {
  using R = Real<T>;
  constexpr int64_t kLeastRows = 32;
  const int64_t pieces = EvenPieces(std::min<int64_t>(16, a.rows / kLeastRows));
  const int64_t apart = a.cols + 64 / static_cast<int64_t>(sizeof(R));  // no cache line is two pieces'
  const Scratch scratch(BytesFor(Product(pieces, apart), sizeof(R)));
  R* const sums = scratch.as<R>();
  Pool::Get().ForAll(pieces, [&](int64_t i) {
    std::fill_n(sums + i * apart, a.cols, R(0));
    AddMagnitudes(a.block(a.rows * i / pieces, a.rows * (i + 1) / pieces, 0, a.cols), sums + i * apart);
  });
  R best = largest ? R(0) : std::numeric_limits<R>::infinity();
  for (int64_t j = 0; j < a.cols; j++) {
    R sum = sums[j];
    for (int64_t i = 1; i < pieces; i++) sum += sums[i * apart + j];
    best = Extreme(best, sum, largest);
  }
  return best;
}

// a (m,n) -> ExtremeSum. params[0]: 1 for rows instead of columns; params[1]: 1 for the smallest sum.
template <class T>
void SumNorm(const CoreCall& call) {
  using R = Real<T>;
  Matrix<T> a = MatrixOf<T>(call, 0, call.dims[0], call.dims[1]);
  if (call.params[0] != 0) a = a.transposed();
  const bool largest = call.params[1] == 0;
  R* const result = reinterpret_cast<R*>(call.args[1]);
  constexpr int64_t kPiece = 1 << 14;
  constexpr int64_t kInCache = 1 << 21;
  constexpr int64_t kLongRow = 1 << 14;  // whose parts are long enough
  constexpr int64_t kManyRows = 64;
  const int64_t least_columns = ByColumns(a) ? 1 : 128;  // parts of rows shorter than 1 KB are read badly
  const int64_t pieces =
      EvenPieces(std::min(static_cast<int64_t>(static_cast<double>(a.rows) * static_cast<double>(a.cols) / kPiece),
                          a.cols / least_columns));
  if (!ByColumns(a) && a.cols < kLongRow && a.rows >= kManyRows && a.rows * a.cols > kInCache) {
    *result = ExtremeSumByRows(a, largest);
    return;
  }
  std::vector<R> parts(pieces);
  Pool::Get().ForBrief(pieces, [&](int64_t i) {
    parts[i] = ExtremeSum(a.block(0, a.rows, a.cols * i / pieces, a.cols * (i + 1) / pieces), largest);
  });
  R best = parts[0];
  for (const R part : parts) best = Extreme(best, part, largest);
  *result = best;
}

}  // namespace

void AddNormRows(OpTable& table) {
  AddBlasRow(table, "vector_norm2", "(n)->()", "x->r", 0.5, []<class T>(T) -> CoreLoop { return VectorNorm<T>; });
  AddBlasRow(table, "sum_norm", "(m,n)->()", "x->r", 0.5, []<class T>(T) -> CoreLoop { return SumNorm<T>; });
  AddBlasRow(table, "frobenius", "(m,n)->()", "x->r", 0.5, []<class T>(T) -> CoreLoop { return FrobeniusNorm<T>; });
}

}  // namespace numblas
