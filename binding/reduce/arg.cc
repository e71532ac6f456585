// argmax and argmin: "(n,k)->(k)", the position of the first extreme element of each of k columns.
// Runs look at blocks through the kernels of max and min, and then for the element in the block that won.
#include <algorithm>
#include <complex>

#include "iterate/scratch.h"
#include "reduce/rows.h"
#include "reduce/targets.h"
#include "threads/pool.h"
#include "ufunc/half.h"
#include "ufunc/types.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "reduce/arg.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

inline constexpr int64_t kBlock = 2048;        // elements per block of a run
inline constexpr int64_t kColumnBlock = 1024;  // columns whose best values stay in L1
inline constexpr int64_t kFewColumns = 8;      // fewer are walked as runs

template <class T>
inline auto Load(const char* in) {
  if constexpr (std::is_same_v<T, float16_t>) {
    return HalfToFloat(*reinterpret_cast<const T*>(in));
  } else if constexpr (std::is_same_v<T, bool>) {
    return *reinterpret_cast<const uint8_t*>(in);
  } else {
    return *reinterpret_cast<const T*>(in);
  }
}

template <class T>
using Value = decltype(Load<T>(nullptr));

template <class T>
inline constexpr bool kComplexValue = std::is_same_v<T, complex64_t> || std::is_same_v<T, complex128_t>;

template <class V>
inline bool IsNaN(V value) {
  if constexpr (kComplexValue<V>) {
    return (value.real() != value.real()) | (value.imag() != value.imag());
  } else {
    return value != value;
  }
}

// Whether a comes before b: greater (less), or the first NaN.
template <bool kMax, class V>
inline bool Better(V a, V b) {
  if constexpr (kComplexValue<V>) {
    if (IsNaN(b)) return false;
    if (IsNaN(a)) return true;
    if (a.real() != b.real()) return kMax ? a.real() > b.real() : a.real() < b.real();
    return kMax ? a.imag() > b.imag() : a.imag() < b.imag();
  } else if constexpr (std::is_floating_point_v<V>) {
    return (kMax ? a > b : a < b) | ((a != a) & (b == b));
  } else {
    return kMax ? a > b : a < b;
  }
}

// The first position from i on that holds the value; one of them does.
template <class V>
int64_t Find(const V* in, int64_t i, int64_t n, V value) {
  const hn::ScalableTag<V> d;
  const int64_t lanes = hn::Lanes(d);
  const auto wanted = hn::Set(d, value);
  const auto found = [&](int64_t at) HWY_ATTR { return hn::Eq(hn::LoadU(d, in + at), wanted); };
  for (; i + 4 * lanes <= n; i += 4 * lanes) {
    const auto any = hn::Or(hn::Or(found(i), found(i + lanes)), hn::Or(found(i + 2 * lanes), found(i + 3 * lanes)));
    if (!hn::AllFalse(d, any)) break;
  }
  for (; i + lanes <= n; i += lanes) {
    const intptr_t first = hn::FindFirstTrue(d, found(i));
    if (first >= 0) return i + first;
  }
  while (i < n - 1 && in[i] != value) i++;
  return i;
}

template <class T, bool kMax>
struct Arg {
  using V = Value<T>;
  static inline const ReduceKernels* kernels = nullptr;

