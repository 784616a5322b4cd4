// SPDX-License-Identifier: Apache-2.0
#pragma once
// Recognises errors for lack of memory that only the message reveals.

#include <algorithm>
#include <iterator>
#include <string_view>

namespace aimet {

// The messages of LibTorch (c10/core/impl/alloc_cpu.cpp, 1.13 to 2.14), of the C library, and of libstdc++ for a string
// or a vector that would be larger than memory. Excludes "vector::_M_range_check", which reports a wrong index.
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
