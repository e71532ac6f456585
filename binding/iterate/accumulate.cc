// The ufunc methods besides reduce, by the ufunc's own inner loop. Operands have the loop's dtypes (lib/ casts them).
//   accumulate  in, out; the last dimension is the one accumulated along
//   reduceat    in [..., n, 0], indices [..., 0, m], out [..., 0, m]; dimensions n and m come last
//   at          target [size, 0], positions [0, m] and a second operand [0, m] if the ufunc has two inputs
#include <algorithm>
#include <cstring>
#include <string>

#include "../status.h"
#include "../threads/pool.h"
#include "iterate.h"

namespace numblas {
namespace {

void ExpectOperands(const Call& call, int operands, int ndim) {
  if (call.masked || call.noperands != operands || call.ndim < ndim || call.loop->inner == nullptr) {
    throw Error("ERR_INTERNAL", call.op->name + ": wrong operands for a ufunc method");
  }
}

// Indices lie along one dimension, and nowhere else (DecodeFrame has checked that they are there).
void ExpectIndicesAlong(const Call& call, int dim) {
  for (int d = 0; d < call.ndim; d++) {
    if (d != dim && call.operands[1].strides[d] != 0) {
      throw Error("ERR_INTERNAL", call.op->name + ": expected indices along one dimension, received others");
    }
  }
}

// Calls body(offsets of every operand) for each position of dimensions [0, ndim) except `skip`.
template <class F>
void ForEach(const Call& call, int ndim, int skip, const F& body) {
  int64_t index[kMaxDims] = {};
  char* at[kMaxOperands];
  for (int i = 0; i < call.noperands; i++) at[i] = call.operands[i].data;
  for (;;) {
    body(at);
    int d = ndim - 1;
    for (; d >= 0; d--) {
      if (d == skip) continue;
      if (++index[d] < call.shape[d]) {
        for (int i = 0; i < call.noperands; i++) at[i] += call.operands[i].strides[d];
        break;
      }
      for (int i = 0; i < call.noperands; i++) at[i] -= (call.shape[d] - 1) * call.operands[i].strides[d];
      index[d] = 0;
    }
    if (d < 0) return;
  }
}

bool Empty(const Call& call) {
  return std::any_of(call.shape, call.shape + call.ndim, [](int64_t length) { return length == 0; });
}

void Accumulate(Call& call) {
  ExpectOperands(call, 2, 1);
  if (Empty(call)) return;
  const int axis = call.ndim - 1;
  const int64_t n = call.shape[axis];
  const intptr_t in_step = call.operands[0].strides[axis];
  const intptr_t out_step = call.operands[1].strides[axis];
  const size_t itemsize = ItemSize(call.operands[1].dtype);
  // The longest other dimension is walked by the inner loop: its elements do not depend on each other.
  int across = -1;
  for (int d = 0; d < axis; d++) {
    if (across < 0 || call.shape[d] > call.shape[across]) across = d;
  }
  const int64_t width = across < 0 ? 1 : call.shape[across];
  const intptr_t in_across = across < 0 ? 0 : call.operands[0].strides[across];
  const intptr_t out_across = across < 0 ? 0 : call.operands[1].strides[across];
  ForEach(call, axis, across, [&](char* const* at) {
    for (int64_t j = 0; j < width; j++) std::memcpy(at[1] + j * out_across, at[0] + j * in_across, itemsize);
    const intptr_t steps[3] = {out_across, in_across, out_across};
    for (int64_t i = 1; i < n; i++) {
      char* args[3] = {at[1] + (i - 1) * out_step, at[0] + i * in_step, at[1] + i * out_step};
      call.loop->inner(args, steps, width);
    }
  });
}

void ReduceAt(Call& call) {
  ExpectOperands(call, 3, 2);
  const int axis = call.ndim - 2;
  ExpectIndicesAlong(call, axis + 1);
  const int64_t n = call.shape[axis];
  const int64_t m = call.shape[axis + 1];
  const intptr_t step = call.operands[0].strides[axis];
  const intptr_t index_step = call.operands[1].strides[axis + 1];
  const intptr_t out_step = call.operands[2].strides[axis + 1];
  const size_t itemsize = ItemSize(call.operands[2].dtype);
  const auto index = [&](int64_t j) {
    const int64_t at = *reinterpret_cast<const int64_t*>(call.operands[1].data + j * index_step);
    if (at < 0 || at >= n) {
      throw Error("ERR_INDEX", call.op->name + ".reduceat: expected indices from 0 to " + std::to_string(n - 1) +
                                   ", received " + std::to_string(at));
    }
    return at;
  };
  for (int64_t j = 0; j < m; j++) index(j);
  if (Empty(call)) return;
  ForEach(call, axis, -1, [&](char* const* at) {
    for (int64_t j = 0; j < m; j++) {
      const int64_t first = index(j);
      const int64_t last = std::max(first + 1, j + 1 < m ? index(j + 1) : n);
      char* acc = at[2] + j * out_step;
      std::memcpy(acc, at[0] + first * step, itemsize);
      if (last == first + 1) continue;
      char* in = at[0] + (first + 1) * step;
      if (call.loop->reduce != nullptr) {
        call.loop->reduce(in, step, last - first - 1, acc);
      } else {
        char* args[3] = {acc, in, acc};
        const intptr_t steps[3] = {0, step, 0};
        call.loop->inner(args, steps, last - first - 1);
      }
    }
  });
}

void At(Call& call) {
  const bool binary = call.op->nin == 2;
  ExpectOperands(call, binary ? 3 : 2, 2);
  ExpectIndicesAlong(call, 1);
  const int64_t size = call.shape[0];
  const int64_t m = call.shape[1];
  const intptr_t step = call.operands[0].strides[0];
  const intptr_t position_step = call.operands[1].strides[1];
  const intptr_t other_step = binary ? call.operands[2].strides[1] : 0;
  for (int64_t i = 0; i < m; i++) {  // all of them first: a bad one leaves the target as it was
    const int64_t at = *reinterpret_cast<const int64_t*>(call.operands[1].data + i * position_step);
    if (at < -size || at >= size) {
      throw Error("ERR_INDEX", call.op->name + ".at: expected indices between " + std::to_string(-size) + " and " +
                                   std::to_string(size - 1) + ", received " + std::to_string(at));
    }
  }
  if (binary && call.loop->scatter != nullptr) {
    call.loop->scatter({call.operands[0].data, step, size, call.operands[1].data, position_step, call.operands[2].data,
                        other_step, m});
    return;
  }
  const intptr_t steps[3] = {step, binary ? other_step : step, step};
  for (int64_t i = 0; i < m; i++) {
    int64_t at = *reinterpret_cast<const int64_t*>(call.operands[1].data + i * position_step);
    if (at < 0) at += size;
    char* target = call.operands[0].data + at * step;
    char* args[3] = {target, binary ? call.operands[2].data + i * other_step : target, target};
    call.loop->inner(args, steps, 1);
  }
}

}  // namespace

void IterateMethod(Call& call) {
  if (call.method == Method::kAccumulate) {
    Accumulate(call);
  } else if (call.method == Method::kReduceAt) {
    ReduceAt(call);
  } else {
    At(call);
  }
}

}  // namespace numblas
