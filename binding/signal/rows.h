// Rows of one-dimensional signals: correlation, interpolation, polynomials. Each is one gufunc row with a core loop
// that splits long signals over the pool itself.
#pragma once

#include "../op.h"

namespace numblas {

void AddSignalRows(OpTable& table);

void AddCorrelateRows(OpTable& table);
void AddInterpolateRows(OpTable& table);
void AddPolynomialRows(OpTable& table);

}  // namespace numblas
