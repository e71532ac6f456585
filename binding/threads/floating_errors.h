// Floating-point errors of a watched call (np.errstate), gathered from every thread that takes part in it.
#pragma once

#include <cfenv>

namespace numblas {

// NumPy's bits.
inline constexpr int kDivideByZero = 1;
inline constexpr int kOverflow = 2;
inline constexpr int kUnderflow = 4;
inline constexpr int kInvalid = 8;
// Errors that the processor's flags tell of stand kFlagShift bits higher than those found by looking at results.
inline constexpr int kFlagShift = 8;

struct FloatingErrors {
  bool watching = false;
  int raised = 0;

  static FloatingErrors& Local() {
    static thread_local FloatingErrors errors;
    return errors;
  }

  void Start() {
    watching = true;
    raised = 0;
    std::feclearexcept(FE_ALL_EXCEPT);
  }

  int Stop() {
    watching = false;
    const int flags = std::fetestexcept(FE_DIVBYZERO | FE_OVERFLOW | FE_UNDERFLOW | FE_INVALID);
    int found = raised;
    if ((flags & FE_DIVBYZERO) != 0) found |= kDivideByZero << kFlagShift;
    if ((flags & FE_OVERFLOW) != 0) found |= kOverflow << kFlagShift;
    if ((flags & FE_UNDERFLOW) != 0) found |= kUnderflow << kFlagShift;
    if ((flags & FE_INVALID) != 0) found |= kInvalid << kFlagShift;
    return found;
  }
};

}  // namespace numblas
