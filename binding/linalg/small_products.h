// Matrix products by our own loops: sizes at which a BLAS call costs more than the work, and types that BLAS lacks.
#pragma once

#include <cstdint>

#include "matrix.h"

namespace numblas {

// Up to this many multiplications the loops below beat a BLAS call.
inline constexpr int64_t kSmallProduct = 512;

// c = a b, any strides. For float, double and complex: at most kSmallProduct multiplications.
// For integers (which wrap) and bool (or of ands): any size.
template <class T>
using ProductFunction = void (*)(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c);

// For the best instruction set of this machine.
template <class T>
ProductFunction<T> SmallProduct();
template <class T>
ProductFunction<T> IntegerProduct();

}  // namespace numblas
