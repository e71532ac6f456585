// Our recursive routines, those that look ahead and those in wider blocks, beside the library's, in pairs: medians of
// times, and residuals in units of n eps. recursive ROUTINE TYPES SIZES REPEATS [KEY=VALUE …], for example: recursive
// sytrf dz 64,1000 9 nb=48 uplo=L
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "cases.h"
#include "linalg/block_reflectors.h"
#include "linalg/fortran.h"
#include "linalg/lookahead.h"
#include "linalg/matrix.h"
#include "linalg/threads.h"
#include "linalg/triangular.h"

namespace numblas::fortran {

#define ROUTINES(p, T, R, he, un)                                                                                     \
  void sytrf(Char uplo, Int n, T* a, Int lda, blas_int* ipiv, T* work, Int lwork, blas_int& info, Length = 1)         \
      NUMBLAS_SYMBOL(p##sytrf);                                                                                       \
  void sytrs(Char uplo, Int n, Int nrhs, const T* a, Int lda, const blas_int* ipiv, T* b, Int ldb, blas_int& info,    \
             Length = 1) NUMBLAS_SYMBOL(p##sytrs);                                                                    \
  void hetrf(Char uplo, Int n, T* a, Int lda, blas_int* ipiv, T* work, Int lwork, blas_int& info, Length = 1)         \
      NUMBLAS_SYMBOL(p##he##trf);                                                                                     \
  void hetrs(Char uplo, Int n, Int nrhs, const T* a, Int lda, const blas_int* ipiv, T* b, Int ldb, blas_int& info,    \
             Length = 1) NUMBLAS_SYMBOL(p##he##trs);                                                                  \
  void hegst(Int itype, Char uplo, Int n, T* a, Int lda, const T* b, Int ldb, blas_int& info, Length = 1)             \
      NUMBLAS_SYMBOL(p##he##gst);                                                                                     \
  void gbtrf(Int m, Int n, Int kl, Int ku, T* ab, Int ldab, blas_int* ipiv, blas_int& info) NUMBLAS_SYMBOL(p##gbtrf); \
  void gbtrs(Char trans, Int n, Int kl, Int ku, Int nrhs, const T* ab, Int ldab, const blas_int* ipiv, T* b, Int ldb, \
             blas_int& info, Length = 1) NUMBLAS_SYMBOL(p##gbtrs);                                                    \
  void geqrf(Int m, Int n, T* a, Int lda, T* tau, T* work, Int lwork, blas_int& info) NUMBLAS_SYMBOL(p##geqrf);       \
  void gebrd(Int m, Int n, T* a, Int lda, R* d, R* e, T* tauq, T* taup, T* work, Int lwork, blas_int& info)           \
      NUMBLAS_SYMBOL(p##gebrd);                                                                                       \
  void gebd2(Int m, Int n, T* a, Int lda, R* d, R* e, T* tauq, T* taup, T* work, blas_int& info)                      \
      NUMBLAS_SYMBOL(p##gebd2);                                                                                       \
  void orgqr(Int m, Int n, Int k, T* a, Int lda, const T* tau, T* work, Int lwork, blas_int& info)                    \
      NUMBLAS_SYMBOL(p##un##gqr);                                                                                     \
  void ormqr(Char side, Char trans, Int m, Int n, Int k, const T* a, Int lda, const T* tau, T* c, Int ldc, T* work,   \
             Int lwork, blas_int& info, Length = 1, Length = 1) NUMBLAS_SYMBOL(p##un##mqr);                           \
  void ormlq(Char side, Char trans, Int m, Int n, Int k, const T* a, Int lda, const T* tau, T* c, Int ldc, T* work,   \
             Int lwork, blas_int& info, Length = 1, Length = 1) NUMBLAS_SYMBOL(p##un##mlq);

ROUTINES(s, float, float, sy, or)
ROUTINES(d, double, double, sy, or)
ROUTINES(c, complex64_t, float, he, un)
ROUTINES(z, complex128_t, double, he, un)

}  // namespace numblas::fortran

#include "linalg/overrides/labrd.h"
#include "linalg/recursive/gbtrf.h"
#include "linalg/recursive/hegst.h"
#include "linalg/recursive/sytrf.h"

extern "C" void xerbla_64_(const char* routine, const int64_t* argument, size_t);
extern "C" void xerbla_64_(const char* routine, const int64_t* argument, size_t) {
  std::printf("%.6s: argument %ld\n", routine, static_cast<long>(*argument));
  std::exit(1);
}

namespace numblas {
namespace {

namespace f = fortran;
using f::blas_int;

template <class T, bool kHermitian>
Case SytrfCase(int64_t n) {
  struct Data {
    Vector<T> a, work, b;
    Vector<blas_int> ipiv;
    Vector<T> original;
  };
  auto d = std::make_shared<Data>();
  d->original = Symmetric<T>(n, kHermitian, static_cast<double>(Option("shift", 0)));
  d->work.resize(n * 64);
  d->b = RandomVector<T>(n);
  d->ipiv.resize(n);
  const bool lower = Lower();
  const char uplo = lower ? 'L' : 'U';
  const int64_t nb = Option("nb", 48);
  return {[=] { d->a = d->original; },
          [=] {
            blas_int info;
            if constexpr (kHermitian) {
              f::hetrf(uplo, n, d->a.data(), n, d->ipiv.data(), d->work.data(), n * 64, info);
            } else {
              f::sytrf(uplo, n, d->a.data(), n, d->ipiv.data(), d->work.data(), n * 64, info);
            }
          },
          [=] { recursive::Sytrf<kHermitian>(lower, n, d->a.data(), n, d->ipiv.data(), nb); },
          [=] {
            Vector<T> x = d->b;
            blas_int info;
            if constexpr (kHermitian) {
              f::hetrs(uplo, n, 1, d->a.data(), n, d->ipiv.data(), x.data(), n, info);
            } else {
              f::sytrs(uplo, n, 1, d->a.data(), n, d->ipiv.data(), x.data(), n, info);
            }
            const Vector<T> r = Minus(Times('N', n, n, d->original, x), d->b);
            return Relative<T>(Norm(r), Norm(d->original) * Norm(x), n);
          }};
}

template <class T>
Case HegstCase(int64_t n) {
  struct Data {
    Vector<T> a, b, original;
  };
  auto d = std::make_shared<Data>();
  const bool lower = Lower();
  const char uplo = lower ? 'L' : 'U';
  const int64_t itype = Option("itype", 1);
  d->original = Symmetric<T>(n, true);
  d->b = Symmetric<T>(n, true, 2 * static_cast<double>(n));
  blas_int info;
  f::potrf(uplo, n, d->b.data(), n, info);
  return {[=] { d->a = d->original; },
          [=] {
            blas_int unused;
            f::hegst(itype, uplo, n, d->a.data(), n, d->b.data(), n, unused);
          },
          [=] { recursive::Hegst(itype, lower, n, d->a.data(), n, d->b.data(), n); },
          [=] {
            // itype 1: L C L^H x = A x; otherwise C x = L^H A L x. Upper: U^H for L.
            const Vector<T> l = Triangle(d->b, n, lower);
            const Vector<T> c = Mirror(d->a, n, lower);
            const Vector<T> x = RandomVector<T>(n);
            const char direct = lower ? 'N' : 'C';
            const char adjoint = lower ? 'C' : 'N';
            const double size = Norm(l) / std::sqrt(static_cast<double>(n));
            if (itype == 1) {
              const Vector<T> y = Times(direct, n, n, l, Times('N', n, n, c, Times(adjoint, n, n, l, x)));
              return Relative<T>(Norm(Minus(y, Times('N', n, n, d->original, x))), Norm(c) * size * size * Norm(x), n);
            }
            const Vector<T> y = Times(adjoint, n, n, l, Times('N', n, n, d->original, Times(direct, n, n, l, x)));
            return Relative<T>(Norm(Minus(y, Times('N', n, n, c, x))), Norm(c) * Norm(x), n);
          }};
}

template <class T>
Case GbtrfCase(int64_t n) {
  struct Data {
    Vector<T> ab, original, full, b;
    Vector<blas_int> ipiv;
  };
  auto d = std::make_shared<Data>();
  const int64_t k = std::min(n - 1, Option("band", 100));
  const int64_t ldab = 3 * k + 1;
  d->original.resize(ldab * n);
  d->full.resize(n * n);
  d->ipiv.resize(n);
  d->b = RandomVector<T>(n);
  const auto shift = static_cast<Real<T>>(Option("shift", 0));
  for (int64_t j = 0; j < n; j++) {
    for (int64_t i = std::max<int64_t>(0, j - k); i < std::min(n, j + k + 1); i++) {
      const T x = Random<T>() + (i == j ? T(shift) : T(0));
      d->original[2 * k + i - j + j * ldab] = x;
      d->full[i + j * n] = x;
    }
  }
  const int64_t nb = Option("nb", 32);
  return {[=] { d->ab = d->original; },
          [=] {
            blas_int info;
            f::gbtrf(n, n, k, k, d->ab.data(), ldab, d->ipiv.data(), info);
          },
          [=] { recursive::Gbtrf(n, n, k, k, d->ab.data(), ldab, d->ipiv.data(), nb); },
          [=] {
            Vector<T> x = d->b;
            blas_int info;
            f::gbtrs('N', n, k, k, 1, d->ab.data(), ldab, d->ipiv.data(), x.data(), n, info);
            return Relative<T>(Norm(Minus(Times('N', n, n, d->full, x), d->b)), Norm(d->full) * Norm(x), n);
          }};
}

template <class T>
Case GetrfCase(int64_t n) {
  struct Data {
    Vector<T> a, original, b;
    Vector<blas_int> ipiv;
  };
  auto d = std::make_shared<Data>();
  d->original = RandomVector<T>(n * n);
  d->b = RandomVector<T>(n);
  d->ipiv.resize(n);
  return {[=] { d->a = d->original; },
          [=] {
            blas_int info;
            f::getrf(n, n, d->a.data(), n, d->ipiv.data(), info);
          },
          [=] { Getrf(n, n, d->a.data(), n, d->ipiv.data()); },
          [=] {
            Vector<T> x = d->b;
            blas_int info;
            f::getrs('N', n, 1, d->a.data(), n, d->ipiv.data(), x.data(), n, info);
            return Relative<T>(Norm(Minus(Times('N', n, n, d->original, x), d->b)), Norm(d->original) * Norm(x), n);
          }};
}

template <class T>
Case PotrfCase(int64_t n) {
  struct Data {
    Vector<T> a, original;
  };
  auto d = std::make_shared<Data>();
  const bool lower = Lower();
  const char uplo = lower ? 'L' : 'U';
  d->original = Symmetric<T>(n, true, 2 * static_cast<double>(n));
  return {[=] { d->a = d->original; },
          [=] {
            blas_int info;
            f::potrf(uplo, n, d->a.data(), n, info);
          },
          [=] { Potrf(uplo, n, d->a.data(), n); },
          [=] {
            const Vector<T> l = Triangle(d->a, n, lower);
            const Vector<T> x = RandomVector<T>(n);
            const Vector<T> y = Times(lower ? 'N' : 'C', n, n, l, Times(lower ? 'C' : 'N', n, n, l, x));
            return Relative<T>(Norm(Minus(y, Times('N', n, n, d->original, x))), Norm(d->original) * Norm(x), n);
          }};
}

// As many right-hand sides as unknowns, from the right.
template <class T>
Case TrsmCase(int64_t n) {
  struct Data {
    Vector<T> a, x, b;
  };
  auto d = std::make_shared<Data>();
  const bool lower = Lower();
  const char uplo = lower ? 'L' : 'U';
  d->a = Triangle(Symmetric<T>(n, false, static_cast<double>(n)), n, lower);
  d->b = RandomVector<T>(n * n);
  return {[=] { d->x = d->b; }, [=] { f::trsm('R', uplo, 'N', 'N', n, n, T(1), d->a.data(), n, d->x.data(), n); },
          [=] { SolveRight(uplo, 'N', 'N', n, n, d->a.data(), n, d->x.data(), n); },
          [=] {
            const Vector<T> y = RandomVector<T>(n);
            const Vector<T> product = Times('N', n, n, d->x, Times('N', n, n, d->a, y));
            return Relative<T>(Norm(Minus(product, Times('N', n, n, d->b, y))), Norm(d->x) * Norm(d->a) * Norm(y), n);
          }};
}

// Q (n,n) times a matrix of `cols` columns (as many as rows unless set).
template <class T>
Case OrmqrCase(int64_t n) {
  struct Data {
    Vector<T> a, tau, work, c, original;
  };
  auto d = std::make_shared<Data>();
  const int64_t cols = Option("cols", n);
  d->a = RandomVector<T>(n * n);
  d->tau.resize(n);
  d->work.resize((n + cols) * 64 + 65 * 64);
  d->original = RandomVector<T>(n * cols);
  const auto size = static_cast<int64_t>(d->work.size());
  blas_int info;
  f::geqrf(n, n, d->a.data(), n, d->tau.data(), d->work.data(), size, info);
  return {[=] { d->c = d->original; },
          [=] {
            blas_int unused;
            f::ormqr('L', 'N', n, cols, n, d->a.data(), n, d->tau.data(), d->c.data(), n, d->work.data(), size, unused);
          },
          [=] {
            const reflectors::Reflectors<T> q{n, n, d->a.data(), n, false, d->tau.data()};
            reflectors::ApplyQ(true, false, q, n, cols, d->c.data(), n);
          },
          [=] {
            blas_int unused;
            Vector<T> back = d->c;
            f::ormqr('L', reflectors::kAdjoint<T>, n, cols, n, d->a.data(), n, d->tau.data(), back.data(), n,
                     d->work.data(), size, unused);
            return Relative<T>(Norm(Minus(back, d->original)), Norm(d->original), n);
          }};
}

template <class T>
Case OrgqrCase(int64_t n) {
  struct Data {
    Vector<T> a, tau, work, q;
  };
  auto d = std::make_shared<Data>();
  d->a = RandomVector<T>(n * n);
  d->tau.resize(n);
  d->work.resize(n * 64);
  blas_int info;
  f::geqrf(n, n, d->a.data(), n, d->tau.data(), d->work.data(), n * 64, info);
  return {[=] { d->q = d->a; },
          [=] {
            blas_int unused;
            f::orgqr(n, n, n, d->q.data(), n, d->tau.data(), d->work.data(), n * 64, unused);
          },
          [=] { reflectors::FormFirst(n, n, n, d->q.data(), n, d->tau.data()); },
          [=] {
            const Vector<T> x = RandomVector<T>(n);
            const Vector<T> back = Times(reflectors::kAdjoint<T>, n, n, d->q, Times('N', n, n, d->q, x));
            return Relative<T>(Norm(Minus(back, x)), Norm(x), n);
          }};
}

// A = Q B P^T with the library's panels and block sizes, and with ours.
template <class T>
Case GebrdCase(int64_t n) {
  struct Data {
    Vector<T> a, original, d, e, tauq, taup, x, y, work;
  };
  auto d = std::make_shared<Data>();
  d->original = RandomVector<T>(n * n);
  const int64_t nb = Option("nb", n < 300 ? 8 : n < 800 ? 16 : 32);
  for (Vector<T>* part : {&d->d, &d->e, &d->tauq, &d->taup}) part->resize(n);
  for (Vector<T>* part : {&d->x, &d->y}) part->resize(n * nb);
  d->work.resize(n * 128 + 65 * 64);
  const auto size = static_cast<int64_t>(d->work.size());
  return {[=] { d->a = d->original; },
          [=] {
            blas_int info;
            f::gebrd(n, n, d->a.data(), n, d->d.data(), d->e.data(), d->tauq.data(), d->taup.data(), d->work.data(),
                     size, info);
          },
          [=] {
            int64_t i = 0;
            for (; i < n - 32; i += nb) {
              const int64_t left = n - i;
              T* const a = d->a.data() + i * (n + 1);
              T* const rest = a + nb * (n + 1);
              overrides::Labrd(left, left, nb, a, n, &d->d[i], &d->e[i], &d->tauq[i], &d->taup[i], d->x.data(), n,
                               d->y.data(), n);
              f::gemm('N', 'T', left - nb, left - nb, nb, T(-1), a + nb, n, &d->y[nb], n, T(1), rest, n);
              f::gemm('N', 'N', left - nb, left - nb, nb, T(-1), &d->x[nb], n, a + nb * n, n, T(1), rest, n);
              for (int64_t j = 0; j < nb; j++) {
                a[j + j * n] = d->d[i + j];
                a[j + (j + 1) * n] = d->e[i + j];
              }
            }
            blas_int info;
            f::gebd2(n - i, n - i, d->a.data() + i * (n + 1), n, &d->d[i], &d->e[i], &d->tauq[i], &d->taup[i],
                     d->work.data(), info);
          },
          [=] {
            const Vector<T> x = RandomVector<T>(n);
            Vector<T> y = x;
            blas_int info;
            f::ormlq('L', 'N', n - 1, 1, n - 1, d->a.data() + n, n, d->taup.data(), &y[1], n, d->work.data(), size,
                     info);
            for (int64_t i = 0; i < n; i++) y[i] = d->d[i] * y[i] + (i + 1 < n ? d->e[i] * y[i + 1] : T(0));
            f::ormqr('L', 'N', n, 1, n, d->a.data(), n, d->tauq.data(), y.data(), n, d->work.data(), size, info);
            return Relative<T>(Norm(Minus(y, Times('N', n, n, d->original, x))), Norm(d->original) * Norm(x), n);
          }};
}

template <class T>
Case Make(const std::string& name, int64_t n) {
  if (name == "sytrf") return SytrfCase<T, false>(n);
  if (name == "hetrf") return SytrfCase<T, kIsComplex<T>>(n);
  if (name == "gbtrf") return GbtrfCase<T>(n);
  if (name == "hegst") return HegstCase<T>(n);
  if (name == "getrf") return GetrfCase<T>(n);
  if (name == "potrf") return PotrfCase<T>(n);
  if (name == "trsm") return TrsmCase<T>(n);
  if (name == "ormqr") return OrmqrCase<T>(n);
  if (name == "orgqr") return OrgqrCase<T>(n);
  if constexpr (!kIsComplex<T>) {
    if (name == "gebrd") return GebrdCase<T>(n);
  }
  std::printf("%s: expected sytrf, hetrf, hegst, gbtrf, getrf, potrf, trsm, ormqr, orgqr or (real) gebrd\n",
              name.c_str());
  std::exit(1);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void Compare(const std::string& name, char type, int64_t n, int repeats) {
  const Case one = type == 's'   ? Make<float>(name, n)
                   : type == 'd' ? Make<double>(name, n)
                   : type == 'c' ? Make<complex64_t>(name, n)
                                 : Make<complex128_t>(name, n);
  std::vector<double> times[2];
  double residuals[2];
  for (int round = 0; round <= repeats; round++) {
    for (int side = 0; side < 2; side++) {
      one.reset();
      const auto start = std::chrono::steady_clock::now();
      (side == 0 ? one.library : one.ours)();
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
      if (round > 0) times[side].push_back(took.count());  // the first warms up
      if (round == 0) residuals[side] = one.residual();
    }
  }
  const double library = Median(times[0]);
  const double ours = Median(times[1]);
  std::printf("| %c%s | %ld | %.3f | %.3f | %.2f | %.2g | %.2g |\n", type, name.c_str(), static_cast<long>(n),
              library * 1e3, ours * 1e3, library / ours, residuals[0], residuals[1]);
  std::fflush(stdout);
}

}  // namespace
}  // namespace numblas

int main(int argc, char** argv) {
  using namespace numblas;
  if (argc < 5) return 2;
  UsePoolForBlas();
  for (int i = 5; i < argc; i++) {
    const std::string option = argv[i];
    const size_t equals = option.find('=');
    options[option.substr(0, equals)] = option.substr(equals + 1);
  }
  std::stringstream names(argv[1]);
  for (std::string name; std::getline(names, name, ',');) {
    for (const char* type = argv[2]; *type != 0; type++) {
      std::stringstream sizes(argv[3]);
      for (std::string size; std::getline(sizes, size, ',');) {
        Compare(name, *type, std::atoll(size.c_str()), std::atoi(argv[4]));
      }
    }
  }
}
