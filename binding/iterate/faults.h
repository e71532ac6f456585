// Floating-point errors that are found by comparing results with operands.
#pragma once

#include <string>

#include "../call.h"

namespace numblas {

// How the named operation's errors are found.
Faults FaultsOf(const std::string& name);

// Whether the processor's flags tell of the loop's errors: those of arithmetic, and of complex functions, which are the
// C library's.
bool ByFlags(const Op& op, const Loop& loop);

// Whether a loop's results must be looked at: casts, float16 (which is no type of the processor's), and kernels whose
// flags mean nothing.
bool Inspected(const Op& op, const Loop& loop);

// Looks at n elements of a loop and adds what it finds to the thread's FloatingErrors. `types` has a type character for
// each operand.
void InspectResults(const Op& op, const char* types, char* const* args, const intptr_t* strides, intptr_t n);

// Of the errors that the flags of a product's call told of those that its result bears out: kernels compute lanes, too,
// that nobody sees.
int SeenInResult(const Call& call, int found);

}  // namespace numblas
