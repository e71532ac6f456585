// where(condition, x, y): one loop per element size, for selecting moves bytes and never looks at them.
#include <cstdint>
#include <deque>
#include <string>

#include "rows.h"

namespace numblas {
namespace {

struct Wide {
  uint64_t parts[2];
};

template <class T>
void Select(char* const* args, const intptr_t* strides, intptr_t n) {
  const char* condition = args[0];
  const char* x = args[1];
  const char* y = args[2];
  char* out = args[3];
  constexpr auto kSize = static_cast<intptr_t>(sizeof(T));
  if (strides[0] == 1 && strides[1] == kSize && strides[2] == kSize && strides[3] == kSize) {
    const T* a = reinterpret_cast<const T*>(x);
    const T* b = reinterpret_cast<const T*>(y);
    T* to = reinterpret_cast<T*>(out);
#pragma GCC ivdep
    for (intptr_t i = 0; i < n; i++) to[i] = condition[i] != 0 ? a[i] : b[i];
    return;
  }
  for (intptr_t i = 0; i < n; i++) {
    *reinterpret_cast<T*>(out) = *reinterpret_cast<const T*>(*condition != 0 ? x : y);
    condition += strides[0];
    x += strides[1];
    y += strides[2];
    out += strides[3];
  }
}

InnerLoop SelectFor(size_t itemsize) {
  switch (itemsize) {
    case 1:
      return Select<uint8_t>;
    case 2:
      return Select<uint16_t>;
    case 4:
      return Select<uint32_t>;
    case 8:
      return Select<uint64_t>;
    default:
      return Select<Wide>;
  }
}

}  // namespace

void AddWhereRow(OpTable& table) {
  static auto& types = *new std::deque<std::string>;  // never freed, as the table
  Op& op = table.Row("where", 3, 1);
  for (const DTypeInfo& info : kDTypes) {
    types.push_back({'?', info.character, info.character, '-', '>', info.character});
    op.loops.push_back({.types = types.back().c_str(), .inner = SelectFor(info.itemsize)});
  }
}

}  // namespace numblas
