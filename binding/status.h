// The errors that native code raises. Each becomes a JavaScript error with the same code (lib/errors.ts).
#pragma once

#include <stdexcept>
#include <string>

namespace numblas {

struct Error : std::runtime_error {
  Error(const char* error_code, const std::string& message) : std::runtime_error(message), code(error_code) {}
  const char* code;
};

}  // namespace numblas
