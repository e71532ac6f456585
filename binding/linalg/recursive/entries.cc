// Recursive routines under LAPACK's own names: the linker takes these instead of the library's, so that its drivers
// (sysv, sygvd, …) call them, too. Where they win, and by how much: docs/recursive-lapack.md.
#include <algorithm>

#include "../arguments.h"
#include "hegst.h"
#include "sytrf.h"

namespace numblas::fortran {

namespace {

// Below this the unblocked routine is as fast.
constexpr int64_t kUnblocked = 40;

// How many columns a panel has: wide ones cost more time in gemv, narrow ones more passes over the rest.
int64_t PanelWidth(int64_t n) { return n < 1500 ? 32 : 96; }

template <bool kHermitian, class T, class Unblocked>
void CheckedSytrf(const char* name, char uplo, blas_int n, T* a, blas_int lda, blas_int* ipiv, T* work, blas_int lwork,
                  blas_int& info, const Unblocked& unblocked) {
  info = 0;
  if (!Is(uplo, 'U') && !Is(uplo, 'L')) {
    info = -1;
  } else if (n < 0) {
    info = -2;
  } else if (lda < std::max<blas_int>(1, n)) {
    info = -4;
  } else if (lwork < 1 && lwork != -1) {
    info = -7;
  }
  if (!Accepted(name, info)) return;
  // What is really wanted comes from Scratch; the drivers solve by products if they are given n elements.
  work[0] = T(static_cast<Real<T>>(std::max<blas_int>(1, n)));
  if (lwork == -1) return;
  if (n <= kUnblocked) return unblocked();
  info = recursive::Sytrf<kHermitian>(Is(uplo, 'L'), n, a, lda, ipiv, PanelWidth(n));
}

template <class T>
void CheckedHegst(const char* name, blas_int itype, char uplo, blas_int n, T* a, blas_int lda, const T* b, blas_int ldb,
                  blas_int& info) {
  info = 0;
  if (itype < 1 || itype > 3) {
    info = -1;
  } else if (!Is(uplo, 'U') && !Is(uplo, 'L')) {
    info = -2;
  } else if (n < 0) {
    info = -3;
  } else if (lda < std::max<blas_int>(1, n)) {
    info = -5;
  } else if (ldb < std::max<blas_int>(1, n)) {
    info = -7;
  }
  if (!Accepted(name, info)) return;
  recursive::Hegst(itype, Is(uplo, 'L'), n, a, lda, b, ldb);
}

}  // namespace

#define NUMBLAS_SYTRF(p, P, T, kind, KIND, hermitian)                                                                 \
  void kind##f2(Char uplo, Int n, T* a, Int lda, blas_int* ipiv, blas_int& info, Length) NUMBLAS_SYMBOL(p##kind##f2); \
  void kind##rf(Char uplo, Int n, T* a, Int lda, blas_int* ipiv, T* work, Int lwork, blas_int& info, Length)          \
      NUMBLAS_SYMBOL(p##kind##rf);                                                                                    \
  void kind##rf(Char uplo, Int n, T* a, Int lda, blas_int* ipiv, T* work, Int lwork, blas_int& info, Length) {        \
    CheckedSytrf<hermitian>(#P #KIND "RF", uplo, n, a, lda, ipiv, work, lwork, info,                                  \
                            [&] { kind##f2(uplo, n, a, lda, ipiv, info, 1); });                                       \
  }
NUMBLAS_SYTRF(s, S, float, syt, SYT, false)
NUMBLAS_SYTRF(d, D, double, syt, SYT, false)
NUMBLAS_SYTRF(c, C, complex64_t, syt, SYT, false)
NUMBLAS_SYTRF(z, Z, complex128_t, syt, SYT, false)
NUMBLAS_SYTRF(c, C, complex64_t, het, HET, true)
NUMBLAS_SYTRF(z, Z, complex128_t, het, HET, true)

#define NUMBLAS_HEGST(p, P, T, kind, KIND)                                                              \
  void hegst(Int itype, Char uplo, Int n, T* a, Int lda, const T* b, Int ldb, blas_int& info, Length)   \
      NUMBLAS_SYMBOL(p##kind);                                                                          \
  void hegst(Int itype, Char uplo, Int n, T* a, Int lda, const T* b, Int ldb, blas_int& info, Length) { \
    CheckedHegst(#P #KIND, itype, uplo, n, a, lda, b, ldb, info);                                       \
  }
NUMBLAS_HEGST(s, S, float, sygst, SYGST)
NUMBLAS_HEGST(d, D, double, sygst, SYGST)
NUMBLAS_HEGST(c, C, complex64_t, hegst, HEGST)
NUMBLAS_HEGST(z, Z, complex128_t, hegst, HEGST)

}  // namespace numblas::fortran
