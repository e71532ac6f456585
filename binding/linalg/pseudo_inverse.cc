// Singular values and vectors of Hermitian matrices, and Moore and Penrose's inverse of any matrix.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "decompositions.h"
#include "fortran.h"
#include "rows.h"

namespace numblas {
namespace {

// a (n,n), the lower triangle of which is read -> u (n,n), s (n) from the largest on, vh (n,n). The singular values are
// the eigenvalues' magnitudes; their signs go to vh. Vectors are left out where u is empty.
template <class T>
int64_t HermitianSvd(const Matrix<T>& a, const Matrix<T>& u, const Matrix<Real<T>>& s, const Matrix<T>& vh) {
  using R = Real<T>;
  const int64_t n = a.rows;
  if (n == 0) return 0;
  const bool vectors = !u.empty();
  Arena arena;
  arena.Reserve<R>(n);
  arena.Reserve<int64_t>(n);
  arena.Reserve<T>(vectors ? Product(n, n) : 0);
  const Scratch scratch(arena.size());
  R* const w = arena.Take<R>(scratch, n);
  int64_t* const order = arena.Take<int64_t>(scratch, n);
  const Matrix<T> v = vectors ? RowMajor(arena.Take<T>(scratch, n * n), n, n) : Matrix<T>{};
  const int64_t info = Eigh(a, false, RowMajor(w, n, 1), v);
  if (info != 0) {
    Fill(s, NotANumber<R>());
    Fill(u, NotANumber<T>());
    Fill(vh, NotANumber<T>());
    return info;
  }
  std::iota(order, order + n, int64_t{0});
  std::stable_sort(order, order + n, [&](int64_t i, int64_t j) { return std::abs(w[i]) < std::abs(w[j]); });
  std::reverse(order, order + n);
  for (int64_t j = 0; j < n; j++) s.at(j, 0) = std::abs(w[order[j]]);
  if (!vectors) return 0;
  for (int64_t i = 0; i < n; i++) {
    for (int64_t j = 0; j < n; j++) u.at(i, j) = v.at(i, order[j]);
  }
  for (int64_t j = 0; j < n; j++) {
    const bool negative = std::signbit(w[order[j]]);
    for (int64_t i = 0; i < n; i++) {
      const T element = Conjugate(v.at(i, order[j]));
      vh.at(j, i) = negative ? -element : element;
    }
  }
  return 0;
}

template <class T>
void HermitianVectors(const CoreCall& call) {
  const int64_t n = call.dims[0];
  SetInfo(call, 4,
          HermitianSvd(MatrixOf<T>(call, 0, n, n), MatrixOf<T>(call, 1, n, n), VectorOf<Real<T>>(call, 2, n),
                       MatrixOf<T>(call, 3, n, n)));
}

template <class T>
void HermitianValues(const CoreCall& call) {
  const int64_t n = call.dims[0];
  SetInfo(call, 2, HermitianSvd(MatrixOf<T>(call, 0, n, n), Matrix<T>{}, VectorOf<Real<T>>(call, 1, n), Matrix<T>{}));
}

// a (m,n), share -> inverse (n,m), info as for svd. Singular values up to `share` of the largest count as zero.
// params[0]: 1 where a is Hermitian.
template <class T>
void PseudoInverse(const CoreCall& call) {
  using R = Real<T>;
  const int64_t m = call.dims[0];
  const int64_t n = call.dims[1];
  const int64_t k = std::min(m, n);
  SetInfo(call, 3, 0);
  if (k == 0) return;
  const Matrix<T> a = MatrixOf<T>(call, 0, m, n);
  const R share = *reinterpret_cast<const R*>(call.args[1]);
  const Matrix<T> inverse = MatrixOf<T>(call, 2, n, m);
  Arena arena;
  arena.Reserve<T>(Product(m, k));
  arena.Reserve<R>(k);
  arena.Reserve<T>(Product(k, n));
  const Scratch scratch(arena.size());
  T* const u = arena.Take<T>(scratch, m * k);
  R* const s = arena.Take<R>(scratch, k);
  T* const vh = arena.Take<T>(scratch, k * n);
  const int64_t info = call.params[0] != 0
                           ? HermitianSvd(a, RowMajor(u, m, k), RowMajor(s, k, 1), RowMajor(vh, k, n))
                           : Svd(a, Vectors::kSome, RowMajor(u, m, k), RowMajor(s, k, 1), RowMajor(vh, k, n));
  SetInfo(call, 3, info);
  if (info != 0) return Fill(inverse, NotANumber<T>());
  const R cutoff = share * s[0];
  int64_t rank = 0;
  for (; rank < k && s[rank] > cutoff; rank++) {
    for (int64_t j = 0; j < n; j++) vh[rank * n + j] /= s[rank];
  }
  if (rank == 0) return Fill(inverse, T(0));
  // inverse = (diag(1/s) vh)^H u^H; Fortran sees inverse^T = conj(u) conj(diag(1/s) vh), and each factor transposed.
  const RowMajorOutput<T> out(inverse);
  const char conjugated = kIsComplex<T> ? 'C' : 'T';
  fortran::gemm(conjugated, conjugated, m, n, rank, T(1), u, k, vh, n, T(0), out.data(), m);
  out.Finish();
}

}  // namespace

void AddPseudoInverseRows(OpTable& table) {
  AddBlasRow(table, "svd_h", "(n,n)->(n,n),(n),(n,n),()", "x->xrxl", 1000,
             []<class T>(T) -> CoreLoop { return HermitianVectors<T>; });
  AddBlasRow(table, "svdvals_h", "(n,n)->(n),()", "x->rl", 500,
             []<class T>(T) -> CoreLoop { return HermitianValues<T>; });
  AddBlasRow(table, "pinv", "(m,n),()->(n,m),()", "xr->xl", 100,
             []<class T>(T) -> CoreLoop { return PseudoInverse<T>; });
}

}  // namespace numblas
