// Reductions: operand 0 is the input, operand 1 the accumulator (stride 0 along reduced dimensions, the loop's own
// type), operand 2 the mask when there is one. The order of additions depends on shapes and strides alone, never on
// threads.
#include "reduce.h"

#include <algorithm>
#include <cstring>

#include "../status.h"
#include "../threads/pool.h"
#include "../ufunc/cast.h"
#include "dims.h"
#include "iterate.h"
#include "parallel.h"
#include "scratch.h"

namespace numblas {
namespace {

inline constexpr int64_t kChunk = 1 << 14;      // elements per leaf of the reduction tree
inline constexpr int64_t kCastBlock = 1 << 10;  // elements cast at a time
inline constexpr int64_t kKeptBlock = 1 << 10;  // accumulators kept in L1 while rows stream past

enum class Start : int { kExisting, kFirstElement, kIdentity };

class Reducer {
 public:
  explicit Reducer(const Call& call) : loop_(*call.loop), masked_(call.masked) {
    type_ = DTypeOf(loop_.types[0]);
    const DType own = call.operands[0].dtype;
    cast_ = own == type_ ? nullptr : CastLoop(own, type_);
    itemsize_ = static_cast<intptr_t>(ItemSize(type_));
  }

  // acc = acc op in[0] op … op in[n-1]
  void Fold(char* in, intptr_t stride, char* mask, intptr_t mask_stride, int64_t n, char* acc) const {
    if (masked_) {
      for (int64_t start = 0; start < n;) {
        while (start < n && mask[start * mask_stride] == 0) start++;
        int64_t end = start;
        while (end < n && mask[end * mask_stride] != 0) end++;
        FoldAll(in + start * stride, stride, end - start, acc);
        start = end;
      }
    } else {
      FoldAll(in, stride, n, acc);
    }
  }

  // acc[i] = acc[i] op in[i]
  void Accumulate(char* in, intptr_t stride, char* acc, intptr_t acc_stride, char* mask, intptr_t mask_stride,
                  int64_t n) const {
    if (masked_) {
      for (int64_t i = 0; i < n; i++) {
        if (mask[i * mask_stride] != 0) AccumulateAll(in + i * stride, stride, acc + i * acc_stride, acc_stride, 1);
      }
    } else {
      AccumulateAll(in, stride, acc, acc_stride, n);
    }
  }

  intptr_t itemsize() const { return itemsize_; }

 private:
  void FoldAll(char* in, intptr_t stride, int64_t n, char* acc) const {
    if (cast_ == nullptr) {
      FoldTyped(in, stride, n, acc);
      return;
    }
    Scratch scratch(kCastBlock * 16);
    for (int64_t done = 0; done < n; done += kCastBlock) {
      const int64_t count = std::min(kCastBlock, n - done);
      char* pair[2] = {in + done * stride, scratch.data()};
      const intptr_t steps[2] = {stride, itemsize_};
      cast_(pair, steps, count);
      FoldTyped(scratch.data(), itemsize_, count, acc);
    }
  }

  void FoldTyped(char* in, intptr_t stride, int64_t n, char* acc) const {
    if (loop_.reduce != nullptr) {
      loop_.reduce(in, stride, n, acc);
    } else {
      char* args[3] = {acc, in, acc};
      const intptr_t steps[3] = {0, stride, 0};
      loop_.inner(args, steps, n);
    }
  }

  void AccumulateAll(char* in, intptr_t stride, char* acc, intptr_t acc_stride, int64_t n) const {
    Scratch scratch(cast_ == nullptr ? 0 : kCastBlock * 16);
    for (int64_t done = 0; done < n; done += kCastBlock) {
      const int64_t count = cast_ == nullptr ? n : std::min(kCastBlock, n - done);
      char* from = in + done * stride;
      intptr_t from_stride = stride;
      if (cast_ != nullptr) {
        char* pair[2] = {from, scratch.data()};
        const intptr_t steps[2] = {stride, itemsize_};
        cast_(pair, steps, count);
        from = scratch.data();
        from_stride = itemsize_;
      }
      char* to = acc + done * acc_stride;
      char* args[3] = {to, from, to};
      const intptr_t steps[3] = {acc_stride, from_stride, acc_stride};
      loop_.inner(args, steps, count);
      if (cast_ == nullptr) return;
    }
  }

