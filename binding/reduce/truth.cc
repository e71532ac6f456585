// any and all, which stop at the first element that settles them; counts of elements that are not zero, or not NaN.
#include "reduce/rows.h"
#include "reduce/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "reduce/truth.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "reduce/kernels-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

// Predicates look at the bits. Doubled, a float's bits lose the sign: 0 only for a zero, above 2*Inf only for NaN.

template <class T, bool kFloat>
struct NonZero {
  using In = T;
  static constexpr bool kVectors = true;
  template <class D, class V>
  static HWY_INLINE hn::Mask<D> Mask(D d, V value) {
    if constexpr (kFloat) value = hn::Add(value, value);
    return hn::Ne(value, hn::Zero(d));
  }
  static HWY_INLINE bool Test(const char* in) {
    const T value = *reinterpret_cast<const T*>(in);
    return static_cast<T>(kFloat ? value + value : value) != 0;
  }
};

template <class T>
struct NotNaN {
  using In = T;
  static constexpr bool kVectors = true;
  static constexpr auto kInfinity = static_cast<T>(sizeof(T) == 2   ? 0x7c00
                                                   : sizeof(T) == 4 ? 0x7f800000
                                                                    : 0x7ff0000000000000);
  template <class D, class V>
  static HWY_INLINE hn::Mask<D> Mask(D d, V value) {
    return hn::Le(hn::Add(value, value), hn::Set(d, static_cast<T>(kInfinity * 2)));
  }
  static HWY_INLINE bool Test(const char* in) {
    const T value = *reinterpret_cast<const T*>(in);
    return static_cast<T>(value + value) <= static_cast<T>(kInfinity * 2);
  }
};

template <class Part, bool kEither>
struct OfParts {
  using In = typename Part::In;
  static constexpr bool kVectors = false;
  static HWY_INLINE bool Test(const char* in) {
    const bool re = Part::Test(in);
    const bool im = Part::Test(in + sizeof(In));
    return kEither ? re || im : re && im;
  }
};

template <class P>
int64_t Count(const char* in, intptr_t stride, intptr_t n) {
  using T = typename P::In;
  int64_t count = 0;
  intptr_t i = 0;
  if constexpr (P::kVectors) {
    if (stride == static_cast<intptr_t>(sizeof(T))) {
      constexpr hn::ScalableTag<T> d;
      const auto step = static_cast<intptr_t>(hn::Lanes(d));
      const T* from = reinterpret_cast<const T*>(in);
      size_t counts[4] = {0, 0, 0, 0};
      for (; i + 4 * step <= n; i += 4 * step) {
        for (int k = 0; k < 4; k++) counts[k] += hn::CountTrue(d, P::Mask(d, hn::LoadU(d, from + i + k * step)));
      }
      count = static_cast<int64_t>(counts[0] + counts[1] + counts[2] + counts[3]);
    }
  }
  for (; i < n; i++) count += P::Test(in + i * stride);
  return count;
}

// Whether any element's predicate has the value.
template <class P, bool kValue>
bool Find(const char* in, intptr_t stride, intptr_t n) {
  using T = typename P::In;
  intptr_t i = 0;
  if constexpr (P::kVectors) {
    if (stride == static_cast<intptr_t>(sizeof(T))) {
      constexpr hn::ScalableTag<T> d;
      const auto step = static_cast<intptr_t>(hn::Lanes(d));
      const T* from = reinterpret_cast<const T*>(in);
      for (; i + 4 * step <= n; i += 4 * step) {
        const auto mask = [&](int k) HWY_ATTR { return P::Mask(d, hn::LoadU(d, from + i + k * step)); };
        if constexpr (kValue) {
          if (!hn::AllFalse(d, hn::Or(hn::Or(mask(0), mask(1)), hn::Or(mask(2), mask(3))))) return true;
        } else {
          if (!hn::AllTrue(d, hn::And(hn::And(mask(0), mask(1)), hn::And(mask(2), mask(3))))) return true;
        }
      }
    }
  }
  for (; i < n; i++) {
    if (P::Test(in + i * stride) == kValue) return true;
  }
  return false;
}

template <class R>
void TruthRows(const ReduceBlock& b);
template <class R, class T>
void TruthColumns(const ReduceBlock& b);

// Counts add up.
struct AddCounts {
  static HWY_INLINE int64_t Load(int64_t a) { return a; }
  static HWY_INLINE int64_t Fold(int64_t a, int64_t b) { return a + b; }
};

template <class P>
struct Counting {
  using A = int64_t;
  static constexpr auto FoldRows = PlainRows<AddCounts, int64_t>;
  static constexpr auto FoldColumns = PlainColumns<AddCounts, int64_t>;
  static A Run(const ReduceBlock& b, const char* in) { return Count<P>(in, b.stride, b.n); }
  static HWY_INLINE A One(const char* in) { return P::Test(in); }
  static HWY_INLINE A Fold(A a, A b) { return a + b; }
  static bool Settled(A) { return false; }
};

