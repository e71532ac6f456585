// The raw C calls that numblas's time is held against: the same static library, on the same pool or on its own threads, nothing in between.
// Each function runs a routine `count` times on given or random data and returns seconds per call. A routine that destroys
// its input gets a copy each time, which is part of any use.
#include <node_api.h>

#include <sys/mman.h>

#include <algorithm>
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
using Int = int64_t;
void dgesv_64_(const Int*, const Int*, double*, const Int*, Int*, double*, const Int*, Int*);
void dgetrf_64_(const Int*, const Int*, double*, const Int*, Int*, Int*);
void dgetri_64_(const Int*, double*, const Int*, const Int*, double*, const Int*, Int*);
void dpotrf_64_(const char*, const Int*, double*, const Int*, Int*, size_t);
void dgeqrf_64_(const Int*, const Int*, double*, const Int*, double*, double*, const Int*, Int*);
void dorgqr_64_(const Int*, const Int*, const Int*, double*, const Int*, const double*, double*, const Int*, Int*);
void dgesdd_64_(const char*, const Int*, const Int*, double*, const Int*, double*, double*, const Int*, double*,
                const Int*, double*, const Int*, Int*, Int*, size_t);
void dsyevd_64_(const char*, const char*, const Int*, double*, const Int*, double*, double*, const Int*, Int*,
                const Int*, Int*, size_t, size_t);
void dgeev_64_(const char*, const char*, const Int*, double*, const Int*, double*, double*, double*, const Int*,
               double*, const Int*, double*, const Int*, Int*, size_t, size_t);
