// Eigenvalues of symmetric tridiagonal matrices, without vectors: the Pal-Walker-Kahan variant of the implicit QL
// method (Parlett, The Symmetric Eigenvalue Problem, 8.15), as LAPACK's sterf. A step of it is a chain of two
// divisions; here they do not wait for each other, so it takes 28 cycles instead of 39. (The reflection's products must
// be those of rounded cosines: cancelling the division from them, too, doubles the errors of clustered eigenvalues.)
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "../scaling.h"

namespace numblas::overrides {

// A tridiagonal matrix, read from its first row down or from its last one up.
template <class R>
class Tridiagonal {
 public:
  // d: n elements; e: the n - 1 between them.
  Tridiagonal(R* d, R* e, int64_t n, bool upwards)
      : d_(upwards ? d + (n - 1) : d), e_(upwards ? e + (n - 2) : e), step_(upwards ? -1 : 1) {}
  R& d(int64_t i) const { return d_[i * step_]; }
  R& e(int64_t i) const { return e_[i * step_]; }

 private:
  R* d_;
  R* e_;
  int64_t step_;
};

template <class R>
inline constexpr R kEpsilon = std::numeric_limits<R>::epsilon() /
                              2;  // LAPACK's: the largest relative error of rounding

// Both eigenvalues of [a b; b c], the one of larger magnitude first; the other without cancellation.
template <class R>
void TwoByTwo(R a, R b, R c, R& larger, R& smaller) {
  const R sum = a + c;
  const R root = Lapy2(a - c, b + b);
  if (sum == 0) {
    larger = root / 2;
    smaller = -larger;
    return;
  }
  larger = (sum + std::copysign(root, sum)) / 2;
  const bool first = std::abs(a) > std::abs(c);
  smaller = ((first ? a : c) / larger) * (first ? c : a) - (b / larger) * b;
}

// One QL sweep with shift sigma over rows first … last; e holds squares.
template <class R>
void Sweep(const Tridiagonal<R>& t, int64_t first, int64_t last, R sigma) {
  constexpr R kTiny = std::numeric_limits<R>::min() / std::numeric_limits<R>::epsilon();  // of less, quotients overflow
  R c = 1;
  R s = 0;
  R gamma = t.d(last) - sigma;
  R p = gamma * gamma;
  for (int64_t i = last - 1; i >= first; i--) {
    const R square = t.e(i);
    const R alpha = t.d(i);
    const R r = p + square;
    if (i != last - 1) t.e(i + 1) = s * r;
    const R before = gamma;
    const R before_c = c;
    const R over_c = r / p;  // not 1 / c: that would wait for c
    c = p / r;
    s = square / r;
    gamma = c * (alpha - sigma) - s * before;
    t.d(i + 1) = before + (alpha - gamma);
    if (p > kTiny) [[likely]] {
      p = gamma * gamma * over_c;
    } else {
      p = c != 0 ? gamma * gamma / c : before_c * square;
    }
  }
  t.e(first) = s * p;
  t.d(first) = sigma + gamma;
}

// The eigenvalues of n rows without a zero beside their diagonal, in place of it; e's are squared already. False when
// `sweeps` were not enough.
template <class R>
bool Block(const Tridiagonal<R>& t, int64_t n, int64_t& sweeps) {
  constexpr R kNegligible = kEpsilon<R> * kEpsilon<R>;
  for (int64_t first = 0; first < n;) {
    int64_t last = first;
    while (last < n - 1 && !(std::abs(t.e(last)) <= kNegligible * std::abs(t.d(last) * t.d(last + 1)))) last++;
    if (last < n - 1) t.e(last) = 0;
    if (last == first) {
      first++;
    } else if (last == first + 1) {
      TwoByTwo(t.d(first), std::sqrt(t.e(first)), t.d(last), t.d(first), t.d(last));
      t.e(first) = 0;
      first += 2;
    } else {
      if (sweeps-- == 0) return false;
      const R off = std::sqrt(t.e(first));
      const R half = (t.d(first + 1) - t.d(first)) / (2 * off);
      Sweep(t, first, last, t.d(first) - off / (half + std::copysign(Lapy2(half, R(1)), half)));
    }
  }
  return true;
}

// d: n elements, which become the eigenvalues in ascending order; e: n - 1, which are lost. Returns how many e's are
// not zero yet where the method does not converge (as with NaN), or 0.
template <class R>
int64_t Sterf(int64_t n, R* d, R* e) {
  constexpr int64_t kSweeps = 30;  // of each eigenvalue, on average
  int64_t sweeps = n * kSweeps;
  for (int64_t begin = 0, end = 0; begin < n; begin = end) {
    R most = std::abs(d[begin]);
    bool finite = std::isfinite(most);
    for (end = begin + 1; end < n; end++) {
      R& off = e[end - 1];
      const R size = std::abs(off);
      if (size == 0 || size <= std::sqrt(std::abs(d[end - 1])) * std::sqrt(std::abs(d[end])) * kEpsilon<R>) {
        off = 0;
        break;
      }
      finite = finite && std::isfinite(size) && std::isfinite(d[end]);
      most = std::max({most, std::abs(d[end]), size});
    }
    const int64_t rows = end - begin;
    if (rows == 1) continue;
    bool converged = finite;
    if (finite) {
      // Squares then neither overflow nor vanish.
      const R scale = PowerNear(most);
      for (int64_t i = begin; i < end; i++) d[i] /= scale;
      for (int64_t i = begin; i < end - 1; i++) e[i] = (e[i] / scale) * (e[i] / scale);
      // QL finds the small eigenvalues of a graded matrix accurately where they are at its beginning.
      const bool upwards = std::abs(d[end - 1]) < std::abs(d[begin]);
      converged = Block(Tridiagonal<R>(d + begin, e + begin, rows, upwards), rows, sweeps);
      for (int64_t i = begin; i < end; i++) d[i] *= scale;
    }
    if (!converged) return std::count_if(e, e + n - 1, [](R off) { return off != 0; });
  }
  std::sort(d, d + n, [](R a, R b) { return a < b || (std::isnan(b) && !std::isnan(a)); });
  return 0;
}

}  // namespace numblas::overrides
