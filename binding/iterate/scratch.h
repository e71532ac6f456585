// Short-lived work memory, kept per thread between calls while it is small.
#pragma once

#include <cstddef>
#include <new>

#include "../memory.h"

namespace numblas {

class Scratch {
 public:
  explicit Scratch(size_t bytes) {
    Cache& cache = Local();
    if (!cache.taken && bytes <= kKept) {
      if (cache.data == nullptr) cache.data = Allocate(kKept);
      cache.taken = cached_ = true;
      data_ = cache.data;
    } else {
      ExpectMemory(bytes);
      data_ = Allocate(bytes);
    }
  }
  ~Scratch() {
    if (cached_) {
      Local().taken = false;
    } else {
      ::operator delete[](data_, kAlignment);
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
  static constexpr std::align_val_t kAlignment{64};
  static constexpr size_t kKept = 256 << 10;

  struct Cache {
    char* data = nullptr;
    bool taken = false;
    ~Cache() { ::operator delete[](data, kAlignment); }
  };
  static Cache& Local() {
    static thread_local Cache cache;
    return cache;
  }
  static char* Allocate(size_t bytes) {
    return static_cast<char*>(::operator new[](bytes == 0 ? 1 : bytes, kAlignment));
  }

  char* data_;
  bool cached_ = false;
};

}  // namespace numblas
