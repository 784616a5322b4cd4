// SPDX-License-Identifier: Apache-2.0
#include "lib/report/width.hpp"

#include <utf8proc.h>

#include "lib/report/escape.hpp"

namespace aimet {
namespace {

std::size_t width_of(const CodePoint& point) {
  if (!point.valid) return 1;
  const int width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(point.value));
  return width > 0 ? static_cast<std::size_t>(width) : 0;
}

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    count += width_of(point);
    at += point.size;
  }
  return count;
}

std::size_t fitting(std::string_view text, std::size_t most) {
  std::size_t at = 0;
  for (std::size_t used = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    used += width_of(point);
    if (used > most) break;
    at += point.size;
  }
  return at;
}

}  // namespace aimet
