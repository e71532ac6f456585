// What Fortran and OpenBLAS expect their host to bring: no Fortran runtime is linked.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include "../library.h"

namespace numblas {
namespace {

// By repeated squaring, as the Fortran runtime does.
template <class T>
T IntegerPower(T base, int64_t exponent) {
  uint64_t n = exponent < 0 ? -static_cast<uint64_t>(exponent) : static_cast<uint64_t>(exponent);
  if (exponent < 0) base = 1 / base;
  T power = 1;
  for (; n != 0; n >>= 1, base *= base) {
    if ((n & 1) != 0) power *= base;
  }
  return power;
}

}  // namespace
}  // namespace numblas

extern "C" {

void xerbla_64_(const char* routine, const int64_t* argument, size_t length);
void xerbla_64_(const char* routine, const int64_t* argument, size_t length) {
  numblas::library::RefuseArgument(std::string(routine, strnlen(routine, std::min<size_t>(length, 32))), *argument);
}

// LAPACK calls it to build option strings for ilaenv: destination is the two sources one after the other.
void _gfortran_concat_string(size_t length, char* destination, size_t length1, const char* source1, size_t length2,
                             const char* source2);
void _gfortran_concat_string(size_t length, char* destination, size_t length1, const char* source1, size_t length2,
                             const char* source2) {
  const size_t first = std::min(length, length1);
  const size_t second = std::min(length - first, length2);
  std::memcpy(destination, source1, first);
  std::memcpy(destination + first, source2, second);
  std::memset(destination + first + second, ' ', length - first - second);
}

// A real to an integer power, where the compiler can't unroll it (scaling in rotg, balancing).
double _gfortran_pow_r8_i8(double base, int64_t exponent);
double _gfortran_pow_r8_i8(double base, int64_t exponent) { return numblas::IntegerPower(base, exponent); }
float _gfortran_pow_r4_i8(float base, int64_t exponent);
float _gfortran_pow_r4_i8(float base, int64_t exponent) { return numblas::IntegerPower(base, exponent); }

}  // extern "C"
