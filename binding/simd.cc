#include "simd.h"

#include <cstdlib>
#include <cstring>

#include "hwy/highway.h"

namespace numblas {

void LimitSimdTarget() {
  const char* wanted = std::getenv("NUMBLAS_SIMD_TARGET");
  if (wanted == nullptr || *wanted == 0) return;
  const int64_t supported = hwy::SupportedTargets();
  for (int bit = 0; bit < 63; bit++) {
    const int64_t target = int64_t{1} << bit;
    if ((supported & target) != 0 && std::strcmp(hwy::TargetName(target), wanted) == 0) {
      hwy::SetSupportedTargetsForTest(supported & ~(target - 1));  // worse ones have greater numbers
      return;
    }
  }
}

void ChooseSimdTarget() { hwy::GetChosenTarget().Update(hwy::SupportedTargets()); }

}  // namespace numblas
