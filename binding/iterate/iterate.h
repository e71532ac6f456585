// Drivers that walk a call's loop dimensions and hand runs of elements to inner loops.
#pragma once

#include "../call.h"

namespace numblas {

void IterateElementwise(Call& call);
void IterateReduce(Call& call);
void IterateCore(Call& call);

}  // namespace numblas
