// Elementwise calls: merge dimensions, cast where an operand's dtype is not the loop's, split over the pool.
#include <algorithm>
#include <cstring>
#include <memory>

#include "../status.h"
#include "../threads/pool.h"
#include "../ufunc/cast.h"
#include "dims.h"
#include "faults.h"
#include "iterate.h"
#include "scratch.h"
#include "transpose.h"

namespace numblas {
namespace {

inline constexpr int64_t kBlock = 1024;         // elements per casting or masking block: stays in L1
inline constexpr double kWorthWorkers = 1.5e4;  // below this much work a worker costs more than it gives

struct Extent {
  const char* low;
  const char* high;
};

Extent ExtentOf(const Call& call, int i) {
  const Operand& operand = call.operands[i];
  Extent extent{operand.data, operand.data + ItemSize(operand.dtype)};
  for (int d = 0; d < call.ndim; d++) {
    const int64_t reach = (call.shape[d] - 1) * operand.strides[d];
    (reach < 0 ? extent.low : extent.high) += reach;
  }
  return extent;
}

bool SameMemory(const Call& call, int a, int b) {
  const Operand& x = call.operands[a];
  const Operand& y = call.operands[b];
  if (x.data != y.data || x.dtype != y.dtype) return false;
  for (int d = 0; d < call.ndim; d++) {
    if (call.shape[d] > 1 && x.strides[d] != y.strides[d]) return false;
  }
  return true;
}

// An input that shares memory with an output, other than being that very view, is read from a copy made first, so that
// every result is as if inputs and outputs were apart (NumPy's rule).
class OverlapCopies {
 public:
  explicit OverlapCopies(Call& call) {
    for (int out = call.op->nin; out < call.op->nin + call.op->nout; out++) {
      const Extent written = ExtentOf(call, out);
      for (int in = 0; in < call.noperands; in++) {
        if (in >= call.op->nin && in < call.op->nin + call.op->nout) continue;
        const Extent read = ExtentOf(call, in);
        if (read.high <= written.low || written.high <= read.low) continue;
        // Casting blocks read before they write, so the same view is safe only when both have the loop's own type.
        // Where results are compared with operands, none may take another's place.
        if (SameMemory(call, in, out) && !(call.watched && Inspected(*call.op, *call.loop))) continue;
        Copy(call, in);
      }
    }
  }

 private:
  void Copy(Call& call, int in) {
    Operand& operand = call.operands[in];
    const size_t itemsize = ItemSize(operand.dtype);
    int64_t strides[kMaxDims];
    size_t bytes = itemsize;
    for (int d = call.ndim - 1; d >= 0; d--) {  // broadcast dimensions need no copies of their own
      const bool still = operand.strides[d] == 0;
      strides[d] = still ? 0 : static_cast<int64_t>(bytes);
      if (!still) bytes *= call.shape[d];
    }
    copies_[in] = std::make_unique<char[]>(bytes);
    Call copy;  // only what MergeDims reads is set
    copy.noperands = 2;
    copy.ndim = call.ndim;
    copy.operands[0] = operand;
    copy.operands[1].data = copies_[in].get();
    copy.operands[1].dtype = operand.dtype;
    for (int d = 0; d < call.ndim; d++) {
      copy.shape[d] = operand.strides[d] == 0 ? 1 : call.shape[d];
      copy.operands[1].strides[d] = strides[d];
      operand.strides[d] = strides[d];
    }
    operand.data = copies_[in].get();
    const LoopDims dims = MergeDims(copy);
    const InnerLoop cast = CastLoop(operand.dtype, operand.dtype);
    Odometer at(dims, 1);
    const intptr_t steps[2] = {dims.strides[0][0], dims.strides[0][1]};
    do {
      cast(at.data, steps, dims.shape[0]);
    } while (at.Next());
  }

