// Eigenvalues and eigenvectors of symmetric and Hermitian matrices, by divide and conquer (syevd, heevd).
#include "decompositions.h"
#include "fortran.h"
#include "matrix.h"
#include "rows.h"
#include "threads.h"

namespace numblas {
namespace {

using fortran::blas_int;

struct WorkSizes {
  int64_t work;
  int64_t real_work;  // complex types only
  int64_t int_work;
};

template <class T>
struct Work {
  T* work;
  Real<T>* real_work;
  blas_int* int_work;
};

// One call, or a query where the sizes are -1. Of LAPACK's two triangles the lower one, which takes up to a tenth less.
template <class T>
blas_int Heevd(char job, int64_t n, T* a, Real<T>* w, const Work<T>& work, const WorkSizes& sizes) {
  constexpr char kTriangle = 'L';
  blas_int info;
  if constexpr (kIsComplex<T>) {
    fortran::heevd(job, kTriangle, n, a, n, w, work.work, sizes.work, work.real_work, sizes.real_work, work.int_work,
                   sizes.int_work, info);
  } else {
    fortran::heevd(job, kTriangle, n, a, n, w, work.work, sizes.work, work.int_work, sizes.int_work, info);
  }
  return info;
}

}  // namespace

template <class T>
int64_t Eigh(const Matrix<T>& a, bool upper, const Matrix<Real<T>>& w, const Matrix<T>& v) {
  const int64_t n = a.rows;
  if (n == 0) return 0;
  const char job = v.empty() ? 'N' : 'V';
  T optimal{};
  Real<T> real_optimal{};
  blas_int int_optimal = 0;
  Heevd<T>(job, n, nullptr, nullptr, {&optimal, &real_optimal, &int_optimal}, {-1, -1, -1});
  const WorkSizes sizes{OptimalSize(optimal), kIsComplex<T> ? OptimalSize(real_optimal) : 0, int_optimal};
  Arena arena;
  arena.Reserve<T>(Product(n, n));
  arena.Reserve<Real<T>>(n);
  arena.Reserve<T>(sizes.work);
  arena.Reserve<Real<T>>(sizes.real_work);
  arena.Reserve<blas_int>(sizes.int_work);
  const Scratch scratch(arena.size());
  T* const vectors = arena.Take<T>(scratch, n * n);
  Real<T>* const values = arena.Take<Real<T>>(scratch, n);
  const Work<T> work{arena.Take<T>(scratch, sizes.work), arena.Take<Real<T>>(scratch, sizes.real_work),
                     arena.Take<blas_int>(scratch, sizes.int_work)};
  // By columns LAPACK sees a itself, by rows a^T = conj(a): so that either triangle becomes its lower one.
  CopyTriangle(a, upper ? RowMajor(vectors, n, n) : ColumnMajor(vectors, n, n), upper);
  ClearBeside(RowMajor(vectors, n, n), true);
  const OneThreadBelow cap(threaded_from::kEigh, n);
  const blas_int info = AllFinite(vectors, n * n) ? Heevd(job, n, vectors, values, work, sizes) : 1;
  if (info != 0) {
    Fill(w, NotANumber<Real<T>>());
    Fill(v, NotANumber<T>());
    return info;
  }
  Copy(RowMajor(values, n, 1), w);
  if (v.empty()) return 0;
  if constexpr (kIsComplex<T>) {
    if (upper) {
      for (int64_t i = 0; i < n * n; i++) vectors[i] = Conjugate(vectors[i]);
    }
  }
  Copy(ColumnMajor(vectors, n, n), v);
  return 0;
}

template int64_t Eigh(const Matrix<float>&, bool, const Matrix<float>&, const Matrix<float>&);
template int64_t Eigh(const Matrix<double>&, bool, const Matrix<double>&, const Matrix<double>&);
template int64_t Eigh(const Matrix<complex64_t>&, bool, const Matrix<float>&, const Matrix<complex64_t>&);
template int64_t Eigh(const Matrix<complex128_t>&, bool, const Matrix<double>&, const Matrix<complex128_t>&);

namespace {

template <class T>
void ValuesAndVectors(const CoreCall& call) {
  const int64_t n = call.dims[0];
  SetInfo(
      call, 3,
      Eigh(MatrixOf<T>(call, 0, n, n), call.params[0] != 0, VectorOf<Real<T>>(call, 1, n), MatrixOf<T>(call, 2, n, n)));
}

template <class T>
void OnlyValues(const CoreCall& call) {
  const int64_t n = call.dims[0];
  SetInfo(call, 2, Eigh(MatrixOf<T>(call, 0, n, n), call.params[0] != 0, VectorOf<Real<T>>(call, 1, n), Matrix<T>{}));
}

}  // namespace

void AddEighRows(OpTable& table) {
  AddBlasRow(table, "eigh", "(n,n)->(n),(n,n),()", "x->rxl", 1000,
             []<class T>(T) -> CoreLoop { return ValuesAndVectors<T>; });
  AddBlasRow(table, "eigvalsh", "(n,n)->(n),()", "x->rl", 500, []<class T>(T) -> CoreLoop { return OnlyValues<T>; });
}

}  // namespace numblas
