// partition, argpartition: "(n),(q)->(n)" with q ascending, different ranks, whose elements come where sorting would
// put them. order_statistics, for medians and quantiles: "(n),(q)->(q),()", those elements alone and whether there is a
// NaN.
#include <algorithm>
#include <string>
#include <vector>

#include "sort/counting.h"
#include "sort/lane.h"
#include "sort/order.h"
#include "sort/rows.h"
#include "status.h"

namespace numblas {
namespace {

std::vector<int64_t> Ranks(const CoreCall& call) {
  std::vector<int64_t> ranks(call.dims[1]);
  int64_t before = -1;
  for (size_t i = 0; i < ranks.size(); i++) {
    ranks[i] = *reinterpret_cast<const int64_t*>(call.args[1] + static_cast<intptr_t>(i) * call.strides[1][0]);
    if (ranks[i] <= before || ranks[i] >= call.dims[0]) {
      throw Error("ERR_INDEX", "partition: expected ascending ranks below " + std::to_string(call.dims[0]) +
                                   ", received " + std::to_string(ranks[i]));
    }
    before = ranks[i];
  }
  return ranks;
}

// The order of a lane in which the positions at the ranks are right; complex lanes are sorted whole.
template <class T>
void OrderLane(const char* in, intptr_t stride, int64_t n, const std::vector<int64_t>& ranks, int64_t* order) {
  const Scratch keys(kColumns<T> * n * sizeof(int64_t));
  KeyColumns<T>(in, stride, n, keys.as<int64_t>());
  if constexpr (kIsComplex<T>) {
    OrderRows(keys.as<int64_t>(), kColumns<T>, n, order);
  } else {
    OrderAtRanks(keys.as<int64_t>(), n, ranks.data(), static_cast<int64_t>(ranks.size()), order);
  }
}

template <class T>
void Partition(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const std::vector<int64_t> ranks = Ranks(call);
  const char* in = call.args[0];
  char* out = call.args[2];
  const intptr_t stride = call.strides[0][0];
  const intptr_t out_stride = call.strides[2][0];
  if constexpr (kIsComplex<T>) {
    const Scratch memory(n * (sizeof(int64_t) + sizeof(T)));
    T* elements = memory.as<T>();
    auto* order = memory.as<int64_t>(n * sizeof(T));
    OrderLane<T>(in, stride, n, ranks, order);
    for (int64_t i = 0; i < n; i++) elements[i] = *reinterpret_cast<const T*>(in + order[i] * stride);
    for (int64_t i = 0; i < n; i++) *reinterpret_cast<T*>(out + i * out_stride) = elements[i];
  } else if constexpr (sizeof(T) == 1) {
    // Faster than looking for a rank.
    SortByCounting<T>(in, stride, n, out, out_stride);
  } else {
    if constexpr (sizeof(T) >= 4) {
      constexpr auto kItem = static_cast<intptr_t>(sizeof(T));
      const bool apart = in + n * kItem <= out || out + n * kItem <= in;
      if (ranks.size() == 1 && stride == kItem && out_stride == kItem && apart &&
          SelectApart<T>(reinterpret_cast<const BitsOf<T>*>(in), n, ranks[0], reinterpret_cast<BitsOf<T>*>(out))) {
        return;
      }
    }
    ThroughKeys<T>(in, stride, n, out, out_stride, [&](Lane<T>& lane) { lane.Select(ranks.data(), ranks.size()); });
  }
}

template <class T>
void ArgPartition(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const std::vector<int64_t> ranks = Ranks(call);
  const Scratch order(n * sizeof(int64_t));
  OrderLane<T>(call.args[0], call.strides[0][0], n, ranks, order.as<int64_t>());
  for (int64_t i = 0; i < n; i++) {
    *reinterpret_cast<int64_t*>(call.args[2] + i * call.strides[2][0]) = order.as<int64_t>()[i];
  }
}

template <class T>
void OrderStatistics(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const char* in = call.args[0];
  const intptr_t stride = call.strides[0][0];
  bool& has_nan = *reinterpret_cast<bool*>(call.args[3]);
  const auto out = [&](size_t i) { return call.args[2] + static_cast<intptr_t>(i) * call.strides[2][0]; };
  if (n == 0) {
    has_nan = false;
    return;
  }
  const std::vector<int64_t> ranks = Ranks(call);
  if constexpr (kIsComplex<T>) {
    const Scratch memory((kColumns<T> + 1) * n * sizeof(int64_t));
    auto* keys = memory.as<int64_t>();
    int64_t* order = keys + kColumns<T> * n;
    has_nan = KeyColumns<T>(in, stride, n, keys);
    if (ranks.empty()) return;
    OrderRows(keys, kColumns<T>, n, order);
    for (size_t i = 0; i < ranks.size(); i++) {
      *reinterpret_cast<T*>(out(i)) = *reinterpret_cast<const T*>(in + order[ranks[i]] * stride);
    }
  } else {
    const Scratch memory(n * sizeof(KeyOf<T>));
    Lane<T> lane(in, stride, n, memory.as<KeyOf<T>>());
    has_nan = lane.valid() < n;
    lane.Select(ranks.data(), ranks.size());
    for (size_t i = 0; i < ranks.size(); i++) {
      *reinterpret_cast<BitsOf<T>*>(out(i)) = Keys<T>::Decode(lane.keys()[ranks[i]]);
    }
  }
}

template <class... Ts>
void AddLoops(Op& partition, Op& argpartition, Op& statistics, Types<Ts...>) {
  (partition.loops.push_back({.types = kSignature<Ts, int64_t, To, Ts>, .core = Partition<Ts>}), ...);
  (argpartition.loops.push_back({.types = kSignature<Ts, int64_t, To, int64_t>, .core = ArgPartition<Ts>}), ...);
  (statistics.loops.push_back({.types = kSignature<Ts, int64_t, To, Ts, bool>, .core = OrderStatistics<Ts>}), ...);
}

}  // namespace

void AddPartitionRows(OpTable& table) {
  Op partition;
  Op argpartition;
  Op statistics;
  AddLoops(partition, argpartition, statistics, kAll);
  table.CoreRow("partition", "(n),(q)->(n)", 3).loops = std::move(partition.loops);
  table.CoreRow("argpartition", "(n),(q)->(n)", 5).loops = std::move(argpartition.loops);
  table.CoreRow("order_statistics", "(n),(q)->(q),()", 3).loops = std::move(statistics.loops);
}

}  // namespace numblas
