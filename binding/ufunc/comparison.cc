// equal, not_equal, less, less_equal, greater, greater_equal. Complex numbers compare by real part, then imaginary
// part.
#include "ufunc/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/comparison.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

struct Equal {
  static constexpr bool kSignless = true, kCommutative = true;
  template <class T>
  static HWY_INLINE bool Apply(T a, T b) {
    return a == b;
  }
};

struct NotEqual {
  static constexpr bool kSignless = true, kCommutative = true;
  template <class T>
  static HWY_INLINE bool Apply(T a, T b) {
    return a != b;
  }
};

struct Less {
  template <class T>
  static HWY_INLINE bool Apply(T a, T b) {
    if constexpr (kComplex<T>) {
      return (a.real() < b.real() && a.imag() == a.imag() && b.imag() == b.imag()) ||
             (a.real() == b.real() && a.imag() < b.imag());
    } else {
      return a < b;
    }
  }
};

struct LessEqual {
  template <class T>
  static HWY_INLINE bool Apply(T a, T b) {
    if constexpr (kComplex<T>) {
      return (a.real() < b.real() && a.imag() == a.imag() && b.imag() == b.imag()) ||
             (a.real() == b.real() && a.imag() <= b.imag());
    } else {
      return a <= b;
    }
  }
};

// int64 with uint64 and the reverse, exact where a common type would round.
template <class Relation, bool kSignedFirst>
void MixedSigns(char* const* args, const intptr_t* strides, intptr_t n) {
  const char* a = args[0];
  const char* b = args[1];
  char* out = args[2];
  for (intptr_t i = 0; i < n; i++, a += strides[0], b += strides[1], out += strides[2]) {
    const int64_t x = At<int64_t>(kSignedFirst ? a : b);
    const uint64_t y = At<uint64_t>(kSignedFirst ? b : a);
    // A negative number compares with 0 as it does with any unsigned one but for equality, where -1 does.
    const int64_t sign = x < 0 ? -1 : 0;
    const auto magnitude = static_cast<uint64_t>(x);
    const int64_t order = sign < 0 ? -1 : magnitude < y ? -1 : magnitude > y ? 1 : 0;
    At<bool>(out) =
        kSignedFirst ? Relation::template Apply<int64_t>(order, 0) : Relation::template Apply<int64_t>(0, order);
  }
}

// a > b is b < a.
template <InnerLoop kInner>
void Swapped(char* const* args, const intptr_t* strides, intptr_t n) {
  char* const swapped[3] = {args[1], args[0], args[2]};
  const intptr_t steps[3] = {strides[1], strides[0], strides[2]};
  kInner(swapped, steps, n);
}

template <class Relation, class... Ts>
void SwappedLoops(Op& op, Types<Ts...>) {
  const auto loop = []<class T>(T) {
    if constexpr (kHalf<T>) {
      return Loop{.types = kSignature<T, T, To, bool>, .inner = Swapped<ViaFloat<Binary<Relation, float>, 2, 0>>};
    } else {
      return Loop{.types = kSignature<T, T, To, bool>, .inner = Swapped<Binary<Relation, T>>};
    }
  };
  (op.loops.push_back(loop(Ts{})), ...);
}

template <class Relation>
void MixedLoops(Op& op, bool swapped) {
  op.loops.push_back(
      {.types = "lL->?", .inner = swapped ? Swapped<MixedSigns<Relation, false>> : MixedSigns<Relation, true>});
  op.loops.push_back(
      {.types = "Ll->?", .inner = swapped ? Swapped<MixedSigns<Relation, true>> : MixedSigns<Relation, false>});
}

template <class Relation>
void Relations(Op& op) {
  RelationLoops<Relation>(op, kBool + kIntegers);
  MixedLoops<Relation>(op, false);
  RelationLoops<Relation>(op, kFloats + kComplexes);
}

template <class Relation>
void SwappedRelations(Op& op) {
  SwappedLoops<Relation>(op, kBool + kIntegers);
  MixedLoops<Relation>(op, true);
  SwappedLoops<Relation>(op, kFloats + kComplexes);
}

void Fill(OpTable& table) {
  Relations<Equal>(table.Row("equal", 2, 1));
  Relations<NotEqual>(table.Row("not_equal", 2, 1));
  Relations<Less>(table.Row("less", 2, 1));
  Relations<LessEqual>(table.Row("less_equal", 2, 1));
  SwappedRelations<Less>(table.Row("greater", 2, 1));
  SwappedRelations<LessEqual>(table.Row("greater_equal", 2, 1));
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddComparisonRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
