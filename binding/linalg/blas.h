// BLAS routines by their own names, through CBLAS: it takes row-major matrices as well as column-major ones. A row is
// one statement, `c.Run(routine, arguments…)`.
#pragma once

#include <string>

#include "../status.h"
#include "fortran.h"
#include "matrix.h"
#include "rows.h"

namespace numblas::blas {

using fortran::blas_int;

// The same routine for float, double and their complex types; null where BLAS has none.
struct Routine {
  void (*symbols[4])();
};

#define NUMBLAS_CBLAS_SYMBOL(name) \
  __asm__(NUMBLAS_STRING(__USER_LABEL_PREFIX__) "cblas_" #name NUMBLAS_STRING(NUMBLAS_BLAS_SUFFIX))
#define NUMBLAS_CBLAS_NAMED(name, s, d, c, z)  \
  void s_##name() NUMBLAS_CBLAS_SYMBOL(s);     \
  void d_##name() NUMBLAS_CBLAS_SYMBOL(d);     \
  void c_##name() NUMBLAS_CBLAS_SYMBOL(c);     \
  void z_##name() NUMBLAS_CBLAS_SYMBOL(z);     \
  inline constexpr Routine name {              \
    { s_##name, d_##name, c_##name, z_##name } \
  }
#define NUMBLAS_CBLAS(name) NUMBLAS_CBLAS_NAMED(name, s##name, d##name, c##name, z##name)
#define NUMBLAS_CBLAS_REAL(name)                 \
  void s_##name() NUMBLAS_CBLAS_SYMBOL(s##name); \
  void d_##name() NUMBLAS_CBLAS_SYMBOL(d##name); \
  inline constexpr Routine name {                \
    { s_##name, d_##name, nullptr, nullptr }     \
  }
#define NUMBLAS_CBLAS_COMPLEX(name)              \
  void c_##name() NUMBLAS_CBLAS_SYMBOL(c##name); \
  void z_##name() NUMBLAS_CBLAS_SYMBOL(z##name); \
  inline constexpr Routine name {                \
    { nullptr, nullptr, c_##name, z_##name }     \
  }

// CBLAS's enumerations are C's: of int's size.
enum : int { kRowMajor = 101, kColumnMajor = 102 };

// One problem of a BLAS row. params[0] is the order of all matrices; letters and scalars follow. Vectors may have any
// stride but 0.
template <class T>
class Call {
 public:
  using R = Real<T>;
  using Element = T;

  explicit Call(const CoreCall& call) : call_(call) {}

  blas_int dim(int i) const { return call_.dims[i]; }
  int order() const { return call_.params[0] != 0 ? kRowMajor : kColumnMajor; }
  T* matrix(int i) const {
    const int64_t* const strides = call_.strides[i];
    const bool rows = order() == kRowMajor;
    if (strides[rows ? 1 : 0] != kItem || strides[rows ? 0 : 1] % kItem != 0) {
      throw Error("ERR_INTERNAL", "blas: operand " + std::to_string(i) + " does not lie in the call's order");
    }
    return reinterpret_cast<T*>(call_.args[i]);
  }
  blas_int ld(int i) const { return call_.strides[i][order() == kRowMajor ? 0 : 1] / kItem; }
  // A vector of n elements. BLAS wants the lowest address, whichever way the vector runs.
  template <class E = T>
  E* vector(int i, int64_t n) const {
    const int64_t stride = call_.strides[i][0];
    if (stride % static_cast<int64_t>(sizeof(E)) != 0) {
      throw Error("ERR_INTERNAL", "blas: operand " + std::to_string(i) + " is not aligned");
    }
    return reinterpret_cast<E*>(call_.args[i] + (stride < 0 && n > 0 ? (n - 1) * stride : 0));
  }
  template <class E = T>
  blas_int inc(int i) const {
    return call_.strides[i][0] / static_cast<int64_t>(sizeof(E));
  }
  template <class E = T>
  E* element(int i) const {
    return reinterpret_cast<E*>(call_.args[i]);
  }

  int trans(int param) const { return call_.params[param] == 'N' ? 111 : call_.params[param] == 'T' ? 112 : 113; }
  int uplo(int param) const { return call_.params[param] == 'U' ? 121 : 122; }
  int diag(int param) const { return call_.params[param] == 'U' ? 132 : 131; }
  int side(int param) const { return call_.params[param] == 'L' ? 141 : 142; }
  blas_int number(int param) const { return static_cast<blas_int>(call_.params[param]); }
  bool is(int param, char letter) const { return call_.params[param] == letter; }
  // Scalars take two params, real and imaginary part.
  R real(int param) const { return static_cast<R>(call_.params[param]); }
  T scalar(int param) const {
    if constexpr (kIsComplex<T>) {
      return T(real(param), real(param + 1));
    } else {
      return real(param);
    }
  }

  template <class... Args>
  void Run(const Routine& routine, const Args&... args) const {
    Value<void>(routine, args...);
  }
  template <class Result, class... Args>
  Result Value(const Routine& routine, const Args&... args) const {
    return Invoke<Result>(routine, Passed(args)...);
  }

 private:
  static constexpr int64_t kItem = sizeof(T);

  // Numbers go by value, complex ones by their address.
  template <class V>
  static auto Passed(const V& value) {
    if constexpr (kIsComplex<V> && !std::is_pointer_v<V>) {
      return &value;
    } else {
      return value;
    }
  }
  template <class Result, class... Args>
  static Result Invoke(const Routine& routine, Args... args) {
    constexpr int kIndex = (kIsComplex<T> ? 2 : 0) + (std::is_same_v<R, double> ? 1 : 0);
    void* const symbol = reinterpret_cast<void*>(routine.symbols[kIndex]);
    return reinterpret_cast<Result (*)(Args...)>(symbol)(args...);
  }

  const CoreCall& call_;
};

template <class T, class Body>
void Core(const CoreCall& call) {
  const Call<T> c(call);
  Body{}(c);
}

// A row for the given types. All operands are outputs, since routines work in place.
template <class... Ts, class Body>
void AddRow(OpTable& table, const char* name, const char* signature, const char* pattern, double cost, Body) {
  AddTypedRow<Ts...>(table, (std::string("blas.") + name).c_str(), signature, pattern, cost,
                     []<class T>(T) -> CoreLoop { return Core<T, Body>; });
}
template <class Body>
void AddAll(OpTable& table, const char* name, const char* signature, const char* pattern, double cost, Body body) {
  AddRow<float, double, complex64_t, complex128_t>(table, name, signature, pattern, cost, body);
}
template <class Body>
void AddReal(OpTable& table, const char* name, const char* signature, const char* pattern, double cost, Body body) {
  AddRow<float, double>(table, name, signature, pattern, cost, body);
}
template <class Body>
void AddComplex(OpTable& table, const char* name, const char* signature, const char* pattern, double cost, Body body) {
  AddRow<complex64_t, complex128_t>(table, name, signature, pattern, cost, body);
}

}  // namespace numblas::blas
