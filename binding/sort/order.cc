// A key and its position packed into one integer sort together by vqsort: the position makes them different, and so the
// sort stable. Where key and position need more than 63 bits, the key's low bits are left out, and the few positions
// that agree in the others are put in order afterwards.
#include "sort/order.h"

#include <bit>
#include <mutex>
#include <numeric>
#include <utility>
#include <vector>

#include "iterate/scratch.h"
#include "sort/keys.h"

namespace numblas {
namespace {

inline constexpr int64_t kFew = 24;  // positions put in order by comparing

struct Packing {
  int64_t low;     // the least key
  uint64_t range;  // greatest less least key
  int position_bits;
  int dropped;  // low bits of the key that do not fit
};

Packing PackingOf(const int64_t* keys, int64_t n) {
  std::mutex mutex;
  int64_t low = keys[0];
  int64_t high = keys[0];
  ForParts(n, [&](int64_t begin, int64_t end) {
    int64_t least = keys[begin];
    int64_t most = keys[begin];
    for (int64_t i = begin; i < end; i++) {
      least = std::min(least, keys[i]);
      most = std::max(most, keys[i]);
    }
    const std::lock_guard lock(mutex);
    low = std::min(low, least);
    high = std::max(high, most);
  });
  const uint64_t range = static_cast<uint64_t>(high) - static_cast<uint64_t>(low);
  const int position_bits = std::bit_width(static_cast<uint64_t>(n - 1));
  return {low, range, position_bits, std::max(0, static_cast<int>(std::bit_width(range)) + position_bits - 63)};
}

template <class P>
void Pack(const int64_t* keys, int64_t n, const Packing& packing, P* packed) {
  const auto [low, range, bits, dropped] = packing;
  ForParts(n, [&, low = low, bits = bits, dropped = dropped](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      const uint64_t key = (static_cast<uint64_t>(keys[i]) - static_cast<uint64_t>(low)) >> dropped;
      packed[i] = static_cast<P>(key << bits | static_cast<uint64_t>(i));
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

// Puts positions whose keys agree in the packed bits in order.
void OrderTies(const int64_t* keys, int64_t* order, int64_t n) {
  if (n <= kFew) {
    std::sort(order, order + n,
              [&](int64_t a, int64_t b) { return keys[a] < keys[b] || (keys[a] == keys[b] && a < b); });
    return;
  }
  std::vector<int64_t> some(n);
  std::vector<int64_t> inner(n);
  for (int64_t i = 0; i < n; i++) some[i] = keys[order[i]];
  OrderKeys(some.data(), n, inner.data());
  for (int64_t i = 0; i < n; i++) inner[i] = order[inner[i]];
  std::copy(inner.begin(), inner.end(), order);
}

// Calls body(begin, end) for each run of more than one position that `same(a, b)` joins to its neighbour.
template <class Same, class F>
void ForRuns(int64_t n, const Same& same, const F& body) {
  for (int64_t begin = 0; begin + 1 < n;) {
    int64_t end = begin + 1;
    while (end < n && same(end - 1, end)) end++;
    if (end - begin > 1) body(begin, end);
    begin = end;
  }
}

bool Ascending(const int64_t* keys, int64_t n) {
  int64_t i = 1;
  while (i < n && keys[i - 1] <= keys[i]) i++;
  return i >= n;
}

bool CompareColumns(const int64_t* keys, int64_t columns, int64_t n, int64_t a, int64_t b) {
  for (int64_t c = 0; c < columns; c++, keys += n) {
    if (keys[a] != keys[b]) return keys[a] < keys[b];
  }
  return a < b;
}

// Orders positions [begin, end), which agree in the columns before `keys`.
void OrderByColumns(const int64_t* keys, int64_t columns, int64_t n, int64_t* order, int64_t count) {
  if (columns == 0) return;
  if (count <= kFew) {
    std::sort(order, order + count, [&](int64_t a, int64_t b) { return CompareColumns(keys, columns, n, a, b); });
    return;
  }
  Scratch memory(2 * count * sizeof(int64_t));
  int64_t* some = memory.as<int64_t>();
  int64_t* inner = some + count;
  for (int64_t i = 0; i < count; i++) some[i] = keys[order[i]];
  if (!Ascending(some, count)) {
    OrderKeys(some, count, inner);
    for (int64_t i = 0; i < count; i++) inner[i] = order[inner[i]];
    std::copy(inner, inner + count, order);
  }
  ForRuns(
      count, [&](int64_t a, int64_t b) { return keys[order[a]] == keys[order[b]]; },
      [&](int64_t begin, int64_t end) { OrderByColumns(keys + n, columns - 1, n, order + begin, end - begin); });
}

}  // namespace

void OrderKeys(const int64_t* keys, int64_t n, int64_t* order) {
  if (n == 0) return;
  if (Ascending(keys, n)) {
    std::iota(order, order + n, int64_t{0});
    return;
  }
  const Packing packing = PackingOf(keys, n);
  if (std::bit_width(packing.range) + packing.position_bits <= 31) {
    Scratch memory(n * sizeof(int32_t));
    auto* packed = memory.as<int32_t>();
    Pack(keys, n, packing, packed);
    SortKeys(packed, n);
    Unpack(packed, n, packing.position_bits, order);
    return;
  }
  Pack(keys, n, packing, order);
  SortKeys(order, n);
  std::vector<std::pair<int64_t, int64_t>> ties;  // looked for while keys' bits lie side by side
  if (packing.dropped != 0) {
    ForRuns(
        n, [&](int64_t a, int64_t b) { return (order[a] ^ order[b]) >> packing.position_bits == 0; },
        [&](int64_t begin, int64_t end) { ties.emplace_back(begin, end); });
  }
  Unpack(order, n, packing.position_bits, order);
  for (const auto& [begin, end] : ties) OrderTies(keys, order + begin, end - begin);
}

void OrderRows(const int64_t* keys, int64_t columns, int64_t n, int64_t* order) {
  if (columns == 1) {
    OrderKeys(keys, n, order);
    return;
  }
  std::iota(order, order + n, int64_t{0});
  OrderByColumns(keys, columns, n, order, n);
}

void OrderAtRanks(const int64_t* keys, int64_t n, const int64_t* ranks, int64_t count, int64_t* order) {
  if (n == 0) return;
  const Packing packing = PackingOf(keys, n);
  Pack(keys, n, packing, order);
  SelectKeys(order, n, ranks, count);
  if (packing.dropped == 0) {
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
    OrderTies(keys, ties.data(), static_cast<int64_t>(ties.size()));
    for (size_t i = 0; i < places.size(); i++) order[places[i]] = prefix << packing.position_bits | ties[i];
  }
  Unpack(order, n, packing.position_bits, order);
}

}  // namespace numblas
