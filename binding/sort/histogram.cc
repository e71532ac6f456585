// bincount: "(n)->(k)", how often each of 0 … k - 1 occurs, or with weights "(n),(n)->(k)" their sums. histogram:
// "(n),(e)->(b)", how many elements lie in each of b equal bins between e = b + 1 edges, or with weights
// "(n),(n),(e)->(b)". edge_positions: "(n),(e)->(n)", how many of e rising edges each element has passed, the last one
// not before it is left behind. count_between: "(n),(e)->(b)", how many elements lie between each pair of neighbours
// among them. extent: "(n)->(k)" with k = 2, the least and the greatest integer.
// Counts and bincount's sums come as zeros: many bins are counted where they are, and those that nothing falls into are
// not touched.
#include <algorithm>
#include <array>
#include <vector>

#include "sort/keys.h"
#include "sort/rows.h"
#include "sort/searching.h"
#include "status.h"

namespace numblas {
namespace {

inline constexpr int64_t kBlock = 65536;      // NumPy adds weights up by blocks of this length
inline constexpr int64_t kFewBins = 1 << 14;  // tables that a thread may have of its own

// Counts n elements, each one's bin given by `fill(begin, end, bins)` for some at a time; a negative bin is none.
template <class Fill>
void Count(int64_t n, int64_t k, const Fill& fill, char* out, intptr_t stride) {
  constexpr int64_t kSome = 1024;
  if (k > kFewBins) {
    int64_t bins[kSome];
    for (int64_t at = 0; at < n; at += kSome) {
      const int64_t end = std::min(n, at + kSome);
      fill(at, end, bins);
      for (int64_t i = 0; i < end - at; i++) {
        if (bins[i] >= 0) ++*reinterpret_cast<int64_t*>(out + bins[i] * stride);
      }
    }
    return;
  }
  const auto count = [&](int64_t begin, int64_t end, int64_t* tables, int64_t between) {
    int64_t bins[kSome];
    for (int64_t at = begin; at < end; at += kSome) {
      const int64_t length = std::min(kSome, end - at);
      fill(at, at + length, bins);
      // Two tables: an element in its neighbour's bin would wait for that count. Their first places count what is none.
      int64_t* even = tables + 1;
      int64_t* odd = even + between;
      int64_t i = 0;
      for (; i + 1 < length; i += 2) {
        even[bins[i]]++;
        odd[bins[i + 1]]++;
      }
      if (i < length) even[bins[i]]++;
    }
  };
  const int64_t parts = n < 1 << 16 ? 1 : std::min<int64_t>(64, Pool::Get().threads() * 2L);
  const int64_t tables = 2 * parts;
  const int64_t places = k + 1;
  std::vector<int64_t> counts(tables * places);
  Pool::Get().For(parts, [&](int64_t part) {
    count(n * part / parts, n * (part + 1) / parts, counts.data() + 2 * part * places, places);
  });
  for (int64_t v = 0; v < k; v++) {
    int64_t total = 0;
    for (int64_t table = 0; table < tables; table++) total += counts[table * places + v + 1];
    *reinterpret_cast<int64_t*>(out + v * stride) = total;
  }
}

template <class T>
const T& At(const char* in, intptr_t stride, int64_t i) {
  return *reinterpret_cast<const T*>(in + i * stride);
}

// lib/statistics/histograms.ts has found the greatest element; what lies outside is left out all the same.
void BinCount(const CoreCall& call) {
  const int64_t k = call.dims[1];
  const char* in = call.args[0];
  WithStride<int64_t>(call.strides[0][0], [&](auto stride) {
    const auto fill = [=](int64_t begin, int64_t end, int64_t* bins) {
      for (int64_t i = begin; i < end; i++) {
        const auto v = At<int64_t>(in, stride, i);
        bins[i - begin] = v | (v | (k - 1 - v)) >> 63;  // all bits where one of both is negative
      }
    };
    Count(call.dims[0], k, fill, call.args[1], call.strides[1][0]);
  });
}

void WeightedBinCount(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const int64_t k = call.dims[1];
  char* out = call.args[2];
  const intptr_t out_stride = call.strides[2][0];
  const char* weights = call.args[1];
  const intptr_t weight_stride = call.strides[1][0];
  WithStride<int64_t>(call.strides[0][0], [&](auto stride) {
    const char* in = call.args[0];
    for (int64_t i = 0; i < n; i++) {
      const auto v = At<int64_t>(in, stride, i);
      if (static_cast<uint64_t>(v) >= static_cast<uint64_t>(k)) continue;
      *reinterpret_cast<double*>(out + v * out_stride) += At<double>(weights, weight_stride, i);
    }
  });
}

// Equal bins: a bin is computed, and then moved by one where rounding put an element beyond one of its edges.
class Bins {
 public:
  Bins(const char* edges, intptr_t stride, int64_t count, double first, double last)
      : edges_(count), bins_(count - 1), first_(first), last_(last) {
    for (int64_t i = 0; i < count; i++) edges_[i] = At<double>(edges, stride, i);
    scale_ = static_cast<double>(bins_) / (last - first);
    overflows_ = !(scale_ < 1e300) || !(scale_ > 1e-300);
  }

