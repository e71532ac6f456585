// QR factorisation. LAPACK sees a row-major matrix transposed: the LQ factors of a^T, read by rows again, are the QR
// factors of a, with the same reflectors and signs.
#include "fortran.h"
#include "matrix.h"
#include "rows.h"

namespace numblas {
namespace {

using fortran::blas_int;

template <class T>
int64_t LqWorkSize(int64_t m, int64_t n, int64_t q_cols) {
  T optimal{};
  blas_int info;
  fortran::gelqf(n, m, nullptr, n, nullptr, &optimal, -1, info);
  int64_t size = OptimalSize(optimal);
  if (q_cols > 0) {
    fortran::orglq(q_cols, m, std::min(m, n), nullptr, q_cols, nullptr, &optimal, -1, info);
    size = std::max(size, OptimalSize(optimal));
  }
  return size;
}

// a (m,n) -> q (m, k or m; none if it has no columns), r (k or m, n)
template <class T>
void Factorise(const Matrix<T>& a, const Matrix<T>& q, const Matrix<T>& r) {
  const int64_t m = a.rows;
  const int64_t n = a.cols;
  const int64_t k = std::min(m, n);
  if (k == 0) {
    FillIdentity(q);
    return Fill(r, T(0));
  }
  const int64_t work_size = LqWorkSize<T>(m, n, q.cols);
  Arena arena;
  arena.Reserve<T>(Product(m, n));
  arena.Reserve<T>(k);
  arena.Reserve<T>(work_size);
  const Scratch scratch(arena.size());
  T* const factors = arena.Take<T>(scratch, m * n);
  T* const tau = arena.Take<T>(scratch, k);
  T* const work = arena.Take<T>(scratch, work_size);
  const Matrix<T> packed = RowMajor(factors, m, n);
  Copy(a, packed);
  blas_int info;
  fortran::gelqf(n, m, factors, n, tau, work, work_size, info);
  for (int64_t i = 0; i < r.rows; i++) {
    for (int64_t j = 0; j < n; j++) r.at(i, j) = j < i ? T(0) : factors[i * n + j];
  }
  if (q.cols == 0) return;
  const RowMajorOutput<T> out(q);
  Copy(Matrix<T>{packed.data, m, k, packed.row_stride, packed.col_stride},
       Matrix<T>{reinterpret_cast<char*>(out.data()), m, k, out.matrix().row_stride, out.matrix().col_stride});
  fortran::orglq(q.cols, m, k, out.data(), q.cols, tau, work, work_size, info);
  out.Finish();
}

template <class T>
void Reduced(const CoreCall& call) {
  const int64_t m = call.dims[0];
  const int64_t n = call.dims[1];
  const int64_t k = std::min(m, n);
  Factorise(MatrixOf<T>(call, 0, m, n), MatrixOf<T>(call, 1, m, k), MatrixOf<T>(call, 2, k, n));
}

template <class T>
void Complete(const CoreCall& call) {
  const int64_t m = call.dims[0];
  const int64_t n = call.dims[1];
  Factorise(MatrixOf<T>(call, 0, m, n), MatrixOf<T>(call, 1, m, m), MatrixOf<T>(call, 2, m, n));
}

template <class T>
void OnlyR(const CoreCall& call) {
  const int64_t m = call.dims[0];
  const int64_t n = call.dims[1];
  Factorise(MatrixOf<T>(call, 0, m, n), Matrix<T>{}, MatrixOf<T>(call, 1, std::min(m, n), n));
}

// geqrf's own result: reflectors below the diagonal and R above it, transposed as Fortran stores them, and tau.
template <class T>
void Raw(const CoreCall& call) {
  const int64_t m = call.dims[0];
  const int64_t n = call.dims[1];
  const int64_t k = std::min(m, n);
  if (k == 0) return;
  const RowMajorOutput<T> out(MatrixOf<T>(call, 1, n, m));
  Copy(MatrixOf<T>(call, 0, m, n), out.matrix().transposed());
  T optimal{};
  blas_int info;
  fortran::geqrf(m, n, nullptr, m, nullptr, &optimal, -1, info);
  const int64_t work_size = OptimalSize(optimal);
  Arena arena;
  arena.Reserve<T>(k);
  arena.Reserve<T>(work_size);
  const Scratch scratch(arena.size());
  T* const tau = arena.Take<T>(scratch, k);
  fortran::geqrf(m, n, out.data(), m, tau, arena.Take<T>(scratch, work_size), work_size, info);
  out.Finish();
  Copy(RowMajor(tau, k, 1), VectorOf<T>(call, 2, k));
}

}  // namespace

void AddQrRows(OpTable& table) {
  AddBlasRow(table, "qr_reduced", "(m,n)->(m,k),(k,n)", "x->xx", 20, []<class T>(T) -> CoreLoop { return Reduced<T>; });
  AddBlasRow(table, "qr_complete", "(m,n)->(m,m),(m,n)", "x->xx", 40,
             []<class T>(T) -> CoreLoop { return Complete<T>; });
  AddBlasRow(table, "qr_r", "(m,n)->(k,n)", "x->x", 20, []<class T>(T) -> CoreLoop { return OnlyR<T>; });
  AddBlasRow(table, "qr_raw", "(m,n)->(n,m),(k)", "x->xx", 20, []<class T>(T) -> CoreLoop { return Raw<T>; });
}

}  // namespace numblas
