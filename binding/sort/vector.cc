#include "sort/vector.h"

#include <limits>

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
inline constexpr K kMost = std::numeric_limits<K>::max();
template <class K>
inline constexpr K kInfinityBits = sizeof(K) == 4 ? K(0x7f800000) : static_cast<K>(0x7ff0000000000000);

// The keys of Keys<T> (keys.h).
template <Encoding kEncoding, class D, class V>
HWY_INLINE V KeysOf(D d, V bits) {
  using K = hn::TFromD<D>;
  if constexpr (kEncoding == Encoding::kPlain) {
    return bits;
  } else if constexpr (kEncoding == Encoding::kUnsigned) {
    return hn::Xor(bits, hn::Set(d, std::numeric_limits<K>::min()));
  } else {
    return hn::Xor(bits, hn::And(hn::BroadcastSignBit(bits), hn::Set(d, kMost<K>)));
  }
}
template <class K>
HWY_INLINE K KeyOf(K bits) {
  return bits ^ ((bits >> (sizeof(K) * 8 - 1)) & kMost<K>);
}

template <class K>
int Encode(const K* bits, K* keys, size_t n) {
  const hn::ScalableTag<K> d;
  const hn::RebindToUnsigned<decltype(d)> du;
  using U = hn::TFromD<decltype(du)>;
  const auto most = hn::Set(d, kMost<K>);
  const auto sign = hn::Set(d, std::numeric_limits<K>::min());
  auto largest = hn::Zero(d);               // of the bits without the sign
  auto nearest = hn::Set(du, U(kMost<K>));  // to those of -0
  size_t i = 0;
  for (; i + hn::Lanes(d) <= n; i += hn::Lanes(d)) {
    const auto value = hn::LoadU(d, bits + i);
    largest = hn::Max(largest, hn::And(value, most));
    nearest = hn::Min(nearest, hn::BitCast(du, hn::Xor(value, sign)));
    hn::StoreU(KeysOf<Encoding::kFloat>(d, value), d, keys + i);
  }
  bool nan = hn::ReduceMax(d, largest) > kInfinityBits<K>;
  bool zero = hn::ReduceMin(du, nearest) == 0;
  for (; i < n; i++) {
    const K value = bits[i];
    nan |= (value & kMost<K>) > kInfinityBits<K>;
    zero |= value == std::numeric_limits<K>::min();
    keys[i] = KeyOf(value);
  }
  return (nan ? kHasNaN : 0) | (zero ? kHasNegativeZero : 0);
}

template <class K>
bool EncodeEqual(const K* bits, K* keys, size_t n) {
  const hn::ScalableTag<K> d;
  const auto most = hn::Set(d, kMost<K>);
  const auto infinity = hn::Set(d, kInfinityBits<K>);
  const auto minus_zero = hn::Set(d, K(-1));
  auto largest = hn::Zero(d);
  size_t i = 0;
  for (; i + hn::Lanes(d) <= n; i += hn::Lanes(d)) {
    const auto value = hn::LoadU(d, bits + i);
    const auto size = hn::And(value, most);
    largest = hn::Max(largest, size);
    const auto key = KeysOf<Encoding::kFloat>(d, value);
    const auto one_zero = hn::IfThenZeroElse(hn::Eq(key, minus_zero), key);
    hn::StoreU(hn::IfThenElse(hn::Gt(size, infinity), most, one_zero), d, keys + i);
  }
  bool nan = hn::ReduceMax(d, largest) > kInfinityBits<K>;
  for (; i < n; i++) {
    const K value = bits[i];
    const bool is_nan = (value & kMost<K>) > kInfinityBits<K>;
    const K key = KeyOf(value);
    nan |= is_nan;
    keys[i] = is_nan ? kMost<K> : key == -1 ? 0 : key;
  }
  return nan;
}

template <Encoding kEncoding, class K>
Split SplitApart(const K* in, size_t n, K low, K high, K* out, K* middle) {
  const hn::ScalableTag<K> d;
  const size_t lanes = hn::Lanes(d);
  const auto least = hn::Set(d, low);
  const auto greatest = hn::Set(d, high);
  auto largest = hn::Zero(d);
  K* below = out;
  K* above = out + n;
  K* between = middle;
  size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto value = hn::LoadU(d, in + i);
    if constexpr (kEncoding == Encoding::kFloat) {
      largest = hn::Max(largest, hn::And(value, hn::Set(d, kMost<K>)));
    }
    const auto key = KeysOf<kEncoding>(d, value);
    const auto is_below = hn::Lt(key, least);
    const auto is_above = hn::Gt(key, greatest);
    const auto is_between = hn::Not(hn::Or(is_below, is_above));
    // A whole vector fits: these elements have no places yet.
    below += hn::CompressStore(value, is_below, d, below);
    const size_t count = hn::CountTrue(d, is_above);
    above -= count;
    hn::CompressBlendedStore(value, is_above, d, above);
    if (HWY_UNLIKELY(!hn::AllFalse(d, is_between))) between += hn::CompressStore(value, is_between, d, between);
  }
  bool nan = hn::ReduceMax(d, largest) > kInfinityBits<K>;
  for (; i < n; i++) {
    const K value = in[i];
    K key = value;
    if constexpr (kEncoding == Encoding::kFloat) {
      nan |= (value & kMost<K>) > kInfinityBits<K>;
      key = KeyOf(value);
    } else if constexpr (kEncoding == Encoding::kUnsigned) {
      key = value ^ std::numeric_limits<K>::min();
    }
    (key < low ? *below++ : key > high ? *--above : *between++) = value;
  }
  return {static_cast<size_t>(below - out), static_cast<size_t>(out + n - above), static_cast<size_t>(between - middle),
          kEncoding == Encoding::kFloat && nan};
}

template <class K>
KeyKernels<K> Kernels() {
  return {Sort<K>,
          Select<K>,
          Partition<K>,
          Encode<K>,
          EncodeEqual<K>,
          {SplitApart<Encoding::kPlain, K>, SplitApart<Encoding::kFloat, K>, SplitApart<Encoding::kUnsigned, K>}};
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
