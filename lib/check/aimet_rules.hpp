// SPDX-License-Identifier: Apache-2.0
#pragma once
// What AIMET's ModelValidator requires, version by version. Source of each list: aimet_torch/meta/connectedgraph.py and
// meta/connectedgraph_utils.py at the git tag of the version (github.com/qualcomm/aimet, before 2025 quic/aimet).

#include <string>
#include <string_view>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

enum class LeafRule {
  every_leaf,        // up to 1.22: a module without children is one op, whatever its forward does
  torch_nn_in_path,  // 1.23 to 1.33: a leaf with torch.nn anywhere in its class path, or whose forward runs at most
                     // one aten op
  exactly_torch_nn,  // from 1.34: a leaf whose class is exactly one of torch.nn, or whose forward runs at most one
                     // aten op
};

struct AimetRules {
  std::string_view since;  // first version of the row, "1.26"
  LeafRule leaf;
  bool own_modules_are_ops;                   // AIMET's elementwise modules count as one op, whatever is inside
  bool has_registry;                          // QuantizationSimModel raises for a leaf whose class it does not know
  bool prints_op_type;                        // the list of functionals says "relu_3; op_type: relu"
  bool renames_functionals;                   // aten::add is called Add, cat Concat, mul Mul, div Div
  std::vector<std::string_view> tolerated;    // op types that may stay functionals
  std::vector<std::string_view> passthrough;  // op types that AIMET removes from its graph
  std::string_view elementwise_module;        // where its elementwise modules are imported from
};

// The row for a version ("1.24", "2.32.1"); "" is the newest. A version older than the first row gets the first row.
const AimetRules& aimet_rules(std::string_view version);

// Whether `version` is `wanted` or later; "" is the newest.
bool is_at_least(std::string_view version, std::string_view wanted);

// Whether a leaf of this class is one op, whatever its forward does.
bool is_one_op_by_class(const AimetRules& rules, const Module& leaf);

bool is_tolerated(const AimetRules& rules, const std::string& op_type);
bool is_passthrough(const AimetRules& rules, const std::string& op_type);

// Whether the user allowed the type as a functional. AIMET's spelling Add and aten::add are equivalent.
bool is_allowed(const std::vector<std::string>& allowed, const AimetRules& rules, const std::string& op_type);

// "aten::relu_" -> "relu"; "aten::add" -> "Add" if the rules rename.
std::string op_type(const AimetRules& rules, const std::string& kind);

}  // namespace aimet
