// SPDX-License-Identifier: Apache-2.0
#pragma once
// What to write instead of a functional.

#include <string>
#include <string_view>
#include <vector>

#include "lib/check/aimet_rules.hpp"

namespace aimet {

enum class ReplacementKind {
  torch_nn,     // there is a torch.nn class
  elementwise,  // AIMET has a module for it
  harmless,     // cannot be a module, but only moves or makes data: allow it
  none,         // AIMET has no module for it: rewrite
};

struct Replacement {
  ReplacementKind kind = ReplacementKind::none;
  std::string module;  // "torch.nn.ReLU", "aimet_torch.elementwise_ops.Add"; "" if there is none
  std::string reason;  // completes "the op relu in the model's forward ..."
  std::string help;
  std::string passing = {};  // for torch_nn, AIMET's class that takes the function's arguments; "" if there is none
};

// The replacement for an op type as AIMET names it. A type without a row gets kind none.
Replacement replacement_for(const std::string& op_type, const AimetRules& rules);

// The advice to use a module that exists: "define torch.nn.ReLU in __init__ and call that instead".
std::string define_and_call(const std::string& module);

// Why the output of such an op needs no encoding of its own: "only moves data"; "" for a type that computes values, and
// for an unknown type.
std::string_view why_no_encoding_is_needed(std::string_view op_type);
// Whether the type is known and its output needs an encoding: add, softmax, ...
bool computes(std::string_view op_type);

bool has_replacement_row(std::string_view op_type);
std::vector<std::string_view> replaceable_op_types();

}  // namespace aimet
