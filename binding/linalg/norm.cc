// Euclidean lengths: the square root of a dot product, as NumPy computes them (overflow included).
#include <cmath>

#include "fortran.h"
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
    return fortran::dot(count, parts, 1, parts, 1);
  }
  if (stride != 0 && stride % static_cast<int64_t>(sizeof(R)) == 0) {
    const auto* parts = reinterpret_cast<const R*>(stride < 0 ? x + (n - 1) * stride : x);
    const int64_t increment = stride / static_cast<int64_t>(sizeof(R));
    R sum = fortran::dot(n, parts, increment, parts, increment);
    if constexpr (kIsComplex<T>) sum += fortran::dot(n, parts + 1, increment, parts + 1, increment);
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

}  // namespace

void AddNormRows(OpTable& table) {
  AddBlasRow(table, "vector_norm2", "(n)->()", "x->r", 0.5, []<class T>(T) -> CoreLoop { return VectorNorm<T>; });
  AddBlasRow(table, "frobenius", "(m,n)->()", "x->r", 0.5, []<class T>(T) -> CoreLoop { return FrobeniusNorm<T>; });
}

}  // namespace numblas
