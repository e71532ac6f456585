// Greatest and least elements: a NaN wins (max, min) or loses (nanmax, nanmin).
#include "reduce/rows.h"
#include "reduce/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "reduce/extrema.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "reduce/kernels-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

template <class T, class C, bool kMax, bool kNaNWins>
struct Extremum : Plain<T, C> {
  using Partials = Extremum<C, C, kMax, kNaNWins>;
  template <class V>
  static HWY_INLINE V Best(V a, V b) {
    if constexpr (kMax) {
      return hn::Max(a, b);
    } else {
      return hn::Min(a, b);
    }
  }
  template <class D, class V>
  static HWY_INLINE V Fold(D, V a, V b) {
    if constexpr (!std::is_floating_point_v<C>) {
      return Best(a, b);
    } else if constexpr (kNaNWins) {
      // What Max makes of NaN depends on the machine: keep a's and b's by hand.
      return hn::IfThenElse(hn::IsNaN(a), a, hn::IfThenElse(hn::IsNaN(b), b, Best(a, b)));
    } else {
      return hn::IfThenElse(hn::IsNaN(a), b, hn::IfThenElse(hn::IsNaN(b), a, Best(a, b)));
    }
  }
  static HWY_INLINE C Fold(C a, C b) {
    const bool better = kMax ? a >= b : a <= b;
    if constexpr (!std::is_floating_point_v<C>) return better ? a : b;
    return better | (kNaNWins ? a != a : b != b) ? a : b;
  }
};

// Floats whose NaN wins.
template <class T, class C, bool kMax>
struct FloatExtremum : Extremum<T, C, kMax, true> {
  using Partials = FloatExtremum<C, C, kMax>;
  static constexpr bool kFindsNaN = true;
};

template <class T, class C>
using Max = std::conditional_t<std::is_floating_point_v<C>, FloatExtremum<T, C, true>, Extremum<T, C, true, true>>;
template <class T, class C>
using Min = std::conditional_t<std::is_floating_point_v<C>, FloatExtremum<T, C, false>, Extremum<T, C, false, true>>;
template <class T, class C>
using NaNMax = Extremum<T, C, true, false>;
template <class T, class C>
using NaNMin = Extremum<T, C, false, false>;

// Complex numbers are ordered by real part, then imaginary part; a NaN in either part makes the number one.
template <class T, bool kMax, bool kNaNWins>
struct ComplexExtremum {
  static HWY_INLINE T Load(T a) { return a; }
  static HWY_INLINE bool IsNaN(T a) { return a.real() != a.real() || a.imag() != a.imag(); }
  static HWY_INLINE T Fold(T a, T b) {
    if (IsNaN(a)) return kNaNWins || IsNaN(b) ? a : b;
    if (IsNaN(b)) return kNaNWins ? b : a;
    const bool less = a.real() < b.real() || (a.real() == b.real() && a.imag() < b.imag());
    const bool more = a.real() > b.real() || (a.real() == b.real() && a.imag() > b.imag());
    return (kMax ? less : more) ? b : a;
  }
};

template <template <class, class> class R>
void Integers(Op& op) {
  const auto loop = [&op]<class T>(T) { AddKernels<R<T, T>, T, T>(op); };
  using Bytes = R<uint8_t, uint8_t>;
  static constexpr ReduceKernels bools{Rows<Bytes>, Columns<Bytes>, Rows<Bytes>, Columns<Bytes>};
  op.loops.push_back({.types = kSignature<bool, To, bool>, .kernels = &bools});
  loop(int8_t{});
  loop(uint8_t{});
  loop(int16_t{});
  loop(uint16_t{});
  loop(int32_t{});
  loop(uint32_t{});
  loop(int64_t{});
  loop(uint64_t{});
}

template <template <class, class> class R>
void Floats(Op& op) {
  AddKernels<R<float16_t, float>, float16_t, float>(op);
  AddKernels<R<float, float>, float, float>(op);
  AddKernels<R<double, double>, double, double>(op);
}

template <bool kMax, bool kNaNWins>
void Complexes(Op& op) {
  AddPlainKernels<ComplexExtremum<complex64_t, kMax, kNaNWins>, complex64_t>(op);
  AddPlainKernels<ComplexExtremum<complex128_t, kMax, kNaNWins>, complex128_t>(op);
}

void Fill(OpTable& table) {
  Op& max = ReduceRow(table, "max", 1, Identity::kReorderable, 0.3);
  Integers<Max>(max);
  Floats<Max>(max);
  Complexes<true, true>(max);
  Op& min = ReduceRow(table, "min", 1, Identity::kReorderable, 0.3);
  Integers<Min>(min);
  Floats<Min>(min);
  Complexes<false, true>(min);
  Op& nanmax = ReduceRow(table, "nanmax", 1, Identity::kReorderable, 0.4);
  Floats<NaNMax>(nanmax);
  Complexes<true, false>(nanmax);
  Op& nanmin = ReduceRow(table, "nanmin", 1, Identity::kReorderable, 0.4);
  Floats<NaNMin>(nanmin);
  Complexes<false, false>(nanmin);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddExtremaReduceRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
