// The process's memory: how its heap treats the buffers of arrays, and how much there is.
#pragma once

#include <cstddef>

namespace numblas {

// Keeps freed memory of large results in the heap for the next ones: a page fault on every 4 KB of a new result takes
// longer than most operations that fill it. Settings of the user's own (MALLOC_*_ variables, GLIBC_TUNABLES) stand.
void KeepFreedMemory();

// Asks for huge pages below a large buffer, as NumPy does; without effect on memory that is there already.
void PreferHugePages(void* data, size_t bytes);

// Bytes that the machine, and the container if there is one, can still give: what the system promises may be more.
size_t AvailableMemory();

// Throws bad_alloc where there is not as much memory for a workspace: the system would promise it, and end the process
// when it is written. Looks as seldom as lib/storage.ts does.
void ExpectMemory(size_t bytes);

}  // namespace numblas
