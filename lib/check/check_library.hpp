// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a shared library for --check-library is: checks of yours, written against the facts of lib/model, run like the
// program's own. A library says at its end
//
//     AIMET_CHECK_LIBRARY(my_checks)   // std::vector<aimet::Check> my_checks()
//
// and is built with the headers that were installed with the program: types are shared, so they must be the same ones.
// A library that was built with others is refused. It is native code that runs with the rights of whoever names it; its
// checks run in the confined process that reads the model. It may not start threads before a check runs.

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
// The version and digest of these headers, and the standard library whose strings and vectors they are made of.
#define AIMET_CHECK_INTERFACE AIMET_HEADERS ", " AIMET_STANDARD_LIBRARY

namespace aimet {

struct CheckLibrary {
  const char* interface;  // read first; what follows only if it is AIMET_CHECK_INTERFACE
  std::vector<Check> (*checks)();
};

}  // namespace aimet

#define AIMET_CHECK_LIBRARY(function)                                                              \
  extern "C" __attribute__((visibility("default"))) const aimet::CheckLibrary aimet_check_library; \
  const aimet::CheckLibrary aimet_check_library{AIMET_CHECK_INTERFACE, function};
