// sort and argsort: "(n)->(n)". Both are stable whatever is asked for, since that costs nothing here.
#include <algorithm>
#include <utility>
#include <vector>

#include "sort/lane.h"
#include "sort/order.h"
#include "sort/rows.h"

namespace numblas {
namespace {

inline constexpr int64_t kCounting = 1 << 15;  // 16-bit lanes from here on are counted

// Sorts narrow elements by counting each value. Float16's NaN come last, and its zeros keep the order they had.
template <class T>
void SortByCounting(const char* in, intptr_t stride, int64_t n, char* out, intptr_t out_stride) {
  using Bits = BitsOf<T>;
  using UBits = std::make_unsigned_t<Bits>;
  constexpr int64_t kValues = int64_t{1} << (8 * sizeof(T));
  constexpr int64_t kTables = sizeof(T) == 1 ? 4 : 1;  // equal neighbours would wait for each other's count
  const int64_t parts = n < 1 << 18 ? 1 : std::min<int64_t>(8, Pool::Get().threads());
  std::vector<int64_t> totals(parts * kValues);
  Pool::Get().For(parts, [&](int64_t part) {
    std::vector<uint32_t> counts(kTables * kValues);
    int64_t* to = totals.data() + part * kValues;
    const int64_t last = n * (part + 1) / parts;
    for (int64_t begin = n * part / parts; begin < last; begin += int64_t{1} << 30) {
      const int64_t end = std::min(last, begin + (int64_t{1} << 30));
      WithStride<T>(stride, [&](auto step) {
        for (int64_t i = begin; i < end; i++) {
          counts[(i & (kTables - 1)) * kValues + static_cast<UBits>(BitsAt<T>(in, step, i))]++;
        }
      });
      for (int64_t v = 0; v < kTables * kValues; v++) to[v & (kValues - 1)] += std::exchange(counts[v], 0);
    }
  });
  std::vector<Bits> zeros;
  if constexpr (kIsFloat<T>) {
    for (int64_t i = 0; i < n; i++) {
      const Bits bits = BitsAt<T>(in, stride, i);
      if ((bits & 0x7fff) == 0) zeros.push_back(bits);
    }
  }
  const auto write = [&](int64_t key) {
    const Bits bits = Keys<T>::Decode(static_cast<KeyOf<T>>(key));
    int64_t count = 0;
    for (int64_t part = 0; part < parts; part++) count += totals[part * kValues + static_cast<UBits>(bits)];
    if (out_stride == static_cast<intptr_t>(sizeof(T))) {
      std::fill_n(reinterpret_cast<Bits*>(out), count, bits);
      out += count * static_cast<intptr_t>(sizeof(T));
    } else {
      for (int64_t i = 0; i < count; i++, out += out_stride) *reinterpret_cast<Bits*>(out) = bits;
    }
  };
  const int64_t low = Keys<T>::kUnsigned ? 0 : -kValues / 2;
  if constexpr (!kIsFloat<T>) {
    for (int64_t key = low; key < low + kValues; key++) write(key);
  } else {
    constexpr int64_t kInfinity = Keys<T>::kInfinity;
    for (int64_t key = ~kInfinity; key < -1; key++) write(key);
    for (const Bits zero : zeros) {
      *reinterpret_cast<Bits*>(out) = zero;
      out += out_stride;
    }
    for (int64_t key = 1; key <= kInfinity; key++) write(key);
    for (int64_t key = kInfinity + 1; key < low + kValues; key++) write(key);
    for (int64_t key = low; key < ~kInfinity; key++) write(key);
  }
}

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
