#include "rows.h"

#include <deque>
#include <string>

#include "threads.h"

namespace numblas {

const char* LoopTypes(const char* pattern, char element) {
  static auto& kept = *new std::deque<std::string>;  // its elements never move; never freed, as the table
  const bool is_double = element == 'd' || element == 'D';
  std::string& types = kept.emplace_back(pattern);
  for (char& letter : types) {
    if (letter == 'x') letter = element;
    if (letter == 'r') letter = is_double ? 'd' : 'f';
    if (letter == 'z') letter = is_double ? 'D' : 'F';
  }
  return types.c_str();
}

void AddLinalgRows(OpTable& table) {
  UsePoolForBlas();
  AddProductRows(table);
  AddSolveRows(table);
  AddDeterminantRows(table);
  AddSvdRows(table);
  AddPseudoInverseRows(table);
  AddCholeskyRows(table);
  AddQrRows(table);
  AddEighRows(table);
  AddEigRows(table);
  AddLstsqRows(table);
  AddNormRows(table);
  AddBlasRows(table);
  AddLapackFactorRows(table);
  AddLapackEigenRows(table);
  AddLapackSvdRows(table);
  AddMatrixFunctionRows(table);
}

}  // namespace numblas
