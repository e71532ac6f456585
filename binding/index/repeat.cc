// repeat: "(n,k),(n)->(m,k)", row j of the input counts[j] times, m being the counts' sum. Rows are without gaps.
#include <algorithm>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include "../status.h"
#include "../threads/pool.h"
#include "rows.h"

namespace numblas {
namespace {

struct Wide {
  uint64_t parts[2];
};

inline constexpr int64_t kGroup = 4;
inline constexpr int64_t kPartBytes = 1 << 18;  // what a thread writes at a time: much less is not worth waking it

[[noreturn, gnu::cold, gnu::noinline]] void RefuseCount(int64_t count) {
  if (count < 0) {
    throw Error("ERR_OUT_OF_RANGE", "repeat: expected repeats of at least 0, received " + std::to_string(count));
  }
  throw Error("ERR_OUT_OF_RANGE", "repeat: expected counts that stay, received others");
}

// Counts of rows, which a stride of 0 makes one for all.
template <class Stride>
struct Counts {
  const char* data;
  Stride stride;

  int64_t operator[](int64_t j) const { return *reinterpret_cast<const int64_t*>(data + j * stride); }

  // The sum of some, up to `most`.
  int64_t Sum(int64_t begin, int64_t end, int64_t most) const {
    constexpr int64_t kSome = 1024;  // numbers below 2^52 do not overflow
    int64_t total = 0;
    for (int64_t at = begin; at < end; at += kSome) {
      const int64_t last = std::min(end, at + kSome);
      uint64_t bits = 0;
      uint64_t sum = 0;
      for (int64_t j = at; j < last; j++) {
        const auto count = static_cast<uint64_t>((*this)[j]);
        bits |= count;
        sum += count;
      }
      for (int64_t j = at; j < last && bits >> 52 != 0; j++) {
        if ((*this)[j] < 0) RefuseCount((*this)[j]);
      }
      if (bits >> 52 != 0 || sum > static_cast<uint64_t>(most - total)) RefuseCount(0);
      total += static_cast<int64_t>(sum);
    }
    return total;
  }
};

// Calls body(counts) with the stride as a constant where counts are neighbours.
template <class F>
void WithCounts(const char* data, intptr_t stride, const F& body) {
  if (stride == sizeof(int64_t)) {
    body(Counts<std::integral_constant<intptr_t, sizeof(int64_t)>>{data, {}});
  } else {
    body(Counts<intptr_t>{data, stride});
  }
}

// Values [begin, end), each as often as its count, into `room` places. Groups of four are stored whole while there is
// room for them, so that small counts take no branch.
template <class T, class CountsOf>
void RepeatValues(const char* in, intptr_t stride, CountsOf counts, int64_t begin, int64_t end, T* out, int64_t room) {
  T* const stop = out + room;
  int64_t j = begin;
  for (; j < end; j++) {
    const int64_t count = counts[j];
    const int64_t left = stop - out;
    if (left < kGroup) break;
    if (static_cast<uint64_t>(count) > static_cast<uint64_t>(left)) RefuseCount(count);
    T value;
    std::memcpy(&value, in + j * stride, sizeof(T));
    for (int64_t i = 0; i < kGroup; i++) out[i] = value;
    if (count > kGroup) [[unlikely]] {
      for (int64_t i = kGroup; i < count; i++) out[i] = value;
    }
    out += count;
  }
  for (; j < end; j++) {
    const int64_t count = counts[j];
    if (count < 0 || count > stop - out) RefuseCount(count);
    T value;
    std::memcpy(&value, in + j * stride, sizeof(T));
    out = std::fill_n(out, count, value);
  }
  if (out != stop) RefuseCount(0);
}

// The same of one count for all.
template <class T, int64_t kCount>
void RepeatEvenly(const char* in, intptr_t stride, int64_t begin, int64_t end, T* out) {
  for (int64_t j = begin; j < end; j++, out += kCount) {
    T value;
    std::memcpy(&value, in + j * stride, sizeof(T));
    for (int64_t i = 0; i < kCount; i++) out[i] = value;
  }
}

template <class T, class CountsOf>
void RepeatRows(const CoreCall& call, CountsOf counts) {
  const int64_t n = call.dims[0];
  const int64_t k = call.dims[1];
  const int64_t m = call.dims[2];
  const char* in = call.args[0];
  const intptr_t in_stride = call.strides[0][0];
  char* out = call.args[2];
  const int64_t bytes = k * static_cast<int64_t>(sizeof(T));
  const bool even = counts.stride == 0;
  const int64_t each = counts[0];
  if (even && (m % n != 0 || m / n != each)) RefuseCount(each);
  const int64_t parts = std::clamp<int64_t>(m * bytes / kPartBytes, 1, std::min<int64_t>(n, 4 * Pool::Get().threads()));
  const auto first = [=](int64_t part) { return n * part / parts; };
  std::vector<int64_t> places(parts + 1);  // where each part begins in the result
  for (int64_t part = 0; part < parts; part++) {
    const int64_t before = places[part];
    const int64_t rest = m - before;
    places[part + 1] =
        even ? each * first(part + 1) : before + (parts == 1 ? rest : counts.Sum(first(part), first(part + 1), rest));
  }
  if (places[parts] != m) RefuseCount(0);
  Pool::Get().For(parts, [&](int64_t part) {
    const int64_t begin = first(part);
    const int64_t end = first(part + 1);
    char* to = out + places[part] * bytes;
    T* values = reinterpret_cast<T*>(to);
    if (k == 1 && even && each == 2) return RepeatEvenly<T, 2>(in, in_stride, begin, end, values);
    if (k == 1 && even && each == 3) return RepeatEvenly<T, 3>(in, in_stride, begin, end, values);
    if (k == 1 && even && each == 4) return RepeatEvenly<T, 4>(in, in_stride, begin, end, values);
    int64_t room = places[part + 1] - places[part];
    if (k == 1) return RepeatValues<T>(in, in_stride, counts, begin, end, values, room);
    for (int64_t j = begin; j < end; j++) {
      const int64_t count = counts[j];
      if (count < 0 || count > room) RefuseCount(count);
      for (int64_t i = 0; i < count; i++, to += bytes) {
        std::memcpy(to, in + j * in_stride, static_cast<size_t>(bytes));
      }
      room -= count;
    }
    if (room != 0) RefuseCount(0);
  });
}

template <class T>
void Repeat(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const int64_t k = call.dims[1];
  const int64_t m = call.dims[2];
  const auto item = static_cast<int64_t>(sizeof(T));
  const int64_t* out_strides = call.strides[2];
  if ((k > 1 && (call.strides[0][1] != item || out_strides[1] != item)) || (m > 1 && out_strides[0] != k * item)) {
    throw Error("ERR_INTERNAL", "repeat: wrong operands");
  }
  if (n == 0) {
    if (m != 0) RefuseCount(0);
    return;
  }
  WithCounts(call.args[1], call.strides[1][0], [&](auto counts) { RepeatRows<T>(call, counts); });
}

CoreLoop RepeatFor(size_t itemsize) {
  switch (itemsize) {
    case 1:
      return Repeat<uint8_t>;
    case 2:
      return Repeat<uint16_t>;
    case 4:
      return Repeat<uint32_t>;
    case 8:
      return Repeat<uint64_t>;
    default:
      return Repeat<Wide>;
  }
}

}  // namespace

void AddRepeatRows(OpTable& table) {
  AddMovingRow(table, "repeat", "(n,k),(n)->(m,k)", "xl->x", 1,
               [](Loop& loop, size_t itemsize) { loop.core = RepeatFor(itemsize); });
}

}  // namespace numblas
