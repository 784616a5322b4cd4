// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/functional_call.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "lib/edit/contains.hpp"
#include "lib/edit/functional_forms.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/edit/signatures.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;
using Arguments = std::vector<NodeRewrite::Argument>;
using Form = FunctionalCall::Form;

bool is_comparison(const PythonNode& node) {
  constexpr std::array<std::string_view, 10> kSigns = {"<", ">", "<=", ">=", "==", "!=", "in", "not", "is", "is not"};
  return node.kind == Kind::binary && contains(kSigns, node.word);
}

bool is_sign_of_comparison(std::string_view sign) {
  return sign == "<" || sign == ">" || sign == "<=" || sign == ">=" || sign == "==" || sign == "!=";
}

}  // namespace

std::vector<FunctionalCall> FunctionalFinder::find(const Functional& functional) {
  functional_ = functional;
  found_.clear();
  if (const auto whole = assignment()) found_.push_back(*whole);
  for (NodeId id = 0; id < tree_.nodes.size(); ++id) visit(id);
  std::sort(found_.begin(), found_.end(), [&](const FunctionalCall& a, const FunctionalCall& b) {
    return std::pair(at(a.node).end, a.node) < std::pair(at(b.node).end, b.node);
  });
  return std::move(found_);
}

bool FunctionalFinder::may_be_number(NodeId id) const { return is_literal(tree_, id); }

std::optional<FunctionalCall> FunctionalFinder::assignment() const {
  if (!functional_.in_place || functional_.is_layer) return std::nullopt;
  const std::string sign(binary_sign(functional_.op));
  if (sign.empty() || is_sign_of_comparison(sign) || tree_.assignment != sign + "=" || tree_.roots.size() != 2)
    return std::nullopt;
  if (at(tree_.roots[0]).kind != Kind::name) throw Refusal{"what is written into is not a plain local name"};
  FunctionalCall call;
  call.node = tree_.roots[1];
  call.form = Form::assignment;
  call.target = at(tree_.roots[0]).word;
  return call;
}

// The call writes into a plain name, and is a statement of its own or assigns its result to that name; or it writes
// into the result of another call, which has no name. nullopt for other calls.
std::optional<FunctionalCall> FunctionalFinder::in_place_call(NodeId id, const Callee& callee,
                                                              const FunctionalForms& forms) const {
  FunctionalCall call = functional_.is_layer ? forms.layer_call(id, callee) : forms.elementwise_call(id, callee);
  if (call.form != Form::module || call.arguments.empty()) return std::nullopt;
  const PythonNode& written = at(without_group(tree_, call.arguments.front().node));
  if (written.kind == Kind::call || written.kind == Kind::binary) {
    call.writes_unnamed = true;
    return call;
  }
  const bool is_statement = tree_.roots.size() == 1 && tree_.assignment.empty();
  const bool keeps_name = tree_.roots.size() == 2 && tree_.assignment == "=" && at(tree_.roots[0]).kind == Kind::name &&
                          at(tree_.roots[0]).word == written.word;
  if (written.kind != Kind::name || !tree_.keyword.empty() || tree_.roots.back() != id || !(is_statement || keeps_name))
    return std::nullopt;
  call.form = Form::in_place;
  call.target = written.word;
  return call;
}

void FunctionalFinder::visit(NodeId id) {
  const PythonNode& node = at(id);
  if (node.kind == Kind::call) return visit_call(id);
  if (functional_.is_layer || functional_.in_place) return;
  if (node.kind == Kind::unary && node.word == "-" && functional_.op == "neg" && !may_be_number(node.children[0])) {
    FunctionalCall call;
    call.node = id;
    call.arguments = {{"", node.children[0]}};
    return found_.push_back(std::move(call));
  }
  if (is_number_divided(id)) return found_.push_back(divide_call(id, {{"", node.children[0]}, {"", node.children[1]}}));
  if (node.kind != Kind::binary || node.word != binary_sign(functional_.op)) return;
  const NodeId left = node.children[0];
  const NodeId right = node.children[1];
  if (is_comparison(node) && (is_comparison(at(left)) || is_comparison(at(right))))
    throw Refusal{"comparisons are chained"};
  const bool number_first = may_be_number(left);
  if (number_first && may_be_number(right)) return;
  if (functional_.op == "rsub" && !number_first) return;
  // 2 / x and 2 < x run other ops; 1 - x is rsub.
  if (number_first && !takes_two(functional_.op) && functional_.op != "rsub") return;
  FunctionalCall call;
  call.node = id;
  call.arguments = {{"", left}, {"", right}};
  found_.push_back(std::move(call));
}

