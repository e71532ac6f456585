// Floating-point errors that are found by comparing results with operands.
#pragma once

#include <string>

#include "../call.h"

namespace numblas {

// How the named operation's errors are found.
Faults FaultsOf(const std::string& name);

// Whether a call's results must be looked at: casts, float16 (which is no type of the processor's), and kernels whose
// flags mean nothing.
bool Inspected(const Call& call);

// Looks at n elements of a call (operands of the loop's own types) and adds what it finds to the thread's
// FloatingErrors.
void InspectResults(const Call& call, char* const* args, const intptr_t* strides, intptr_t n);

}  // namespace numblas
