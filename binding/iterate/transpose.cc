#include "transpose.h"

#include <algorithm>
#include <cstring>

#include "../threads/pool.h"

namespace numblas {
namespace {

inline constexpr int64_t kLeast = 4;           // shorter dimensions leave nothing to tile
inline constexpr int64_t kTile = 128;          // elements on a tile's side
inline constexpr int64_t kParallel = 1 << 15;  // elements

struct Pair {
  uint64_t parts[2];
};

// out[j][i] = in[i][j]; i is dense in the output, j in the input.
struct Plane {
  const char* in;
  char* out;
  int64_t in_step;   // from i to i + 1
  int64_t out_step;  // from j to j + 1
};

inline constexpr int kSide = 8;

template <class T>
[[gnu::always_inline]] inline void Square(const Plane& plane) {
  for (int j = 0; j < kSide; j++) {
    T* const out = reinterpret_cast<T*>(plane.out + j * plane.out_step);
    for (int i = 0; i < kSide; i++) out[i] = reinterpret_cast<const T*>(plane.in + i * plane.in_step)[j];
  }
}

template <class V>
[[gnu::always_inline]] inline V Load(const char* from) {
  V vector;
  std::memcpy(&vector, from, sizeof(V));
  return vector;
}

template <class V>
[[gnu::always_inline]] inline void Store(char* to, V vector) {
  std::memcpy(to, &vector, sizeof(V));
}

// In registers of 16 bytes, which every target has: squares of 2 by 2 and 4 by 4.
template <>
[[gnu::always_inline]] inline void Square<uint64_t>(const Plane& plane) {
  using V [[gnu::vector_size(16)]] = uint64_t;
  for (int i = 0; i < kSide; i += 2) {
    for (int j = 0; j < kSide; j += 2) {
      const char* in = plane.in + i * plane.in_step + j * 8;
      char* out = plane.out + j * plane.out_step + i * 8;
      const V a = Load<V>(in);
      const V b = Load<V>(in + plane.in_step);
      Store(out, __builtin_shuffle(a, b, V{0, 2}));
      Store(out + plane.out_step, __builtin_shuffle(a, b, V{1, 3}));
    }
  }
}

template <>
[[gnu::always_inline]] inline void Square<uint32_t>(const Plane& plane) {
  using V [[gnu::vector_size(16)]] = uint32_t;
  for (int i = 0; i < kSide; i += 4) {
    for (int j = 0; j < kSide; j += 4) {
      const char* in = plane.in + i * plane.in_step + j * 4;
      char* out = plane.out + j * plane.out_step + i * 4;
      const V r0 = Load<V>(in);
      const V r1 = Load<V>(in + plane.in_step);
      const V r2 = Load<V>(in + 2 * plane.in_step);
      const V r3 = Load<V>(in + 3 * plane.in_step);
      const V low01 = __builtin_shuffle(r0, r1, V{0, 4, 1, 5});
      const V high01 = __builtin_shuffle(r0, r1, V{2, 6, 3, 7});
      const V low23 = __builtin_shuffle(r2, r3, V{0, 4, 1, 5});
      const V high23 = __builtin_shuffle(r2, r3, V{2, 6, 3, 7});
      Store(out, __builtin_shuffle(low01, low23, V{0, 1, 4, 5}));
      Store(out + plane.out_step, __builtin_shuffle(low01, low23, V{2, 3, 6, 7}));
      Store(out + 2 * plane.out_step, __builtin_shuffle(high01, high23, V{0, 1, 4, 5}));
      Store(out + 3 * plane.out_step, __builtin_shuffle(high01, high23, V{2, 3, 6, 7}));
    }
  }
}

template <class T>
void Tile(const Plane& plane, int64_t n, int64_t m) {
  const auto at = [&](int64_t i, int64_t j) -> Plane {
    return {plane.in + i * plane.in_step + j * static_cast<int64_t>(sizeof(T)),
            plane.out + j * plane.out_step + i * static_cast<int64_t>(sizeof(T)), plane.in_step, plane.out_step};
  };
  const auto rest = [&](int64_t i0, int64_t i1, int64_t j0, int64_t j1) {
    for (int64_t j = j0; j < j1; j++) {
      for (int64_t i = i0; i < i1; i++) {
        const Plane element = at(i, j);
        *reinterpret_cast<T*>(element.out) = *reinterpret_cast<const T*>(element.in);
      }
    }
  };
  const int64_t whole_n = n / kSide * kSide;
  const int64_t whole_m = m / kSide * kSide;
  for (int64_t j = 0; j < whole_m; j += kSide) {
    for (int64_t i = 0; i < whole_n; i += kSide) Square<T>(at(i, j));
  }
  rest(whole_n, n, 0, m);
  rest(0, whole_n, whole_m, m);
}

template <class T>
void CopyPlanes(const LoopDims& dims) {
  const int64_t n = dims.shape[0];
  const int64_t m = dims.shape[1];
  const int64_t strips = (m + kTile - 1) / kTile;
  // One strip of one plane: a band of output lines, for which the input is read along short runs.
  const auto strip = [&](const Odometer& at, int64_t index) {
    const int64_t j = index * kTile;
    const Plane plane{at.data[0] + j * dims.strides[1][0], at.data[1] + j * dims.strides[1][1], dims.strides[0][0],
                      dims.strides[1][1]};
    for (int64_t i = 0; i < n; i += kTile) {
      Tile<T>({plane.in + i * dims.strides[0][0], plane.out + i * dims.strides[0][1], plane.in_step, plane.out_step},
              std::min(kTile, n - i), std::min(kTile, m - j));
    }
  };
  const int64_t planes = dims.size / (n * m);
  const int64_t total = planes * strips;
  const auto run = [&](int64_t first, int64_t last) {
    Odometer at(dims, 2);
    at.Seek(first / strips);
    int64_t index = first % strips;
    for (int64_t i = first; i < last; i++) {
      strip(at, index);
      if (++index == strips) {
        index = 0;
        at.Next();
      }
    }
  };
  const int threads = Pool::Get().threads();
  if (threads == 1 || dims.size < kParallel || total == 1) {
    run(0, total);
    return;
  }
  const int64_t pieces = std::min<int64_t>(total, 4L * threads);
  Pool::Get().For(pieces, [&](int64_t i) { run(total * i / pieces, total * (i + 1) / pieces); });
}

}  // namespace

bool TransposeCopy(LoopDims& dims, size_t itemsize) {
  const auto item = static_cast<int64_t>(itemsize);
  if (dims.ndim < 2 || dims.strides[0][1] != item || dims.strides[0][0] == item || dims.shape[0] < kLeast) return false;
  int dense = 1;
  while (dense < dims.ndim && dims.strides[dense][0] != item && dims.strides[dense][0] != -item) dense++;
  if (dense == dims.ndim || dims.shape[dense] < kLeast) return false;
  if (dims.strides[dense][0] < 0) {  // from the other end
    for (int i = 0; i < dims.noperands; i++) {
      dims.data[i] += (dims.shape[dense] - 1) * dims.strides[dense][i];
      dims.strides[dense][i] = -dims.strides[dense][i];
    }
  }
  std::swap(dims.shape[1], dims.shape[dense]);
  for (int i = 0; i < dims.noperands; i++) std::swap(dims.strides[1][i], dims.strides[dense][i]);
  switch (itemsize) {
    case 1:
      CopyPlanes<uint8_t>(dims);
      break;
    case 2:
      CopyPlanes<uint16_t>(dims);
      break;
    case 4:
      CopyPlanes<uint32_t>(dims);
      break;
    case 8:
      CopyPlanes<uint64_t>(dims);
      break;
    default:
      CopyPlanes<Pair>(dims);
      break;
  }
  return true;
}

}  // namespace numblas
