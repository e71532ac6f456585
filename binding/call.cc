#include "call.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "iterate/iterate.h"
#include "linalg/library/library.h"
#include "memory.h"
#include "relations.h"
#include "status.h"

namespace numblas {
namespace {

// Reads integers from the frame, which holds doubles because JavaScript writes those fastest.
class FrameReader {
 public:
  FrameReader(const double* frame, int64_t length) : begin_(frame), next_(frame), end_(frame + length) {}

  int64_t read() const { return next_ - begin_; }

  [[gnu::always_inline]] double Number() {
    if (next_ == end_) [[unlikely]]
      EndedEarly();
    return *next_++;
  }

  // On every call's path some twenty times: inline, with the message's making out of the way.
  [[gnu::always_inline]] int64_t Integer(const char* what, double low, double high) {
    const double value = Number();
    // The conversion is defined only in range, so the range comes first.
    if (!(value >= low && value <= high) || static_cast<double>(static_cast<int64_t>(value)) != value) [[unlikely]] {
      Refuse(what, low, high, value);
    }
    return static_cast<int64_t>(value);
  }

 private:
  [[noreturn, gnu::cold, gnu::noinline]] static void EndedEarly() {
    throw Error("ERR_INTERNAL", "call frame ended early");
  }
  [[noreturn, gnu::cold, gnu::noinline]] static void Refuse(const char* what, double low, double high, double value) {
    throw Error("ERR_INTERNAL", std::string("call frame: expected ") + what + " between " + std::to_string(low) +
                                    " and " + std::to_string(high) + ", received " + std::to_string(value));
  }

