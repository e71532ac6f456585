// Sums and products, of elements and of squared deviations; the same without NaN.
#include "reduce/rows.h"
#include "reduce/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "reduce/sum.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "reduce/kernels-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

// Signed integers wrap as in NumPy, which C++ grants to unsigned ones only.
template <class C>
HWY_INLINE C WrappingAdd(C a, C b) {
  if constexpr (std::is_integral_v<C>) {
    return static_cast<C>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
  } else {
    return a + b;
  }
}

template <class C>
HWY_INLINE C WrappingMultiply(C a, C b) {
  if constexpr (std::is_integral_v<C>) {
    return static_cast<C>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
  } else {
    return a * b;
  }
}

template <class T, class C, int kParts = 1>
struct Sum : Plain<T, C, kParts> {
  using Partials = Sum<C, C, kParts>;
  template <class D, class V>
  static HWY_INLINE V Fold(D, V a, V b) {
    return hn::Add(a, b);
  }
  static HWY_INLINE C Fold(C a, C b) { return WrappingAdd(a, b); }
};

template <class T, class C>
struct Product : Plain<T, C> {
  using Partials = Product<C, C>;
  template <class D, class V>
  static HWY_INLINE V Fold(D, V a, V b) {
    return hn::Mul(a, b);
  }
  static HWY_INLINE C Fold(C a, C b) { return WrappingMultiply(a, b); }
};

// NaN counts as nothing: 0 in a sum, 1 in a product.
template <class Base>
struct WithoutNaN : Base {
  using C = typename Base::Lane;
  static constexpr C kNothing = std::is_same_v<Base, Product<typename Base::In, C>> ? 1 : 0;
  template <class D>
  static HWY_INLINE hn::Vec<D> Load(D d, const typename Base::In* in, int) {
    const auto value = LoadAs(d, in);
    return hn::IfThenElse(hn::IsNaN(value), hn::Set(d, kNothing), value);
  }
  static HWY_INLINE C One(const typename Base::In* in, const C*) {
    const C value = OneAs<C>(in);
    return value != value ? kNothing : value;
  }
};

// |x - center|^2; complex numbers give their parts' squares, which the last fold adds up.
template <class T, class C, int kPartsOf, bool kSkipNaN>
struct SquaredDeviation : Sum<T, C> {
  static constexpr int kParts = kPartsOf;
  static constexpr int kOut = 1;
  template <class D>
  static HWY_INLINE hn::Vec<D> Centers(D d, const C* center) {
    if constexpr (kParts == 1) {
      return hn::Set(d, *center);
    } else {
      return hn::OddEven(hn::Set(d, center[1]), hn::Set(d, center[0]));
    }
  }
  template <class D>
  static HWY_INLINE hn::Vec<D> CentersAt(D d, const C* center, intptr_t i) {
    return hn::LoadU(d, center + i);
  }
  template <class D>
  static HWY_INLINE hn::Vec<D> Load(D d, const T* in, hn::Vec<D> center) {
    const auto value = LoadAs(d, in);
    const auto difference = hn::Sub(value, center);
    const auto square = hn::Mul(difference, difference);
    if constexpr (kSkipNaN) return hn::IfThenElseZero(hn::Eq(value, value), square);
    return square;
  }
  static HWY_INLINE C One(const T* in, const C* center) {
    const C value = OneAs<C>(in);
    const C difference = value - *center;
    return kSkipNaN && value != value ? 0 : difference * difference;
  }
};

// Columns of complex deviations: two parts in, one out.
template <class C>
void ComplexDeviationColumns(const ReduceBlock& b) {
  C* acc = reinterpret_cast<C*>(b.acc);
  const C* center = reinterpret_cast<const C*>(b.center);
  for (intptr_t r = 0; r < b.rows; r++) {
    for (intptr_t i = 0; i < b.n; i++) {
      const C* in = reinterpret_cast<const C*>(b.in + r * b.row_stride + i * b.stride);
      const C re = in[0] - center[2 * i];
      const C im = in[1] - center[2 * i + 1];
      const C square = re * re + im * im;
      acc[i] = b.fresh && r == 0 ? square : acc[i] + square;
    }
  }
}

