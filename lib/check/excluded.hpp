// SPDX-License-Identifier: Apache-2.0
#pragma once
// AIMET's layers_to_exclude: the named modules and all modules below them.

#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// Whether a glob (fnmatch; '*' also matches dots) matches the path of the module or of one above it.
bool is_excluded(const std::string& module_path, const std::vector<std::string>& globs);

// The globs that match no module of the model.
std::vector<std::string> unmatched_globs(const Model& model, const std::vector<std::string>& globs);

}  // namespace aimet
