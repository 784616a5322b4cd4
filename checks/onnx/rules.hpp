// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rules of all families.

#include <optional>
#include <string>

#include "checks/onnx/rule.hpp"

namespace aimet::onnx {

// The first rule that the operator breaks; `name` is the operator without a trailing underscore.
std::optional<Problem> broken_rule(const View& view, const Node& op, const std::string& name);

}  // namespace aimet::onnx
