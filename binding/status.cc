#include "status.h"

#include <new>

#include "memory.h"
#include "threads/pool.h"

namespace numblas {

namespace {

const char* const kNoMemory = "native: expected memory for the operation's work space, received none";

Failure Described() {
  try {
    throw;
  } catch (const Error& error) {
    return {error.code, error.what()};
  } catch (const Cancelled& error) {
    return {"ABORT_ERR", error.what()};
  } catch (const NoMemory& error) {
    return {"ERR_OUT_OF_MEMORY", error.what()};
  } catch (const std::bad_alloc&) {
    return {"ERR_OUT_OF_MEMORY", kNoMemory};
  } catch (const std::exception& error) {
    return {"ERR_INTERNAL", error.what()};
  } catch (...) {
    return {"ERR_INTERNAL", "native: expected to finish, received an unknown exception"};
  }
}

}  // namespace

const char* Failure::text() const { return message.empty() ? kNoMemory : message.c_str(); }

Failure CurrentFailure() noexcept {
  try {
    return Described();
  } catch (...) {
    return {"ERR_OUT_OF_MEMORY", {}};  // not even for the words
  }
}

}  // namespace numblas
