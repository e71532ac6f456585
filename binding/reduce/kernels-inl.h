// Reductions over runs and columns in vectors, for whichever instruction set is being compiled.
//
// A reduction R is a set of static functions over lanes of type R::Lane:
//   R::In, R::kParts      what is stored: kParts values of type In per element (2 for complex numbers)
//   R::kOut               lanes per accumulator (2 for complex sums)
//   R::Partials           the reduction that folds R's partial results
//   Load(d, in, center)   a vector of lanes;  One(in, center)  a single lane
//   Fold(d, a, b)         two vectors into one;  Fold(a, b)  two lanes
// The tree of a run is fixed by its length alone: vectors are folded pairwise above leaves of fixed size, as NumPy
// sums, so that rounding errors grow with log n; a stride changes nothing.
#if defined(NUMBLAS_REDUCE_KERNELS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef NUMBLAS_REDUCE_KERNELS_INL_H_
#undef NUMBLAS_REDUCE_KERNELS_INL_H_
#else
#define NUMBLAS_REDUCE_KERNELS_INL_H_
#endif

#include <algorithm>
#include <complex>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "hwy/highway.h"
#include "op.h"
#include "ufunc/half.h"
#include "ufunc/types.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

inline constexpr intptr_t kPackBytes = 128;  // vectors in flight: enough to hide an addition's latency
inline constexpr intptr_t kLeafPacks = 16;

template <class C>
using LaneTag = hn::CappedTag<C, kPackBytes / sizeof(C)>;

template <class C>
struct Pack {
  static constexpr intptr_t kLanes = kPackBytes / sizeof(C);
  static constexpr intptr_t kStep = static_cast<intptr_t>(hn::MaxLanes(LaneTag<C>()));
  static constexpr int kVectors = static_cast<int>(kLanes / kStep);
  hn::Vec<LaneTag<C>> vectors[kVectors];
};

// Vectors of lanes of type C from elements of another type.
template <class D, class T>
HWY_INLINE hn::Vec<D> LoadAs(D d, const T* in) {
  using C = hn::TFromD<D>;
  if constexpr (std::is_same_v<T, C>) {
    return hn::LoadU(d, in);
  } else if constexpr (std::is_same_v<T, float16_t>) {
#if HWY_ARCH_X86 && HWY_TARGET > HWY_AVX2
    // Without F16C, Highway converts by bits and takes NaN and infinity for numbers.
    HWY_ALIGN C widened[hn::MaxLanes(d)];
    for (size_t i = 0; i < hn::MaxLanes(d); i++) widened[i] = HalfToFloat(in[i]);
    return hn::Load(d, widened);
#else
    return hn::PromoteTo(d, hn::LoadU(hn::Rebind<hwy::float16_t, D>(), reinterpret_cast<const hwy::float16_t*>(in)));
#endif
  } else {
    const auto narrow = hn::LoadU(hn::Rebind<T, D>(), in);
    if constexpr (sizeof(T) == sizeof(C)) {
      return hn::ConvertTo(d, narrow);
    } else {
      return hn::PromoteTo(d, narrow);
    }
  }
}

template <class C, class T>
HWY_INLINE C OneAs(const T* in) {
  if constexpr (std::is_same_v<T, float16_t>) {
    return HalfToFloat(*in);
  } else {
    return static_cast<C>(*in);
  }
}

template <class R>
class Runs {
 public:
  using In = typename R::In;
  using C = typename R::Lane;
  using Center = const C*;
  static constexpr LaneTag<C> d{};
  static constexpr intptr_t kLanes = Pack<C>::kLanes;
  static constexpr intptr_t kLeaf = kLanes * kLeafPacks;
  static constexpr intptr_t kElement = static_cast<intptr_t>(sizeof(In)) * R::kParts;

  // Folds n > 0 elements into R::kOut lanes.
  static HWY_NOINLINE void Run(const char* in, intptr_t stride, intptr_t n, Center center, C* out) {
    const intptr_t lanes = n * R::kParts;
    if (lanes < kLanes * 2) {
      Short(in, stride, n, center, out);
      return;
    }
    const intptr_t whole = lanes / kLanes * kLanes;
    Pack<C> pack;
    Tree(in, stride, whole, center, pack);
    HWY_ALIGN C folded[kLanes];
    for (int v = 0; v < Pack<C>::kVectors; v++) hn::Store(pack.vectors[v], d, folded + v * Pack<C>::kStep);
    for (intptr_t width = kLanes / 2; width >= R::kOut; width /= 2) {
      for (intptr_t k = 0; k < width; k++) folded[k] = R::Fold(folded[k], folded[k + width]);
    }
    if (whole < lanes) {
      C rest[2];
      Short(in + whole / R::kParts * stride, stride, n - whole / R::kParts, center, rest);
      for (int k = 0; k < R::kOut; k++) folded[k] = R::Fold(folded[k], rest[k]);
    }
    for (int k = 0; k < R::kOut; k++) out[k] = folded[k];
  }

