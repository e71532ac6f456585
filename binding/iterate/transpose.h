// Copies between memory orders.
#pragma once

#include "dims.h"

namespace numblas {

// Copies elements of `itemsize` bytes where the output is dense along one dimension and the input along another, tile
// by tile, so that both walk whole cache lines. Returns false, with nothing done, where they don't lie so.
bool TransposeCopy(LoopDims& dims, size_t itemsize);

}  // namespace numblas
