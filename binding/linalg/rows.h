// Every linear algebra family's rows: one gufunc row per routine, one loop per type.
// To add a routine, add a line to its family's file; to add a family, add its function here.
#pragma once

#include <type_traits>

#include "../op.h"

namespace numblas {

void AddLinalgRows(OpTable& table);

void AddProductRows(OpTable& table);
void AddSolveRows(OpTable& table);
void AddDeterminantRows(OpTable& table);
void AddSvdRows(OpTable& table);
void AddPseudoInverseRows(OpTable& table);
void AddCholeskyRows(OpTable& table);
void AddQrRows(OpTable& table);
void AddEighRows(OpTable& table);
void AddEigRows(OpTable& table);
void AddLstsqRows(OpTable& table);
void AddNormRows(OpTable& table);
void AddBlasRows(OpTable& table);
void AddLapackFactorRows(OpTable& table);
void AddLapackEigenRows(OpTable& table);
void AddLapackSvdRows(OpTable& table);
void AddMatrixFunctionRows(OpTable& table);

// A pattern with one type filled in, "xx->xrl": x stands for the element type, r for its real type, z for the complex
// type of its precision; any other letter for itself. Lives as long as the process.
const char* LoopTypes(const char* pattern, char element);

template <class T>
constexpr char CharacterOf() {
#define X(name, type, character) \
  if (std::is_same_v<T, type>) return character;
  NUMBLAS_DTYPES(X)
#undef X
}

// A type's core loop and, for some, its loop over runs of problems.
struct CoreLoops {
  CoreLoops(CoreLoop core, CoreRun run = nullptr) : core(core), run(run) {}  // NOLINT: most are a core loop alone
  CoreLoop core;
  CoreRun run;
};

// Declares a row with one loop per listed type; `loop_for(T{})` gives T's core loops.
template <class... Ts, class LoopFor>
void AddTypedRow(OpTable& table, const char* name, const char* signature, const char* pattern, double cost,
                 LoopFor loop_for) {
  Op& op = table.CoreRow(name, signature, cost);
  const auto add = [&](char element, const CoreLoops& loops) {
    op.loops.push_back({.types = LoopTypes(pattern, element), .core = loops.core, .run = loops.run});
  };
  (add(CharacterOf<Ts>(), loop_for(Ts{})), ...);
}

// For the four types of BLAS and LAPACK.
template <class LoopFor>
void AddBlasRow(OpTable& table, const char* name, const char* signature, const char* pattern, double cost,
                LoopFor loop_for) {
  AddTypedRow<float, double, complex64_t, complex128_t>(table, name, signature, pattern, cost, loop_for);
}

}  // namespace numblas
