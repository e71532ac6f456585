// sumproduct, "(k,l,n),(k,l,n)->(n)": sums of elementwise products, for contractions that are no matrix products
// (lib/products/contraction.ts). Operands that lack a dimension walk it with a stride of 0.
#include <algorithm>
#include <complex>
#include <cstdlib>
#include <memory>
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

namespace hn = hwy::HWY_NAMESPACE;

inline constexpr int64_t kAccumulators = 512;  // stay in the first cache beside what is read
inline constexpr int64_t kPart = 1 << 16;      // products that one thread adds up at a time
inline constexpr int64_t kShort = 6;           // shorter sums are faster side by side

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

  static constexpr bool kComplex = !std::is_arithmetic_v<T> && std::is_same_v<T, C>;
  static constexpr bool kVectors = std::is_same_v<T, C> && (kComplex || sizeof(C) >= 4);

  // Of products of neighbours the even places have those of real parts, the odd ones those of imaginary parts; with
  // the other operand's parts exchanged all are parts of the imaginary one.
  static HWY_INLINE C DotOfComplex(const char* a, const char* b, int64_t n) {
    using R = typename C::value_type;
    const hn::ScalableTag<R> d;
    const auto lanes = static_cast<int64_t>(hn::Lanes(d));
    const R* x = reinterpret_cast<const R*>(a);
    const R* y = reinterpret_cast<const R*>(b);
    auto squares0 = hn::Zero(d);
    auto squares1 = squares0;
    auto crossed0 = squares0;
    auto crossed1 = squares0;
    int64_t i = 0;
    for (; i + 2 * lanes <= 2 * n; i += 2 * lanes) {
      const auto x0 = hn::LoadU(d, x + i);
      const auto y0 = hn::LoadU(d, y + i);
      const auto x1 = hn::LoadU(d, x + i + lanes);
      const auto y1 = hn::LoadU(d, y + i + lanes);
      squares0 = hn::MulAdd(x0, y0, squares0);
      crossed0 = hn::MulAdd(x0, hn::Reverse2(d, y0), crossed0);
      squares1 = hn::MulAdd(x1, y1, squares1);
      crossed1 = hn::MulAdd(x1, hn::Reverse2(d, y1), crossed1);
    }
    for (; i < 2 * n; i += lanes) {
      const auto rest = static_cast<size_t>(std::min(lanes, 2 * n - i));
      const auto x0 = hn::LoadN(d, x + i, rest);
      const auto y0 = hn::LoadN(d, y + i, rest);
      squares0 = hn::MulAdd(x0, y0, squares0);
      crossed0 = hn::MulAdd(x0, hn::Reverse2(d, y0), crossed0);
    }
    const auto squares = hn::Add(squares0, squares1);
    return C(hn::ReduceSum(d, hn::OddEven(hn::Neg(squares), squares)), hn::ReduceSum(d, hn::Add(crossed0, crossed1)));
  }

  // Sums of both operands without gaps: four vectors at a time, for additions take longer than loads.
  static HWY_INLINE C DotOfVectors(const char* a, const char* b, int64_t n) {
    const hn::ScalableTag<C> d;
    const auto lanes = static_cast<int64_t>(hn::Lanes(d));
    const C* x = reinterpret_cast<const C*>(a);
    const C* y = reinterpret_cast<const C*>(b);
    auto sum0 = hn::Zero(d);
    auto sum1 = sum0;
    auto sum2 = sum0;
    auto sum3 = sum0;
    int64_t i = 0;
    for (; i + 4 * lanes <= n; i += 4 * lanes) {
      const C* from = x + i;
      const C* by = y + i;
      sum0 = hn::MulAdd(hn::LoadU(d, from), hn::LoadU(d, by), sum0);
      sum1 = hn::MulAdd(hn::LoadU(d, from + lanes), hn::LoadU(d, by + lanes), sum1);
      sum2 = hn::MulAdd(hn::LoadU(d, from + 2 * lanes), hn::LoadU(d, by + 2 * lanes), sum2);
      sum3 = hn::MulAdd(hn::LoadU(d, from + 3 * lanes), hn::LoadU(d, by + 3 * lanes), sum3);
    }
    for (; i + lanes <= n; i += lanes) sum0 = hn::MulAdd(hn::LoadU(d, x + i), hn::LoadU(d, y + i), sum0);
    if (i < n) {
      const auto rest = static_cast<size_t>(n - i);
      sum1 = hn::MulAdd(hn::LoadN(d, x + i, rest), hn::LoadN(d, y + i, rest), sum1);
    }
    return hn::ReduceSum(d, hn::Add(hn::Add(sum0, sum1), hn::Add(sum2, sum3)));
  }

  static HWY_INLINE C Dot(const char* a, intptr_t a_step, const char* b, intptr_t b_step, int64_t n) {
    const bool gapless = a_step == kItem && b_step == kItem;
    if constexpr (kVectors) {
      if constexpr (kComplex) {
        if (gapless) return DotOfComplex(a, b, n);
      } else {
        if (gapless) return DotOfVectors(a, b, n);
      }
      return DotOfSteps<4>(a, a_step, b, b_step, n);
    }
    return gapless ? DotOfSteps<8>(a, kItem, b, kItem, n) : DotOfSteps<4>(a, a_step, b, b_step, n);
  }

  template <int64_t kLanes>
  static HWY_INLINE C DotOfSteps(const char* a, intptr_t a_step, const char* b, intptr_t b_step, int64_t n) {
    C lanes[kLanes] = {};
    int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes) {
      for (int64_t k = 0; k < kLanes; k++) {
        lanes[k] = Add(lanes[k], Multiply(Load(a + (i + k) * a_step), Load(b + (i + k) * b_step)));
      }
    }
    C sum{};
    for (; i < n; i++) sum = Add(sum, Multiply(Load(a + i * a_step), Load(b + i * b_step)));
    for (int64_t k = 0; k < kLanes; k++) sum = Add(sum, lanes[k]);
    return sum;
  }

  // Two dimensions that one operand walks by rows, the other (b) by columns: a cache line of b is used up while it is
  // there.
  static HWY_NOINLINE C CrossDot(const char* a, const int64_t* sa, const char* b, const int64_t* sb, int64_t k,
                                 int64_t l) {
    constexpr int64_t kRows = std::max<int64_t>(4, 64 / kItem);
    constexpr int64_t kColumns = 32;
    T turned[kRows * kColumns];
    C sum{};
    for (int64_t i = 0; i < k; i += kRows) {
      const int64_t rows = std::min(kRows, k - i);
      for (int64_t j = 0; j < l; j += kColumns) {
        const int64_t columns = std::min(kColumns, l - j);
        for (int64_t c = 0; c < columns; c++) {
          const T* from = reinterpret_cast<const T*>(b + i * kItem + (j + c) * sb[1]);
          for (int64_t r = 0; r < rows; r++) turned[r * kColumns + c] = from[r];
        }
        for (int64_t r = 0; r < rows; r++) {
          sum = Add(sum, Dot(a + (i + r) * sa[0] + j * kItem, kItem,
                             reinterpret_cast<const char*>(turned + r * kColumns), kItem, columns));
        }
      }
    }
    return sum;
  }

  static HWY_INLINE C Plane(const char* a, const int64_t* sa, const char* b, const int64_t* sb, int64_t k, int64_t l) {
    if (k > 1 && sa[1] == kItem && sb[0] == kItem && sb[1] != kItem) return CrossDot(a, sa, b, sb, k, l);
    if (k > 1 && sb[1] == kItem && sa[0] == kItem && sa[1] != kItem) return CrossDot(b, sb, a, sa, k, l);
    C sum{};
    for (int64_t i = 0; i < k; i++) sum = Add(sum, Dot(a + i * sa[0], sa[1], b + i * sb[0], sb[1], l));
    return sum;
  }

  // One sum: in parts of a length that does not depend on the number of threads.
  static C Whole(const CoreCall& call) {
    const int64_t k = call.dims[0];
    const int64_t l = call.dims[1];
    const int64_t* sa = call.strides[0];
    const int64_t* sb = call.strides[1];
    const bool cuts_rows = k > 1;
    const int64_t length = cuts_rows ? k : l;
    const int64_t part = cuts_rows ? std::max<int64_t>(1, kPart / std::max<int64_t>(l, 1)) : kPart;
    const int64_t parts = (length + part - 1) / part;
    if (parts <= 1) return Plane(call.args[0], sa, call.args[1], sb, k, l);
    const auto sums = std::make_unique<C[]>(parts);
    Pool::Get().For(parts, [&](int64_t p) {
      const int64_t start = p * part;
      const int64_t count = std::min(part, length - start);
      const int64_t along = cuts_rows ? 0 : 1;
      sums[p] = Plane(call.args[0] + start * sa[along], sa, call.args[1] + start * sb[along], sb, cuts_rows ? count : k,
                      cuts_rows ? l : count);
    });
    C sum{};
    for (int64_t p = 0; p < parts; p++) sum = Add(sum, sums[p]);
    return sum;
  }

  static void Core(const CoreCall& call) {
    const int64_t k = call.dims[0];
    const int64_t l = call.dims[1];
    const int64_t n = call.dims[2];
    const int64_t* sa = call.strides[0];
    const int64_t* sb = call.strides[1];
    const int64_t out_step = call.strides[2][0];
    if (n == 1) {
      Store(call.args[2], Whole(call));
      return;
    }
    const auto rows = [&](int64_t start, int64_t count) {
      for (int64_t j = start; j < start + count; j++) {
        Store(call.args[2] + j * out_step, Plane(call.args[0] + j * sa[2], sa, call.args[1] + j * sb[2], sb, k, l));
      }
    };
    const auto columns = [&](int64_t start, int64_t count) {
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
    // A sum for each place along a dense dimension, or many places at once.
    const bool by_rows = l >= kShort && std::abs(sa[1]) + std::abs(sb[1]) <= std::abs(sa[2]) + std::abs(sb[2]);
    const auto block = [&](int64_t index) {
      const int64_t start = index * kAccumulators;
      const int64_t count = std::min(kAccumulators, n - start);
      if (by_rows) {
        rows(start, count);
      } else {
        columns(start, count);
      }
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
