// Measures results against __float128 (libquadmath, 113 bits): prints the largest error in ulp and where it is.
// usage: reference FUNCTION f|d INPUTS FILE    the file holds n elements of each operand, then n results
#include <quadmath.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <map>
#include <string>
#include <vector>

using Quad = __float128;

namespace {

Quad LogAddExp(Quad x, Quad y) {
  if (x == y) return x + M_LN2q;
  const Quad high = x > y ? x : y;
  const Quad low = x > y ? y : x;
  return high + log1pq(expq(low - high));
}
Quad LogAddExp2(Quad x, Quad y) {
  if (x == y) return x + 1;
  const Quad high = x > y ? x : y;
  const Quad low = x > y ? y : x;
  return high + log1pq(powq(2, low - high)) / M_LN2q;
}
Quad Exp2(Quad x) { return powq(2, x); }

const std::map<std::string, Quad (*)(Quad)> kUnary = {
    {"exp", expq},       {"exp2", Exp2},  {"expm1", expm1q}, {"log", logq},   {"log2", log2q},     {"log10", log10q},
    {"log1p", log1pq},   {"sin", sinq},   {"cos", cosq},     {"tan", tanq},   {"arcsin", asinq},   {"arccos", acosq},
    {"arctan", atanq},   {"sinh", sinhq}, {"cosh", coshq},   {"tanh", tanhq}, {"arcsinh", asinhq}, {"arccosh", acoshq},
    {"arctanh", atanhq}, {"cbrt", cbrtq}, {"sqrt", sqrtq}};
const std::map<std::string, Quad (*)(Quad, Quad)> kBinary = {
    {"arctan2", atan2q}, {"power", powq}, {"hypot", hypotq}, {"logaddexp", LogAddExp}, {"logaddexp2", LogAddExp2}};

template <class T>
int Measure(const std::string& name, int inputs, FILE* file) {
  std::fseek(file, 0, SEEK_END);
  const size_t n = static_cast<size_t>(std::ftell(file)) / sizeof(T) / (inputs + 1);
  std::rewind(file);
  std::vector<T> data(n * (inputs + 1));
  if (std::fread(data.data(), sizeof(T), data.size(), file) != data.size()) return 1;
  constexpr int kDigits = std::numeric_limits<T>::digits;
  constexpr int kLeast = std::numeric_limits<T>::min_exponent - kDigits;
  double worst = 0;
  size_t where = 0;
  size_t wrong = 0;
  for (size_t i = 0; i < n; i++) {
    const T result = data[n * inputs + i];
    const Quad exact = inputs == 1 ? kUnary.at(name)(data[i]) : kBinary.at(name)(data[i], data[n + i]);
    double error = 0;
    if (isnanq(exact) || std::isnan(result)) {
      if (isnanq(exact) != std::isnan(result)) error = INFINITY;
    } else if (std::isinf(result) || isinfq(exact)) {
      // Overflow is right where the exact value rounds to infinity.
      const Quad limit = static_cast<Quad>(std::numeric_limits<T>::max()) +
                         scalbnq(1, std::numeric_limits<T>::max_exponent - kDigits - 1);
      if (!(std::isinf(result) && fabsq(exact) >= limit && (result > 0) == (exact > 0))) error = INFINITY;
    } else {
      int exponent = 0;
      frexpq(exact, &exponent);
      // logaddexp cancels near a result of 0, where its error is as large as its terms are: units of 1 at least.
      if (name.starts_with("logaddexp")) exponent = std::max(exponent, 1);
      const int unit = exact == 0 ? kLeast : std::max(exponent - kDigits, kLeast);
      error = static_cast<double>(fabsq((static_cast<Quad>(result) - exact) * scalbnq(1, -unit)));
    }
    if (std::isinf(error)) wrong++;
    if (error > worst) {
      worst = error;
      where = i;
    }
  }
  std::printf("{\"ulp\": %s, \"wrong\": %zu, \"x\": \"%.17g\", \"y\": \"%.17g\"}\n",
              std::isinf(worst) ? "1e999" : std::to_string(worst).c_str(), wrong, static_cast<double>(data[where]),
              inputs == 2 ? static_cast<double>(data[n + where]) : 0.0);
  return 0;
}

}  // namespace

int main(int, char** argv) {
  FILE* file = std::fopen(argv[4], "rb");
  if (file == nullptr) return 1;
  const int inputs = argv[3][0] - '0';
  return argv[2][0] == 'f' ? Measure<float>(argv[1], inputs, file) : Measure<double>(argv[1], inputs, file);
}
