// What must hold between a row's operands besides its types and its signature.
#pragma once

#include <span>
#include <string_view>

#include "call.h"

namespace numblas {

struct Relation {
  std::string_view name;  // of the row
  bool (*holds)(const Call& call, const int64_t* dims);
};

// Those of BLAS's and LAPACK's own rows (linalg/sizes.cc).
std::span<const Relation> LinalgRelations();

// Throws Error where the core dimensions, or the layout of operands that a row walks as one piece, don't go together.
void CheckRelations(const Call& call);

}  // namespace numblas
