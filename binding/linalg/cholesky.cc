// Cholesky factorisation. A row-major lower triangle is LAPACK's upper one, and a^T = conj(a), so factors come out in
// place: a = L L^H for the lower, a = U^H U for the upper triangle.
#include <cmath>

#include "lookahead.h"
#include "matrix.h"
#include "rows.h"
#include "threads.h"
#include "tiny_lu.h"

namespace numblas {
namespace {

// Up to this order the loops below beat potrf.
constexpr int64_t kTiny = 8;

// Between these orders a lower factor is made in a copy by columns: potrf takes a quarter less for LAPACK's lower
// triangle than for its upper one, and the two ways across take less than that.
constexpr int64_t kByColumnsFrom = 40;
constexpr int64_t kByColumnsTo = kLookAheadTo;

// One triangle of a to its factor; the other triangle becomes zero. Returns potrf's info.
template <class T>
int64_t TinyFactor(const Matrix<T>& a, const Matrix<T>& factor, bool upper) {
  const int64_t n = a.rows;
  T l[kTiny][kTiny];
  for (int64_t i = 0; i < n; i++) {
    for (int64_t j = 0; j <= i; j++) {
      T sum = upper ? Conjugate(a.at(j, i)) : a.at(i, j);
      for (int64_t k = 0; k < j; k++) sum -= Times(l[i][k], Conjugate(l[j][k]));
      if (j < i) {
        l[i][j] = sum / std::real(l[j][j]);
      } else if (std::real(sum) > 0) {  // false for NaN
        l[i][i] = T(std::sqrt(std::real(sum)));
      } else {
        return i + 1;
      }
    }
  }
  for (int64_t i = 0; i < n; i++) {
    for (int64_t j = 0; j < n; j++) {
      factor.at(i, j) = upper ? (j < i ? T(0) : Conjugate(l[j][i])) : (j > i ? T(0) : l[i][j]);
    }
  }
  return 0;
}

// a (n,n) -> factor (n,n), info: i > 0 if the leading minor of order i is not positive. params[0]: 1 for the upper
// factor.
template <class T>
void Cholesky(const CoreCall& call) {
  const int64_t n = call.dims[0];
  SetInfo(call, 2, 0);
  if (n == 0) return;
  const bool upper = call.params[0] != 0;
  const Matrix<T> factor = MatrixOf<T>(call, 1, n, n);
  if (n <= kTiny) {
    const int64_t info = TinyFactor(MatrixOf<T>(call, 0, n, n), factor, upper);
    SetInfo(call, 2, info);
    if (info != 0) Fill(factor, NotANumber<T>());
    return;
  }
  const OneThreadBelow cap(threaded_from::kCholesky, n);
  const Matrix<T> a = MatrixOf<T>(call, 0, n, n);
  int64_t info;
  if (!upper && n >= kByColumnsFrom && n <= kByColumnsTo) {
    const Scratch scratch(BytesFor(Product(n, n), sizeof(T)));
    const Matrix<T> turned = ColumnMajor(scratch.as<T>(), n, n);
    CopyTriangle(a, turned, false);
    info = Potrf('L', n, turned.elements(), n);
    if (info == 0) CopyTriangle(turned, factor, false);
  } else {
    const RowMajorOutput<T> out(factor);
    CopyTriangle(a, out.matrix(), upper);
    info = Potrf(upper ? 'L' : 'U', n, out.data(), n);
    if (info == 0) out.Finish();
  }
  if (info != 0) {
    SetInfo(call, 2, info);
    return Fill(factor, NotANumber<T>());
  }
  ClearBeside(factor, upper);
}

}  // namespace

void AddCholeskyRows(OpTable& table) {
  AddBlasRow(table, "cholesky", "(n,n)->(n,n),()", "x->xl", 100, []<class T>(T) -> CoreLoop { return Cholesky<T>; });
}

}  // namespace numblas
