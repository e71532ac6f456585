#include "memory.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <limits>
#include <new>
#include <string>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#elif defined(_WIN32)
#include <windows.h>
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "cgroup.h"
#include "trim.h"

namespace numblas {
namespace {

// glibc's largest threshold for mmap, above which memory goes back to the system at once: 32 MB.
[[maybe_unused]] constexpr int kMmapThreshold = 32 << 20;
// V8 collects garbage after 64 MB of new buffers, so that loops come by with twice that, and with more where a result
// has 32 MB: with 128 MB a product of order 2000 had new memory at each call, and took 184 ms instead of 155.
[[maybe_unused]] constexpr int kTrimThreshold = 256 << 20;

[[maybe_unused]] constexpr size_t kHugePagesFrom = 4 << 20;
[[maybe_unused]] constexpr uintptr_t kPage = 4096;

// Bytes of results that are not written yet, of all calls that run.
std::atomic<int64_t> promised{0};
constexpr double kPromisedFrom = 64 << 20;

#ifdef __linux__
// What the limits of this process's memory groups leave. Files that the kernel keeps in memory count as used in them,
// and make room when it is wanted.
double CgroupMemory() {
  static const CgroupFolders folders = FoldersOf("memory");
  constexpr double kNoLimit = 0x1p62;  // version 1 writes the largest multiple of a page
  double left = std::numeric_limits<double>::infinity();
  const auto limit = [&left](const std::string& folder, const char* most, const char* used, const char* files) {
    const std::vector<double> limit = NumbersIn(folder + most);
    if (limit.empty() || limit[0] >= kNoLimit) return;
    const std::vector<double> taken = NumbersIn(folder + used);
    if (taken.empty()) return;
    const std::string stat = folder + "/memory.stat";
    const std::string prefix(files);
    const double kept =
        NumberOf(stat, (prefix + "inactive_file").c_str()) + NumberOf(stat, (prefix + "active_file").c_str());
    left = std::min(left, std::max(0.0, limit[0] - std::max(0.0, taken[0] - kept)));
  };
  for (const std::string& folder : folders.unified) limit(folder, "/memory.max", "/memory.current", "");
  for (const std::string& folder : folders.legacy) {
    limit(folder, "/memory.limit_in_bytes", "/memory.usage_in_bytes", "total_");
  }
  return left;
}
#endif

}  // namespace

size_t AvailableMemory() {
#ifdef __linux__
  const char* const machine = "/proc/meminfo";
  const double kilobytes = NumberOf(machine, "MemAvailable:") + NumberOf(machine, "SwapFree:");
  constexpr double kUnknown = 0x1p63;
  return static_cast<size_t>(std::min({kilobytes == 0 ? kUnknown : kilobytes * 1024, CgroupMemory(), kUnknown}));
#elif defined(_WIN32)
  MEMORYSTATUSEX status{};
  status.dwLength = sizeof(status);
  if (GlobalMemoryStatusEx(&status) != 0) return static_cast<size_t>(status.ullAvailPageFile);
  return std::numeric_limits<size_t>::max();
#else
  return std::numeric_limits<size_t>::max();
#endif
}

void ExpectMemory(size_t bytes) {
  constexpr int64_t kReserve = 16 << 20;  // for what is taken without asking
  constexpr int64_t kMostUnlooked = 1 << 30;
  constexpr int64_t kShareUnlooked = 8;
  static std::atomic<int64_t> unlooked{0};
  const auto wanted = static_cast<int64_t>(bytes);
  if (unlooked.fetch_sub(wanted, std::memory_order_relaxed) >= wanted) return;
  const auto left = [wanted] {
    constexpr size_t kMost = size_t{1} << 62;  // where nobody says
    return static_cast<int64_t>(std::min(AvailableMemory(), kMost)) - promised.load(std::memory_order_relaxed) -
           kReserve - wanted;
  };
  int64_t rest = left();
  if (rest < 0) {
    GiveFreedMemoryBack();
    rest = left();
  }
  unlooked.store(std::clamp<int64_t>(rest / kShareUnlooked, 0, kMostUnlooked), std::memory_order_relaxed);
  if (rest < 0) throw NoMemory(bytes, static_cast<size_t>(std::max<int64_t>(0, rest + wanted)));
}

NoMemory::NoMemory(size_t wanted, size_t left)
    : text_(std::make_shared<const std::string>("native: expected " + std::to_string(wanted) +
                                                " bytes for the operation's work space, received at most " +
                                                std::to_string(left) + " beside its results")) {}

void Promised::Add([[maybe_unused]] const char* data, [[maybe_unused]] double bytes) {
#ifdef __linux__
  if (bytes < kPromisedFrom) return;
  // A page here and there: what was written before is not taken anew.
  constexpr int kPages = 64;
  int untouched = 0;
  for (int i = 0; i < kPages; i++) {
    const uintptr_t address = reinterpret_cast<uintptr_t>(data) + static_cast<uintptr_t>(bytes / kPages * i);
    unsigned char there = 0;
    if (mincore(reinterpret_cast<void*>(address & ~(kPage - 1)), 1, &there) == 0 && (there & 1) == 0) untouched++;
  }
  const auto added = static_cast<int64_t>(bytes / kPages * untouched);
  bytes_ += added;
  promised.fetch_add(added, std::memory_order_relaxed);
#endif
}

Promised::~Promised() {
  if (bytes_ != 0) promised.fetch_sub(bytes_, std::memory_order_relaxed);
}

void KeepFreedMemory() {
#ifdef __GLIBC__
  for (const char* name : {"MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "GLIBC_TUNABLES"}) {
    if (std::getenv(name) != nullptr) return;
  }
  mallopt(M_MMAP_THRESHOLD, kMmapThreshold);
  mallopt(M_TRIM_THRESHOLD, kTrimThreshold);
  // Larger blocks stay, too: clearing pages anew takes as long as adding two arrays of them. lib/core/storage.ts has
  // them given back when no large array was made for a while.
  mallopt(M_MMAP_MAX, 0);
#endif
}

void GiveFreedMemoryBack() {
#ifdef __GLIBC__
  malloc_trim(0);
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
