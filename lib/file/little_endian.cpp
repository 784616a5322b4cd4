#include "lib/file/little_endian.hpp"

namespace aimet {

std::uint64_t LittleEndian::number(std::size_t at, std::size_t width) const {
  std::uint64_t value = 0;
  for (std::size_t i = width; i-- > 0;) {
    const std::uint64_t byte = at + i < bytes_.size() ? static_cast<unsigned char>(bytes_[at + i]) : 0U;
    value = (value << 8) | byte;
  }
  return value;
}

}  // namespace aimet
