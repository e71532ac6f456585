#include "faults.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <cstring>
#include <limits>
#include <string_view>

#include "../threads/floating_errors.h"
#include "../ufunc/cast.h"

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
    {"copy", Faults::kResult},
    {"sum", Faults::kFlags},
    {"prod", Faults::kFlags},
    {"cumsum", Faults::kFlags},
    {"cumprod", Faults::kFlags},
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

// Conversions to integers go by 32 or 64 bits; larger numbers are invalid. bool takes any.
double CastLimit(char type) {
  if (type == '?') return std::numeric_limits<double>::infinity();
  return type == 'L' ? 0x1p64 : type == 'l' || type == 'I' ? 0x1p63 : 0x1p31;
}

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

}  // namespace

Faults FaultsOf(const std::string& name) {
  const auto* found =
      std::find_if(std::begin(kNamed), std::end(kNamed), [&](const Named& one) { return one.name == name; });
  return found == std::end(kNamed) ? Faults::kNone : found->faults;
}

bool Inspected(const Call& call) {
  const Faults faults = call.op->faults;
  return faults > Faults::kFlags ||
         (faults == Faults::kFlags && call.loop->types[std::strlen(call.loop->types) - 1] == 'e');
}

void InspectResults(const Call& call, char* const* args, const intptr_t* strides, intptr_t n) {
  const Op& op = *call.op;
  const std::string_view types = call.loop->types;
  const int operands = op.nin + op.nout;
  const auto type = [&](int i) {
    if (op.casts) return kDTypes[static_cast<int>(call.operands[i].dtype)].character;
    return types[i < op.nin ? i : i + 2];  // past "->"
  };
  for (int i = 0; i < operands; i++) {
    if (IsComplex(type(i))) return;
  }
  if (op.casts && !IsFloat(type(0))) return;
  // By float32, whose flags tell of all but a result that float16 does not hold.
  const Faults faults = op.faults == Faults::kFlags ? Faults::kDivisor : op.faults;
  double values[4][kBlock] = {};
  int found = 0;
  for (intptr_t done = 0; done < n; done += kBlock) {
    const intptr_t count = std::min(kBlock, n - done);
    for (int i = 0; i < operands; i++) {
      char* pair[2] = {args[i] + done * strides[i], reinterpret_cast<char*>(values[i])};
      const intptr_t steps[2] = {strides[i], sizeof(double)};
      CastLoop(DTypeOf(type(i)), DType::k_float64)(pair, steps, count);
    }
    const double* second = op.nin > 1 ? values[1] : values[0];
    for (int out = op.nin; out < operands; out++) {
      for (intptr_t k = 0; k < count; k++) {
        const double x = values[0][k];
        const double result = values[out][k];
        if (IsFloat(type(out))) {
          found |= InspectFloat(faults, op.casts, LeastNormal(type(out)), x, second[k], result);
        } else if (op.casts) {
          found |= std::fabs(x) < CastLimit(type(out)) ? 0 : kInvalid;
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

}  // namespace numblas
