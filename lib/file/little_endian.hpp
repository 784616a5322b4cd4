// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the numbers of a zip record. Bytes beyond the end read as 0.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "lib/model/little_endian.hpp"

namespace aimet {

class LittleEndian {
 public:
  explicit LittleEndian(std::string bytes) : bytes_(std::move(bytes)) {}

  std::size_t size() const { return bytes_.size(); }
  std::uint16_t u16(std::size_t at) const { return static_cast<std::uint16_t>(number(at, 2)); }
  std::uint32_t u32(std::size_t at) const { return static_cast<std::uint32_t>(number(at, 4)); }
  std::uint64_t u64(std::size_t at) const { return number(at, 8); }
  std::string text(std::size_t at, std::size_t count) const {
    return at < bytes_.size() ? bytes_.substr(at, count) : std::string();
  }

 private:
  std::uint64_t number(std::size_t at, std::size_t width) const {
    return little_endian(std::string_view(bytes_).substr(std::min(at, bytes_.size()), width));
  }

  std::string bytes_;
};

}  // namespace aimet
