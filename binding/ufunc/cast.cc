// Every pair of dtypes from one template, compiled for each instruction set and chosen at load.
#include "ufunc/cast.h"

#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include "ufunc/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/cast.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {

// What C leaves undefined is made what NumPy gives on x86-64: out-of-range and NaN become the "integer indefinite"
// value.
template <class From, class To>
HWY_INLINE To FloatToInteger(From value) {
  if constexpr (std::is_same_v<To, int64_t>) {
    return value >= From(-0x1p63) && value < From(0x1p63) ? static_cast<To>(value) : std::numeric_limits<To>::min();
  } else if constexpr (std::is_same_v<To, uint64_t>) {
    if (value >= From(0x1p63)) {
      return value < From(0x1p64) ? static_cast<To>(static_cast<int64_t>(value - From(0x1p63))) ^ (uint64_t{1} << 63)
                                  : uint64_t{0};
    }
    return static_cast<To>(FloatToInteger<From, int64_t>(value));
  } else if constexpr (std::is_same_v<To, uint32_t>) {
    return static_cast<To>(FloatToInteger<From, int64_t>(value));
  } else {
    const int32_t wide = value > From(-2147483649.0) && value < From(2147483648.0)
                             ? static_cast<int32_t>(value)
                             : std::numeric_limits<int32_t>::min();
    return static_cast<To>(wide);
  }
}

template <class From, class To>
HWY_INLINE To Convert(From value) {
  if constexpr (std::is_same_v<From, To>) {
    return value;
  } else if constexpr (kComplex<From>) {
    if constexpr (kComplex<To>) {
      using Part = typename To::value_type;
      return To(static_cast<Part>(value.real()), static_cast<Part>(value.imag()));
    } else if constexpr (std::is_same_v<To, bool>) {
      return value.real() != 0 || value.imag() != 0;
    } else {
      return Convert<typename From::value_type, To>(value.real());
    }
  } else if constexpr (kHalf<From>) {
    return Convert<float, To>(HalfToFloat(value));
  } else if constexpr (kComplex<To>) {
    return To(Convert<From, typename To::value_type>(value), 0);
  } else if constexpr (kHalf<To>) {
    if constexpr (std::is_same_v<From, double>) return DoubleToHalf(value);
    return FloatToHalf(static_cast<float>(value));
  } else if constexpr (std::is_same_v<To, bool>) {
    return value != From(0);
  } else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
    return FloatToInteger<From, To>(value);
  } else {
    return static_cast<To>(value);
  }
}

template <class From, class To>
void Cast(char* const* args, const intptr_t* strides, intptr_t n) {
  const char* from = args[0];
  char* to = args[1];
  constexpr auto kFrom = static_cast<intptr_t>(sizeof(From));
  constexpr auto kTo = static_cast<intptr_t>(sizeof(To));
  if (strides[0] == kFrom && strides[1] == kTo) {
    const From* in = reinterpret_cast<const From*>(from);
    To* out = reinterpret_cast<To*>(to);
    if constexpr (std::is_same_v<From, To>) {
      __builtin_memmove(out, in, n * sizeof(To));
    } else if constexpr (kHalf<From> ||
                         (kHalf<To> && !std::is_same_v<From, double> && !std::is_same_v<From, complex128_t>)) {
      // By way of float32, in blocks that the machine's own conversion can take.
      float block[256];
      for (intptr_t done = 0; done < n; done += 256) {
        const intptr_t count = std::min<intptr_t>(256, n - done);
        if constexpr (kHalf<From>) {
          WidenHalves(from + done * kFrom, kFrom, block, count);
          for (intptr_t i = 0; i < count; i++) out[done + i] = Convert<float, To>(block[i]);
        } else {
          for (intptr_t i = 0; i < count; i++) block[i] = Convert<From, float>(in[done + i]);
          NarrowHalves(block, to + done * kTo, kTo, count);
        }
      }
    } else {
#pragma GCC ivdep
      for (intptr_t i = 0; i < n; i++) out[i] = Convert<From, To>(in[i]);
    }
  } else if (strides[0] == 0 && strides[1] == kTo) {
    const To value = Convert<From, To>(*reinterpret_cast<const From*>(from));
    To* out = reinterpret_cast<To*>(to);
    for (intptr_t i = 0; i < n; i++) out[i] = value;
  } else {
    for (intptr_t i = 0; i < n; i++, from += strides[0], to += strides[1]) {
      *reinterpret_cast<To*>(to) = Convert<From, To>(*reinterpret_cast<const From*>(from));
    }
  }
}

using CastTable = InnerLoop[kDTypeCount][kDTypeCount];

template <class From>
void FillFrom(InnerLoop* row) {
#define X(name, type, character) row[static_cast<int>(DType::k_##name)] = Cast<From, type>;
  NUMBLAS_DTYPES(X)
#undef X
}

const char* TargetName() { return hwy::TargetName(HWY_TARGET); }

void FillCasts(CastTable& table) {
#define X(name, type, character) FillFrom<type>(table[static_cast<int>(DType::k_##name)]);
  NUMBLAS_DTYPES(X)
#undef X
}

}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {
namespace {

HWY_EXPORT(FillCasts);
HWY_EXPORT(TargetName);

struct Casts {
  InnerLoop loops[kDTypeCount][kDTypeCount];
  Casts() { HWY_DYNAMIC_DISPATCH(FillCasts)(loops); }
};

}  // namespace

InnerLoop CastLoop(DType from, DType to) {
  static const Casts casts;
  return casts.loops[static_cast<int>(from)][static_cast<int>(to)];
}

const char* SimdTarget() { return HWY_DYNAMIC_DISPATCH(TargetName)(); }

// "copy": one loop per target dtype, in the dtypes' order.
void AddCastRows(OpTable& table) {
  Op& op = table.Row("copy", 1, 1);
  op.casts = true;
  static auto& types = *new std::vector<std::string>;  // never freed, as the table
  for (const DTypeInfo& info : kDTypes) types.push_back({info.character, '-', '>', info.character});
  for (int i = 0; i < kDTypeCount; i++) {
    const auto dtype = static_cast<DType>(i);
    op.loops.push_back({.types = types[i].c_str(), .inner = CastLoop(dtype, dtype)});
  }
}

}  // namespace numblas
#endif  // HWY_ONCE
