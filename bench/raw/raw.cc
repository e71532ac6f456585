// The raw C calls that numblas's time is held against: the same static library on the same pool, nothing in between.
// Each function runs a routine `count` times on its own data and returns seconds per call.
#include <node_api.h>

#include <sys/mman.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <vector>

#include "linalg/threads.h"
#include "threads/pool.h"

extern "C" {
void dgemm_64_(const char*, const char*, const int64_t*, const int64_t*, const int64_t*, const double*, const double*,
               const int64_t*, const double*, const int64_t*, const double*, double*, const int64_t*, size_t, size_t);
void sgemm_64_(const char*, const char*, const int64_t*, const int64_t*, const int64_t*, const float*, const float*,
               const int64_t*, const float*, const int64_t*, const float*, float*, const int64_t*, size_t, size_t);
void dgesv_64_(const int64_t*, const int64_t*, double*, const int64_t*, int64_t*, double*, const int64_t*, int64_t*);
void dgesdd_64_(const char*, const int64_t*, const int64_t*, double*, const int64_t*, double*, double*, const int64_t*,
                double*, const int64_t*, double*, const int64_t*, int64_t*, int64_t*, size_t);
}

namespace {

template <class T>
std::vector<T> Random(int64_t size) {
  std::mt19937_64 engine(1);
  std::normal_distribution<double> normal;
  std::vector<T> values(size);
  for (T& value : values) value = static_cast<T>(normal(engine));
  return values;
}

template <class F>
double Time(int64_t count, const F& call) {
  const auto start = std::chrono::steady_clock::now();
  for (int64_t i = 0; i < count; i++) call();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / static_cast<double>(count);
}

template <class T>
double Gemm(int64_t n, int64_t count) {
  const auto a = Random<T>(n * n);
  const auto b = Random<T>(n * n);
  std::vector<T> c(n * n);
  const T one = 1;
  const T zero = 0;
  return Time(count, [&] {
    if constexpr (sizeof(T) == 8) {
      dgemm_64_("N", "N", &n, &n, &n, &one, a.data(), &n, b.data(), &n, &zero, c.data(), &n, 1, 1);
    } else {
      sgemm_64_("N", "N", &n, &n, &n, &one, a.data(), &n, b.data(), &n, &zero, c.data(), &n, 1, 1);
    }
  });
}

double Gesv(int64_t n, int64_t count) {
  const auto a = Random<double>(n * n);
  const auto b = Random<double>(n);
  std::vector<double> lu(n * n);
  std::vector<double> x(n);
  std::vector<int64_t> pivots(n);
  const int64_t one = 1;
  int64_t info;
  return Time(count, [&] {
    lu = a;  // the routine destroys its input, so a copy is part of any use
    x = b;
    dgesv_64_(&n, &one, lu.data(), &n, pivots.data(), x.data(), &n, &info);
  });
}

double Gesdd(int64_t n, int64_t count) {
  const auto a = Random<double>(n * n);
  std::vector<double> work_a(n * n);
  std::vector<double> u(n * n);
  std::vector<double> vt(n * n);
  std::vector<double> s(n);
  std::vector<int64_t> iwork(8 * n);
  double query;
  int64_t lwork = -1;
  int64_t info;
  dgesdd_64_("A", &n, &n, work_a.data(), &n, s.data(), u.data(), &n, vt.data(), &n, &query, &lwork, iwork.data(), &info, 1);
  lwork = static_cast<int64_t>(query);
  std::vector<double> work(lwork);
  return Time(count, [&] {
    work_a = a;
    dgesdd_64_("A", &n, &n, work_a.data(), &n, s.data(), u.data(), &n, vt.data(), &n, work.data(), &lwork, iwork.data(),
               &info, 1);
  });
}

// STREAM's addition (McCalpin), c[i] = a[i] + b[i]: a part for each thread, in huge pages as numblas asks for them.
double StreamAdd(int64_t n, int64_t count) {
  const auto array = [&](double value) {
    constexpr size_t kHugePage = 2 << 20;
    const size_t bytes = (static_cast<size_t>(n) * sizeof(double) + kHugePage - 1) / kHugePage * kHugePage;
    auto* const data = static_cast<double*>(std::aligned_alloc(kHugePage, bytes));
    madvise(data, bytes, MADV_HUGEPAGE);
    for (int64_t i = 0; i < n; i++) data[i] = value;
    return data;
  };
  double* const a = array(1);
  double* const b = array(2);
  double* const c = array(0);
  numblas::Pool& pool = numblas::Pool::Get();
  const int64_t threads = pool.threads();
  const double seconds = Time(count, [&] {
    pool.For(threads, [&](int64_t part) {
      const double* __restrict from_a = a;
      const double* __restrict from_b = b;
      double* __restrict to = c;
      for (int64_t i = n * part / threads; i < n * (part + 1) / threads; i++) to[i] = from_a[i] + from_b[i];
    });
  });
  for (double* data : {a, b, c}) std::free(data);
  return seconds;
}

using Routine = double (*)(int64_t n, int64_t count);

napi_value Call(napi_env env, napi_callback_info info) {
  napi_value args[2];
  size_t argc = 2;
  void* routine;
  napi_get_cb_info(env, info, &argc, args, nullptr, &routine);
  int64_t n;
  int64_t count;
  napi_get_value_int64(env, args[0], &n);
  napi_get_value_int64(env, args[1], &count);
  napi_value result;
  napi_create_double(env, reinterpret_cast<Routine>(routine)(n, count), &result);
  return result;
}

void Export(napi_env env, napi_value exports, const char* name, Routine routine) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, Call, reinterpret_cast<void*>(routine), &function);
  napi_set_named_property(env, exports, name, function);
}

napi_value Init(napi_env env, napi_value exports) {
  numblas::UsePoolForBlas();
  Export(env, exports, "dgemm", Gemm<double>);
  Export(env, exports, "sgemm", Gemm<float>);
  Export(env, exports, "dgesv", Gesv);
  Export(env, exports, "dgesdd", Gesdd);
  Export(env, exports, "stream_add", StreamAdd);
  return exports;
}

}  // namespace

NAPI_MODULE(numblas_raw, Init)
