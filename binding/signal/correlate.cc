// correlate: "(n),(m)->(k)", out[i] = the sum over j of a[i + j - shift] b[j], where a is 0 outside its n >= m
// elements; `shift` is the call's parameter. No Fourier transforms: tiles of results stay in registers while the taps
// of b pass.
#include "signal/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "signal/correlate.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include <cmath>
#include <memory>

#include "hwy/highway.h"
#include "threads/pool.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

inline constexpr int64_t kTaps = 256;       // taps summed in registers before they join the totals: errors stay small
inline constexpr int64_t kChunk = 1 << 12;  // results per task

template <class T>
struct PartOf {
  using Type = T;
};
template <class R>
struct PartOf<std::complex<R>> {
  using Type = R;
};
template <class T>
using Part = typename PartOf<T>::Type;

// kVectors vectors of results from all taps. Complex numbers are walked as pairs: both parts of a tap scale the same
// elements of a, into two sums that are combined at the end.
template <int kVectors, class T>
HWY_INLINE void FloatTile(const T* a_data, const T* b_data, int64_t m, T* out) {
  using R = Part<T>;
  constexpr int kParts = sizeof(T) / sizeof(R);
  const hn::ScalableTag<R> d;
  using V = hn::Vec<decltype(d)>;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  const R* a = reinterpret_cast<const R*>(a_data);
  const R* b = reinterpret_cast<const R*>(b_data);
  V totals[kVectors];
  V imag_totals[kVectors];
  for (int v = 0; v < kVectors; v++) totals[v] = imag_totals[v] = hn::Zero(d);
  for (int64_t j = 0; j < m;) {
    const int64_t end = std::min(m, j + kTaps);
    V sums[kVectors];
    V imag_sums[kVectors];
    for (int v = 0; v < kVectors; v++) sums[v] = imag_sums[v] = hn::Zero(d);
    for (; j < end; j++) {
      const V real = hn::Set(d, b[j * kParts]);
      if constexpr (kParts == 2) {
        const V imag = hn::Set(d, b[j * 2 + 1]);
        for (int v = 0; v < kVectors; v++) {
          const V element = hn::LoadU(d, a + j * 2 + v * lanes);
          sums[v] = hn::MulAdd(element, real, sums[v]);
          imag_sums[v] = hn::MulAdd(element, imag, imag_sums[v]);
        }
      } else {
        for (int v = 0; v < kVectors; v++) sums[v] = hn::MulAdd(hn::LoadU(d, a + j + v * lanes), real, sums[v]);
      }
    }
    for (int v = 0; v < kVectors; v++) {
      totals[v] = hn::Add(totals[v], sums[v]);
      if constexpr (kParts == 2) imag_totals[v] = hn::Add(imag_totals[v], imag_sums[v]);
    }
  }
  R* to = reinterpret_cast<R*>(out);
  for (int v = 0; v < kVectors; v++) {
    if constexpr (kParts == 2) {
      const V swapped = hn::Reverse2(d, imag_totals[v]);
      totals[v] = hn::OddEven(hn::Add(totals[v], swapped), hn::Sub(totals[v], swapped));
    }
    hn::StoreU(totals[v], d, to + v * lanes);
  }
}

template <class T>
HWY_INLINE T MultiplyAdd(T sum, T x, T y) {
  if constexpr (std::is_same_v<T, bool>) {
    return sum || (x && y);
  } else if constexpr (kComplex<T>) {
    return {sum.real() + (x.real() * y.real() - x.imag() * y.imag()),
            sum.imag() + (x.real() * y.imag() + x.imag() * y.real())};
  } else {
    return Wrapping<T>(Unsigned(sum) + Unsigned(x) * Unsigned(y));
  }
}

template <class T>
T Dot(const T* a, const T* b, int64_t m) {
  T sum{};
  int64_t j = 0;
  if constexpr (std::is_floating_point_v<T>) {  // many sums side by side
    constexpr int64_t kSums = 128 / sizeof(T);
    T sums[kSums] = {};
    for (; j + kSums <= m; j += kSums) {
      for (int64_t k = 0; k < kSums; k++) sums[k] += a[j + k] * b[j + k];
    }
    for (int64_t k = 0; k < kSums; k++) sum += sums[k];
  }
  for (; j < m; j++) sum = MultiplyAdd(sum, a[j], b[j]);
  return sum;
}

// Results whose taps all fall on elements of a: out[i] = a[i] b[0] + a[i + 1] b[1] + …
template <class T>
void Dense(const T* a, const T* b, int64_t m, T* out, int64_t count) {
  if constexpr (std::is_floating_point_v<T> || kComplex<T>) {
    constexpr int kVectors = kComplex<T> ? 4 : 8;
    const auto lanes = static_cast<int64_t>(hn::Lanes(hn::ScalableTag<Part<T>>()) * sizeof(Part<T>) / sizeof(T));
    int64_t i = 0;
    for (; i + kVectors * lanes <= count; i += kVectors * lanes) FloatTile<kVectors>(a + i, b, m, out + i);
    for (; i + lanes <= count; i += lanes) FloatTile<1>(a + i, b, m, out + i);
    if (i < count && count >= lanes) {  // the last vector again, with the rest at its end
      FloatTile<1>(a + count - lanes, b, m, out + count - lanes);
      i = count;
    }
    for (; i < count; i++) out[i] = Dot(a + i, b, m);
  } else {
    constexpr int64_t kWidth = 256 / sizeof(T);
    int64_t i = 0;
    for (; i + kWidth <= count; i += kWidth) {
      T sums[kWidth] = {};
      for (int64_t j = 0; j < m; j++) {
        const T tap = b[j];
        const T* from = a + i + j;
        for (int64_t t = 0; t < kWidth; t++) sums[t] = MultiplyAdd(sums[t], from[t], tap);
      }
      std::copy(sums, sums + kWidth, out + i);
    }
    for (; i < count; i++) out[i] = Dot(a + i, b, m);
  }
}

