// Powers of two to scale by, without rounding.
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

}  // namespace numblas
