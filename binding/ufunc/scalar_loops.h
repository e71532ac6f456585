// Inner loops around functions that work on one element at a time (libm's, mostly), compiled for the baseline only.
#pragma once

#include "../op.h"
#include "half.h"
#include "types.h"

namespace numblas {

template <class F, class T>
void ScalarUnary(char* const* args, const intptr_t* strides, intptr_t n) {
  const char* a = args[0];
  char* out = args[1];
  for (intptr_t i = 0; i < n; i++, a += strides[0], out += strides[1]) {
    *reinterpret_cast<decltype(F::Apply(T{}))*>(out) = F::Apply(*reinterpret_cast<const T*>(a));
  }
}

template <class F, class T>
void ScalarBinary(char* const* args, const intptr_t* strides, intptr_t n) {
  const char* a = args[0];
  const char* b = args[1];
  char* out = args[2];
  for (intptr_t i = 0; i < n; i++, a += strides[0], b += strides[1], out += strides[2]) {
    *reinterpret_cast<T*>(out) = F::Apply(*reinterpret_cast<const T*>(a), *reinterpret_cast<const T*>(b));
  }
}

template <class F, class... Ts>
void ScalarUnaryLoops(Op& op, Types<Ts...>) {
  (op.loops.push_back({.types = kSignature<Ts, To, Ts>, .inner = ScalarUnary<F, Ts>}), ...);
}

template <class F, class... Ts>
void ScalarBinaryLoops(Op& op, Types<Ts...>) {
  (op.loops.push_back({.types = kSignature<Ts, Ts, To, Ts>, .inner = ScalarBinary<F, Ts>}), ...);
}

}  // namespace numblas
