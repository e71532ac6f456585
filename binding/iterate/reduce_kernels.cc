// Reductions by a row's own kernels (binding/reduce), which read the input's dtype and fold whole blocks.
//
// Every tree is fixed by shapes, strides and the constants below, so results do not depend on the number of threads.
#include <algorithm>

#include "../threads/pool.h"
#include "../ufunc/cast.h"
#include "dims.h"
#include "reduce.h"
#include "scratch.h"

namespace numblas {
namespace {

inline constexpr int64_t kLeaf = 1 << 14;         // elements per leaf of a long run
inline constexpr int64_t kColumnBlock = 1 << 11;  // accumulators kept in L1 while rows stream past
inline constexpr int64_t kNarrow = 64;            // rows shorter than this are walked several at a time
inline constexpr int64_t kTile = 1 << 12;         // elements cast at a time

// One call's kernels, with a cast before them where the row has no loop for the input's dtype.
class Kernels {
 public:
  explicit Kernels(const Call& call) : kernels_(*call.loop->kernels), cost_(call.op->cost) {
    const DType own = call.operands[0].dtype;
    const DType type = DTypeOf(call.loop->types[0]);
    cast_ = own == type ? nullptr : CastLoop(own, type);
    itemsize_ = static_cast<intptr_t>(ItemSize(type));
    if (cast_ != nullptr) cost_ += 0.5;
  }

  void Rows(const ReduceBlock& block) const {
    if (cast_ == nullptr) {
      kernels_.rows(block);
      return;
    }
    Scratch scratch(kTile * itemsize_);
    for (intptr_t r = 0; r < block.rows; r++) {
      for (intptr_t done = 0; done < block.n; done += kTile) {
        const intptr_t count = std::min<intptr_t>(kTile, block.n - done);
        Cast(block.in + r * block.row_stride + done * block.stride, block.stride, scratch.data(), count);
        kernels_.rows({scratch.data(), 0, itemsize_, 1, count, block.acc + r * block.acc_stride, 0,
                       block.fresh && done == 0, block.center + r * block.center_stride, 0});
      }
    }
  }

  // At most kColumnBlock columns.
  void Columns(const ReduceBlock& block) const {
    if (cast_ == nullptr) {
      kernels_.columns(block);
      return;
    }
    Scratch scratch(kTile * itemsize_);
    const intptr_t tile = std::max<intptr_t>(1, kTile / block.n);
    for (intptr_t r = 0; r < block.rows; r += tile) {
      const intptr_t rows = std::min(tile, block.rows - r);
      for (intptr_t i = 0; i < rows; i++) {
        Cast(block.in + (r + i) * block.row_stride, block.stride, scratch.data() + i * block.n * itemsize_, block.n);
      }
      kernels_.columns({scratch.data(), block.n * itemsize_, itemsize_, rows, block.n, block.acc, block.acc_stride,
                        block.fresh && r == 0, block.center, block.center_stride});
    }
  }

  bool casts() const { return cast_ != nullptr; }
  bool Parallel(int64_t elements) const { return static_cast<double>(elements) * cost_ >= kWorthWorkers; }

 private:
  static constexpr double kWorthWorkers =
      2.5e4;  // nanoseconds on one thread: some 80,000 elements of the cheap reductions

  void Cast(const char* in, intptr_t stride, char* to, intptr_t n) const {
    char* pair[2] = {const_cast<char*>(in), to};
    const intptr_t steps[2] = {stride, itemsize_};
    cast_(pair, steps, n);
  }