  const double* begin_;
  const double* next_;
  const double* end_;
};

inline constexpr double kMaxInteger = 9007199254740992.0;  // 2^53

// Adds one dimension's reach to [low, high), the bytes that an operand touches relative to its first element.
void Extend(int64_t size, int64_t stride, int64_t& low, int64_t& high) {
  int64_t reach;
  if (__builtin_mul_overflow(size - 1, stride, &reach) ||
      __builtin_add_overflow(reach < 0 ? low : high, reach, reach < 0 ? &low : &high)) {
    throw Error("ERR_OUT_OF_BOUNDS", "strides: expected a view inside its buffer, received strides that overflow");
  }
}

// What is read or written where the loop is empty: a reduction's accumulators, a method's indices. Both stand still
// along some of the dimensions.
void ExtendStill(const Call& call, bool& touches_nothing, int64_t& low, int64_t& high) {
  const int64_t* strides = call.operands[1].strides;
  touches_nothing = false;
  for (int d = 0; d < call.ndim; d++) touches_nothing |= call.shape[d] == 0 && strides[d] != 0;
  for (int d = 0; d < call.ndim && !touches_nothing; d++) {
    if (strides[d] != 0) Extend(call.shape[d], strides[d], low, high);
  }
}

// Loops read and write operands as the types that they are made for: they must be, where no driver casts.
void CheckTypes(const Call& call) {
  const Op& op = *call.op;
  const char* types = call.loop->types;
  const auto expect = [&](int operand, char character) {
    if (operand < call.noperands && kDTypes[static_cast<int>(call.operands[operand].dtype)].character == character)
      return;
    throw Error("ERR_INTERNAL", op.name + ": expected operand " + std::to_string(operand) + " of the type '" +
                                    character + "', received another or none");
  };
  const auto expect_loop = [&](bool fits) {
    if (!fits) throw Error("ERR_INTERNAL", op.name + ": expected a loop for the method, received " + types);
  };
  const auto folds = [&] {  // a type into itself
    return op.nin == 2 && op.nout == 1 && types[0] == types[1] && types[0] == types[4];
  };
  if (!op.core.empty()) {
    for (int i = 0; i < call.noperands; i++) expect(i, types[i < op.nin ? i : i + 2]);
    CheckRelations(call);
    return;
  }
  if (call.masked) expect(call.noperands - 1, '?');
  if (call.method == Method::kReduce) {
    if (call.loop->kernels == nullptr) {
      expect_loop(folds());
      expect(1, types[0]);
    } else {
      expect(1, types[3]);
      // What is subtracted (squared deviations) has the accumulators' type, or that of complex elements.
      if (op.nin == 2) expect(2, types[0] == 'F' || types[0] == 'D' ? types[0] : types[3]);
    }
  } else if (call.method == Method::kAccumulate) {
    expect_loop(folds());
    for (int i = 0; i < 2; i++) expect(i, types[0]);
  } else if (call.method == Method::kReduceAt) {
    expect_loop(folds());
    for (int i = 0; i < 3; i++) expect(i, i == 1 ? 'l' : types[0]);
  } else if (call.method == Method::kAt) {
    expect_loop(op.nin <= 2 && op.nout == 1 && types[0] == types[op.nin + 2]);
    for (int i = 0; i <= op.nin; i++) expect(i, i == 0 ? types[0] : i == 1 ? 'l' : types[1]);
  }
}

[[noreturn, gnu::cold, gnu::noinline]] void RefuseSize(const Call& call) {
  throw Error("ERR_SIZE", call.op->name + ": expected at most 2^53 elements, received more");
}

double BytesOf(const Call& call, int operand) {
  auto bytes = static_cast<double>(ItemSize(call.operands[operand].dtype));
  for (int d = 0; d < call.ndim; d++) bytes *= static_cast<double>(call.shape[d]);
  for (const int dim : call.op->core[operand]) bytes *= static_cast<double>(call.core_dims[dim]);
  return bytes;
}

}  // namespace

int64_t DecodeFrame(const double* frame, int64_t frame_length, Call& call) {
  FrameReader in(frame, frame_length);
  const auto& ops = OpTable::Get().ops();
  call.op = &ops[in.Integer("an operation", 0, static_cast<double>(ops.size() - 1))];
  call.loop = &call.op->loops[in.Integer("a loop", 0, static_cast<double>(call.op->loops.size()) - 1)];
  call.method = static_cast<Method>(in.Integer("a method", 0, static_cast<int>(Method::kEvaluate)));
  const int64_t flags = in.Integer("flags", 0, 3);
  call.masked = (flags & 1) != 0;
  call.watched = (flags & 2) != 0;
  call.noperands = static_cast<int>(in.Integer("operands", 1, kMaxOperands));
  call.ndim = static_cast<int>(in.Integer("dimensions", 0, kMaxDims));
  call.ncore = static_cast<int>(in.Integer("core dimensions", call.op->ncore, call.op->ncore));
  const int nparams = static_cast<int>(in.Integer("params", 0, kMaxParams));
  if (call.loop->kernels != nullptr) {
    call.method = Method::kReduce;
  } else if (call.loop->inner == nullptr && call.loop->core == nullptr && call.loop->drive == nullptr) {
    throw Error("ERR_DTYPE", call.op->name + ": no such loop");
  }
  if (call.loop->core != nullptr || call.loop->drive != nullptr) call.method = Method::kCall;
  if (call.method == Method::kCall && call.noperands != call.op->nin + call.op->nout + (call.masked ? 1 : 0)) {
    throw Error("ERR_INTERNAL", call.op->name + ": wrong number of operands in the call frame");
  }
  if (call.masked && !call.op->core.empty()) {
    throw Error("ERR_INTERNAL", call.op->name + ": expected no mask, received one");
  }
  bool empty = false;
  double elements = 1;
  for (int i = 0; i < call.ndim; i++) {
    call.shape[i] = in.Integer("a dimension", 0, kMaxInteger);
    elements *= static_cast<double>(call.shape[i]);
    empty |= call.shape[i] == 0;
  }
  if (elements > kMaxInteger && !empty) RefuseSize(call);
  for (int i = 0; i < call.ncore; i++) call.core_dims[i] = in.Integer("a core dimension", 0, kMaxInteger);
  for (int i = 0; i < nparams; i++) call.params[i] = in.Number();
  std::fill(call.params + nparams, call.params + kMaxParams, 0.0);

  for (int i = 0; i < call.noperands; i++) {
    Operand& operand = call.operands[i];
    const auto address = static_cast<uintptr_t>(in.Integer("an address", 0, kMaxInteger));
    const int64_t bytes = in.Integer("a buffer length", 0, kMaxInteger);
    const int64_t offset = in.Integer("an offset", 0, kMaxInteger);
    operand.dtype = static_cast<DType>(in.Integer("a dtype", 0, kDTypeCount - 1));
    int64_t low = offset;
    int64_t high = offset;
    bool touches_nothing = empty;
    for (int d = 0; d < call.ndim; d++) {
      operand.strides[d] = in.Integer("a stride", -kMaxInteger, kMaxInteger);
      if (!empty) Extend(call.shape[d], operand.strides[d], low, high);
    }
    if (empty && i == 1 && call.method != Method::kCall) ExtendStill(call, touches_nothing, low, high);
    double size = elements;
    const size_t ncore = call.op->core.empty() ? 0 : call.op->core[i].size();
    for (size_t d = 0; d < ncore; d++) {
      const int64_t length = call.core_dims[call.op->core[i][d]];
      operand.core_strides[d] = in.Integer("a core stride", -kMaxInteger, kMaxInteger);
      size *= static_cast<double>(length);
      touches_nothing |= length == 0;
      if (!touches_nothing) Extend(length, operand.core_strides[d], low, high);
    }
    if (size > kMaxInteger && !touches_nothing) RefuseSize(call);
    operand.data = reinterpret_cast<char*>(address + offset);
    operand.available = bytes - offset;
    if (touches_nothing) continue;
    if (low < 0 || high > bytes - static_cast<int64_t>(ItemSize(operand.dtype))) {
      throw Error(bytes == 0 ? "ERR_DETACHED_BUFFER" : "ERR_OUT_OF_BOUNDS",
                  call.op->name + ": expected operand " + std::to_string(i) + " to lie inside its buffer of " +
                      std::to_string(bytes) + " bytes, received a view of bytes " + std::to_string(low) + " to " +
                      std::to_string(high + static_cast<int64_t>(ItemSize(operand.dtype))) +
                      (bytes == 0 ? " (was the ArrayBuffer transferred or detached?)" : ""));
    }
  }
  CheckTypes(call);
  return in.read();
}

void Execute(Call& call) {
  if (call.loop->core != nullptr) {
    const library::Use use(call);
    Promised results;
    for (int i = call.op->nin; i < call.noperands; i++) results.Add(call.operands[i].data, BytesOf(call, i));
    IterateCore(call);
  } else if (call.loop->drive != nullptr) {
    call.loop->drive(call);
  } else if (call.method == Method::kReduce) {
    IterateReduce(call);
  } else if (call.method == Method::kAccumulate || call.method == Method::kReduceAt || call.method == Method::kAt) {
    IterateMethod(call);
  } else {
    IterateElementwise(call);
  }
}

double EstimatedWork(const Call& call) {
  double elements = 1;
  for (int d = 0; d < call.ndim; d++) elements *= static_cast<double>(call.shape[d]);
  if (call.loop->core == nullptr) return elements * std::max(1.0, call.op->cost);
  // Matrix routines take a step per element and column of their largest operand; where one takes fewer, no harm is
  // done.
  double largest = 1;
  for (const auto& core : call.op->core) {
    double size = 1;
    for (const int dim : core) size *= static_cast<double>(call.core_dims[dim]);
    largest = std::max(largest, size);
  }
  return elements * largest * std::sqrt(largest);
}

}  // namespace numblas
