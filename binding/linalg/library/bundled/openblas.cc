// The vendored OpenBLAS: its parallel jobs run on the addon's pool.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>

#include "../../../threads/gate.h"
#include "../../../threads/pool.h"
#include "../../threads.h"
#include "../library.h"

extern "C" {

using openblas_dojob_callback = void (*)(int thread, void* job, int data);
using openblas_threads_callback = void (*)(int sync, openblas_dojob_callback dojob, int count, size_t size, void* jobs,
                                           int data);
void openblas_set_threads_callback_function64_(openblas_threads_callback callback);
void openblas_set_num_threads64_(int threads);
char* openblas_get_config64_();
char* openblas_get_corename64_();

// Our patches' (deps/openblas/patches).
extern int (*openblas_thread_limit64_)();
extern void (*openblas_out_of_memory64_)();
extern int64_t openblas_gemv_threads_from64_;

}  // extern "C"

namespace numblas::library {
namespace {

// OpenBLAS's jobs don't wait for each other (it is built with USE_SIMPLE_THREADED_LEVEL3), as the pool demands. Not by
// For(): a cancelled call must not leave OpenBLAS in the middle of a routine.
void RunJobs(int, openblas_dojob_callback dojob, int count, size_t size, void* jobs, int data) {
  Pool::Get().ForAll(count, [&](int64_t i) {
    dojob(static_cast<int>(i), static_cast<char*>(jobs) + static_cast<size_t>(i) * size, data);
  });
}

// OpenBLAS has 128 buffers and 512 for emergencies; a call takes up to three, and each of its helpers one.
Gate& Entrance() {
  static Gate& gate = *new Gate(64);  // never freed: at exit other threads may still compute
  return gate;
}

[[noreturn]] void OutOfMemory() { throw std::bad_alloc(); }  // OpenBLAS's code has unwind tables

}  // namespace

void Connect() {
  openblas_set_threads_callback_function64_(RunJobs);
  openblas_thread_limit64_ = ThreadLimit;
  openblas_out_of_memory64_ = OutOfMemory;
  openblas_gemv_threads_from64_ = threaded_from::kVectorProduct;
}

void SetThreads(int threads) { openblas_set_num_threads64_(threads); }

Use::Use(const Call&) { Entrance().Enter(); }
Use::~Use() { Entrance().Leave(); }

ConcurrentUse::ConcurrentUse() = default;
ConcurrentUse::~ConcurrentUse() = default;

// The parts that work is split into decide how sums are rounded, the threads that run them don't.
const int kFixedThreads = 8;

Identity Identify() {
  // "OpenBLAS 0.3.34  USE64BITINT DYNAMIC_ARCH … SkylakeX MAX_THREADS=64"
  const std::string text = openblas_get_config64_();
  const size_t version_end = std::min(text.find(' ', text.find(' ') + 1), text.size());
  const size_t options = std::min(text.find_first_not_of(' ', version_end), text.size());
  return {
      .version = text.substr(0, version_end), .options = text.substr(options), .core_name = openblas_get_corename64_()};
}

}  // namespace numblas::library
