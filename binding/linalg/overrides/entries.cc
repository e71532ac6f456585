// Routines under LAPACK's own names: the linker takes these instead of the library's, so that its drivers (syevd,
// gesdd, geev, …) call them, too. They are the ones whose loops LAPACK's own code makes slow: docs/recursive-lapack.md.
#include <cmath>
#include <limits>

#include "../fortran.h"
#include "../reflectors.h"
#include "norms.h"
#include "sterf.h"

namespace numblas::fortran {

using Logical = blas_int;  // of the same size as an integer

void xerbla(const char* routine, Int argument, Length) NUMBLAS_SYMBOL(xerbla);

namespace {

char Upper(char letter) { return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter; }

template <class R>
R MachineParameter(char name) {
  using L = std::numeric_limits<R>;
  switch (Upper(name)) {
    case 'E':
      return L::epsilon() / 2;
    case 'S':
      return L::min();
    case 'B':
      return L::radix;
    case 'P':
      return L::epsilon();
    case 'N':
      return L::digits;
    case 'R':
      return 1;
    case 'M':
      return L::min_exponent;
    case 'U':
      return L::min();
    case 'L':
      return L::max_exponent;
    case 'O':
      return L::max();
    default:
      return 0;
  }
}

// 'M', '1', 'I' or 'F'; 0 for what is none of LAPACK's letters.
char KindOf(char norm) {
  switch (Upper(norm)) {
    case 'M':
      return 'M';
    case 'O':
    case '1':
      return '1';
    case 'I':
      return 'I';
    case 'F':
    case 'E':
      return 'F';
    default:
      return 0;
  }
}

template <class T>
void Geqrf(const char* name, blas_int m, blas_int n, T* a, blas_int lda, T* tau, T* work, blas_int lwork,
           blas_int& info) {
  const blas_int k = std::min(m, n);
  info = 0;
  if (m < 0) {
    info = -1;
  } else if (n < 0) {
    info = -2;
  } else if (lda < std::max<blas_int>(1, m)) {
    info = -4;
  } else if (lwork != -1 && lwork < (k > 0 ? n : 1)) {
    info = -7;
  }
  if (info != 0) return xerbla(name, -info, 6);
  // What is really wanted comes from Scratch.
  work[0] = T(static_cast<Real<T>>(k > 0 ? n : 1));
  if (lwork == -1 || k == 0) return;
  Arena arena;
  arena.Reserve<T>(reflectors::SizeOf(k, k));
  arena.Reserve<T>(reflectors::SizeOf(k, n));
  const Scratch scratch(arena.size());
  T* const t = arena.Take<T>(scratch, reflectors::SizeOf(k, k));
  reflectors::Factor(m, n, a, lda, t, arena.Take<T>(scratch, reflectors::SizeOf(k, n)));
  reflectors::CopyTau(k, t, tau);
}

}  // namespace

#define NUMBLAS_ALL(p, P, T)                                                                                       \
  void p##larfg(Int n, T& alpha, T* x, Int incx, T& tau) NUMBLAS_SYMBOL(p##larfg);                                 \
  void p##larfg(Int n, T& alpha, T* x, Int incx, T& tau) { tau = reflectors::Reflector(n, alpha, x, incx); }       \
                                                                                                                   \
  void p##geqrf(Int m, Int n, T* a, Int lda, T* tau, T* work, Int lwork, blas_int& info) NUMBLAS_SYMBOL(p##geqrf); \
  void p##geqrf(Int m, Int n, T* a, Int lda, T* tau, T* work, Int lwork, blas_int& info) {                         \
    Geqrf(#P "GEQRF", m, n, a, lda, tau, work, lwork, info);                                                       \
  }
NUMBLAS_ALL(s, S, float)
NUMBLAS_ALL(d, D, double)
NUMBLAS_ALL(c, C, complex64_t)
NUMBLAS_ALL(z, Z, complex128_t)

// Real types only.
#define NUMBLAS_REAL(p, P, R)                                                                                     \
  void lassq(Int n, const R* x, Int incx, R& scale, R& sum) NUMBLAS_SYMBOL(p##lassq);                             \
                                                                                                                  \
  R p##lamch(Char name, Length) NUMBLAS_SYMBOL(p##lamch);                                                         \
  R p##lamch(Char name, Length) { return MachineParameter<R>(name); }                                             \
  R p##lamc3(const R& a, const R& b) NUMBLAS_SYMBOL(p##lamc3);                                                    \
  R p##lamc3(const R& a, const R& b) { return a + b; }                                                            \
                                                                                                                  \
  Logical p##isnan(const R& x) NUMBLAS_SYMBOL(p##isnan);                                                          \
  Logical p##isnan(const R& x) { return std::isnan(x); }                                                          \
  R p##lapy2(const R& x, const R& y) NUMBLAS_SYMBOL(p##lapy2);                                                    \
  R p##lapy2(const R& x, const R& y) { return Lapy2(x, y); }                                                      \
                                                                                                                  \
  void p##sterf(Int n, R* d, R* e, blas_int& info) NUMBLAS_SYMBOL(p##sterf);                                      \
  void p##sterf(Int n, R* d, R* e, blas_int& info) {                                                              \
    info = n < 0 ? -1 : 0;                                                                                        \
    if (info != 0) return xerbla(#P "STERF", 1, 6);                                                               \
    info = overrides::Sterf(n, d, e);                                                                             \
  }                                                                                                               \
                                                                                                                  \
  R p##lange(Char norm, Int m, Int n, const R* a, Int lda, R* work, Length) NUMBLAS_SYMBOL(p##lange);             \
  R p##lange(Char norm, Int m, Int n, const R* a, Int lda, R* work, Length) {                                     \
    const char kind = KindOf(norm);                                                                               \
    if (kind == 0 || m <= 0 || n <= 0) return 0;                                                                  \
    if (kind != 'F') return overrides::Lange(kind, m, n, a, lda, work);                                           \
    R scale = 0;                                                                                                  \
    R sum = 1;                                                                                                    \
    for (blas_int j = 0; j < n; j++) lassq(m, a + j * lda, 1, scale, sum);                                        \
    return scale * std::sqrt(sum);                                                                                \
  }                                                                                                               \
                                                                                                                  \
  R p##lansy(Char norm, Char uplo, Int n, const R* a, Int lda, R* work, Length, Length) NUMBLAS_SYMBOL(p##lansy); \
  R p##lansy(Char norm, Char uplo, Int n, const R* a, Int lda, R* work, Length, Length) {                         \
    const char kind = KindOf(norm);                                                                               \
    const bool upper = Upper(uplo) == 'U';                                                                        \
    if (kind == 0 || n <= 0) return 0;                                                                            \
    if (kind != 'F') return overrides::Lansy(kind, upper, n, a, lda, work);                                       \
    R scale = 0;                                                                                                  \
    R sum = 1;                                                                                                    \
    for (blas_int j = 0; j < n; j++) {                                                                            \
      lassq(upper ? j : n - j - 1, a + j * lda + (upper ? 0 : j + 1), 1, scale, sum);                             \
    }                                                                                                             \
    sum *= 2;                                                                                                     \
    lassq(n, a, lda + 1, scale, sum);                                                                             \
    return scale * std::sqrt(sum);                                                                                \
  }
NUMBLAS_REAL(s, S, float)
NUMBLAS_REAL(d, D, double)

}  // namespace numblas::fortran
