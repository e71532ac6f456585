#include "sort/vector.h"

#define VQSORT_ONLY_STATIC 1  // seeds for pivots need no entropy source: results do not depend on them

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sort/vector.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/contrib/sort/vqsort-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

template <class K>
void Sort(K* keys, size_t n) {
  hn::VQSortStatic(keys, n, hwy::SortAscending());
}

template <class K>
void Select(K* keys, size_t n, size_t k) {
  hn::VQSelectStatic(keys, n, k, hwy::SortAscending());
}

template <class K>
size_t Partition(K* keys, size_t n, K pivot) {
#if VQSORT_ENABLED
  const hn::SortTag<K> d;
  const hn::detail::MakeTraits<K, hwy::SortAscending> traits;
  if (n >= 16 * hn::Lanes(d)) {
    HWY_ALIGN K buffer[hwy::SortConstants::BufBytes<K, 1>(HWY_MAX_BYTES) / sizeof(K)];
    return hn::detail::Partition(d, traits, keys, n, hn::Set(d, pivot), buffer);
  }
#endif
  size_t count = 0;
  for (size_t i = 0; i < n; i++) {
    if (keys[i] <= pivot) std::swap(keys[i], keys[count++]);
  }
  return count;
}

template <class K>
KeyKernels<K> Kernels() {
  return {Sort<K>, Select<K>, Partition<K>};
}

KeyKernels<int32_t> Kernels32() { return Kernels<int32_t>(); }
KeyKernels<int64_t> Kernels64() { return Kernels<int64_t>(); }

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Kernels32);
HWY_EXPORT(Kernels64);

template <>
const KeyKernels<int32_t>& KeyKernelsOf() {
  static const KeyKernels<int32_t> kernels = HWY_DYNAMIC_DISPATCH(Kernels32)();
  return kernels;
}

template <>
const KeyKernels<int64_t>& KeyKernelsOf() {
  static const KeyKernels<int64_t> kernels = HWY_DYNAMIC_DISPATCH(Kernels64)();
  return kernels;
}

}  // namespace numblas
#endif  // HWY_ONCE
