// Freed memory, when memory has become scarce.
#pragma once

namespace numblas {

// Gives what the heap keeps for later (KeepFreedMemory) back to the system.
void GiveFreedMemoryBack();

}  // namespace numblas
