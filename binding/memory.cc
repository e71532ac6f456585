#include "memory.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <string>

#ifdef __linux__
#include <sys/mman.h>
#elif defined(_WIN32)
#include <windows.h>
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

#ifdef __linux__
// A file's first number; no limit where there is none.
size_t NumberIn(const std::string& path) {
  unsigned long long number = 0;
  size_t found = std::numeric_limits<size_t>::max();
  if (FILE* file = std::fopen(path.c_str(), "r")) {
    if (std::fscanf(file, "%llu", &number) == 1) found = static_cast<size_t>(number);
    std::fclose(file);
  }
  return found;
}

// What cgroup v2's memory.max leaves, in this process's group and those above it.
size_t CgroupMemory() {
  std::string path;
  if (FILE* file = std::fopen("/proc/self/cgroup", "r")) {
    char line[4096];
    while (std::fgets(line, sizeof(line), file) != nullptr) {
      if (std::strncmp(line, "0::", 3) == 0) path.assign(line + 3, std::strcspn(line + 3, "\n"));
    }
    std::fclose(file);
  }
  size_t left = std::numeric_limits<size_t>::max();
  for (;;) {
    const std::string group = "/sys/fs/cgroup" + path;
    const size_t most = NumberIn(group + "/memory.max");
    const size_t used = NumberIn(group + "/memory.current");
    if (most != std::numeric_limits<size_t>::max() && used != std::numeric_limits<size_t>::max()) {
      left = std::min(left, most > used ? most - used : 0);
    }
    const size_t slash = path.rfind('/');
    if (slash == std::string::npos) return left;
    path.resize(slash);
  }
}
#endif

}  // namespace

size_t AvailableMemory() {
#ifdef __linux__
  size_t available = std::numeric_limits<size_t>::max();
  if (FILE* file = std::fopen("/proc/meminfo", "r")) {
    char line[256];
    unsigned long long kilobytes;
    while (std::fgets(line, sizeof(line), file) != nullptr) {
      if (std::sscanf(line, "MemAvailable: %llu", &kilobytes) == 1) available = static_cast<size_t>(kilobytes) << 10;
    }
    std::fclose(file);
  }
  return std::min(available, CgroupMemory());
#elif defined(_WIN32)
  MEMORYSTATUSEX status{};
  status.dwLength = sizeof(status);
  if (GlobalMemoryStatusEx(&status) != 0) return static_cast<size_t>(status.ullAvailPageFile);
  return std::numeric_limits<size_t>::max();
#else
  return std::numeric_limits<size_t>::max();
#endif
}

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
