// The errors that native code raises. Each becomes a JavaScript error with the same code (lib/core/errors.ts).
#pragma once

#include <stdexcept>
#include <string>

namespace numblas {

struct Error : std::runtime_error {
  Error(const char* error_code, const std::string& message) : std::runtime_error(message), code(error_code) {}
  const char* code;
};

// How a call ended, for the edge and for other threads.
struct Failure {
  const char* code = nullptr;  // null when all went well
  std::string message;
  // The message, or what stands for it where there was no memory for one.
  const char* text() const;
};

// The failure that the exception being handled stands for: for `catch (...)`.
Failure CurrentFailure() noexcept;

}  // namespace numblas
