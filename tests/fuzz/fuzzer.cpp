// SPDX-License-Identifier: Apache-2.0

// libFuzzer's entry point. AIMET_FUZZ_TARGET selects the target at compile time.

#include <cstddef>
#include <cstdint>

#include "tests/fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  aimet::fuzz::AIMET_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
