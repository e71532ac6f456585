// Decompositions that other routines are made of.
#pragma once

#include "matrix.h"

namespace numblas {

// The columns of U and rows of Vh that are wanted: none, min(m, n), or all.
enum class Vectors : char { kNone = 'N', kSome = 'S', kAll = 'A' };

// a (m,n) -> u (m,ucols), s (k), vh (vrows,n). Returns gesdd's info: > 0 where it did not converge; results are then
// NaN.
template <class T>
int64_t Svd(const Matrix<T>& a, Vectors vectors, const Matrix<T>& u, const Matrix<Real<T>>& s, const Matrix<T>& vh);

// a (n,n), one triangle of which is read -> w (n) ascending, v (n,n) by columns unless empty. Returns syevd's info: > 0
// where it did not converge, NaN and infinity included; results are then NaN.
template <class T>
int64_t Eigh(const Matrix<T>& a, bool upper, const Matrix<Real<T>>& w, const Matrix<T>& v);

}  // namespace numblas
