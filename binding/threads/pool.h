// The addon's one thread pool: elementwise loops, reductions, batches and OpenBLAS's own level 3 all run on it.
// Workers sleep when idle, so a busy neighbour on the machine costs its share and no more.
#pragma once

#include <cstdint>

namespace numblas {

class Pool {
 public:
  using Task = void (*)(void* context, int64_t index);

  static Pool& Get();

  // Threads that a call may use, the caller included.
  int threads() const;
  void SetThreads(int threads);

  // Runs task(context, 0) … task(context, count - 1) on the caller and the workers; returns when all are done.
  // The tasks must not wait for each other. Called from inside a task it runs them inline.
  // Throws the first exception that a task threw, after all have ended.
  void Run(int64_t count, Task task, void* context);

  // Whether the calling thread is running a task: what it starts then runs on it alone.
  static bool InsideTask();

  template <class F>
  void For(int64_t count, const F& body) {
    Run(
        count, [](void* context, int64_t index) { (*static_cast<const F*>(context))(index); }, const_cast<F*>(&body));
  }

 private:
  Pool();
  struct State;
  State* state_;  // never freed: workers may outlive every environment (the addon stays loaded)
};

// The threads that this process may really use: OPENBLAS_NUM_THREADS / OMP_NUM_THREADS, CPU affinity, cgroup quota.
int UsableThreads();

}  // namespace numblas
