// Factorisations by LAPACK's own names, what they solve and estimate: LU, Cholesky, LDL, banded, triangular,
// orthogonal.
#include "lapack.h"
#include "lookahead.h"
#include "recursive/gbtrf.h"

namespace numblas {
namespace lapack {

NUMBLAS_LAPACK(getrs);
NUMBLAS_LAPACK(getri);
NUMBLAS_LAPACK(gecon);
NUMBLAS_LAPACK(potrs);
NUMBLAS_LAPACK(potri);
NUMBLAS_LAPACK(pocon);
NUMBLAS_LAPACK(sytrf);
NUMBLAS_LAPACK(sytrs);
NUMBLAS_LAPACK(sycon);
NUMBLAS_LAPACK_PAIR(hetrf, sytrf, hetrf);
NUMBLAS_LAPACK_PAIR(hetrs, sytrs, hetrs);
NUMBLAS_LAPACK_PAIR(hecon, sycon, hecon);
NUMBLAS_LAPACK(trtrs);
NUMBLAS_LAPACK(trtri);
NUMBLAS_LAPACK(trcon);
NUMBLAS_LAPACK(gbtrf);
NUMBLAS_LAPACK(gbtrs);
NUMBLAS_LAPACK(gbcon);
NUMBLAS_LAPACK(pbtrf);
NUMBLAS_LAPACK(pbtrs);
NUMBLAS_LAPACK(gtsv);
NUMBLAS_LAPACK(gttrf);
NUMBLAS_LAPACK(gttrs);
NUMBLAS_LAPACK(gtcon);
NUMBLAS_LAPACK(pttrf);
NUMBLAS_LAPACK(pttrs);
NUMBLAS_LAPACK(geqrf);
NUMBLAS_LAPACK(geqp3);
NUMBLAS_LAPACK(gerqf);
NUMBLAS_LAPACK_PAIR(orgqr, orgqr, ungqr);
NUMBLAS_LAPACK_PAIR(orgrq, orgrq, ungrq);
NUMBLAS_LAPACK_PAIR(ormqr, ormqr, unmqr);
NUMBLAS_LAPACK(lange);
NUMBLAS_LAPACK(langb);
NUMBLAS_LAPACK(lantr);

namespace {

// Work memory of the condition estimators.
template <class C>
auto ConditionWork(int64_t n, int64_t real_times, int64_t complex_times) {
  return C::work_of((kIsComplex<typename C::Element> ? complex_times : real_times) * n);
}

void AddSolvers(OpTable& table) {
  // Letters (trans, uplo, …) and numbers are the row's params, in the routine's order.
  AddRow(table, "getrf", "->(),(m,n),(k)", "->lxl",
         [](auto& c) { return Getrf(c.dim(0), c.dim(1), c.matrix(1), c.ld(1), c.integers(2)); });
  AddRow(table, "getrs", "->(),(n,n),(n),(n,k)", "->lxlx", [](auto& c) {
    return c.Run(getrs, c.letter(0), c.dim(0), c.dim(1), c.matrix(1), c.ld(1), c.integers(2), c.matrix(3), c.ld(3));
  });
  AddRow(table, "getri", "->(),(n,n),(n)", "->lxl",
         [](auto& c) { return c.Run(getri, c.dim(0), c.matrix(1), c.ld(1), c.integers(2), c.work()); });
  AddRow(table, "gecon", "->(),(n,n),()", "->lxr", [](auto& c) {
    const auto n = c.dim(0);
    return c.Run(gecon, c.letter(0), n, c.matrix(1), c.ld(1), c.tolerance(1), c.real(2),
                 ConditionWork<std::decay_t<decltype(c)>>(n, 4, 2), c.reals_or_integers(2 * n));
  });
  AddRow(table, "potrf", "->(),(n,n)", "->lx",
         [](auto& c) { return Potrf(c.letter(0), c.dim(0), c.matrix(1), c.ld(1)); });
  AddRow(table, "potrs", "->(),(n,n),(n,k)", "->lxx", [](auto& c) {
    return c.Run(potrs, c.letter(0), c.dim(0), c.dim(1), c.matrix(1), c.ld(1), c.matrix(2), c.ld(2));
  });
  AddRow(table, "potri", "->(),(n,n)", "->lx",
         [](auto& c) { return c.Run(potri, c.letter(0), c.dim(0), c.matrix(1), c.ld(1)); });
  AddRow(table, "pocon", "->(),(n,n),()", "->lxr", [](auto& c) {
    const auto n = c.dim(0);
    return c.Run(pocon, c.letter(0), n, c.matrix(1), c.ld(1), c.tolerance(1), c.real(2),
                 ConditionWork<std::decay_t<decltype(c)>>(n, 3, 2), c.reals_or_integers(n));
  });
  AddRow(table, "hetrf", "->(),(n,n),(n)", "->lxl",
         [](auto& c) { return c.Run(hetrf, c.letter(0), c.dim(0), c.matrix(1), c.ld(1), c.integers(2), c.work()); });
  AddRow(table, "sytrf", "->(),(n,n),(n)", "->lxl",
         [](auto& c) { return c.Run(sytrf, c.letter(0), c.dim(0), c.matrix(1), c.ld(1), c.integers(2), c.work()); });
  AddRow(table, "sytrs", "->(),(n,n),(n),(n,k)", "->lxlx", [](auto& c) {
    return c.Run(sytrs, c.letter(0), c.dim(0), c.dim(1), c.matrix(1), c.ld(1), c.integers(2), c.matrix(3), c.ld(3));
  });
  AddRow(table, "hetrs", "->(),(n,n),(n),(n,k)", "->lxlx", [](auto& c) {
    return c.Run(hetrs, c.letter(0), c.dim(0), c.dim(1), c.matrix(1), c.ld(1), c.integers(2), c.matrix(3), c.ld(3));
  });
  const auto condition = [](auto& c, const Routine& routine) {
    using T = typename std::decay_t<decltype(c)>::Element;
    const auto n = c.dim(0);
    const auto work = c.work_of(2 * n);
    if constexpr (kIsComplex<T>) {
      return c.Run(routine, c.letter(0), n, c.matrix(1), c.ld(1), c.integers(2), c.tolerance(1), c.real(3), work);
    } else {
      return c.Run(routine, c.letter(0), n, c.matrix(1), c.ld(1), c.integers(2), c.tolerance(1), c.real(3), work,
                   c.int_work_of(n));
    }
  };
  using Condition = decltype(condition);
  AddRow(table, "sycon", "->(),(n,n),(n),()", "->lxlr", [](auto& c) { return Condition{}(c, sycon); });
  AddRow(table, "hecon", "->(),(n,n),(n),()", "->lxlr", [](auto& c) { return Condition{}(c, hecon); });
}

void AddTriangular(OpTable& table) {
  AddRow(table, "trtrs", "->(),(n,n),(n,k)", "->lxx", [](auto& c) {
    return c.Run(trtrs, c.letter(0), c.letter(1), c.letter(2), c.dim(0), c.dim(1), c.matrix(1), c.ld(1), c.matrix(2),
                 c.ld(2));
  });
  AddRow(table, "trtri", "->(),(n,n)", "->lx",
         [](auto& c) { return c.Run(trtri, c.letter(0), c.letter(1), c.dim(0), c.matrix(1), c.ld(1)); });
  AddRow(table, "trcon", "->(),(n,n),()", "->lxr", [](auto& c) {
    const auto n = c.dim(0);
    return c.Run(trcon, c.letter(0), c.letter(1), c.letter(2), n, c.matrix(1), c.ld(1), c.real(2),
                 ConditionWork<std::decay_t<decltype(c)>>(n, 3, 2), c.reals_or_integers(n));
  });
}

void AddBanded(OpTable& table) {
  // Band storage: b rows, of which the first kl are room for fill-in. params: kl, ku.
  AddRow(table, "gbtrf", "->(),(b,n),(n)", "->lxl", [](auto& c) {
    if (std::min(c.number(0), c.number(1)) >= recursive::kWideBand) {
      return recursive::Gbtrf(c.dim(1), c.dim(1), c.number(0), c.number(1), c.matrix(1), c.ld(1), c.integers(2));
    }
    return c.Run(gbtrf, c.dim(1), c.dim(1), c.number(0), c.number(1), c.matrix(1), c.ld(1), c.integers(2));
  });
  AddRow(table, "gbtrs", "->(),(b,n),(n),(n,k)", "->lxlx", [](auto& c) {
    return c.Run(gbtrs, c.letter(2), c.dim(1), c.number(0), c.number(1), c.dim(2), c.matrix(1), c.ld(1), c.integers(2),
                 c.matrix(3), c.ld(3));
  });
  AddRow(table, "gbcon", "->(),(b,n),(n),()", "->lxlr", [](auto& c) {
    const auto n = c.dim(1);
    return c.Run(gbcon, c.letter(2), n, c.number(0), c.number(1), c.matrix(1), c.ld(1), c.integers(2), c.tolerance(3),
                 c.real(3), ConditionWork<std::decay_t<decltype(c)>>(n, 3, 2), c.reals_or_integers(n));
  });
  AddRow(table, "pbtrf", "->(),(b,n)", "->lx",
         [](auto& c) { return c.Run(pbtrf, c.letter(0), c.dim(1), c.dim(0) - 1, c.matrix(1), c.ld(1)); });
  AddRow(table, "pbtrs", "->(),(b,n),(n,k)", "->lxx", [](auto& c) {
    return c.Run(pbtrs, c.letter(0), c.dim(1), c.dim(0) - 1, c.dim(2), c.matrix(1), c.ld(1), c.matrix(2), c.ld(2));
  });
  // Tridiagonal: dl and du have n-1 elements, du2 n-2; their arrays may be longer.
  AddRow(table, "gtsv", "->(),(l),(n),(l),(n,k)", "->lxxxx", [](auto& c) {
    return c.Run(gtsv, c.dim(1), c.dim(2), c.vector(1), c.vector(2), c.vector(3), c.matrix(4), c.ld(4));
  });
  AddRow(table, "gttrf", "->(),(l),(n),(l),(n),(n)", "->lxxxxl", [](auto& c) {
    return c.Run(gttrf, c.dim(1), c.vector(1), c.vector(2), c.vector(3), c.vector(4), c.integers(5));
  });
  AddRow(table, "gttrs", "->(),(l),(n),(l),(n),(n),(n,k)", "->lxxxxlx", [](auto& c) {
    return c.Run(gttrs, c.letter(0), c.dim(1), c.dim(2), c.vector(1), c.vector(2), c.vector(3), c.vector(4),
                 c.integers(5), c.matrix(6), c.ld(6));
  });
  AddRow(table, "gtcon", "->(),(l),(n),(l),(n),(n),()", "->lxxxxlr", [](auto& c) {
    using T = typename std::decay_t<decltype(c)>::Element;
    const auto n = c.dim(1);
    const auto run = [&](auto... more) {
      return c.Run(gtcon, c.letter(0), n, c.vector(1), c.vector(2), c.vector(3), c.vector(4), c.integers(5),
                   c.tolerance(1), c.real(6), c.work_of(2 * n), more...);
    };
    if constexpr (kIsComplex<T>) {
      return run();
    } else {
      return run(c.int_work_of(n));
    }
  });
  // Positive definite tridiagonal: d real, e with n-1 elements; complex: the subdiagonal ('L').
  AddRow(table, "pttrf", "->(),(n),(l)", "->lrx",
         [](auto& c) { return c.Run(pttrf, c.dim(0), c.reals(1), c.vector(2)); });
  AddRow(table, "pttrs", "->(),(n),(l),(n,k)", "->lrxx", [](auto& c) {
    return c.Run(pttrs, c.ComplexOnly('L'), c.dim(0), c.dim(2), c.reals(1), c.vector(2), c.matrix(3), c.ld(3));
  });
}

void AddOrthogonal(OpTable& table) {
  AddRow(table, "geqrf", "->(),(m,n),(k)", "->lxx",
         [](auto& c) { return c.Run(geqrf, c.dim(0), c.dim(1), c.matrix(1), c.ld(1), c.vector(2), c.work()); });
  AddRow(table, "geqp3", "->(),(m,n),(n),(k)", "->lxlx", [](auto& c) {
    return c.Run(geqp3, c.dim(0), c.dim(1), c.matrix(1), c.ld(1), c.integers(2), c.vector(3), c.work(),
                 c.real_work_of(2 * c.dim(1)));
  });
  AddRow(table, "gerqf", "->(),(m,n),(k)", "->lxx",
         [](auto& c) { return c.Run(gerqf, c.dim(0), c.dim(1), c.matrix(1), c.ld(1), c.vector(2), c.work()); });
  AddRow(table, "orgqr", "->(),(m,n),(k)", "->lxx", [](auto& c) {
    return c.Run(orgqr, c.dim(0), c.dim(1), c.dim(2), c.matrix(1), c.ld(1), c.vector(2), c.work());
  });
  AddRow(table, "orgrq", "->(),(m,n),(k)", "->lxx", [](auto& c) {
    return c.Run(orgrq, c.dim(0), c.dim(1), c.dim(2), c.matrix(1), c.ld(1), c.vector(2), c.work());
  });
  AddRow(table, "ormqr", "->(),(a,k),(k),(m,n)", "->lxxx", [](auto& c) {
    return c.Run(ormqr, c.letter(0), c.letter(1), c.dim(2), c.dim(3), c.dim(1), c.matrix(1), c.ld(1), c.vector(2),
                 c.matrix(3), c.ld(3), c.work());
  });
}

void AddNorms(OpTable& table) {
  AddRow(table, "lange", "->(),(m,n),()", "->lxr", [](auto& c) {
    *c.real(2) = c.Value(lange, c.letter(0), c.dim(0), c.dim(1), c.matrix(1), c.ld(1), c.real_memory(c.dim(0)));
    return blas_int{0};
  });
  AddRow(table, "langb", "->(),(b,n),()", "->lxr", [](auto& c) {
    *c.real(2) =
        c.Value(langb, c.letter(2), c.dim(1), c.number(0), c.number(1), c.matrix(1), c.ld(1), c.real_memory(c.dim(1)));
    return blas_int{0};
  });
  AddRow(table, "lantr", "->(),(m,n),()", "->lxr", [](auto& c) {
    *c.real(2) = c.Value(lantr, c.letter(0), c.letter(1), c.letter(2), c.dim(0), c.dim(1), c.matrix(1), c.ld(1),
                         c.real_memory(c.dim(0)));
    return blas_int{0};
  });
}

}  // namespace
}  // namespace lapack

void AddLapackFactorRows(OpTable& table) {
  lapack::AddSolvers(table);
  lapack::AddTriangular(table);
  lapack::AddBanded(table);
  lapack::AddOrthogonal(table);
  lapack::AddNorms(table);
}

}  // namespace numblas
