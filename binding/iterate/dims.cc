#include "dims.h"

#include <algorithm>
#include <cstdlib>

namespace numblas {
namespace {

// Whether dimension a should lie inside dimension b: the first operand that tells them apart decides, outputs first,
// for writing scattered costs more than reading scattered.
bool Inside(const LoopDims& dims, int a, int b) {
  for (int i = dims.noperands - 1; i >= 0; i--) {
    const int64_t reach_a = std::llabs(dims.strides[a][i]);
    const int64_t reach_b = std::llabs(dims.strides[b][i]);
    if (reach_a == 0 || reach_b == 0 || reach_a == reach_b) continue;
    return reach_a < reach_b;
  }
  return false;
}

void Swap(LoopDims& dims, int a, int b) {
  std::swap(dims.shape[a], dims.shape[b]);
  for (int i = 0; i < dims.noperands; i++) std::swap(dims.strides[a][i], dims.strides[b][i]);
}

void WalkForwards(LoopDims& dims) {
  for (int d = 0; d < dims.ndim; d++) {
    bool backwards = false;
    bool forwards = false;
    for (int i = 0; i < dims.noperands; i++) {
      backwards |= dims.strides[d][i] < 0;
      forwards |= dims.strides[d][i] > 0;
    }
    if (!backwards || forwards) continue;
    for (int i = 0; i < dims.noperands; i++) {
      dims.data[i] += (dims.shape[d] - 1) * dims.strides[d][i];
      dims.strides[d][i] = -dims.strides[d][i];
    }
  }
}

void Merge(LoopDims& dims) {
  int kept = 0;
  for (int d = 1; d < dims.ndim; d++) {
    bool one_stride = true;
    for (int i = 0; i < dims.noperands && one_stride; i++) {
      one_stride = dims.strides[d][i] == dims.strides[kept][i] * dims.shape[kept];
    }
    if (one_stride) {
      dims.shape[kept] *= dims.shape[d];
    } else {
      kept++;
      dims.shape[kept] = dims.shape[d];
      for (int i = 0; i < dims.noperands; i++) dims.strides[kept][i] = dims.strides[d][i];
    }
  }
  dims.ndim = kept + 1;
}

}  // namespace

LoopDims MergeDims(const Call& call, bool keep_order) {
  LoopDims dims;
  dims.noperands = call.noperands;
  for (int i = 0; i < call.noperands; i++) dims.data[i] = call.operands[i].data;
  for (int d = call.ndim - 1; d >= 0; d--) {
    dims.size *= call.shape[d];
    if (call.shape[d] == 1) continue;
    dims.shape[dims.ndim] = call.shape[d];
    for (int i = 0; i < call.noperands; i++) dims.strides[dims.ndim][i] = call.operands[i].strides[d];
    dims.ndim++;
  }
  if (dims.ndim == 0) {
    dims.ndim = 1;
    dims.shape[0] = 1;
    for (int i = 0; i < call.noperands; i++) dims.strides[0][i] = 0;
    return dims;
  }
  if (dims.size == 0) return dims;
  if (!keep_order) {
    WalkForwards(dims);
    for (int d = 1; d < dims.ndim; d++) {  // insertion sort: stable, and ndim is small
      for (int j = d; j > 0 && Inside(dims, j, j - 1); j--) Swap(dims, j, j - 1);
    }
  }
  Merge(dims);
  return dims;
}

}  // namespace numblas
