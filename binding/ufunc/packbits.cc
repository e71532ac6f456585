// packbits, "(n)->(m)": eight booleans to a byte; unpackbits, "(n)->(m)": bytes to bits. Parameter: whether the first
// element is the lowest bit.
#include <algorithm>
#include <cstring>

#include "ufunc/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/packbits.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "threads/pool.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void PackBits(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const bool little = call.params[0] != 0;
  const char* in = call.args[0];
  char* out = call.args[1];
  const int64_t in_step = call.strides[0][0];
  const int64_t out_step = call.strides[1][0];
  int64_t i = 0;
  if (in_step == 1 && out_step == 1) {
    const hn::ScalableTag<uint8_t> d;
    const auto lanes = static_cast<int64_t>(hn::Lanes(d));
    if (lanes >= 8) {
      for (; i + lanes <= n; i += lanes) {
        auto v = hn::LoadU(d, reinterpret_cast<const uint8_t*>(in) + i);
        if (!little) v = hn::Reverse8(d, v);
        // The store may touch 8 bytes where fewer carry bits.
        uint8_t bytes[HWY_MAX_BYTES / 8 + 8];
        const size_t stored = hn::StoreMaskBits(d, hn::Ne(v, hn::Zero(d)), bytes);
        std::memcpy(out + i / 8, bytes, stored);
      }
    }
  }
  for (; i < n; i += 8) {
    unsigned byte = 0;
    const int64_t count = std::min<int64_t>(8, n - i);
    for (int64_t k = 0; k < count; k++) {
      if (in[(i + k) * in_step] != 0) byte |= little ? 1U << k : 0x80U >> k;
    }
    out[i / 8 * out_step] = static_cast<char>(byte);
  }
}

void UnpackBits(const CoreCall& call) {
  const int64_t n = call.dims[0];
  const int64_t m = call.dims[1];
  const bool little = call.params[0] != 0;
  const char* in = call.args[0];
  char* out = call.args[1];
  const int64_t in_step = call.strides[0][0];
  const int64_t out_step = call.strides[1][0];
  const int64_t whole = std::min(n, m / 8);
  const auto unpack = [=](int64_t first, int64_t last) {
    int64_t i = first;
    if (in_step == 1 && out_step == 1) {
      const hn::ScalableTag<uint8_t> d;
      const auto lanes = static_cast<int64_t>(hn::Lanes(d));
      const auto one = hn::Set(d, 1);
      // A load may touch 8 bytes where fewer bits are asked for.
      for (; lanes >= 8 && i + 8 <= last; i += lanes / 8) {
        const auto bits = hn::IfThenElseZero(hn::LoadMaskBits(d, reinterpret_cast<const uint8_t*>(in) + i), one);
        hn::StoreU(little ? bits : hn::Reverse8(d, bits), d, reinterpret_cast<uint8_t*>(out) + i * 8);
      }
    }
    for (; i < last; i++) {
      const auto byte = static_cast<unsigned char>(in[i * in_step]);
      for (int64_t k = 0; k < 8; k++) out[(i * 8 + k) * out_step] = static_cast<char>(byte >> (little ? k : 7 - k) & 1);
    }
  };
  constexpr int64_t kPart = 1 << 14;
  if (whole < 2 * kPart) {
    unpack(0, whole);
  } else {
    const int64_t parts = (whole + kPart - 1) / kPart;
    Pool::Get().For(parts, [&](int64_t i) { unpack(i * kPart, std::min(whole, (i + 1) * kPart)); });
  }
  // A part of a byte, then zeros for bits that there are none of.
  for (int64_t i = whole * 8; i < m; i++) {
    const auto byte = static_cast<unsigned char>(i / 8 < n ? in[i / 8 * in_step] : 0);
    out[i * out_step] = static_cast<char>(byte >> (little ? i % 8 : 7 - i % 8) & 1);
  }
}

void FillPackingLoops(CoreLoop* loops) {
  loops[0] = PackBits;
  loops[1] = UnpackBits;
}

}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {
namespace {

HWY_EXPORT(FillPackingLoops);

}  // namespace

void AddPackingRows(OpTable& table) {
  CoreLoop loops[2];
  HWY_DYNAMIC_DISPATCH(FillPackingLoops)(loops);
  table.CoreRow("packbits", "(n)->(m)", 0.05).loops.push_back({.types = "?->B", .core = loops[0]});
  table.CoreRow("unpackbits", "(n)->(m)", 0.05).loops.push_back({.types = "B->B", .core = loops[1]});
}

}  // namespace numblas
#endif  // HWY_ONCE
