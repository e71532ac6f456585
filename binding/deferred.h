// A call that runs on the pool after the function that asked for it has returned (np.promises).
#pragma once

#include <cstdint>
#include <vector>

#include "call.h"
#include "status.h"
#include "threads/pool.h"

namespace numblas {

// Frame words from here on hold scalar operands and results (lib/native.ts): a deferred call has its own.
inline constexpr int64_t kScratchWord = 4032;
inline constexpr int64_t kScratchWords = 64;

// Decodes a frame and runs its call at once.
Failure RunFrame(double* frame, int64_t length);

class DeferredCall : public Pool::Background {
 public:
  // Called on the pool's thread when the call has ended.
  using Done = void (*)(DeferredCall*);

  // Takes what the frame says out of it, operands in its scratch words too. Throws as DecodeFrame does.
  DeferredCall(const double* frame, int64_t length, Done done, void* owner);

  double work() const { return EstimatedWork(call_); }
  // Runs it on the calling thread.
  void Execute();
  const double* scratch() const { return scratch_; }

  void* const owner;
  uint32_t id = 0;
  Failure failure;
  DeferredCall* next = nullptr;  // in its owner's list of ended calls: there may be no memory for another kind

 private:
  Call call_;
  std::vector<double> program_;  // of evaluate
  double scratch_[kScratchWords];
  Done done_;
};

}  // namespace numblas
