// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

namespace aimet::fuzz {

inline void promise(bool kept, const char* what) {
  if (!kept) throw std::logic_error(what);
}

}  // namespace aimet::fuzz
