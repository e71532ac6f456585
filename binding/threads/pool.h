// The addon's one thread pool: elementwise loops, reductions, batches, OpenBLAS's own level 3 and whole calls that run
// in the background (np.promises) share its threads. Workers sleep when idle, so a busy neighbour on the machine costs
// its share and no more; they start nothing while as many threads compute as may, whoever called.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>

namespace numblas {

// What a task's start throws once its call was cancelled.
struct Cancelled : std::exception {
  const char* what() const noexcept override { return "expected to finish, received an abort"; }
};

class Pool {
 public:
  using Task = void (*)(void* context, int64_t index);

  // Work that no caller waits for. It belongs to who made it; the pool keeps a link in it.
  struct Background {
    void (*run)(Background*);
    std::atomic<bool> cancelled{false};
    Background* link = nullptr;
  };

  static Pool& Get();

  // Threads that a call may use, the caller included.
  int threads() const;
  void SetThreads(int threads);

  // Whether the calling thread is running a task: what it starts then runs on it alone.
  static bool InsideTask();

  // Calls body(0) … body(count - 1) on the caller and the workers; returns when all are done. The calls must not wait
  // for each other. From inside a task they are made inline. Throws the first exception that one threw, after all have
  // ended.
  template <class F>
  void ForAll(int64_t count, const F& body) {
    Run(
        count, [](void* context, int64_t index) { (*static_cast<const F*>(context))(index); }, const_cast<F*>(&body));
  }

  // The same where a call may end before its work is done: in a background call that was cancelled it starts no further
  // task and throws Cancelled.
  template <class F>
  void For(int64_t count, const F& body) {
    const std::atomic<bool>* cancelled = CancelFlag();
    if (cancelled == nullptr) return ForAll(count, body);
    ForAll(count, [&](int64_t index) {
      if (cancelled->load(std::memory_order_relaxed)) throw Cancelled();
      body(index);
    });
  }

  // The same for work of a few microseconds, less than it takes to wake a thread: on the caller alone unless a worker
  // is awake, or calls follow each other so closely that it will be.
  template <class F>
  void ForBrief(int64_t count, const F& body) {
    if (count == 1) return body(0);
    if (HelpIsNear()) {
      For(count, body);
    } else {
      for (int64_t i = 0; i < count; i++) body(i);
    }
    NoteBrief();
  }

  // Queues work for the pool's threads, first come first served. False where there is no thread to run it.
  bool Submit(Background* work);
  // Takes queued work back. False once it has begun.
  bool Withdraw(Background* work);

 private:
  Pool();
  // ForAll of task(context, index).
  void Run(int64_t count, Task task, void* context);
  bool HelpIsNear() const;
  void NoteBrief();
  // The flag of the background call that this thread runs, if any.
  static const std::atomic<bool>* CancelFlag();
  struct State;
  State* state_;  // never freed: workers may outlive every environment (the addon stays loaded)
};

// The threads that this process may really use: OPENBLAS_NUM_THREADS / OMP_NUM_THREADS, CPU affinity, cgroup quota.
int UsableThreads();

}  // namespace numblas
