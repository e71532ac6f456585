// Our recursive routines, and those that look ahead, beside the library's, in pairs: medians of times, and residuals in
// units of n eps. recursive ROUTINE TYPES SIZES REPEATS [KEY=VALUE …], for example: recursive sytrf dz 64,1000 9 nb=48
// uplo=L
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "linalg/fortran.h"
#include "linalg/lookahead.h"
#include "linalg/matrix.h"
#include "linalg/threads.h"
#include "linalg/triangular.h"

namespace numblas::fortran {

#define ROUTINES(p, T, R, he)                                                                                         \
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
             blas_int& info, Length = 1) NUMBLAS_SYMBOL(p##gbtrs);

ROUTINES(s, float, float, sy)
ROUTINES(d, double, double, sy)
ROUTINES(c, complex64_t, float, he)
ROUTINES(z, complex128_t, double, he)

}  // namespace numblas::fortran

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
template <class T>
using Vector = std::vector<T>;

std::map<std::string, std::string> options;
int64_t Option(const char* name, int64_t otherwise) {
  return options.contains(name) ? std::atoll(options[name].c_str()) : otherwise;
}
bool Lower() { return !options.contains("uplo") || options["uplo"] == "L"; }

uint64_t state = 88172645463325252u;
double Uniform() {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return static_cast<double>(state >> 11) * 0x1p-53 * 2 - 1;
}
template <class T>
T Random() {
  if constexpr (kIsComplex<T>) {
    const double re = Uniform();
    return T(static_cast<Real<T>>(re), static_cast<Real<T>>(Uniform()));
  } else {
    return static_cast<T>(Uniform());
  }
}
template <class T>
Vector<T> RandomVector(int64_t n) {
  Vector<T> v(n);
  for (T& x : v) x = Random<T>();
  return v;
}
// Hermitian (or symmetric), both triangles, with `shift` on the diagonal.
template <class T>
Vector<T> Symmetric(int64_t n, bool hermitian, double shift = 0) {
  Vector<T> a(n * n);
  for (int64_t j = 0; j < n; j++) {
    for (int64_t i = j; i < n; i++) {
      const T x = i == j && hermitian ? T(std::real(Random<T>())) : Random<T>();
      a[i + j * n] = x;
      a[j + i * n] = hermitian ? Conjugate(x) : x;
    }
    a[j + j * n] += T(static_cast<Real<T>>(shift));
  }
  return a;
}
template <class T>
double Norm(const Vector<T>& v) {
  double sum = 0;
  for (const T& x : v) sum += static_cast<double>(std::norm(x));
  return std::sqrt(sum);
}
template <class T>
Vector<T> Times(char trans, int64_t m, int64_t n, const Vector<T>& a, const Vector<T>& x) {
  Vector<T> y(trans == 'N' ? m : n);
  f::gemv(trans, m, n, T(1), a.data(), m, x.data(), 1, T(0), y.data(), 1);
  return y;
}
template <class T>
Vector<T> Minus(Vector<T> a, const Vector<T>& b) {
  for (size_t i = 0; i < a.size(); i++) a[i] -= b[i];
  return a;
}
// Only one triangle, for products with gemv.
template <class T>
Vector<T> Triangle(Vector<T> a, int64_t n, bool lower) {
  for (int64_t j = 0; j < n; j++) {
    for (int64_t i = 0; i < n; i++) {
      if (lower ? i < j : i > j) a[i + j * n] = T(0);
    }
  }
  return a;
}
template <class T>
Vector<T> Mirror(Vector<T> a, int64_t n, bool lower) {
  for (int64_t j = 0; j < n; j++) {
    for (int64_t i = 0; i < n; i++) {
      if (lower ? i < j : i > j) a[i + j * n] = Conjugate(a[j + i * n]);
    }
  }
  return a;
}
template <class T>
double Relative(double error, double scale, int64_t n) {
  return error / scale / static_cast<double>(n) / static_cast<double>(std::numeric_limits<Real<T>>::epsilon());
}

// What a comparison needs: to restore the input, the two calls, and the residual of what the last call left.
struct Case {
  std::function<void()> reset, library, ours;
  std::function<double()> residual;
};

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

template <class T>
Case Make(const std::string& name, int64_t n) {
  if (name == "sytrf") return SytrfCase<T, false>(n);
  if (name == "hetrf") return SytrfCase<T, kIsComplex<T>>(n);
  if (name == "gbtrf") return GbtrfCase<T>(n);
  if (name == "hegst") return HegstCase<T>(n);
  if (name == "getrf") return GetrfCase<T>(n);
  if (name == "potrf") return PotrfCase<T>(n);
  if (name == "trsm") return TrsmCase<T>(n);
  std::printf("%s: expected sytrf, hetrf, hegst, gbtrf, getrf, potrf or trsm\n", name.c_str());
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
