// A row's keys and its position packed into one integer sort together by vqsort: the position makes rows different, and
// so the sort stable. What needs more than 63 bits is left out, the last columns first and then a column's low bits,
// and the few positions that agree in the others are put in order afterwards.
#include "sort/order.h"

#include <bit>
#include <numeric>
#include <utility>
#include <vector>

#include "iterate/scratch.h"
#include "sort/keys.h"

namespace numblas {
namespace {

inline constexpr int64_t kFew = 24;  // positions put in order by comparing

struct PackedColumn {
  const int64_t* keys;
  int64_t low;  // the least key
  int bits;     // how many of the distances from it are packed
  int dropped;  // low bits that do not fit
};

struct Packing {
  std::vector<PackedColumn> columns;  // those of the first ones in which keys differ
  int position_bits;
  int bits;    // with the position's
  bool whole;  // nothing is left out
};

Packing PackingOf(const int64_t* keys, int64_t columns, int64_t n) {
  const int position_bits = std::bit_width(static_cast<uint64_t>(n - 1));
  Packing packing{{}, position_bits, position_bits, true};
  for (int64_t c = 0; c < columns && packing.whole; c++, keys += n) {
    const auto [low, high] = ExtentOf(reinterpret_cast<const char*>(keys), sizeof(int64_t), n);
    const int needed = std::bit_width(static_cast<uint64_t>(high) - static_cast<uint64_t>(low));
    const int bits = std::min(needed, 63 - packing.bits);
    if (bits > 0) packing.columns.push_back({keys, low, bits, needed - bits});
    packing.bits += bits;
    packing.whole = bits == needed;
  }
  return packing;
}

template <class P>
void Pack(int64_t n, const Packing& packing, P* packed) {
  constexpr int64_t kSome = 2048;
  const int position_bits = packing.position_bits;
  ForParts(n, [&](int64_t begin, int64_t end) {
    uint64_t some[kSome];
    for (int64_t at = begin; at < end; at += kSome) {
      const int64_t length = std::min(kSome, end - at);
      std::fill_n(some, length, uint64_t{0});
      for (const auto [keys, low, bits, dropped] : packing.columns) {
        for (int64_t i = 0; i < length; i++) {
          some[i] = some[i] << bits | (static_cast<uint64_t>(keys[at + i]) - static_cast<uint64_t>(low)) >> dropped;
        }
      }
      for (int64_t i = 0; i < length; i++) {
        packed[at + i] = static_cast<P>(some[i] << position_bits | static_cast<uint64_t>(at + i));
      }
    }
  });
}

template <class P>
void Unpack(const P* packed, int64_t n, int position_bits, int64_t* order) {
  const int64_t mask = (int64_t{1} << position_bits) - 1;
  ForParts(n, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) order[i] = packed[i] & mask;
  });
}

bool Before(const int64_t* keys, int64_t columns, int64_t n, int64_t a, int64_t b) {
  for (int64_t c = 0; c < columns; c++, keys += n) {
    if (keys[a] != keys[b]) return keys[a] < keys[b];
  }
  return a < b;
}

// Puts `count` ascending positions in order.
void OrderSome(const int64_t* keys, int64_t columns, int64_t n, int64_t* order, int64_t count) {
  if (count <= kFew) {
    std::sort(order, order + count, [&](int64_t a, int64_t b) { return Before(keys, columns, n, a, b); });
    return;
  }
  Scratch memory((columns + 1) * count * sizeof(int64_t));
  int64_t* some = memory.as<int64_t>();
  int64_t* inner = some + columns * count;
  for (int64_t c = 0; c < columns; c++) {
    for (int64_t i = 0; i < count; i++) some[c * count + i] = keys[c * n + order[i]];
  }
  OrderRows(some, columns, count, inner);
  for (int64_t i = 0; i < count; i++) inner[i] = order[inner[i]];
  std::copy(inner, inner + count, order);
}

}  // namespace

void OrderRows(const int64_t* keys, int64_t columns, int64_t n, int64_t* order) {
  if (n == 0) return;
  int64_t ascending = 1;
  while (ascending < n && Before(keys, columns, n, ascending - 1, ascending)) ascending++;
  if (ascending == n) {
    std::iota(order, order + n, int64_t{0});
    return;
  }
  const Packing packing = PackingOf(keys, columns, n);
  if (packing.whole && packing.bits <= 31) {
    Scratch memory(n * sizeof(int32_t));
    auto* packed = memory.as<int32_t>();
    Pack(n, packing, packed);
    SortKeys(packed, n);
    Unpack(packed, n, packing.position_bits, order);
    return;
  }
  Pack(n, packing, order);
  SortKeys(order, n);
  std::vector<std::pair<int64_t, int64_t>> ties;  // looked for while packed bits lie side by side
  for (int64_t begin = 0; begin + 1 < n && !packing.whole;) {
    int64_t end = begin + 1;
    while (end < n && (order[end - 1] ^ order[end]) >> packing.position_bits == 0) end++;
    if (end - begin > 1) ties.emplace_back(begin, end);
    begin = end;
  }
  Unpack(order, n, packing.position_bits, order);
  for (const auto& [begin, end] : ties) OrderSome(keys, columns, n, order + begin, end - begin);
}

void OrderAtRanks(const int64_t* keys, int64_t n, const int64_t* ranks, int64_t count, int64_t* order) {
  if (n == 0) return;
  const Packing packing = PackingOf(keys, 1, n);
  Pack(n, packing, order);
  SelectKeys(order, n, ranks, count);
  if (packing.whole) {
    Unpack(order, n, packing.position_bits, order);
    return;
  }
  // Keys that agree with one at a rank in the packed bits lie on both sides of it: their places are filled in order.
  std::vector<int64_t> places;
  std::vector<int64_t> ties;
  const int64_t mask = (int64_t{1} << packing.position_bits) - 1;
  for (int64_t r = 0; r < count; r++) {
    const int64_t prefix = order[ranks[r]] >> packing.position_bits;
    if (r > 0 && prefix == order[ranks[r - 1]] >> packing.position_bits) continue;
    places.clear();
    for (int64_t i = 0; i < n; i++) {
      if (order[i] >> packing.position_bits == prefix) places.push_back(i);
    }
    if (places.size() == 1) continue;
    ties.resize(places.size());
    for (size_t i = 0; i < places.size(); i++) ties[i] = order[places[i]] & mask;
    std::sort(ties.begin(), ties.end());
    OrderSome(keys, 1, n, ties.data(), static_cast<int64_t>(ties.size()));
    for (size_t i = 0; i < places.size(); i++) order[places[i]] = prefix << packing.position_bits | ties[i];
  }
  Unpack(order, n, packing.position_bits, order);
}

}  // namespace numblas
