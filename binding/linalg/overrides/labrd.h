// A panel of the reduction to bidiagonal form, real, as LAPACK's labrd. The reduction takes a product with A^T and one
// with A for every column; here both are made in one walk over A, by blocks of columns that stay in the cache from the
// first to the second (Howell, Demmel, Fulton, Hammarling and Marmol, Cache efficient bidiagonalization using BLAS 2.5
// operators, 2008): A v, v the row's reflector, is a combination of A r, r the row itself, and A's first column.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "../../threads/pool.h"
#include "../fortran.h"
#include "../matrix.h"
#include "../reflectors.h"
#include "../threads.h"

namespace numblas::overrides {

// A matrix by columns, or the transpose of one.
template <class R>
class Sided {
 public:
  Sided(R* data, int64_t ld, bool transposed) : data_(data), ld_(ld), transposed_(transposed) {}
  int64_t down() const { return transposed_ ? ld_ : 1; }
  int64_t across() const { return transposed_ ? 1 : ld_; }
  R* at(int64_t i, int64_t j) const { return data_ + i * down() + j * across(); }
  R& operator()(int64_t i, int64_t j) const { return *at(i, j); }

  // y += alpha B x for the block B of `rows` x `cols` elements at (i, j); with its transpose, AddTransposeTimes. No
  // factor for y: gemv may scale it by 0, which keeps a NaN of the memory's last use.
  void AddTimes(int64_t i, int64_t j, int64_t rows, int64_t cols, R alpha, const R* x, int64_t incx, R* y,
                int64_t incy = 1) const {
    Gemv(transposed_, i, j, rows, cols, alpha, x, incx, y, incy);
  }
  void AddTransposeTimes(int64_t i, int64_t j, int64_t rows, int64_t cols, const R* x, int64_t incx, R* y) const {
    Gemv(!transposed_, i, j, rows, cols, R(1), x, incx, y, 1);
  }

 private:
  void Gemv(bool turned, int64_t i, int64_t j, int64_t rows, int64_t cols, R alpha, const R* x, int64_t incx, R* y,
            int64_t incy) const {
    const int64_t m = transposed_ ? cols : rows;
    const int64_t n = transposed_ ? rows : cols;
    fortran::gemv(turned ? 'T' : 'N', m, n, alpha, at(i, j), ld_, x, incx, R(1), y, incy);
  }

