// Elements by boolean masks, in row-major order:
//   compress  "(),()->(m)"  the elements where the mask is true, m of them
//   expand    "(v),()->()"  target[p] = the next of the v values (again from the first when they end) where the mask is
//   true nonzero   "()->(d,m)"   the m positions where the mask is true, a row of indices for each dimension
#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "../iterate/dims.h"
#include "../status.h"
#include "../threads/pool.h"
#include "index/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "index/mask.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

inline constexpr int64_t kUnit = 1 << 14;  // mask elements that a thread takes at a time

struct Wide {
  uint64_t parts[2];
};

// How many of n mask bytes are not 0.
int64_t CountTrue(const char* mask, intptr_t step, int64_t n) {
  int64_t count = 0;
  int64_t i = 0;
  if (step == 1) {
    constexpr hn::ScalableTag<uint8_t> d;
    const auto lanes = static_cast<int64_t>(hn::Lanes(d));
    const auto* from = reinterpret_cast<const uint8_t*>(mask);
    for (; i + lanes <= n; i += lanes) {
      count += static_cast<int64_t>(hn::CountTrue(d, hn::Ne(hn::LoadU(d, from + i), hn::Zero(d))));
    }
  }
  for (; i < n; i++) count += mask[i * step] != 0;
  return count;
}

[[noreturn]] void RefuseChange(const char* name) {
  throw Error("ERR_INTERNAL", std::string(name) + ": expected a mask that stays as it is, received one that changed");
}

// As many mask bytes as D has lanes, as a mask of its lanes.
template <class D>
HWY_INLINE hn::Mask<D> LoadMask(D d, const uint8_t* mask) {
  using T = hn::TFromD<D>;
  if constexpr (sizeof(T) == 1) {
    return hn::Ne(hn::LoadU(d, mask), hn::Zero(d));
  } else {
    return hn::Ne(hn::PromoteTo(d, hn::LoadU(hn::Rebind<uint8_t, D>(), mask)), hn::Zero(d));
  }
}

// The first place from i on whose block of mask bytes is not all 0: what is rare is found fast.
HWY_INLINE int64_t SkipFalse(const uint8_t* mask, int64_t i, int64_t n) {
  constexpr hn::ScalableTag<uint8_t> d;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  while (i + lanes <= n && hn::AllFalse(d, hn::Ne(hn::LoadU(d, mask + i), hn::Zero(d)))) i += lanes;
  return i;
}

// Mask elements between two looks for a block without any.
inline constexpr int64_t kLook = 64;

// Appends n elements where the mask is true to `out`, which must not pass `end`; returns its new place.
template <class T>
T* Compress(const char* in, intptr_t step, const char* mask, intptr_t mask_step, int64_t n, T* out, T* end) {
  int64_t i = 0;
  if (step == static_cast<intptr_t>(sizeof(T)) && mask_step == 1) {
    const auto* from = reinterpret_cast<const T*>(in);
    const auto* bytes = reinterpret_cast<const uint8_t*>(mask);
    if constexpr (sizeof(T) == 4 || sizeof(T) == 8) {
      constexpr hn::ScalableTag<T> d;
      const auto lanes = static_cast<int64_t>(hn::Lanes(d));
      // Whole vectors are stored, so room for one must be left.
      for (bool room = true; room && i + lanes <= n;) {
        i = SkipFalse(bytes, i, n);
        const int64_t stop = std::min(n, i + kLook);
        for (; i + lanes <= stop; i += lanes) {
          room = end - out >= lanes;
          if (!room) break;
          const auto chosen = LoadMask(d, bytes + i);
          hn::StoreU(hn::Compress(hn::LoadU(d, from + i), chosen), d, out);
          out += hn::CountTrue(d, chosen);
        }
      }
    } else {
      for (; i + 8 <= n && end - out >= 8; i += 8) {
        uint64_t any;
        std::memcpy(&any, bytes + i, 8);
        if (any == 0) continue;
        for (int b = 0; b < 8; b++) {  // without branches, for they could not be predicted
          *out = from[i + b];
          out += bytes[i + b] != 0;
        }
      }
    }
  }
  for (; i < n; i++) {
    if (mask[i * mask_step] == 0) continue;
    if (out == end) RefuseChange("compress");
    *out++ = *reinterpret_cast<const T*>(in + i * step);
  }
  return out;
}

