// Eigenproblems by LAPACK's own names: symmetric, general and generalised, Schur forms and what is done with them.
#include "lapack.h"

namespace numblas {
namespace lapack {

NUMBLAS_LAPACK_PAIR(heev, syev, heev);
NUMBLAS_LAPACK_PAIR(heevd, syevd, heevd);
NUMBLAS_LAPACK_PAIR(heevr, syevr, heevr);
NUMBLAS_LAPACK_PAIR(heevx, syevx, heevx);
NUMBLAS_LAPACK_PAIR(hegv, sygv, hegv);
NUMBLAS_LAPACK_PAIR(hegvd, sygvd, hegvd);
NUMBLAS_LAPACK_PAIR(hegvx, sygvx, hegvx);
NUMBLAS_LAPACK_PAIR(hegst, sygst, hegst);
NUMBLAS_LAPACK(geev);
NUMBLAS_LAPACK(ggev);
NUMBLAS_LAPACK(gees);
NUMBLAS_LAPACK(gges);
NUMBLAS_LAPACK(trsen);
NUMBLAS_LAPACK(tgsen);
NUMBLAS_LAPACK(gebal);
NUMBLAS_LAPACK(gehrd);
NUMBLAS_LAPACK_PAIR(orghr, orghr, unghr);
// Real symmetric tridiagonal: the complex rows call them for their eigenvectors' type alone, so real types only.
void sstev() NUMBLAS_SYMBOL(sstev);
void dstev() NUMBLAS_SYMBOL(dstev);
void sstevd() NUMBLAS_SYMBOL(sstevd);
void dstevd() NUMBLAS_SYMBOL(dstevd);
void ssterf() NUMBLAS_SYMBOL(ssterf);
void dsterf() NUMBLAS_SYMBOL(dsterf);
void sstemr() NUMBLAS_SYMBOL(sstemr);
void dstemr() NUMBLAS_SYMBOL(dstemr);
void sstebz() NUMBLAS_SYMBOL(sstebz);
void dstebz() NUMBLAS_SYMBOL(dstebz);
void sstein() NUMBLAS_SYMBOL(sstein);
void dstein() NUMBLAS_SYMBOL(dstein);
inline constexpr Routine stev{{sstev, dstev}};
inline constexpr Routine stevd{{sstevd, dstevd}};
inline constexpr Routine sterf{{ssterf, dsterf}};
inline constexpr Routine stemr{{sstemr, dstemr}};
inline constexpr Routine stebz{{sstebz, dstebz}};
inline constexpr Routine stein{{sstein, dstein}};

namespace {

void AddSymmetric(OpTable& table) {
  // a becomes the eigenvectors. params: jobz, uplo.
  AddRow(table, "heev", "->(),(n,n),(n)", "->lxr", [](auto& c) {
    const auto n = c.dim(0);
    return c.Run(heev, c.letter(0), c.letter(1), n, c.matrix(1), c.ld(1), c.reals(2), c.work(), c.real_work_of(3 * n));
  });
  AddRow(table, "heevd", "->(),(n,n),(n)", "->lxr", [](auto& c) {
    return c.Run(heevd, c.letter(0), c.letter(1), c.dim(0), c.matrix(1), c.ld(1), c.reals(2), c.work(), c.real_work(),
                 c.int_work());
  });
  // params: jobz, range, uplo, vl, vu, il, iu, abstol. z has columns for as many as are asked for; m is their number.
  AddRow(table, "heevr", "->(),(n,n),(n),(n,z),()", "->lxrxl", [](auto& c) {
    const auto n = c.dim(0);
    return c.Run(heevr, c.letter(0), c.letter(1), c.letter(2), n, c.matrix(1), c.ld(1), c.tolerance(3), c.tolerance(4),
                 c.number(5), c.number(6), c.tolerance(7), c.integer(4), c.reals(2), c.matrix(3), c.ld(3),
                 c.int_work_of(2 * n), c.work(), c.real_work(), c.int_work());
  });
  AddRow(table, "heevx", "->(),(n,n),(n),(n,z),()", "->lxrxl", [](auto& c) {
    const auto n = c.dim(0);
    return c.Run(heevx, c.letter(0), c.letter(1), c.letter(2), n, c.matrix(1), c.ld(1), c.tolerance(3), c.tolerance(4),
                 c.number(5), c.number(6), c.tolerance(7), c.integer(4), c.reals(2), c.matrix(3), c.ld(3), c.work(),
                 c.real_work_of(7 * n), c.int_work_of(5 * n), c.int_work_of(n));
  });
  // params: itype, jobz, uplo.
  AddRow(table, "hegv", "->(),(n,n),(n,n),(n)", "->lxxr", [](auto& c) {
    const auto n = c.dim(0);
    return c.Run(hegv, c.number(0), c.letter(1), c.letter(2), n, c.matrix(1), c.ld(1), c.matrix(2), c.ld(2), c.reals(3),
                 c.work(), c.real_work_of(3 * n));
  });
  AddRow(table, "hegvd", "->(),(n,n),(n,n),(n)", "->lxxr", [](auto& c) {
    return c.Run(hegvd, c.number(0), c.letter(1), c.letter(2), c.dim(0), c.matrix(1), c.ld(1), c.matrix(2), c.ld(2),
                 c.reals(3), c.work(), c.real_work(), c.int_work());
  });
  // params: itype, jobz, range, uplo, vl, vu, il, iu, abstol.
  AddRow(table, "hegvx", "->(),(n,n),(n,n),(n),(n,z),()", "->lxxrxl", [](auto& c) {
    const auto n = c.dim(0);
    return c.Run(hegvx, c.number(0), c.letter(1), c.letter(2), c.letter(3), n, c.matrix(1), c.ld(1), c.matrix(2),
                 c.ld(2), c.tolerance(4), c.tolerance(5), c.number(6), c.number(7), c.tolerance(8), c.integer(5),
                 c.reals(3), c.matrix(4), c.ld(4), c.work(), c.real_work_of(7 * n), c.int_work_of(5 * n),
                 c.int_work_of(n));
  });
  AddRow(table, "hegst", "->(),(n,n),(n,n)", "->lxx", [](auto& c) {
    return c.Run(hegst, c.number(0), c.letter(1), c.dim(0), c.matrix(1), c.ld(1), c.matrix(2), c.ld(2));
  });
}

// A row for the real types.
template <class Body>
void AddRealRow(OpTable& table, const char* name, const char* signature, const char* pattern, Body) {
  AddTypedRow<float, double>(table, (std::string("lapack.") + name).c_str(), signature, pattern, 100,
                             []<class T>(T) -> CoreLoop { return Core<T, Body>; });
}

void AddTridiagonal(OpTable& table) {
  // d (n) becomes the eigenvalues; e has n-1 elements, in an array of n where the routine wants room.
  AddRealRow(table, "sterf", "->(),(n),(n)", "->lxx",
             [](auto& c) { return c.Run(sterf, c.dim(0), c.vector(1), c.vector(2)); });
  AddRealRow(table, "stev", "->(),(n),(n),(n,n)", "->lxxx", [](auto& c) {
    const auto n = c.dim(0);
    return c.Run(stev, c.letter(0), n, c.vector(1), c.vector(2), c.matrix(3), c.ld(3), c.work_of(2 * n));
  });
  AddRealRow(table, "stevd", "->(),(n),(n),(n,n)", "->lxxx", [](auto& c) {
    return c.Run(stevd, c.letter(0), c.dim(0), c.vector(1), c.vector(2), c.matrix(3), c.ld(3), c.work(), c.int_work());
  });
  // params: jobz, range, vl, vu, il, iu. m is the number found; z has columns for as many as there may be.
  AddRealRow(table, "stemr", "->(),(n),(n),(n),(n,z),()", "->lxxxxl", [](auto& c) {
    const auto n = c.dim(0);
    blas_int try_accuracy = 1;
    return c.Run(stemr, c.letter(0), c.letter(1), n, c.vector(1), c.vector(2), c.tolerance(2), c.tolerance(3),
                 c.number(4), c.number(5), c.integer(5), c.vector(3), c.matrix(4), c.ld(4), c.dim(1),
                 c.int_work_of(2 * n), &try_accuracy, c.work(), c.int_work());
  });
  // params: range, order, vl, vu, il, iu, abstol. m, nsplit, w, iblock, isplit.
  AddRealRow(table, "stebz", "->(),(n),(n),(),(),(n),(n),(n)", "->lxxllxll", [](auto& c) {
    const auto n = c.dim(0);
    return c.Run(stebz, c.letter(0), c.letter(1), n, c.tolerance(2), c.tolerance(3), c.number(4), c.number(5),
                 c.tolerance(6), c.vector(1), c.vector(2), c.integer(3), c.integer(4), c.vector(5), c.integers(6),
                 c.integers(7), c.work_of(4 * n), c.int_work_of(3 * n));
  });
  // d, e, then w, iblock, isplit from stebz, z (n,m).
  AddRealRow(table, "stein", "->(),(n),(n),(n),(n),(n),(n,m)", "->lxxxllx", [](auto& c) {
    const auto n = c.dim(0);
    return c.Run(stein, n, c.vector(1), c.vector(2), c.dim(1), c.vector(3), c.integers(4), c.integers(5), c.matrix(6),
                 c.ld(6), c.work_of(5 * n), c.int_work_of(n), c.int_work_of(n));
  });
}

// No selection of eigenvalues while the Schur form is made: trsen and tgsen sort afterwards, as gees and gges would.
template <class C>
blas_int* NoSelection(const C&) {
  return nullptr;
}

void AddGeneral(OpTable& table) {
  // params: jobvl, jobvr. A real matrix's eigenvectors come as LAPACK packs them.
  AddRow(table, "geev", "->(),(n,n),(n),(l,l),(r,r)", "->lxzxx", [](auto& c) {
    using T = typename std::decay_t<decltype(c)>::Element;
    const auto n = c.dim(0);
    Eigenvalues<T> w(c.complexes(2), n);
    const auto info = c.Run(geev, c.letter(0), c.letter(1), n, c.matrix(1), c.ld(1), &w, c.matrix(3), c.ld(3),
                            c.matrix(4), c.ld(4), c.work(), c.real_work_of(2 * n));
    w.Finish();
    return info;
  });
  AddRow(table, "ggev", "->(),(n,n),(n,n),(n),(n),(l,l),(r,r)", "->lxxzxxx", [](auto& c) {
    using T = typename std::decay_t<decltype(c)>::Element;
    const auto n = c.dim(0);
    Eigenvalues<T> alpha(c.complexes(3), n);
    const auto info = c.Run(ggev, c.letter(0), c.letter(1), n, c.matrix(1), c.ld(1), c.matrix(2), c.ld(2), &alpha,
                            c.vector(4), c.matrix(5), c.ld(5), c.matrix(6), c.ld(6), c.work(), c.real_work_of(8 * n));
    alpha.Finish();
    return info;
  });
  // params: jobvs. a becomes T.
  AddRow(table, "gees", "->(),(n,n),(n),(z,z)", "->lxzx", [](auto& c) {
    using T = typename std::decay_t<decltype(c)>::Element;
    const auto n = c.dim(0);
    blas_int selected = 0;
    Eigenvalues<T> w(c.complexes(2), n);
    const auto info = c.Run(gees, c.letter(0), 'N', NoSelection(c), n, c.matrix(1), c.ld(1), &selected, &w, c.matrix(3),
                            c.ld(3), c.work(), c.real_work_of(n), NoSelection(c));
    w.Finish();
    return info;
  });
  AddRow(table, "gges", "->(),(n,n),(n,n),(n),(n),(q,q),(z,z)", "->lxxzxxx", [](auto& c) {
    using T = typename std::decay_t<decltype(c)>::Element;
    const auto n = c.dim(0);
    blas_int selected = 0;
    Eigenvalues<T> alpha(c.complexes(3), n);
    const auto info = c.Run(gges, c.letter(0), c.letter(1), 'N', NoSelection(c), n, c.matrix(1), c.ld(1), c.matrix(2),
                            c.ld(2), &selected, &alpha, c.vector(4), c.matrix(5), c.ld(5), c.matrix(6), c.ld(6),
                            c.work(), c.real_work_of(8 * n), NoSelection(c));
    alpha.Finish();
    return info;
  });
  // select (n), t (n,n), q (n,n), w (n), m: reorders t and q so that the selected eigenvalues come first.
  AddRow(table, "trsen", "->(),(n),(n,n),(n,n),(n),()", "->llxxzl", [](auto& c) {
    using T = typename std::decay_t<decltype(c)>::Element;
    const auto n = c.dim(0);
    typename std::decay_t<decltype(c)>::R s = 0, sep = 0;
    Eigenvalues<T> w(c.complexes(4), n);
    const auto run = [&](auto... more) {
      return c.Run(trsen, 'N', 'V', c.integers(1), n, c.matrix(2), c.ld(2), c.matrix(3), c.ld(3), &w, c.integer(5), &s,
                   &sep, c.sized_work(n), more...);
    };
    blas_int info;
    if constexpr (kIsComplex<T>) {
      info = run();
    } else {
      info = run(c.sized_int_work(1));
    }
    w.Finish();
    return info;
  });
  // select, a, b, alpha, beta, q, z, m.
  AddRow(table, "tgsen", "->(),(n),(n,n),(n,n),(n),(n),(n,n),(n,n),()", "->llxxzxxxl", [](auto& c) {
    using C = std::decay_t<decltype(c)>;
    const auto n = c.dim(0);
    typename C::R pl = 0, pr = 0, dif[2] = {};
    Eigenvalues<typename C::Element> alpha(c.complexes(4), n);
    const blas_int yes = 1;
    const auto info = c.Run(tgsen, blas_int{0}, yes, yes, c.integers(1), n, c.matrix(2), c.ld(2), c.matrix(3), c.ld(3),
                            &alpha, c.vector(5), c.matrix(6), c.ld(6), c.matrix(7), c.ld(7), c.integer(8), &pl, &pr,
                            &dif[0], c.sized_work(4 * n + 16), c.sized_int_work(n + 6));
    alpha.Finish();
    return info;
  });
  // params: job. ilo, ihi, scale.
  AddRow(table, "gebal", "->(),(n,n),(),(),(n)", "->lxllr", [](auto& c) {
    return c.Run(gebal, c.letter(0), c.dim(0), c.matrix(1), c.ld(1), c.integer(2), c.integer(3), c.reals(4));
  });
  // params: ilo, ihi.
  AddRow(table, "gehrd", "->(),(n,n),(t)", "->lxx", [](auto& c) {
    return c.Run(gehrd, c.dim(0), c.number(0), c.number(1), c.matrix(1), c.ld(1), c.vector(2), c.work());
  });
  AddRow(table, "orghr", "->(),(n,n),(t)", "->lxx", [](auto& c) {
    return c.Run(orghr, c.dim(0), c.number(0), c.number(1), c.matrix(1), c.ld(1), c.vector(2), c.work());
  });
}

}  // namespace
}  // namespace lapack

void AddLapackEigenRows(OpTable& table) {
  lapack::AddSymmetric(table);
  lapack::AddTridiagonal(table);
  lapack::AddGeneral(table);
}

}  // namespace numblas
