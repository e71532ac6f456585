// Every ufunc family's rows. To add a ufunc, add a functor and a line to its family's file; to add a family, add its
// function here. A row's loops stand in the order of NumPy's `types`, for lib/core/operation.ts takes the first that
// the operands cast to safely.
#pragma once

#include "../op.h"

namespace numblas {

void AddUfuncRows(OpTable& table);

void AddCastRows(OpTable& table);
void AddArithmeticRows(OpTable& table);
void AddQuotientRows(OpTable& table);
void AddElementaryRows(OpTable& table);
void AddComparisonRows(OpTable& table);
void AddExtremaRows(OpTable& table);
void AddLogicRows(OpTable& table);
void AddBitwiseRows(OpTable& table);
void AddFloatingRows(OpTable& table);
void AddIntegerRows(OpTable& table);
void AddTranscendentalRows(OpTable& table);
void AddWhereRow(OpTable& table);
void AddPackingRows(OpTable& table);
void AddLimitRows(OpTable& table);
void AddClosenessRows(OpTable& table);
void AddBesselRows(OpTable& table);
void AddComplexRows(OpTable& table);

// Declares that NumPy refuses these operands ("??") although a later loop could take them.
void Refuse(Op& op, const char* operands);

}  // namespace numblas
