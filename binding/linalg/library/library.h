// What the addon wants of the linked BLAS and LAPACK besides their routines. One of two folders is compiled: bundled/
// for the vendored OpenBLAS, which runs on the addon's pool, or system/ for another library with threads of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "../../status.h"

namespace numblas {
struct Call;
}

namespace numblas::library {

// Called once, before any routine.
void Connect();

// How many threads a call may use. The bundled library asks ThreadLimit, too, at each call.
void SetThreads(int threads);

// Lives as long as a call that may use the library. The bundled one lets so many in as it has buffers for, and asks
// ThreadLimit how many threads each may have. Others have threads of their own, which turn in circles while they wait
// for each other: with more of them than processors nothing gets done, so a call has several only where it is large and
// no other runs.
class Use {
 public:
  explicit Use(const Call& call);
  ~Use();
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
};

// Lives within a Use while it makes calls on several threads of the pool.
class ConcurrentUse {
 public:
  ConcurrentUse();
  ~ConcurrentUse();
  ConcurrentUse(const ConcurrentUse&) = delete;
  ConcurrentUse& operator=(const ConcurrentUse&) = delete;
};

// With so many threads set, results have the same bits whatever the pool has.
extern const int kFixedThreads;

struct Identity {
  std::string version;    // "OpenBLAS 0.3.34"
  std::string options;    // what it was built with, or the files it was loaded from
  std::string core_name;  // the kernels in use
};
Identity Identify();

// Every routine reports a bad argument before it has touched anything, by a function of its host's. The reference one
// stops the process; ours unwind out of the routine. Bad arguments should not get this far, hence the code.
[[noreturn]] inline void RefuseArgument(std::string name, int64_t argument) {
  name.erase(name.find_last_not_of(' ') + 1);
  throw Error("ERR_INTERNAL", name + ": argument " + std::to_string(argument) + " had an illegal value");
}

}  // namespace numblas::library
