// Every ufunc family's rows. To add a ufunc, add a line to its family's file; to add a family, add its function here.
#pragma once

#include "../op.h"

namespace numblas {

void AddUfuncRows(OpTable& table);

void AddCastRows(OpTable& table);
void AddArithmeticRows(OpTable& table);

}  // namespace numblas
