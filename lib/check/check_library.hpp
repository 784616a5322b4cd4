// SPDX-License-Identifier: Apache-2.0
#pragma once
// The interface of a shared library for --check-library: a user's own checks, written against the facts of lib/model,
// which run like the program's own checks. A library ends with
//
//     AIMET_CHECK_LIBRARY(my_checks)   // std::vector<aimet::Check> my_checks()
//
// and is built with the headers that were installed with the program, because library and program share types. A
// library that was built with other headers is refused. It is native code that runs with the rights of the user who
// passes it; its checks run in the confined process that reads the model. It must not start threads before they run.

#include <vector>

#include "lib/check/check.hpp"
#include "lib/check/interface.hpp"

#if defined(_LIBCPP_VERSION)
#define AIMET_STANDARD_LIBRARY "libc++"
#elif defined(_GLIBCXX_USE_CXX11_ABI) && _GLIBCXX_USE_CXX11_ABI
#define AIMET_STANDARD_LIBRARY "libstdc++"
#else
#define AIMET_STANDARD_LIBRARY "libstdc++ with strings of before GCC 5"
#endif
// The version and digest of these headers, and the standard library that provides their strings and vectors.
#define AIMET_CHECK_INTERFACE AIMET_HEADERS ", " AIMET_STANDARD_LIBRARY

namespace aimet {

struct CheckLibrary {
  const char* interface;  // read first; the rest is read only if this is AIMET_CHECK_INTERFACE
  std::vector<Check> (*checks)();
};

}  // namespace aimet

#define AIMET_CHECK_LIBRARY(function)                                                              \
  extern "C" __attribute__((visibility("default"))) const aimet::CheckLibrary aimet_check_library; \
  const aimet::CheckLibrary aimet_check_library{AIMET_CHECK_INTERFACE, function};
