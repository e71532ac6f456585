// unique: "(n)->(n),()", the different elements in order and their number. order_keys: "(n)->(c,n)", the elements as
// columns of integers that are equal for equal elements. lexsort: "(c,n)->(n)", the order of n rows of such columns.
// groups: "(c,n),(n)->(n),(n),(n),()", from keys and their order each row's group, each group's first row and size, and
// the number of groups.
#include <algorithm>
#include <cstring>

#include "sort/lane.h"
#include "sort/order.h"
#include "sort/rows.h"
#include "status.h"

namespace numblas {
namespace {

// Takes the first of each run of equal keys to the front; returns their number.
template <class T>
int64_t Compact(KeyOf<T>* keys, int64_t n, int64_t valid, bool equal_nan) {
  const auto same = [](KeyOf<T> a, KeyOf<T> b) { return a == b || (Keys<T>::kFloat && a == -1 && b == 0); };
  int64_t count = valid > 0 ? 1 : 0;
  KeyOf<T> last = keys[0];
  for (int64_t i = 1; i < valid; i++) {
    const KeyOf<T> key = keys[i];
    // Zeros of both signs may take turns: all of them count as the first.
    const KeyOf<T> plain = Keys<T>::kFloat && key == -1 ? 0 : key;
    const bool differs = !same(last, plain);
    keys[count] = key;
    count += differs;
    last = plain;
  }
  for (int64_t i = valid; i < n && (i == valid || !equal_nan); i++) keys[count++] = keys[i];
  return count;
}

template <class T>
void Unique(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const bool equal_nan = call.params[0] != 0;
  const char* in = call.args[0];
  const intptr_t stride = call.strides[0][0];
  char* out = call.args[1];
  const intptr_t out_stride = call.strides[1][0];
  auto& count = *reinterpret_cast<int64_t*>(call.args[2]);
  count = 0;
  if (n == 0) return;
  if constexpr (sizeof(T) == 1) {
    bool there[256] = {};
    for (int64_t i = 0; i < n; i++) there[static_cast<uint8_t>(BitsAt<T>(in, stride, i))] = true;
    for (int v = 0; v < 256; v++) {
      const int bits = Keys<T>::kUnsigned ? v : v ^ 0x80;
      if (there[bits]) out[count++ * out_stride] = static_cast<char>(bits);
    }
  } else if constexpr (kIsComplex<T>) {
    const Scratch memory((kColumns<T> + 1) * n * sizeof(int64_t));
    auto* keys = memory.as<int64_t>();
    int64_t* order = keys + kColumns<T> * n;
    KeyColumns<T>(in, stride, n, keys);
    OrderRows(keys, kColumns<T>, n, order);
    for (int64_t i = 0; i < n; i++) {
      const int64_t at = order[i];
      if (i > 0) {
        const int64_t before = order[i - 1];
        const bool equal = keys[at] == 0 ? keys[before] == 0 && keys[n + at] == keys[n + before] &&
                                               keys[2 * n + at] == keys[2 * n + before]
                                         : equal_nan && keys[before] != 0;
        if (equal) continue;
      }
      *reinterpret_cast<T*>(out + count++ * out_stride) = *reinterpret_cast<const T*>(in + at * stride);
    }
  } else {
    ThroughKeys<T>(in, stride, n, out, out_stride, [&](Lane<T>& lane) {
      lane.Sort();
      count = Compact<T>(lane.keys(), n, lane.valid(), equal_nan);
      lane.Shorten(count);
    });
  }
}

template <class T>
void OrderKeysOf(const CoreCall& call) {
  // The result is new and contiguous (lib/sorting/sets.ts).
  KeyColumns<T>(call.args[0], call.strides[0][0], call.dims[0], reinterpret_cast<int64_t*>(call.args[1]));
}

void LexSort(const CoreCall& call) {
  const int64_t columns = call.dims[0];
  const int64_t n = call.dims[1];
  const char* in = call.args[0];
  const intptr_t column_stride = call.strides[0][0];
  const intptr_t stride = call.strides[0][1];
  const bool whole = stride == sizeof(int64_t) && column_stride == n * stride;
  const Scratch copied(whole ? 0 : columns * n * sizeof(int64_t));
  const auto* keys = reinterpret_cast<const int64_t*>(in);
  if (!whole) {
    auto* to = copied.as<int64_t>();
    keys = to;
    for (int64_t c = 0; c < columns; c++) {
      for (int64_t i = 0; i < n; i++) {
        *to++ = *reinterpret_cast<const int64_t*>(in + c * column_stride + i * stride);
      }
    }
  }
  const intptr_t out_stride = call.strides[1][0];
  if (out_stride == sizeof(int64_t)) {
    OrderRows(keys, columns, n, reinterpret_cast<int64_t*>(call.args[1]));
    return;
  }
  const Scratch order(n * sizeof(int64_t));
  OrderRows(keys, columns, n, order.as<int64_t>());
  for (int64_t i = 0; i < n; i++) {
    *reinterpret_cast<int64_t*>(call.args[1] + i * out_stride) = order.as<int64_t>()[i];
  }
}

// What a row with a NaN equals.
enum class NaNRows : int { kThemselves, kNothing, kEachOther };

// Operands are contiguous (lib/sorting/sets.ts).
void Groups(const CoreCall& call) {
  const int64_t columns = call.dims[0];
  const int64_t n = call.dims[1];
  const auto* keys = reinterpret_cast<const int64_t*>(call.args[0]);
  const auto* order = reinterpret_cast<const int64_t*>(call.args[1]);
  auto* group = reinterpret_cast<int64_t*>(call.args[2]);
  auto* first = reinterpret_cast<int64_t*>(call.args[3]);
  auto* size = reinterpret_cast<int64_t*>(call.args[4]);
  const auto nan_rows = static_cast<NaNRows>(static_cast<int>(call.params[0]));
  const auto has_nan = [&](int64_t i) {
    for (int64_t c = 0; c < columns; c++) {
      if (keys[c * n + i] == kNaNKey) return true;
    }
    return false;
  };
  const auto same = [&](int64_t a, int64_t b) {
    bool equal = true;
    for (int64_t c = 0; c < columns && equal; c++) equal = keys[c * n + a] == keys[c * n + b];
    if (nan_rows == NaNRows::kNothing) return equal && !has_nan(a);
    return equal || (nan_rows == NaNRows::kEachOther && has_nan(a) && has_nan(b));
  };
  int64_t count = 0;
  int64_t began = 0;
  for (int64_t i = 0; i < n; i++) {
    if (order[i] < 0 || order[i] >= n) throw Error("ERR_INDEX", "groups: expected an order of the rows, received none");
    if (i == 0 || !same(order[i - 1], order[i])) {
      if (i > 0) size[count - 1] = i - began;
      began = i;
      first[count++] = order[i];
    }
    group[order[i]] = count - 1;
  }
  if (n > 0) size[count - 1] = n - began;
  *reinterpret_cast<int64_t*>(call.args[5]) = count;
}

template <class... Ts>
void AddLoops(Op& unique, Op& keys, Types<Ts...>) {
  (unique.loops.push_back({.types = kSignature<Ts, To, Ts, int64_t>, .core = Unique<Ts>}), ...);
  (keys.loops.push_back({.types = kSignature<Ts, To, int64_t>, .core = OrderKeysOf<Ts>}), ...);
}

}  // namespace

void AddUniqueRows(OpTable& table) {
  Op unique;
  Op keys;
  AddLoops(unique, keys, kAll);
  table.CoreRow("unique", "(n)->(n),()", 8).loops = std::move(unique.loops);
  table.CoreRow("order_keys", "(n)->(c,n)", 1).loops = std::move(keys.loops);
  table.CoreRow("lexsort", "(c,n)->(n)", 10).loops.push_back({.types = "l->l", .core = LexSort});
  table.CoreRow("groups", "(c,n),(n)->(n),(n),(n),()", 5).loops.push_back({.types = "ll->llll", .core = Groups});
}

}  // namespace numblas
