// solve and inv, by LU factorisation.
#include <algorithm>

#include "fortran.h"
#include "lu.h"
#include "matrix.h"
#include "rows.h"

namespace numblas {
namespace {

using fortran::blas_int;

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
  T* const factors = arena.Take<T>(scratch, n * n);
  blas_int* const pivots = arena.Take<blas_int>(scratch, n);
  const Lu<T> lu(a, factors, pivots);
  if (lu.info() != 0) {
    Fill(x, NotANumber<T>());
    return lu.info();
  }
  if (k == 0) return 0;
  const RowMajorOutput<T> out(x);
  Copy(b, out.matrix());
  lu.Solve(out.data(), k);
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

// Up to this order solving for the identity, as NumPy does, beats inverting U first.
constexpr int64_t kInverseBySolving = 256;

// The inverse in the factors' place, as LAPACK's getri: X L = U^-1, then its columns change places. `lower` has room
// for n * n elements.
template <class T>
void Invert(const Lu<T>& lu, int64_t n, T* lower) {
  T* const factors = lu.factors();
  blas_int info;
  fortran::trtri('U', 'N', n, factors, n, info);
  ForRows(n, n * static_cast<int64_t>(sizeof(T)), [&](int64_t first, int64_t last) {
    for (int64_t j = first; j < last; j++) {
      std::copy(factors + j * n + j, factors + (j + 1) * n, lower + j * n + j);
      std::fill(factors + j * n + j + 1, factors + (j + 1) * n, T(0));
    }
  });
  SolveRight('L', 'N', 'U', n, n, lower, n, factors, n);
  lu.UndoInterchanges(factors, n);
}

// a (n,n) -> inverse (n,n), info as for solve. The inverse of a^T, as LAPACK sees both, is the inverse of a.
template <class T>
void Inverse(const CoreCall& call) {
  const int64_t n = call.dims[0];
  SetInfo(call, 2, 0);
  if (n == 0) return;
  const Matrix<T> inverse = MatrixOf<T>(call, 1, n, n);
  const Matrix<T> a = MatrixOf<T>(call, 0, n, n);
  const bool small = n <= kInverseBySolving;
  const bool in_place = !small && inverse.contiguous() && Lu<T>::PrefersTranspose(a);
  Arena arena;
  arena.Reserve<blas_int>(n);
  arena.Reserve<T>(small ? 0 : Product(n, n));
  arena.Reserve<T>(in_place ? 0 : Product(n, n));
  const Scratch scratch(arena.size());
  blas_int* const pivots = arena.Take<blas_int>(scratch, n);
  T* const lower = arena.Take<T>(scratch, small ? 0 : n * n);
  T* const factors = in_place ? inverse.elements() : arena.Take<T>(scratch, n * n);
  const Lu<T> lu(a, factors, pivots);
  if (lu.info() != 0) {
    SetInfo(call, 2, lu.info());
    return Fill(inverse, NotANumber<T>());
  }
  if (small) {
    const RowMajorOutput<T> out(inverse);
    FillIdentity(out.matrix());
    lu.Solve(out.data(), n);
    return out.Finish();
  }
  if (!lu.finite()) {  // likewise, so that NaN lands where it does there
    const Scratch columns(BytesFor(Product(n, n), sizeof(T)));
    const Matrix<T> solution = RowMajor(columns.as<T>(), n, n);
    FillIdentity(solution);
    lu.Solve(solution.elements(), n);
    return Copy(solution, inverse);
  }
  Invert(lu, n, lower);
  if (!lu.transposed()) return Copy(ColumnMajor(factors, n, n), inverse);
  if (factors != inverse.elements()) Copy(RowMajor(factors, n, n), inverse);
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