  const ReduceKernels& kernels_;
  InnerLoop cast_;
  intptr_t itemsize_;
  double cost_;
};

// A dimension's length and its strides per operand; a missing one stands still.
struct Dim {
  int64_t size = 1;
  const int64_t* strides = nullptr;
  int64_t in() const { return strides == nullptr ? 0 : strides[0]; }
  int64_t acc() const { return strides == nullptr ? 0 : strides[1]; }
};

class Walk {
 public:
  Walk(const Call& call, const LoopDims& dims)
      : kernels_(call),
        combine_(*call.loop->kernels),
        dims_(dims),
        itemsize_(static_cast<intptr_t>(ItemSize(call.operands[1].dtype))),
        centered_(call.op->nin == 2) {
    kept_.noperands = folded_.noperands = dims.noperands;
    for (int d = 0; d < dims.ndim; d++) Add(dims.strides[d][1] == 0 ? folded_ : kept_, d);
    for (int i = 0; i < dims.noperands; i++) kept_.data[i] = folded_.data[i] = dims.data[i];
  }

  void Run() {
    if (dims_.strides[0][1] == 0) {
      FoldRuns();
    } else {
      FoldColumns();
    }
  }

 private:
  void Add(LoopDims& to, int d) {
    to.shape[to.ndim] = dims_.shape[d];
    std::copy_n(dims_.strides[d], dims_.noperands, to.strides[to.ndim]);
    to.size *= dims_.shape[d];
    to.ndim++;
  }

  // Runs the tasks, on the pool where they are worth it: several at a time, or the pool's own bookkeeping would show.
  template <class Task>
  void ForEach(int64_t tasks, const Task& task) const {
    constexpr int64_t kMostPieces = 64;
    const int64_t pieces = std::min(tasks, kMostPieces);
    const auto run = [&](int64_t p) {
      for (int64_t i = tasks * p / pieces; i < tasks * (p + 1) / pieces; i++) task(i);
    };
    if (tasks > 1 && kernels_.Parallel(dims_.size)) {
      Pool::Get().For(pieces, run);
    } else {
      for (int64_t i = 0; i < tasks; i++) task(i);
    }
  }

  static Dim First(const LoopDims& dims) { return dims.ndim == 0 ? Dim{} : Dim{dims.shape[0], dims.strides[0]}; }
  static int64_t Outer(const LoopDims& dims) { return dims.ndim == 0 ? 1 : dims.size / dims.shape[0]; }

  // The innermost dimension is reduced: rows of folded_[0], along kept_[0] in one kernel call where only that is left.
  void FoldRuns() {
    const int64_t per_result = folded_.size;
    if (kept_.size < 16 && per_result >= 4 * kLeaf) {
      Odometer at(kept_, 0);
      do {
        FoldLong(at.data);
      } while (at.Next());
      return;
    }
    const Dim kept = First(kept_);
    const int64_t block = std::clamp<int64_t>(kLeaf / per_result, 1, kept.size);
    const int64_t blocks = (kept.size + block - 1) / block;
    const auto task = [&](int64_t i) {
      Odometer at(kept_, std::min(1, kept_.ndim));
      at.Seek(i / blocks);
      const int64_t start = i % blocks * block;
      const int64_t rows = std::min(block, kept.size - start);
      char* data[3] = {at.data[0] + start * kept.in(), at.data[1] + start * kept.acc(),
                       centered_ ? at.data[2] + start * CenterStride(kept) : nullptr};
      RunsAt(data, kept, rows, 0, Outer(folded_), false);
    };
    const int64_t tasks = blocks * Outer(kept_);
    ForEach(tasks, task);
  }

  int64_t CenterStride(const Dim& dim) const { return centered_ && dim.strides != nullptr ? dim.strides[2] : 0; }

  // Folds runs `first` to `last` (positions of the outer folded dimensions) for `rows` positions of `kept`.
  void RunsAt(char* const* data, const Dim& kept, int64_t rows, int64_t first, int64_t last, bool fresh) const {
    Odometer at(folded_, 1);
    at.Seek(first);
    for (int64_t i = first; i < last; i++, at.Next(), fresh = false) {
      kernels_.Rows({data[0] + (at.data[0] - folded_.data[0]), kept.in(), folded_.strides[0][0], rows, folded_.shape[0],
                     data[1], kept.acc(), fresh, data[2], CenterStride(kept)});
    }
  }

