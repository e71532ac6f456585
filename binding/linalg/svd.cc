// Singular values and vectors, by LAPACK's divide and conquer (gesdd).
// LAPACK sees a row-major matrix transposed, a^T = V S U^T: its left vectors are our right ones, in the layout that we
// want, so U and Vh swap places and nothing is transposed. (For complex: a^T = conj(V) S conj(U)^H, and the
// conjugations cancel in the same way.)
#include "decompositions.h"
#include "fortran.h"
#include "matrix.h"
#include "rows.h"
#include "threads.h"

namespace numblas {
namespace {

using fortran::blas_int;

// One call of gesdd, or a query for its workspace where work_size is -1.
template <class T>
blas_int Gesdd(Vectors vectors, blas_int m, blas_int n, T* a, Real<T>* s, T* u, blas_int ldu, T* vt, blas_int ldvt,
               T* work, blas_int work_size, Real<T>* real_work, blas_int* int_work) {
  blas_int info;
  const char job = static_cast<char>(vectors);
  if constexpr (kIsComplex<T>) {
    fortran::gesdd(job, m, n, a, m, s, u, ldu, vt, ldvt, work, work_size, real_work, int_work, info);
  } else {
    fortran::gesdd(job, m, n, a, m, s, u, ldu, vt, ldvt, work, work_size, int_work, info);
  }
  return info;
}

// What gesdd's documentation asks of rwork (complex only), for LAPACK 3.7 and later.
template <class T>
int64_t RealWorkSize(Vectors vectors, int64_t most, int64_t least) {
  if (!kIsComplex<T>) return 0;
  if (vectors == Vectors::kNone) return Product(5, least);
  return std::max(Product(5 * least, least) + 5 * least, Product(2 * most, least) + Product(2 * least, least) + least);
}

// The workspace that gesdd asks for. The answer for the last shape is kept: on a tiny matrix the query takes a fifth of
// the time.
template <class T>
int64_t WorkSize(Vectors vectors, int64_t m, int64_t n, blas_int ldu, blas_int ldvt) {
  struct Answer {
    Vectors vectors;
    int64_t m, n, size;
  };
  static thread_local Answer last{Vectors::kNone, 0, 0, 0};
  if (last.vectors != vectors || last.m != m || last.n != n) {
    T optimal{};
    Gesdd<T>(vectors, n, m, nullptr, nullptr, nullptr, ldu, nullptr, ldvt, &optimal, -1, nullptr, nullptr);
    last = {vectors, m, n, OptimalSize(optimal)};
  }
  return last.size;
}

}  // namespace

template <class T>
int64_t Svd(const Matrix<T>& a, Vectors vectors, const Matrix<T>& u, const Matrix<Real<T>>& s, const Matrix<T>& vh) {
  const int64_t m = a.rows;
  const int64_t n = a.cols;
  const int64_t k = std::min(m, n);
  if (k == 0) {
    if (vectors == Vectors::kAll) {
      FillIdentity(u);
      FillIdentity(vh);
    }
    return 0;
  }
  // LAPACK is faster on tall matrices than on wide ones, and a tall a is wide to it: turn the problem round.
  if (m > n) return Svd(a.transposed(), vectors, vh.transposed(), s, u.transposed());
  const int64_t real_work_size = RealWorkSize<T>(vectors, std::max(m, n), k);
  const blas_int ldu = vectors == Vectors::kNone ? 1 : n;
  const blas_int ldvt = vectors == Vectors::kNone ? 1 : u.cols;
  const int64_t work_size = WorkSize<T>(vectors, m, n, ldu, ldvt);
  Arena arena;
  arena.Reserve<T>(Product(m, n));
  arena.Reserve<Real<T>>(k);
  arena.Reserve<T>(work_size);
  arena.Reserve<Real<T>>(real_work_size);
  arena.Reserve<blas_int>(8 * k);
  const Scratch scratch(arena.size());
  T* const copy = arena.Take<T>(scratch, m * n);
  Real<T>* const values = arena.Take<Real<T>>(scratch, k);
  T* const work = arena.Take<T>(scratch, work_size);
  Real<T>* const real_work = arena.Take<Real<T>>(scratch, real_work_size);
  blas_int* const int_work = arena.Take<blas_int>(scratch, 8 * k);
  Copy(a, RowMajor(copy, m, n));
  blas_int info = 1;  // NumPy's error for NaN and infinity is that it did not converge; gesdd itself may loop for ever
  if (AllFinite(copy, m * n)) {
    const OneThreadBelow cap(threaded_from::kSvd, k);
    const RowMajorOutput<T> u_out(u);
    const RowMajorOutput<T> vh_out(vh);
    info = Gesdd(vectors, n, m, copy, values, vh_out.data(), ldu, u_out.data(), ldvt, work, work_size, real_work,
                 int_work);
    if (info == 0) {
      u_out.Finish();
      vh_out.Finish();
      Copy(RowMajor(values, k, 1), s);
      return 0;
    }
  }
  Fill(u, NotANumber<T>());
  Fill(s, NotANumber<Real<T>>());
  Fill(vh, NotANumber<T>());
  return info;
}

template int64_t Svd(const Matrix<float>&, Vectors, const Matrix<float>&, const Matrix<float>&, const Matrix<float>&);
template int64_t Svd(const Matrix<double>&, Vectors, const Matrix<double>&, const Matrix<double>&,
                     const Matrix<double>&);
template int64_t Svd(const Matrix<complex64_t>&, Vectors, const Matrix<complex64_t>&, const Matrix<float>&,
                     const Matrix<complex64_t>&);
template int64_t Svd(const Matrix<complex128_t>&, Vectors, const Matrix<complex128_t>&, const Matrix<double>&,
                     const Matrix<complex128_t>&);

namespace {

template <class T>
void SingularValues(const CoreCall& call) {
  const int64_t m = call.dims[0];
  const int64_t n = call.dims[1];
  const Matrix<T> none{nullptr, 0, 0, 0, 0};
  SetInfo(call, 2,
          Svd(MatrixOf<T>(call, 0, m, n), Vectors::kNone, none, VectorOf<Real<T>>(call, 1, std::min(m, n)), none));
}

template <class T>
void SingularVectors(const CoreCall& call) {
  const int64_t m = call.dims[0];
  const int64_t n = call.dims[1];
  const int64_t k = std::min(m, n);
  SetInfo(call, 4,
          Svd(MatrixOf<T>(call, 0, m, n), Vectors::kSome, MatrixOf<T>(call, 1, m, k), VectorOf<Real<T>>(call, 2, k),
              MatrixOf<T>(call, 3, k, n)));
}

template <class T>
void AllSingularVectors(const CoreCall& call) {
  const int64_t m = call.dims[0];
  const int64_t n = call.dims[1];
  SetInfo(call, 4,
          Svd(MatrixOf<T>(call, 0, m, n), Vectors::kAll, MatrixOf<T>(call, 1, m, m),
              VectorOf<Real<T>>(call, 2, std::min(m, n)), MatrixOf<T>(call, 3, n, n)));
}

}  // namespace

void AddSvdRows(OpTable& table) {
  AddBlasRow(table, "svd_n", "(m,n)->(k),()", "x->rl", 50, []<class T>(T) -> CoreLoop { return SingularValues<T>; });
  AddBlasRow(table, "svd_s", "(m,n)->(m,k),(k),(k,n),()", "x->xrxl", 50,
             []<class T>(T) -> CoreLoop { return SingularVectors<T>; });
  AddBlasRow(table, "svd_f", "(m,n)->(m,m),(k),(n,n),()", "x->xrxl", 50,
             []<class T>(T) -> CoreLoop { return AllSingularVectors<T>; });
}

}  // namespace numblas