  std::unique_ptr<char[]> copies_[kMaxOperands];
};

// The type character that the loop has for an operand.
char LoopCharacter(const Call& call, int operand) {
  return call.loop->types[operand < call.op->nin ? operand : operand + 2];  // past "->"
}

// Runs the loop over n elements, casting operands to and from the loop's types block by block.
class Runner {
 public:
  explicit Runner(const Call& call)
      : inner_(call.loop->inner),
        inspected_(call.watched && Inspected(*call.op, *call.loop) ? call.op : nullptr),
        nin_(call.op->nin),
        nout_(call.op->nout),
        masked_(call.masked),
        by_runs_(call.masked && call.watched) {
    for (int i = 0; i < nin_ + nout_; i++) {
      types_[i] = call.op->casts ? kDTypes[static_cast<int>(call.operands[i].dtype)].character : LoopCharacter(call, i);
    }
    for (int i = 0; i < nin_ + nout_; i++) {
      const DType type = DTypeOf(LoopCharacter(call, i));
      itemsize_[i] = ItemSize(type);
      if (call.op->casts && !masked_) {
        inner_ = CastLoop(call.operands[0].dtype, call.operands[1].dtype);
        break;
      }
      const DType own = call.operands[i].dtype;
      cast_[i] = own == type ? nullptr : i < nin_ ? CastLoop(own, type) : CastLoop(type, own);
      // Masked outputs are computed apart, then copied where the mask is true.
      if (masked_ && i >= nin_ && cast_[i] == nullptr) cast_[i] = CastLoop(type, type);
      direct_ &= cast_[i] == nullptr;
    }
  }

  void operator()(char* const* data, const int64_t* strides, int64_t n) const {
    if (direct_) {
      Compute(data, strides, n);
    } else {
      Blocks(data, strides, n);
    }
  }

 private:
  void Compute(char* const* data, const intptr_t* strides, int64_t n) const {
    inner_(data, strides, n);
    if (inspected_ != nullptr) InspectResults(*inspected_, types_, data, strides, n);
  }

  // Where errors are watched, elements that the mask leaves out must not be computed.
  void ComputeRuns(char* const* args, const intptr_t* steps, const char* mask, intptr_t mask_stride, int64_t n) const {
    for (int64_t start = 0; start < n;) {
      while (start < n && mask[start * mask_stride] == 0) start++;
      int64_t end = start;
      while (end < n && mask[end * mask_stride] != 0) end++;
      char* at[kMaxOperands];
      for (int i = 0; i < nin_ + nout_; i++) at[i] = args[i] + start * steps[i];
      if (end > start) Compute(at, steps, end - start);
      start = end;
    }
  }

  void Blocks(char* const* data, const int64_t* strides, int64_t n) const {
    const int operands = nin_ + nout_;
    Scratch scratch(static_cast<size_t>(operands) * kBlock * 16);
    char* block[kMaxOperands];
    char* at[kMaxOperands];
    intptr_t steps[kMaxOperands];
    for (int i = 0; i < operands; i++) {
      block[i] = scratch.data() + i * kBlock * 16;
      at[i] = data[i];
    }
    const char* mask = masked_ ? data[operands] : nullptr;
    for (int64_t done = 0; done < n; done += kBlock) {
      const int64_t count = std::min(kBlock, n - done);
      char* args[kMaxOperands];
      for (int i = 0; i < operands; i++) {
        args[i] = cast_[i] == nullptr ? at[i] : block[i];
        steps[i] = cast_[i] == nullptr ? strides[i] : static_cast<intptr_t>(itemsize_[i]);
        if (i >= nin_ || cast_[i] == nullptr) continue;
        const bool still = strides[i] == 0;  // a broadcast value is cast once
        char* pair[2] = {at[i], block[i]};
        const intptr_t pair_steps[2] = {strides[i], static_cast<intptr_t>(itemsize_[i])};
        if (!still || done == 0) cast_[i](pair, pair_steps, still ? 1 : count);
        if (still) steps[i] = 0;
      }
      if (by_runs_) {
        ComputeRuns(args, steps, mask, strides[operands], count);
      } else {
        Compute(args, steps, count);
      }
      for (int i = nin_; i < operands; i++) {
        if (cast_[i] != nullptr)
          WriteBack(i, block[i], at[i], strides[i], mask, masked_ ? strides[operands] : 0, count);
      }
      for (int i = 0; i < operands; i++) at[i] += strides[i] * count;
      if (masked_) mask += strides[operands] * count;
    }
  }

  void WriteBack(int i, char* from, char* to, intptr_t stride, const char* mask, intptr_t mask_stride,
                 int64_t n) const {
    const auto itemsize = static_cast<intptr_t>(itemsize_[i]);
    const intptr_t steps[2] = {itemsize, stride};
    for (int64_t start = 0; start < n;) {  // runs of true mask values
      int64_t end = n;
      if (mask != nullptr) {
        while (start < n && mask[start * mask_stride] == 0) start++;
        end = start;
        while (end < n && mask[end * mask_stride] != 0) end++;
      }
      char* pair[2] = {from + start * itemsize, to + start * stride};
      if (end > start) cast_[i](pair, steps, end - start);
      start = end;
    }
  }

