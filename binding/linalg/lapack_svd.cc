// Singular values and least squares by LAPACK's own names.
#include "lapack.h"

namespace numblas {
namespace lapack {

NUMBLAS_LAPACK(gesdd);
NUMBLAS_LAPACK(gesvd);
NUMBLAS_LAPACK(gesvj);
NUMBLAS_LAPACK(gejsv);
NUMBLAS_LAPACK(gelsd);
NUMBLAS_LAPACK(gelss);
NUMBLAS_LAPACK(gelsy);

namespace {

// What gesdd's documentation asks of rwork (complex only), for LAPACK 3.7 and later.
int64_t GesddRealWork(char job, int64_t most, int64_t least) {
  if (job == 'N') return Product(5, least);
  return std::max(Product(5 * least, least) + 5 * least, Product(2 * most, least) + Product(2 * least, least) + least);
}

void AddSingular(OpTable& table) {
  // a is destroyed. params: jobz. u (m,·), vt (·,n).
  AddRow(table, "gesdd", "->(),(m,n),(k),(u,v),(w,x)", "->lxrxx", [](auto& c) {
    const auto m = c.dim(0);
    const auto n = c.dim(1);
    const auto k = c.dim(2);
    return c.Run(gesdd, c.letter(0), m, n, c.matrix(1), c.ld(1), c.reals(2), c.matrix(3), c.ld(3), c.matrix(4), c.ld(4),
                 c.work(), c.real_work_of(GesddRealWork(c.letter(0), std::max(m, n), k)), c.int_work_of(8 * k));
  });
  // params: jobu, jobvt.
  AddRow(table, "gesvd", "->(),(m,n),(k),(u,v),(w,x)", "->lxrxx", [](auto& c) {
    return c.Run(gesvd, c.letter(0), c.letter(1), c.dim(0), c.dim(1), c.matrix(1), c.ld(1), c.reals(2), c.matrix(3),
                 c.ld(3), c.matrix(4), c.ld(4), c.work(), c.real_work_of(5 * c.dim(2)));
  });
  // One-sided Jacobi, m >= n. a becomes u; params: joba, jobu, jobv. scale: what the singular values are to be times.
  AddRow(table, "gesvj", "->(),(m,n),(n),(v,v),()", "->lxrxr", [](auto& c) {
    using C = std::decay_t<decltype(c)>;
    using T = typename C::Element;
    const auto m = c.dim(0);
    const auto n = c.dim(1);
    const auto size = std::max<int64_t>(6, m + n);
    const Scratch numbers(BytesFor(size, sizeof(typename C::R)));
    auto* const report = numbers.as<typename C::R>();
    blas_int info;
    if constexpr (kIsComplex<T>) {
      info = c.Run(gesvj, c.letter(0), c.letter(1), c.letter(2), m, n, c.matrix(1), c.ld(1), c.reals(2), blas_int{0},
                   c.matrix(3), c.ld(3), c.sized_work(m + n), report, size);
    } else {
      info = c.Run(gesvj, c.letter(0), c.letter(1), c.letter(2), m, n, c.matrix(1), c.ld(1), c.reals(2), blas_int{0},
                   c.matrix(3), c.ld(3), report, size);
    }
    *c.real(4) = report[0];
    return info;
  });
  // Jacobi after QR with pivoting, m >= n. a is destroyed; params: joba, jobu, jobv, jobr, jobt, jobp.
  AddRow(table, "gejsv", "->(),(m,n),(n),(u,w),(v,v),()", "->lxrxxr", [](auto& c) {
    using C = std::decay_t<decltype(c)>;
    using T = typename C::Element;
    const auto m = c.dim(0);
    const auto n = c.dim(1);
    const auto square = Product(n, n);
    const auto size = std::max<int64_t>(7, 2 * m + 6 * n + 2 * square);
    const Scratch numbers(BytesFor(size, sizeof(typename C::R)));
    auto* const report = numbers.as<typename C::R>();
    const auto run = [&](auto... more) {
      return c.Run(gejsv, c.letter(0), c.letter(1), c.letter(2), c.letter(3), c.letter(4), c.letter(5), m, n,
                   c.matrix(1), c.ld(1), c.reals(2), c.matrix(3), c.ld(3), c.matrix(4), c.ld(4), more..., report, size,
                   c.int_work_of(m + 3 * n + 4));
    };
    blas_int info;
    if constexpr (kIsComplex<T>) {
      info = run(c.sized_work(std::max<int64_t>(5 * n + 2 * square, 4 * n + square + m) + 64 * (n + m)));
    } else {
      info = run();
    }
    *c.real(5) = report[0] / report[1];
    return info;
  });
}

void AddLeastSquares(OpTable& table) {
  // b holds max(m, n) rows and becomes x. params: rcond.
  AddRow(table, "gelsd", "->(),(m,n),(b,k),(s),()", "->lxxrl", [](auto& c) {
    return c.Run(gelsd, c.dim(0), c.dim(1), c.dim(3), c.matrix(1), c.ld(1), c.matrix(2), c.ld(2), c.reals(3),
                 c.tolerance(0), c.integer(4), c.work(), c.real_work_asked(), c.int_work_asked());
  });
  AddRow(table, "gelss", "->(),(m,n),(b,k),(s),()", "->lxxrl", [](auto& c) {
    return c.Run(gelss, c.dim(0), c.dim(1), c.dim(3), c.matrix(1), c.ld(1), c.matrix(2), c.ld(2), c.reals(3),
                 c.tolerance(0), c.integer(4), c.work(), c.real_work_of(5 * c.dim(4)));
  });
  AddRow(table, "gelsy", "->(),(m,n),(b,k),(n),()", "->lxxll", [](auto& c) {
    return c.Run(gelsy, c.dim(0), c.dim(1), c.dim(3), c.matrix(1), c.ld(1), c.matrix(2), c.ld(2), c.integers(3),
                 c.tolerance(0), c.integer(4), c.work(), c.real_work_of(2 * c.dim(1)));
  });
}

}  // namespace
}  // namespace lapack

void AddLapackSvdRows(OpTable& table) {
  lapack::AddSingular(table);
  lapack::AddLeastSquares(table);
}

}  // namespace numblas
