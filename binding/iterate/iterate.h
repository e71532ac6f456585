// Drivers that walk a call's loop dimensions and hand runs of elements to inner loops.
#pragma once

#include "../call.h"

namespace numblas {

void IterateElementwise(Call& call);
void IterateReduce(Call& call);
void IterateCore(Call& call);
void IterateMethod(Call& call);  // accumulate, reduceat, at

// Runs a program of loops over the call's operands; the last operand takes the result. Frame words, in order:
// temporaries, instructions, then per instruction: reduces (0 or 1), op, loop, one slot per input, the output's slot.
// Slots below 64 are operands, others temporaries. A reduction (last only) leaves one partial result per chunk of 2^14
// elements in the output.
void IterateProgram(Call& call, const double* words, int64_t length);

}  // namespace numblas
