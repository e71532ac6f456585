// repeat: "(n,k),(n)->(m,k)", row j of the input counts[j] times, m being the counts' sum. Rows are without gaps.
#include <algorithm>
#include <cstring>

#include "../status.h"
#include "rows.h"

namespace numblas {
namespace {

struct Wide {
  uint64_t parts[2];
};

inline constexpr int64_t kGroup = 4;

// `count` copies of a value; groups of four are stored whole while room for them is left behind.
template <class T>
char* Fill(char* out, const char* row, int64_t count, int64_t room) {
  T value;
  std::memcpy(&value, row, sizeof(T));
  T* to = reinterpret_cast<T*>(out);
  int64_t i = 0;
  for (; i < count && i + kGroup <= room; i += kGroup) {
    for (int64_t k = 0; k < kGroup; k++) to[i + k] = value;
  }
  for (; i < count; i++) to[i] = value;
  return out + count * sizeof(T);
}

template <class T>
void Repeat(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const int64_t k = call.dims[1];
  const int64_t m = call.dims[2];
  const int64_t* in_strides = call.strides[0];
  const int64_t* out_strides = call.strides[2];
  const auto item = static_cast<int64_t>(sizeof(T));
  if ((k > 1 && (in_strides[1] != item || out_strides[1] != item)) || (m > 1 && out_strides[0] != k * item)) {
    throw Error("ERR_INTERNAL", "repeat: wrong operands");
  }
  const int64_t bytes = k * item;
  char* out = call.args[2];
  int64_t room = m;
  for (int64_t j = 0; j < n; j++) {
    const int64_t count = *reinterpret_cast<const int64_t*>(call.args[1] + j * call.strides[1][0]);
    if (count < 0 || count > room)
      throw Error("ERR_OUT_OF_RANGE", "repeat: expected counts that stay, received others");
    const char* row = call.args[0] + j * in_strides[0];
    if (k == 1) {
      out = Fill<T>(out, row, count, room);
    } else {
      for (int64_t i = 0; i < count; i++, out += bytes) std::memcpy(out, row, static_cast<size_t>(bytes));
    }
    room -= count;
  }
  if (room != 0) throw Error("ERR_OUT_OF_RANGE", "repeat: expected counts that stay, received others");
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
