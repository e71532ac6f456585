// Expressions: a short program of ufunc loops run block by block, so that temporaries stay in cache (numexpr's idea).
#include <algorithm>
#include <cstring>
#include <vector>

#include "../status.h"
#include "../threads/floating_errors.h"
#include "../ufunc/cast.h"
#include "dims.h"
#include "faults.h"
#include "iterate.h"
#include "parallel.h"
#include "scratch.h"

namespace numblas {
namespace {

inline constexpr int64_t kBlock = 1024;     // elements at a time: a handful of temporaries fit in L1 and L2
inline constexpr int64_t kChunk = 1 << 14;  // elements per piece of work, and per leaf of a reduction
inline constexpr int kFirstTemporary = 64;  // slots from here on are temporaries, below it operands
inline constexpr int kMaxTemporaries = 64;
inline constexpr int kMaxInstructions = 256;
inline constexpr int64_t kWidest = 16;  // bytes of the widest element

struct Instruction {
  InnerLoop inner;
  const Loop* reduce = nullptr;  // set on a reduction, which is last
  const Op* op;
  int slots[8];
  char types[8];  // of the slots' elements
  int nslots;
  bool by_flags;   // the processor's flags tell of its floating-point errors
  bool inspected;  // its results do
};

struct Program {
  std::vector<Instruction> instructions;
  int ntemporaries;
  DType temporary_type[kMaxTemporaries];
  double cost = 0;
};

// Reads and checks a program: slots defined before use, dtypes as the loops want them.
class ProgramReader {
 public:
  ProgramReader(const Call& call, const double* words, int64_t length) : call_(call), words_(words), left_(length) {}

  Program Read() {
    Program program;
    program.ntemporaries = Integer(kMaxTemporaries);
    const int count = Integer(kMaxInstructions);
    const auto& ops = OpTable::Get().ops();
    for (int i = 0; i < count; i++) {
      Instruction instruction = {};
      const bool reduces = Integer(1) != 0;
      const Op& op = ops[Integer(static_cast<int>(ops.size()) - 1)];
      const Loop& loop = op.loops[Integer(static_cast<int>(op.loops.size()) - 1)];
      if (loop.inner == nullptr || op.nout != 1) Fail();
      if (reduces && (op.nin != 2 || loop.types[0] != loop.types[1] || loop.types[0] != loop.types[4])) Fail();
      instruction.op = &op;
      instruction.inner = loop.inner;
      instruction.nslots = reduces ? 2 : op.nin + 1;
      program.cost += op.cost;
      for (int s = 0; s < instruction.nslots; s++) {
        const bool output = s == instruction.nslots - 1;
        const DType type = DTypeOf(loop.types[output && !reduces ? op.nin + 2 : s == 0 ? 0 : s]);
        instruction.slots[s] = Slot(program, output, type, op.casts);
        instruction.types[s] = kDTypes[static_cast<int>(TypeOf(program, instruction.slots[s]))].character;
        // A reduction writes the call's output and is the last instruction.
        if (output && reduces && (instruction.slots[s] != call_.noperands - 1 || i != count - 1)) Fail();
      }
      if (op.casts)
        instruction.inner = CastLoop(TypeOf(program, instruction.slots[0]), TypeOf(program, instruction.slots[1]));
      if (reduces) instruction.reduce = &loop;
      instruction.by_flags = ByFlags(op, loop);
      instruction.inspected = !reduces && Inspected(op, loop);
      program.instructions.push_back(instruction);
    }
    return program;
  }

 private:
  [[noreturn]] static void Fail() { throw Error("ERR_INTERNAL", "evaluate: malformed program"); }

  int Integer(int high) {
    if (left_-- <= 0) Fail();
    const double value = *words_++;
    if (!(value >= 0 && value <= high)) Fail();
    return static_cast<int>(value);
  }

  DType TypeOf(const Program& program, int slot) const {
    return slot < kFirstTemporary ? call_.operands[slot].dtype : program.temporary_type[slot - kFirstTemporary];
  }

  int Slot(Program& program, bool output, DType type, bool casts) {
    const int slot = Integer(kFirstTemporary + kMaxTemporaries - 1);
    const bool temporary = slot >= kFirstTemporary;
    if (temporary ? slot - kFirstTemporary >= program.ntemporaries : slot >= call_.noperands) Fail();
    if (!temporary && output != (slot == call_.noperands - 1)) Fail();
    if (temporary && output) {
      program.temporary_type[slot - kFirstTemporary] = type;
      defined_[slot - kFirstTemporary] = true;
    } else if (temporary && !defined_[slot - kFirstTemporary]) {
      Fail();
    } else if (!(casts && !output) && TypeOf(program, slot) != type) {
      Fail();
    }
    return slot;
  }

