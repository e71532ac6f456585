// Reflectors, and what is made of them, under LAPACK's own names: see entries.cc.
#include "../arguments.h"
#include "../block_reflectors.h"
#include "../fortran.h"
#include "../reflectors.h"
#include "labrd.h"

namespace numblas::fortran {

namespace {

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
  if (!Accepted(name, info)) return;
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

// The product with the Q of geqrf, or of gelqf (by_rows): for the latter Q = H(k)^H … H(1)^H.
template <class T>
void Ormqr(const char* name, bool by_rows, char side, char trans, blas_int m, blas_int n, blas_int k, const T* a,
           blas_int lda, const T* tau, T* c, blas_int ldc, T* work, blas_int lwork, blas_int& info) {
  const bool left = Is(side, 'L');
  const bool plain = Is(trans, 'N');
  const blas_int order = left ? m : n;
  const blas_int others = std::max<blas_int>(1, left ? n : m);
  info = 0;
  if (!left && !Is(side, 'R')) {
    info = -1;
  } else if (!plain && !Is(trans, reflectors::kAdjoint<T>)) {
    info = -2;
  } else if (m < 0) {
    info = -3;
  } else if (n < 0) {
    info = -4;
  } else if (k < 0 || k > order) {
    info = -5;
  } else if (lda < std::max<blas_int>(1, by_rows ? k : order)) {
    info = -7;
  } else if (ldc < std::max<blas_int>(1, m)) {
    info = -10;
  } else if (lwork < others && lwork != -1) {
    info = -12;
  }
  if (!Accepted(name, info)) return;
  // What is really wanted comes from Scratch.
  work[0] = T(static_cast<Real<T>>(others));
  if (lwork == -1 || m == 0 || n == 0 || k == 0) return;
  reflectors::ApplyQ(left, plain == by_rows, reflectors::Reflectors<T>{order, k, a, lda, by_rows, tau}, m, n, c, ldc);
}

// Up to so many reflectors LAPACK's routine for one after the other is as fast. (None: Q is the identity.)
template <class T>
inline constexpr blas_int kFormedByLapack = kIsComplex<T> ? 64 : 0;

template <class T, class Unblocked>
void Orgqr(const char* name, blas_int m, blas_int n, blas_int k, T* a, blas_int lda, const T* tau, T* work,
           blas_int lwork, blas_int& info, const Unblocked& unblocked) {
  info = 0;
  if (m < 0) {
    info = -1;
  } else if (n < 0 || n > m) {
    info = -2;
  } else if (k < 0 || k > n) {
    info = -3;
  } else if (lda < std::max<blas_int>(1, m)) {
    info = -5;
  } else if (lwork < std::max<blas_int>(1, n) && lwork != -1) {
    info = -8;
  }
  if (!Accepted(name, info)) return;
  work[0] = T(static_cast<Real<T>>(std::max<blas_int>(1, n)));
  if (lwork == -1 || n == 0) return;
  if (k <= kFormedByLapack<T>) return unblocked();
  reflectors::FormFirst(m, n, k, a, lda, tau);
}

}  // namespace

#define NUMBLAS_PRODUCT(name, NAME, T, by_rows)                                                                    \
  void name(Char side, Char trans, Int m, Int n, Int k, const T* a, Int lda, const T* tau, T* c, Int ldc, T* work, \
            Int lwork, blas_int& info, Length, Length) NUMBLAS_SYMBOL(name);                                       \
  void name(Char side, Char trans, Int m, Int n, Int k, const T* a, Int lda, const T* tau, T* c, Int ldc, T* work, \
            Int lwork, blas_int& info, Length, Length) {                                                           \
    Ormqr(NAME, by_rows, side, trans, m, n, k, a, lda, tau, c, ldc, work, lwork, info);                            \
  }

#define NUMBLAS_ALL(p, P, T, un, UN)                                                                               \
  void p##larfg(Int n, T& alpha, T* x, Int incx, T& tau) NUMBLAS_SYMBOL(p##larfg);                                 \
  void p##larfg(Int n, T& alpha, T* x, Int incx, T& tau) { tau = reflectors::Reflector(n, alpha, x, incx); }       \
                                                                                                                   \
  void p##geqrf(Int m, Int n, T* a, Int lda, T* tau, T* work, Int lwork, blas_int& info) NUMBLAS_SYMBOL(p##geqrf); \
  void p##geqrf(Int m, Int n, T* a, Int lda, T* tau, T* work, Int lwork, blas_int& info) {                         \
    Geqrf(#P "GEQRF", m, n, a, lda, tau, work, lwork, info);                                                       \
  }                                                                                                                \
                                                                                                                   \
  NUMBLAS_PRODUCT(p##un##mqr, #P #UN "MQR", T, false)                                                              \
  NUMBLAS_PRODUCT(p##un##mlq, #P #UN "MLQ", T, true)                                                               \
                                                                                                                   \
  void p##un##g2r(Int m, Int n, Int k, T* a, Int lda, const T* tau, T* work, blas_int& info)                       \
      NUMBLAS_SYMBOL(p##un##g2r);                                                                                  \
  void p##un##gqr(Int m, Int n, Int k, T* a, Int lda, const T* tau, T* work, Int lwork, blas_int& info)            \
      NUMBLAS_SYMBOL(p##un##gqr);                                                                                  \
  void p##un##gqr(Int m, Int n, Int k, T* a, Int lda, const T* tau, T* work, Int lwork, blas_int& info) {          \
    Orgqr(#P #UN "GQR", m, n, k, a, lda, tau, work, lwork, info,                                                   \
          [&] { p##un##g2r(m, n, k, a, lda, tau, work, info); });                                                  \
  }
NUMBLAS_ALL(s, S, float, or, OR)
NUMBLAS_ALL(d, D, double, or, OR)
NUMBLAS_ALL(c, C, complex64_t, un, UN)
NUMBLAS_ALL(z, Z, complex128_t, un, UN)

// Real types only.
#define NUMBLAS_REAL(p, R)                                                                                         \
  void p##labrd(Int m, Int n, Int nb, R* a, Int lda, R* d, R* e, R* tauq, R* taup, R* x, Int ldx, R* y, Int ldy)   \
      NUMBLAS_SYMBOL(p##labrd);                                                                                    \
  void p##labrd(Int m, Int n, Int nb, R* a, Int lda, R* d, R* e, R* tauq, R* taup, R* x, Int ldx, R* y, Int ldy) { \
    overrides::Labrd(m, n, nb, a, lda, d, e, tauq, taup, x, ldx, y, ldy);                                          \
  }
NUMBLAS_REAL(s, float)
NUMBLAS_REAL(d, double)

}  // namespace numblas::fortran
