// Lists of element types and the loop signatures made from them.
#pragma once

#include <type_traits>

#include "../dtype.h"

namespace numblas {

template <class... Ts>
struct Types {
  template <class... Us>
  constexpr Types<Ts..., Us...> operator+(Types<Us...>) const {
    return {};
  }
};

inline constexpr Types<bool> kBool;
inline constexpr Types<int8_t, uint8_t, int16_t, uint16_t, int32_t, uint32_t, int64_t, uint64_t> kIntegers;
inline constexpr Types<float, double> kSingleDouble;
inline constexpr Types<float16_t, float, double> kFloats;
inline constexpr Types<complex64_t, complex128_t> kComplexes;
inline constexpr auto kReals = kIntegers + kFloats;
inline constexpr auto kNumbers = kReals + kComplexes;
inline constexpr auto kAll = kBool + kNumbers;

// NumPy's type character.
template <class T>
constexpr char Character() {
#define X(name, type, character) \
  if (std::is_same_v<T, type>) return character;
  NUMBLAS_DTYPES(X)
#undef X
}

// The arrow of a signature: kSignature<double, double, To, bool> is "dd->?".
struct To {};

template <class... Ts>
struct SignatureText {
  char text[sizeof...(Ts) + 2] = {};
  constexpr SignatureText() {
    int at = 0;
    (Append<Ts>(at), ...);
  }
  template <class T>
  constexpr void Append(int& at) {
    if constexpr (std::is_same_v<T, To>) {
      text[at++] = '-';
      text[at++] = '>';
    } else {
      text[at++] = Character<T>();
    }
  }
};

template <class... Ts>
inline constexpr SignatureText<Ts...> kSignatureText;
template <class... Ts>
inline constexpr const char* kSignature = kSignatureText<Ts...>.text;

}  // namespace numblas
