#ifdef __linux__
#include <sched.h>
#elif defined(_WIN32)
#include <windows.h>
#endif

#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

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
// CPUs that cgroup v2's cpu.max grants (rounded up), walking from this process's group to the root; 0 where unlimited.
int CgroupQuota() {
  std::string path;
  if (FILE* file = std::fopen("/proc/self/cgroup", "r")) {
    char line[4096];
    while (std::fgets(line, sizeof(line), file) != nullptr) {
      if (std::strncmp(line, "0::", 3) == 0) path.assign(line + 3, std::strcspn(line + 3, "\n"));
    }
    std::fclose(file);
  }
  int quota = 0;
  for (;;) {
    if (FILE* file = std::fopen(("/sys/fs/cgroup" + path + "/cpu.max").c_str(), "r")) {
      double allowed;
      double period;
      if (std::fscanf(file, "%lf %lf", &allowed, &period) == 2 && period > 0) {
        const int cpus = std::max(1, static_cast<int>((allowed + period - 1) / period));
        quota = quota == 0 ? cpus : std::min(quota, cpus);
      }
      std::fclose(file);
    }
    const size_t slash = path.rfind('/');
    if (slash == std::string::npos) return quota;
    path.resize(slash);
  }
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
