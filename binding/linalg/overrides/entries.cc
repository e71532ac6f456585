// Routines under LAPACK's own names: the linker takes these instead of the library's, so that its drivers (syevd,
// gesdd, geev, …) call them, too. They are the ones whose loops LAPACK's own code makes slow: docs/recursive-lapack.md.
#include <cmath>
#include <limits>

#include "../arguments.h"
#include "norms.h"
#include "sterf.h"

namespace numblas::fortran {

using Logical = blas_int;  // of the same size as an integer

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

}  // namespace

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
    if (!Accepted(#P "STERF", info)) return;                                                                      \
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
