#include "stack.h"

#include <cstdint>

#ifdef __GLIBC__
#include <pthread.h>
#endif

namespace numblas {
namespace {

// LAPACK's zgbtrf has 130 KB of its own, a call and its iteration 60 KB.
constexpr uintptr_t kMostStack = 256 << 10;

// The lowest address of this thread's stack, 0 where nobody says. (musl tells of a main thread's what is in use so
// far.)
uintptr_t LowestAddress() {
#ifdef __GLIBC__
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  void* lowest = nullptr;
  size_t size = 0;
  pthread_attr_getstack(&attributes, &lowest, &size);
  pthread_attr_destroy(&attributes);
  return reinterpret_cast<uintptr_t>(lowest);
#else
  return 0;
#endif
}

}  // namespace

bool StackSuffices() {
  static thread_local const uintptr_t lowest = LowestAddress();
  return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) - lowest >= kMostStack;
}

}  // namespace numblas
