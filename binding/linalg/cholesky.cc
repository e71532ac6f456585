// Cholesky factorisation. A row-major lower triangle is LAPACK's upper one, and a^T = conj(a), so factors come out in
// place: a = L L^H for the lower, a = U^H U for the upper triangle.
#include "fortran.h"
#include "matrix.h"
#include "rows.h"

namespace numblas {
namespace {

// a (n,n) -> factor (n,n), info: i > 0 if the leading minor of order i is not positive. params[0]: 1 for the upper
// factor.
template <class T>
void Cholesky(const CoreCall& call) {
  const int64_t n = call.dims[0];
  SetInfo(call, 2, 0);
  if (n == 0) return;
  const bool upper = call.params[0] != 0;
  const Matrix<T> factor = MatrixOf<T>(call, 1, n, n);
  const RowMajorOutput<T> out(factor);
  CopyTriangle(MatrixOf<T>(call, 0, n, n), out.matrix(), upper);
  fortran::blas_int info;
  fortran::potrf(upper ? 'L' : 'U', n, out.data(), n, info);
  if (info != 0) {
    SetInfo(call, 2, info);
    return Fill(factor, NotANumber<T>());
  }
  out.Finish();
}

}  // namespace

void AddCholeskyRows(OpTable& table) {
  AddBlasRow(table, "cholesky", "(n,n)->(n,n),()", "x->xl", 100, []<class T>(T) -> CoreLoop { return Cholesky<T>; });
}

}  // namespace numblas
