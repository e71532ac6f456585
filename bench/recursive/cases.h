// What the comparisons of recursive.cc share: random matrices, products, norms, and what a comparison is.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "linalg/fortran.h"
#include "linalg/matrix.h"

namespace numblas {

template <class T>
using Vector = std::vector<T>;

inline std::map<std::string, std::string> options;
inline int64_t Option(const char* name, int64_t otherwise) {
  return options.contains(name) ? std::atoll(options[name].c_str()) : otherwise;
}
inline bool Lower() { return !options.contains("uplo") || options["uplo"] == "L"; }

inline uint64_t state = 88172645463325252u;
inline double Uniform() {
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
  fortran::gemv(trans, m, n, T(1), a.data(), m, x.data(), 1, T(0), y.data(), 1);
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

}  // namespace numblas
