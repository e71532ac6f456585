// Conversions between dtypes as inner loops: args {from, to}.
#pragma once

#include "../op.h"

namespace numblas {

InnerLoop CastLoop(DType from, DType to);

}  // namespace numblas