  // One result of very many elements: leaves of fixed size, then a fold of the leaves.
  void FoldLong(char* const* data) const {
    const int64_t n = folded_.shape[0];
    const int64_t runs = folded_.size / n;
    const int64_t split = (n + kLeaf - 1) / kLeaf;          // leaves per run, where runs are long
    const int64_t group = std::max<int64_t>(1, kLeaf / n);  // runs per leaf, where they are short
    const int64_t leaves = split > 1 ? split * runs : (runs + group - 1) / group;
    Scratch partials(static_cast<size_t>(leaves * itemsize_));
    const char* center = centered_ ? data[2] : nullptr;
    const auto leaf = [&](int64_t i) {
      char* acc = partials.data() + i * itemsize_;
      if (split == 1) {
        char* const at[3] = {data[0], acc, const_cast<char*>(center)};
        RunsAt(at, Dim{}, 1, i * group, std::min(runs, (i + 1) * group), true);
        return;
      }
      Odometer at(folded_, 1);
      at.Seek(i / split);
      const int64_t start = i % split * kLeaf;
      const char* in = data[0] + (at.data[0] - folded_.data[0]) + start * folded_.strides[0][0];
      kernels_.Rows({in, 0, folded_.strides[0][0], 1, std::min(kLeaf, n - start), acc, 0, true, center, 0});
    };
    if (kernels_.Parallel(folded_.size)) {
      Pool::Get().For(leaves, leaf);
    } else {
      for (int64_t i = 0; i < leaves; i++) leaf(i);
    }
    combine_.combine_rows({partials.data(), 0, itemsize_, 1, leaves, data[1], 0, false, nullptr, 0});
  }

  // The innermost dimension is kept: rows of folded_[0] stream past blocks of accumulators.
  void FoldColumns() {
    const int64_t n = kept_.shape[0];
    const Dim rows = First(folded_);
    const int64_t blocks = (n + kColumnBlock - 1) / kColumnBlock;
    const int64_t tasks = blocks * Outer(kept_);
    // Few accumulators beside many rows: rows are split too.
    const int64_t group = std::max<int64_t>(64, 4 * kLeaf / std::min(n, kColumnBlock));
    if (tasks < 8 && folded_.ndim == 1 && rows.size >= 4 * group) {
      Odometer at(kept_, 1);
      do {
        for (int64_t b = 0; b < blocks; b++) {
          const int64_t start = b * kColumnBlock;
          ColumnGroups(at.data, start, std::min(kColumnBlock, n - start), group);
        }
      } while (at.Next());
      return;
    }
    const auto task = [&](int64_t i) {
      Odometer at(kept_, 1);
      at.Seek(i / blocks);
      const int64_t start = i % blocks * kColumnBlock;
      const int64_t count = std::min(kColumnBlock, n - start);
      Odometer outer(folded_, std::min(1, folded_.ndim));
      do {
        ColumnsAt(at.data, at.data[0] + (outer.data[0] - folded_.data[0]), start, count, rows.size);
      } while (outer.Next());
    };
    ForEach(tasks, task);
  }

  const char* CenterAt(char* const* data, int64_t start) const {
    return centered_ ? data[2] + start * kept_.strides[0][2] : nullptr;
  }

  // Accumulators of results lie side by side: TypeScript allocates them so.
  void ColumnsAt(char* const* data, const char* in, int64_t start, int64_t n, int64_t rows) const {
    const Dim row = First(folded_);
    const Dim column = First(kept_);
    char* acc = data[1] + start * column.acc();
    const char* center = CenterAt(data, start);
    const int64_t pair = CenterStride(column);
    if (column.acc() != itemsize_ || (centered_ && n > 1 && pair < itemsize_)) {
      // Results that lie apart (a permuted output): one by one.
      for (int64_t i = 0; i < n; i++) {
        kernels_.Columns({in + (start + i) * column.in(), row.in(), column.in(), rows, 1, acc + i * column.acc(),
                          itemsize_, false, center == nullptr ? nullptr : center + i * pair, pair});
      }
      return;
    }
    kernels_.Columns({in + start * column.in(), row.in(), column.in(), rows, n, acc, itemsize_, false, center, pair});
  }

