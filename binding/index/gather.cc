// Elements by index arrays (int64), up to four of them:
//   gather1 … gather4    "(a,b),(),()->()"  out[p] = source[p][i[p], j[p]]
//   scatter1 … scatter4  "(),(),()->(a,b)"  target[p][i[p], j[p]] = value[p]; of equal places the last in row-major
//   order
// All operands may move along every loop dimension, the indexed array too: that makes take_along_axis and choose of it.
// params: what becomes of an index outside its axis (Outside), then each indexed axis's number for the error.
#include <algorithm>
#include <cstring>
#include <string>

#include "../iterate/dims.h"
#include "../status.h"
#include "../threads/pool.h"
#include "offsets.h"
#include "rows.h"

namespace numblas {
namespace {

inline constexpr int kMaxIndices = 4;
inline constexpr int64_t kBlock = kOffsetBlock;
inline constexpr double kPlaceNanoseconds = 1.5;  // one place, its index and its element
inline constexpr double kByteNanoseconds = 0.1;   // each byte of longer pieces
inline constexpr double kPieceNanoseconds = 4e4;  // below this much work waking a worker costs more than it gives

// The first index of a run that its axis does not have.
[[noreturn, gnu::cold, gnu::noinline]] void RefuseIndex(const char* index, intptr_t step, int64_t n, int64_t size,
                                                        double axis) {
  int64_t found = 0;
  for (int64_t j = 0; j < n; j++) {
    found = *reinterpret_cast<const int64_t*>(index + j * step);
    if (found < -size || found >= size) break;
  }
  throw Error("ERR_INDEX",
              "index: expected " +
                  (size == 0 ? std::string("no index")
                             : "indices between " + std::to_string(-size) + " and " + std::to_string(size - 1)) +
                  " for axis " + std::to_string(static_cast<int>(axis)) + " of length " + std::to_string(size) +
                  ", received " + std::to_string(found));
}

// n places of a run: where they lie in the indexed array and in the plain one (what is read into, or written from).
struct Run {
  char* indexed;
  intptr_t indexed_step;
  char* plain;
  intptr_t plain_step;
  const int64_t* offsets;
  int64_t n;
  // So many runs with the same offsets, and how far they lie from each other.
  int64_t runs;
  intptr_t indexed_between;
  intptr_t plain_between;
  // The piece that moves at each place.
  int64_t length;
  intptr_t indexed_stride;
  intptr_t plain_stride;
  size_t bytes;
};
// By value, for what is moved could otherwise be part of it.
using Mover = void (*)(Run);

template <bool kScatter>
inline void MovePiece(char* indexed, char* plain, size_t bytes) {
  if constexpr (kScatter) {
    std::memcpy(indexed, plain, bytes);
  } else {
    std::memcpy(plain, indexed, bytes);
  }
}

template <class F>
inline void ForRuns(Run& run, const F& body) {
  for (int64_t i = 0; i < run.runs; i++, run.indexed += run.indexed_between, run.plain += run.plain_between) body();
}

template <bool kScatter, size_t kBytes>
void MoveFixed(Run run) {
  constexpr auto kStep = static_cast<intptr_t>(kBytes);
  const bool dense = run.indexed_step == 0 && run.plain_step == kStep;
  ForRuns(run, [&] {
    if (dense) {
      for (int64_t j = 0; j < run.n; j++) {
        MovePiece<kScatter>(run.indexed + run.offsets[j], run.plain + j * kStep, kBytes);
      }
      return;
    }
    for (int64_t j = 0; j < run.n; j++) {
      MovePiece<kScatter>(run.indexed + j * run.indexed_step + run.offsets[j], run.plain + j * run.plain_step, kBytes);
    }
  });
}

template <bool kScatter>
void MoveBytes(Run run) {
  ForRuns(run, [&] {
    for (int64_t j = 0; j < run.n; j++) {
      char* indexed = run.indexed + j * run.indexed_step + run.offsets[j];
      MovePiece<kScatter>(indexed, run.plain + j * run.plain_step, run.bytes);
    }
  });
}

template <bool kScatter, size_t kBytes>
void MoveStrided(Run run) {
  ForRuns(run, [&] {
    for (int64_t j = 0; j < run.n; j++) {
      char* indexed = run.indexed + j * run.indexed_step + run.offsets[j];
      char* plain = run.plain + j * run.plain_step;
      for (int64_t i = 0; i < run.length; i++) {
        MovePiece<kScatter>(indexed + i * run.indexed_stride, plain + i * run.plain_stride, kBytes);
      }
    }
  });
}

template <bool kScatter>
Mover MoverFor(size_t bytes) {
  switch (bytes) {
    case 1:
      return MoveFixed<kScatter, 1>;
    case 2:
      return MoveFixed<kScatter, 2>;
    case 4:
      return MoveFixed<kScatter, 4>;
    case 8:
      return MoveFixed<kScatter, 8>;
    case 16:
      return MoveFixed<kScatter, 16>;
    case 24:
      return MoveFixed<kScatter, 24>;
    case 32:
      return MoveFixed<kScatter, 32>;
    case 64:
      return MoveFixed<kScatter, 64>;
    default:
      return MoveBytes<kScatter>;
  }
}

template <bool kScatter>
Mover StridedMoverFor(size_t itemsize) {
  switch (itemsize) {
    case 1:
      return MoveStrided<kScatter, 1>;
    case 2:
      return MoveStrided<kScatter, 2>;
    case 4:
      return MoveStrided<kScatter, 4>;
    case 8:
      return MoveStrided<kScatter, 8>;
    default:
      return MoveStrided<kScatter, 16>;
  }
}

template <bool kScatter>
class Movement {
 public:
  explicit Movement(const Call& call)
      : call_(call),
        dims_(MergeDims(call, kScatter)),
        indices_(call.ncore),
        indexed_(kScatter ? call.noperands - 1 : 0),
        plain_(kScatter ? 0 : call.noperands - 1),
        outside_(static_cast<Outside>(static_cast<int>(call.params[0]))) {
    for (int k = 0; k < indices_ && outside_ != Outside::kRaise; k++) {
      if (call.core_dims[k] == 0) RefuseIndex(dims_.data[1 + k], 0, 1, 0, call.params[1 + k]);
    }
    const size_t itemsize = ItemSize(call.operands[0].dtype);
    const bool has_piece = Still(0);
    run_ = has_piece ? 1 : 0;
    const bool has_run = run_ < dims_.ndim;
    n_ = has_run ? dims_.shape[run_] : 1;
    for (int i = 0; i < call.noperands; i++) steps_[i] = has_run ? dims_.strides[run_][i] : 0;
    piece_.length = has_piece ? dims_.shape[0] : 1;
    piece_.indexed_stride = dims_.strides[0][indexed_];
    piece_.plain_stride = dims_.strides[0][plain_];
    const auto item = static_cast<intptr_t>(itemsize);
    if (piece_.length == 1 || (piece_.indexed_stride == item && piece_.plain_stride == item)) {
      piece_.bytes = itemsize * static_cast<size_t>(piece_.length);
      move_ = MoverFor<kScatter>(piece_.bytes);
    } else {
      piece_.bytes = itemsize;
      move_ = StridedMoverFor<kScatter>(itemsize);
    }
    blocks_ = (n_ + kBlock - 1) / kBlock;
    units_ = dims_.size / (n_ * piece_.length) * blocks_;
    fixed_ = blocks_ == 1;
    for (int d = run_ + 1; d < dims_.ndim; d++) fixed_ = fixed_ && Still(d);
  }

