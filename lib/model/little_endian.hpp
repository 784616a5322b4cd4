// SPDX-License-Identifier: Apache-2.0
#pragma once
// Little-endian numbers, whatever the machine's byte order: in archives, pickles and the worker's messages.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace aimet {

// `bytes` are at most 8.
inline std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = (value << 8) | static_cast<unsigned char>(bytes[i]);
  return value;
}

inline void append_little_endian(std::string& bytes, std::uint64_t value, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xff);
}

}  // namespace aimet
