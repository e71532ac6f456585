// gufuncs: one core call per position of the loop dimensions. Stacks of small problems spread over the pool.
#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include "../linalg/library/library.h"
#include "../threads/pool.h"
#include "dims.h"
#include "iterate.h"

namespace numblas {
namespace {

constexpr double kWorthWorkers = 4e4;  // nanoseconds of work on one thread; for less, waking workers does not pay

// Whether each problem writes to memory of its own, as arrays give it to them. Strides of 0 or shorter than what they
// step over make two threads write to one place.
bool WritesApart(const Call& call, const LoopDims& dims) {
  for (int i = call.op->nin; i < call.noperands; i++) {
    std::pair<int64_t, int64_t> steps[kMaxDims + kMaxCoreDims];  // bytes, how many
    int count = 0;
    for (int d = 0; d < dims.ndim; d++) steps[count++] = {std::abs(dims.strides[d][i]), dims.shape[d]};
    const std::vector<int>& core = call.op->core[i];
    for (size_t d = 0; d < core.size(); d++) {
      steps[count++] = {std::abs(call.operands[i].core_strides[d]), call.core_dims[core[d]]};
    }
    std::sort(steps, steps + count);
    auto reach = static_cast<int64_t>(ItemSize(call.operands[i].dtype));
    for (int d = 0; d < count; d++) {
      if (steps[d].second <= 1) continue;
      if (steps[d].first < reach) return false;
      reach += steps[d].first * (steps[d].second - 1);
    }
  }
  return true;
}

}  // namespace

void IterateCore(Call& call) {
  for (int d = 0; d < call.ndim; d++) {
    if (call.shape[d] == 0) return;
  }
  const int64_t* core_strides[kMaxOperands];
  for (int i = 0; i < call.noperands; i++) core_strides[i] = call.operands[i].core_strides;
  if (call.ndim == 0) {  // one problem
    char* args[kMaxOperands];
    for (int i = 0; i < call.noperands; i++) args[i] = call.operands[i].data;
    call.loop->core({.args = args, .dims = call.core_dims, .strides = core_strides, .params = call.params});
    return;
  }
  const LoopDims dims = MergeDims(call);
  const auto problem = [&](char* const* args) {
    return CoreCall{.args = args, .dims = call.core_dims, .strides = core_strides, .params = call.params};
  };
  const bool in_runs = call.loop->run != nullptr && call.loop->run(problem(dims.data), dims.strides[0], 0);
  const auto run = [&](int64_t first, int64_t last) {
    Odometer at(dims, 0);
    at.Seek(first);
    if (!in_runs) {
      for (int64_t i = first; i < last; i++, at.Next()) call.loop->core(problem(at.data));
      return;
    }
    for (int64_t i = first; i < last;) {
      const int64_t count = std::min(last - i, dims.shape[0] - i % dims.shape[0]);
      call.loop->run(problem(at.data), dims.strides[0], count);
      at.Seek(i += count);
    }
  };
  constexpr double kCoreCall = 20;  // ns
  double work = call.op->cost;      // ns, roughly: the product of the core dimensions
  for (int i = 0; i < call.ncore; i++) work *= static_cast<double>(std::max<int64_t>(1, call.core_dims[i]));
  if (!in_runs) work += kCoreCall;
  // Few large problems: as many at once as there are threads. What is left over has all threads for each, unless it
  // would keep most of them busy side by side.
  const int64_t threads = Pool::Get().threads();
  const bool large = std::any_of(call.core_dims, call.core_dims + call.ncore, [](int64_t n) { return n >= 128; });
  if (dims.size == 1 || (!large && work * static_cast<double>(dims.size) < kWorthWorkers) || !WritesApart(call, dims)) {
    return run(0, dims.size);
  }
  if (large && dims.size < 4 * threads && !Pool::InsideTask()) {
    const int64_t rest = dims.size % threads;
    const int64_t alone = rest > threads / 2 ? 0 : rest;
    const auto one = [&](int64_t i) { run(i, i + 1); };
    {
      const library::ConcurrentUse concurrent;
      Pool::Get().For(dims.size - alone, one);
    }
    for (int64_t i = dims.size - alone; i < dims.size; i++) Pool::Get().For(1, [&](int64_t) { one(i); });
    return;
  }
  const int64_t pieces = std::min<int64_t>(dims.size, 4L * threads);
  const library::ConcurrentUse concurrent;
  Pool::Get().For(pieces, [&](int64_t i) { run(dims.size * i / pieces, dims.size * (i + 1) / pieces); });
}

}  // namespace numblas
