// SPDX-License-Identifier: Apache-2.0
#pragma once
// What failed for want of memory, though its message alone says so.

#include <algorithm>
#include <iterator>
#include <string_view>

namespace aimet {

// LibTorch's words (c10/core/impl/alloc_cpu.cpp, 1.13 to 2.14), the C library's, and libstdc++'s for a string or a
// vector that was to be larger than memory. "vector::_M_range_check" is not among them: that is a wrong index.
inline bool is_out_of_memory(std::string_view what) {
  constexpr std::string_view kSigns[] = {"DefaultCPUAllocator: can't allocate memory",
                                         "DefaultCPUAllocator: not enough memory",
                                         "posix_memalign failed",
                                         "Cannot allocate memory",
                                         "std::bad_alloc",
                                         "basic_string::_M_",
                                         "cannot create std::vector larger",
                                         "vector::_M_realloc_insert",
                                         "vector::_M_default_append",
                                         "vector::_M_fill_insert",
                                         "vector::_M_range_insert"};
  return std::any_of(std::begin(kSigns), std::end(kSigns),
                     [&](std::string_view sign) { return what.find(sign) != std::string_view::npos; });
}

}  // namespace aimet
