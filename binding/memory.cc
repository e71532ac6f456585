#include "memory.h"

#include <cstdint>
#include <cstdlib>
#include <initializer_list>

#ifdef __linux__
#include <sys/mman.h>
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace numblas {
namespace {

// glibc's largest threshold for mmap, above which memory goes back to the system at once: 32 MB.
[[maybe_unused]] constexpr int kMmapThreshold = 32 << 20;
// V8 collects garbage after 64 MB of new buffers, so that loops come by with twice that.
[[maybe_unused]] constexpr int kTrimThreshold = 128 << 20;

[[maybe_unused]] constexpr size_t kHugePagesFrom = 4 << 20;
[[maybe_unused]] constexpr uintptr_t kPage = 4096;

}  // namespace

void KeepFreedMemory() {
#ifdef __GLIBC__
  for (const char* name : {"MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "GLIBC_TUNABLES"}) {
    if (std::getenv(name) != nullptr) return;
  }
  mallopt(M_MMAP_THRESHOLD, kMmapThreshold);
  mallopt(M_TRIM_THRESHOLD, kTrimThreshold);
#endif
}

void PreferHugePages([[maybe_unused]] void* data, [[maybe_unused]] size_t bytes) {
#ifdef __linux__
  if (bytes < kHugePagesFrom) return;
  const uintptr_t first = (reinterpret_cast<uintptr_t>(data) + kPage - 1) & ~(kPage - 1);
  const uintptr_t last = (reinterpret_cast<uintptr_t>(data) + bytes) & ~(kPage - 1);
  madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
#endif
}

}  // namespace numblas
