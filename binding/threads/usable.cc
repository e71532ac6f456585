#ifdef __linux__
#include <sched.h>
#elif defined(_WIN32)
#include <windows.h>
#endif

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "../cgroup.h"
#include "pool.h"

namespace numblas {
namespace {

int FromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? 0 : std::max(0, std::atoi(value));
}

int AffinityCount() {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof(set), &set) == 0) return CPU_COUNT(&set);
#elif defined(_WIN32)
  DWORD_PTR process;
  DWORD_PTR system;
  if (GetProcessAffinityMask(GetCurrentProcess(), &process, &system) != 0) return std::popcount(process);
#endif
  return static_cast<int>(std::thread::hardware_concurrency());
}

#ifdef __linux__
// CPUs that a group's quota grants, rounded up; 0 where it is unlimited.
int CpusOf(double allowed, double period) {
  return allowed > 0 && period > 0 ? std::max(1, static_cast<int>((allowed + period - 1) / period)) : 0;
}

// The least that cpu.max (or version 1's pair of files) grants to this process's group and those above it; 0 where
// unlimited.
int CgroupQuota() {
  const CgroupFolders folders = FoldersOf("cpu");
  int quota = 0;
  const auto limit = [&quota](int cpus) {
    if (cpus > 0) quota = quota == 0 ? cpus : std::min(quota, cpus);
  };
  for (const std::string& folder : folders.unified) {
    const std::vector<double> numbers = NumbersIn(folder + "/cpu.max");
    if (numbers.size() == 2) limit(CpusOf(numbers[0], numbers[1]));
  }
  for (const std::string& folder : folders.legacy) {
    const std::vector<double> allowed = NumbersIn(folder + "/cpu.cfs_quota_us");
    const std::vector<double> period = NumbersIn(folder + "/cpu.cfs_period_us");
    if (!allowed.empty() && !period.empty()) limit(CpusOf(allowed[0], period[0]));
  }
  return quota;
}
#else
int CgroupQuota() { return 0; }
#endif

}  // namespace

int UsableThreads() {
  int threads = std::max(1, AffinityCount());
  if (const int quota = CgroupQuota(); quota > 0) threads = std::min(threads, quota);
  for (const char* name : {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"}) {
    if (const int wanted = FromEnvironment(name); wanted > 0) {
      threads = wanted;
      break;
    }
  }
  return std::min(threads, 64);
}

}  // namespace numblas
