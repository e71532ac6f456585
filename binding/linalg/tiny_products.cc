#include "tiny_products.h"

#include <bit>
#include <utility>

#include "../simd.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "linalg/tiny_products.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// A row of N numbers in as many vectors as it takes on this instruction set.
template <int N, class T>
struct Row {
  using Tag = hn::CappedTag<T, std::bit_ceil(size_t{N})>;
  static constexpr Tag d{};
  static constexpr int kLanes = static_cast<int>(hn::MaxLanes(d));
  static constexpr int kVectors = (N + kLanes - 1) / kLanes;
  static constexpr size_t kLast = N - (kVectors - 1) * kLanes;  // numbers in the last one

  hn::Vec<Tag> vectors[kVectors];

  HWY_INLINE void Clear() {
    for (auto& vector : vectors) vector = hn::Zero(d);
  }
  HWY_INLINE void Load(const T* from) {
    for (int v = 0; v < kVectors; v++) {
      const T* const part = from + v * kLanes;
      vectors[v] = v + 1 < kVectors || kLast == kLanes ? hn::LoadU(d, part) : hn::LoadN(d, part, kLast);
    }
  }
  HWY_INLINE void AddProduct(T factor, const Row& row) {
    for (int v = 0; v < kVectors; v++) vectors[v] = hn::MulAdd(hn::Set(d, factor), row.vectors[v], vectors[v]);
  }
  HWY_INLINE void Store(T* to) const {
    for (int v = 0; v < kVectors; v++) {
      T* const part = to + v * kLanes;
      if (v + 1 < kVectors || kLast == kLanes) {
        hn::StoreU(vectors[v], d, part);
      } else {
        hn::StoreN(vectors[v], d, part, kLast);
      }
    }
  }
};

template <int N, class T>
void Products(const CoreCall& first, const int64_t* steps, int64_t count) {
  const int64_t rows = first.dims[0];
  const char* a_data = first.args[0];
  const char* b_data = first.args[1];
  char* c_data = first.args[2];
  for (; count > 0; count--, a_data += steps[0], b_data += steps[1], c_data += steps[2]) {
    const T* a = reinterpret_cast<const T*>(a_data);
    const T* const b = reinterpret_cast<const T*>(b_data);
    T* c = reinterpret_cast<T*>(c_data);
    Row<N, T> right[N];
    for (int p = 0; p < N; p++) right[p].Load(b + p * N);
    for (int64_t i = 0; i < rows; i++, a += N, c += N) {
      Row<N, T> sum;
      sum.Clear();
      for (int p = 0; p < N; p++) sum.AddProduct(a[p], right[p]);
      sum.Store(c);
    }
  }
}

template <class T, int... kSizes>
bool Run(std::integer_sequence<int, kSizes...>, const CoreCall& first, const int64_t* steps, int64_t count) {
  constexpr auto kItem = static_cast<int64_t>(sizeof(T));
  const int64_t n = first.dims[2];
  if (first.dims[1] != n) return false;
  for (int i = 0; i < 3; i++) {
    if (first.strides[i][0] != n * kItem || first.strides[i][1] != kItem) return false;
  }
  return ((n == kSizes && (Products<kSizes, T>(first, steps, count), true)) || ...);
}

using Sizes = std::integer_sequence<int, 2, 3, 4, 5, 6, 7, 8>;

bool RunF32(const CoreCall& first, const int64_t* steps, int64_t count) {
  return Run<float>(Sizes(), first, steps, count);
}
bool RunF64(const CoreCall& first, const int64_t* steps, int64_t count) {
  return Run<double>(Sizes(), first, steps, count);
}

}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(RunF32);
HWY_EXPORT(RunF64);

template <>
CoreRun TinyProducts<float>() {
  ChooseSimdTarget();
  return HWY_DYNAMIC_POINTER(RunF32);
}
template <>
CoreRun TinyProducts<double>() {
  ChooseSimdTarget();
  return HWY_DYNAMIC_POINTER(RunF64);
}

}  // namespace numblas
#endif