  InnerLoop inner_;
  const Op* inspected_;
  char types_[kMaxOperands];
  InnerLoop cast_[kMaxOperands];
  size_t itemsize_[kMaxOperands];
  int nin_;
  int nout_;
  bool masked_;
  bool by_runs_;
  bool direct_ = true;
};

// A call whose operands are one run each, of the loop's own types, apart or exactly the same: straight to the inner
// loop. Returns false where the general way is needed.
bool RunDirectly(const Call& call) {
  if (call.ndim > 1 || call.masked || call.watched || call.op->casts) return false;
  const int64_t n = call.ndim == 0 ? 1 : call.shape[0];
  if (static_cast<double>(n) * call.op->cost >= 2 * kWorthWorkers) return false;
  const int nin = call.op->nin;
  char* args[kMaxOperands];
  intptr_t strides[kMaxOperands];
  for (int i = 0; i < call.noperands; i++) {
    const Operand& operand = call.operands[i];
    if (kDTypes[static_cast<int>(operand.dtype)].character != LoopCharacter(call, i)) return false;
    args[i] = operand.data;
    strides[i] = call.ndim == 0 ? 0 : operand.strides[0];
  }
  for (int out = nin; out < call.noperands; out++) {
    if (strides[out] < 0) return false;
    const char* low = args[out];
    const char* high = low + (n - 1) * strides[out] + ItemSize(call.operands[out].dtype);
    for (int in = 0; in < out; in++) {
      if (args[in] == low && strides[in] == strides[out] && call.operands[in].dtype == call.operands[out].dtype)
        continue;
      const int64_t reach = (n - 1) * strides[in];
      const char* from = args[in] + std::min<int64_t>(reach, 0);
      const char* to = args[in] + std::max<int64_t>(reach, 0) + ItemSize(call.operands[in].dtype);
      if (from < high && low < to) return false;
    }
  }
  call.loop->inner(args, strides, n);
  return true;
}

void RunRange(const LoopDims& dims, const Runner& run, int64_t first, int64_t last) {
  Odometer at(dims, 1);
  at.Seek(first);
  for (int64_t i = first; i < last; i++) {
    run(at.data, dims.strides[0], dims.shape[0]);
    at.Next();
  }
}

}  // namespace

void IterateElementwise(Call& call) {
  for (int d = 0; d < call.ndim; d++) {
    if (call.shape[d] == 0) return;
  }
  if (RunDirectly(call)) return;
  const OverlapCopies copies(call);
  LoopDims dims = MergeDims(call);
  if (call.op->casts && !call.masked && call.operands[0].dtype == call.operands[1].dtype &&
      TransposeCopy(dims, ItemSize(call.operands[0].dtype))) {
    return;
  }
  const Runner run(call);
  const int64_t inner = dims.shape[0];
  const int64_t outer = dims.size / inner;
  const int threads = Pool::Get().threads();
  const double work = static_cast<double>(dims.size) * call.op->cost;
  if (threads == 1 || work < 2 * kWorthWorkers) {
    RunRange(dims, run, 0, outer);
    return;
  }
  // More pieces than threads, so that a thread that a neighbour holds up leaves its share to the others.
  const int64_t pieces = std::min<int64_t>(4L * threads, static_cast<int64_t>(work / kWorthWorkers));
  if (outer >= pieces) {
    Pool::Get().For(pieces, [&](int64_t i) { RunRange(dims, run, outer * i / pieces, outer * (i + 1) / pieces); });
    return;
  }
  const int64_t grain = std::max<int64_t>(kBlock, (inner / ((pieces + outer - 1) / outer) + 63) / 64 * 64);
  const int64_t splits = (inner + grain - 1) / grain;
  Pool::Get().For(outer * splits, [&](int64_t i) {
    Odometer at(dims, 1);
    at.Seek(i / splits);
    const int64_t start = i % splits * grain;
    for (int k = 0; k < dims.noperands; k++) at.data[k] += start * dims.strides[0][k];
    run(at.data, dims.strides[0], std::min(grain, inner - start));
  });
}

}  // namespace numblas
