// The process's memory: how its heap treats the buffers of arrays, and how much there is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>

namespace numblas {

// Keeps freed memory of large results in the heap for the next ones: a page fault on every 4 KB of a new result takes
// longer than most operations that fill it. Settings of the user's own (MALLOC_*_ variables, GLIBC_TUNABLES) stand.
void KeepFreedMemory();

// Asks for huge pages below a large buffer, as NumPy does; without effect on memory that is there already.
void PreferHugePages(void* data, size_t bytes);

// Bytes that the machine, and the container if there is one, can still give: what the system promises may be more.
size_t AvailableMemory();

// What a workspace asked for and did not get.
class NoMemory : public std::bad_alloc {
 public:
  NoMemory(size_t wanted, size_t left);
  const char* what() const noexcept override { return text_->c_str(); }

 private:
  std::shared_ptr<const std::string> text_;
};

// Throws NoMemory where there is not as much memory for a workspace: the system would promise it, and end the process
// when it is written. Looks as seldom as lib/core/storage.ts does.
void ExpectMemory(size_t bytes);

// While it lives, memory that an array has and that was never written counts as taken: a call's large results.
class Promised {
 public:
  Promised() = default;
  ~Promised();
  Promised(const Promised&) = delete;
  Promised& operator=(const Promised&) = delete;
  void Add(const char* data, double bytes);

 private:
  int64_t bytes_ = 0;
};

}  // namespace numblas
