// Conversions between dtypes as inner loops: args {from, to}.
#pragma once

#include "../op.h"

namespace numblas {

InnerLoop CastLoop(DType from, DType to);

// The instruction set that was chosen for all loops, such as "AVX3".
const char* SimdTarget();

}  // namespace numblas
