#include "faults.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <cstring>
#include <limits>
#include <string_view>

#include "../threads/floating_errors.h"
#include "../ufunc/cast.h"
#include "dims.h"

namespace numblas {
namespace {

struct Named {
  std::string_view name;
  Faults faults;
};

// Operations that are not here (comparisons, logic, rounding, extremes) have no errors to report.
constexpr Named kNamed[] = {
    {"add", Faults::kFlags},
    {"subtract", Faults::kFlags},
    {"multiply", Faults::kFlags},
    {"divide", Faults::kFlags},
    {"square", Faults::kFlags},
    {"sqrt", Faults::kFlags},
    {"dot", Faults::kFlags},
    {"matmul", Faults::kFlags},
    {"matvec", Faults::kFlags},
    {"vecdot", Faults::kFlags},
    {"vecmat", Faults::kFlags},
    {"copy", Faults::kResult},
    {"sum", Faults::kFlags},
    {"prod", Faults::kFlags},
    {"cumsum", Faults::kFlags},
    {"cumprod", Faults::kFlags},
    // Of these, complex numbers alone meet errors.
    {"absolute", Faults::kResult},
    {"arcsinh", Faults::kResult},
    {"arctan", Faults::kResult},
    {"tanh", Faults::kResult},
    {"sin", Faults::kResult},
    {"cos", Faults::kResult},
    {"tan", Faults::kResult},
    {"arcsin", Faults::kResult},
    {"arccos", Faults::kResult},
    {"arctan2", Faults::kResult},
    {"sinh", Faults::kResult},
    {"cosh", Faults::kResult},
    {"arccosh", Faults::kResult},
    {"expm1", Faults::kResult},
    {"hypot", Faults::kResult},
    {"ldexp", Faults::kResult},
    {"logaddexp", Faults::kResult},
    {"logaddexp2", Faults::kResult},
    {"exp", Faults::kResultOrTiny},
    {"exp2", Faults::kResultOrTiny},
    {"log", Faults::kPoleAtZero},
    {"log2", Faults::kPoleAtZero},
    {"log10", Faults::kPoleAtZero},
    {"reciprocal", Faults::kPoleAtZero},
    {"log1p", Faults::kPoleAtMinusOne},
    {"arctanh", Faults::kPoleAtOne},
    {"floor_divide", Faults::kDivisor},
    {"remainder", Faults::kDivisor},
    {"fmod", Faults::kDivisor},
    {"divmod", Faults::kDivisor},
    {"power", Faults::kPower},
    {"float_power", Faults::kPower},
};

constexpr intptr_t kBlock = 256;

bool IsFloat(char type) { return type == 'e' || type == 'f' || type == 'd'; }
bool IsComplex(char type) { return type == 'F' || type == 'D'; }
char PartOf(char type) { return type == 'F' ? 'f' : type == 'D' ? 'd' : type; }

// Conversions to integers go by 32 or 64 bits; larger numbers are invalid.
double CastLimit(char type) { return type == 'L' ? 0x1p64 : type == 'l' || type == 'I' ? 0x1p63 : 0x1p31; }

double LeastNormal(char type) { return type == 'e' ? 0x1p-14 : type == 'f' ? FLT_MIN : DBL_MIN; }

bool AtPole(Faults faults, double x, double y) {
  switch (faults) {
    case Faults::kPoleAtZero:
    case Faults::kPower:
      return x == 0;
    case Faults::kPoleAtOne:
      return x == 1 || x == -1;
    case Faults::kPoleAtMinusOne:
      return x == -1;
    case Faults::kDivisor:
      return y == 0;
    default:
      return false;
  }
}

int InspectFloat(Faults faults, bool cast, double least_normal, double x, double y, double result) {
  if (result != result) return x != x || y != y ? 0 : kInvalid;
  if (!std::isfinite(x) || !std::isfinite(y)) return 0;
  if (std::isinf(result)) return AtPole(faults, x, y) ? kDivideByZero : kOverflow;
  const bool may_be_tiny =
      faults == Faults::kResultOrTiny || (faults == Faults::kPower && x != 0) || (cast && result != x);
  return may_be_tiny && std::fabs(result) < least_normal ? kUnderflow : 0;
}

// The real parts of what complex operands there are, or the imaginary ones.
void InspectParts(const Op& op, Faults faults, const char* types, bool imaginary, char* const* args,
                  const intptr_t* strides, intptr_t n) {
  const int operands = op.nin + op.nout;
  double values[4][kBlock] = {};
  int found = 0;
  for (intptr_t done = 0; done < n; done += kBlock) {
    const intptr_t count = std::min(kBlock, n - done);
    for (int i = 0; i < operands; i++) {
      const DType part = DTypeOf(PartOf(types[i]));
      char* pair[2] = {args[i] + done * strides[i] + (imaginary ? ItemSize(part) : 0),
                       reinterpret_cast<char*>(values[i])};
      const intptr_t steps[2] = {strides[i], sizeof(double)};
      CastLoop(part, DType::k_float64)(pair, steps, count);
    }
    const double* second = op.nin > 1 ? values[1] : values[0];
    if (!op.casts && IsComplex(types[0])) {  // absolute: its operand's other part
      char* pair[2] = {args[0] + done * strides[0] + ItemSize(DTypeOf(PartOf(types[0]))),
                       reinterpret_cast<char*>(values[2])};
      const intptr_t steps[2] = {strides[0], sizeof(double)};
      CastLoop(DTypeOf(PartOf(types[0])), DType::k_float64)(pair, steps, count);
      second = values[2];
    }
    for (int out = op.nin; out < operands; out++) {
      const char type = PartOf(types[out]);
      for (intptr_t k = 0; k < count; k++) {
        const double x = values[0][k];
        const double result = values[out][k];
        if (IsFloat(type)) {
          found |= InspectFloat(faults, op.casts, LeastNormal(type), x, second[k], result);
        } else if (op.casts) {
          found |= std::fabs(x) < CastLimit(type) ? 0 : kInvalid;
        } else if (faults == Faults::kPoleAtZero && x == 0) {
          found |= kDivideByZero | kInvalid;
        } else if (faults == Faults::kDivisor && second[k] == 0) {
          found |= kDivideByZero;
        } else if (faults == Faults::kDivisor && out == op.nin && second[k] == -1 && x < 0 && result == x) {
          found |= kOverflow;  // the least integer has no negative
        }
      }
    }
  }
  FloatingErrors::Local().raised |= found;
}

}  // namespace

Faults FaultsOf(const std::string& name) {
  const auto* found =
      std::find_if(std::begin(kNamed), std::end(kNamed), [&](const Named& one) { return one.name == name; });
  return found == std::end(kNamed) ? Faults::kNone : found->faults;
}

bool ByFlags(const Op& op, const Loop& loop) {
  if (op.faults == Faults::kFlags) return true;
  const char result = loop.types[std::strlen(loop.types) - 1];
  return op.faults != Faults::kNone && !op.casts && IsComplex(loop.types[0]) && IsComplex(result);
}

bool Inspected(const Op& op, const Loop& loop) {
  if (ByFlags(op, loop)) return op.core.empty() && loop.types[std::strlen(loop.types) - 1] == 'e';
  return op.faults != Faults::kNone;
}

void InspectResults(const Op& op, const char* types, char* const* args, const intptr_t* strides, intptr_t n) {
  if (op.casts && ((!IsFloat(types[0]) && !IsComplex(types[0])) || types[1] == '?')) return;
  // By float32, whose flags tell of all but a result that float16 does not hold.
  const Faults faults = op.faults == Faults::kFlags ? Faults::kDivisor : op.faults;
  if (op.casts && IsComplex(types[0]) && IsComplex(types[1])) {
    for (const bool imaginary : {false, true}) InspectParts(op, faults, types, imaginary, args, strides, n);
  } else {
    InspectParts(op, faults, types, false, args, strides, n);
  }
}

int SeenInResult(const Call& call, int found) {
  const Op& op = *call.op;
  if (op.core.empty() || (found & (kInvalid | kOverflow)) == 0) return found;
  const int out = op.nin;
  Call result = {};
  result.noperands = 1;
  result.operands[0] = call.operands[out];
  for (int d = 0; d < call.ndim; d++) result.shape[result.ndim++] = call.shape[d];
  for (size_t d = 0; d < op.core[out].size() && result.ndim < kMaxDims; d++) {
    result.operands[0].strides[result.ndim] = call.operands[out].core_strides[d];
    result.shape[result.ndim++] = call.core_dims[op.core[out][d]];
  }
  const DType part = DTypeOf(PartOf(kDTypes[static_cast<int>(call.operands[out].dtype)].character));
  const bool complex = part != call.operands[out].dtype;
  const LoopDims dims = MergeDims(result);
  if (dims.size == 0) return 0;
  int seen = ~(kInvalid | kOverflow);
  double values[kBlock];
  Odometer at(dims, 1);
  const intptr_t steps[2] = {dims.strides[0][0], sizeof(double)};
  const auto look = [&](char* in, intptr_t n) {
    for (intptr_t done = 0; done < n; done += kBlock) {
      const intptr_t count = std::min(kBlock, n - done);
      char* pair[2] = {in + done * steps[0], reinterpret_cast<char*>(values)};
      CastLoop(part, DType::k_float64)(pair, steps, count);
      for (intptr_t k = 0; k < count; k++) {
        // An infinity may have become a NaN.
        seen |= values[k] != values[k] ? kInvalid | kOverflow : std::isinf(values[k]) ? kOverflow : 0;
      }
    }
  };
  do {
    look(at.data[0], dims.shape[0]);
    if (complex) look(at.data[0] + ItemSize(part), dims.shape[0]);
  } while (at.Next());
  return found & seen;
}

}  // namespace numblas
