// Every linear algebra family's rows: one gufunc row per routine, one loop per BLAS type.
#pragma once

#include "../op.h"

namespace numblas {

void AddLinalgRows(OpTable& table);

void AddProductRows(OpTable& table);
void AddSolveRows(OpTable& table);
void AddSvdRows(OpTable& table);

}  // namespace numblas
