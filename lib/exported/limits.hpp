// SPDX-License-Identifier: Apache-2.0
#pragma once
// What this exported program does not show, as sentences for the report.

#include <string>
#include <vector>

#include "lib/exported/modules.hpp"
#include "lib/model/model.hpp"

namespace aimet {

// `unnamed`: the functions whose graphs contain no module names.
std::vector<std::string> what_cannot_be_shown(const ModuleTable& modules, const Model& model,
                                              std::vector<std::string> unnamed);

}  // namespace aimet
