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
  harmless,     // cannot be a module and moves or makes data only: allow it
  none,         // AIMET has no mapping: rewrite
};

struct Replacement {
  ReplacementKind kind = ReplacementKind::none;
  std::string module;  // "torch.nn.ReLU", "aimet_torch.elementwise_ops.Add"; "" where there is none
  std::string reason;  // completes "the op relu in the model's forward ..."
  std::string help;
  std::string passing = {};  // AIMET's class that is called as the function is, beside one of torch.nn; "": none
};

// The row for an op type as AIMET names it. A type without a row gets kind none.
Replacement replacement_for(const std::string& op_type, const AimetRules& rules);

// The advice for a module that is there to be used.
std::string define_and_call(const std::string& module);

// "only moves data": why the output of such an op needs no encoding of its own; "" for a type that computes values, and
// for one that is not known.
std::string_view why_no_encoding_is_needed(std::string_view op_type);
// A known type whose output needs an encoding: add, softmax, ...
bool computes(std::string_view op_type);

bool has_replacement_row(std::string_view op_type);
std::vector<std::string_view> replaceable_op_types();

}  // namespace aimet
