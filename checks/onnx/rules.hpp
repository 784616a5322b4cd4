// SPDX-License-Identifier: Apache-2.0
#pragma once
// All tables of rules together.

#include <optional>
#include <string>

#include "checks/onnx/rule.hpp"

namespace aimet::onnx {

// The problem of the first rule that the operator violates; nullopt if it violates none. `name`: the operator without a
// trailing underscore.
std::optional<Problem> broken_rule(const View& view, const Node& op, const std::string& name);

}  // namespace aimet::onnx
