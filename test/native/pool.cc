// The pool and the gate on their own, for the sanitizers (scripts/sanitize.mjs): many callers, nested work, background
// calls that run, are withdrawn or cancelled, exceptions, a number of threads that changes meanwhile.
#include "threads/pool.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <vector>

#include "threads/gate.h"

using numblas::Cancelled;
using numblas::Gate;
using numblas::Pool;

namespace {

void Expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "pool: expected %s\n", what);
  std::exit(1);
}

int64_t SumTo(int64_t n) {
  std::vector<int64_t> squares(n);
  Pool::Get().For(n, [&](int64_t i) { squares[i] = i; });
  int64_t sum = 0;
  for (const int64_t value : squares) sum += value;
  return sum;
}

struct Work : Pool::Background {
  Work() {
    run = [](Background* self) {
      auto* work = static_cast<Work*>(self);
      try {
        Pool::Get().For(50, [&](int64_t) { work->steps.fetch_add(1); });
      } catch (const Cancelled&) {
        work->steps = -1;
      }
      work->done.store(true);
      work->done.notify_all();
    };
  }
  std::atomic<int64_t> steps{0};
  std::atomic<bool> done{false};
};

void Caller(int seed, std::atomic<int>& background) {
  Gate& gate = *[] {
    static Gate* three = new Gate(3);
    return three;
  }();
  static std::atomic<int> inside{0};
  for (int round = 0; round < 200; round++) {
    const int64_t n = 1 + (seed * 7 + round * 13) % 300;
    Expect(SumTo(n) == n * (n - 1) / 2, "each task once");
    gate.Enter();
    Expect(inside.fetch_add(1) < 3, "three inside the gate");
    inside.fetch_sub(1);
    gate.Leave();
    bool thrown = false;
    try {
      Pool::Get().For(n, [&](int64_t i) {
        if (i == n / 2) throw std::runtime_error("on purpose");
      });
    } catch (const std::runtime_error&) {
      thrown = true;
    }
    Expect(thrown, "the task's exception");
    Work work[4];
    for (Work& one : work) Expect(Pool::Get().Submit(&one), "a thread for it");
    work[1].cancelled = true;
    const bool withdrawn = Pool::Get().Withdraw(&work[2]);
    for (Work& one : work) {
      if (&one == &work[2] && withdrawn) continue;
      one.done.wait(false);
      const int64_t steps = one.steps;
      Expect(steps == 50 || (&one == &work[1] && steps == -1), "all steps, or a cancelled call");
      background++;
    }
    if (round % 50 == seed % 50) Pool::Get().SetThreads(1 + (seed + round) % 6);
  }
}

}  // namespace

int main() {
  Pool::Get().SetThreads(4);
  std::atomic<int> background{0};
  std::vector<std::thread> callers;
  for (int seed = 0; seed < 8; seed++) callers.emplace_back(Caller, seed, std::ref(background));
  for (std::thread& caller : callers) caller.join();
  std::printf("8 callers x 200 rounds, %d background calls\n", background.load());
}
