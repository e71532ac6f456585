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
  static constexpr bool kGreatest = kMax;
  static HWY_INLINE bool IsNaN(T a) { return a.real() != a.real() || a.imag() != a.imag(); }
  static HWY_INLINE T Fold(T a, T b) {
    if (IsNaN(a)) return kNaNWins || IsNaN(b) ? a : b;
    if (IsNaN(b)) return kNaNWins ? b : a;
    const bool less = a.real() < b.real() || (a.real() == b.real() && a.imag() < b.imag());
    const bool more = a.real() > b.real() || (a.real() == b.real() && a.imag() > b.imag());
    return (kMax ? less : more) ? b : a;
  }
};

// Many complex numbers at a time where none is NaN: real and imaginary parts apart.
template <class F, class T>
struct ComplexLanes {
  using P = typename T::value_type;
  using D = hn::ScalableTag<P>;
  using V = hn::Vec<D>;

  static HWY_INLINE const P* Parts(const char* at) { return reinterpret_cast<const P*>(at); }

  // Whether the second number comes before the first.
  static HWY_INLINE hn::Mask<D> Better(V real, V imaginary, V other_real, V other_imaginary) {
    if constexpr (F::kGreatest) {
      return hn::Or(hn::Gt(other_real, real), hn::And(hn::Eq(other_real, real), hn::Gt(other_imaginary, imaginary)));
    } else {
      return hn::Or(hn::Lt(other_real, real), hn::And(hn::Eq(other_real, real), hn::Lt(other_imaginary, imaginary)));
    }
  }

  // Folds the first elements of a contiguous run, as many as whole vectors hold; returns how many, 0 if one is NaN.
  static HWY_INLINE intptr_t Run(const char* in, intptr_t n, T* result) {
    const D d;
    const intptr_t lanes = hn::Lanes(d);
    if (n < 2 * lanes) return 0;
    V real, imaginary;
    hn::LoadInterleaved2(d, Parts(in), real, imaginary);
    auto nan = hn::Or(hn::IsNaN(real), hn::IsNaN(imaginary));
    intptr_t i = lanes;
    for (; i + lanes <= n; i += lanes) {
      V a, b;
      hn::LoadInterleaved2(d, Parts(in) + 2 * i, a, b);
      nan = hn::Or(nan, hn::Or(hn::IsNaN(a), hn::IsNaN(b)));
      const auto better = Better(real, imaginary, a, b);
      real = hn::IfThenElse(better, a, real);
      imaginary = hn::IfThenElse(better, b, imaginary);
    }
    if (!hn::AllFalse(d, nan)) return 0;
    HWY_ALIGN P lane[2 * hn::MaxLanes(d)];
    hn::StoreInterleaved2(real, imaginary, d, lane);
    *result = T(lane[0], lane[1]);
    for (intptr_t k = 1; k < lanes; k++) *result = F::Fold(*result, T(lane[2 * k], lane[2 * k + 1]));
    return i;
  }

  static void Rows(const ReduceBlock& b) {
    for (intptr_t r = 0; r < b.rows; r++) {
      const char* in = b.in + r * b.row_stride;
      T* to = reinterpret_cast<T*>(b.acc + r * b.acc_stride);
      T best = *reinterpret_cast<const T*>(in);
      intptr_t i = b.stride == static_cast<intptr_t>(sizeof(T)) ? Run(in, b.n, &best) : 0;
      for (; i < b.n; i++) best = F::Fold(best, *reinterpret_cast<const T*>(in + i * b.stride));
      *to = b.fresh ? best : F::Fold(*to, best);
    }
  }

  static void Columns(const ReduceBlock& b) {
    const D d;
    const intptr_t lanes = hn::Lanes(d);
    T* acc = reinterpret_cast<T*>(b.acc);
    for (intptr_t r = 0; r < b.rows; r++) {
      const char* in = b.in + r * b.row_stride;
      if (b.fresh && r == 0) {
        for (intptr_t i = 0; i < b.n; i++) acc[i] = *reinterpret_cast<const T*>(in + i * b.stride);
        continue;
      }
      intptr_t i = 0;
      if (b.stride == static_cast<intptr_t>(sizeof(T))) {
        for (; i + lanes <= b.n; i += lanes) {
          P* to = reinterpret_cast<P*>(acc + i);
          V real, imaginary, other_real, other_imaginary;
          hn::LoadInterleaved2(d, to, real, imaginary);
          hn::LoadInterleaved2(d, Parts(in) + 2 * i, other_real, other_imaginary);
          const auto nan = hn::Or(hn::Or(hn::IsNaN(real), hn::IsNaN(imaginary)),
                                  hn::Or(hn::IsNaN(other_real), hn::IsNaN(other_imaginary)));
          if (HWY_UNLIKELY(!hn::AllFalse(d, nan))) {
            for (intptr_t k = i; k < i + lanes; k++)
              acc[k] = F::Fold(acc[k], *reinterpret_cast<const T*>(in + k * b.stride));
            continue;
          }
          const auto better = Better(real, imaginary, other_real, other_imaginary);
          hn::StoreInterleaved2(hn::IfThenElse(better, other_real, real),
                                hn::IfThenElse(better, other_imaginary, imaginary), d, to);
        }
      }
      for (; i < b.n; i++) acc[i] = F::Fold(acc[i], *reinterpret_cast<const T*>(in + i * b.stride));
    }
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
  const auto loop = [&op]<class T>(T) {
    using Lanes = ComplexLanes<ComplexExtremum<T, kMax, kNaNWins>, T>;
    static constexpr ReduceKernels kernels{Lanes::Rows, Lanes::Columns, Lanes::Rows, Lanes::Columns};
    op.loops.push_back({.types = kSignature<T, To, T>, .kernels = &kernels});
  };
  loop(complex64_t{});
  loop(complex128_t{});
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
