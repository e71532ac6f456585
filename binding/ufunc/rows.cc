#include "rows.h"

namespace numblas {

void AddUfuncRows(OpTable& table) {
  AddCastRows(table);
  AddArithmeticRows(table);
  AddQuotientRows(table);
  AddElementaryRows(table);
  AddComparisonRows(table);
  AddExtremaRows(table);
  AddLogicRows(table);
  AddBitwiseRows(table);
  AddFloatingRows(table);
  AddIntegerRows(table);
  AddTranscendentalRows(table);
  AddWhereRow(table);
  AddPackingRows(table);
  AddLimitRows(table);
  AddClosenessRows(table);
  AddBesselRows(table);
  AddComplexRows(table);  // last: complex loops stand behind the real ones
}

void Refuse(Op& op, const char* operands) { op.loops.push_back({.types = operands}); }

}  // namespace numblas
