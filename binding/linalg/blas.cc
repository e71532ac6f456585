// The rows of numblas/blas: levels 1 to 3. What comes in is checked in lib/blas; shapes follow from the signature.
#include "blas.h"

namespace numblas {
namespace blas {

NUMBLAS_CBLAS(gemm);
NUMBLAS_CBLAS(symm);
NUMBLAS_CBLAS_COMPLEX(hemm);
NUMBLAS_CBLAS(syrk);
NUMBLAS_CBLAS_COMPLEX(herk);
NUMBLAS_CBLAS(syr2k);
NUMBLAS_CBLAS_COMPLEX(her2k);
NUMBLAS_CBLAS(trmm);
NUMBLAS_CBLAS(trsm);
NUMBLAS_CBLAS(gemv);
NUMBLAS_CBLAS(gbmv);
NUMBLAS_CBLAS_REAL(symv);
NUMBLAS_CBLAS_COMPLEX(hemv);
NUMBLAS_CBLAS_REAL(sbmv);
NUMBLAS_CBLAS_COMPLEX(hbmv);
NUMBLAS_CBLAS(trmv);
NUMBLAS_CBLAS(trsv);
NUMBLAS_CBLAS(tbmv);
NUMBLAS_CBLAS(tbsv);
NUMBLAS_CBLAS_REAL(ger);
NUMBLAS_CBLAS_COMPLEX(geru);
NUMBLAS_CBLAS_COMPLEX(gerc);
NUMBLAS_CBLAS_REAL(syr);
NUMBLAS_CBLAS_COMPLEX(her);
NUMBLAS_CBLAS_REAL(syr2);
NUMBLAS_CBLAS_COMPLEX(her2);
NUMBLAS_CBLAS(axpy);
NUMBLAS_CBLAS(scal);
NUMBLAS_CBLAS(copy);
NUMBLAS_CBLAS(swap);
NUMBLAS_CBLAS_REAL(dot);
NUMBLAS_CBLAS_COMPLEX(dotu_sub);
NUMBLAS_CBLAS_COMPLEX(dotc_sub);
NUMBLAS_CBLAS_NAMED(nrm2, snrm2, dnrm2, scnrm2, dznrm2);
NUMBLAS_CBLAS_NAMED(asum, sasum, dasum, scasum, dzasum);
NUMBLAS_CBLAS_NAMED(iamax, isamax, idamax, icamax, izamax);
NUMBLAS_CBLAS_NAMED(rot, srot, drot, csrot, zdrot);
NUMBLAS_CBLAS(rotg);
NUMBLAS_CBLAS_REAL(rotm);
NUMBLAS_CBLAS_REAL(rotmg);

namespace {

// params after the order: letters, then alpha (2), then beta (2).
void AddLevel3(OpTable& table) {
  AddAll(table, "gemm", "->(p,q),(r,s),(m,n)", "->xxx", 1, [](auto& c) {
    const blas_int k = c.is(1, 'N') ? c.dim(1) : c.dim(0);
    c.Run(gemm, c.order(), c.trans(1), c.trans(2), c.dim(4), c.dim(5), k, c.scalar(3), c.matrix(0), c.ld(0),
          c.matrix(1), c.ld(1), c.scalar(5), c.matrix(2), c.ld(2));
  });
  AddAll(table, "symm", "->(k,k),(m,n),(m,n)", "->xxx", 1, [](auto& c) {
    c.Run(symm, c.order(), c.side(1), c.uplo(2), c.dim(1), c.dim(2), c.scalar(3), c.matrix(0), c.ld(0), c.matrix(1),
          c.ld(1), c.scalar(5), c.matrix(2), c.ld(2));
  });
  AddComplex(table, "hemm", "->(k,k),(m,n),(m,n)", "->xxx", 1, [](auto& c) {
    c.Run(hemm, c.order(), c.side(1), c.uplo(2), c.dim(1), c.dim(2), c.scalar(3), c.matrix(0), c.ld(0), c.matrix(1),
          c.ld(1), c.scalar(5), c.matrix(2), c.ld(2));
  });
  AddAll(table, "syrk", "->(p,q),(n,n)", "->xx", 1, [](auto& c) {
    c.Run(syrk, c.order(), c.uplo(1), c.trans(2), c.dim(2), c.is(2, 'N') ? c.dim(1) : c.dim(0), c.scalar(3),
          c.matrix(0), c.ld(0), c.scalar(5), c.matrix(1), c.ld(1));
  });
  AddComplex(table, "herk", "->(p,q),(n,n)", "->xx", 1, [](auto& c) {
    c.Run(herk, c.order(), c.uplo(1), c.trans(2), c.dim(2), c.is(2, 'N') ? c.dim(1) : c.dim(0), c.real(3), c.matrix(0),
          c.ld(0), c.real(5), c.matrix(1), c.ld(1));
  });
  AddAll(table, "syr2k", "->(p,q),(p,q),(n,n)", "->xxx", 1, [](auto& c) {
    c.Run(syr2k, c.order(), c.uplo(1), c.trans(2), c.dim(2), c.is(2, 'N') ? c.dim(1) : c.dim(0), c.scalar(3),
          c.matrix(0), c.ld(0), c.matrix(1), c.ld(1), c.scalar(5), c.matrix(2), c.ld(2));
  });
  AddComplex(table, "her2k", "->(p,q),(p,q),(n,n)", "->xxx", 1, [](auto& c) {
    c.Run(her2k, c.order(), c.uplo(1), c.trans(2), c.dim(2), c.is(2, 'N') ? c.dim(1) : c.dim(0), c.scalar(3),
          c.matrix(0), c.ld(0), c.matrix(1), c.ld(1), c.real(5), c.matrix(2), c.ld(2));
  });
  AddAll(table, "trmm", "->(k,k),(m,n)", "->xx", 1, [](auto& c) {
    c.Run(trmm, c.order(), c.side(1), c.uplo(2), c.trans(3), c.diag(4), c.dim(1), c.dim(2), c.scalar(5), c.matrix(0),
          c.ld(0), c.matrix(1), c.ld(1));
  });
  AddAll(table, "trsm", "->(k,k),(m,n)", "->xx", 1, [](auto& c) {
    c.Run(trsm, c.order(), c.side(1), c.uplo(2), c.trans(3), c.diag(4), c.dim(1), c.dim(2), c.scalar(5), c.matrix(0),
          c.ld(0), c.matrix(1), c.ld(1));
  });
}

void AddLevel2(OpTable& table) {
  AddAll(table, "gemv", "->(m,n),(x),(y)", "->xxx", 1, [](auto& c) {
    c.Run(gemv, c.order(), c.trans(1), c.dim(0), c.dim(1), c.scalar(2), c.matrix(0), c.ld(0), c.vector(1, c.dim(2)),
          c.inc(1), c.scalar(4), c.vector(2, c.dim(3)), c.inc(2));
  });
  // params: trans, kl, ku, m, alpha, beta. Bands lie in Fortran's storage, so order is column-major.
  AddAll(table, "gbmv", "->(b,n),(x),(y)", "->xxx", 1, [](auto& c) {
    c.Run(gbmv, c.order(), c.trans(1), c.number(4), c.dim(1), c.number(2), c.number(3), c.scalar(5), c.matrix(0),
          c.ld(0), c.vector(1, c.dim(2)), c.inc(1), c.scalar(7), c.vector(2, c.dim(3)), c.inc(2));
  });
  AddReal(table, "symv", "->(n,n),(n),(n)", "->xxx", 1, [](auto& c) {
    const auto n = c.dim(0);
    c.Run(symv, c.order(), c.uplo(1), n, c.scalar(2), c.matrix(0), c.ld(0), c.vector(1, n), c.inc(1), c.scalar(4),
          c.vector(2, n), c.inc(2));
  });
  AddComplex(table, "hemv", "->(n,n),(n),(n)", "->xxx", 1, [](auto& c) {
    const auto n = c.dim(0);
    c.Run(hemv, c.order(), c.uplo(1), n, c.scalar(2), c.matrix(0), c.ld(0), c.vector(1, n), c.inc(1), c.scalar(4),
          c.vector(2, n), c.inc(2));
  });
  AddReal(table, "sbmv", "->(b,n),(n),(n)", "->xxx", 1, [](auto& c) {
    const auto n = c.dim(1);
    c.Run(sbmv, c.order(), c.uplo(1), n, c.dim(0) - 1, c.scalar(2), c.matrix(0), c.ld(0), c.vector(1, n), c.inc(1),
          c.scalar(4), c.vector(2, n), c.inc(2));
  });
  AddComplex(table, "hbmv", "->(b,n),(n),(n)", "->xxx", 1, [](auto& c) {
    const auto n = c.dim(1);
    c.Run(hbmv, c.order(), c.uplo(1), n, c.dim(0) - 1, c.scalar(2), c.matrix(0), c.ld(0), c.vector(1, n), c.inc(1),
          c.scalar(4), c.vector(2, n), c.inc(2));
  });
  AddAll(table, "trmv", "->(n,n),(n)", "->xx", 1, [](auto& c) {
    const auto n = c.dim(0);
    c.Run(trmv, c.order(), c.uplo(1), c.trans(2), c.diag(3), n, c.matrix(0), c.ld(0), c.vector(1, n), c.inc(1));
  });
  AddAll(table, "trsv", "->(n,n),(n)", "->xx", 1, [](auto& c) {
    const auto n = c.dim(0);
    c.Run(trsv, c.order(), c.uplo(1), c.trans(2), c.diag(3), n, c.matrix(0), c.ld(0), c.vector(1, n), c.inc(1));
  });
  AddAll(table, "tbmv", "->(b,n),(n)", "->xx", 1, [](auto& c) {
    const auto n = c.dim(1);
    c.Run(tbmv, c.order(), c.uplo(1), c.trans(2), c.diag(3), n, c.dim(0) - 1, c.matrix(0), c.ld(0), c.vector(1, n),
          c.inc(1));
  });
  AddAll(table, "tbsv", "->(b,n),(n)", "->xx", 1, [](auto& c) {
    const auto n = c.dim(1);
    c.Run(tbsv, c.order(), c.uplo(1), c.trans(2), c.diag(3), n, c.dim(0) - 1, c.matrix(0), c.ld(0), c.vector(1, n),
          c.inc(1));
  });
  const auto rank_one = [](auto& c, const Routine& routine) {
    const auto m = c.dim(0);
    const auto n = c.dim(1);
    c.Run(routine, c.order(), m, n, c.scalar(1), c.vector(0, m), c.inc(0), c.vector(1, n), c.inc(1), c.matrix(2),
          c.ld(2));
  };
  using RankOne = decltype(rank_one);
  AddReal(table, "ger", "->(m),(n),(m,n)", "->xxx", 1, [](auto& c) { RankOne{}(c, ger); });
  AddComplex(table, "geru", "->(m),(n),(m,n)", "->xxx", 1, [](auto& c) { RankOne{}(c, geru); });
  AddComplex(table, "gerc", "->(m),(n),(m,n)", "->xxx", 1, [](auto& c) { RankOne{}(c, gerc); });
  AddReal(table, "syr", "->(n),(n,n)", "->xx", 1, [](auto& c) {
    const auto n = c.dim(0);
    c.Run(syr, c.order(), c.uplo(1), n, c.scalar(2), c.vector(0, n), c.inc(0), c.matrix(1), c.ld(1));
  });
  AddComplex(table, "her", "->(n),(n,n)", "->xx", 1, [](auto& c) {
    const auto n = c.dim(0);
    c.Run(her, c.order(), c.uplo(1), n, c.real(2), c.vector(0, n), c.inc(0), c.matrix(1), c.ld(1));
  });
  const auto rank_two = [](auto& c, const Routine& routine) {
    const auto n = c.dim(0);
    c.Run(routine, c.order(), c.uplo(1), n, c.scalar(2), c.vector(0, n), c.inc(0), c.vector(1, n), c.inc(1),
          c.matrix(2), c.ld(2));
  };
  using RankTwo = decltype(rank_two);
  AddReal(table, "syr2", "->(n),(n),(n,n)", "->xxx", 1, [](auto& c) { RankTwo{}(c, syr2); });
  AddComplex(table, "her2", "->(n),(n),(n,n)", "->xxx", 1, [](auto& c) { RankTwo{}(c, her2); });
}

void AddLevel1(OpTable& table) {
  AddAll(table, "axpy", "->(n),(n)", "->xx", 1, [](auto& c) {
    const auto n = c.dim(0);
    c.Run(axpy, n, c.scalar(1), c.vector(0, n), c.inc(0), c.vector(1, n), c.inc(1));
  });
  AddAll(table, "scal", "->(n)", "->x", 1, [](auto& c) {
    const auto n = c.dim(0);
    const blas_int inc = c.inc(0);
    c.Run(scal, n, c.scalar(1), c.vector(0, n), inc < 0 ? -inc : inc);
  });
  AddAll(table, "copy", "->(n),(n)", "->xx", 1, [](auto& c) {
    const auto n = c.dim(0);
    c.Run(copy, n, c.vector(0, n), c.inc(0), c.vector(1, n), c.inc(1));
  });
  AddAll(table, "swap", "->(n),(n)", "->xx", 1, [](auto& c) {
    const auto n = c.dim(0);
    c.Run(swap, n, c.vector(0, n), c.inc(0), c.vector(1, n), c.inc(1));
  });
  AddReal(table, "dot", "->(n),(n),()", "->xxx", 1, [](auto& c) {
    using T = typename std::decay_t<decltype(c)>::Element;
    const auto n = c.dim(0);
    *c.element(2) = c.template Value<T>(dot, n, c.vector(0, n), c.inc(0), c.vector(1, n), c.inc(1));
  });
  AddComplex(table, "dotu", "->(n),(n),()", "->xxx", 1, [](auto& c) {
    const auto n = c.dim(0);
    c.Run(dotu_sub, n, c.vector(0, n), c.inc(0), c.vector(1, n), c.inc(1), c.element(2));
  });
  AddComplex(table, "dotc", "->(n),(n),()", "->xxx", 1, [](auto& c) {
    const auto n = c.dim(0);
    c.Run(dotc_sub, n, c.vector(0, n), c.inc(0), c.vector(1, n), c.inc(1), c.element(2));
  });
  AddAll(table, "nrm2", "->(n),()", "->xr", 1, [](auto& c) {
    using R = typename std::decay_t<decltype(c)>::R;
    const auto n = c.dim(0);
    const blas_int inc = c.inc(0);
    *c.template element<R>(1) = c.template Value<R>(nrm2, n, c.vector(0, n), inc < 0 ? -inc : inc);
  });
  AddAll(table, "asum", "->(n),()", "->xr", 1, [](auto& c) {
    using R = typename std::decay_t<decltype(c)>::R;
    const auto n = c.dim(0);
    const blas_int inc = c.inc(0);
    *c.template element<R>(1) = c.template Value<R>(asum, n, c.vector(0, n), inc < 0 ? -inc : inc);
  });
  AddAll(table, "iamax", "->(n),()", "->xl", 1, [](auto& c) {
    const auto n = c.dim(0);
    *c.template element<int64_t>(1) =
        static_cast<int64_t>(c.template Value<size_t>(iamax, n, c.vector(0, n), c.inc(0)));
  });
  AddAll(table, "rot", "->(n),(n)", "->xx", 1, [](auto& c) {
    const auto n = c.dim(0);
    c.Run(rot, n, c.vector(0, n), c.inc(0), c.vector(1, n), c.inc(1), c.real(1), c.real(2));
  });
  AddAll(table, "rotg", "->(),(),(),()", "->xxrx", 1, [](auto& c) {
    using R = typename std::decay_t<decltype(c)>::R;
    c.Run(rotg, c.element(0), c.element(1), c.template element<R>(2), c.element(3));
  });
  AddReal(table, "rotm", "->(n),(n),(p)", "->xxx", 1, [](auto& c) {
    const auto n = c.dim(0);
    c.Run(rotm, n, c.vector(0, n), c.inc(0), c.vector(1, n), c.inc(1), c.vector(2, 5));
  });
  AddReal(table, "rotmg", "->(),(),(),(),(p)", "->xxxxx", 1,
          [](auto& c) { c.Run(rotmg, c.element(0), c.element(1), c.element(2), *c.element(3), c.vector(4, 5)); });
}

}  // namespace
}  // namespace blas

void AddBlasRows(OpTable& table) {
  blas::AddLevel3(table);
  blas::AddLevel2(table);
  blas::AddLevel1(table);
}

}  // namespace numblas
