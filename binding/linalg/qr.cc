// QR factorisation in column-major order, whatever the operands' order is.
#include "matrix.h"
#include "reflectors.h"
#include "rows.h"
#include "threads.h"

namespace numblas {
namespace {

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

// The order of a square matrix with as many elements.
int64_t OrderOf(int64_t m, int64_t n) {
  return static_cast<int64_t>(std::sqrt(static_cast<double>(m) * static_cast<double>(n)));
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
  const OneThreadBelow cap(threaded_from::kQr, OrderOf(m, n));
  Arena arena;
  arena.Reserve<T>(Product(m, n));
  arena.Reserve<T>(reflectors::SizeOf(k, k));
  arena.Reserve<T>(reflectors::SizeOf(k, std::max(n, q.cols)));
  const Scratch scratch(arena.size());
  T* const factors = arena.Take<T>(scratch, m * n);
  T* const t = arena.Take<T>(scratch, reflectors::SizeOf(k, k));
  T* const work = arena.Take<T>(scratch, reflectors::SizeOf(k, std::max(n, q.cols)));
  const Matrix<T> packed = ColumnMajor(factors, m, n);
  Copy(a, packed);
  reflectors::Factor(m, n, factors, m, t, work);
  CopyUpper(packed, r);
  if (q.cols == 0) return;
  if (q.cols <= n) {  // Q takes the reflectors' place
    reflectors::FormQ(m, q.cols, k, factors, m, t, factors, m, work);
    return Copy(packed.columns(q.cols), q);
  }
  const RowMajorOutput<T> out(q.transposed());
  reflectors::FormQ(m, q.cols, k, factors, m, t, out.data(), m, work);
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
  const OneThreadBelow cap(threaded_from::kQr, OrderOf(m, n));
  const RowMajorOutput<T> out(MatrixOf<T>(call, 1, n, m));
  Copy(MatrixOf<T>(call, 0, m, n), out.matrix().transposed());
  Arena arena;
  arena.Reserve<T>(reflectors::SizeOf(k, k));
  arena.Reserve<T>(reflectors::SizeOf(k, n));
  arena.Reserve<T>(k);
  const Scratch scratch(arena.size());
  T* const t = arena.Take<T>(scratch, reflectors::SizeOf(k, k));
  reflectors::Factor(m, n, out.data(), m, t, arena.Take<T>(scratch, reflectors::SizeOf(k, n)));
  out.Finish();
  T* const tau = arena.Take<T>(scratch, k);
  reflectors::CopyTau(k, t, tau);
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
