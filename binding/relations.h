// What must hold between a row's operands besides its types and its signature.
#pragma once

#include "call.h"

namespace numblas {

// Throws Error where the core dimensions, or the layout of operands that a row walks as one piece, don't go together.
// BLAS's and LAPACK's own rows are not looked at: lib/blas and lib/lapack decide their sizes by letters.
void CheckRelations(const Call& call);

}  // namespace numblas