  void Start() const {
    if (kScatter) {
      // Nothing is written before every index is known to be good.
      if (outside_ == Outside::kRaise && units_ > 1 && !fixed_) Units<Do::kCheck>(0, units_);
      Units<Do::kMove>(0, units_);
      return;
    }
    const double places = static_cast<double>(dims_.size) / static_cast<double>(piece_.length);
    const auto bytes = static_cast<double>(piece_.length * ItemSize(call_.operands[0].dtype));
    const double work = places * (kPlaceNanoseconds + bytes * kByteNanoseconds);
    const int threads = Pool::Get().threads();
    if (threads == 1 || units_ == 1 || work < 2 * kPieceNanoseconds) {
      Units<Do::kMove>(0, units_);
      return;
    }
    const auto wanted = static_cast<int64_t>(work / kPieceNanoseconds);
    const int64_t pieces = std::min({units_, static_cast<int64_t>(4 * threads), wanted});
    Pool::Get().For(pieces, [&](int64_t i) { Units<Do::kMove>(units_ * i / pieces, units_ * (i + 1) / pieces); });
  }

 private:
  enum class Do { kCheck, kMove };

  // Whether no index array moves along a dimension.
  bool Still(int d) const {
    for (int k = 0; k < indices_; k++) {
      if (dims_.strides[d][1 + k] != 0) return false;
    }
    return true;
  }

  IndexRun Indices(int k, char* const* at, int64_t start, int64_t n) const {
    const intptr_t step = steps_[1 + k];
    return {at[1 + k] + start * step, step, n, call_.core_dims[k], call_.operands[indexed_].core_strides[k]};
  }

