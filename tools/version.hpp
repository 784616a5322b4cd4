// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace aimet {

extern const char* const kVersion;  // "0.2.0"

// The text of --version, with the LibTorch that the program was built for, and the commit if it is known.
std::string version_text();

}  // namespace aimet
