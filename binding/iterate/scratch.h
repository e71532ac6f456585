// Short-lived work memory, kept per thread between calls while it is small.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>

#include "../memory.h"

namespace numblas {

class Scratch {
 public:
  explicit Scratch(size_t bytes) {
    Cache& cache = Local();
    if (!cache.taken && bytes <= kKept) {
      if (cache.block == nullptr) cache.block = Allocate(kKept);
      cache.taken = cached_ = true;
      block_ = cache.block;
    } else {
      ExpectMemory(bytes);
      block_ = Allocate(bytes);
    }
    data_ = Aligned(block_);
  }
  ~Scratch() {
    if (cached_) {
      Local().taken = false;
    } else {
      ::operator delete[](block_);
    }
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  char* data() const { return data_; }
  template <class T>
  T* as(size_t byte_offset = 0) const {
    return reinterpret_cast<T*>(data_ + byte_offset);
  }

 private:
  static constexpr size_t kAlignment = 64;
  static constexpr size_t kKept = 256 << 10;

  struct Cache {
    char* block = nullptr;
    bool taken = false;
    ~Cache() { ::operator delete[](block); }
  };
  static Cache& Local() {
    static thread_local Cache cache;
    return cache;
  }
  // Aligned here: what glibc's aligned_alloc cut off of a freed block before 2.38 it could not join to it again, so
  // each block of 32 MB was new memory, and its page faults a tenth of the time of eigvalsh.
  static char* Allocate(size_t bytes) { return static_cast<char*>(::operator new[](bytes + kAlignment)); }
  static char* Aligned(char* block) {
    return block + (kAlignment - reinterpret_cast<uintptr_t>(block) % kAlignment) % kAlignment;
  }

  char* block_;
  char* data_;
  bool cached_ = false;
};

}  // namespace numblas
