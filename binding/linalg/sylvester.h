// The Sylvester equation op(A) X + sign X op(B) = scale C for (quasi-)triangular A and B in column-major order.
#pragma once

#include "fortran.h"
#include "matrix.h"

namespace numblas {

template <class T>
struct SylvesterProblem {
  char trans_a;
  char trans_b;
  fortran::blas_int sign;
  const T* a;
  fortran::blas_int lda;
  const T* b;
  fortran::blas_int ldb;
};

// X takes the place of C (m,n). Recursive, so that nearly all work is in gemm (Peise and Bientinesi, 2016, after
// Jonsson and Kågström, 2002). Returns trsyl's info: 1 where eigenvalues were so close that they were perturbed.
template <class T>
fortran::blas_int SolveSylvester(const SylvesterProblem<T>& problem, int64_t m, int64_t n, T* c, int64_t ldc,
                                 Real<T>& scale);

}  // namespace numblas