  R* data_;
  int64_t ld_;
  bool transposed_;
};

// What labrd's caller gets of a panel: the bidiagonal's d and e, the reflectors' factors, and X and Y with
// A - V Y^T - X U^T for what is left of A, V and U being the reflectors of columns and rows.
template <class R>
struct PanelOutput {
  R* d;
  R* e;
  R* tauq;
  R* taup;
  Sided<R> x;
  Sided<R> y;
};

// m >= n: to upper bidiagonal form. Where A is a transpose, A is reduced to lower bidiagonal form.
template <class R>
void ReducePanel(int64_t m, int64_t n, int64_t nb, const Sided<R>& a, const PanelOutput<R>& out) {
  constexpr int64_t kBlock = 1 << 16;     // elements that a second-level cache holds, with room for what comes next
  constexpr int64_t kWidest = 128;        // columns of a block
  constexpr int64_t kSmallest = 1 << 15;  // elements that are worth a task
  // A r is exact enough for A v where nothing of it can have vanished below the least number.
  const R least = std::ldexp(R(1), std::numeric_limits<R>::min_exponent * 2 / 5);
  const int64_t most = 2L * ThreadLimit();
  const auto& [d, e, tauq, taup, x, y] = out;
  Arena arena;
  arena.Reserve<R>(Product(m, most));
  for (int i = 0; i < 3; i++) arena.Reserve<R>(n);
  for (int i = 0; i < 4; i++) arena.Reserve<R>(nb);
  const Scratch scratch(arena.size());
  R* const sums = arena.Take<R>(scratch, m * most);
  R* const from_u = arena.Take<R>(scratch, n);    // what A^T u loses to the columns before
  R* const from_row = arena.Take<R>(scratch, n);  // what the row loses to them
  R* const row = arena.Take<R>(scratch, n);
  R* const vu = arena.Take<R>(scratch, nb);
  R* const xu = arena.Take<R>(scratch, nb);
  R* const v_row = arena.Take<R>(scratch, nb);
  R* const x_row = arena.Take<R>(scratch, nb);
  for (int64_t i = 0; i < nb; i++) {
    const int64_t rows = m - i;
    const int64_t cols = n - i - 1;
    const int64_t next = i + 1;
    R* const u = a.at(i, i);
    if (i > 0) {
      a.AddTimes(i, 0, rows, i, R(-1), y.at(i, 0), y.across(), u, a.down());
      x.AddTimes(i, 0, rows, i, R(-1), a.at(0, i), a.down(), u, a.down());
    }
    tauq[i] = reflectors::Reflector(rows, *u, u + a.down(), a.down());
    d[i] = *u;
    if (cols == 0) continue;
    *u = 1;
    if (i > 0) {
      std::fill_n(vu, i, R(0));
      std::fill_n(xu, i, R(0));
      a.AddTransposeTimes(i, 0, rows, i, u, a.down(), vu);
      x.AddTransposeTimes(i, 0, rows, i, u, a.down(), xu);
      for (int64_t l = 0; l < i; l++) v_row[l] = a(i, l);
      for (int64_t l = 0; l < i; l++) x_row[l] = x(i, l);
    }
    // Y's column, the row and A times it.
    const auto piece = [&](int64_t from, int64_t to, R* sum) {
      const int64_t count = to - from;
      std::fill_n(from_u + from, count, R(0));
      std::fill_n(from_row + from, count, R(0));
      std::fill_n(sum, rows - 1, R(0));
      if (i > 0) {
        y.AddTimes(from, 0, count, i, R(1), vu, 1, from_u + from);
        a.AddTransposeTimes(0, from, i, count, xu, 1, from_u + from);
        y.AddTimes(from, 0, count, i, R(1), v_row, 1, from_row + from);
        a.AddTransposeTimes(0, from, i, count, x_row, 1, from_row + from);
      }
      const int64_t widest = std::clamp<int64_t>(kBlock / rows, 16, kWidest);
      for (int64_t j = from; j < to; j += widest) {
        const int64_t width = std::min(widest, to - j);
        R products[kWidest] = {};
        a.AddTransposeTimes(i, j, rows, width, u, a.down(), products);
        for (int64_t l = 0; l < width; l++) {
          const R value = tauq[i] * (products[l] - from_u[j + l]);
          y(j + l, i) = value;
          row[j + l] = a(i, j + l) - from_row[j + l] - value;
        }
        a.AddTimes(next, j, rows - 1, width, R(1), row + j, 1, sum);
      }
    };
    const int64_t pieces = std::clamp<int64_t>(cols * rows / kSmallest, 1, most);
    if (pieces == 1) {
      piece(next, n, sums);
    } else {
      Pool::Get().ForAll(
          pieces, [&](int64_t k) { piece(next + cols * k / pieces, next + cols * (k + 1) / pieces, sums + k * m); });
    }
    R* const v = row + next;
    const R first = *v;
    taup[i] = reflectors::Reflector(cols, *v, v + 1);
    const R beta = *v;
    e[i] = beta;
    *v = 1;
    for (int64_t l = 0; l < cols; l++) a(i, next + l) = v[l];
    R* const z = sums;
    if (taup[i] != 0) {
      const R scale = R(1) / (first - beta);
      R excess = 0;  // 0 as long as all are finite
      for (int64_t l = 0; l < rows - 1; l++) {
        R sum = sums[l];
        for (int64_t k = 1; k < pieces; k++) sum += sums[l + k * m];
        z[l] = (sum - beta * a(next + l, next)) * scale;
        excess += z[l] - z[l];
      }
      if (!(excess == 0 && std::abs(beta) >= least)) {
        std::fill_n(z, rows - 1, R(0));
        a.AddTimes(next, next, rows - 1, cols, R(1), v, 1, z);
      }
      std::fill_n(vu, next, R(0));
      y.AddTransposeTimes(next, 0, cols, next, v, 1, vu);
      a.AddTimes(next, 0, rows - 1, next, R(-1), vu, 1, z);
      if (i > 0) {
        std::fill_n(vu, i, R(0));
        a.AddTimes(0, next, i, cols, R(1), v, 1, vu);
        x.AddTimes(next, 0, rows - 1, i, R(-1), vu, 1, z);
      }
    }
    for (int64_t l = 0; l < rows - 1; l++) x(next + l, i) = taup[i] == 0 ? R(0) : taup[i] * z[l];
  }
}

template <class R>
void Labrd(int64_t m, int64_t n, int64_t nb, R* a, int64_t lda, R* d, R* e, R* tauq, R* taup, R* x, int64_t ldx, R* y,
           int64_t ldy) {
  if (m <= 0 || n <= 0) return;
  const Sided<R> x_side(x, ldx, false);
  const Sided<R> y_side(y, ldy, false);
  if (m >= n) {
    ReducePanel<R>(m, n, nb, {a, lda, false}, {d, e, tauq, taup, x_side, y_side});
  } else {
    ReducePanel<R>(n, m, nb, {a, lda, true}, {d, e, taup, tauq, y_side, x_side});
  }
}

}  // namespace numblas::overrides