  // Fewer than two packs: four accumulators. GCC 12 vectorises such loops wrongly where a vector holds more lanes than
  // there are accumulators, and leaves some out of the result; a statement that it can't look into keeps it from that.
  static HWY_NOINLINE void Short(const char* in, intptr_t stride, intptr_t n, Center center, C* out) {
    const intptr_t lanes = n * R::kParts;
    const auto lane = [&](intptr_t i) {
      const intptr_t part = i % R::kParts;
      return R::One(reinterpret_cast<const In*>(in + i / R::kParts * stride) + part, center + part);
    };
    if (lanes >= 8) {
      C a = lane(0);
      C b = lane(1);
      C c = lane(2);
      C e = lane(3);
      intptr_t i = 4;
      for (; i + 4 <= lanes; i += 4) {
        __asm__ volatile("");
        a = R::Fold(a, lane(i));
        b = R::Fold(b, lane(i + 1));
        c = R::Fold(c, lane(i + 2));
        e = R::Fold(e, lane(i + 3));
      }
      if (i < lanes) a = R::Fold(a, lane(i));
      if (i + 1 < lanes) b = R::Fold(b, lane(i + 1));
      if (i + 2 < lanes) c = R::Fold(c, lane(i + 2));
      a = R::Fold(a, c);
      b = R::Fold(b, e);
      out[0] = R::kOut == 1 ? R::Fold(a, b) : a;
      if constexpr (R::kOut == 2) out[1] = b;
      return;
    }
    C a = lane(0);
    if constexpr (R::kParts == 1) {
      for (intptr_t i = 1; i < lanes; i++) a = R::Fold(a, lane(i));
      out[0] = a;
    } else {
      C b = lane(1);
      for (intptr_t i = 2; i < lanes; i += 2) {
        __asm__ volatile("");
        a = R::Fold(a, lane(i));
        b = R::Fold(b, lane(i + 1));
      }
      out[0] = R::kOut == 1 ? R::Fold(a, b) : a;
      if constexpr (R::kOut == 2) out[1] = b;
    }
  }

 private:
  static void Tree(const char* in, intptr_t stride, intptr_t lanes, Center center, Pack<C>& sum) {
    if (lanes <= kLeaf) {
      const In* run = reinterpret_cast<const In*>(in);
      In gathered[kLeaf];
      if (stride != kElement) {
        Gather(in, stride, lanes / R::kParts, gathered);
        run = gathered;
      }
      Leaf(run, lanes, center, sum);
      return;
    }
    const intptr_t half = (lanes / 2 + kLeaf - 1) / kLeaf * kLeaf;
    Pack<C> right;
    Tree(in, stride, half, center, sum);
    Tree(in + half / R::kParts * stride, stride, lanes - half, center, right);
    for (int v = 0; v < Pack<C>::kVectors; v++) sum.vectors[v] = R::Fold(d, sum.vectors[v], right.vectors[v]);
  }

  static HWY_NOINLINE void Gather(const char* in, intptr_t stride, intptr_t n, In* to) {
    using Element = std::conditional_t<R::kParts == 2, std::complex<In>, In>;
    for (intptr_t i = 0; i < n; i++, in += stride)
      reinterpret_cast<Element*>(to)[i] = *reinterpret_cast<const Element*>(in);
  }

  // The extremes alone, whatever is done to NaN; beside them a sum of zeros, which a NaN (or an infinity) makes a NaN.
  // Only then are elements looked at one vector after the other.
  static HWY_INLINE void ExtremeLeaf(const In* HWY_RESTRICT in, intptr_t lanes, Pack<C>& sum) {
    constexpr int kVectors = Pack<C>::kVectors;
    constexpr intptr_t kStep = Pack<C>::kStep;
    const auto zero = hn::Zero(d);
    hn::Vec<LaneTag<C>> best[kVectors];
    hn::Vec<LaneTag<C>> zeros[kVectors];
    for (int v = 0; v < kVectors; v++) {
      best[v] = LoadAs(d, in + v * kStep);
      zeros[v] = hn::Mul(best[v], zero);
    }
    for (intptr_t i = kLanes; i < lanes; i += kLanes) {
      for (int v = 0; v < kVectors; v++) {
        const auto value = LoadAs(d, in + i + v * kStep);
        best[v] = R::Best(best[v], value);
        zeros[v] = hn::MulAdd(value, zero, zeros[v]);
      }
    }
    auto odd = hn::IsNaN(zeros[0]);
    for (int v = 1; v < kVectors; v++) odd = hn::Or(odd, hn::IsNaN(zeros[v]));
    if (HWY_UNLIKELY(!hn::AllFalse(d, odd))) {
      for (int v = 0; v < kVectors; v++) {
        best[v] = LoadAs(d, in + v * kStep);
        for (intptr_t i = kLanes; i < lanes; i += kLanes) {
          best[v] = R::Fold(d, best[v], LoadAs(d, in + i + v * kStep));
        }
      }
    }
    for (int v = 0; v < kVectors; v++) sum.vectors[v] = best[v];
  }

