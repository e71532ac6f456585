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
    return raised | Flags() << kFlagShift;
  }

  // What the processor's flags tell of since they were cleared.
  static int Flags() {
    const int flags = std::fetestexcept(FE_DIVBYZERO | FE_OVERFLOW | FE_UNDERFLOW | FE_INVALID);
    return ((flags & FE_DIVBYZERO) != 0 ? kDivideByZero : 0) | ((flags & FE_OVERFLOW) != 0 ? kOverflow : 0) |
           ((flags & FE_UNDERFLOW) != 0 ? kUnderflow : 0) | ((flags & FE_INVALID) != 0 ? kInvalid : 0);
  }
};

}  // namespace numblas
