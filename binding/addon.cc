// The Node-API edge, and the only file that knows it: one generic call, at once or deferred, the table of operations,
// configuration.
#include <napi.h>

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "call.h"
#include "deferred.h"
#include "linalg/library/library.h"
#include "linalg/threads.h"
#include "memory.h"
#include "status.h"
#include "threads/pin.h"
#include "trim.h"
#include "ufunc/cast.h"

namespace numblas {
namespace {

const char* const kIdentityNames[] = {"none", "zero", "one", "allbits", "reorderable"};

// One environment's (main thread's or worker's) state. Deferred calls use it from other threads; it outlives them, for
// the environment's end waits for them.
struct Instance {
  Napi::Reference<Napi::Float64Array> frame;
  double* words = nullptr;
  int64_t length = 0;

  // What follows is the environment's own thread's.
  Napi::FunctionReference settle;  // (id, failure or undefined): a deferred call has ended
  napi_threadsafe_function ready = nullptr;
  std::unordered_map<uint32_t, std::unique_ptr<DeferredCall>> deferred;
  uint32_t last_id = 0;

  // What follows is shared with the pool's threads.
  std::mutex mutex;
  std::condition_variable ended;
  DeferredCall* finished = nullptr;  // and not told JavaScript yet, oldest first
  DeferredCall** finished_end = &finished;
  int64_t pending = 0;  // queued or running
  bool closing = false;
};

// Undefined when all went well.
Napi::Value FailureToJs(Napi::Env env, const Failure& failure) {
  if (failure.code == nullptr) return env.Undefined();
  Napi::Object object = Napi::Object::New(env);
  object.Set("code", failure.code);
  object.Set("message", failure.text());
  return object;
}

Instance* InstanceOf(napi_env env) {
  Instance* instance = nullptr;
  const napi_status status = napi_get_instance_data(env, reinterpret_cast<void**>(&instance));
  return status == napi_ok && instance != nullptr && instance->words != nullptr ? instance : nullptr;
}

const Failure kNoFrame = {"ERR_INTERNAL", "native: expected an attached call frame, received none"};

// call(): a plain napi function, for its cost is on every operation's path. Returns undefined when all went well.
napi_value CallFromFrame(napi_env env, napi_callback_info) {
  Instance* instance = InstanceOf(env);
  if (instance == nullptr) return FailureToJs(env, kNoFrame);
  const Failure failure = RunFrame(instance->words, instance->length);
  return failure.code == nullptr ? nullptr : static_cast<napi_value>(FailureToJs(env, failure));
}

// A pool's thread is done with a call.
void Finished(DeferredCall* call) {
  auto* instance = static_cast<Instance*>(call->owner);
  const std::lock_guard lock(instance->mutex);
  *instance->finished_end = call;
  instance->finished_end = &call->next;
  // Under the lock: once `closing` is set, the function may be gone.
  if (!instance->closing) napi_call_threadsafe_function(instance->ready, nullptr, napi_tsfn_nonblocking);
  if (--instance->pending == 0) instance->ended.notify_all();
}

void UnrefWhenIdle(napi_env env, Instance& instance) {
  if (instance.deferred.empty()) napi_unref_threadsafe_function(env, instance.ready);
}

// On the environment's thread: hands ended calls to JavaScript, their scratch words in the frame.
void Deliver(napi_env environment, napi_value, void* context, void*) {
  if (environment == nullptr) return;
  const Napi::Env env(environment);
  auto* instance = static_cast<Instance*>(context);
  DeferredCall* next = nullptr;
  {
    const std::lock_guard lock(instance->mutex);
    next = std::exchange(instance->finished, nullptr);
    instance->finished_end = &instance->finished;
  }
  while (next != nullptr) {
    const DeferredCall* const call = next;
    next = call->next;
    const auto node = instance->deferred.extract(call->id);
    std::copy_n(call->scratch(), kScratchWords, instance->words + kScratchWord);
    UnrefWhenIdle(env, *instance);
    try {
      const Napi::HandleScope scope(env);
      const napi_value arguments[] = {Napi::Number::New(env, call->id), FailureToJs(env, call->failure)};
      // lib/native.ts throws nothing, but a worker may be terminated here: what is thrown then is no object, of which
      // Napi::Error would make one, and end the process where it can't.
      if (napi_call_function(env, env.Global(), instance->settle.Value(), 2, arguments, nullptr) == napi_ok) continue;
      napi_value thrown;
      napi_get_and_clear_last_exception(env, &thrown);
    } catch (const Napi::Error&) {
      // the environment is ending
    }
  }
}

// The environment ends: what has not begun is dropped, what runs is waited for, as its memory goes next.
void Close(void* context) {
  auto* instance = static_cast<Instance*>(context);
  {
    const std::lock_guard lock(instance->mutex);
    instance->closing = true;
  }
  for (const auto& [id, call] : instance->deferred) {
    call->cancelled = true;
    if (!Pool::Get().Withdraw(call.get())) continue;
    const std::lock_guard lock(instance->mutex);
    instance->pending--;
  }
  std::unique_lock lock(instance->mutex);
  instance->ended.wait(lock, [&] { return instance->pending == 0; });
}

// Made with the first deferred call: most environments never need it.
void PrepareDelivery(Napi::Env env, Instance* instance) {
  if (instance->ready != nullptr) return;
  const napi_status status =
      napi_create_threadsafe_function(env, nullptr, nullptr, Napi::String::New(env, "numblas"), 0, 1, nullptr, nullptr,
                                      instance, Deliver, &instance->ready);
  if (status != napi_ok) throw Error("ERR_INTERNAL", "native: expected a way back to JavaScript, received none");
  napi_unref_threadsafe_function(env, instance->ready);
  // Hooks run in the opposite order of their making: this one before the function's own.
  napi_add_env_cleanup_hook(env, Close, instance);
}

// defer(least): runs the frame's call on the pool, unless it is estimated at less than `least` nanoseconds. Returns
// undefined or a failure as call() does where it ran at once, else the deferred call's number.
Napi::Value Defer(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Instance* instance = InstanceOf(env);
  if (instance == nullptr) return FailureToJs(env, kNoFrame);
  Failure failure;
  try {
    auto call = std::make_unique<DeferredCall>(instance->words, instance->length, Finished, instance);
    if (call->work() >= info[0].As<Napi::Number>().DoubleValue()) {
      PrepareDelivery(env, instance);
      if (instance->deferred.empty()) napi_ref_threadsafe_function(env, instance->ready);
      DeferredCall* started = call.get();
      started->id = ++instance->last_id;
      instance->deferred.emplace(started->id, std::move(call));
      {
        const std::lock_guard lock(instance->mutex);
        instance->pending++;
      }
      if (Pool::Get().Submit(started)) return Napi::Number::New(env, started->id);
      call = std::move(instance->deferred.extract(started->id).mapped());  // no thread could be started
      UnrefWhenIdle(env, *instance);
      const std::lock_guard lock(instance->mutex);
      instance->pending--;
    }
    call->Execute();
    std::copy_n(call->scratch(), kScratchWords, instance->words + kScratchWord);
    failure = call->failure;
  } catch (...) {
    failure = CurrentFailure();
  }
  return FailureToJs(env, failure);
}

// cancel(id): a deferred call that has not begun ends at once; one that runs ends at its next checkpoint.
Napi::Value Cancel(const Napi::CallbackInfo& info) {
  Instance* instance = InstanceOf(info.Env());
  if (instance == nullptr) return info.Env().Undefined();
  const auto found = instance->deferred.find(info[0].As<Napi::Number>().Uint32Value());
  if (found == instance->deferred.end()) return info.Env().Undefined();
  DeferredCall* call = found->second.get();
  call->cancelled = true;
  if (Pool::Get().Withdraw(call)) {
    call->Execute();  // which only says that it was cancelled
    Finished(call);
  }
  return info.Env().Undefined();
}

Napi::Value Attach(const Napi::CallbackInfo& info) {
  auto* instance = info.Env().GetInstanceData<Instance>();
  if (!info[0].IsTypedArray() || info[0].As<Napi::TypedArray>().TypedArrayType() != napi_float64_array ||
      !info[1].IsFunction()) {
    throw Napi::TypeError::New(info.Env(), "attach: expected a Float64Array and a function");
  }
  const auto frame = info[0].As<Napi::Float64Array>();
  if (static_cast<int64_t>(frame.ElementLength()) < kScratchWord + kScratchWords) {
    throw Napi::RangeError::New(info.Env(), "attach: expected a longer call frame");
  }
  instance->frame = Napi::Persistent(frame);
  instance->words = const_cast<double*>(frame.Data());
  instance->length = static_cast<int64_t>(frame.ElementLength());
  instance->settle = Napi::Persistent(info[1].As<Napi::Function>());
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

// available(trim): how much memory there is, where `trim` is true without what the heap keeps for later.
Napi::Value Available(const Napi::CallbackInfo& info) {
  if (info[0].IsBoolean() && info[0].As<Napi::Boolean>().Value()) GiveFreedMemoryBack();
  return Napi::Number::New(info.Env(), static_cast<double>(AvailableMemory()));
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
  const library::Identity blas = library::Identify();
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

Napi::Value DeterministicToJs(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), numblas::GetDeterministic());
}

Napi::Value DeterministicFromJs(const Napi::CallbackInfo& info) {
  numblas::SetDeterministic(info[0].As<Napi::Boolean>().Value());
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
  exports.Set("defer", Napi::Function::New<Defer>(env));
  exports.Set("cancel", Napi::Function::New<Cancel>(env));
  exports.Set("attach", Napi::Function::New<Attach>(env));
  exports.Set("address", Napi::Function::New<Address>(env));
  exports.Set("available", Napi::Function::New<Available>(env));
  exports.Set("config", Napi::Function::New<Config>(env));
  exports.Set("getThreads", Napi::Function::New<ThreadsToJs>(env));
  exports.Set("setThreads", Napi::Function::New<ThreadsFromJs>(env));
  exports.Set("getDeterministic", Napi::Function::New<DeterministicToJs>(env));
  exports.Set("setDeterministic", Napi::Function::New<DeterministicFromJs>(env));
  exports.Set("ops", OpsToJs(env));
  exports.Set("dtypes", DTypesToJs(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(numblas, Init)

}  // namespace numblas
