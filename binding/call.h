// One native call: what lib/core/call.ts wrote into the call frame, decoded and checked.
#pragma once

#include <cstdint>

#include "dtype.h"
#include "op.h"

namespace numblas {

inline constexpr int kMaxDims = 64;  // NumPy 2's limit
inline constexpr int kMaxOperands = 32;
inline constexpr int kMaxCoreDims = 8;
inline constexpr int kMaxParams = 16;

enum class Method : uint8_t { kCall, kReduce, kAccumulate, kReduceAt, kAt, kEvaluate };

struct Operand {
  char* data;
  DType dtype;
  int64_t available;  // bytes from data to the end of its buffer
  int64_t strides[kMaxDims];
  int64_t core_strides[kMaxCoreDims];
};

struct Call {
  const Op* op;
  const Loop* loop;
  Method method;
  bool masked;   // the operand after the outputs is a bool mask (ufunc `where`)
  bool watched;  // floating-point errors are reported
  int noperands;
  int ndim;
  int ncore;
  int64_t shape[kMaxDims];
  int64_t core_dims[kMaxCoreDims];
  double params[kMaxParams];
  Operand operands[kMaxOperands];
};

// Frame layout, in doubles; lib/core/call.ts writes it:
//   0 op, 1 loop, 2 method, 3 masked (1) and watched (2), 4 operands, 5 ndim, 6 core dims, 7 params,
//   then shape[ndim], core_dims[ncore], params[nparams],
//   then per operand: address, buffer bytes, offset, dtype, strides[ndim], one stride for each of its core dimensions.
// Throws Error when a value is not an integer of the expected range or an operand would leave its buffer.
// Returns the words read: a program (evaluate) follows them.
int64_t DecodeFrame(const double* frame, int64_t frame_length, Call& call);

// Runs a decoded call to its end on the calling thread and the pool. Calls of BLAS and LAPACK wait where more of them
// run than OpenBLAS has buffers for.
void Execute(Call& call);

// Roughly how many nanoseconds the call will take on one thread.
double EstimatedWork(const Call& call);

}  // namespace numblas
