// searchsorted: "(n),(m)->(m)", where each of m elements would go among n sorted ones; searchsorted_by the same through
// an order of the n. isin: "(n),(m)->(m)", whether each of m elements is among n, which need no order.
#include <algorithm>
#include <array>

#include "sort/lane.h"
#include "sort/order.h"
#include "sort/rows.h"
#include "sort/searching.h"
#include "status.h"

namespace numblas {
namespace {

// Complex numbers in NumPy's order: by which parts are NaN, then the real part, then the imaginary one.
struct ComplexKey {
  int64_t parts[3];
  bool operator<(const ComplexKey& other) const {
    return std::lexicographical_compare(parts, parts + 3, other.parts, other.parts + 3);
  }
  bool operator==(const ComplexKey& other) const = default;
};

template <class T>
auto KeyAt(const char* in, intptr_t stride, int64_t i) {
  if constexpr (kIsComplex<T>) {
    using Part = typename T::value_type;
    const int64_t real = Keys<Part>::Ordered(BitsAt<Part>(in, stride, i));
    const int64_t imaginary = Keys<Part>::Ordered(BitsAt<Part>(in + sizeof(Part), stride, i));
    return ComplexKey{{2 * (real == kNaNKey) + (imaginary == kNaNKey), real, imaginary}};
  } else {
    return Keys<T>::Comparable(BitsAt<T>(in, stride, i));
  }
}

// What searches compare: floats as they are, others as keys.
template <class T>
auto Comparable(const char* in, intptr_t stride, int64_t i) {
  if constexpr (std::is_floating_point_v<T>) {
    return *reinterpret_cast<const T*>(in + i * stride);
  } else {
    return KeyAt<T>(in, stride, i);
  }
}

// Needles in order are found from the one before on, by steps that double.
template <class Before, class Needle, class Take>
void SearchFrom(int64_t n, int64_t begin, int64_t end, const Needle& needle, const Before& before, const Take& take) {
  int64_t low = 0;
  for (int64_t i = begin; i < end; i++) {
    const auto x = needle(i);
    int64_t step = 1;
    while (low + step <= n && before(low + step - 1, x)) {
      low += step;
      step *= 2;
    }
    for (int64_t length = std::min(step - 1, n - low); length > 0;) {
      const int64_t half = length / 2;
      if (before(low + half, x)) {
        low += half + 1;
        length -= half + 1;
      } else {
        length = half;
      }
    }
    take(i, x, low);
  }
}

// Searches for all needles, in parts on the pool; `take(i, needle, position)` gets the answers.
template <class Needle, class Before, class Take>
void SearchAll(int64_t n, int64_t m, const Needle& needle, const Before& before, const Take& take) {
  const auto part = [&](int64_t begin, int64_t end) {
    int64_t next = begin + 1;
    while (next < end && !(needle(next) < needle(next - 1))) next++;
    if (next >= end) {
      SearchFrom(n, begin, end, needle, before, take);
      return;
    }
    std::array<decltype(needle(0)), kTogether> some;
    std::array<int64_t, kTogether> found;
    for (int64_t i = begin; i < end; i += kTogether) {
      const int64_t count = std::min(kTogether, end - i);
      for (int64_t k = 0; k < kTogether; k++) some[k] = needle(i + std::min(k, count - 1));
      Search(n, some, before, found);
      for (int64_t k = 0; k < count; k++) take(i + k, some[k], found[k]);
    }
  };
  constexpr int64_t kPart = 1 << 12;
  if (m <= 2 * kPart) {
    part(0, m);
  } else {
    Pool::Get().For((m + kPart - 1) / kPart, [&](int64_t i) { part(i * kPart, std::min(m, (i + 1) * kPart)); });
  }
}

template <class T, class Position>
void SearchLane(const CoreCall& call, int needles, int result, const Position& position) {
  const int64_t n = call.dims[0];
  const char* in = call.args[0];
  char* out = call.args[result];
  const intptr_t out_stride = call.strides[result][0];
  const bool right = call.params[0] != 0;
  WithStride<T>(call.strides[0][0], [&](auto stride) {
    const auto element = [&](int64_t i) { return Comparable<T>(in, stride, position(i)); };
    const auto needle = [&](int64_t i) { return Comparable<T>(call.args[needles], call.strides[needles][0], i); };
    int64_t numbers = n;  // elements that are not NaN
    if constexpr (std::is_floating_point_v<T>) {
      std::array<int64_t, kTogether> found;
      const auto is_number = [&](int64_t i, T) { return element(i) == element(i); };
      Search(n, std::array<T, kTogether>{}, is_number, found);
      numbers = found[0];
    }
    const auto take = [&](int64_t i, const auto& x, int64_t found) {
      if constexpr (std::is_floating_point_v<T>) {
        if (x != x) found = right ? n : numbers;
      }
      *reinterpret_cast<int64_t*>(out + i * out_stride) = found;
    };
    if (!right) {
      SearchAll(
          n, call.dims[1], needle, [&](int64_t i, const auto& x) { return element(i) < x; }, take);
    } else if constexpr (std::is_floating_point_v<T>) {
      SearchAll(
          n, call.dims[1], needle, [&](int64_t i, const auto& x) { return element(i) <= x; }, take);
    } else {
      SearchAll(
          n, call.dims[1], needle, [&](int64_t i, const auto& x) { return !(x < element(i)); }, take);
    }
  });
}

template <class T>
void SearchSorted(const CoreCall& call) {
  SearchLane<T>(call, 1, 2, [](int64_t i) { return i; });
}

template <class T>
void SearchSortedBy(const CoreCall& call) {
  const char* order = call.args[1];
  const intptr_t stride = call.strides[1][0];
  for (int64_t i = 0; i < call.dims[0]; i++) {
    const int64_t at = *reinterpret_cast<const int64_t*>(order + i * stride);
    if (at < 0 || at >= call.dims[0]) {
      throw Error("ERR_INDEX", "searchsorted: expected positions between 0 and " + std::to_string(call.dims[0] - 1) +
                                   " in sorter, received " + std::to_string(at));
    }
  }
  SearchLane<T>(call, 2, 3, [&](int64_t i) { return *reinterpret_cast<const int64_t*>(order + i * stride); });
}

// Integers in a narrow range are looked up in a table of bits.
template <class T>
bool IsInByTable(const int64_t* keys, int64_t n, const char* in, intptr_t stride, int64_t m, char* out,
                 intptr_t out_stride) {
  const auto [low, high] = std::minmax_element(keys, keys + n);
  const auto first = static_cast<uint64_t>(*low);
  const uint64_t range = static_cast<uint64_t>(*high) - first;
  if (range / 64 > static_cast<uint64_t>(n + m)) return false;
  std::vector<uint64_t> table(range / 64 + 1);
  for (int64_t i = 0; i < n; i++) {
    const uint64_t at = static_cast<uint64_t>(keys[i]) - first;
    table[at / 64] |= uint64_t{1} << at % 64;
  }
  ForParts(m, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
      const uint64_t at = static_cast<uint64_t>(Keys<T>::Ordered(BitsAt<T>(in, stride, i))) - first;
      *reinterpret_cast<bool*>(out + i * out_stride) = at <= range && (table[at / 64] >> at % 64 & 1) != 0;
    }
  });
  return true;
}