  static int64_t Run(const char* in, intptr_t stride, int64_t n) {
    const int64_t blocks = (n + kBlock - 1) / kBlock;
    const auto extreme = [&](int64_t b, V* to) {
      const int64_t start = b * kBlock;
      kernels->rows({in + start * stride, 0, stride, 1, std::min(kBlock, n - start), reinterpret_cast<char*>(to), 0,
                     true, nullptr, 0});
    };
    int64_t winner = 0;
    V best{};
    const auto take = [&](int64_t b, V value) {
      if (b != 0 && !Better<kMax>(value, best)) return;
      best = value;
      winner = b;
    };
    if (n < 1 << 17) {
      for (int64_t b = 0; b < blocks; b++) {
        V value;
        extreme(b, &value);
        take(b, value);
        if (IsNaN(best) || (std::is_same_v<T, bool> && (best != V(0)) == kMax)) break;
      }
    } else {
      Scratch values(blocks * sizeof(V));
      Pool::Get().For((blocks + 15) / 16, [&](int64_t i) {
        for (int64_t b = i * 16; b < std::min(blocks, (i + 1) * 16); b++) extreme(b, values.as<V>() + b);
      });
      for (int64_t b = 0; b < blocks; b++) take(b, values.as<V>()[b]);
    }
    const bool nan = IsNaN(best);
    const auto wanted = [&](int64_t i) {
      const V value = Load<T>(in + i * stride);
      return nan ? IsNaN(value) : value == best;
    };
    int64_t i = winner * kBlock;
    if constexpr (!kComplexValue<V> && sizeof(V) == sizeof(T)) {
      if (!nan && stride == static_cast<intptr_t>(sizeof(T))) return Find(reinterpret_cast<const V*>(in), i, n, best);
    }
    while (i < n - 1 && !wanted(i)) i++;
    return i;
  }

  static void Columns(const char* in, intptr_t row_stride, intptr_t stride, int64_t n, int64_t k, char* out,
                      intptr_t out_stride) {
    V best[kColumnBlock];
    int64_t where[kColumnBlock];
    for (int64_t j = 0; j < k; j++) {
      best[j] = Load<T>(in + j * stride);
      where[j] = 0;
    }
    for (int64_t i = 1; i < n; i++) {
      const char* row = in + i * row_stride;
      const auto step = [&](intptr_t by) {
        for (int64_t j = 0; j < k; j++) {
          const V value = Load<T>(row + j * by);
          const bool better = Better<kMax>(value, best[j]);
          best[j] = better ? value : best[j];
          where[j] = better ? i : where[j];
        }
      };
      if (stride == static_cast<intptr_t>(sizeof(T))) {
        step(sizeof(T));
      } else {
        step(stride);
      }
    }
    for (int64_t j = 0; j < k; j++) *reinterpret_cast<int64_t*>(out + j * out_stride) = where[j];
  }

  static void Core(const CoreCall& call) {
    const int64_t n = call.dims[0];
    const int64_t k = call.dims[1];
    const int64_t row_stride = call.strides[0][0];
    const int64_t stride = call.strides[0][1];
    const int64_t out_stride = call.strides[1][0];
    if (n == 0) return;
    if (k < kFewColumns) {
      for (int64_t j = 0; j < k; j++) {
        *reinterpret_cast<int64_t*>(call.args[1] + j * out_stride) = Run(call.args[0] + j * stride, row_stride, n);
      }
      return;
    }
    // Narrower blocks where there are few columns, so that every thread has some.
    const int64_t width = std::clamp<int64_t>((k / 8 + 63) / 64 * 64, 64, kColumnBlock);
    const int64_t blocks = (k + width - 1) / width;
    const auto block = [&](int64_t b) {
      const int64_t start = b * width;
      Columns(call.args[0] + start * stride, row_stride, stride, n, std::min(width, k - start),
              call.args[1] + start * out_stride, out_stride);
    };
    if (n * k < 1 << 15) {
      for (int64_t b = 0; b < blocks; b++) block(b);
    } else {
      Pool::Get().For(blocks, block);
    }
  }
};

template <bool kMax, class... Ts>
void AddLoops(OpTable& table, const char* name, const char* extremum, Types<Ts...>) {
  const std::vector<Loop> extrema = table.Row(extremum, 1, 1).loops;
  Op& op = table.CoreRow(name, "(n,k)->(k)", 0.4);
  size_t next = 0;
  ((Arg<Ts, kMax>::kernels = extrema[next++].kernels,
    op.loops.push_back({.types = kSignature<Ts, To, int64_t>, .core = Arg<Ts, kMax>::Core})),
   ...);
}

void Fill(OpTable& table) {
  AddLoops<true>(table, "argmax", "max", kAll);
  AddLoops<false>(table, "argmin", "min", kAll);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddArgRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
