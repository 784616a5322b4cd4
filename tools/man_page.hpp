// SPDX-License-Identifier: Apache-2.0
#pragma once
// The man page, generated from the definition of the flags.

#include <string>

namespace aimet {

std::string man_page();

}  // namespace aimet
