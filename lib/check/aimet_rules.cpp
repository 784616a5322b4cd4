// SPDX-License-Identifier: Apache-2.0
#include "lib/check/aimet_rules.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "lib/check/wording.hpp"
#include "lib/model/op_name.hpp"

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

Types with(Types list, const Types& more) {
  list.insert(list.end(), more.begin(), more.end());
  return list;
}

const std::vector<AimetRules>& rows() {
  static const Types with_randn = with(kFunctionalOps, {"randn"});
  static const Types five_more = with(kInvariant, {"contiguous", "copy", "clone", "index", "ScalarImplicit"});
  static const Types newest = with(
      five_more, {"reshape_as", "transpose", "expand", "expand_as", "DictConstruct", "eq", "ne", "split", "chunk"});
  static const Types passed_first = {"Int", "t", "to", "detach"};
  static const Types passed_next = with(passed_first, {"values"});
  static const Types passed = with(passed_next, {"Identity"});
  constexpr std::string_view kBefore = "aimet_torch.elementwise_ops";
  constexpr std::string_view kCustom = "aimet_torch.nn.modules.custom";
  static const std::vector<AimetRules> all = {
      {"1.13", LeafRule::every_leaf, false, false, false, false, kFunctionalOps, passed_first, kBefore},
      {"1.14", LeafRule::every_leaf, false, false, false, false, kFunctionalOps, passed_next, kBefore},
      {"1.16", LeafRule::every_leaf, false, false, false, false, with_randn, passed_next, kBefore},
      // From here on the types are Add, Concat, Mul, Div, but the list still has add, cat, mul, div: they are flagged.
      {"1.18", LeafRule::every_leaf, false, false, false, true, with_randn, passed_next, kBefore},
      {"1.23", LeafRule::torch_nn_in_path, false, false, false, true, kInvariant, passed, kBefore},
      {"1.24", LeafRule::torch_nn_in_path, false, false, false, true, five_more, passed, kBefore},
      {"1.26", LeafRule::torch_nn_in_path, false, false, false, true, newest, passed, kBefore},
      {"1.34", LeafRule::exactly_torch_nn, false, false, false, true, newest, passed, kCustom},
      // The git tags 2.0 and 2.1 point to a commit whose version.txt says 1.29.0. This row is for the releases 2.0.0 to
      // 2.32 (June 2026).
      {"2.0", LeafRule::exactly_torch_nn, true, true, true, true, newest, passed, kCustom},
  };
  return all;
}

std::pair<long, long> numbers(const std::string& version) {
  char* rest = nullptr;
  const long major = std::strtol(version.c_str(), &rest, 10);
  return {major, *rest == '.' ? std::strtol(rest + 1, nullptr, 10) : 0};
}

bool contains(const Types& list, const std::string& type) {
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

bool is_at_least(std::string_view version, std::string_view wanted) {
  return version.empty() || numbers(std::string(version)) >= numbers(std::string(wanted));
}

bool is_one_op_by_class(const AimetRules& rules, const Module& leaf) {
  switch (rules.leaf) {
    case LeafRule::every_leaf:
      return true;
    case LeafRule::torch_nn_in_path:  // "torch.nn" in str(type(module)): also matches mytorch.nn_layers.Gate
      return leaf.type.find("torch.nn") != std::string::npos;
    case LeafRule::exactly_torch_nn:  // type(module) in torch.nn.__dict__.values()
      return leaf.origin == ClassOrigin::torch_nn;
  }
  return false;
}

bool is_tolerated(const AimetRules& rules, const std::string& type) { return contains(rules.tolerated, type); }
bool is_passthrough(const AimetRules& rules, const std::string& type) { return contains(rules.passthrough, type); }

bool is_allowed(const std::vector<std::string>& allowed, const AimetRules& rules, const std::string& type) {
  return std::any_of(allowed.begin(), allowed.end(),
                     [&](const std::string& one) { return lower(op_type(rules, one)) == lower(type); });
}

std::string op_type(const AimetRules& rules, const std::string& kind) {
  std::string type = unqualified(kind);
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
