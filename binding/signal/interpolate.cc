// interp: "(m),(n),(n),(p)->(m)", straight lines between (xp, fp) at m points; p is 2: what stands left and right of
// xp.
#include <algorithm>
#include <complex>
#include <cstdint>
#include <vector>

#include "../dtype.h"
#include "../threads/pool.h"
#include "rows.h"

namespace numblas {
namespace {

inline constexpr int64_t kChunk = 4096;  // points per task

// n strided elements in a row.
template <class T>
class Row {
 public:
  Row(const char* data, intptr_t stride, int64_t n) {
    if (stride == static_cast<intptr_t>(sizeof(T))) {
      data_ = reinterpret_cast<const T*>(data);
      return;
    }
    copy_.resize(n);
    for (int64_t i = 0; i < n; i++) copy_[i] = *reinterpret_cast<const T*>(data + i * stride);
    data_ = copy_.data();
  }
  const T& operator[](int64_t i) const { return data_[i]; }
  const T* data() const { return data_; }

 private:
  const T* data_;
  std::vector<T> copy_;
};

// The last i with xp[i] <= x, for x in [xp[0], xp[n - 1]]; the interval found last is tried first, for points often
// come in order.
inline int64_t Interval(const double* xp, int64_t n, double x, int64_t guess) {
  if (xp[guess] <= x) {
    if (guess + 1 == n || x < xp[guess + 1]) return guess;
    if (guess + 2 == n || x < xp[guess + 2]) return guess + 1;
  }
  const double* base = xp;
  for (int64_t length = n; length > 1;) {  // without branches: they could not be predicted
    const int64_t half = length / 2;
    base += base[half] <= x ? half : 0;
    length -= half;
  }
  return base - xp;
}

template <class T>
T Slope(const double* xp, const Row<T>& fp, int64_t i) {
  const double width = xp[i + 1] - xp[i];
  if constexpr (std::is_same_v<T, double>) {
    return (fp[i + 1] - fp[i]) / width;
  } else {
    const double inverse = 1 / width;  // rounded as NumPy rounds
    return {(fp[i + 1].real() - fp[i].real()) * inverse, (fp[i + 1].imag() - fp[i].imag()) * inverse};
  }
}

// On the line of a slope through one end of the interval; where that is NaN, through the other.
inline double OnLine(double slope, double x, double left, double right, double at_left, double at_right) {
  double value = slope * (x - left) + at_left;
  if (value != value) [[unlikely]] {
    value = slope * (x - right) + at_right;
    if (value != value && at_left == at_right) value = at_left;
  }
  return value;
}

template <class T>
struct Curve {
  const double* xp;
  const Row<T>& fp;
  int64_t n;
  T left;
  T right;
  const T* slopes;  // or null

  T At(double x, int64_t& interval) const {
    if (x != x) return T(x);
    if (x < xp[0]) return left;
    if (x > xp[n - 1]) return right;
    interval = Interval(xp, n, x, interval);
    const int64_t i = interval;
    if (i == n - 1 || xp[i] == x) return fp[i];
    const T slope = slopes == nullptr ? Slope(xp, fp, i) : slopes[i];
    if constexpr (std::is_same_v<T, double>) {
      return OnLine(slope, x, xp[i], xp[i + 1], fp[i], fp[i + 1]);
    } else {
      return {OnLine(slope.real(), x, xp[i], xp[i + 1], fp[i].real(), fp[i + 1].real()),
              OnLine(slope.imag(), x, xp[i], xp[i + 1], fp[i].imag(), fp[i + 1].imag())};
    }
  }
};

template <class T>
void Interpolate(const CoreCall& call) {
  const int64_t m = call.dims[0];
  const int64_t n = call.dims[1];
  if (m == 0 || n == 0) return;
  const Row<double> xp(call.args[1], call.strides[1][0], n);
  const Row<T> fp(call.args[2], call.strides[2][0], n);
  const T left = *reinterpret_cast<const T*>(call.args[3]);
  const T right = *reinterpret_cast<const T*>(call.args[3] + call.strides[3][0]);
  std::vector<T> slopes;
  if (n <= m && n > 1) {
    slopes.resize(n - 1);
    for (int64_t i = 0; i + 1 < n; i++) slopes[i] = Slope(xp.data(), fp, i);
  }
  const Curve<T> curve{xp.data(), fp, n, left, right, slopes.empty() ? nullptr : slopes.data()};
  const auto run = [&](int64_t first, int64_t last) {
    int64_t interval = 0;
    const char* x = call.args[0] + first * call.strides[0][0];
    char* out = call.args[4] + first * call.strides[4][0];
    for (int64_t i = first; i < last; i++, x += call.strides[0][0], out += call.strides[4][0]) {
      *reinterpret_cast<T*>(out) = curve.At(*reinterpret_cast<const double*>(x), interval);
    }
  };
  if (m <= 2 * kChunk) {
    run(0, m);
  } else {
    Pool::Get().For((m + kChunk - 1) / kChunk, [&](int64_t i) { run(i * kChunk, std::min(m, (i + 1) * kChunk)); });
  }
}

}  // namespace

void AddInterpolateRows(OpTable& table) {
  Op& op = table.CoreRow("interp", "(m),(n),(n),(p)->(m)", 10);
  op.loops.push_back({.types = "dddd->d", .core = Interpolate<double>});
  op.loops.push_back({.types = "ddDD->D", .core = Interpolate<complex128_t>});
}

}  // namespace numblas
