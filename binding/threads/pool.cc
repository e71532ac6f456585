#include "pool.h"

#include <pthread.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "floating_errors.h"

namespace numblas {
namespace {

inline constexpr size_t kStackBytes =
    8 << 20;                            // BLAS kernels and LAPACK's -frecursive locals; musl's default is 128 KB
inline constexpr int kMaxThreads = 64;  // OpenBLAS is built with NUM_THREADS=64

// How long a thread looks for work, or a caller for its last helper's end, before it sleeps: calls often follow each
// other, and waking a thread takes 30 to 60 us, longer than many a matrix product. LAPACK's panels and a collection of
// garbage lie between (solve and inv of order 256 to 500 take a tenth less than with 50 us); a longer spin would cost a
// busy neighbour.
inline constexpr std::chrono::microseconds kSpin{100};

inline void Pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

template <class Condition>
void SpinUntil(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + kSpin;
  do {
    for (int i = 0; i < 16; i++) {
      if (condition()) return;
      Pause();
    }
  } while (std::chrono::steady_clock::now() < end);
}

// Sections below the pool's mutex are so short that looking again soon is cheaper than sleeping.
std::unique_lock<std::mutex> Lock(std::mutex& mutex) {
  std::unique_lock lock(mutex, std::defer_lock);
  for (int i = 0; i < 100; i++) {
    if (lock.try_lock()) return lock;
    Pause();
  }
  lock.lock();
  return lock;
}

// A batch of tasks. It lives on its caller's stack: `holders` keeps the caller there until the last worker let go.
struct Job {
  Pool::Task task;
  void* context;
  int64_t count;
  std::atomic<int64_t> next{0};
  std::atomic<int> holders{0};  // workers inside Work(); changed under the pool's mutex
  int limit;                    // workers that may join
  Job* link = nullptr;
  std::mutex error_mutex = {};
  std::exception_ptr error = nullptr;
  bool watched = FloatingErrors::Local().watching;
  std::atomic<int> raised{0};  // by workers; guarded by nothing, read after the last let go

  void Work() {
    for (int64_t i; (i = next.fetch_add(1, std::memory_order_relaxed)) < count;) {
      try {
        task(context, i);
      } catch (...) {
        const std::lock_guard lock(error_mutex);
        if (!error) error = std::current_exception();
      }
    }
  }
};

thread_local bool inside_task = false;
// The background call that this thread runs: it counts as running already when that call asks for helpers.
thread_local Pool::Background* background = nullptr;

}  // namespace

struct Pool::State {
  std::mutex mutex;
  std::condition_variable work;      // workers wait here
  std::condition_variable finished;  // callers wait here
  Job* jobs = nullptr;               // open jobs, newest first
  Background* queue = nullptr;       // background work, oldest first
  Background** queue_end = &queue;
  std::atomic<int> threads = 1;   // written under the mutex
  int workers = 0;                // worker threads
  int running = 0;                // threads that compute: workers with work, callers inside Run()
  std::atomic<int> spinning{0};   // workers that look for work
  std::atomic<int64_t> brief{0};  // when brief work last ended, in ticks of steady_clock
  std::atomic<uint32_t> news{0};  // counts what sleeping workers are woken for; changed under the mutex

  Job* FindJob() {
    for (Job* job = jobs; job != nullptr; job = job->link) {
      if (job->holders < job->limit && job->next.load(std::memory_order_relaxed) < job->count) return job;
    }
    return nullptr;
  }

  void Unlink(Job* job) {
    for (Job** at = &jobs; *at != nullptr; at = &(*at)->link) {
      if (*at == job) {
        *at = job->link;
        return;
      }
    }
  }

  Background* Dequeue() {
    Background* first = queue;
    queue = first->link;
    if (queue == nullptr) queue_end = &queue;
    return first;
  }

  bool Unqueue(Background* wanted) {
    for (Background** at = &queue; *at != nullptr; at = &(*at)->link) {
      if (*at != wanted) continue;
      *at = wanted->link;
      if (queue_end == &wanted->link) queue_end = at;
      return true;
    }
    return false;
  }

  void WakeOne() {
    news++;
    work.notify_one();
  }
  void WakeAll() {
    news++;
    work.notify_all();
  }

  // A caller computes no longer: a worker that stood back may go on.
  void Leave() {
    running--;
    if (queue != nullptr || jobs != nullptr) WakeOne();
  }

