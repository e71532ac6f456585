// Least squares of least norm, by singular values (gelsd).
#include "fortran.h"
#include "matrix.h"
#include "rows.h"
#include "threads.h"

namespace numblas {
namespace {

using fortran::blas_int;

template <class T>
struct Work {
  T* work;
  int64_t size;
  Real<T>* real_work;
  blas_int* int_work;
};

// One call, or a query where work.size is -1: the sizes are then in the first element of each array.
template <class T>
blas_int Gelsd(int64_t m, int64_t n, int64_t k, T* a, T* b, Real<T>* s, Real<T> rcond, blas_int& rank,
               const Work<T>& work) {
  blas_int info;
  const int64_t ldb = std::max(m, n);
  if constexpr (kIsComplex<T>) {
    fortran::gelsd(m, n, k, a, m, b, ldb, s, rcond, rank, work.work, work.size, work.real_work, work.int_work, info);
  } else {
    fortran::gelsd(m, n, k, a, m, b, ldb, s, rcond, rank, work.work, work.size, work.int_work, info);
  }
  return info;
}

// The squared length of each column from row `first` on.
template <class T>
void SumTails(const Matrix<T>& columns, int64_t first, const Matrix<Real<T>>& sums) {
  for (int64_t j = 0; j < columns.cols; j++) {
    Real<T> sum = 0;
    for (int64_t i = first; i < columns.rows; i++) sum += std::norm(columns.at(i, j));
    sums.at(j, 0) = sum;
  }
}

// a (m,n), b (m,k) -> x (n,k), residuals (k), rank, singular values (min(m, n)), info: > 0 where it did not converge,
// NaN and infinity in a included. Residuals, the squared lengths of b - a x, are NaN unless a has full rank and m > n.
// params[0]: singular values up to this times the largest count as zero; negative means machine precision.
template <class T>
void LeastSquares(const CoreCall& call) {
  using R = Real<T>;
  const int64_t m = call.dims[0];
  const int64_t n = call.dims[1];
  const int64_t k = call.dims[2];
  const int64_t p = std::min(m, n);
  const OneThreadBelow cap(threaded_from::kLeastSquares, std::max(m, n));
  const Matrix<T> x = MatrixOf<T>(call, 2, n, k);
  const Matrix<R> residuals = VectorOf<R>(call, 3, k);
  int64_t& rank_out = *reinterpret_cast<int64_t*>(call.args[4]);
  const Matrix<R> singular = VectorOf<R>(call, 5, p);
  rank_out = 0;
  SetInfo(call, 6, 0);
  Fill(residuals, NotANumber<R>());
  if (p == 0) {
    if (n == 0 && m > 0) SumTails(MatrixOf<T>(call, 1, m, k), 0, residuals);
    return Fill(x, T(0));
  }
  const auto rcond = static_cast<R>(call.params[0]);
  // LAPACK refuses to work on no right-hand side at all.
  const int64_t columns = std::max<int64_t>(1, k);
  const int64_t most = std::max(m, n);
  blas_int rank = 0;
  T optimal{};
  R real_optimal{};
  blas_int int_optimal = 0;
  Gelsd<T>(m, n, columns, nullptr, nullptr, nullptr, rcond, rank, {&optimal, -1, &real_optimal, &int_optimal});
  const int64_t work_size = OptimalSize(optimal);
  const int64_t real_work_size = kIsComplex<T> ? OptimalSize(real_optimal) : 0;
  Arena arena;
  arena.Reserve<T>(Product(m, n));
  arena.Reserve<T>(Product(most, columns));
  arena.Reserve<R>(p);
  arena.Reserve<T>(work_size);
  arena.Reserve<R>(real_work_size);
  arena.Reserve<blas_int>(int_optimal);
  const Scratch scratch(arena.size());
  T* const a = arena.Take<T>(scratch, m * n);
  T* const b = arena.Take<T>(scratch, most * columns);
  R* const s = arena.Take<R>(scratch, p);
  const Work<T> work{arena.Take<T>(scratch, work_size), work_size, arena.Take<R>(scratch, real_work_size),
                     arena.Take<blas_int>(scratch, int_optimal)};
  Copy(MatrixOf<T>(call, 0, m, n), ColumnMajor(a, m, n));
  if (k == 0) std::fill_n(b, most, T(0));
  const Matrix<T> right = ColumnMajor(b, most, k);
  Copy(MatrixOf<T>(call, 1, m, k), Matrix<T>{right.data, m, k, right.row_stride, right.col_stride});
  const blas_int info = AllFinite(a, m * n) ? Gelsd(m, n, columns, a, b, s, rcond, rank, work) : 1;
  if (info != 0) {
    SetInfo(call, 6, info);
    Fill(x, NotANumber<T>());
    return Fill(singular, NotANumber<R>());
  }
  rank_out = rank;
  Copy(RowMajor(s, p, 1), singular);
  Copy(Matrix<T>{right.data, n, k, right.row_stride, right.col_stride}, x);
  if (rank < n || m <= n) return;
  SumTails(Matrix<T>{right.data, m, k, right.row_stride, right.col_stride}, n, residuals);
}

}  // namespace

void AddLstsqRows(OpTable& table) {
  AddBlasRow(table, "lstsq", "(m,n),(m,k)->(n,k),(k),(),(p),()", "xx->xrlrl", 100,
             []<class T>(T) -> CoreLoop { return LeastSquares<T>; });
}

}  // namespace numblas
