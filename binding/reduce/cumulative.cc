// Running sums, products and extremes: "(n,k)->(n,k)", down each of k columns.
#include <algorithm>
#include <complex>

#include "reduce/rows.h"
#include "threads/pool.h"
#include "ufunc/half.h"
#include "ufunc/types.h"

namespace numblas {
namespace {

inline constexpr int64_t kColumnBlock = 1024;

// float16 is carried in float32.
template <class T>
using Carried = std::conditional_t<std::is_same_v<T, float16_t>, float, T>;

template <class T>
inline Carried<T> Load(const char* in) {
  if constexpr (std::is_same_v<T, float16_t>) {
    return HalfToFloat(*reinterpret_cast<const T*>(in));
  } else {
    return *reinterpret_cast<const T*>(in);
  }
}

template <class A>
inline void Store(char* to, Carried<A> value) {
  if constexpr (std::is_same_v<A, float16_t>) {
    *reinterpret_cast<A*>(to) = FloatToHalf(value);
  } else {
    *reinterpret_cast<A*>(to) = value;
  }
}

struct Add {
  template <class C>
  static C Apply(C a, C b) {
    if constexpr (std::is_same_v<C, bool>) {
      return a | b;
    } else if constexpr (std::is_integral_v<C>) {
      return static_cast<C>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
    } else {
      return a + b;
    }
  }
};

struct Multiply {
  template <class C>
  static C Apply(C a, C b) {
    if constexpr (std::is_same_v<C, bool>) {
      return a & b;
    } else if constexpr (std::is_integral_v<C>) {
      return static_cast<C>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
    } else if constexpr (std::is_floating_point_v<C>) {
      return a * b;
    } else {
      return C(a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real());
    }
  }
};

template <bool kMax>
struct Extreme {
  template <class C>
  static C Apply(C a, C b) {
    if constexpr (std::is_integral_v<C> || std::is_floating_point_v<C>) {
      return ((kMax ? a >= b : a <= b) | (a != a)) ? a : b;
    } else {
      if (a.real() != a.real() || a.imag() != a.imag()) return a;
      if (b.real() != b.real() || b.imag() != b.imag()) return b;
      const bool before = a.real() < b.real() || (a.real() == b.real() && a.imag() < b.imag());
      const bool behind = a.real() > b.real() || (a.real() == b.real() && a.imag() > b.imag());
      return (kMax ? before : behind) ? b : a;
    }
  }
};

template <class F, class T, class A>
struct Cumulative {
  using C = Carried<A>;

  static C In(const char* in) { return static_cast<C>(Load<T>(in)); }

  static void Run(const char* in, intptr_t stride, int64_t n, char* out, intptr_t out_stride) {
    C sum = In(in);
    Store<A>(out, sum);
    int64_t i = 1;
    if constexpr (std::is_floating_point_v<C> && std::is_same_v<F, Add>) {
      // Far into a run an addition's latency counts: four elements are added up beside the carry. The first ones go
      // one by one, as NumPy adds.
      for (; i < std::min<int64_t>(n, 64); i++) {
        sum += In(in + i * stride);
        Store<A>(out + i * out_stride, sum);
      }
      for (; i + 4 <= n; i += 4) {
        const char* from = in + i * stride;
        char* to = out + i * out_stride;
        const C a = In(from);
        const C ab = a + In(from + stride);
        const C c = In(from + 2 * stride);
        const C abcd = ab + (c + In(from + 3 * stride));
        Store<A>(to, sum + a);
        Store<A>(to + out_stride, sum + ab);
        Store<A>(to + 2 * out_stride, sum + (ab + c));
        sum += abcd;
        Store<A>(to + 3 * out_stride, sum);
      }
    }
    for (; i < n; i++) {
      sum = F::Apply(sum, In(in + i * stride));
      Store<A>(out + i * out_stride, sum);
    }
  }

  static void Columns(const char* in, const int64_t* strides, int64_t n, int64_t k, char* out,
                      const int64_t* out_strides) {
    C sums[kColumnBlock];
    for (int64_t j = 0; j < k; j++) {
      sums[j] = In(in + j * strides[1]);
      Store<A>(out + j * out_strides[1], sums[j]);
    }
    for (int64_t i = 1; i < n; i++) {
      in += strides[0];
      out += out_strides[0];
      const auto step = [&](intptr_t from, intptr_t to) {
#pragma GCC ivdep
        for (int64_t j = 0; j < k; j++) {
          sums[j] = F::Apply(sums[j], In(in + j * from));
          Store<A>(out + j * to, sums[j]);
        }
      };
      if (strides[1] == sizeof(T) && out_strides[1] == sizeof(A)) {
        step(sizeof(T), sizeof(A));
      } else {
        step(strides[1], out_strides[1]);
      }
    }
  }

  static void Core(const CoreCall& call) {
    const int64_t n = call.dims[0];
    const int64_t k = call.dims[1];
    const int64_t* strides = call.strides[0];
    const int64_t* out_strides = call.strides[1];
    if (n == 0) return;
    if (k < 4) {
      for (int64_t j = 0; j < k; j++) {
        Run(call.args[0] + j * strides[1], strides[0], n, call.args[1] + j * out_strides[1], out_strides[0]);
      }
      return;
    }
    const int64_t width = std::clamp<int64_t>((k / 8 + 63) / 64 * 64, 64, kColumnBlock);
    const int64_t blocks = (k + width - 1) / width;
    const auto block = [&](int64_t b) {
      const int64_t start = b * width;
      Columns(call.args[0] + start * strides[1], strides, n, std::min(width, k - start),
              call.args[1] + start * out_strides[1], out_strides);
    };
    if (n * k < 1 << 15) {
      for (int64_t b = 0; b < blocks; b++) block(b);
    } else {
      Pool::Get().For(blocks, block);
    }
  }
};

template <class F, class T, class A>
void Widened(Op& op) {
  op.loops.push_back({.types = kSignature<T, To, A>, .core = Cumulative<F, T, A>::Core});
}

template <class F, class... Ts>
void Same(Op& op, Types<Ts...>) {
  (Widened<F, Ts, Ts>(op), ...);
}

template <class F>
void Sums(Op& op) {
  Widened<F, bool, int64_t>(op);
  Widened<F, int8_t, int64_t>(op);
  Widened<F, uint8_t, uint64_t>(op);
  Widened<F, int16_t, int64_t>(op);
  Widened<F, uint16_t, uint64_t>(op);
  Widened<F, int32_t, int64_t>(op);
  Widened<F, uint32_t, uint64_t>(op);
  Same<F>(op, kAll);
}

}  // namespace

void AddCumulativeRows(OpTable& table) {
  Sums<Add>(table.CoreRow("cumsum", "(n,k)->(n,k)", 1));
  Sums<Multiply>(table.CoreRow("cumprod", "(n,k)->(n,k)", 1));
  Same<Extreme<true>>(table.CoreRow("cummax", "(n,k)->(n,k)", 1), kAll);
  Same<Extreme<false>>(table.CoreRow("cummin", "(n,k)->(n,k)", 1), kAll);
}

}  // namespace numblas