  [[noreturn]] void Refuse(int k, const IndexRun& run) const {
    RefuseIndex(run.index, run.step, run.n, run.size, call_.params[1 + k]);
  }

  void Check(char* const* at, int64_t start, int64_t n) const {
    for (int k = 0; k < indices_; k++) {
      const IndexRun run = Indices(k, at, start, n);
      if (kernels_.check(run)) Refuse(k, run);
    }
  }

  void Offsets(char* const* at, int64_t start, int64_t n, int64_t* to) const {
    for (int k = 0; k < indices_; k++) {
      const IndexRun run = Indices(k, at, start, n);
      if ((k == 0 ? kernels_.start : kernels_.add)(run, outside_, to)) Refuse(k, run);
    }
  }

  // Units are blocks of runs, outer positions first.
  template <Do kDo>
  void Units(int64_t first, int64_t last) const {
    int64_t offsets[kBlock];
    Odometer at(dims_, std::min(run_ + 1, dims_.ndim));
    at.Seek(first / blocks_);
    // How many units lie along one dimension, which a mover walks where they share their offsets.
    const bool rows = fixed_ && run_ + 1 < dims_.ndim;
    const int64_t along = rows ? dims_.shape[run_ + 1] : 1;
    int64_t runs = 1;
    for (int64_t unit = first; unit < last; unit += runs) {
      const int64_t start = unit % blocks_ * kBlock;
      const int64_t n = std::min(kBlock, n_ - start);
      if constexpr (kDo == Do::kCheck) {
        Check(at.data, start, n);
      } else {
        if (!fixed_ || unit == first) Offsets(at.data, start, n, offsets);
        runs = std::min(last - unit, along - unit % along);
        Run run = piece_;
        run.runs = runs;
        if (rows) {
          run.indexed_between = dims_.strides[run_ + 1][indexed_];
          run.plain_between = dims_.strides[run_ + 1][plain_];
        }
        run.indexed = at.data[indexed_] + start * steps_[indexed_];
        run.indexed_step = steps_[indexed_];
        run.plain = at.data[plain_] + start * steps_[plain_];
        run.plain_step = steps_[plain_];
        run.offsets = offsets;
        run.n = n;
        move_(run);
      }
      if (runs > 1) {
        at.Seek(unit + runs);
      } else if (start + n == n_) {
        at.Next();
      }
    }
  }

  const Call& call_;
  const LoopDims dims_;
  const int indices_;
  const int indexed_;
  const int plain_;
  const Outside outside_;
  const OffsetKernels& kernels_ = OffsetKernelsHere();
  int run_;    // the dimension that runs walk; those inside it are the piece
  int64_t n_;  // its length
  intptr_t steps_[kMaxOperands];
  Run piece_ = {};
  Mover move_;
  int64_t blocks_;
  int64_t units_;
  bool fixed_;  // the offsets are the same for every unit
};

template <bool kScatter>
void Move(Call& call) {
  const int plain = kScatter ? 0 : call.noperands - 1;
  const int indexed = kScatter ? call.noperands - 1 : 0;
  if (call.masked || call.operands[plain].dtype != call.operands[indexed].dtype) {
    throw Error("ERR_INTERNAL", call.op->name + ": wrong operands");
  }
  for (int k = 0; k < call.ncore; k++) {
    if (call.operands[1 + k].dtype != DType::k_int64) throw Error("ERR_INTERNAL", call.op->name + ": wrong indices");
  }
  if (std::any_of(call.shape, call.shape + call.ndim, [](int64_t length) { return length == 0; })) return;
  if (call.params[0] != 0 && call.params[0] != 1 && call.params[0] != 2) {
    throw Error("ERR_INTERNAL", call.op->name + ": wrong mode");
  }
  Movement<kScatter>(call).Start();
}

}  // namespace

void AddGatherRows(OpTable& table) {
  std::string axes = "(";
  std::string places;
  std::string types;
  for (int k = 1; k <= kMaxIndices; k++) {
    axes += k == 1 ? "" : ",";
    axes += static_cast<char>('a' + k - 1);
    places += ",()";
    types += 'l';
    AddMovingRow(table, ("gather" + std::to_string(k)).c_str(), (axes + ")" + places + "->()").c_str(),
                 ("x" + types + "->x").c_str(), kPlaceNanoseconds,
                 [](Loop& loop, size_t) { loop.drive = Move<false>; });
    AddMovingRow(table, ("scatter" + std::to_string(k)).c_str(), ("()" + places + "->" + axes + ")").c_str(),
                 ("x" + types + "->x").c_str(), kPlaceNanoseconds, [](Loop& loop, size_t) { loop.drive = Move<true>; });
  }
}

}  // namespace numblas