template <class C>
void AddComplexDeviations(Op& op) {
  static constexpr ReduceKernels kernels{Rows<SquaredDeviation<C, C, 2, false>>, ComplexDeviationColumns<C>,
                                         Rows<Sum<C, C>>, Columns<Sum<C, C>>};
  op.loops.push_back({.types = kSignature<std::complex<C>, To, C>, .kernels = &kernels});
}

template <class T>
struct ComplexProduct {
  static HWY_INLINE T Load(T a) { return a; }
  // The textbook formula, as NumPy, without C's recovery of infinities.
  static HWY_INLINE T Fold(T a, T b) {
    return T(a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real());
  }
};

template <template <class, class> class R>
void Integers(Op& op) {
  const auto loop = [&op]<class T, class C>(T, C) { AddKernels<R<T, C>, T, C>(op); };
  static constexpr ReduceKernels bools{Rows<R<uint8_t, int64_t>>, Columns<R<uint8_t, int64_t>>,
                                       Rows<R<int64_t, int64_t>>, Columns<R<int64_t, int64_t>>};
  op.loops.push_back({.types = kSignature<bool, To, int64_t>, .kernels = &bools});
  loop(int8_t{}, int64_t{});
  loop(uint8_t{}, uint64_t{});
  loop(int16_t{}, int64_t{});
  loop(uint16_t{}, uint64_t{});
  loop(int32_t{}, int64_t{});
  loop(uint32_t{}, uint64_t{});
  loop(int64_t{}, int64_t{});
  loop(uint64_t{}, uint64_t{});
}

template <template <class> class Wrap, template <class, class> class R>
void Floats(Op& op) {
  AddKernels<Wrap<R<float16_t, float>>, float16_t, float>(op);
  AddKernels<Wrap<R<float, float>>, float, float>(op);
  AddKernels<Wrap<R<double, double>>, double, double>(op);
}

template <class R>
using AsIs = R;
template <class T, class C>
using RealSum = Sum<T, C>;
template <class T, class C>
using Deviation = SquaredDeviation<T, C, 1, false>;
template <class T, class C>
using NaNDeviation = SquaredDeviation<T, C, 1, true>;

void Fill(OpTable& table) {
  Op& sum = ReduceRow(table, "sum", 1, Identity::kZero, 0.3);
  Integers<RealSum>(sum);
  Floats<AsIs, RealSum>(sum);
  AddKernels<Sum<float, float, 2>, complex64_t, complex64_t>(sum);
  AddKernels<Sum<double, double, 2>, complex128_t, complex128_t>(sum);
  // Means of wide integers and sums of float32 in float64.
  AddKernels<Sum<int64_t, double>, int64_t, double>(sum);
  AddKernels<Sum<uint64_t, double>, uint64_t, double>(sum);
  AddKernels<Sum<float, double>, float, double>(sum);

  Op& product = ReduceRow(table, "prod", 1, Identity::kOne, 0.5);
  Integers<Product>(product);
  Floats<AsIs, Product>(product);
  AddPlainKernels<ComplexProduct<complex64_t>, complex64_t>(product);
  AddPlainKernels<ComplexProduct<complex128_t>, complex128_t>(product);

  Floats<WithoutNaN, RealSum>(ReduceRow(table, "nansum", 1, Identity::kZero, 0.4));
  Floats<WithoutNaN, Product>(ReduceRow(table, "nanprod", 1, Identity::kOne, 0.5));

  Op& deviations = ReduceRow(table, "squared_deviations", 2, Identity::kZero, 0.4);
  Floats<AsIs, Deviation>(deviations);
  AddComplexDeviations<float>(deviations);
  AddComplexDeviations<double>(deviations);
  Floats<AsIs, NaNDeviation>(ReduceRow(table, "nan_squared_deviations", 2, Identity::kZero, 0.5));
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddSumRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
