// Keeps the addon loaded. Node unloads an addon when the last environment that loaded it ends, under the feet of the
// pool's threads.
#pragma once

namespace numblas {

void PinInMemory();

}  // namespace numblas
