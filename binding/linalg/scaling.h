// Scaling, so that squares neither overflow nor vanish.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace numblas {

// The power of two that brings `most` near 1, as far as both it and its reciprocal are normal; 1 for what is not
// finite.
template <class R>
R PowerNear(R most) {
  if (!std::isfinite(most)) return 1;
  int exponent = 0;
  std::frexp(most, &exponent);
  return std::ldexp(
      R(1), std::clamp(exponent, std::numeric_limits<R>::min_exponent + 4, std::numeric_limits<R>::max_exponent - 4));
}

// sqrt(x² + y²) without needless overflow; NaN where one is NaN, as LAPACK has it.
template <class R>
R Lapy2(R x, R y) {
  if (std::isnan(x)) return x;
  if (std::isnan(y)) return y;
  const R larger = std::max(std::abs(x), std::abs(y));
  const R smaller = std::min(std::abs(x), std::abs(y));
  if (smaller == 0 || larger > std::numeric_limits<R>::max()) return larger;
  const R ratio = smaller / larger;
  return larger * std::sqrt(1 + ratio * ratio);
}

}  // namespace numblas