  template <class Step>
  void Fill(const char* in, Step stride, int64_t begin, int64_t end, int64_t* bins) const {
    const double* edges = edges_.data();
    const int64_t most = bins_ - 1;
    for (int64_t i = begin; i < end; i++) {
      const double x = At<double>(in, stride, i);
      const bool inside = (x >= first_) & (x <= last_);
      const double estimate =
          overflows_ ? (x - first_) / (last_ - first_) * static_cast<double>(bins_) : (x - first_) * scale_;
      int64_t bin = static_cast<int64_t>(inside ? estimate : 0);
      bin = std::clamp<int64_t>(bin, 0, most);
      bin -= (x < edges[bin]) & (bin > 0);
      bin += (x >= edges[bin + 1]) & (bin < most);
      bins[i - begin] = inside ? bin : -1;
    }
  }

 private:
  std::vector<double> edges_;
  int64_t bins_;
  double first_;
  double last_;
  double scale_;
  bool overflows_;
};

void Histogram(const CoreCall& call) {
  const Bins bins(call.args[1], call.strides[1][0], call.dims[1], call.params[0], call.params[1]);
  WithStride<double>(call.strides[0][0], [&](auto stride) {
    const auto fill = [&](int64_t begin, int64_t end, int64_t* to) { bins.Fill(call.args[0], stride, begin, end, to); };
    Count(call.dims[0], call.dims[2], fill, call.args[2], call.strides[2][0]);
  });
}

void WeightedHistogram(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const int64_t k = call.dims[2];
  const Bins bins(call.args[2], call.strides[2][0], call.dims[1], call.params[0], call.params[1]);
  std::vector<double> totals(k);
  std::vector<double> sums(k);
  std::vector<int64_t> some(kBlock);
  for (int64_t begin = 0; begin < n; begin += kBlock) {
    const int64_t end = std::min(n, begin + kBlock);
    bins.Fill(call.args[0], call.strides[0][0], begin, end, some.data());
    std::fill(sums.begin(), sums.end(), 0.0);
    for (int64_t i = begin; i < end; i++) {
      const int64_t bin = some[i - begin];
      if (bin >= 0) sums[bin] += At<double>(call.args[1], call.strides[1][0], i);
    }
    for (int64_t v = 0; v < k; v++) totals[v] += sums[v];
  }
  for (int64_t v = 0; v < k; v++) *reinterpret_cast<double*>(call.args[3] + v * call.strides[3][0]) = totals[v];
}

// What is compared with edges: floats as they are, others as keys.
template <class T>
auto Comparable(const char* in, intptr_t stride, int64_t i) {
  if constexpr (std::is_floating_point_v<T>) {
    return At<T>(in, stride, i);
  } else {
    return Keys<T>::Comparable(BitsAt<T>(in, stride, i));
  }
}

// Rising edges, and how many of them elements have passed. NaN passes none, or all.
template <class T>
class Edges {
 public:
  using Value = decltype(Comparable<T>(nullptr, 0, 0));

  Edges(const char* edges, intptr_t stride, int64_t count) : edges_(count) {
    for (int64_t i = 0; i < count; i++) edges_[i] = Comparable<T>(edges, stride, i);
  }

