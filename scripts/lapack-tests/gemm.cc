// gemm for every depth K = 1 … 1100 beside a sum of outer products in higher precision: all four types, all
// transpositions.
#include <cmath>
#include <complex>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "linalg/fortran.h"
#include "linalg/matrix.h"

// The host's part is missing here; a bad argument must not pass for a result.
extern "C" void xerbla_64_(const char*, const int64_t*, size_t);
extern "C" void xerbla_64_(const char*, const int64_t*, size_t) { std::abort(); }

namespace numblas {
namespace {

constexpr int64_t kDepth = 1100;

template <class T>
T Random() {
  static uint64_t state = 88172645463325252u;
  const auto next = [] {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return static_cast<Real<T>>(static_cast<double>(state >> 11) * 0x1p-52 - 1);
  };
  if constexpr (kIsComplex<T>) {
    const Real<T> re = next();
    return T(re, next());
  } else {
    return next();
  }
}

// A product in a precision that makes its own rounding invisible.
template <class T>
using Wide = std::conditional_t<std::is_same_v<Real<T>, float>, double, long double>;
template <class T>
using Sum = std::conditional_t<kIsComplex<T>, std::complex<Wide<T>>, Wide<T>>;

// Returns the number of depths with an element beyond the error bound.
template <class T>
int64_t Test(const char* name, int64_t m, int64_t n, bool transpose_a, bool transpose_b) {
  const int64_t lda = transpose_a ? kDepth : m;
  const int64_t ldb = transpose_b ? n : kDepth;
  std::vector<T> a(m * kDepth), b(kDepth * n), c(m * n);
  for (T& x : a) x = Random<T>();
  for (T& x : b) x = Random<T>();
  std::vector<Sum<T>> exact(m * n);
  std::vector<Wide<T>> size(m * n);
  int64_t wrong = 0;
  for (int64_t k = 1; k <= kDepth; k++) {
    for (int64_t j = 0; j < n; j++) {
      const Sum<T> y(transpose_b ? b[j + (k - 1) * ldb] : b[k - 1 + j * ldb]);
      for (int64_t i = 0; i < m; i++) {
        const Sum<T> x(transpose_a ? a[k - 1 + i * lda] : a[i + (k - 1) * lda]);
        exact[i + j * m] += x * y;
        size[i + j * m] += std::abs(x) * std::abs(y);
      }
    }
    std::fill(c.begin(), c.end(), NotANumber<T>());  // beta = 0 must not read it
    fortran::gemm(transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', m, n, k, T(1), a.data(), lda, b.data(), ldb, T(0),
                  c.data(), m);
    bool right = true;
    for (int64_t i = 0; i < m * n; i++) {
      const Wide<T> bound = static_cast<Wide<T>>((static_cast<double>(k) + 4) *
                                                 static_cast<double>(std::numeric_limits<Real<T>>::epsilon())) *
                            size[i];
      right = right && std::abs(Sum<T>(c[i]) - exact[i]) <= bound;
    }
    if (right) continue;
    if (wrong++ == 0) {
      std::printf("%s %s%s %ldx%ld: wrong from K = %ld on\n", name, transpose_a ? "T" : "N", transpose_b ? "T" : "N",
                  static_cast<long>(m), static_cast<long>(n), static_cast<long>(k));
    }
  }
  return wrong;
}

template <class T>
int64_t TestAll(const char* name) {
  int64_t wrong = 0;
  int64_t products = 0;
  for (const auto& [m, n] : {std::pair<int64_t, int64_t>{7, 5}, {33, 130}, {131, 67}}) {
    for (int shape = 0; shape < 4; shape++) {
      wrong += Test<T>(name, m, n, (shape & 1) != 0, (shape & 2) != 0);
      products += kDepth;
    }
  }
  std::printf("%s: %ld products, %ld wrong\n", name, static_cast<long>(products), static_cast<long>(wrong));
  return wrong;
}

}  // namespace
}  // namespace numblas

int main() {
  using namespace numblas;
  const int64_t wrong = TestAll<float>("sgemm") + TestAll<double>("dgemm") + TestAll<complex64_t>("cgemm") +
                        TestAll<complex128_t>("zgemm");
  return wrong == 0 ? 0 : 1;
}