template <class P>
struct Any {
  using A = uint8_t;
  static constexpr auto FoldRows = TruthRows<Any<NonZero<uint8_t, false>>>;
  static constexpr auto FoldColumns = TruthColumns<Any<NonZero<uint8_t, false>>, uint8_t>;
  static A Run(const ReduceBlock& b, const char* in) { return Find<P, true>(in, b.stride, b.n); }
  static HWY_INLINE A One(const char* in) { return P::Test(in); }
  static HWY_INLINE A Fold(A a, A b) { return a | b; }
  static bool Settled(A a) { return a != 0; }
};

template <class P>
struct All {
  using A = uint8_t;
  static constexpr auto FoldRows = TruthRows<All<NonZero<uint8_t, false>>>;
  static constexpr auto FoldColumns = TruthColumns<All<NonZero<uint8_t, false>>, uint8_t>;
  static A Run(const ReduceBlock& b, const char* in) { return !Find<P, false>(in, b.stride, b.n); }
  static HWY_INLINE A One(const char* in) { return P::Test(in); }
  static HWY_INLINE A Fold(A a, A b) { return a & b; }
  static bool Settled(A a) { return a == 0; }
};

template <class R>
void TruthRows(const ReduceBlock& b) {
  using A = typename R::A;
  for (intptr_t r = 0; r < b.rows; r++) {
    A* to = reinterpret_cast<A*>(b.acc + r * b.acc_stride);
    if (!b.fresh && R::Settled(*to)) continue;
    const A found = R::Run(b, b.in + r * b.row_stride);
    *to = b.fresh ? found : R::Fold(*to, found);
  }
}

template <class R, class T>
void TruthColumns(const ReduceBlock& b) {
  using A = typename R::A;
  A* acc = reinterpret_cast<A*>(b.acc);
  if (b.fresh) {
    for (intptr_t i = 0; i < b.n; i++) acc[i] = R::One(b.in + i * b.stride);
  }
  for (intptr_t r = b.fresh ? 1 : 0; r < b.rows; r++) {
    const char* in = b.in + r * b.row_stride;
    if (b.stride == static_cast<intptr_t>(sizeof(T))) {
      for (intptr_t i = 0; i < b.n; i++) acc[i] = R::Fold(acc[i], R::One(in + i * sizeof(T)));
    } else {
      for (intptr_t i = 0; i < b.n; i++) acc[i] = R::Fold(acc[i], R::One(in + i * b.stride));
    }
  }
}

template <class R, class T, class A>
void AddTruth(Op& op) {
  static constexpr ReduceKernels kernels{TruthRows<R>, TruthColumns<R, T>, R::FoldRows, R::FoldColumns};
  op.loops.push_back({.types = kSignature<T, To, A>, .kernels = &kernels});
}

// Signed and unsigned integers of one size have the same zero.
template <template <class> class R, class A>
void NonZeroLoops(Op& op) {
  const auto loop = [&op]<class T, class Bits>(T, Bits) {
    AddTruth<R<NonZero<Bits, !std::is_integral_v<T>>>, T, A>(op);
  };
  loop(bool{}, uint8_t{});
  loop(int8_t{}, uint8_t{});
  loop(uint8_t{}, uint8_t{});
  loop(int16_t{}, uint16_t{});
  loop(uint16_t{}, uint16_t{});
  loop(int32_t{}, uint32_t{});
  loop(uint32_t{}, uint32_t{});
  loop(int64_t{}, uint64_t{});
  loop(uint64_t{}, uint64_t{});
  loop(float16_t{}, uint16_t{});
  loop(float{}, uint32_t{});
  loop(double{}, uint64_t{});
  AddTruth<R<OfParts<NonZero<uint32_t, true>, true>>, complex64_t, A>(op);
  AddTruth<R<OfParts<NonZero<uint64_t, true>, true>>, complex128_t, A>(op);
}

void Fill(OpTable& table) {
  NonZeroLoops<Any, bool>(ReduceRow(table, "any", 1, Identity::kZero, 0.1));
  NonZeroLoops<All, bool>(ReduceRow(table, "all", 1, Identity::kOne, 0.1));
  NonZeroLoops<Counting, int64_t>(ReduceRow(table, "count_nonzero", 1, Identity::kZero, 0.1));
  Op& valid = ReduceRow(table, "count_valid", 1, Identity::kZero, 0.2);
  AddTruth<Counting<NotNaN<uint16_t>>, float16_t, int64_t>(valid);
  AddTruth<Counting<NotNaN<uint32_t>>, float, int64_t>(valid);
  AddTruth<Counting<NotNaN<uint64_t>>, double, int64_t>(valid);
  AddTruth<Counting<OfParts<NotNaN<uint32_t>, false>>, complex64_t, int64_t>(valid);
  AddTruth<Counting<OfParts<NotNaN<uint64_t>, false>>, complex128_t, int64_t>(valid);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddTruthRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
