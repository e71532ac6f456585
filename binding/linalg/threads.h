// BLAS on the addon's pool.
#pragma once

#include <algorithm>
#include <cstdint>

namespace numblas {

// Makes OpenBLAS hand its parallel jobs to the pool, use as many threads as the pool has, and throw bad_alloc where it
// would end the process; another library is only told how many threads to use. Called once, before any BLAS call.
void UsePoolForBlas();

// How many threads BLAS may use for the calling thread: one inside a task of the pool, which is busy with the others.
int ThreadLimit();

// Threads for elementwise loops and BLAS alike.
void SetThreads(int threads);
int GetThreads();

// Routines that are chains of short BLAS calls lose by a second thread until their matrices are large. The orders from
// which several threads pay, each measured with `npm run bench -- threads`:
namespace threaded_from {
inline constexpr int64_t kVectorProduct = 1 << 15;  // elements of a real matrix, inside LAPACK's routines
inline constexpr int64_t kLu = 144;
inline constexpr int64_t kCholesky = 128;
inline constexpr int64_t kQr = 240;
inline constexpr int64_t kLeastSquares = 800;
inline constexpr int64_t kSvd = 320;
inline constexpr int64_t kEig = 400;
inline constexpr int64_t kEigh = 200;
}  // namespace threaded_from

// So many pieces or a few less, all of one size: as many for each of two or four threads.
inline int64_t EvenPieces(int64_t pieces) { return pieces < 2 ? 1 : pieces < 4 ? 2 : pieces / 4 * 4; }

// Pieces of some 16th of the elements, but no shorter and no longer ones than these.
inline int64_t EvenPieces(int64_t elements, int64_t shortest, int64_t longest) {
  return EvenPieces(elements / std::clamp(elements / 16, shortest, longest));
}

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

}  // namespace numblas