// The same over the pool where there is enough to do.
template <class T>
void DenseOverPool(const T* a, const T* b, int64_t m, T* out, int64_t count) {
  const int64_t chunk = m > 64 ? kChunk / 4 : kChunk;
  // Waking a worker costs as much as some hundred thousand products.
  if (count * m < 1 << 20 || count <= chunk) {
    Dense(a, b, m, out, count);
    return;
  }
  Pool::Get().For((count + chunk - 1) / chunk, [&](int64_t i) {
    const int64_t start = i * chunk;
    Dense(a + start, b, m, out + start, std::min(chunk, count - start));
  });
}

template <class T>
bool Finite(const T* b, int64_t m) {
  if constexpr (std::is_floating_point_v<T> || kComplex<T>) {
    const auto* parts = reinterpret_cast<const Part<T>*>(b);
    const auto count = static_cast<int64_t>(m * sizeof(T) / sizeof(Part<T>));
    for (int64_t i = 0; i < count; i++) {
      if (!std::isfinite(parts[i])) return false;
    }
  }
  return true;
}

template <class T>
void Correlate(const T* a, int64_t n, const T* b, int64_t m, int64_t shift, T* out, int64_t k) {
  const int64_t left = std::min(shift, k);
  const int64_t whole = std::min(n - m + 1, k - left);
  const int64_t right = k - left - whole;
  DenseOverPool(a, b, m, out + left, whole);
  if (left + right == 0) return;
  if (!Finite(b, m)) {  // zeros beside a would make NaN of what NumPy leaves out
    for (int64_t i = 0; i < k; i++) {
      if (i == left) i += whole;
      if (i >= k) break;
      const int64_t first = std::max<int64_t>(0, shift - i);
      const int64_t last = std::min(m, n + shift - i);
      out[i] = Dot(a + (i - shift + first), b + first, last - first);
    }
    return;
  }
  // The ends of a with zeros beside them.
  const auto padded = [&](int64_t count, int64_t zeros, const T* from, bool before, T* to) {
    const int64_t length = count + m - 1;
    const auto edge = std::make_unique<T[]>(length);
    std::copy(from, from + (length - zeros), edge.get() + (before ? zeros : 0));
    DenseOverPool(edge.get(), b, m, to, count);
  };
  if (left > 0) padded(left, shift, a, true, out);
  if (right > 0) padded(right, right, a + (n - m + 1), false, out + left + whole);
}

// n strided elements in a row, float16 as float32.
template <class T, class C>
class Row {
 public:
  Row(const char* data, intptr_t stride, int64_t n) {
    if constexpr (std::is_same_v<T, C>) {
      if (stride == static_cast<intptr_t>(sizeof(T)) || n == 0) {
        data_ = reinterpret_cast<const T*>(data);
        return;
      }
    }
    copy_ = std::make_unique<C[]>(n);
    for (int64_t i = 0; i < n; i++) {
      if constexpr (kHalf<T>) {
        copy_[i] = HalfToFloat(At<T>(data + i * stride));
      } else {
        copy_[i] = At<T>(data + i * stride);
      }
    }
    data_ = copy_.get();
  }
  const C* data() const { return data_; }

 private:
  const C* data_;
  std::unique_ptr<C[]> copy_;
};

template <class T>
void Core(const CoreCall& call) {
  using C = std::conditional_t<kHalf<T>, float, T>;
  const int64_t n = call.dims[0];
  const int64_t m = call.dims[1];
  const int64_t k = call.dims[2];
  const auto shift = static_cast<int64_t>(call.params[0]);
  // lib/ gives no other; whatever the frame says, memory is safe.
  if (m == 0 || m > n || k == 0 || shift < 0 || shift >= m || k > n - m + 1 + shift + (m - 1)) return;
  const Row<T, C> a(call.args[0], call.strides[0][0], n);
  const Row<T, C> b(call.args[1], call.strides[1][0], m);
  const intptr_t stride = call.strides[2][0];
  if (std::is_same_v<T, C> && stride == static_cast<intptr_t>(sizeof(T))) {
    Correlate(a.data(), n, b.data(), m, shift, reinterpret_cast<C*>(call.args[2]), k);
    return;
  }
  const auto out = std::make_unique<C[]>(k);
  Correlate(a.data(), n, b.data(), m, shift, out.get(), k);
  for (int64_t i = 0; i < k; i++) {
    if constexpr (kHalf<T>) {
      At<T>(call.args[2] + i * stride) = FloatToHalf(out[i]);
    } else {
      At<T>(call.args[2] + i * stride) = out[i];
    }
  }
}

template <class... Ts>
void AddLoops(Op& op, Types<Ts...>) {
  (op.loops.push_back({.types = kSignature<Ts, Ts, To, Ts>, .core = Core<Ts>}), ...);
}

void Fill(OpTable& table) { AddLoops(table.CoreRow("correlate", "(n),(m)->(k)", 1), kAll); }

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddCorrelateRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