  const Call& call_;
  const double* words_;
  int64_t left_;
  bool defined_[kMaxTemporaries] = {};
};

class Evaluator {
 public:
  Evaluator(const Program& program, const LoopDims& dims, char* partials, bool watched)
      : program_(program), dims_(dims), partials_(partials), watched_(watched) {}

  // Elements [first, last) of the flattened loop.
  void Run(int64_t chunk, int64_t first, int64_t last) const {
    Scratch scratch(static_cast<size_t>(program_.ntemporaries) * kBlock * kWidest);
    Odometer at(dims_, 1);
    const int64_t n = dims_.shape[0];
    at.Seek(first / n);
    bool started = false;
    for (int64_t inner = first % n; first < last; inner = 0, at.Next()) {
      const int64_t row_end = std::min(n, inner + (last - first));
      for (; inner < row_end; inner += kBlock) {
        const int64_t count = std::min(kBlock, row_end - inner);
        Block(at.data, inner, count, scratch.data(), chunk, started);
        first += count;
        started = true;
      }
    }
  }

 private:
  void Block(char* const* data, int64_t inner, int64_t count, char* temporaries, int64_t chunk, bool started) const {
    for (const Instruction& instruction : program_.instructions) {
      char* args[8];
      intptr_t strides[8];
      const int elementwise = instruction.reduce != nullptr ? 1 : instruction.nslots;
      for (int s = 0; s < elementwise; s++) {
        const int slot = instruction.slots[s];
        if (slot < kFirstTemporary) {
          strides[s] = dims_.strides[0][slot];
          args[s] = data[slot] + inner * strides[s];
        } else {
          const int temporary = slot - kFirstTemporary;
          strides[s] = static_cast<intptr_t>(ItemSize(program_.temporary_type[temporary]));
          args[s] = temporaries + temporary * kBlock * kWidest;
        }
      }
      if (watched_ && instruction.by_flags) std::feclearexcept(FE_ALL_EXCEPT);
      if (instruction.reduce == nullptr) {
        instruction.inner(args, strides, count);
      } else {
        Fold(instruction, args[0], strides[0], count, chunk, started);
      }
      if (watched_) FindErrors(instruction, args, strides, count);
    }
  }

  static void FindErrors(const Instruction& instruction, char* const* args, const intptr_t* strides, int64_t count) {
    if (instruction.by_flags) FloatingErrors::Local().raised |= FloatingErrors::Flags();
    if (instruction.inspected) InspectResults(*instruction.op, instruction.types, args, strides, count);
  }

  void Fold(const Instruction& instruction, char* in, intptr_t stride, int64_t count, int64_t chunk,
            bool started) const {
    const Loop& loop = *instruction.reduce;
    const auto itemsize = static_cast<intptr_t>(ItemSize(DTypeOf(loop.types[0])));
    char* acc = partials_ + chunk * itemsize;
    if (!started) {
      std::memcpy(acc, in, itemsize);
      in += stride;
      count--;
    }
    if (count == 0) return;
    if (loop.reduce != nullptr) {
      loop.reduce(in, stride, count, acc);
    } else {
      char* args[3] = {acc, in, acc};
      const intptr_t steps[3] = {0, stride, 0};
      loop.inner(args, steps, count);
    }
  }

  const Program& program_;
  const LoopDims& dims_;
  char* partials_;
  const bool watched_;
};

}  // namespace

void IterateProgram(Call& call, const double* words, int64_t length) {
  const Program program = ProgramReader(call, words, length).Read();
  for (int d = 0; d < call.ndim; d++) {
    if (call.shape[d] == 0) return;
  }
  if (program.instructions.empty()) return;
  const bool reduces = program.instructions.back().reduce != nullptr;
  char* partials = call.operands[call.noperands - 1].data;
  const LoopDims dims = MergeDims(call);
  const Evaluator evaluator(program, dims, partials, call.watched);
  const int64_t chunks = (dims.size + kChunk - 1) / kChunk;
  const int64_t itemsize = static_cast<int64_t>(ItemSize(call.operands[call.noperands - 1].dtype));
  if (reduces && chunks * itemsize > call.operands[call.noperands - 1].available) {
    throw Error("ERR_INTERNAL", "evaluate: too little room for partial results");
  }
  const auto piece = [&](int64_t i) { evaluator.Run(i, i * kChunk, std::min(dims.size, (i + 1) * kChunk)); };
  ForEachPiece(chunks, static_cast<double>(dims.size) * program.cost, piece);
}

}  // namespace numblas
