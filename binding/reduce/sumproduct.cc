// sumproduct, "(k,l,n),(k,l,n)->(n)": sums of elementwise products, for contractions that are no matrix products
// (lib/products/contraction.ts). Operands that lack a dimension walk it with a stride of 0.
#include <algorithm>
#include <complex>
#include <type_traits>

#include "reduce/rows.h"
#include "reduce/targets.h"
#include "threads/pool.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "reduce/sumproduct.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/half.h"
#include "ufunc/types.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

inline constexpr int64_t kAccumulators = 512;  // stay in the first cache beside what is read

template <class T>
struct SumProduct {
  // float16 is added up in float32 and rounded once.
  using C = std::conditional_t<std::is_same_v<T, float16_t>, float, T>;
  static constexpr auto kItem = static_cast<intptr_t>(sizeof(T));

  static HWY_INLINE C Load(const char* in) {
    if constexpr (std::is_same_v<T, float16_t>) {
      return HalfToFloat(*reinterpret_cast<const T*>(in));
    } else {
      return *reinterpret_cast<const T*>(in);
    }
  }

  static HWY_INLINE void Store(char* out, C value) {
    if constexpr (std::is_same_v<T, float16_t>) {
      *reinterpret_cast<T*>(out) = FloatToHalf(value);
    } else {
      *reinterpret_cast<T*>(out) = value;
    }
  }

  // Wrapping is defined for unsigned types, and narrow ones would be promoted to signed int. Not a wider one than need
  // be: there is no vector multiplication of 64 bits below AVX-512.
  template <class I>
  using Unsigned = std::conditional_t<(sizeof(I) < sizeof(unsigned)), unsigned, std::make_unsigned_t<I>>;

  static HWY_INLINE C Add(C a, C b) {
    if constexpr (std::is_same_v<C, bool>) {
      return a | b;
    } else if constexpr (std::is_integral_v<C>) {
      return static_cast<C>(static_cast<Unsigned<C>>(a) + static_cast<Unsigned<C>>(b));
    } else {
      return a + b;
    }
  }

  static HWY_INLINE C Multiply(C a, C b) {
    if constexpr (std::is_same_v<C, bool>) {
      return a & b;
    } else if constexpr (std::is_integral_v<C>) {
      return static_cast<C>(static_cast<Unsigned<C>>(a) * static_cast<Unsigned<C>>(b));
    } else if constexpr (std::is_floating_point_v<C>) {
      return a * b;
    } else {
      return C(a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real());
    }
  }

  // sums[j] += a[j] b[j], with strides known to the compiler where they are the common ones.
  static HWY_INLINE void Row(const char* a, intptr_t a_step, const char* b, intptr_t b_step, C* HWY_RESTRICT sums,
                             int64_t n) {
    const auto loop = [&](intptr_t from_a, intptr_t from_b) {
#pragma GCC ivdep
      for (int64_t j = 0; j < n; j++) sums[j] = Add(sums[j], Multiply(Load(a + j * from_a), Load(b + j * from_b)));
    };
    const auto scaled = [&](C factor, const char* in) {
#pragma GCC ivdep
      for (int64_t j = 0; j < n; j++) sums[j] = Add(sums[j], Multiply(factor, Load(in + j * kItem)));
    };
    if (a_step == kItem && b_step == kItem) {
      loop(kItem, kItem);
    } else if (a_step == 0 && b_step == kItem) {
      scaled(Load(a), b);
    } else if (a_step == kItem && b_step == 0) {
      scaled(Load(b), a);
    } else {
      loop(a_step, b_step);
    }
  }

  static HWY_NOINLINE C Dot(const char* a, intptr_t a_step, const char* b, intptr_t b_step, int64_t n) {
    constexpr int64_t kLanes = 16;
    C lanes[kLanes] = {};
    int64_t i = 0;
    if (a_step == kItem && b_step == kItem) {
      for (; i + kLanes <= n; i += kLanes) {
        for (int64_t k = 0; k < kLanes; k++) {
          lanes[k] = Add(lanes[k], Multiply(Load(a + (i + k) * kItem), Load(b + (i + k) * kItem)));
        }
      }
    } else {
      for (; i + 4 <= n; i += 4) {
        for (int64_t k = 0; k < 4; k++) {
          lanes[k] = Add(lanes[k], Multiply(Load(a + (i + k) * a_step), Load(b + (i + k) * b_step)));
        }
      }
    }
    for (; i < n; i++) lanes[0] = Add(lanes[0], Multiply(Load(a + i * a_step), Load(b + i * b_step)));
    for (int64_t width = kLanes / 2; width > 0; width /= 2) {
      for (int64_t k = 0; k < width; k++) lanes[k] = Add(lanes[k], lanes[k + width]);
    }
    return lanes[0];
  }

  static void Core(const CoreCall& call) {
    const int64_t k = call.dims[0];
    const int64_t l = call.dims[1];
    const int64_t n = call.dims[2];
    const int64_t* sa = call.strides[0];
    const int64_t* sb = call.strides[1];
    const int64_t out_step = call.strides[2][0];
    if (n == 1) {
      C sum{};
      for (int64_t i = 0; i < k; i++) {
        sum = Add(sum, Dot(call.args[0] + i * sa[0], sa[1], call.args[1] + i * sb[0], sb[1], l));
      }
      Store(call.args[2], sum);
      return;
    }
    const auto block = [&](int64_t index) {
      const int64_t start = index * kAccumulators;
      const int64_t count = std::min(kAccumulators, n - start);
      C sums[kAccumulators];
      std::fill_n(sums, count, C{});
      for (int64_t i = 0; i < k; i++) {
        const char* a = call.args[0] + i * sa[0] + start * sa[2];
        const char* b = call.args[1] + i * sb[0] + start * sb[2];
        for (int64_t j = 0; j < l; j++, a += sa[1], b += sb[1]) Row(a, sa[2], b, sb[2], sums, count);
      }
      char* out = call.args[2] + start * out_step;
      for (int64_t j = 0; j < count; j++) Store(out + j * out_step, sums[j]);
    };
    const int64_t blocks = (n + kAccumulators - 1) / kAccumulators;
    if (blocks == 1 || k * l * n < 1 << 17) {
      for (int64_t i = 0; i < blocks; i++) block(i);
    } else {
      Pool::Get().For(blocks, block);
    }
  }
};

template <class... Ts>
void Fill(CoreLoop* loops, Types<Ts...>) {
  int next = 0;
  ((loops[next++] = SumProduct<Ts>::Core), ...);
}

}  // namespace

void FillSumProducts(CoreLoop* loops) { Fill(loops, kAll); }

}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {
namespace {

HWY_EXPORT(FillSumProducts);

template <class... Ts>
void Declare(Op& op, const CoreLoop* loops, Types<Ts...>) {
  int next = 0;
  (op.loops.push_back({.types = kSignature<Ts, Ts, To, Ts>, .core = loops[next++]}), ...);
}

}  // namespace

void AddSumProductRow(OpTable& table) {
  CoreLoop loops[kDTypeCount];
  HWY_DYNAMIC_DISPATCH(FillSumProducts)(loops);
  Declare(table.CoreRow("sumproduct", "(k,l,n),(k,l,n)->(n)", 0.5), loops, kAll);
}

}  // namespace numblas
#endif  // HWY_ONCE
