#include "deferred.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <mutex>

#include "iterate/faults.h"
#include "iterate/iterate.h"
#include "threads/floating_errors.h"
#include "threads/stack.h"

namespace numblas {

namespace {

void ExecuteAny(Call& call, const double* program, int64_t length) {
  if (call.method == Method::kEvaluate) {
    IterateProgram(call, program, length);
  } else {
    Execute(call);
  }
}

// Runs a call and, where it is watched, leaves the floating-point errors that it met, NumPy's bits, in `errors`.
void ExecuteWatched(Call& call, const double* program, int64_t length, double& errors) {
  if (!call.watched) {
    ExecuteAny(call, program, length);
    return;
  }
  FloatingErrors& local = FloatingErrors::Local();
  local.Start();
  try {
    ExecuteAny(call, program, length);
  } catch (...) {
    local.Stop();
    throw;
  }
  const int found = local.Stop();
  // A program asks for the flags of its steps by itself.
  const bool flags_tell = call.method != Method::kEvaluate && ByFlags(*call.op, *call.loop);
  errors = (flags_tell ? SeenInResult(call, found >> kFlagShift) : 0) | (found & ((1 << kFlagShift) - 1));
}

// Work for a thread with a stack of its own size, waited for.
template <class F>
class Elsewhere : public Pool::Background {
 public:
  explicit Elsewhere(const F& body) : body_(body) {
    run = [](Background* self) {
      auto* work = static_cast<Elsewhere*>(self);
      work->body_();
      const std::lock_guard lock(work->mutex_);
      work->done_ = true;
      work->ended_.notify_one();  // under the lock: once it is released, the work may be gone
    };
  }
  // False where there is no such thread.
  bool RunAndWait() {
    if (!Pool::Get().Submit(this)) return false;
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return done_; });
    return true;
  }

 private:
  const F& body_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool done_ = false;
};

// Runs the body, which throws nothing, where there is stack enough for it.
template <class F>
Failure OnEnoughStack(const F& body) {
  if (StackSuffices()) [[likely]] {
    return body();
  }
  Failure failure;
  const auto keep = [&] { failure = body(); };
  if (Elsewhere(keep).RunAndWait()) return failure;
  return {"ERR_OUT_OF_MEMORY", "native: expected stack for a call, received too little, and no thread to run it on"};
}

[[gnu::noinline]] Failure RunHere(double* frame, int64_t length) {
  try {
    Call call;
    const int64_t read = DecodeFrame(frame, length, call);
    ExecuteWatched(call, frame + read, length - read, frame[length - 1]);
    return {};
  } catch (...) {
    return CurrentFailure();
  }
}

}  // namespace

Failure RunFrame(double* frame, int64_t length) {
  return OnEnoughStack([=] { return RunHere(frame, length); });
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
  failure = OnEnoughStack([this]() -> Failure {
    try {
      if (cancelled.load(std::memory_order_relaxed)) throw Cancelled();
      ExecuteWatched(call_, program_.data(), static_cast<int64_t>(program_.size()), scratch_[kScratchWords - 1]);
      return {};
    } catch (...) {
      return CurrentFailure();
    }
  });
}

}  // namespace numblas