// Whether the node may divide a number by a tensor: 2 / x runs reciprocal and mul (torch/_tensor.py, __rdiv__). An
// attribute counts as a number, though it may be a tensor, whose division runs div. The caller knows how often each op
// ran and distinguishes the two.
bool FunctionalFinder::is_number_divided(NodeId id) const {
  const PythonNode& node = at(id);
  if (functional_.op != "reciprocal" && functional_.op != "mul") return false;
  if (node.kind != Kind::binary || node.word != "/" || may_be_number(node.children[1])) return false;
  return may_be_number(node.children[0]) || dotted(tree_, node.children[0]).rfind("self.", 0) == 0;
}

FunctionalCall FunctionalFinder::divide_call(NodeId id, Arguments arguments) {
  FunctionalCall call;
  call.node = id;
  call.composite = "Divide";
  call.arguments = std::move(arguments);
  return call;
}

void FunctionalFinder::visit_composite(NodeId id, const Callee& callee) {
  for (const CompositeFunction& row : composite_functions()) {
    if (callee.name != row.name || callee.module != kFunctionalModule || !contains(row.ops, functional_.op)) continue;
    FunctionalCall call;
    call.node = id;
    call.form = Form::passing;
    call.only_callee = true;
    call.composite = row.module;
    found_.push_back(std::move(call));
  }
}

// self.act(x) after `self.act = F.relu` in __init__.
Callee FunctionalFinder::called_attribute(NodeId call) const {
  const std::string name = dotted(tree_, at(call).children[0]);
  if (!function_of_attribute_ || name.rfind("self.", 0) != 0 || name.find('.', 5) != std::string::npos) return {};
  const std::string path = function_of_attribute_(name.substr(5));
  const std::size_t dot = path.rfind('.');
  return dot == std::string::npos ? Callee{} : Callee{path.substr(0, dot), path.substr(dot + 1), 0};
}

void FunctionalFinder::visit_call(NodeId id) {
  Callee callee = callee_of(tree_, scopes_, statement_, id);
  if (callee.module.empty()) callee = called_attribute(id);
  if (callee.module.empty()) return;
  visit_composite(id, callee);
  std::string name = callee.name;
  if (callee.module == "operator") {
    name = op_of_operator(name);
    if (name != functional_.op) return;
  } else {
    if (functional_.in_place && name.size() > 1 && name.back() == '_') name.pop_back();
    if (!is_name_of_op(functional_.op, name)) return;
    constexpr std::array<std::string_view, 6> kModules = {"torch",        "torch.functional", kFunctionalModule,
                                                          "torch.Tensor", "tensor",           "builtins"};
    if (!contains(kModules, callee.module)) return;
    if (callee.module == "builtins" && name != "abs" && name != "pow") return;
  }
  const FunctionalForms forms(tree_, functional_);
  if (functional_.op == "reciprocal") {
    if (at(id).children.size() + (callee.module == "tensor" ? 1 : 0) != 2 || functional_.in_place)
      throw Refusal{"AIMET's module takes its arguments in another form"};
    return found_.push_back(divide_call(id, {{"1, ", forms.arguments_of(id, callee).arguments.front().node}}));
  }
  if (const auto pooling = forms.global_pooling(id, callee)) return found_.push_back(*pooling);
  if (functional_.op == "masked_fill") return found_.push_back(forms.masked_fill_call(id, callee));
  if (functional_.in_place && !functional_.writes_result) {
    if (const auto written = in_place_call(id, callee, forms)) return found_.push_back(*written);
    throw Refusal{"it writes into its input"};
  }
  if (functional_.is_layer) return found_.push_back(forms.layer_call(id, callee));
  if (functional_.op == "cat") return found_.push_back(forms.concat_call(id, callee));
  found_.push_back(forms.elementwise_call(id, callee));
}

}  // namespace aimet
