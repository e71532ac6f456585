// float16 <-> float32 by bits (IEEE 754 binary16, round to nearest even), for code that may not assume F16C.
#pragma once

#include <bit>
#include <cstdint>

#include "../dtype.h"

namespace numblas {

inline float HalfToFloat(float16_t half) {
  const uint32_t sign = static_cast<uint32_t>(half.bits & 0x8000u) << 16;
  const uint32_t magnitude = half.bits & 0x7fffu;
  if (magnitude >= 0x7c00u) return std::bit_cast<float>(sign | 0x7f800000u | (magnitude & 0x3ffu) << 13);
  if (magnitude >= 0x0400u) return std::bit_cast<float>(sign | ((magnitude << 13) + 0x38000000u));
  // Subnormal: an integer multiple of 2^-24, exact in float32.
  const float value = static_cast<float>(magnitude) * 0x1p-24f;
  return sign != 0 ? -value : value;
}

inline float16_t FloatToHalf(float value) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  const auto sign = static_cast<uint16_t>(bits >> 16 & 0x8000u);
  uint32_t magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u) {  // keep a NaN a NaN, with the payload's top bits
    const uint32_t payload = magnitude >> 13 & 0x3ffu;
    return {static_cast<uint16_t>(sign | 0x7c00u | (payload != 0 ? payload : 1u))};
  }
  if (magnitude >= 0x477ff000u) return {static_cast<uint16_t>(sign | 0x7c00u)};  // rounds to infinity
  if (magnitude < 0x38800000u) {
    // Subnormal result: adding 0.5 lines the last bit up with 2^-24 and rounds to even in one step.
    const float shifted = std::bit_cast<float>(magnitude) + 0.5f;
    return {static_cast<uint16_t>(sign | (std::bit_cast<uint32_t>(shifted) - 0x3f000000u))};
  }
  magnitude += 0xfffu + (magnitude >> 13 & 1u);
  return {static_cast<uint16_t>(sign | ((magnitude - 0x38000000u) >> 13))};
}

// float64 to float16 in one rounding (by way of float32 some values would be rounded twice): round-to-odd first.
inline float16_t DoubleToHalf(double value) {
  auto narrow = static_cast<float>(value);
  if (static_cast<double>(narrow) != value && narrow == narrow) {
    uint32_t bits = std::bit_cast<uint32_t>(narrow);
    const bool away = value < 0 ? static_cast<double>(narrow) < value : static_cast<double>(narrow) > value;
    if (away) bits--;  // towards zero; also turns an overflow to infinity into the largest float32
    narrow = std::bit_cast<float>(bits | 1u);
  }
  return FloatToHalf(narrow);
}

}  // namespace numblas