// Appends the flat places [base, base + n) where the mask is true.
int64_t* Positions(const char* mask, intptr_t step, int64_t n, int64_t base, int64_t* out, const int64_t* end) {
  int64_t i = 0;
  if (step == 1) {
    constexpr hn::ScalableTag<int64_t> d;
    const auto lanes = static_cast<int64_t>(hn::Lanes(d));
    const auto* bytes = reinterpret_cast<const uint8_t*>(mask);
    const hn::RebindToUnsigned<decltype(d)> du;
    const auto next = hn::Set(d, lanes);
    for (bool room = true; room && i + lanes <= n;) {
      i = SkipFalse(bytes, i, n);
      const int64_t stop = std::min(n, i + kLook);
      auto places = hn::Iota(d, base + i);
      for (; i + lanes <= stop; i += lanes, places = hn::Add(places, next)) {
        room = end - out >= lanes;
        if (!room) break;
        const auto chosen = hn::RebindMask(d, LoadMask(du, bytes + i));
        hn::StoreU(hn::Compress(places, chosen), d, out);
        out += hn::CountTrue(d, chosen);
      }
    }
  }
  for (; i < n; i++) {
    if (mask[i * step] == 0) continue;
    if (out == end) RefuseChange("nonzero");
    *out++ = base + i;
  }
  return out;
}

// The units of a walk over all runs, and how many elements of the mask are true before each.
struct Units {
  int64_t blocks;  // to a run
  int64_t count;
  std::vector<int64_t> before;  // one more than there are units; empty for a single one
};

Units CountUnits(const LoopDims& dims, int mask, bool parallel) {
  const int64_t n = dims.shape[0];
  Units units;
  units.blocks = (n + kUnit - 1) / kUnit;
  units.count = dims.size / n * units.blocks;
  if (!parallel) return units;
  units.before.assign(units.count + 1, 0);
  Pool::Get().For(units.count, [&](int64_t unit) {
    Odometer at(dims, 1);
    at.Seek(unit / units.blocks);
    const int64_t start = unit % units.blocks * kUnit;
    const intptr_t step = dims.strides[0][mask];
    units.before[unit + 1] = CountTrue(at.data[mask] + start * step, step, std::min(kUnit, n - start));
  });
  for (int64_t unit = 0; unit < units.count; unit++) units.before[unit + 1] += units.before[unit];
  return units;
}

bool Empty(const Call& call) {
  return std::any_of(call.shape, call.shape + call.ndim, [](int64_t length) { return length == 0; });
}

// Runs too short to share, or nobody to share with.
bool Alone(const LoopDims& dims) { return Pool::Get().threads() == 1 || dims.size < 4 * kUnit || dims.shape[0] < 256; }

template <class T>
void CompressAll(Call& call) {
  const int64_t m = call.core_dims[0];
  if (call.operands[2].dtype != call.operands[0].dtype || call.operands[1].dtype != DType::k_bool ||
      (m > 1 && call.operands[2].core_strides[0] != static_cast<int64_t>(sizeof(T)))) {
    throw Error("ERR_INTERNAL", "compress: wrong operands");
  }
  if (Empty(call)) return;
  const LoopDims dims = MergeDims(call, true);
  T* const out = reinterpret_cast<T*>(call.operands[2].data);
  const int64_t n = dims.shape[0];
  const int64_t* steps = dims.strides[0];
  const bool alone = Alone(dims);
  const Units units = CountUnits(dims, 1, !alone);
  if (alone) {
    Odometer at(dims, 1);
    T* to = out;
    do {
      to = Compress<T>(at.data[0], steps[0], at.data[1], steps[1], n, to, out + m);
    } while (at.Next());
    if (to != out + m) RefuseChange("compress");
    return;
  }
  if (units.before[units.count] != m) RefuseChange("compress");
  Pool::Get().For(units.count, [&](int64_t unit) {
    Odometer at(dims, 1);
    at.Seek(unit / units.blocks);
    const int64_t start = unit % units.blocks * kUnit;
    Compress<T>(at.data[0] + start * steps[0], steps[0], at.data[1] + start * steps[1], steps[1],
                std::min(kUnit, n - start), out + units.before[unit], out + units.before[unit + 1]);
  });
}

