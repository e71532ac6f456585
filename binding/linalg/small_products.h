// Matrix products by our own loops: sizes at which a BLAS call costs more than the work, and types that BLAS lacks.
#pragma once

#include <cstdint>

#include "matrix.h"

namespace numblas {

// Up to this many multiplications the loops below beat a BLAS call, if the rows of the product fill a vector (measured
// over square matrices from 8 to 32).
inline constexpr int64_t kSmallProduct = 16 * 16 * 16;
inline constexpr int64_t kSmallComplexProduct = 32 * 32 * 32;
// Up to this many elements of an operand, for they may be packed on the stack.
inline constexpr int64_t kSmallOperand = 1024;

// c = a b, any strides. For float, double and complex: at most kSmallOperand elements each.
// For integers (which wrap) and bool (or of ands): any size.
template <class T>
using ProductFunction = void (*)(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& c);

// For the best instruction set of this machine.
template <class T>
ProductFunction<T> SmallProduct();
template <class T>
ProductFunction<T> IntegerProduct();

}  // namespace numblas
