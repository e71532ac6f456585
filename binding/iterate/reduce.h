// Reductions by kernels, which binding/iterate/reduce.cc starts.
#pragma once

#include "../call.h"

namespace numblas {

// The accumulators hold what to start from.
void ReduceByKernels(Call& call);

}  // namespace numblas
