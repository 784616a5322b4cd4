// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which of the Python lines in the file are the user's own.

#include <optional>
#include <string>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

// Whether the file is one of PyTorch's, or has no real name ("", "<string>"). Includes torchvision's files unless
// `torchvision_is_user`, as for a model of torchvision's.
bool is_library_file(const std::string& file, bool torchvision_is_user);

// The op's innermost user line: at most one. Empty if there is none, or the file was saved without debug information.
std::vector<SourceLocation> user_lines(const Model& model, OpId op);
// The op's line in torchvision's files, unless these are the user's own. nullopt if the op is not in their code.
std::optional<SourceLocation> library_line(const Model& model, OpId op);
// The innermost user line that makes the call, not one of the code that is called: at most one. Empty if there is none.
std::vector<SourceLocation> call_site(const Model& model, CallId call);

}  // namespace aimet
