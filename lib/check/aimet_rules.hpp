#pragma once
// What AIMET's ModelValidator asks for, version by version. Source of each list: aimet_torch/meta/connectedgraph.py and
// meta/connectedgraph_utils.py of the tags named (quic/aimet).

#include <string>
#include <string_view>
#include <vector>

namespace aimet {

enum class LeafRule {
  every_leaf,   // up to 1.22: a module without children is one op, whatever its forward does
  one_aten_op,  // from 1.23: a leaf of torch.nn, or a leaf whose forward runs at most one aten op
};

struct AimetRules {
  std::string_view since;  // first version of the row, "1.26"
  LeafRule leaf;
  bool own_modules_are_ops;                   // AIMET's elementwise modules count as one op, whatever is inside
  bool renames_functionals;                   // aten::add is called Add, cat Concat, mul Mul, div Div
  std::vector<std::string_view> tolerated;    // op types that may stay functionals
  std::vector<std::string_view> passthrough;  // op types that AIMET takes out of its graph
  std::string_view elementwise_module;        // where its elementwise modules are imported from
};

// The row that holds for "1.24", "2.1.0", ...; "" is the newest. A version older than the first row gets the first.
const AimetRules& aimet_rules(std::string_view version);

bool is_tolerated(const AimetRules& rules, const std::string& op_type);
bool is_passthrough(const AimetRules& rules, const std::string& op_type);

// "aten::relu_" -> "relu"; "aten::add" -> "Add" where the rules rename.
std::string op_type(const AimetRules& rules, const std::string& kind);

}  // namespace aimet
