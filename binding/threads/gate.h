// Lets a limited number of callers through; the others wait. Passing an open gate costs two atomic operations.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace numblas {

class Gate {
 public:
  explicit Gate(int limit) : limit_(limit) {}

  void Enter() {
    if (!TryEnter()) Wait();
  }

  // Either this sees who waits, or who waits sees the place: both sides are sequentially consistent.
  void Leave() {
    inside_--;
    if (waiting_ == 0) return;
    const std::lock_guard lock(mutex_);
    left_.notify_one();
  }

 private:
  bool TryEnter() {
    int inside = inside_.load();
    while (inside < limit_) {
      if (inside_.compare_exchange_weak(inside, inside + 1)) return true;
    }
    return false;
  }

  void Wait() {
    std::unique_lock lock(mutex_);
    waiting_++;
    left_.wait(lock, [this] { return TryEnter(); });
    waiting_--;
  }

  const int limit_;
  std::atomic<int> inside_{0};
  std::atomic<int> waiting_{0};
  std::mutex mutex_;
  std::condition_variable left_;
};

}  // namespace numblas
