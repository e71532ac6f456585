// What functions of matrices need beyond LAPACK: roots of triangular matrices, complex Schur forms of real ones,
// Toeplitz systems, the structure of a matrix.
#include <cmath>
#include <vector>

#include "lapack.h"
#include "sylvester.h"

namespace numblas {
namespace lapack {
namespace {

// R R = T in place, for an upper triangular T or a real Schur form without negative real eigenvalues: halves, and a
// Sylvester equation for the corner (Deadman, Higham and Ralha, 2013; blocks as in Higham, 1987).
template <class T>
blas_int SquareRoot(T* t, int64_t ld, int64_t n) {
  if (n == 0) return 0;
  if (n == 1) {
    t[0] = std::sqrt(t[0]);
    return 0;
  }
  if constexpr (!kIsComplex<T>) {
    if (n == 2 && t[1] != 0) {  // eigenvalues theta +- i mu: alpha I + (T - theta I) / (2 alpha)
      const T half = (t[0] - t[ld + 1]) / 2;
      const T theta = t[ld + 1] + half;
      const T mu_squared = -half * half - t[1] * t[ld];
      const T alpha = std::sqrt((std::hypot(theta, std::sqrt(std::max(T(0), mu_squared))) + theta) / 2);
      t[0] = alpha + half / (2 * alpha);
      t[ld + 1] = alpha - half / (2 * alpha);
      t[1] /= 2 * alpha;
      t[ld] /= 2 * alpha;
      return 0;
    }
  }
  int64_t k = n / 2;
  if (!kIsComplex<T> && t[k + (k - 1) * ld] != T(0)) k++;
  T* const corner = t + k * ld;
  blas_int info = SquareRoot(t, ld, k);
  info = std::max(info, SquareRoot(corner + k, ld, n - k));
  Real<T> scale;
  info = std::max(info, SolveSylvester<T>({'N', 'N', 1, t, ld, corner + k, ld}, k, n - k, corner, ld, scale));
  if (scale != 1) {
    for (int64_t j = 0; j < n - k; j++) {
      for (int64_t i = 0; i < k; i++) corner[i + j * ld] /= scale;
    }
  }
  return info;
}

// A real Schur form (given as complex) becomes a complex one: rotations triangularise the 2x2 blocks, from the last on.
template <class T>
blas_int ComplexSchur(T* t, int64_t ldt, T* z, int64_t ldz, int64_t n) {
  using R = Real<T>;
  const R eps = std::numeric_limits<R>::epsilon();
  const auto at = [&](int64_t i, int64_t j) -> T& { return t[i + j * ldt]; };
  for (int64_t m = n - 1; m > 0; m--) {
    const T below = at(m, m - 1);
    if (std::abs(below) > eps * (std::abs(at(m - 1, m - 1)) + std::abs(at(m, m)))) {
      const T p = (at(m - 1, m - 1) - at(m, m)) / R(2);
      const T root = std::sqrt(p * p + at(m - 1, m) * below);
      // The eigenvalue that LAPACK names first: of a pair the one above the real axis.
      const T first = p + (p.real() < 0 && root.imag() == 0 ? -root : root.imag() < 0 ? -root : root);
      const R r = std::hypot(std::abs(first), std::abs(below));
      const T c = first / r;
      const T s = below / r;
      for (int64_t j = m - 1; j < n; j++) {
        const T upper = at(m - 1, j);
        const T lower = at(m, j);
        at(m - 1, j) = Conjugate(c) * upper + s * lower;
        at(m, j) = c * lower - s * upper;
      }
      const auto rotate = [&](T* left, T* right, int64_t rows) {
        for (int64_t i = 0; i < rows; i++) {
          const T x = left[i];
          const T y = right[i];
          left[i] = x * c + y * Conjugate(s);
          right[i] = y * Conjugate(c) - x * s;
        }
      };
      rotate(&at(0, m - 1), &at(0, m), m + 1);
      rotate(z + (m - 1) * ldz, z + m * ldz, n);
    }
    at(m, m - 1) = 0;
  }
  return 0;
}

// Levinson's recursion: a Toeplitz matrix t(i - j) = values[n - 1 + i - j]; x (n,k) holds b on entry. 1 where a leading
// submatrix is singular.
template <class T>
blas_int Levinson(const T* values, int64_t n, T* x, int64_t ldx, int64_t k) {
  const T* const t = values + n - 1;
  if (n == 0) return 0;
  if (t[0] == T(0)) return 1;
  std::vector<T> forward(n), backward(n);  // the solutions for the first and the last unit vector
  forward[0] = backward[0] = T(1) / t[0];
  for (int64_t j = 0; j < k; j++) x[j * ldx] /= t[0];
  for (int64_t m = 1; m < n; m++) {
    T last = 0;
    T first = 0;
    for (int64_t i = 0; i < m; i++) {
      last += t[m - i] * forward[i];
      first += t[-i - 1] * backward[i];
    }
    const T d = T(1) - last * first;
    if (d == T(0)) return 1;
    forward[m] = 0;
    for (int64_t i = m; i > 0; i--) backward[i] = backward[i - 1];
    backward[0] = 0;
    for (int64_t i = 0; i <= m; i++) {
      const T f = forward[i];
      forward[i] = (f - last * backward[i]) / d;
      backward[i] = (backward[i] - first * f) / d;
    }
    for (int64_t j = 0; j < k; j++) {
      T* const column = x + j * ldx;
      T error = column[m];
      for (int64_t i = 0; i < m; i++) error -= t[m - i] * column[i];
      column[m] = 0;
      for (int64_t i = 0; i <= m; i++) column[i] += error * backward[i];
    }
  }
  return 0;
}

// a (m,n) -> lower bandwidth, upper bandwidth, whether a = a^T, whether a = a^H.
template <class T>
void Structure(const CoreCall& call) {
  const Matrix<T> a = MatrixOf<T>(call, 0, call.dims[0], call.dims[1]);
  int64_t lower = 0;
  int64_t upper = 0;
  for (int64_t i = 0; i < a.rows; i++) {
    for (int64_t j = 0; j < std::min(i - lower, a.cols); j++) {
      if (a.at(i, j) != T(0)) lower = i - j;
    }
    for (int64_t j = a.cols - 1; j > i + upper; j--) {
      if (a.at(i, j) != T(0)) upper = j - i;
    }
  }
  bool symmetric = a.rows == a.cols;
  bool hermitian = symmetric;
  for (int64_t i = 0; i < a.rows && (symmetric || hermitian); i++) {
    for (int64_t j = 0; j <= i; j++) {
      symmetric = symmetric && a.at(i, j) == a.at(j, i);
      hermitian = hermitian && a.at(i, j) == Conjugate(a.at(j, i));
    }
  }
  SetInfo(call, 1, lower);
  SetInfo(call, 2, upper);
  SetInfo(call, 3, symmetric ? 1 : 0);
  SetInfo(call, 4, hermitian ? 1 : 0);
}

}  // namespace
}  // namespace lapack

void AddMatrixFunctionRows(OpTable& table) {
  lapack::AddRow(table, "trsyl", "->(),(m,m),(n,n),(m,n),()", "->lxxxr", [](auto& c) {
    using T = typename std::decay_t<decltype(c)>::Element;
    // params: trana, tranb, isgn. The last two are C, which becomes X, and the scale.
    return SolveSylvester<T>({c.letter(0), c.letter(1), c.number(2), c.matrix(1), c.ld(1), c.matrix(2), c.ld(2)},
                             c.dim(0), c.dim(1), c.matrix(3), c.ld(3), *c.real(4));
  });
  lapack::AddRow(table, "square_root", "->(),(n,n)", "->lx",
                 [](auto& c) { return lapack::SquareRoot(c.matrix(1), c.ld(1), c.dim(0)); });
  AddTypedRow<complex64_t, complex128_t>(
      table, "lapack.complex_schur", "->(),(n,n),(n,n)", "->lxx", 100, []<class T>(T) -> CoreLoop {
        const auto body = [](auto& c) {
          return lapack::ComplexSchur(c.matrix(1), c.ld(1), c.matrix(2), c.ld(2), c.dim(0));
        };
        return lapack::Core<T, decltype(body)>;
      });
  lapack::AddRow(table, "levinson", "->(),(t),(n,k)", "->lxx",
                 [](auto& c) { return lapack::Levinson(c.vector(1), c.dim(1), c.matrix(2), c.ld(2), c.dim(2)); });
  AddBlasRow(table, "structure", "(m,n)->(),(),(),()", "x->llll", 2,
             []<class T>(T) -> CoreLoop { return lapack::Structure<T>; });
}

}  // namespace numblas
