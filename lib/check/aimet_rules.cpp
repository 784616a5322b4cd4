#include "lib/check/aimet_rules.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace aimet {
namespace {

using Types = std::vector<std::string_view>;

// ConnectedGraph.functional_ops, 1.13 and 1.14.
const Types kFunctionalOps = {"cat",   "size",   "NumToTensor", "view",    "add",  "sub",
                              "mul",   "div",    "narrow",      "reshape", "mean", "index_select",
                              "slice", "select", "unsqueeze",   "Split"};
// ConnectedGraph.math_invariant_types, 1.23.
const Types kInvariant = {"size",  "NumToTensor", "view",      "narrow", "reshape", "mean",    "index_select",
                          "slice", "select",      "unsqueeze", "randn",  "flatten", "permute", "squeeze"};

Types joined(Types list, const Types& more) {
  list.insert(list.end(), more.begin(), more.end());
  return list;
}

const std::vector<AimetRules>& rows() {
  static const Types with_randn = joined(kFunctionalOps, {"randn"});
  static const Types five_more = joined(kInvariant, {"contiguous", "copy", "clone", "index", "ScalarImplicit"});
  static const Types newest = joined(
      five_more, {"reshape_as", "transpose", "expand", "expand_as", "DictConstruct", "eq", "ne", "split", "chunk"});
  static const Types passed_first = {"Int", "t", "to", "detach"};
  static const Types passed_next = joined(passed_first, {"values"});
  static const Types passed = joined(passed_next, {"Identity"});
  constexpr std::string_view kElementwise = "aimet_torch.elementwise_ops";
  static const std::vector<AimetRules> all = {
      {"1.13", LeafRule::every_leaf, false, false, kFunctionalOps, passed_first, kElementwise},
      {"1.14", LeafRule::every_leaf, false, false, kFunctionalOps, passed_next, kElementwise},
      {"1.16", LeafRule::every_leaf, false, false, with_randn, passed_next, kElementwise},
      // From here the types are Add, Concat, Mul, Div, and the list still says add, cat, mul, div: they are flagged.
      {"1.18", LeafRule::every_leaf, false, true, with_randn, passed_next, kElementwise},
      {"1.23", LeafRule::one_aten_op, false, true, kInvariant, passed, kElementwise},
      {"1.24", LeafRule::one_aten_op, false, true, five_more, passed, kElementwise},
      {"1.26", LeafRule::one_aten_op, false, true, newest, passed, kElementwise},
      {"1.34", LeafRule::one_aten_op, false, true, newest, passed, "aimet_torch.nn.modules.custom"},
      {"2.0", LeafRule::one_aten_op, false, true, newest, passed, kElementwise},
      // develop at c51b284 (October 2024), newer than 2.1; there the same modules are also below
      // aimet_torch.v1.nn.modules.custom.
      {"2.2", LeafRule::one_aten_op, true, true, newest, passed, kElementwise},
  };
  return all;
}

std::pair<long, long> numbers(const std::string& version) {
  char* rest = nullptr;
  const long major = std::strtol(version.c_str(), &rest, 10);
  return {major, *rest == '.' ? std::strtol(rest + 1, nullptr, 10) : 0};
}

bool holds(const Types& list, const std::string& type) {
  return std::find(list.begin(), list.end(), type) != list.end();
}

}  // namespace

const AimetRules& aimet_rules(std::string_view version) {
  if (version.empty()) return rows().back();
  const AimetRules* best = &rows().front();
  for (const AimetRules& row : rows()) {
    if (numbers(std::string(row.since)) <= numbers(std::string(version))) best = &row;
  }
  return *best;
}

bool is_tolerated(const AimetRules& rules, const std::string& type) { return holds(rules.tolerated, type); }
bool is_passthrough(const AimetRules& rules, const std::string& type) { return holds(rules.passthrough, type); }

std::string op_type(const AimetRules& rules, const std::string& kind) {
  const std::size_t colons = kind.rfind("::");
  std::string type = colons == std::string::npos ? kind : kind.substr(colons + 2);
  const std::size_t first = type.find_first_not_of('_');
  if (first == std::string::npos) return type;
  type = type.substr(first, type.find_last_not_of('_') - first + 1);
  if (!rules.renames_functionals) return type;
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"add", "Add"}, {"cat", "Concat"}, {"mul", "Mul"}, {"div", "Div"}};
  for (const auto& [functional, onnx] : kNames) {
    if (type == functional) return std::string(onnx);
  }
  return type;
}

}  // namespace aimet
