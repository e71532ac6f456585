// OpenBLAS on the addon's pool, and what the linked library says about itself.
#pragma once

#include <string>

namespace numblas {

// Makes OpenBLAS hand its parallel jobs to the pool, use as many threads as the pool has, and throw bad_alloc where it
// would end the process. Called once, before any BLAS call.
void UsePoolForBlas();

// Threads for elementwise loops and BLAS alike.
void SetThreads(int threads);
int GetThreads();

// Whether results have the same bits whatever the number of threads.
void SetDeterministic(bool wanted);
bool GetDeterministic();

struct BlasConfig {
  std::string version;    // "OpenBLAS 0.3.34"
  std::string options;    // what it was built with
  std::string core_name;  // the kernels in use
  int threads;
};
BlasConfig GetBlasConfig();

}  // namespace numblas
