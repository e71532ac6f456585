// OpenBLAS on the addon's pool, and what the linked library says about itself.
#pragma once

#include <cstdint>
#include <string>

namespace numblas {

// Makes OpenBLAS hand its parallel jobs to the pool, use as many threads as the pool has, and throw bad_alloc where it
// would end the process. Called once, before any BLAS call.
void UsePoolForBlas();

// Threads for elementwise loops and BLAS alike.
void SetThreads(int threads);
int GetThreads();

// Routines that are chains of short BLAS calls lose by a second thread until their matrices are large. The orders from
// which several threads pay, each measured with `npm run bench -- threads`:
namespace threaded_from {
inline constexpr int64_t kDot = 1 << 17;  // elements
inline constexpr int64_t kCholesky = 240;
inline constexpr int64_t kQr = 900;
inline constexpr int64_t kLeastSquares = 800;
inline constexpr int64_t kSvd = 500;
inline constexpr int64_t kEig = 400;
}  // namespace threaded_from

// While it lives, BLAS stays on the calling thread if `order` is below `from`.
class OneThreadBelow {
 public:
  OneThreadBelow(int64_t from, int64_t order);
  ~OneThreadBelow();
  OneThreadBelow(const OneThreadBelow&) = delete;
  OneThreadBelow& operator=(const OneThreadBelow&) = delete;

 private:
  bool before_;
};

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
