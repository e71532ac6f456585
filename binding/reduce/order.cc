// Order statistics, for medians and quantiles: "(n),(q)->(q),()", the elements that sorting would put at q ascending
// positions, NaN last, and whether there was a NaN.
#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

#include "reduce/rows.h"
#include "ufunc/half.h"
#include "ufunc/types.h"

namespace numblas {
namespace {

inline constexpr int64_t kSampled = 1 << 14;  // longer runs are narrowed by a sample first
inline constexpr int64_t kSample = 1 << 11;

template <class T>
inline constexpr bool kComplexElement = std::is_same_v<T, complex64_t> || std::is_same_v<T, complex128_t>;

template <class T>
inline bool IsNaN(T a) {
  if constexpr (std::is_same_v<T, float16_t>) {
    return (a.bits & 0x7fff) > 0x7c00;
  } else if constexpr (kComplexElement<T>) {
    return a.real() != a.real() || a.imag() != a.imag();
  } else {
    return a != a;
  }
}

// float16 keys: the bits as an integer of the same order.
template <class T>
auto Key(T a) {
  if constexpr (std::is_same_v<T, float16_t>) {
    const int bits = a.bits & 0x7fff;
    return (a.bits & 0x8000) != 0 ? -bits : bits;
  } else {
    return a;
  }
}

template <class T>
struct Less {
  bool operator()(T a, T b) const {
    if constexpr (kComplexElement<T>) {
      return a.real() < b.real() || (a.real() == b.real() && a.imag() < b.imag());
    } else {
      return Key(a) < Key(b);
    }
  }
};

template <class T>
T At(const char* in, intptr_t stride, int64_t i) {
  return *reinterpret_cast<const T*>(in + i * stride);
}

// Puts the ranks' elements in place: the middle rank first, then each side.
template <class T>
void SelectAll(T* data, int64_t low, int64_t high, const std::vector<int64_t>& ranks, size_t first, size_t last) {
  if (first == last || high - low < 2) return;
  const size_t middle = (first + last) / 2;
  const int64_t rank = ranks[middle];
  std::nth_element(data + low, data + rank, data + high, Less<T>());
  SelectAll(data, low, rank, ranks, first, middle);
  SelectAll(data, rank + 1, high, ranks, middle + 1, last);
}

// Elements at ranks `first` to `last` of a long run, by one pass that keeps what lies between two elements of a sample
// which most likely bracket them. Returns false when they don't, or when the run has a NaN.
template <class T>
bool SelectBySample(const char* in, intptr_t stride, int64_t n, int64_t first, int64_t last, std::vector<T>& kept,
                    T* out) {
  std::vector<T> sample(kSample);
  for (int64_t i = 0; i < kSample; i++) {
    sample[i] = At<T>(in, stride, i * n / kSample);
    if (IsNaN(sample[i])) return false;
  }
  std::sort(sample.begin(), sample.end(), Less<T>());
  const double share = static_cast<double>(kSample) / static_cast<double>(n);
  const double margin = 3 * std::sqrt(static_cast<double>(kSample)) / 2 + 2;
  const auto low_at = static_cast<int64_t>(static_cast<double>(first) * share - margin);
  const auto high_at = static_cast<int64_t>(static_cast<double>(last) * share + margin);
  const bool from_start = low_at < 0;
  const bool to_end = high_at >= kSample;
  const T low = sample[from_start ? 0 : low_at];
  const T high = sample[to_end ? kSample - 1 : high_at];
  const Less<T> less;
  kept.resize(n + 1);
  T* to = kept.data();
  int64_t below = 0;
  int64_t count = 0;
  int64_t nans = 0;
  for (int64_t i = 0; i < n; i++) {  // without branches, for they could not be predicted
    const T value = At<T>(in, stride, i);
    const bool under = !from_start & less(value, low);
    const bool over = !to_end & less(high, value);
    nans += IsNaN(value);
    below += under;
    to[count] = value;
    count += !(under | over);
  }
  if (nans != 0 || first < below || last >= below + count) return false;
  std::nth_element(to, to + (first - below), to + count, Less<T>());
  out[0] = to[first - below];
  for (int64_t rank = first + 1; rank <= last; rank++) {  // ranks side by side: the least of what is left
    std::iter_swap(to + (rank - below), std::min_element(to + (rank - below), to + count, Less<T>()));
    out[rank - first] = to[rank - below];
  }
  return true;
}

template <class T>
void OrderStatistics(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const int64_t q = call.dims[1];
  const char* in = call.args[0];
  const intptr_t stride = call.strides[0][0];
  std::vector<int64_t> ranks(q);
  for (int64_t i = 0; i < q; i++) ranks[i] = At<int64_t>(call.args[1], call.strides[1][0], i);
  const auto result = [&](int64_t i) -> T& { return *reinterpret_cast<T*>(call.args[2] + i * call.strides[2][0]); };
  bool& has_nan = *reinterpret_cast<bool*>(call.args[3]);
  has_nan = false;
  if (n == 0) return;
  if (q == 0) {
    for (int64_t i = 0; i < n; i++) has_nan |= IsNaN(At<T>(in, stride, i));
    return;
  }
  std::vector<T> data;
  if (n >= kSampled && q <= 4) {
    int64_t i = 0;
    while (i < q) {
      int64_t end = i + 1;
      while (end < q && ranks[end] == ranks[end - 1] + 1) end++;
      T found[4];
      if (!SelectBySample(in, stride, n, ranks[i], ranks[end - 1], data, found)) break;
      for (int64_t k = i; k < end; k++) result(k) = found[k - i];
      i = end;
    }
    if (i == q) return;
  }
  data.resize(n);
  int64_t valid = 0;
  int64_t nans = n;
  for (int64_t i = 0; i < n; i++) {
    const T value = At<T>(in, stride, i);
    data[IsNaN(value) ? --nans : valid++] = value;
  }
  has_nan = valid < n;
  std::vector<int64_t> inner;
  for (const int64_t rank : ranks) {
    if (rank < valid) inner.push_back(rank);
  }
  SelectAll(data.data(), 0, valid, inner, 0, inner.size());
  for (int64_t i = 0; i < q; i++) result(i) = data[ranks[i]];
}

template <class... Ts>
void AddLoops(Op& op, Types<Ts...>) {
  const auto loop = [&op]<class T>(T) {
    using Element = std::conditional_t<std::is_same_v<T, bool>, uint8_t, T>;  // vector<bool> has no elements
    op.loops.push_back({.types = kSignature<T, int64_t, To, T, bool>, .core = OrderStatistics<Element>});
  };
  (loop(Ts{}), ...);
}

}  // namespace

void AddOrderRows(OpTable& table) { AddLoops(table.CoreRow("order_statistics", "(n),(q)->(q),()", 5), kAll); }

}  // namespace numblas
