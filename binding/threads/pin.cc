#include "pin.h"

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace numblas {

void PinInMemory() {
#ifdef _WIN32
  HMODULE module;
  GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                     reinterpret_cast<LPCSTR>(&PinInMemory), &module);
#else
  static void* const handle = [] {
    Dl_info info;
    if (dladdr(reinterpret_cast<void*>(&PinInMemory), &info) == 0) return static_cast<void*>(nullptr);
    return dlopen(info.dli_fname, RTLD_LAZY | RTLD_NODELETE);
  }();
  (void)handle;
#endif
}

}  // namespace numblas
