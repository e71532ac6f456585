// One lane of elements as keys, and back: what sorting, partitioning and order statistics share.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "iterate/scratch.h"
#include "sort/keys.h"

namespace numblas {

// The keys of a real lane, those of NaN behind all others in the order they came.
template <class T>
class Lane {
 public:
  using Key = KeyOf<T>;
  static constexpr int64_t kFew = 16;  // as many are put in place one by one

  // Takes n elements at `in`. `keys` has room for n keys, and may be the input's memory.
  Lane(const char* in, intptr_t stride, int64_t n, Key* keys) : keys_(keys), n_(n), valid_(n) {
    const int flags = EncodeKeys<T>(in, stride, n, keys);
    negative_zero_ = (flags & kHasNegativeZero) != 0;
    if ((flags & kHasNaN) == 0) return;
    std::vector<Key> nans;
    valid_ = 0;
    for (int64_t i = 0; i < n; i++) {
      if (Keys<T>::IsNaN(keys[i])) {
        nans.push_back(keys[i]);
      } else {
        keys[valid_++] = keys[i];
      }
    }
    std::copy(nans.begin(), nans.end(), keys + valid_);
  }

  Key* keys() const { return keys_; }
  int64_t valid() const { return valid_; }  // elements that are not NaN

  // Sorts. Zeros of both signs keep the order they had, as equal elements that can be told apart.
  void Sort() {
    int64_t i = 1;
    while (i < valid_ && keys_[i - 1] <= keys_[i]) i++;
    if (i >= valid_) return;
    if (valid_ <= kFew && !negative_zero_) {
      for (; i < valid_; i++) {  // what lies before i is in order
        const Key key = keys_[i];
        int64_t at = i;
        for (; at > 0 && keys_[at - 1] > key; at--) keys_[at] = keys_[at - 1];
        keys_[at] = key;
      }
      return;
    }
    std::vector<bool> negative;
    if (negative_zero_) {
      for (i = 0; i < valid_; i++) {
        if ((keys_[i] == 0) | (keys_[i] == -1)) negative.push_back(keys_[i] == -1);
      }
    }
    SortKeys(keys_, valid_);
    if (negative.empty()) return;
    Key* zero = std::lower_bound(keys_, keys_ + valid_, Key{-1});
    for (const bool minus : negative) *zero++ = minus ? -1 : 0;
  }

  // Puts the elements at ascending, different ranks in place.
  void Select(const int64_t* ranks, int64_t count) {
    int64_t numbers = 0;
    while (numbers < count && ranks[numbers] < valid_) numbers++;
    SelectKeys(keys_, valid_, ranks, numbers);
  }

  // Keeps the first n elements alone.
  void Shorten(int64_t n) { n_ = n; }

  void Store(char* out, intptr_t stride) const { DecodeKeys<T>(keys_, n_, out, stride); }

 private:
  Key* keys_;
  int64_t n_;
  int64_t valid_;
  bool negative_zero_;
};

// Runs body(lane) on a lane's keys, which lie in the output where they fit it, and stores the result.
template <class T, class F>
void ThroughKeys(const char* in, intptr_t stride, int64_t n, char* out, intptr_t out_stride, const F& body) {
  using Key = KeyOf<T>;
  const auto run = [&](Key* keys) {
    Lane<T> lane(in, stride, n, keys);
    body(lane);
    lane.Store(out, out_stride);
  };
  if (sizeof(T) == sizeof(Key) && out_stride == static_cast<intptr_t>(sizeof(T))) {
    run(reinterpret_cast<Key*>(out));
  } else {
    const Scratch memory(n * sizeof(Key));
    run(memory.as<Key>());
  }
}

// The 64-bit columns of a lane's keys: one for a real dtype, three for a complex one, whose first says which parts are
// NaN, as NumPy orders complex numbers by that before all else. Returns whether there is a NaN.
template <class T>
inline constexpr int64_t kColumns = kIsComplex<T> ? 3 : 1;

template <class T>
bool KeyColumns(const char* in, intptr_t stride, int64_t n, int64_t* keys) {
  if constexpr (!kIsComplex<T>) {
    return OrderedKeys<T>(in, stride, n, keys);
  } else {
    using Part = typename T::value_type;
    int64_t* real = keys + n;
    int64_t* imaginary = real + n;
    bool nan = OrderedKeys<Part>(in, stride, n, real);
    nan |= OrderedKeys<Part>(in + sizeof(Part), stride, n, imaginary);
    if (!nan) {
      std::memset(keys, 0, n * sizeof(int64_t));
    } else {
      for (int64_t i = 0; i < n; i++) keys[i] = 2 * (real[i] == kNaNKey) + (imaginary[i] == kNaNKey);
    }
    return nan;
  }
}

}  // namespace numblas
