// Windows: where Node-API is. The addon asks for node.exe, but the program that loads it may be called otherwise
// (Electron, Bun, Deno): the functions are those of the running program.
#ifdef _WIN32

#include <windows.h>

// After it, whose types it uses.
#include <delayimp.h>

#include <cstring>

namespace {

FARPROC WINAPI FindNode(unsigned event, DelayLoadInfo* info) {
  if (event != dliNotePreLoadLibrary || _stricmp(info->szDll, "node.exe") != 0) return nullptr;
  HMODULE node = GetModuleHandleA("node.dll");
  if (node == nullptr) node = GetModuleHandleA(nullptr);
  return reinterpret_cast<FARPROC>(node);
}

}  // namespace

PfnDliHook __pfnDliNotifyHook2 = FindNode;

#endif
