// Any other BLAS and LAPACK with 64-bit integers. What such a library offers beyond the routines is found by weak
// symbols: the loader sets those that the library has.
#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>

#include "../../../call.h"
#include "../../fortran.h"
#include "../library.h"

#define NUMBLAS_SUFFIXED(name) __asm__(#name NUMBLAS_STRING(NUMBLAS_BLAS_SUFFIX))

extern "C" {

[[gnu::weak]] void openblas_set_num_threads(int threads) NUMBLAS_SUFFIXED(openblas_set_num_threads);
[[gnu::weak]] char* openblas_get_config() NUMBLAS_SUFFIXED(openblas_get_config);
[[gnu::weak]] char* openblas_get_corename() NUMBLAS_SUFFIXED(openblas_get_corename);

[[gnu::weak]] void bli_thread_set_num_threads(int64_t threads);
[[gnu::weak]] char* bli_info_get_version_str();
[[gnu::weak]] int bli_arch_query_id();
[[gnu::weak]] char* bli_arch_string(int id);

[[gnu::weak]] void MKL_Set_Num_Threads(int threads);

void ilaver(int64_t* major, int64_t* minor, int64_t* patch) NUMBLAS_SYMBOL(ilaver);
void gemm_address() NUMBLAS_SYMBOL(dgemm);

// These two are seen from outside (exports.map), so the library calls them instead of its own.
[[gnu::visibility("default")]] void host_xerbla(const char* routine, const int64_t* argument, size_t length)
    NUMBLAS_SYMBOL(xerbla);
void host_xerbla(const char* routine, const int64_t* argument, size_t length) {
  // C callers leave the length out; a name has six letters, rarely more, and no zero byte is sure to follow.
  std::string name(routine, strnlen(routine, length <= 32 ? length : 6));
  numblas::library::RefuseArgument(name, *argument);
}

[[gnu::visibility("default")]] void host_cblas_xerbla(int64_t argument, const char* routine, const char* form, ...)
    NUMBLAS_SUFFIXED(cblas_xerbla);
void host_cblas_xerbla(int64_t argument, const char* routine, const char*, ...) {
  numblas::library::RefuseArgument(routine, argument);
}

}  // extern "C"

namespace numblas::library {
namespace {

// The file that a function was loaded from, links followed.
std::string FileOf(void (*function)()) {
  Dl_info info;
  if (dladdr(reinterpret_cast<void*>(function), &info) == 0) return "unknown";
  const std::unique_ptr<char, decltype(&std::free)> path(realpath(info.dli_fname, nullptr), std::free);
  return path ? path.get() : info.dli_fname;
}

// Whether the library has a function and it is this file's: a LAPACK may bring another BLAS along that nobody calls.
template <class Function>
bool Has(Function* function, const std::string& file) {
  return function != nullptr && FileOf(reinterpret_cast<void (*)()>(function)) == file;
}

std::string NameOf(const std::string& blas) {
  if (Has(openblas_get_config, blas)) {
    const std::string text = openblas_get_config();
    return text.substr(0, text.find(' ', text.find(' ') + 1));
  }
  if (Has(bli_info_get_version_str, blas)) return std::string("BLIS ") + bli_info_get_version_str();
  return blas.substr(blas.rfind('/') + 1);
}

std::string CoreOf(const std::string& blas) {
  if (Has(openblas_get_corename, blas)) return openblas_get_corename();
  if (Has(bli_arch_query_id, blas) && Has(bli_arch_string, blas)) return bli_arch_string(bli_arch_query_id());
  return "unknown";
}

// How many threads the library may use, which is one setting for all callers: what is allowed while one large call runs
// alone, else one.
class Threads {
 public:
  static Threads& Get() {
    static Threads& threads = *new Threads;  // never freed: at exit other threads may still compute
    return threads;
  }

  void Allow(int threads) {
    const std::lock_guard lock(mutex_);
    allowed_ = threads;
    Apply();
  }
  void Begin(bool large) {
    const std::lock_guard lock(mutex_);
    calls_++;
    large_ = large;
    Apply();
  }
  void End() {
    const std::lock_guard lock(mutex_);
    calls_--;
    Apply();
  }

 private:
  void Apply() {
    const int threads = calls_ == 1 && large_ ? allowed_ : 1;
    if (threads == applied_) return;
    applied_ = threads;
    if (openblas_set_num_threads != nullptr) openblas_set_num_threads(threads);
    if (bli_thread_set_num_threads != nullptr) bli_thread_set_num_threads(threads);
    if (MKL_Set_Num_Threads != nullptr) MKL_Set_Num_Threads(threads);
  }

  std::mutex mutex_;
  int calls_ = 0;
  bool large_ = false;  // the last that began
  int allowed_ = 1;
  int applied_ = 0;
};

}  // namespace

void Connect() {}

// No more than there are processors: threads that wait for each other in circles would take each other's.
void SetThreads(int threads) {
  const auto processors = static_cast<int>(std::thread::hardware_concurrency());
  Threads::Get().Allow(processors > 0 ? std::min(threads, processors) : threads);
}

// A matrix of order 300 times another: BLIS's threads need milliseconds to come together for less.
constexpr double kWorthThreads = 3e7;

Use::Use(const Call& call) { Threads::Get().Begin(EstimatedWork(call) >= kWorthThreads); }
Use::~Use() { Threads::Get().End(); }

ConcurrentUse::ConcurrentUse() { Threads::Get().Begin(false); }
ConcurrentUse::~ConcurrentUse() { Threads::Get().End(); }

// Nothing is known of how work is split.
const int kFixedThreads = 1;

Identity Identify() {
  int64_t major = 0;
  int64_t minor = 0;
  int64_t patch = 0;
  ilaver(&major, &minor, &patch);
  const std::string blas = FileOf(gemm_address);
  const std::string lapack = FileOf(reinterpret_cast<void (*)()>(ilaver));
  const std::string version = std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
  return {.version = NameOf(blas) + ", LAPACK " + version,
          .options = "64-bit integers; BLAS from " + blas + ", LAPACK from " + lapack,
          .core_name = CoreOf(blas)};
}

}  // namespace numblas::library