template <class T>
void IsIn(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const int64_t m = call.dims[1];
  const intptr_t out_stride = call.strides[2][0];
  char* out = call.args[2];
  const Scratch memory((kColumns<T> + 1) * n * sizeof(int64_t));
  auto* keys = memory.as<int64_t>();
  KeyColumns<T>(call.args[0], call.strides[0][0], n, keys);
  const auto needle = [&](int64_t i) { return KeyAt<T>(call.args[1], call.strides[1][0], i); };
  if constexpr (kIsComplex<T>) {
    int64_t* order = keys + kColumns<T> * n;
    OrderRows(keys, kColumns<T>, n, order);
    const auto at = [&](int64_t i) { return ComplexKey{{keys[order[i]], keys[n + order[i]], keys[2 * n + order[i]]}}; };
    SearchAll(
        n, m, needle, [&](int64_t i, const ComplexKey& needle) { return at(i) < needle; },
        [&](int64_t i, const ComplexKey& needle, int64_t found) {
          *reinterpret_cast<bool*>(out + i * out_stride) = found < n && needle.parts[0] == 0 && at(found) == needle;
        });
  } else {
    if (!Keys<T>::kFloat && n > 0 && IsInByTable<T>(keys, n, call.args[1], call.strides[1][0], m, out, out_stride)) {
      return;
    }
    SortKeys(keys, n);
    constexpr auto kMost = std::numeric_limits<KeyOf<T>>::max();
    SearchAll(
        n, m, needle, [&](int64_t i, KeyOf<T> needle) { return keys[i] < needle; },
        [&](int64_t i, KeyOf<T> needle, int64_t found) {
          const bool nan = Keys<T>::kFloat && needle == kMost;
          *reinterpret_cast<bool*>(out + i * out_stride) = !nan && found < n && keys[found] == needle;
        });
  }
}

template <class... Ts>
void AddLoops(Op& search, Op& search_by, Op& isin, Types<Ts...>) {
  (search.loops.push_back({.types = kSignature<Ts, Ts, To, int64_t>, .core = SearchSorted<Ts>}), ...);
  (search_by.loops.push_back({.types = kSignature<Ts, int64_t, Ts, To, int64_t>, .core = SearchSortedBy<Ts>}), ...);
  (isin.loops.push_back({.types = kSignature<Ts, Ts, To, bool>, .core = IsIn<Ts>}), ...);
}

}  // namespace

void AddSearchRows(OpTable& table) {
  Op search;
  Op search_by;
  Op isin;
  AddLoops(search, search_by, isin, kAll);
  table.CoreRow("searchsorted", "(n),(m)->(m)", 1).loops = std::move(search.loops);
  table.CoreRow("searchsorted_by", "(n),(n),(m)->(m)", 1).loops = std::move(search_by.loops);
  table.CoreRow("isin", "(n),(m)->(m)", 1).loops = std::move(isin.loops);
}

}  // namespace numblas
