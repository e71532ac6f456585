// sort and argsort: "(n)->(n)". Both are stable whatever is asked for, since that costs nothing here.
#include <utility>

#include "sort/counting.h"
#include "sort/lane.h"
#include "sort/order.h"
#include "sort/rows.h"

namespace numblas {
namespace {

inline constexpr int64_t kCounting = 1 << 15;  // 16-bit lanes from here on are counted

template <class T>
void OrderLane(const char* in, intptr_t stride, int64_t n, int64_t* order) {
  const Scratch keys(kColumns<T> * n * sizeof(int64_t));
  KeyColumns<T>(in, stride, n, keys.as<int64_t>());
  OrderRows(keys.as<int64_t>(), kColumns<T>, n, order);
}

template <class T>
void SortComplex(const char* in, intptr_t stride, int64_t n, char* out, intptr_t out_stride) {
  const Scratch memory(n * (sizeof(int64_t) + sizeof(T)));
  T* elements = memory.as<T>();
  auto* order = memory.as<int64_t>(n * sizeof(T));
  OrderLane<T>(in, stride, n, order);
  // By way of a copy: the lane may be sorted in its own memory.
  ForParts(n, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) elements[i] = *reinterpret_cast<const T*>(in + order[i] * stride);
  });
  for (int64_t i = 0; i < n; i++) *reinterpret_cast<T*>(out + i * out_stride) = elements[i];
}

template <class T>
void Sort(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const char* in = call.args[0];
  char* out = call.args[1];
  const intptr_t stride = call.strides[0][0];
  const intptr_t out_stride = call.strides[1][0];
  if constexpr (kIsComplex<T>) {
    SortComplex<T>(in, stride, n, out, out_stride);
  } else {
    if constexpr (sizeof(T) <= 2) {
      if (sizeof(T) == 1 || n >= kCounting) {
        SortByCounting<T>(in, stride, n, out, out_stride);
        return;
      }
    }
    ThroughKeys<T>(in, stride, n, out, out_stride, [](Lane<T>& lane) { lane.Sort(); });
  }
}

template <class T>
void ArgSort(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const intptr_t out_stride = call.strides[1][0];
  if (out_stride == sizeof(int64_t)) {
    OrderLane<T>(call.args[0], call.strides[0][0], n, reinterpret_cast<int64_t*>(call.args[1]));
    return;
  }
  const Scratch order(n * sizeof(int64_t));
  OrderLane<T>(call.args[0], call.strides[0][0], n, order.as<int64_t>());
  for (int64_t i = 0; i < n; i++) {
    *reinterpret_cast<int64_t*>(call.args[1] + i * out_stride) = order.as<int64_t>()[i];
  }
}

template <class... Ts>
void AddLoops(Op& sort, Op& argsort, Types<Ts...>) {
  (sort.loops.push_back({.types = kSignature<Ts, To, Ts>, .core = Sort<Ts>}), ...);
  (argsort.loops.push_back({.types = kSignature<Ts, To, int64_t>, .core = ArgSort<Ts>}), ...);
}

}  // namespace

void AddWholeSortRows(OpTable& table) {
  // References into the table would not outlive the second row.
  Op sort;
  Op argsort;
  AddLoops(sort, argsort, kAll);
  table.CoreRow("sort", "(n)->(n)", 8).loops = std::move(sort.loops);
  table.CoreRow("argsort", "(n)->(n)", 10).loops = std::move(argsort.loops);
}

}  // namespace numblas
