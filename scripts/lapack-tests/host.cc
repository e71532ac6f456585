// Puts OpenBLAS on the addon's thread pool before a test program starts.
#include "linalg/threads.h"

namespace {
[[maybe_unused]] const bool ready = (numblas::UsePoolForBlas(), true);
}
