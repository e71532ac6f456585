// Which instruction set the kernels are chosen for.
#pragma once

namespace numblas {

// Makes Highway choose the instruction set that NUMBLAS_SIMD_TARGET names ("SSE2", "AVX2", "AVX3", "NEON"), where the
// machine and the build have it: for tests of every kernel. A build for one machine has no other. Call it before the
// first choice.
void LimitSimdTarget();

// Makes the choice. A pointer from HWY_DYNAMIC_POINTER would look for the instruction set at every call if none was
// chosen yet.
void ChooseSimdTarget();

}  // namespace numblas
