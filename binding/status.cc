#include "status.h"

#include <new>

#include "memory.h"
#include "threads/pool.h"

namespace numblas {

Failure CurrentFailure() {
  try {
    throw;
  } catch (const Error& error) {
    return {error.code, error.what()};
  } catch (const Cancelled& error) {
    return {"ABORT_ERR", error.what()};
  } catch (const NoMemory& error) {
    return {"ERR_OUT_OF_MEMORY", error.what()};
  } catch (const std::bad_alloc&) {
    return {"ERR_OUT_OF_MEMORY", "native: expected memory for the operation's work space, received none"};
  } catch (const std::exception& error) {
    return {"ERR_INTERNAL", error.what()};
  } catch (...) {
    return {"ERR_INTERNAL", "native: expected to finish, received an unknown exception"};
  }
}

}  // namespace numblas
