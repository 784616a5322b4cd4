// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which of the Python lines that the file keeps is the user's own.

#include <optional>
#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// Files of PyTorch; those of torchvision too, unless the model is one of torchvision's.
bool is_library_file(const std::string& file, bool torchvision_is_user);

// Innermost first, each once. Empty where the file was saved without debug information.
std::vector<SourceLocation> user_lines(const Model& model, OpId op);
// The op's line in torchvision's files, where these are not the user's. None for one of the user's own code.
std::optional<SourceLocation> library_line(const Model& model, OpId op);
// The place that makes the call, not the code that is called.
std::vector<SourceLocation> call_site(const Model& model, CallId call);

}  // namespace aimet
