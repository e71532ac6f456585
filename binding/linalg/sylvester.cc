#include "sylvester.h"

#include "lapack.h"

namespace numblas {
namespace lapack {

NUMBLAS_LAPACK(trsyl);

}  // namespace lapack

namespace {

using fortran::blas_int;

// Below this trsyl itself is as fast.
constexpr int64_t kLeaf = 32;

// Where a triangle is cut: in the middle, but not through a 2x2 block of a real Schur form.
template <class T>
int64_t Cut(const T* t, int64_t ld, int64_t n) {
  const int64_t k = n / 2;
  return t[k + (k - 1) * ld] != T(0) ? k + 1 : k;
}

template <class T>
void Scale(T* c, int64_t ldc, int64_t m, int64_t n, Real<T> factor) {
  if (factor == 1) return;
  for (int64_t j = 0; j < n; j++) {
    for (int64_t i = 0; i < m; i++) c[i + j * ldc] *= factor;
  }
}

template <class T>
blas_int Leaf(const SylvesterProblem<T>& p, blas_int m, blas_int n, T* c, blas_int ldc, Real<T>& scale) {
  blas_int info = 0;
  using Function =
      void (*)(const char*, const char*, const blas_int*, const blas_int*, const blas_int*, const T*, const blas_int*,
               const T*, const blas_int*, T*, const blas_int*, Real<T>*, blas_int*, size_t, size_t);
  void* const symbol = reinterpret_cast<void*>(lapack::trsyl.symbols[lapack::kTypeIndex<T>]);
  reinterpret_cast<Function>(symbol)(&p.trans_a, &p.trans_b, &p.sign, &m, &n, p.a, &p.lda, p.b, &p.ldb, c, &ldc, &scale,
                                     &info, 1, 1);
  return info;
}

}  // namespace

template <class T>
blas_int SolveSylvester(const SylvesterProblem<T>& p, int64_t m, int64_t n, T* c, int64_t ldc, Real<T>& scale) {
  scale = 1;
  if (m == 0 || n == 0) return 0;
  if (m <= kLeaf && n <= kLeaf) return Leaf(p, m, n, c, ldc, scale);
  const auto sign = T(static_cast<Real<T>>(p.sign));
  Real<T> first_scale = 1;
  Real<T> second_scale = 1;
  blas_int info;
  if (m >= n) {
    const int64_t k = Cut(p.a, p.lda, m);
    const T* const corner = p.a + k * p.lda;
    SylvesterProblem<T> lower = p;
    lower.a = corner + k;
    T* const bottom = c + k;
    if (p.trans_a == 'N') {  // the last rows first
      info = SolveSylvester(lower, m - k, n, bottom, ldc, first_scale);
      Scale(c, ldc, k, n, first_scale);
      fortran::gemm('N', 'N', k, n, m - k, T(-1), corner, p.lda, bottom, ldc, T(1), c, ldc);
      info = std::max(info, SolveSylvester(p, k, n, c, ldc, second_scale));
      Scale(bottom, ldc, m - k, n, second_scale);
    } else {
      info = SolveSylvester(p, k, n, c, ldc, first_scale);
      Scale(bottom, ldc, m - k, n, first_scale);
      fortran::gemm(p.trans_a, 'N', m - k, n, k, T(-1), corner, p.lda, c, ldc, T(1), bottom, ldc);
      info = std::max(info, SolveSylvester(lower, m - k, n, bottom, ldc, second_scale));
      Scale(c, ldc, k, n, second_scale);
    }
  } else {
    const int64_t k = Cut(p.b, p.ldb, n);
    const T* const corner = p.b + k * p.ldb;
    SylvesterProblem<T> lower = p;
    lower.b = corner + k;
    T* const right = c + k * ldc;
    if (p.trans_b == 'N') {
      info = SolveSylvester(p, m, k, c, ldc, first_scale);
      Scale(right, ldc, m, n - k, first_scale);
      fortran::gemm('N', 'N', m, n - k, k, -sign, c, ldc, corner, p.ldb, T(1), right, ldc);
      info = std::max(info, SolveSylvester(lower, m, n - k, right, ldc, second_scale));
      Scale(c, ldc, m, k, second_scale);
    } else {
      info = SolveSylvester(lower, m, n - k, right, ldc, first_scale);
      Scale(c, ldc, m, k, first_scale);
      fortran::gemm('N', p.trans_b, m, k, n - k, -sign, right, ldc, corner, p.ldb, T(1), c, ldc);
      info = std::max(info, SolveSylvester(p, m, k, c, ldc, second_scale));
      Scale(right, ldc, m, n - k, second_scale);
    }
  }
  scale = first_scale * second_scale;
  return info;
}

template blas_int SolveSylvester(const SylvesterProblem<float>&, int64_t, int64_t, float*, int64_t, float&);
template blas_int SolveSylvester(const SylvesterProblem<double>&, int64_t, int64_t, double*, int64_t, double&);
template blas_int SolveSylvester(const SylvesterProblem<complex64_t>&, int64_t, int64_t, complex64_t*, int64_t, float&);
template blas_int SolveSylvester(const SylvesterProblem<complex128_t>&, int64_t, int64_t, complex128_t*, int64_t,
                                 double&);

}  // namespace numblas
