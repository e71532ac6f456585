// What BLAS's and LAPACK's own rows demand of their operands' sizes beyond a signature: letters and numbers among the
// params decide. What the routines check themselves (leading dimensions, orders, ranges of numbers) does not stand
// here.
#include <algorithm>
#include <span>

#include "../relations.h"

namespace numblas {
namespace {

bool Is(const Call& call, int param, char letter) { return call.params[param] == letter; }

// An operand (rows, columns) that is multiplied or, unless its letter is N, its transpose: whether that is m times k.
bool Turned(const Call& call, int param, const int64_t* of, int64_t m, int64_t k) {
  const bool plain = Is(call, param, 'N');
  return of[0] == (plain ? m : k) && of[1] == (plain ? k : m);
}

// dims: (k,k),(m,n), the square on the left or the right.
bool OneSide(const Call& call, const int64_t* dims) { return dims[0] == dims[Is(call, 1, 'L') ? 1 : 2]; }
// dims: (p,q),(n,n)
bool RankUpdate(const Call& call, const int64_t* dims) { return dims[Is(call, 2, 'N') ? 0 : 1] == dims[2]; }
bool FiveOrMore(const Call&, const int64_t* dims) { return dims[1] >= 5; }
bool FiveAlone(const Call&, const int64_t* dims) { return dims[0] >= 5; }

// dims: (m,n),(k)
bool LeastOfBoth(const Call&, const int64_t* dims) { return dims[2] >= std::min(dims[0], dims[1]); }
// Whether a band of kl and ku diagonals, with `room` more for what pivoting fills in, lies in so many rows.
bool Band(const Call& call, int64_t rows, bool room) {
  const double kl = call.params[0];
  const double ku = call.params[1];
  return kl >= 0 && ku >= 0 && static_cast<double>(rows) >= (room ? 2 : 1) * kl + ku + 1;
}
bool BandWithRoom(const Call& call, const int64_t* dims) { return Band(call, dims[0], true); }
bool BandAlone(const Call& call, const int64_t* dims) { return Band(call, dims[0], false); }
bool SidesFirst(const Call&, const int64_t* dims) { return dims[0] >= dims[1] - 1; }  // (l),(n)
bool SidesLast(const Call&, const int64_t* dims) { return dims[1] >= dims[0] - 1; }   // (n),(l)

// Columns for as many eigenvectors as are asked for. Params: jobz and range at `at`, il and iu at `from`.
bool Eigenvectors(const Call& call, int at, int from, int64_t n, int64_t columns) {
  if (Is(call, at, 'N')) return true;
  return static_cast<double>(columns) >=
         (Is(call, at + 1, 'I') ? call.params[from + 1] - call.params[from] + 1 : static_cast<double>(n));
}
bool Spectrum(const Call& call, const int64_t* dims) { return Eigenvectors(call, 0, 5, dims[0], dims[1]); }
bool GeneralisedSpectrum(const Call& call, const int64_t* dims) { return Eigenvectors(call, 1, 6, dims[0], dims[1]); }

// A square for vectors that are asked for.
bool Vectors(const Call& call, int param, int64_t n, int64_t length) { return Is(call, param, 'N') || length >= n; }
// dims: n, l, r
bool BothVectors(const Call& call, const int64_t* dims) {
  return Vectors(call, 0, dims[0], dims[1]) && Vectors(call, 1, dims[0], dims[2]);
}
bool SchurVectors(const Call& call, const int64_t* dims) { return Vectors(call, 0, dims[0], dims[1]); }
bool Reflectors(const Call&, const int64_t* dims) { return dims[1] >= dims[0] - 1; }  // (n,n),(t)

// dims: m, n, k, u (u,v), vt (w,x)
bool SingularVectors(const int64_t* dims, char left, char right) {
  const int64_t m = dims[0], n = dims[1], k = dims[2], u = dims[3], v = dims[4], w = dims[5], x = dims[6];
  const int64_t least = std::min(m, n);
  if (k != least) return false;
  if ((left == 'A' || left == 'S') && (u < m || v < (left == 'A' ? m : least))) return false;
  return (right != 'A' && right != 'S') || (w >= (right == 'A' ? n : least) && x >= n);
}
bool DivideAndConquer(const Call& call, const int64_t* dims) {
  const char job = static_cast<char>(call.params[0]);
  if (job != 'O') return SingularVectors(dims, job, job);
  return dims[0] >= dims[1] ? SingularVectors(dims, 'N', 'A') : SingularVectors(dims, 'A', 'N');
}
bool BothSides(const Call& call, const int64_t* dims) {
  return SingularVectors(dims, static_cast<char>(call.params[0]), static_cast<char>(call.params[1]));
}
// dims: m, n, v
bool Jacobi(const Call& call, const int64_t* dims) { return Vectors(call, 2, dims[1], dims[2]); }
// dims: m, n, u, w, v
bool PreparedJacobi(const Call& call, const int64_t* dims) {
  const int64_t columns = Is(call, 1, 'F') ? dims[0] : dims[1];
  return (Is(call, 1, 'N') || (dims[2] >= dims[0] && dims[3] >= columns)) && Vectors(call, 2, dims[1], dims[4]);
}
// dims: m, n, b, k, s
bool RoomForX(const Call&, const int64_t* dims) { return dims[2] >= std::max(dims[0], dims[1]); }
bool RoomForXAndS(const Call& call, const int64_t* dims) {
  return RoomForX(call, dims) && dims[4] >= std::min(dims[0], dims[1]);
}

constexpr Relation kRelations[] = {
    {"blas.gemm",
     [](const Call& call, const int64_t* dims) {
       const int64_t k = dims[Is(call, 1, 'N') ? 1 : 0];
       return Turned(call, 1, dims, dims[4], k) && Turned(call, 2, dims + 2, k, dims[5]);
     }},
    {"blas.symm", OneSide},
    {"blas.hemm", OneSide},
    {"blas.syrk", RankUpdate},
    {"blas.herk", RankUpdate},
    {"blas.syr2k", RankUpdate},
    {"blas.her2k", RankUpdate},
    {"blas.trmm", OneSide},
    {"blas.trsm", OneSide},
    {"blas.gemv", [](const Call& call, const int64_t* dims) { return Turned(call, 1, dims, dims[3], dims[2]); }},
    {"blas.gbmv",
     [](const Call& call, const int64_t* dims) {
       const double m = call.params[4];
       const auto x = static_cast<double>(dims[2]);
       const auto y = static_cast<double>(dims[3]);
       const auto n = static_cast<double>(dims[1]);
       const double kl = call.params[2];
       const double ku = call.params[3];
       const bool plain = Is(call, 1, 'N');
       return kl >= 0 && ku >= 0 && static_cast<double>(dims[0]) >= kl + ku + 1 && x == (plain ? n : m) &&
              y == (plain ? m : n);
     }},
    {"blas.rotm", FiveOrMore},
    {"blas.rotmg", FiveAlone},
    {"lapack.getrf", LeastOfBoth},
    {"lapack.gbtrf", BandWithRoom},
    {"lapack.gbtrs", BandWithRoom},
    {"lapack.gbcon", BandWithRoom},
    {"lapack.langb", BandAlone},
    {"lapack.gtsv", SidesFirst},
    {"lapack.gttrf", SidesFirst},
    {"lapack.gttrs", SidesFirst},
    {"lapack.gtcon", SidesFirst},
    {"lapack.pttrf", SidesLast},
    {"lapack.pttrs", SidesLast},
    {"lapack.geqrf", LeastOfBoth},
    {"lapack.geqp3", LeastOfBoth},
    {"lapack.gerqf", LeastOfBoth},
    {"lapack.ormqr", [](const Call& call, const int64_t* dims) { return dims[0] >= dims[Is(call, 0, 'L') ? 2 : 3]; }},
    {"lapack.heevr", Spectrum},
    {"lapack.heevx", Spectrum},
    {"lapack.hegvx", GeneralisedSpectrum},
    {"lapack.stemr", [](const Call& call, const int64_t* dims) { return Eigenvectors(call, 0, 4, dims[0], dims[1]); }},
    {"lapack.geev", BothVectors},
    {"lapack.ggev", BothVectors},
    {"lapack.gees", SchurVectors},
    {"lapack.gges", BothVectors},
    {"lapack.gehrd", Reflectors},
    {"lapack.orghr", Reflectors},
    {"lapack.gesdd", DivideAndConquer},
    {"lapack.gesvd", BothSides},
    {"lapack.gesvj", Jacobi},
    {"lapack.gejsv", PreparedJacobi},
    {"lapack.gelsd", RoomForXAndS},
    {"lapack.gelss", RoomForXAndS},
    {"lapack.gelsy", RoomForX},
    {"lapack.levinson", [](const Call&, const int64_t* dims) { return dims[0] >= 2 * dims[1] - 1; }},
};

}  // namespace

std::span<const Relation> LinalgRelations() { return kRelations; }

}  // namespace numblas