template <class T>
void ExpandAll(Call& call) {
  const int64_t v = call.core_dims[0];
  if (call.operands[2].dtype != call.operands[0].dtype || call.operands[1].dtype != DType::k_bool || v == 0) {
    throw Error("ERR_INTERNAL", "expand: wrong operands");
  }
  if (Empty(call)) return;
  const LoopDims dims = MergeDims(call, true);
  const char* const values = call.operands[0].data;
  const int64_t value_step = call.operands[0].core_strides[0];
  const int64_t n = dims.shape[0];
  const intptr_t mask_step = dims.strides[0][1];
  const intptr_t step = dims.strides[0][2];
  int64_t k = 0;
  Odometer at(dims, 1);
  do {
    const char* mask = at.data[1];
    char* to = at.data[2];
    int64_t i = 0;
    while (i < n) {
      if (mask_step == 1 && i + 8 <= n) {
        uint64_t any;
        std::memcpy(&any, mask + i, 8);
        if (any == 0) {
          i += 8;
          continue;
        }
      }
      const int64_t stop = std::min(n, i + 8);
      for (; i < stop; i++) {  // without branches, for they could not be predicted
        T* const element = reinterpret_cast<T*>(to + i * step);
        const bool chosen = mask[i * mask_step] != 0;
        *element = chosen ? *reinterpret_cast<const T*>(values + k * value_step) : *element;
        k += chosen;
        k = k == v ? 0 : k;
      }
    }
  } while (at.Next());
}

void NonzeroAll(Call& call) {
  const int ndim = call.ndim;
  const int64_t m = call.core_dims[1];
  const int64_t row = call.operands[1].core_strides[0];
  if (call.core_dims[0] != ndim || ndim == 0 || call.operands[0].dtype != DType::k_bool ||
      call.operands[1].dtype != DType::k_int64 || (m > 1 && call.operands[1].core_strides[1] != 8)) {
    throw Error("ERR_INTERNAL", "nonzero: wrong operands");
  }
  if (Empty(call)) return;
  // Each run's places in the last row; the outer indices, which stand still, in the others.
  LoopDims dims;
  dims.noperands = 1;
  dims.ndim = ndim;
  dims.data[0] = call.operands[0].data;
  for (int d = 0; d < ndim; d++) {
    dims.shape[d] = call.shape[ndim - 1 - d];
    dims.strides[d][0] = call.operands[0].strides[ndim - 1 - d];
    dims.size *= dims.shape[d];
  }
  const int64_t n = dims.shape[0];
  const intptr_t step = dims.strides[0][0];
  const auto indices = [&](int d) { return reinterpret_cast<int64_t*>(call.operands[1].data + d * row); };
  int64_t* const last = indices(ndim - 1);
  const auto fill = [&](int64_t outer, int64_t first, int64_t end) {
    for (int d = ndim - 2; d >= 0; d--) {
      std::fill(indices(d) + first, indices(d) + end, outer % call.shape[d]);
      outer /= call.shape[d];
    }
  };
  const bool alone = Alone(dims);
  const Units units = CountUnits(dims, 0, !alone);
  if (alone) {
    Odometer at(dims, 1);
    int64_t* to = last;
    int64_t outer = 0;
    do {
      int64_t* const end = Positions(at.data[0], step, n, 0, to, last + m);
      fill(outer++, to - last, end - last);
      to = end;
    } while (at.Next());
    if (to != last + m) RefuseChange("nonzero");
    return;
  }
  if (units.before[units.count] != m) RefuseChange("nonzero");
  Pool::Get().For(units.count, [&](int64_t unit) {
    Odometer at(dims, 1);
    at.Seek(unit / units.blocks);
    const int64_t start = unit % units.blocks * kUnit;
    const int64_t first = units.before[unit];
    const int64_t* const end = Positions(at.data[0] + start * step, step, std::min(kUnit, n - start), start,
                                         last + first, last + units.before[unit + 1]);
    fill(unit / units.blocks, first, end - last);
  });
}

void Fill(OpTable& table) {
  AddMovingRow(table, "compress", "(),()->(m)", "x?->x", 1, [](Loop& loop, size_t itemsize) {
    loop.drive = itemsize == 1   ? CompressAll<uint8_t>
                 : itemsize == 2 ? CompressAll<uint16_t>
                 : itemsize == 4 ? CompressAll<uint32_t>
                 : itemsize == 8 ? CompressAll<uint64_t>
                                 : CompressAll<Wide>;
  });
  AddMovingRow(table, "expand", "(v),()->()", "x?->x", 1, [](Loop& loop, size_t itemsize) {
    loop.drive = itemsize == 1   ? ExpandAll<uint8_t>
                 : itemsize == 2 ? ExpandAll<uint16_t>
                 : itemsize == 4 ? ExpandAll<uint32_t>
                 : itemsize == 8 ? ExpandAll<uint64_t>
                                 : ExpandAll<Wide>;
  });
  table.CoreRow("nonzero", "()->(d,m)", 1).loops.push_back({.types = "?->l", .drive = NonzeroAll});
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddMaskRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
