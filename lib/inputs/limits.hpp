// SPDX-License-Identifier: Apache-2.0
#pragma once
// Limits on the inputs that a user may specify, so that a typing error (or a hostile file) leads to an error message.

#include <cstddef>
#include <cstdint>

namespace aimet {

inline constexpr std::size_t kMaxSpecBytes = std::size_t{4} << 20;
inline constexpr std::size_t kMaxSpecInputs = 100'000;               // inputs and elements of inputs, in all samples
inline constexpr std::size_t kMaxDimensions = 64;                    // LibTorch's own limit
inline constexpr std::int64_t kMaxElements = std::int64_t{1} << 40;  // of one tensor; a size of 0 counts as 1

}  // namespace aimet
