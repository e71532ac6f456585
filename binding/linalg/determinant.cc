// det and slogdet, from the pivots of an LU factorisation.
#include <cmath>
#include <limits>

#include "fortran.h"
#include "lu.h"
#include "matrix.h"
#include "rows.h"

namespace numblas {
namespace {

using fortran::blas_int;

// Calls visit(pivot) for each pivot of an LU factorisation and returns whether the permutation is odd; or sets
// `singular` where a pivot is exactly zero.
template <class T, class Visit>
bool VisitPivots(const Matrix<T>& a, bool& singular, const Visit& visit) {
  const int64_t n = a.rows;
  singular = false;
  if (n == 0) return false;
  Arena arena;
  arena.Reserve<T>(Product(n, n));
  arena.Reserve<blas_int>(n);
  const Scratch scratch(arena.size());
  T* const factors = arena.Take<T>(scratch, n * n);
  const Lu<T> lu(a, factors, arena.Take<blas_int>(scratch, n));
  singular = lu.info() != 0;
  if (singular) return false;
  for (int64_t i = 0; i < n; i++) visit(lu.pivot(i));
  return lu.odd();
}

template <class T>
T Scaled(T value, int exponent) {
  if constexpr (kIsComplex<T>) {
    return T(std::ldexp(value.real(), exponent), std::ldexp(value.imag(), exponent));
  } else {
    return std::ldexp(value, exponent);
  }
}

// value as a mantissa of ordinary size and a power of two; zero, infinity and NaN are left alone.
template <class T>
int TakeExponent(T& value) {
  const Real<T> size = std::max(std::abs(std::real(value)), std::abs(std::imag(value)));
  if (!(size > 0) || std::isinf(size)) return 0;
  const int exponent = std::ilogb(size);
  value = Scaled(value, -exponent);
  return exponent;
}

// a (n,n) -> determinant. The exponents are summed apart, so it overflows only where the determinant itself does.
template <class T>
void Determinant(const CoreCall& call) {
  const int64_t n = call.dims[0];
  T product(1);
  int64_t exponent = 0;
  bool singular;
  const bool odd = VisitPivots(MatrixOf<T>(call, 0, n, n), singular, [&](T pivot) {
    exponent += TakeExponent(pivot);
    product = Times(product, pivot);
    exponent += TakeExponent(product);
  });
  if (singular) product = T(0);
  constexpr int64_t kFar = 1 << 20;  // beyond any type's range, within ldexp's
  product = Scaled(product, static_cast<int>(std::clamp(exponent, -kFar, kFar)));
  *reinterpret_cast<T*>(call.args[1]) = odd ? -product : product;
}

// a (n,n) -> sign, log of the absolute determinant: 0 and -inf for a singular matrix.
template <class T>
void SignLogDeterminant(const CoreCall& call) {
  const int64_t n = call.dims[0];
  T sign(1);
  Real<T> log(0);
  bool singular;
  const bool odd = VisitPivots(MatrixOf<T>(call, 0, n, n), singular, [&](T pivot) {
    const Real<T> size = std::abs(pivot);
    if constexpr (kIsComplex<T>) {
      sign = Times(sign, T(pivot.real() / size, pivot.imag() / size));
    } else if (pivot < 0) {  // NaN has no sign
      sign = -sign;
    }
    log += std::log(size);
  });
  if (singular) {
    sign = T(0);
    log = -std::numeric_limits<Real<T>>::infinity();
  }
  *reinterpret_cast<T*>(call.args[1]) = odd ? -sign : sign;
  *reinterpret_cast<Real<T>*>(call.args[2]) = log;
}

}  // namespace

void AddDeterminantRows(OpTable& table) {
  AddBlasRow(table, "det", "(n,n)->()", "x->x", 200, []<class T>(T) -> CoreLoop { return Determinant<T>; });
  AddBlasRow(table, "slogdet", "(n,n)->(),()", "x->xr", 200,
             []<class T>(T) -> CoreLoop { return SignLogDeterminant<T>; });
}

}  // namespace numblas
