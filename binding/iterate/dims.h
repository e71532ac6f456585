// Loop dimensions after dropping, ordering and merging: what an inner loop and an odometer need.
#pragma once

#include <cstdint>

#include "../call.h"

namespace numblas {

// Dimension 0 is the innermost.
struct LoopDims {
  int ndim = 0;
  int noperands = 0;
  int64_t shape[kMaxDims];
  int64_t strides[kMaxDims][kMaxOperands];
  char* data[kMaxOperands];
  int64_t size = 1;  // elements in all
};

// Drops dimensions of size 1, sorts the others by the reach of their strides, walks dimensions that every operand walks
// backwards (or stands still in) forwards, and merges neighbours that one stride can walk.
// With `keep_order` dimensions are neither sorted nor flipped (accumulate, reduceat: the order of elements matters).
LoopDims MergeDims(const Call& call, bool keep_order = false);

// Steps an index over dims [first, ndim) and moves the operands' pointers along.
class Odometer {
 public:
  Odometer(const LoopDims& dims, int first) : dims_(dims), first_(first) {
    for (int i = first; i < dims.ndim; i++) index_[i] = 0;
    for (int i = 0; i < dims.noperands; i++) data[i] = dims.data[i];
  }

  // Moves to a flat position among the outer dimensions.
  void Seek(int64_t position) {
    for (int i = 0; i < dims_.noperands; i++) data[i] = dims_.data[i];
    for (int d = first_; d < dims_.ndim; d++) {
      index_[d] = position % dims_.shape[d];
      position /= dims_.shape[d];
      for (int i = 0; i < dims_.noperands; i++) data[i] += index_[d] * dims_.strides[d][i];
    }
  }

  bool Next() {
    for (int d = first_; d < dims_.ndim; d++) {
      if (++index_[d] < dims_.shape[d]) {
        for (int i = 0; i < dims_.noperands; i++) data[i] += dims_.strides[d][i];
        return true;
      }
      for (int i = 0; i < dims_.noperands; i++) data[i] -= (dims_.shape[d] - 1) * dims_.strides[d][i];
      index_[d] = 0;
    }
    return false;
  }

  char* data[kMaxOperands];

 private:
  const LoopDims& dims_;
  int first_;
  int64_t index_[kMaxDims];
};

}  // namespace numblas