  static HWY_INLINE void Leaf(const In* HWY_RESTRICT in, intptr_t lanes, Center center, Pack<C>& sum) {
    constexpr int kVectors = Pack<C>::kVectors;
    constexpr intptr_t kStep = Pack<C>::kStep;
    if constexpr (requires { R::kFindsNaN; }) {
      ExtremeLeaf(in, lanes, sum);
      return;
    }
    const auto minus = R::Centers(d, center);
    hn::Vec<LaneTag<C>> vectors[kVectors];
    for (int v = 0; v < kVectors; v++) vectors[v] = R::Load(d, in + v * kStep, minus);
    for (intptr_t i = kLanes; i < lanes; i += kLanes) {
      for (int v = 0; v < kVectors; v++) vectors[v] = R::Fold(d, vectors[v], R::Load(d, in + i + v * kStep, minus));
    }
    for (int v = 0; v < kVectors; v++) sum.vectors[v] = vectors[v];
  }
};

// Runs of a length known to the compiler: many short rows without a call each.
template <class R, intptr_t kN>
void ShortRows(const ReduceBlock& b) {
  using C = typename R::Lane;
  using In = typename R::In;
  const char* in = b.in;
  char* acc = b.acc;
  const char* center = b.center;
  for (intptr_t r = 0; r < b.rows; r++, in += b.row_stride, acc += b.acc_stride, center += b.center_stride) {
    const In* row = reinterpret_cast<const In*>(in);
    const C* minus = reinterpret_cast<const C*>(center);
    C* to = reinterpret_cast<C*>(acc);
    C s[kN];
    for (intptr_t k = 0; k < kN; k++) s[k] = R::One(row + k, minus);
    for (intptr_t width = 1; width < kN; width *= 2) {
      for (intptr_t k = 0; k + width < kN; k += 2 * width) s[k] = R::Fold(s[k], s[k + width]);
    }
    *to = b.fresh ? s[0] : R::Fold(*to, s[0]);
  }
}

template <class R>
void Rows(const ReduceBlock& b) {
  using C = typename R::Lane;
  if constexpr (R::kParts == 1 && R::kOut == 1) {
    if (b.stride == static_cast<intptr_t>(sizeof(typename R::In)) && b.rows > 1) {
      if (b.n == 2) return ShortRows<R, 2>(b);
      if (b.n == 3) return ShortRows<R, 3>(b);
      if (b.n == 4) return ShortRows<R, 4>(b);
    }
  }
  for (intptr_t r = 0; r < b.rows; r++) {
    C out[2];
    Runs<R>::Run(b.in + r * b.row_stride, b.stride, b.n, reinterpret_cast<const C*>(b.center + r * b.center_stride),
                 out);
    C* to = reinterpret_cast<C*>(b.acc + r * b.acc_stride);
    for (int k = 0; k < R::kOut; k++) to[k] = b.fresh ? out[k] : R::Fold(to[k], out[k]);
  }
}

