#include "threads.h"

#include <atomic>

#include "../threads/pool.h"
#include "library/library.h"

namespace numblas {
namespace {

// In deterministic mode BLAS splits its work as if for a fixed number of threads, whatever the pool has.
std::atomic<bool> deterministic{false};

thread_local bool one_thread = false;

void ApplyThreads() { library::SetThreads(deterministic ? library::kFixedThreads : Pool::Get().threads()); }

}  // namespace

void UsePoolForBlas() {
  library::Connect();
  ApplyThreads();
}

int ThreadLimit() {
  if (one_thread) return 1;
  if (deterministic) return library::kFixedThreads;
  return Pool::InsideTask() ? 1 : Pool::Get().threads();
}

OneThreadBelow::OneThreadBelow(int64_t from, int64_t order) : before_(one_thread) {
  if (order < from) one_thread = true;
}
OneThreadBelow::~OneThreadBelow() { one_thread = before_; }

void SetThreads(int threads) {
  Pool::Get().SetThreads(threads);
  ApplyThreads();
}

void SetDeterministic(bool wanted) {
  deterministic = wanted;
  ApplyThreads();
}

bool GetDeterministic() { return deterministic; }

int GetThreads() { return Pool::Get().threads(); }

}  // namespace numblas