  void ColumnGroups(char* const* data, int64_t start, int64_t n, int64_t group) const {
    const Dim row = First(folded_);
    const Dim column = First(kept_);
    if (column.acc() != itemsize_) {
      ColumnsAt(data, data[0], start, n, row.size);
      return;
    }
    // Narrow rows that lie one behind the other are walked as one wide row of several.
    const bool narrow = n < kNarrow && !centered_ && !kernels_.casts() && row.in() == n * column.in();
    const int64_t wide = narrow ? 2 * kNarrow / n : 1;
    const int64_t groups = (row.size + group - 1) / group;
    Scratch partials(static_cast<size_t>(groups * n * itemsize_));
    const auto one = [&](int64_t g) {
      const int64_t first = g * group;
      const int64_t rows = std::min(group, row.size - first);
      char* acc = partials.data() + g * n * itemsize_;
      const char* in = data[0] + start * column.in() + first * row.in();
      const char* center = CenterAt(data, start);
      const int64_t pair = CenterStride(column);
      bool fresh = true;
      if (rows >= 2 * wide && wide > 1) {
        alignas(64) char together[2 * kNarrow * 16];
        kernels_.Columns(
            {in, wide * row.in(), column.in(), rows / wide, wide * n, together, itemsize_, true, nullptr, 0});
        combine_.combine_columns({together, n * itemsize_, itemsize_, wide, n, acc, itemsize_, true, nullptr, 0});
        fresh = false;
      }
      const int64_t done = fresh ? 0 : rows / wide * wide;
      if (done < rows) {
        kernels_.Columns(
            {in + done * row.in(), row.in(), column.in(), rows - done, n, acc, itemsize_, fresh, center, pair});
      }
    };
    if (kernels_.Parallel(row.size * n)) {
      Pool::Get().For(groups, one);
    } else {
      for (int64_t g = 0; g < groups; g++) one(g);
    }
    combine_.combine_columns({partials.data(), n * itemsize_, itemsize_, groups, n, data[1] + start * column.acc(),
                              itemsize_, false, nullptr, 0});
  }

  const Kernels kernels_;
  const ReduceKernels& combine_;
  const LoopDims& dims_;
  intptr_t itemsize_;
  bool centered_;
  LoopDims kept_;
  LoopDims folded_;
};

// With a mask: runs of true elements, one after the other.
void RunMasked(const Call& call, const LoopDims& dims) {
  const Kernels kernels(call);
  const int mask = dims.noperands - 1;
  const int64_t* strides = dims.strides[0];
  const bool centered = call.op->nin == 2;
  const auto itemsize = static_cast<intptr_t>(ItemSize(call.operands[1].dtype));
  Odometer at(dims, 1);
  do {
    for (int64_t start = 0; start < dims.shape[0];) {
      if (at.data[mask][start * strides[mask]] == 0) {
        start++;
        continue;
      }
      int64_t end = start + 1;
      const char* center = centered ? at.data[2] + start * strides[2] : nullptr;
      char* acc = at.data[1] + start * strides[1];
      const char* in = at.data[0] + start * strides[0];
      if (strides[1] == 0) {
        while (end < dims.shape[0] && at.data[mask][end * strides[mask]] != 0) end++;
        kernels.Rows({in, 0, strides[0], 1, end - start, acc, 0, false, center, 0});
      } else {
        kernels.Columns({in, 0, strides[0], 1, 1, acc, itemsize, false, center, 0});
      }
      start = end;
    }
  } while (at.Next());
}

}  // namespace

void ReduceByKernels(Call& call) {
  const LoopDims dims = MergeDims(call);
  if (call.masked) {
    RunMasked(call, dims);
  } else {
    Walk(call, dims).Run();
  }
}

}  // namespace numblas
