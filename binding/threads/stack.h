// How much stack a thread has left.
#pragma once

#include <cstddef>

namespace numblas {

// Whether the calling thread has as much stack as any call takes. JavaScript may call where V8 is near the end of what
// it allows itself, and the system may allow less than V8 believes (ulimit -s).
bool StackSuffices();

}  // namespace numblas
