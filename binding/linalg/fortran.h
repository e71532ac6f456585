// The BLAS and LAPACK routines in use, one row each for all element types.
// Overloads carry the Fortran symbol as their assembler name: `gemm(…, double, …)` is `dgemm_64_` itself, no wrapper in
// between. Scalars are references, which is how Fortran takes them; a character's hidden length comes last.
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>

#include "../dtype.h"

#ifndef NUMBLAS_BLAS_SUFFIX
#define NUMBLAS_BLAS_SUFFIX 64_  // ILP64: the library is built with 64-bit integers and this suffix
#endif

#define NUMBLAS_STRING_OF(x) #x
#define NUMBLAS_STRING(x) NUMBLAS_STRING_OF(x)
#define NUMBLAS_SYMBOL(name) \
  __asm__(NUMBLAS_STRING(__USER_LABEL_PREFIX__) #name "_" NUMBLAS_STRING(NUMBLAS_BLAS_SUFFIX))

namespace numblas::fortran {

using blas_int = int64_t;
using Int = const blas_int&;
using Char = const char&;
using Length = size_t;

// p: the type's letter; T: the element; R: its real type.
#define NUMBLAS_ROUTINES(p, T, R)                                                                                     \
  void gemv(Char trans, Int m, Int n, const T& alpha, const T* a, Int lda, const T* x, Int incx, const T& beta, T* y, \
            Int incy, Length = 1) NUMBLAS_SYMBOL(p##gemv);                                                            \
  void gemm(Char transa, Char transb, Int m, Int n, Int k, const T& alpha, const T* a, Int lda, const T* b, Int ldb,  \
            const T& beta, T* c, Int ldc, Length = 1, Length = 1) NUMBLAS_SYMBOL(p##gemm);                            \
  void syrk(Char uplo, Char trans, Int n, Int k, const T& alpha, const T* a, Int lda, const T& beta, T* c, Int ldc,   \
            Length = 1, Length = 1) NUMBLAS_SYMBOL(p##syrk);                                                          \
  void trsm(Char side, Char uplo, Char transa, Char diag, Int m, Int n, const T& alpha, const T* a, Int lda, T* b,    \
            Int ldb, Length = 1, Length = 1, Length = 1, Length = 1) NUMBLAS_SYMBOL(p##trsm);                         \
  void trmm(Char side, Char uplo, Char transa, Char diag, Int m, Int n, const T& alpha, const T* a, Int lda, T* b,    \
            Int ldb, Length = 1, Length = 1, Length = 1, Length = 1) NUMBLAS_SYMBOL(p##trmm);                         \
  void swap(Int n, T* x, Int incx, T* y, Int incy) NUMBLAS_SYMBOL(p##swap);                                           \
  void copy(Int n, const T* x, Int incx, T* y, Int incy) NUMBLAS_SYMBOL(p##copy);                                     \
  void laswp(Int n, T* a, Int lda, Int k1, Int k2, const blas_int* ipiv, Int incx) NUMBLAS_SYMBOL(p##laswp);          \
  void getrf(Int m, Int n, T* a, Int lda, blas_int* ipiv, blas_int& info) NUMBLAS_SYMBOL(p##getrf);                   \
  void getrs(Char trans, Int n, Int nrhs, const T* a, Int lda, const blas_int* ipiv, T* b, Int ldb, blas_int& info,   \
             Length = 1) NUMBLAS_SYMBOL(p##getrs);                                                                    \
  void trtri(Char uplo, Char diag, Int n, T* a, Int lda, blas_int& info, Length = 1, Length = 1)                      \
      NUMBLAS_SYMBOL(p##trtri);                                                                                       \
  void potrf(Char uplo, Int n, T* a, Int lda, blas_int& info, Length = 1) NUMBLAS_SYMBOL(p##potrf);

// Routines for symmetric matrices and their relatives for Hermitian ones, under the latter's names.
#define NUMBLAS_HERMITIAN_ROUTINES(p, T, R, sy, i)                                                                  \
  blas_int iamax(Int n, const T* x, Int incx) NUMBLAS_SYMBOL(i##amax);                                              \
  void hemm(Char side, Char uplo, Int m, Int n, const T& alpha, const T* a, Int lda, const T* b, Int ldb,           \
            const T& beta, T* c, Int ldc, Length = 1, Length = 1) NUMBLAS_SYMBOL(p##sy##mm);                        \
  void herk(Char uplo, Char trans, Int n, Int k, const R& alpha, const T* a, Int lda, const R& beta, T* c, Int ldc, \
            Length = 1, Length = 1) NUMBLAS_SYMBOL(p##sy##rk);                                                      \
  void her2k(Char uplo, Char trans, Int n, Int k, const T& alpha, const T* a, Int lda, const T* b, Int ldb,         \
             const R& beta, T* c, Int ldc, Length = 1, Length = 1) NUMBLAS_SYMBOL(p##sy##r2k);                      \
  void hegs2(Int itype, Char uplo, Int n, T* a, Int lda, const T* b, Int ldb, blas_int& info, Length = 1)           \
      NUMBLAS_SYMBOL(p##sy##gs2);

// Real types only, or with arguments that differ from the complex routine's.
#define NUMBLAS_REAL_ROUTINES(p, T)                                                                                \
  T dot(Int n, const T* x, Int incx, const T* y, Int incy) NUMBLAS_SYMBOL(p##dot);                                 \
  void ger(Int m, Int n, const T& alpha, const T* x, Int incx, const T* y, Int incy, T* a, Int lda)                \
      NUMBLAS_SYMBOL(p##ger);                                                                                      \
  void gesdd(Char jobz, Int m, Int n, T* a, Int lda, T* s, T* u, Int ldu, T* vt, Int ldvt, T* work, Int lwork,     \
             blas_int* iwork, blas_int& info, Length = 1) NUMBLAS_SYMBOL(p##gesdd);                                \
  void heevd(Char jobz, Char uplo, Int n, T* a, Int lda, T* w, T* work, Int lwork, blas_int* iwork, Int liwork,    \
             blas_int& info, Length = 1, Length = 1) NUMBLAS_SYMBOL(p##syevd);                                     \
  void geev(Char jobvl, Char jobvr, Int n, T* a, Int lda, T* wr, T* wi, T* vl, Int ldvl, T* vr, Int ldvr, T* work, \
            Int lwork, blas_int& info, Length = 1, Length = 1) NUMBLAS_SYMBOL(p##geev);                            \
  void gelsd(Int m, Int n, Int nrhs, T* a, Int lda, T* b, Int ldb, T* s, const T& rcond, blas_int& rank, T* work,  \
             Int lwork, blas_int* iwork, blas_int& info) NUMBLAS_SYMBOL(p##gelsd);

#define NUMBLAS_COMPLEX_ROUTINES(p, T, R)                                                                             \
  T dot(Int n, const T* x, Int incx, const T* y, Int incy) NUMBLAS_SYMBOL(p##dotu);                                   \
  T dotc(Int n, const T* x, Int incx, const T* y, Int incy) NUMBLAS_SYMBOL(p##dotc);                                  \
  void ger(Int m, Int n, const T& alpha, const T* x, Int incx, const T* y, Int incy, T* a, Int lda)                   \
      NUMBLAS_SYMBOL(p##gerc);                                                                                        \
  void gesdd(Char jobz, Int m, Int n, T* a, Int lda, R* s, T* u, Int ldu, T* vt, Int ldvt, T* work, Int lwork,        \
             R* rwork, blas_int* iwork, blas_int& info, Length = 1) NUMBLAS_SYMBOL(p##gesdd);                         \
  void heevd(Char jobz, Char uplo, Int n, T* a, Int lda, R* w, T* work, Int lwork, R* rwork, Int lrwork,              \
             blas_int* iwork, Int liwork, blas_int& info, Length = 1, Length = 1) NUMBLAS_SYMBOL(p##heevd);           \
  void geev(Char jobvl, Char jobvr, Int n, T* a, Int lda, T* w, T* vl, Int ldvl, T* vr, Int ldvr, T* work, Int lwork, \
            R* rwork, blas_int& info, Length = 1, Length = 1) NUMBLAS_SYMBOL(p##geev);                                \
  void gelsd(Int m, Int n, Int nrhs, T* a, Int lda, T* b, Int ldb, R* s, const R& rcond, blas_int& rank, T* work,     \
             Int lwork, R* rwork, blas_int* iwork, blas_int& info) NUMBLAS_SYMBOL(p##gelsd);

NUMBLAS_ROUTINES(s, float, float)
NUMBLAS_ROUTINES(d, double, double)
NUMBLAS_ROUTINES(c, complex64_t, float)
NUMBLAS_ROUTINES(z, complex128_t, double)
NUMBLAS_HERMITIAN_ROUTINES(s, float, float, sy, is)
NUMBLAS_HERMITIAN_ROUTINES(d, double, double, sy, id)
NUMBLAS_HERMITIAN_ROUTINES(c, complex64_t, float, he, ic)
NUMBLAS_HERMITIAN_ROUTINES(z, complex128_t, double, he, iz)
NUMBLAS_REAL_ROUTINES(s, float)
NUMBLAS_REAL_ROUTINES(d, double)
NUMBLAS_COMPLEX_ROUTINES(c, complex64_t, float)
NUMBLAS_COMPLEX_ROUTINES(z, complex128_t, double)

#undef NUMBLAS_ROUTINES
#undef NUMBLAS_HERMITIAN_ROUTINES
#undef NUMBLAS_REAL_ROUTINES
#undef NUMBLAS_COMPLEX_ROUTINES

}  // namespace numblas::fortran
