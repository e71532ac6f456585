// QR factorisation, whichever way LAPACK is faster. A tall matrix is copied to column-major order for geqrf. A wide one
// stays as it is: LAPACK sees it transposed and tall, and the LQ factors of a^T, read by rows again, are the QR factors
// of a, with the same reflectors and signs.
#include "fortran.h"
#include "matrix.h"
#include "rows.h"
#include "threads.h"

namespace numblas {
namespace {

using fortran::blas_int;

// The upper triangle of `from`; zeros below it and beyond its rows.
template <class T>
void CopyUpper(const Matrix<T>& from, const Matrix<T>& to) {
  constexpr int64_t kBand = 64;
  for (int64_t top = 0; top < to.rows; top += kBand) {
    const int64_t bottom = std::min(top + kBand, to.rows);
    const int64_t left = std::min(top, to.cols);
    const int64_t right = std::min(bottom, to.cols);
    Fill(to.block(top, bottom, 0, left), T(0));
    for (int64_t i = top; i < bottom; i++) {
      for (int64_t j = left; j < right; j++) to.at(i, j) = i <= j ? from.at(i, j) : T(0);
    }
    Copy(from.block(top, bottom, right, to.cols), to.block(top, bottom, right, to.cols));
  }
}

// geqrf or gelqf, or a query where work_size is -1.
template <class T>
void Reflectors(bool tall, int64_t m, int64_t n, T* a, T* tau, T* work, int64_t work_size) {
  blas_int info;
  if (tall) {
    fortran::geqrf(m, n, a, m, tau, work, work_size, info);
  } else {
    fortran::gelqf(n, m, a, n, tau, work, work_size, info);
  }
}

// The first `cols` columns of Q from k reflectors, in place, likewise.
template <class T>
void Orthogonal(bool tall, int64_t m, int64_t cols, int64_t k, T* q, const T* tau, T* work, int64_t work_size) {
  blas_int info;
  if (tall) {
    fortran::orgqr(m, cols, k, q, m, tau, work, work_size, info);
  } else {
    fortran::orglq(cols, m, k, q, cols, tau, work, work_size, info);
  }
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
  const OneThreadBelow cap(threaded_from::kQr, k);
  const bool tall = m >= n;
  T optimal{};
  Reflectors<T>(tall, m, n, nullptr, nullptr, &optimal, -1);
  int64_t work_size = OptimalSize(optimal);
  if (q.cols > 0) {
    Orthogonal<T>(tall, m, q.cols, k, nullptr, nullptr, &optimal, -1);
    work_size = std::max(work_size, OptimalSize(optimal));
  }
  Arena arena;
  arena.Reserve<T>(Product(m, n));
  arena.Reserve<T>(k);
  arena.Reserve<T>(work_size);
  const Scratch scratch(arena.size());
  T* const factors = arena.Take<T>(scratch, m * n);
  T* const tau = arena.Take<T>(scratch, k);
  T* const work = arena.Take<T>(scratch, work_size);
  const Matrix<T> packed = tall ? ColumnMajor(factors, m, n) : RowMajor(factors, m, n);
  Copy(a, packed);
  Reflectors(tall, m, n, factors, tau, work, work_size);
  CopyUpper(packed, r);
  if (q.cols == 0) return;
  if (tall && q.cols == n) {  // Q takes the reflectors' place
    Orthogonal(tall, m, n, k, factors, tau, work, work_size);
    return Copy(packed, q);
  }
  const RowMajorOutput<T> out(tall ? q.transposed() : q);
  const Matrix<T> target = tall ? out.matrix().transposed() : out.matrix();
  Copy(packed.columns(k), target.columns(k));
  Orthogonal(tall, m, q.cols, k, out.data(), tau, work, work_size);
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
  const OneThreadBelow cap(threaded_from::kQr, k);
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
