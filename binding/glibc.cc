// The C library by its oldest symbols. Linking on a new system binds to the newest version of each function, and the
// addon would load there only; all of these had the same meaning before. Definitions here stand in for the library's
// own in everything that is linked in (OpenBLAS, LAPACK, libstdc++); binding/exports.map keeps them inside.
#ifdef __linux__
#include <features.h>
#endif

#if defined(__GLIBC__) && (defined(__x86_64__) || defined(__aarch64__))

#include <link.h>

#include <cstddef>
#include <cstdint>

#ifdef __x86_64__
#define NUMBLAS_FIRST(version) version
#else
#define NUMBLAS_FIRST(version) "2.17"  // the first glibc of 64-bit Arm
#endif
#define NUMBLAS_OLD(version, result, name, parameters, arguments)           \
  __asm__(".symver old_" #name "," #name "@GLIBC_" NUMBLAS_FIRST(version)); \
  extern "C" result old_##name parameters;                                  \
  extern "C" result name parameters { return old_##name arguments; }

NUMBLAS_OLD("2.2.5", int, pthread_create, (void* thread, const void* how, void* (*start)(void*), void* argument),
            (thread, how, start, argument))
NUMBLAS_OLD("2.2.5", int, pthread_join, (unsigned long thread, void** result), (thread, result))
NUMBLAS_OLD("2.2.5", int, pthread_detach, (unsigned long thread), (thread))
NUMBLAS_OLD("2.2.5", int, pthread_once, (int* once, void (*routine)()), (once, routine))
NUMBLAS_OLD("2.2.5", int, pthread_mutex_trylock, (void* mutex), (mutex))
NUMBLAS_OLD("2.2.5", int, pthread_attr_setstacksize, (void* attributes, size_t size), (attributes, size))
NUMBLAS_OLD("2.2.5", int, __pthread_key_create, (unsigned* key, void (*destroy)(void*)), (key, destroy))
NUMBLAS_OLD("2.2.5", int, pthread_getattr_np, (unsigned long thread, void* attributes), (thread, attributes))
NUMBLAS_OLD("2.2.5", int, pthread_attr_getstack, (const void* attributes, void** lowest, size_t* size),
            (attributes, lowest, size))
NUMBLAS_OLD("2.3.4", int, pthread_getaffinity_np, (unsigned long thread, size_t size, void* set), (thread, size, set))
NUMBLAS_OLD("2.3.4", int, pthread_setaffinity_np, (unsigned long thread, size_t size, const void* set),
            (thread, size, set))
NUMBLAS_OLD("2.2.5", int, dladdr, (const void* address, Dl_info* info) noexcept, (address, info))
NUMBLAS_OLD("2.2.5", void*, dlopen, (const char* file, int mode) noexcept, (file, mode))
NUMBLAS_OLD("2.2.5", double, exp, (double x), (x))
NUMBLAS_OLD("2.2.5", double, log, (double x), (x))
NUMBLAS_OLD("2.2.5", double, pow, (double x, double y), (x, y))
NUMBLAS_OLD("2.2.5", double, hypot, (double x, double y), (x, y))
NUMBLAS_OLD("2.2.5", float, hypotf, (float x, float y), (x, y))

// libstdc++ asks whether atomics can be left out: here they can't.
extern "C" {
char __libc_single_threaded = 0;
}

#if __GLIBC_PREREQ(2, 35)
// The unwinder's question which object holds a code address (glibc 2.35), answered as it was before: by asking all.
extern "C" int _dl_find_object(void* address, dl_find_object* found) noexcept {
  struct Search {
    uintptr_t address;
    dl_find_object* found;
  } search{reinterpret_cast<uintptr_t>(address), found};
  const auto visit = [](dl_phdr_info* object, size_t, void* data) {
    auto* const wanted = static_cast<Search*>(data);
    const ElfW(Phdr)* frames = nullptr;
    bool inside = false;
    for (int i = 0; i < object->dlpi_phnum; i++) {
      const ElfW(Phdr)& segment = object->dlpi_phdr[i];
      if (segment.p_type == PT_GNU_EH_FRAME) frames = &segment;
      if (segment.p_type != PT_LOAD) continue;
      const uintptr_t start = object->dlpi_addr + segment.p_vaddr;
      if (wanted->address - start >= segment.p_memsz) continue;
      inside = true;
      wanted->found->dlfo_map_start = reinterpret_cast<void*>(start);
      wanted->found->dlfo_map_end = reinterpret_cast<void*>(start + segment.p_memsz);
    }
    if (!inside || frames == nullptr) return 0;
    wanted->found->dlfo_flags = 0;
    wanted->found->dlfo_link_map = nullptr;
    wanted->found->dlfo_eh_frame = reinterpret_cast<void*>(object->dlpi_addr + frames->p_vaddr);
    return 1;
  };
  return dl_iterate_phdr(visit, &search) == 1 ? 0 : -1;
}
#endif

#endif