  const Loop& loop_;
  InnerLoop cast_;
  DType type_;
  intptr_t itemsize_;
  bool masked_;
};

// Writes the operation's identity, or each lane's first element, into the accumulators.
void Initialise(const Call& call, Start start) {
  if (start == Start::kExisting) return;
  Call fill;  // only what MergeDims reads is set: clearing all of it takes longer than a short reduction
  fill.noperands = 2;
  fill.ndim = call.ndim;
  for (int i = 0; i < 2; i++) {
    fill.operands[i].data = call.operands[i].data;
    std::copy_n(call.operands[i].strides, call.ndim, fill.operands[i].strides);
  }
  double identity[2] = {0, 0};  // wide enough for complex128; all-zero bytes are 0 in every dtype
  DType from = call.operands[0].dtype;
  if (start == Start::kIdentity) {
    fill.operands[0].data = reinterpret_cast<char*>(identity);
    if (call.op->identity == Identity::kAllBits) {
      std::memset(identity, 0xff, sizeof(identity));
      from = call.operands[1].dtype;
    } else {
      identity[0] = call.op->identity == Identity::kOne ? 1 : 0;
      from = DType::k_float64;
    }
  }
  for (int d = 0; d < call.ndim; d++) {
    const bool reduced = call.operands[1].strides[d] == 0;
    fill.shape[d] = reduced ? 1 : call.shape[d];
    if (fill.shape[d] == 0) return;
    if (start == Start::kFirstElement && call.shape[d] == 0) {
      throw Error("ERR_INTERNAL", call.op->name + ".reduce: expected a first element, received none");
    }
    if (start == Start::kIdentity) fill.operands[0].strides[d] = 0;
  }
  const InnerLoop cast = CastLoop(from, call.operands[1].dtype);
  const LoopDims dims = MergeDims(fill);
  Odometer at(dims, 1);
  const intptr_t steps[2] = {dims.strides[0][0], dims.strides[0][1]};
  do {
    cast(at.data, steps, dims.shape[0]);
  } while (at.Next());
}

// A long run with a single accumulator: leaves of fixed size, each from the identity, folded in order of position.
void FoldLong(const Call& call, const Reducer& reducer, char* const* data, const int64_t* strides, int64_t n) {
  const int64_t leaves = (n + kChunk - 1) / kChunk;
  const intptr_t itemsize = reducer.itemsize();
  Scratch partials(static_cast<size_t>(leaves) * itemsize);
  Call leaf = call;
  leaf.ndim = 1;
  leaf.shape[0] = leaves;
  leaf.operands[1].data = partials.data();
  leaf.operands[1].strides[0] = itemsize;
  leaf.operands[0].data = data[0];
  leaf.operands[0].strides[0] = strides[0] * kChunk;
  const bool from_identity = call.op->identity != Identity::kReorderable;
  Initialise(leaf, from_identity ? Start::kIdentity : Start::kFirstElement);
  const auto fold = [&](int64_t i) {
    const int64_t start = i * kChunk;
    reducer.Fold(data[0] + start * strides[0], strides[0], call.masked ? data[2] + start * strides[2] : nullptr,
                 call.masked ? strides[2] : 0, std::min(kChunk, n - start), partials.data() + i * itemsize);
  };
  ForEachPiece(leaves, static_cast<double>(n) * call.op->cost, fold);
  const Loop& loop = *call.loop;
  if (loop.reduce != nullptr) {
    loop.reduce(partials.data(), itemsize, leaves, data[1]);
  } else {
    char* args[3] = {data[1], partials.data(), data[1]};
    const intptr_t steps[3] = {0, itemsize, 0};
    loop.inner(args, steps, leaves);
  }
}

// A leaf may start from the identity only where there is one; without it (max, min) a repeated first element is
// harmless, unless a mask might exclude it.
bool MayChunk(const Call& call) {
  if (call.op->identity == Identity::kReorderable) return !call.masked;
  return call.op->identity != Identity::kNone;
}

}  // namespace

void IterateReduce(Call& call) {
  const bool by_kernels = call.loop->kernels != nullptr;
  const int inputs = by_kernels ? call.op->nin : 1;
  if (call.noperands != inputs + 1 + (call.masked ? 1 : 0)) {
    throw Error("ERR_INTERNAL", call.op->name + ".reduce: wrong number of operands");
  }
  const double start = call.params[0];
  if (start != 0 && start != 1 && start != 2) {
    throw Error("ERR_INTERNAL", call.op->name + ".reduce: expected a start of accumulators, received another");
  }
  Initialise(call, static_cast<Start>(static_cast<int>(start)));
  for (int d = 0; d < call.ndim; d++) {
    if (call.shape[d] == 0) return;
  }
  if (by_kernels) {
    ReduceByKernels(call);
    return;
  }
  const LoopDims dims = MergeDims(call, call.op->identity == Identity::kNone);
  const Reducer reducer(call);
  const int64_t n = dims.shape[0];
  const int64_t outer = dims.size / n;
  const int64_t* strides = dims.strides[0];
  char* const no_mask = nullptr;
  const intptr_t mask_stride = call.masked ? strides[2] : 0;
  const bool inner_reduced = strides[1] == 0;

  if (inner_reduced) {
    // Dimensions that keep their place come first among the outer ones only by chance: fold run by run.
    if (outer == 1 && n > kChunk && MayChunk(call)) {
      FoldLong(call, reducer, dims.data, strides, n);
      return;
    }
    bool outer_reduced = false;
    for (int d = 1; d < dims.ndim; d++) outer_reduced |= dims.strides[d][1] == 0;
    const auto rows = [&](int64_t first, int64_t last) {
      Odometer at(dims, 1);
      at.Seek(first);
      for (int64_t i = first; i < last; i++, at.Next()) {
        reducer.Fold(at.data[0], strides[0], call.masked ? at.data[2] : no_mask, mask_stride, n, at.data[1]);
      }
    };
    const double work = static_cast<double>(dims.size) * call.op->cost;
    if (outer_reduced || work < kParallelNanoseconds) {
      rows(0, outer);
    } else {
      const int64_t pieces = std::min<int64_t>(outer, 4L * Pool::Get().threads());
      Pool::Get().For(pieces, [&](int64_t i) { rows(outer * i / pieces, outer * (i + 1) / pieces); });
    }
    return;
  }

  // The innermost dimension is kept: stream rows past a block of accumulators.
  const int64_t blocks = (n + kKeptBlock - 1) / kKeptBlock;
  const auto block = [&](int64_t b) {
    const int64_t start = b * kKeptBlock;
    const int64_t count = std::min(kKeptBlock, n - start);
    Odometer at(dims, 1);
    do {
      reducer.Accumulate(at.data[0] + start * strides[0], strides[0], at.data[1] + start * strides[1], strides[1],
                         call.masked ? at.data[2] + start * strides[2] : no_mask, mask_stride, count);
    } while (at.Next());
  };
  ForEachPiece(blocks, static_cast<double>(dims.size) * call.op->cost, block);
}

}  // namespace numblas
