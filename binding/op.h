// The table of operations. One row declares an operation: its name, its core signature (gufuncs) and its typed loops.
// lib/ reads the same table through the addon, so a row added here needs no second list in TypeScript.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dtype.h"

namespace numblas {

// NumPy's inner-loop ABI: one pointer and one byte stride per operand (inputs first), n elements.
// Operands are either disjoint or exactly the same memory; iterate/ sees to that.
using InnerLoop = void (*)(char* const* args, const intptr_t* strides, intptr_t n);

// Folds n elements at `in` into the accumulator: acc = acc op in[0] op in[1] …, in a tree fixed by n alone.
using ReduceLoop = void (*)(const char* in, intptr_t stride, intptr_t n, char* acc);

// ufunc.at: folds element i of `other` into element positions[i] of the target, one after the other. Positions (int64)
// lie in [-size, size); a negative one counts from the end.
struct ScatterBlock {
  char* target;
  intptr_t step;
  int64_t size;
  const char* positions;
  intptr_t position_step;
  const char* other;
  intptr_t other_step;
  intptr_t n;
};

// A block of a reduction: `rows` rows of `n` elements.
struct ReduceBlock {
  const char* in;
  intptr_t row_stride;
  intptr_t stride;
  intptr_t rows;
  intptr_t n;
  char* acc;
  intptr_t acc_stride;  // from row to row (rows), or from element to element (columns)
  bool fresh;           // overwrite the accumulators instead of folding into them
  const char* center;   // what is subtracted first (squared deviations); walks as acc does
  intptr_t center_stride;
};

// The loops of a reduction row (binding/reduce): from the input's dtype straight into the accumulator's.
struct ReduceKernels {
  void (*rows)(const ReduceBlock&);     // acc[r] = acc[r] op in[r][0] op in[r][1] …
  void (*columns)(const ReduceBlock&);  // acc[i] = acc[i] op in[0][i] op in[1][i] …; accumulators are contiguous
  // The same for accumulators as input: folds partial results.
  void (*combine_rows)(const ReduceBlock&);
  void (*combine_columns)(const ReduceBlock&);
};

// One matrix (or vector) problem of a gufunc.
struct CoreCall {
  char* const* args;              // one pointer per operand
  const int64_t* dims;            // core dimension sizes, in order of first appearance in the signature
  const int64_t* const* strides;  // per operand: byte strides of its core dimensions
  const double* params;           // scalars of the call (flags, tolerances)
};
using CoreLoop = void (*)(const CoreCall&);

// The same for `count` problems, `steps[i]` bytes apart in operand i. False, and nothing done, where the core's sizes
// or strides are not the ones that this is for.
using CoreRun = bool (*)(const CoreCall& first, const int64_t* steps, int64_t count);

// Walks a call's loop dimensions by itself, where what is done at one element depends on the elements before it, or on
// index arrays (binding/index).
struct Call;
using Driver = void (*)(Call&);

struct Loop {
  const char* types;  // NumPy's form: "dd->d"
  InnerLoop inner = nullptr;
  ReduceLoop reduce = nullptr;
  CoreLoop core = nullptr;
  CoreRun run = nullptr;  // beside `core`, where the way from one problem to the next would take longer than each
  const ReduceKernels* kernels = nullptr;
  Driver drive = nullptr;
  void (*scatter)(const ScatterBlock&) = nullptr;
};

// How an operation's floating-point errors are found where they are watched (np.errstate): by the processor's flags, or
// by what came of which operands where the kernels set flags that mean nothing (iterate/faults.cc).
enum class Faults : uint8_t {
  kNone,
  kFlags,
  kResult,        // NaN of no NaN, infinity of finite operands
  kResultOrTiny,  // and a result too small to be normal
  kPoleAtZero,    // infinity at 0 is a division by zero
  kPoleAtOne,     // at 1 and -1
  kPoleAtMinusOne,
  kDivisor,  // the second operand divides
  kPower,
};

// What a reduction over no elements gives, and whether the order of elements may be changed.
enum class Identity : uint8_t { kNone, kZero, kOne, kAllBits, kReorderable };

struct Op {
  std::string name;
  int nin = 0;
  int nout = 0;
  std::string signature;               // core signature such as "(m,n),(n,p)->(m,p)"; empty for elementwise
  int ncore = 0;                       // different core dimensions in the signature
  std::vector<std::vector<int>> core;  // per operand: which of them it has, in order
  Identity identity = Identity::kNone;
  std::vector<Loop> loops;
  bool casts = false;  // the loop is the cast between its operands' dtypes
  Faults faults = Faults::kNone;
  double cost = 1;  // rough ns per element (or per core call), from which threading is decided
};

class OpTable {
 public:
  // Built once per process, for the best instruction set that this machine has.
  static const OpTable& Get();

  const std::vector<Op>& ops() const { return ops_; }

  // Returns the named row, declared if it is new, for its loops to be added (several files may add dtypes to one row).
  Op& Row(const char* name, int nin, int nout, Identity identity = Identity::kNone, double cost = 1);
  Op& CoreRow(const char* name, const char* signature, double cost);

 private:
  OpTable();
  std::vector<Op> ops_;
};

}  // namespace numblas
