// LAPACK routines by their own names. A row is one statement, `c.Run(routine, arguments…)`: what the routine takes, in
// its own order, without info. Fortran takes every argument by its address and a character's length at the end, so one
// template calls every routine for every type, asks for workspaces and makes them.
#pragma once

#include <string>
#include <tuple>

#include "../status.h"
#include "fortran.h"
#include "matrix.h"
#include "rows.h"

namespace numblas::lapack {

using fortran::blas_int;

// The same routine for float, double and their complex types.
struct Routine {
  void (*symbols[4])();
};

#define NUMBLAS_LAPACK_PAIR(name, real, complex) \
  void s_##name() NUMBLAS_SYMBOL(s##real);       \
  void d_##name() NUMBLAS_SYMBOL(d##real);       \
  void c_##name() NUMBLAS_SYMBOL(c##complex);    \
  void z_##name() NUMBLAS_SYMBOL(z##complex);    \
  inline constexpr Routine name {                \
    { s_##name, d_##name, c_##name, z_##name }   \
  }
#define NUMBLAS_LAPACK(name) NUMBLAS_LAPACK_PAIR(name, name, name)

template <class T>
inline constexpr int kTypeIndex = (kIsComplex<T> ? 2 : 0) + (std::is_same_v<Real<T>, double> ? 1 : 0);

// An argument that this type's routine does not have.
struct Omitted {};

// Work memory. The routine says how much it wants where `size` is -1; it is told the size where kSized.
template <class E, bool kSized>
struct Space {
  blas_int size;
  E* data = nullptr;
  E asked{};
};

// Eigenvalues of a general matrix: complex routines write them, real ones write two arrays of parts.
template <class T>
class Eigenvalues {
 public:
  Eigenvalues(std::complex<Real<T>>* to, int64_t n) : to_(to), n_(n) {
    if constexpr (!kIsComplex<T>) parts_.emplace(BytesFor(Product(2, n), sizeof(T)));
  }
  auto addresses() {
    if constexpr (kIsComplex<T>) {
      return std::make_tuple(to_);
    } else {
      return std::make_tuple(parts_->template as<T>(), parts_->template as<T>() + n_);
    }
  }
  void Finish() {
    if constexpr (!kIsComplex<T>) {
      const T* const parts = parts_->template as<T>();
      for (int64_t i = 0; i < n_; i++) to_[i] = {parts[i], parts[i + n_]};
    }
  }

 private:
  std::complex<Real<T>>* to_;
  int64_t n_;
  std::optional<Scratch> parts_;
};

inline std::tuple<> Addresses(Omitted) { return {}; }
template <class V>
std::tuple<const V*> Addresses(const V& value) {
  static_assert(std::is_same_v<V, char> || std::is_same_v<V, blas_int> || std::is_floating_point_v<V> || kIsComplex<V>,
                "Fortran takes characters, 64-bit integers and elements");
  return {&value};
}
template <class V>
std::tuple<V*> Addresses(V* memory) {
  return {memory};
}
template <class E, bool kSized>
auto Addresses(Space<E, kSized>& space) {
  E* const memory = space.data == nullptr ? &space.asked : space.data;
  if constexpr (kSized) {
    return std::make_tuple(memory, &space.size);
  } else {
    return std::make_tuple(memory);
  }
}
template <class T>
auto Addresses(Eigenvalues<T>* values) {
  return values->addresses();
}

template <class V>
auto Lengths(const V&) {
  if constexpr (std::is_same_v<V, char>) {
    return std::tuple<size_t>(1);
  } else {
    return std::tuple<>();
  }
}

template <class V>
struct IsSpace : std::false_type {};
template <class E, bool kSized>
struct IsSpace<Space<E, kSized>> : std::true_type {};

// One problem of a LAPACK row. Operand 0 is info. Matrices lie in column-major order, vectors without gaps; lib/lapack
// sees to that, and here it is checked, for LAPACK would walk out of the memory that the frame was checked against.
template <class T>
class Call {
 public:
  using Element = T;
  using R = Real<T>;

  explicit Call(const CoreCall& call) : call_(call) {}

  blas_int dim(int i) const { return call_.dims[i]; }
  T* matrix(int i) const {
    Expect<T>(i, call_.strides[i][1] % static_cast<int64_t>(sizeof(T)) == 0);
    return elements<T>(i);
  }
  blas_int ld(int i) const { return call_.strides[i][1] / static_cast<int64_t>(sizeof(T)); }
  T* vector(int i) const { return Vector<T>(i); }
  R* reals(int i) const { return Vector<R>(i); }
  std::complex<R>* complexes(int i) const { return Vector<std::complex<R>>(i); }
  blas_int* integers(int i) const { return Vector<blas_int>(i); }
  // Scalars among the operands.
  R* real(int i) const { return elements<R>(i); }
  blas_int* integer(int i) const { return elements<blas_int>(i); }

  // As linalg/sizes.cc has read it: LAPACK would take small letters too.
  char letter(int param) const {
    const double given = call_.params[param];
    const char letter = given >= '0' && given <= 'Z' ? static_cast<char>(given) : '\0';
    if (letter != given) throw Error("ERR_INTERNAL", "lapack: expected a letter, received another number");
    return letter;
  }
  blas_int number(int param) const { return static_cast<blas_int>(call_.params[param]); }
  R tolerance(int param) const { return static_cast<R>(call_.params[param]); }

  // Workspaces: as large as the routine asks for, or of a known size, with or without the size as an argument.
  static Space<T, true> work() { return {-1}; }
  static Space<T, false> work_of(int64_t size) { return {std::max<int64_t>(1, size)}; }
  static Space<T, true> sized_work(int64_t size) { return {std::max<int64_t>(1, size)}; }
  static Space<R, false> real_memory(int64_t size) { return {std::max<int64_t>(1, size)}; }
  static Space<blas_int, true> int_work() { return {-1}; }
  // gelsd says in a query how large these are, but is not told.
  static auto real_work_asked() { return ComplexOnly(Space<R, false>{-1}); }
  static Space<blas_int, false> int_work_asked() { return {-1}; }
  static Space<blas_int, false> int_work_of(int64_t size) { return {std::max<int64_t>(1, size)}; }
  static Space<blas_int, true> sized_int_work(int64_t size) { return {std::max<int64_t>(1, size)}; }
  // Complex routines have one more array, of reals.
  static auto real_work() { return ComplexOnly(Space<R, true>{-1}); }
  static auto real_work_of(int64_t size) { return ComplexOnly(Space<R, false>{std::max<int64_t>(1, size)}); }
  // Some want integers where the complex one wants reals.
  static auto reals_or_integers(int64_t size) {
    size = std::max<int64_t>(1, size);
    if constexpr (kIsComplex<T>) {
      return Space<R, false>{size};
    } else {
      return Space<blas_int, false>{size};
    }
  }
  template <class V>
  static auto ComplexOnly(V value) {
    if constexpr (kIsComplex<T>) {
      return value;
    } else {
      return Omitted{};
    }
  }

  // Calls the routine; returns its info.
  template <class... Args>
  blas_int Run(const Routine& routine, Args... args) const {
    blas_int info = 0;
    const auto invoke = [&] {
      Invoke<void>(routine, std::tuple_cat(Addresses(args)..., std::make_tuple(&info)), args...);
    };
    if ((Asks(args) || ...)) {
      invoke();
      (Settle(args), ...);
    }
    Arena arena;
    (ReserveSpace(arena, args), ...);
    const Scratch scratch(arena.size());
    (TakeSpace(arena, scratch, args), ...);
    invoke();
    return info;
  }

  // A function that returns a real number, such as a norm.
  template <class... Args>
  R Value(const Routine& routine, Args... args) const {
    Arena arena;
    (ReserveSpace(arena, args), ...);
    const Scratch scratch(arena.size());
    (TakeSpace(arena, scratch, args), ...);
    return Invoke<R>(routine, std::tuple_cat(Addresses(args)...), args...);
  }

 private:
  template <class E>
  E* elements(int i) const {
    return reinterpret_cast<E*>(call_.args[i]);
  }
  template <class E>
  void Expect(int i, bool more = true) const {
    if (call_.strides[i][0] != static_cast<int64_t>(sizeof(E)) || !more) {
      throw Error("ERR_INTERNAL", "lapack: operand " + std::to_string(i) + " is not in column-major order");
    }
  }
  template <class E>
  E* Vector(int i) const {
    Expect<E>(i);
    return elements<E>(i);
  }

  template <class Result, class Pointers, class... Args>
  static Result Invoke(const Routine& routine, Pointers pointers, const Args&... args) {
    return std::apply(
        [&](auto... all) {
          void* const symbol = reinterpret_cast<void*>(routine.symbols[kTypeIndex<T>]);
          return reinterpret_cast<Result (*)(decltype(all)...)>(symbol)(all...);
        },
        std::tuple_cat(pointers, Lengths(args)...));
  }

  template <class V>
  static bool Asks(const V& arg) {
    if constexpr (IsSpace<V>::value) {
      return arg.size < 0;
    } else {
      return false;
    }
  }
  template <class V>
  static void Settle(V& arg) {
    if constexpr (IsSpace<V>::value) {
      if (arg.size >= 0) return;
      if constexpr (std::is_same_v<decltype(arg.asked), blas_int>) {
        arg.size = std::max<blas_int>(1, arg.asked);
      } else {
        arg.size = std::max<blas_int>(1, OptimalSize(arg.asked));
      }
    }
  }
  template <class V>
  static void ReserveSpace(Arena& arena, const V& arg) {
    if constexpr (IsSpace<V>::value)
      arena.Reserve<std::remove_pointer_t<decltype(arg.data)>>(std::max<blas_int>(0, arg.size));
  }
  template <class V>
  static void TakeSpace(Arena& arena, const Scratch& scratch, V& arg) {
    if constexpr (IsSpace<V>::value)
      arg.data = arena.Take<std::remove_pointer_t<decltype(arg.data)>>(scratch, arg.size);
  }

  const CoreCall& call_;
};

template <class T, class Body>
void Core(const CoreCall& call) {
  const Call<T> c(call);
  const blas_int info = Body{}(c);
  SetInfo(call, 0, info);
}

// A row for the four types. All operands are outputs, since routines work in place. `body` gives info.
template <class Body>
void AddRow(OpTable& table, const char* name, const char* signature, const char* pattern, Body) {
  AddBlasRow(table, (std::string("lapack.") + name).c_str(), signature, pattern, 100,
             []<class T>(T) -> CoreLoop { return Core<T, Body>; });
}

}  // namespace numblas::lapack
