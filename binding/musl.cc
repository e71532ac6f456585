// OpenBLAS and LAPACK are the same objects with musl as with glibc (docs/cross-builds.md): what they call and musl has
// only as macros.
#ifdef __linux__
#include <features.h>
#endif

#if defined(__linux__) && !defined(__GLIBC__)

#include <sched.h>
#include <sys/auxv.h>

#include <cstdlib>

extern "C" {

cpu_set_t* __sched_cpualloc(size_t count) { return static_cast<cpu_set_t*>(malloc(CPU_ALLOC_SIZE(count))); }

void __sched_cpufree(cpu_set_t* set) { free(set); }

#ifdef __aarch64__
// libgcc's, by which its atomics choose their instructions.
unsigned long __getauxval(unsigned long type) { return getauxval(type); }
#endif

}  // extern "C"

#endif
