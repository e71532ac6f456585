#include "deferred.h"

#include <algorithm>
#include <cstring>

#include "iterate/iterate.h"

namespace numblas {

namespace {

void ExecuteAny(Call& call, const double* program, int64_t length) {
  if (call.method == Method::kEvaluate) {
    IterateProgram(call, program, length);
  } else {
    Execute(call);
  }
}

}  // namespace

Failure RunFrame(const double* frame, int64_t length) {
  try {
    Call call;
    const int64_t read = DecodeFrame(frame, length, call);
    ExecuteAny(call, frame + read, length - read);
    return {};
  } catch (...) {
    return CurrentFailure();
  }
}

DeferredCall::DeferredCall(const double* frame, int64_t length, Done done, void* the_owner)
    : owner(the_owner), done_(done) {
  const int64_t read = DecodeFrame(frame, length, call_);
  if (call_.method == Method::kEvaluate)
    program_.assign(frame + read, frame + std::max(read, std::min(length, kScratchWord)));
  std::memcpy(scratch_, frame + kScratchWord, sizeof(scratch_));
  const char* begin = reinterpret_cast<const char*>(frame + kScratchWord);
  for (int i = 0; i < call_.noperands; i++) {
    char*& data = call_.operands[i].data;
    if (data >= begin && data < begin + sizeof(scratch_)) data = reinterpret_cast<char*>(scratch_) + (data - begin);
  }
  run = [](Background* self) {
    auto* call = static_cast<DeferredCall*>(self);
    call->Execute();
    call->done_(call);
  };
}

void DeferredCall::Execute() {
  try {
    if (cancelled.load(std::memory_order_relaxed)) throw Cancelled();
    ExecuteAny(call_, program_.data(), static_cast<int64_t>(program_.size()));
  } catch (...) {
    failure = CurrentFailure();
  }
}

}  // namespace numblas