  // Positions less `first`; count() edges passed are `outside`.
  template <class Step>
  void Positions(const char* in, Step stride, int64_t begin, int64_t end, int64_t first, int64_t outside,
                 int64_t* to) const {
    const int64_t count = this->count();
    const auto passed = [this](int64_t i, Value x) { return edges_[i] <= x; };
    std::array<Value, kTogether> some;
    std::array<int64_t, kTogether> found;
    for (int64_t i = begin; i < end; i += kTogether) {
      const int64_t length = std::min(kTogether, end - i);
      for (int64_t k = 0; k < kTogether; k++) some[k] = Comparable<T>(in, stride, i + std::min(k, length - 1));
      Search(count, some, passed, found);
      for (int64_t k = 0; k < length; k++) {
        const int64_t position = found[k] - (found[k] == count && some[k] == edges_[count - 1]);
        to[i - begin + k] = position == count ? outside : position - first;
      }
    }
  }

  int64_t count() const { return static_cast<int64_t>(edges_.size()); }

 private:
  std::vector<Value> edges_;
};

template <class T>
void EdgePositions(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const Edges<T> edges(call.args[1], call.strides[1][0], call.dims[1]);
  // The result is new and contiguous (lib/statistics/counting.ts).
  auto* out = reinterpret_cast<int64_t*>(call.args[2]);
  if (edges.count() == 0) {
    std::fill_n(out, n, int64_t{0});
    return;
  }
  WithStride<T>(call.strides[0][0], [&](auto stride) {
    ForParts(n, [&](int64_t begin, int64_t end) {
      edges.Positions(call.args[0], stride, begin, end, 0, edges.count(), out + begin);
    });
  });
}

template <class T>
void CountBetween(const CoreCall& call) {
  const Edges<T> edges(call.args[1], call.strides[1][0], call.dims[1]);
  const int64_t bins = call.dims[2];
  if (bins == 0 || edges.count() != bins + 1) return;
  WithStride<T>(call.strides[0][0], [&](auto stride) {
    const auto fill = [&](int64_t begin, int64_t end, int64_t* to) {
      edges.Positions(call.args[0], stride, begin, end, 1, -1, to);
    };
    Count(call.dims[0], bins, fill, call.args[2], call.strides[2][0]);
  });
}

void Extent(const CoreCall& call) {
  if (call.dims[0] == 0) return;
  const auto [low, high] = ExtentOf(call.args[0], call.strides[0][0], call.dims[0]);
  if (call.dims[1] != 2) throw Error("ERR_INTERNAL", "extent: wrong operands");
  *reinterpret_cast<int64_t*>(call.args[1]) = low;
  *reinterpret_cast<int64_t*>(call.args[1] + call.strides[1][0]) = high;
}

template <class... Ts>
void AddEdgeRows(OpTable& table, Types<Ts...>) {
  Op& positions = table.CoreRow("edge_positions", "(n),(e)->(n)", 2);
  (positions.loops.push_back({.types = kSignature<Ts, Ts, To, int64_t>, .core = EdgePositions<Ts>}), ...);
  Op& counts = table.CoreRow("count_between", "(n),(e)->(b)", 2);
  (counts.loops.push_back({.types = kSignature<Ts, Ts, To, int64_t>, .core = CountBetween<Ts>}), ...);
}

}  // namespace

void AddHistogramRows(OpTable& table) {
  table.CoreRow("bincount", "(n)->(k)", 1).loops.push_back({.types = "l->l", .core = BinCount});
  table.CoreRow("weighted_bincount", "(n),(n)->(k)", 1).loops.push_back({.types = "ld->d", .core = WeightedBinCount});
  table.CoreRow("extent", "(n)->(k)", 0.4).loops.push_back({.types = "l->l", .core = Extent});
  AddEdgeRows(table, kBool + kReals);
  table.CoreRow("histogram", "(n),(e)->(b)", 1).loops.push_back({.types = "dd->l", .core = Histogram});
  table.CoreRow("weighted_histogram", "(n),(n),(e)->(b)", 1)
      .loops.push_back({.types = "ddd->d", .core = WeightedHistogram});
}

}  // namespace numblas
