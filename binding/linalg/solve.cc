// solve and inv: LU factorisation with partial pivoting.
// A row-major matrix is factorised as LAPACK sees it, transposed: P a^T = L U. Nothing is ever transposed for it.
#include <algorithm>
#include <limits>

#include "fortran.h"
#include "matrix.h"
#include "rows.h"

namespace numblas {
namespace {

using fortran::blas_int;

// Solves in place: `x` holds b on entry, in gapless rows. As LAPACK sees it that is x^T = b^T (a^T)^-1 = b^T U^-1 L^-1
// P: triangular solves from the right, and pivots that move whole rows of x.
template <class T>
void SolveRows(const T* lu, const blas_int* pivots, T* x, int64_t n, int64_t k) {
  fortran::trsm('R', 'U', 'N', 'N', k, n, T(1), lu, n, x, k);
  fortran::trsm('R', 'L', 'N', 'U', k, n, T(1), lu, n, x, k);
  for (int64_t i = n - 1; i >= 0; i--) {
    const int64_t other = pivots[i] - 1;
    if (other != i) std::swap_ranges(x + i * k, x + (i + 1) * k, x + other * k);
  }
}

// a (n,n), b (n,k) -> x (n,k), info: i > 0 if the i-th pivot is exactly zero (x is then NaN).
template <class T>
int64_t Solve(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& x) {
  const int64_t n = a.rows;
  const int64_t k = b.cols;
  if (n == 0) return 0;
  Arena arena;
  arena.Reserve<T>(Product(n, n));
  arena.Reserve<blas_int>(n);
  const Scratch scratch(arena.size());
  T* const lu = arena.Take<T>(scratch, n * n);
  blas_int* const pivots = arena.Take<blas_int>(scratch, n);
  Copy(a, RowMajor(lu, n, n));
  blas_int info;
  fortran::getrf(n, n, lu, n, pivots, info);
  if (info != 0) {
    Fill(x, NotANumber<T>());
    return info;
  }
  if (k == 0) return 0;
  const RowMajorOutput<T> out(x);
  Copy(b, out.matrix());
  if (k == 1) {
    fortran::getrs('T', n, 1, lu, n, pivots, out.data(), n, info);
  } else {
    SolveRows(lu, pivots, out.data(), n, k);
  }
  out.Finish();
  return 0;
}

template <class T>
void SolveMatrix(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const int64_t k = call.dims[1];
  SetInfo(call, 3, Solve(MatrixOf<T>(call, 0, n, n), MatrixOf<T>(call, 1, n, k), MatrixOf<T>(call, 2, n, k)));
}

template <class T>
void SolveVector(const CoreCall& call) {
  const int64_t n = call.dims[0];
  SetInfo(call, 3, Solve(MatrixOf<T>(call, 0, n, n), VectorOf<T>(call, 1, n), VectorOf<T>(call, 2, n)));
}

// a (n,n) -> inverse (n,n), info as for solve. The inverse of a^T, as LAPACK sees both, is the inverse of a.
template <class T>
void Inverse(const CoreCall& call) {
  const int64_t n = call.dims[0];
  SetInfo(call, 2, 0);
  if (n == 0) return;
  const Matrix<T> inverse = MatrixOf<T>(call, 1, n, n);
  const RowMajorOutput<T> out(inverse);
  Copy(MatrixOf<T>(call, 0, n, n), out.matrix());
  T optimal{};
  blas_int info;
  fortran::getri(n, out.data(), n, nullptr, &optimal, -1, info);
  const int64_t work_size = OptimalSize(optimal);
  Arena arena;
  arena.Reserve<blas_int>(n);
  arena.Reserve<T>(work_size);
  const Scratch scratch(arena.size());
  blas_int* const pivots = arena.Take<blas_int>(scratch, n);
  T* const work = arena.Take<T>(scratch, work_size);
  fortran::getrf(n, n, out.data(), n, pivots, info);
  if (info == 0) fortran::getri(n, out.data(), n, pivots, work, work_size, info);
  if (info != 0) {
    SetInfo(call, 2, info);
    return Fill(inverse, NotANumber<T>());
  }
  out.Finish();
}

}  // namespace

void AddSolveRows(OpTable& table) {
  AddBlasRow(table, "solve", "(n,n),(n,k)->(n,k),()", "xx->xl", 100,
             []<class T>(T) -> CoreLoop { return SolveMatrix<T>; });
  AddBlasRow(table, "solve1", "(n,n),(n)->(n),()", "xx->xl", 100,
             []<class T>(T) -> CoreLoop { return SolveVector<T>; });
  AddBlasRow(table, "inv", "(n,n)->(n,n),()", "x->xl", 300, []<class T>(T) -> CoreLoop { return Inverse<T>; });
}

}  // namespace numblas
