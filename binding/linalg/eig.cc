// Eigenvalues and right eigenvectors of general matrices (geev). Results are complex, whatever the input; lib/ drops
// imaginary parts that are all zero.
#include "fortran.h"
#include "matrix.h"
#include "rows.h"
#include "threads.h"

namespace numblas {
namespace {

using fortran::blas_int;

template <class T>
using Complex = std::complex<Real<T>>;

// What geev writes: for real matrices the eigenvalues' parts lie in two arrays (values, then imaginary).
template <class T>
blas_int Geev(bool vectors, int64_t n, T* a, T* values, T* imaginary, T* v, T* work, int64_t work_size,
              Real<T>* real_work) {
  blas_int info;
  const char job = vectors ? 'V' : 'N';
  if constexpr (kIsComplex<T>) {
    fortran::geev('N', job, n, a, n, values, nullptr, 1, v, n, work, work_size, real_work, info);
  } else {
    fortran::geev('N', job, n, a, n, values, imaginary, nullptr, 1, v, n, work, work_size, info);
  }
  return info;
}

// Column j of the eigenvectors. A real matrix's conjugate pair shares two columns: real parts, then imaginary parts.
template <class T>
void CopyVectors(const T* v, const T* imaginary, const Matrix<Complex<T>>& to) {
  const int64_t n = to.rows;
  if constexpr (kIsComplex<T>) {
    Copy(ColumnMajor(const_cast<T*>(v), n, n), to);
  } else {
    for (int64_t j = 0; j < n; j++, v += n) {
      if (imaginary[j] == 0 || j + 1 == n) {
        for (int64_t i = 0; i < n; i++) to.at(i, j) = v[i];
        continue;
      }
      for (int64_t i = 0; i < n; i++) {
        to.at(i, j) = {v[i], v[i + n]};
        to.at(i, j + 1) = {v[i], -v[i + n]};
      }
      j++;
      v += n;
    }
  }
}

// a (n,n) -> w (n), v (n,n) by columns unless empty, info: -1 for NaN or infinity in a, > 0 where it did not converge.
template <class T>
int64_t Eig(const Matrix<T>& a, const Matrix<Complex<T>>& w, const Matrix<Complex<T>>& v) {
  const int64_t n = a.rows;
  if (n == 0) return 0;
  const bool vectors = !v.empty();
  const int64_t vector_size = vectors ? Product(n, n) : 0;
  T optimal{};
  Real<T> real_optimal{};  // a query writes here, too
  Geev<T>(vectors, n, nullptr, nullptr, nullptr, nullptr, &optimal, -1, &real_optimal);
  const int64_t work_size = OptimalSize(optimal);
  const int64_t real_work_size = kIsComplex<T> ? Product(2, n) : 0;
  Arena arena;
  arena.Reserve<T>(Product(n, n));
  arena.Reserve<T>(n);
  arena.Reserve<T>(n);
  arena.Reserve<T>(vector_size);
  arena.Reserve<T>(work_size);
  arena.Reserve<Real<T>>(real_work_size);
  const Scratch scratch(arena.size());
  T* const copy = arena.Take<T>(scratch, n * n);
  T* const values = arena.Take<T>(scratch, n);
  T* const imaginary = arena.Take<T>(scratch, n);
  T* const columns = arena.Take<T>(scratch, vector_size);
  T* const work = arena.Take<T>(scratch, work_size);
  Real<T>* const real_work = arena.Take<Real<T>>(scratch, real_work_size);
  Copy(a, ColumnMajor(copy, n, n));
  const OneThreadBelow cap(threaded_from::kEig, n);
  const blas_int info =
      AllFinite(copy, n * n) ? Geev(vectors, n, copy, values, imaginary, columns, work, work_size, real_work) : -1;
  if (info != 0) {
    Fill(w, NotANumber<Complex<T>>());
    Fill(v, NotANumber<Complex<T>>());
    return info;
  }
  for (int64_t i = 0; i < n; i++) {
    if constexpr (kIsComplex<T>) {
      w.at(i, 0) = values[i];
    } else {
      w.at(i, 0) = {values[i], imaginary[i]};
    }
  }
  if (vectors) CopyVectors(columns, imaginary, v);
  return 0;
}

template <class T>
void ValuesAndVectors(const CoreCall& call) {
  const int64_t n = call.dims[0];
  SetInfo(call, 3,
          Eig(MatrixOf<T>(call, 0, n, n), VectorOf<Complex<T>>(call, 1, n), MatrixOf<Complex<T>>(call, 2, n, n)));
}

template <class T>
void OnlyValues(const CoreCall& call) {
  const int64_t n = call.dims[0];
  SetInfo(call, 2, Eig(MatrixOf<T>(call, 0, n, n), VectorOf<Complex<T>>(call, 1, n), Matrix<Complex<T>>{}));
}

}  // namespace

void AddEigRows(OpTable& table) {
  AddBlasRow(table, "eig", "(n,n)->(n),(n,n),()", "x->zzl", 3000,
             []<class T>(T) -> CoreLoop { return ValuesAndVectors<T>; });
  AddBlasRow(table, "eigvals", "(n,n)->(n),()", "x->zl", 2000, []<class T>(T) -> CoreLoop { return OnlyValues<T>; });
}

}  // namespace numblas