// Rows stream past the accumulators, eight at a time.
template <class R>
void Columns(const ReduceBlock& b) {
  using C = typename R::Lane;
  using In = typename R::In;
  static_assert(R::kParts == R::kOut);
  constexpr LaneTag<C> d;
  constexpr intptr_t kStep = Pack<C>::kStep;
  const intptr_t lanes = b.n * R::kParts;
  const bool contiguous = b.stride == Runs<R>::kElement;
  C* acc = reinterpret_cast<C*>(b.acc);
  const C* center = reinterpret_cast<const C*>(b.center);
  bool fresh = b.fresh;
  intptr_t r = 0;
  const auto lane = [&b](const char* row, intptr_t i) HWY_ATTR {
    return reinterpret_cast<const In*>(row + i / R::kParts * b.stride) + i % R::kParts;
  };
  for (; r + 8 <= b.rows; r += 8) {
    const char* row = b.in + r * b.row_stride;
    intptr_t i = 0;
    if (contiguous) {
      for (; i + kStep <= lanes; i += kStep) {
        const auto minus = R::CentersAt(d, center, i);
        const auto load = [&](intptr_t k) HWY_ATTR {
          return R::Load(d, reinterpret_cast<const In*>(row + k * b.row_stride) + i, minus);
        };
        auto sum = R::Fold(d, R::Fold(d, R::Fold(d, load(0), load(1)), R::Fold(d, load(2), load(3))),
                           R::Fold(d, R::Fold(d, load(4), load(5)), R::Fold(d, load(6), load(7))));
        if (!fresh) sum = R::Fold(d, hn::LoadU(d, acc + i), sum);
        hn::StoreU(sum, d, acc + i);
      }
    }
    for (; i < lanes; i++) {
      C s[2];
      for (intptr_t k = 0; k < 2; k++) s[k] = R::One(lane(row + k * b.row_stride, i), center + i);
      for (intptr_t k = 2; k < 8; k++)
        s[k % 2] = R::Fold(s[k % 2], R::One(lane(row + k * b.row_stride, i), center + i));
      const C sum = R::Fold(s[0], s[1]);
      acc[i] = fresh ? sum : R::Fold(acc[i], sum);
    }
    fresh = false;
  }
  for (; r < b.rows; r++, fresh = false) {
    const char* row = b.in + r * b.row_stride;
    intptr_t i = 0;
    if (contiguous) {
      for (; i + kStep <= lanes; i += kStep) {
        auto sum = R::Load(d, reinterpret_cast<const In*>(row) + i, R::CentersAt(d, center, i));
        if (!fresh) sum = R::Fold(d, hn::LoadU(d, acc + i), sum);
        hn::StoreU(sum, d, acc + i);
      }
    }
    for (; i < lanes; i++) {
      const C one = R::One(lane(row, i), center + i);
      acc[i] = fresh ? one : R::Fold(acc[i], one);
    }
  }
}

// What most reductions share: no center, one lane per element.
template <class T, class C, int kPartsOf = 1>
struct Plain {
  using In = T;
  using Lane = C;
  static constexpr int kParts = kPartsOf;
  static constexpr int kOut = kPartsOf;
  template <class D>
  static HWY_INLINE int Centers(D, const C*) {
    return 0;
  }
  template <class D>
  static HWY_INLINE int CentersAt(D, const C*, intptr_t) {
    return 0;
  }
  template <class D>
  static HWY_INLINE hn::Vec<D> Load(D d, const T* in, int) {
    return LoadAs(d, in);
  }
  static HWY_INLINE C One(const T* in, const C*) { return OneAs<C>(in); }
};

// Reductions that no vector helps (complex products, complex order): F::Fold over T, one element after the other.
template <class F, class T>
void PlainRows(const ReduceBlock& b) {
  for (intptr_t r = 0; r < b.rows; r++) {
    const char* in = b.in + r * b.row_stride;
    T* to = reinterpret_cast<T*>(b.acc + r * b.acc_stride);
    T sum = F::Load(*reinterpret_cast<const T*>(in));
    for (intptr_t i = 1; i < b.n; i++) sum = F::Fold(sum, F::Load(*reinterpret_cast<const T*>(in + i * b.stride)));
    *to = b.fresh ? sum : F::Fold(*to, sum);
  }
}

template <class F, class T>
void PlainColumns(const ReduceBlock& b) {
  T* acc = reinterpret_cast<T*>(b.acc);
  for (intptr_t r = 0; r < b.rows; r++) {
    const char* in = b.in + r * b.row_stride;
    for (intptr_t i = 0; i < b.n; i++, in += b.stride) {
      const T one = F::Load(*reinterpret_cast<const T*>(in));
      acc[i] = b.fresh && r == 0 ? one : F::Fold(acc[i], one);
    }
  }
}

// Rows of the table: "T->A".
template <class R, class T, class A>
void AddKernels(Op& op) {
  using Partials = typename R::Partials;
  static constexpr ReduceKernels kernels{Rows<R>, Columns<R>, Rows<Partials>, Columns<Partials>};
  op.loops.push_back({.types = kSignature<T, To, A>, .kernels = &kernels});
}

template <class F, class T>
void AddPlainKernels(Op& op) {
  static constexpr ReduceKernels kernels{PlainRows<F, T>, PlainColumns<F, T>, PlainRows<F, T>, PlainColumns<F, T>};
  op.loops.push_back({.types = kSignature<T, To, T>, .kernels = &kernels});
}

}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#endif  // NUMBLAS_REDUCE_KERNELS_INL_H_
