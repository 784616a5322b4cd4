#pragma once
// What is answered at once, without LibTorch.

#include <optional>
#include <string>

#include "tools/options.hpp"

namespace aimet {

inline constexpr const char* kVersion = AIMET_VALIDATE_VERSION;

// --help, --list-checks, --explain; nothing when models are to be validated.
std::optional<std::string> information(const Options& options);

}  // namespace aimet
