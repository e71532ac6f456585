#include "index/offsets.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "index/offsets.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using D = hn::ScalableTag<int64_t>;
using V = hn::Vec<D>;

// Indices side by side: they themselves, or `copy`.
HWY_INLINE const int64_t* Gapless(const IndexRun& run, int64_t* copy) {
  if (run.step == sizeof(int64_t)) return reinterpret_cast<const int64_t*>(run.index);
  for (int64_t j = 0; j < run.n; j++) copy[j] = *reinterpret_cast<const int64_t*>(run.index + j * run.step);
  return copy;
}

// Calls body(indices, place) for vectors of indices, the last of fewer lanes filled up with zeros.
template <class F>
HWY_INLINE void ForVectors(const int64_t* index, int64_t n, const F& body) {
  const D d;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  int64_t j = 0;
  for (; j + lanes <= n; j += lanes) body(hn::LoadU(d, index + j), j, lanes);
  if (j < n) body(hn::LoadN(d, index + j, static_cast<size_t>(n - j)), j, n - j);
}

// Both have their sign bit where an index lies outside: they are combined before they are looked at.
HWY_INLINE V SignOutside(V at, V size, V last) { return hn::Or(hn::Add(at, size), hn::Sub(last, at)); }

// Whether the first `count` of signs say that an index lies outside; the others are no indices.
HWY_INLINE V Among(V signs, int64_t count) {
  const D d;
  return count == static_cast<int64_t>(hn::Lanes(d)) ? signs : hn::IfThenElseZero(hn::FirstN(d, count), signs);
}

bool Check(const IndexRun& run) {
  const D d;
  int64_t copy[kOffsetBlock];
  const V size = hn::Set(d, run.size);
  const V last = hn::Set(d, run.size - 1);
  V signs = hn::Zero(d);
  ForVectors(Gapless(run, copy), run.n, [&](V at, int64_t, int64_t count) HWY_ATTR {
    signs = hn::Or(signs, Among(SignOutside(at, size, last), count));
  });
  return !hn::AllFalse(d, hn::IsNegative(signs));
}

template <bool kAdd>
HWY_INLINE void Put(int64_t* to, V at, V stride, int64_t count) {
  const D d;
  const hn::RebindToUnsigned<D> du;
  // Unsigned: an index outside may overflow before it is refused.
  V offset = hn::BitCast(d, hn::Mul(hn::BitCast(du, at), hn::BitCast(du, stride)));
  if (count == static_cast<int64_t>(hn::Lanes(d))) {
    if (kAdd) offset = hn::Add(offset, hn::LoadU(d, to));
    hn::StoreU(offset, d, to);
  } else {
    if (kAdd) offset = hn::Add(offset, hn::LoadN(d, to, static_cast<size_t>(count)));
    hn::StoreN(offset, d, to, static_cast<size_t>(count));
  }
}

// Indices are read once: another thread may write to memory that is shared.
template <bool kAdd>
bool Offsets(const IndexRun& run, Outside outside, int64_t* to) {
  const D d;
  int64_t copy[kOffsetBlock];
  const int64_t* index = Gapless(run, copy);
  const V size = hn::Set(d, run.size);
  const V last = hn::Set(d, run.size - 1);
  const V stride = hn::Set(d, run.stride);
  V signs = hn::Zero(d);
  if (outside == Outside::kRaise) {
    ForVectors(index, run.n, [&](V at, int64_t j, int64_t count) HWY_ATTR {
      signs = hn::Or(signs, Among(SignOutside(at, size, last), count));
      Put<kAdd>(to + j, hn::Add(at, hn::And(hn::BroadcastSignBit(at), size)), stride, count);
    });
    return !hn::AllFalse(d, hn::IsNegative(signs));
  }
  if (outside == Outside::kWrap) {
    for (int64_t j = 0; j < run.n; j++) {
      int64_t at = index[j];
      if (static_cast<uint64_t>(at) >= static_cast<uint64_t>(run.size)) {
        at %= run.size;
        at += at < 0 ? run.size : 0;
      }
      copy[j] = at;
    }
    index = copy;
  }
  ForVectors(index, run.n, [&](V at, int64_t j, int64_t count) HWY_ATTR {
    Put<kAdd>(to + j, hn::Min(hn::Max(at, hn::Zero(d)), last), stride, count);
  });
  return false;
}

}  // namespace

void FillOffsetKernels(OffsetKernels& kernels) { kernels = {Check, Offsets<false>, Offsets<true>}; }

}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {
namespace {

HWY_EXPORT(FillOffsetKernels);

}  // namespace

const OffsetKernels& OffsetKernelsHere() {
  static const OffsetKernels kernels = [] {
    OffsetKernels made;
    HWY_DYNAMIC_DISPATCH(FillOffsetKernels)(made);
    return made;
  }();
  return kernels;
}

}  // namespace numblas
#endif  // HWY_ONCE
