// The Node-API edge, and the only file that knows it: one generic call, the table of operations, configuration.
#include <napi.h>

#include <mutex>
#include <new>
#include <string>

#include "call.h"
#include "iterate/iterate.h"
#include "linalg/threads.h"
#include "memory.h"
#include "status.h"
#include "threads/pin.h"
#include "ufunc/cast.h"

namespace numblas {
namespace {

const char* const kIdentityNames[] = {"none", "zero", "one", "allbits", "reorderable"};

// One environment's (main thread's or worker's) state.
struct Instance {
  Napi::Reference<Napi::Float64Array> frame;
  const double* words = nullptr;
  int64_t length = 0;
};

Napi::Value Failure(Napi::Env env, const char* code, const char* message) {
  Napi::Object failure = Napi::Object::New(env);
  failure.Set("code", code);
  failure.Set("message", message);
  return failure;
}

// call(): a plain napi function, for its cost is on every operation's path. Returns undefined when all went well.
napi_value CallFromFrame(napi_env env, napi_callback_info) {
  Instance* instance = nullptr;
  if (napi_get_instance_data(env, reinterpret_cast<void**>(&instance)) != napi_ok || instance->words == nullptr) {
    return Failure(env, "ERR_INTERNAL", "no call frame is attached");
  }
  try {
    Call call;
    const int64_t read = DecodeFrame(instance->words, instance->length, call);
    if (call.method == Method::kEvaluate) {
      IterateProgram(call, instance->words + read, instance->length - read);
    } else {
      Execute(call);
    }
    return nullptr;
  } catch (const Error& error) {
    return Failure(env, error.code, error.what());
  } catch (const std::bad_alloc&) {
    return Failure(env, "ERR_OUT_OF_MEMORY", "expected memory for the operation's work space, received none");
  } catch (const std::exception& error) {
    return Failure(env, "ERR_INTERNAL", error.what());
  }
}

Napi::Value Attach(const Napi::CallbackInfo& info) {
  auto* instance = info.Env().GetInstanceData<Instance>();
  const auto frame = info[0].As<Napi::Float64Array>();
  instance->frame = Napi::Persistent(frame);
  instance->words = frame.Data();
  instance->length = static_cast<int64_t>(frame.ElementLength());
  return info.Env().Undefined();
}

// A Uint8Array's address as a number: below 2^53 on every platform that Node runs on.
Napi::Value Address(const Napi::CallbackInfo& info) {
  void* data = nullptr;
  size_t length = 0;
  const napi_status status = napi_get_typedarray_info(info.Env(), info[0], nullptr, &length, &data, nullptr, nullptr);
  if (status != napi_ok) throw Napi::TypeError::New(info.Env(), "address: expected a typed array");
  PreferHugePages(data, length);
  return Napi::Number::New(info.Env(), static_cast<double>(reinterpret_cast<uintptr_t>(data)));
}

Napi::Array OpsToJs(Napi::Env env) {
  const auto& ops = OpTable::Get().ops();
  Napi::Array list = Napi::Array::New(env, ops.size());
  for (uint32_t i = 0; i < ops.size(); i++) {
    const Op& op = ops[i];
    Napi::Object row = Napi::Object::New(env);
    row.Set("name", op.name);
    row.Set("nin", op.nin);
    row.Set("nout", op.nout);
    row.Set("signature", op.signature);
    row.Set("identity", kIdentityNames[static_cast<int>(op.identity)]);
    Napi::Array loops = Napi::Array::New(env, op.loops.size());
    for (uint32_t k = 0; k < op.loops.size(); k++) loops.Set(k, op.loops[k].types);
    row.Set("loops", loops);
    list.Set(i, row);
  }
  return list;
}

Napi::Array DTypesToJs(Napi::Env env) {
  Napi::Array list = Napi::Array::New(env, kDTypeCount);
  for (uint32_t i = 0; i < kDTypeCount; i++) {
    Napi::Object row = Napi::Object::New(env);
    row.Set("name", kDTypes[i].name);
    row.Set("character", std::string(1, kDTypes[i].character));
    row.Set("itemsize", static_cast<double>(kDTypes[i].itemsize));
    list.Set(i, row);
  }
  return list;
}

Napi::Value Config(const Napi::CallbackInfo& info) {
  Napi::Object config = Napi::Object::New(info.Env());
  const BlasConfig blas = GetBlasConfig();
  config.Set("blas_version", blas.version);
  config.Set("blas_options", blas.options);
  config.Set("core_type", blas.core_name);
  config.Set("node_api_version", NAPI_VERSION);
  config.Set("addon_version", NUMBLAS_VERSION);
  config.Set("compiler", __VERSION__);
  config.Set("simd", SimdTarget());
  config.Set("threads", numblas::GetThreads());
  return config;
}

Napi::Value ThreadsToJs(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), numblas::GetThreads()); }

Napi::Value ThreadsFromJs(const Napi::CallbackInfo& info) {
  numblas::SetThreads(info[0].As<Napi::Number>().Int32Value());
  return info.Env().Undefined();
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  PinInMemory();
  static std::once_flag once;
  std::call_once(once, [] {
    KeepFreedMemory();
    UsePoolForBlas();
  });
  env.SetInstanceData(new Instance());
  napi_value call;
  napi_create_function(env, "call", NAPI_AUTO_LENGTH, CallFromFrame, nullptr, &call);
  exports.Set("call", call);
  exports.Set("attach", Napi::Function::New<Attach>(env));
  exports.Set("address", Napi::Function::New<Address>(env));
  exports.Set("config", Napi::Function::New<Config>(env));
  exports.Set("getThreads", Napi::Function::New<ThreadsToJs>(env));
  exports.Set("setThreads", Napi::Function::New<ThreadsFromJs>(env));
  exports.Set("ops", OpsToJs(env));
  exports.Set("dtypes", DTypesToJs(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(numblas, Init)

}  // namespace numblas