  // What has begun is helped before anything new begins.
  [[noreturn]] void WorkerLoop() {
    std::unique_lock lock(mutex);
    for (;;) {
      Job* job = running < threads ? FindJob() : nullptr;
      if (job != nullptr) {
        running++;
        job->holders++;
        lock.unlock();
        inside_task = true;
        FloatingErrors& errors = FloatingErrors::Local();
        if (job->watched) errors.Start();
        job->Work();
        if (job->watched) job->raised.fetch_or(errors.Stop(), std::memory_order_relaxed);
        inside_task = false;
        lock = Lock(mutex);
        running--;
        if (--job->holders == 0) finished.notify_all();
      } else if (running < threads && queue != nullptr) {
        running++;
        background = Dequeue();
        lock.unlock();
        background->run(background);
        background = nullptr;
        lock = Lock(mutex);
        running--;
      } else {
        const uint32_t known = news;
        lock.unlock();
        spinning.fetch_add(1, std::memory_order_relaxed);
        SpinUntil([&] { return news != known; });
        spinning.fetch_sub(1, std::memory_order_relaxed);
        lock = Lock(mutex);
        if (news == known) work.wait(lock);
      }
    }
  }

  // Starts workers up to `wanted`. A refusal (process or memory limits) leaves fewer: callers then do more themselves.
  void Grow(int wanted) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, kStackBytes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    while (workers < wanted) {
      pthread_t thread;
      const auto main = [](void* self) -> void* { static_cast<State*>(self)->WorkerLoop(); };
      if (pthread_create(&thread, &attributes, main, this) != 0) break;
      workers++;
    }
    pthread_attr_destroy(&attributes);
  }
};

Pool::Pool() : state_(new State) { state_->threads = UsableThreads(); }

Pool& Pool::Get() {
  static Pool pool;
  return pool;
}

bool Pool::InsideTask() { return inside_task; }

const std::atomic<bool>* Pool::CancelFlag() { return background == nullptr ? nullptr : &background->cancelled; }

int Pool::threads() const { return state_->threads.load(std::memory_order_relaxed); }

void Pool::SetThreads(int threads) {
  const std::lock_guard lock(state_->mutex);
  state_->threads = threads < 1 ? 1 : threads > kMaxThreads ? kMaxThreads : threads;
  state_->WakeAll();
}

void Pool::Run(int64_t count, Task task, void* context) {
  if (count <= 0) return;
  const int threads = this->threads();
  if (count == 1 || inside_task || threads == 1) {
    for (int64_t i = 0; i < count; i++) task(context, i);
    return;
  }
  Job job{.task = task, .context = context, .count = count, .limit = threads - 1};
  const bool counted = background != nullptr;
  {
    const auto lock = Lock(state_->mutex);
    if (state_->workers < threads - 1) state_->Grow(threads - 1);
    if (!counted) state_->running++;
    job.link = state_->jobs;
    state_->jobs = &job;
    const bool helpers = state_->running < threads;
    if (helpers && (count == 2 || job.limit == 1)) {
      state_->WakeOne();
    } else if (helpers) {
      state_->WakeAll();
    }
  }
  inside_task = true;
  job.Work();
  inside_task = false;
  {
    auto lock = Lock(state_->mutex);
    state_->Unlink(&job);
    if (job.holders != 0) {
      lock.unlock();
      SpinUntil([&] { return job.holders == 0; });
      lock = Lock(state_->mutex);
    }
    state_->finished.wait(lock, [&] { return job.holders == 0; });
    if (!counted) state_->Leave();
  }
  if (job.watched) FloatingErrors::Local().raised |= job.raised.load(std::memory_order_relaxed);
  if (job.error) std::rethrow_exception(job.error);
}

bool Pool::HelpIsNear() const {
  if (inside_task || threads() == 1) return false;
  if (state_->spinning.load(std::memory_order_relaxed) > 0) return true;
  const std::chrono::steady_clock::duration before(state_->brief.load(std::memory_order_relaxed));
  return std::chrono::steady_clock::now().time_since_epoch() - before < kSpin;
}

void Pool::NoteBrief() {
  state_->brief.store(std::chrono::steady_clock::now().time_since_epoch().count(), std::memory_order_relaxed);
}

bool Pool::Submit(Background* work) {
  const std::lock_guard lock(state_->mutex);
  if (state_->workers < state_->threads) state_->Grow(state_->threads);
  if (state_->workers == 0) return false;
  work->link = nullptr;
  *state_->queue_end = work;
  state_->queue_end = &work->link;
  if (state_->running < state_->threads) state_->WakeOne();
  return true;
}

bool Pool::Withdraw(Background* work) {
  const std::lock_guard lock(state_->mutex);
  return state_->Unqueue(work);
}

}  // namespace numblas