void dgelsd_64_(const Int*, const Int*, const Int*, double*, const Int*, double*, const Int*, double*, const double*,
                Int*, double*, const Int*, Int*, Int*);
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
double Gemm(Int n, Int count, const double*) {
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

// Calls routine(a, work, work_size) on copies of the data, with the work space that it asks for.
template <class F>
double Lapack(Int size, Int count, const double* data, const F& routine) {
  const std::vector<double> given = data == nullptr ? Random<double>(size) : std::vector<double>(data, data + size);
  std::vector<double> a = given;
  double query = 0;
  Int work_size = -1;
  routine(a.data(), &query, &work_size);
  work_size = static_cast<Int>(query);
  std::vector<double> work(static_cast<size_t>(work_size) + 1);
  return Time(count, [&] {
    std::copy(given.begin(), given.end(), a.begin());
    routine(a.data(), work.data(), &work_size);
  });
}

const Int kOne = 1;
Int info;

double Gesv(Int n, Int count, const double* data) {
  std::vector<double> x(n);
  std::vector<Int> pivots(n);
  return Lapack(n * n, count, data, [&](double* a, double*, const Int* size) {
    if (*size >= 0) dgesv_64_(&n, &kOne, a, &n, pivots.data(), x.data(), &n, &info);
  });
}

double Inverse(Int n, Int count, const double* data) {
  std::vector<Int> pivots(n);
  return Lapack(n * n, count, data, [&](double* a, double* work, const Int* size) {
    if (*size >= 0) dgetrf_64_(&n, &n, a, &n, pivots.data(), &info);
    dgetri_64_(&n, a, &n, pivots.data(), work, size, &info);
  });
}

double Potrf(Int n, Int count, const double* data) {
  return Lapack(n * n, count, data, [&](double* a, double*, const Int* size) {
    if (*size >= 0) dpotrf_64_("L", &n, a, &n, &info, 1);
  });
}

double Qr(Int n, Int count, const double* data) {
  std::vector<double> tau(n);
  return Lapack(n * n, count, data, [&](double* a, double* work, const Int* size) {
    dgeqrf_64_(&n, &n, a, &n, tau.data(), work, size, &info);
    const double first = *work;
    dorgqr_64_(&n, &n, &n, a, &n, tau.data(), work, size, &info);
    if (*size < 0) *work = std::max(*work, first);
  });
}

template <char kJob>
double Gesdd(Int n, Int count, const double* data) {
  const char job = kJob;
  std::vector<double> u(n * n), vt(n * n), s(n);
  std::vector<Int> iwork(8 * n);
  return Lapack(n * n, count, data, [&](double* a, double* work, const Int* size) {
    dgesdd_64_(&job, &n, &n, a, &n, s.data(), u.data(), &n, vt.data(), &n, work, size, iwork.data(), &info, 1);
  });
}

template <char kJob>
double Syevd(Int n, Int count, const double* data) {
  const char job = kJob;
  std::vector<double> w(n);
  const Int iwork_size = 5 * n + 3;
  std::vector<Int> iwork(iwork_size);
  return Lapack(n * n, count, data, [&](double* a, double* work, const Int* size) {
    dsyevd_64_(&job, "L", &n, a, &n, w.data(), work, size, iwork.data(), &iwork_size, &info, 1, 1);
  });
}

template <char kJob>
double Geev(Int n, Int count, const double* data) {
  const char job = kJob;
  std::vector<double> re(n), im(n), vectors(n * n);
  return Lapack(n * n, count, data, [&](double* a, double* work, const Int* size) {
    dgeev_64_("N", &job, &n, a, &n, re.data(), im.data(), nullptr, &kOne, vectors.data(), &n, work, size, &info, 1, 1);
  });
}

// n by n / 2, column-major.
double Gelsd(Int n, Int count, const double* data) {
  const Int cols = n / 2;
  std::vector<double> b(n, 1.0), s(cols);
  std::vector<Int> iwork(100 * n);
  const double rcond = -1;
  Int rank;
  return Lapack(n * cols, count, data, [&](double* a, double* work, const Int* size) {
    dgelsd_64_(&n, &cols, &kOne, a, &n, b.data(), &n, s.data(), &rcond, &rank, work, size, iwork.data(), &info);
  });
}

// STREAM's addition (McCalpin), c[i] = a[i] + b[i]: a part for each thread, in huge pages as numblas asks for them.
double StreamAdd(Int n, Int count, const double*) {
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

// Until it is called, OpenBLAS has its own threads.
double UsePool(Int, Int, const double*) {
  numblas::UsePoolForBlas();
  return 0;
}

using Routine = double (*)(Int n, Int count, const double* data);

napi_value Call(napi_env env, napi_callback_info info) {
  napi_value args[3];
  size_t argc = 3;
  void* routine;
  napi_get_cb_info(env, info, &argc, args, nullptr, &routine);
  Int n;
  Int count;
  napi_get_value_int64(env, args[0], &n);
  napi_get_value_int64(env, args[1], &count);
  void* data = nullptr;
  if (argc > 2) napi_get_typedarray_info(env, args[2], nullptr, nullptr, &data, nullptr, nullptr);
  napi_value result;
  napi_create_double(env, reinterpret_cast<Routine>(routine)(n, count, static_cast<const double*>(data)), &result);
  return result;
}

void Export(napi_env env, napi_value exports, const char* name, Routine routine) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, Call, reinterpret_cast<void*>(routine), &function);
  napi_set_named_property(env, exports, name, function);
}

napi_value Init(napi_env env, napi_value exports) {
  Export(env, exports, "use_pool", UsePool);
  Export(env, exports, "dgemm", Gemm<double>);
  Export(env, exports, "sgemm", Gemm<float>);
  Export(env, exports, "dgesv", Gesv);
  Export(env, exports, "inverse", Inverse);
  Export(env, exports, "dpotrf", Potrf);
  Export(env, exports, "qr", Qr);
  Export(env, exports, "dgesdd", Gesdd<'A'>);
  Export(env, exports, "dgesdd_values", Gesdd<'N'>);
  Export(env, exports, "dsyevd", Syevd<'V'>);
  Export(env, exports, "dsyevd_values", Syevd<'N'>);
  Export(env, exports, "dgeev", Geev<'V'>);
  Export(env, exports, "dgeev_values", Geev<'N'>);
  Export(env, exports, "dgelsd", Gelsd);
  Export(env, exports, "stream_add", StreamAdd);
  return exports;
}

}  // namespace

NAPI_MODULE(numblas_raw, Init)
