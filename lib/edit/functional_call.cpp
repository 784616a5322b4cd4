// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/functional_call.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "lib/edit/global_pool.hpp"
#include "lib/edit/holds.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/edit/signatures.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;
using Arguments = std::vector<NodeRewrite::Argument>;
using Form = FunctionalCall::Form;

constexpr std::string_view kFunctional = "torch.nn.functional";

bool is_comparison(const PythonNode& node) {
  constexpr std::array<std::string_view, 10> kSigns = {"<", ">", "<=", ">=", "==", "!=", "in", "not", "is", "is not"};
  return node.kind == Kind::binary && holds(kSigns, node.word);
}

bool is_sign_of_comparison(std::string_view sign) {
  return sign == "<" || sign == ">" || sign == "<=" || sign == ">=" || sign == "==" || sign == "!=";
}

// The tensors of the functions are never called otherwise, so that they can go without.
bool is_tensor_keyword(std::string_view keyword, std::size_t place) {
  constexpr std::array<std::string_view, 4> kFirst = {"input", "tensors", "self", "x1"};
  constexpr std::array<std::string_view, 4> kSecond = {"other", "mat2", "tensor2", "exponent"};
  return place == 0 ? holds(kFirst, keyword) : place == 1 && holds(kSecond, keyword);
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

// The result is used by nobody, or takes the name that it has already.
std::optional<FunctionalCall> FunctionalFinder::in_place_call(NodeId id, const Callee& callee) const {
  const bool is_method = callee.module == "tensor" && at(callee.base).kind == Kind::name;
  if (!is_method || !takes_two(functional_.op) || at(id).children.size() != 2 || !at(id).keywords[0].empty() ||
      !tree_.keyword.empty() || tree_.roots.back() != id)
    return std::nullopt;
  FunctionalCall call;
  call.node = id;
  call.form = Form::in_place;
  call.target = at(callee.base).word;
  call.arguments = {{"", callee.base}, {"", at(id).children[1]}};
  const bool is_statement = tree_.roots.size() == 1 && tree_.assignment.empty();
  const bool keeps_name = tree_.roots.size() == 2 && tree_.assignment == "=" && at(tree_.roots[0]).kind == Kind::name &&
                          at(tree_.roots[0]).word == call.target;
  return is_statement || keeps_name ? std::optional(call) : std::nullopt;
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

void FunctionalFinder::visit_composite(NodeId id, const Callee& callee) {
  for (const CompositeFunction& row : composite_functions()) {
    if (callee.name != row.name || callee.module != kFunctional || !holds(row.ops, functional_.op)) continue;
    FunctionalCall call;
    call.node = id;
    call.form = Form::passing;
    call.only_callee = true;
    call.composite = row.module;
    found_.push_back(std::move(call));
  }
}

void FunctionalFinder::visit_call(NodeId id) {
  const Callee callee = callee_of(tree_, scopes_, statement_, id);
  if (callee.module.empty()) return;
  visit_composite(id, callee);
  std::string name = callee.name;
  if (callee.module == "operator") {
    name = op_of_operator(name);
    if (name != functional_.op) return;
  } else {
    if (functional_.in_place && name.size() > 1 && name.back() == '_') name.pop_back();
    if (!is_name_of_op(functional_.op, name)) return;
    constexpr std::array<std::string_view, 6> kModules = {"torch",        "torch.functional", kFunctional,
                                                          "torch.Tensor", "tensor",           "builtins"};
    if (!holds(kModules, callee.module)) return;
    if (callee.module == "builtins" && name != "abs" && name != "pow") return;
  }
  if (const auto pooling = global_pooling(id, callee)) return found_.push_back(*pooling);
  if (functional_.is_layer) return found_.push_back(layer_call(id, callee));
  if (functional_.in_place) {
    if (const auto written = in_place_call(id, callee)) return found_.push_back(*written);
    throw Refusal{"it writes into its input"};
  }
  if (functional_.op == "cat") return found_.push_back(concat_call(id, callee));
  found_.push_back(elementwise_call(id, callee));
}

// The tensor first, whether it is before the dot or in the parentheses.
Arguments FunctionalFinder::arguments_of(NodeId call, const Callee& callee, std::vector<std::string>& keywords) const {
  const PythonNode& node = at(call);
  keywords = node.keywords;
  Arguments arguments;
  if (callee.module == "tensor") {
    arguments.push_back({"", callee.base});
    keywords.insert(keywords.begin(), "");
  }
  for (std::size_t i = 1; i < node.children.size(); ++i) arguments.push_back({"", node.children[i]});
  if (arguments.empty() || !(keywords[0].empty() || is_tensor_keyword(keywords[0], 0)))
    throw Refusal{"its first argument is not the tensor"};
  return arguments;
}

FunctionalCall FunctionalFinder::passing_call(NodeId id, const Callee& callee) const {
  if (callee.module != kFunctional) throw Refusal{"AIMET's module takes its arguments in another form"};
  std::vector<std::string> keywords;
  FunctionalCall call;
  call.node = id;
  call.form = functional_.is_layer ? Form::passing : Form::module;
  call.arguments = arguments_of(id, callee, keywords);
  call.only_callee = keywords[0].empty();
  for (std::size_t i = 0; i < keywords.size(); ++i) {
    const bool is_unpacked = keywords[i] == "*" || keywords[i] == "**";
    if (i == 0) continue;
    call.arguments[i].before = keywords[i].empty() || is_unpacked ? keywords[i] : keywords[i] + "=";
    const NodeId value = call.arguments[i].node;
    call.has_open_argument =
        call.has_open_argument || !(is_literal(tree_, value) || dotted(tree_, value).rfind("self.", 0) == 0);
  }
  return call;
}

// One value is left in each channel, whatever the stride.
std::optional<FunctionalCall> FunctionalFinder::global_pooling(NodeId id, const Callee& callee) const {
  const auto pooling = pooling_of(callee.name);
  if (!pooling || callee.module != kFunctional) return std::nullopt;
  std::vector<std::string> keywords;
  const Arguments arguments = arguments_of(id, callee, keywords);
  const auto is_named = [&](std::size_t i, std::string_view name) {
    return keywords[i].empty() || keywords[i] == name;
  };
  if (arguments.size() < 2 || arguments.size() > 3 || !is_named(1, "kernel_size") ||
      (arguments.size() == 3 && !is_named(2, "stride")) ||
      !is_whole_size(tree_, arguments[1].node, arguments[0].node, pooling->dimensions))
    return std::nullopt;
  FunctionalCall call;
  call.node = id;
  call.form = Form::global;
  call.constructor = pooling->global;
  call.arguments = {arguments[0]};
  return call;
}

FunctionalCall FunctionalFinder::layer_call(NodeId id, const Callee& callee) const {
  if (functional_.in_place && !functional_.writes_result) throw Refusal{"it writes into its input"};
  if (functional_.prefers_passing) return passing_call(id, callee);
  const FunctionSignature* signature = find_signature(callee.name);
  if (signature == nullptr && callee.name.back() == '_')
    signature = find_signature(std::string_view(callee.name).substr(0, callee.name.size() - 1));
  std::vector<std::string> keywords;
  const Arguments arguments = arguments_of(id, callee, keywords);
  FunctionalCall call;
  call.node = id;
  call.arguments = {arguments[0]};
  bool by_mode = false;
  bool is_literal_call = true;
  bool fits = true;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    std::string name = keywords[i];
    if (name.empty() && signature != nullptr && i < signature->parameters.size()) name = signature->parameters[i];
    if (signature != nullptr && i < signature->tensors) {
      if (name != signature->parameters[i]) throw Refusal{"its tensors are passed by keyword"};
      call.arguments.push_back(arguments[i]);
      continue;
    }
    if (name == "train") name = "training";
    const NodeId value = arguments[i].node;
    const bool known = signature != nullptr && holds(signature->parameters, name);
    if (name == "training") {
      by_mode = dotted(tree_, value) == "self.training";
      continue;
    }
    if (is_literal(tree_, value)) {
      const bool is_default = dotted(tree_, value) == "None" || dotted(tree_, value) == "False";
      if (!known && !is_default && signature != nullptr) throw Refusal{"it is called with " + name};
      if (known && !is_default && (name == "return_indices" || name == "divisor_override"))
        throw Refusal{"it is called with " + name};
    } else {
      if (!known || name[0] == '*') throw Refusal{"an argument of the call is no literal"};
      is_literal_call = false;
      fits = fits && is_layer_parameter(name) && is_pure(tree_, value);
    }
    call.layer.push_back({name + "=", value});
  }
  if (functional_.op.find("dropout") != std::string::npos && !by_mode)
    throw Refusal{"it drops in evaluation too, and the module would not"};
  if (is_literal_call) return call;
  if (fits) {
    call.form = Form::layer;
    return call;
  }
  if (!functional_.has_passing) throw Refusal{"an argument of the call is no literal"};
  return passing_call(id, callee);
}

FunctionalCall FunctionalFinder::elementwise_call(NodeId id, const Callee& callee) const {
  const std::string& op = functional_.op;
  if (callee.module == kFunctional) return passing_call(id, callee);
  std::vector<std::string> keywords;
  FunctionalCall call;
  call.node = id;
  call.arguments = arguments_of(id, callee, keywords);
  const bool is_where = op == "where" && (callee.module == "torch");
  if (!is_where && !takes_two(op) && !is_passed_on(op))
    throw Refusal{"AIMET's module takes its arguments in another form"};
  if (takes_two(op) && call.arguments.size() != 2) throw Refusal{"AIMET's module takes two tensors"};
  call.only_callee = callee.module == "torch" || callee.module == "torch.functional";
  for (std::size_t i = 0; i < keywords.size(); ++i) {
    if (keywords[i] == "out") throw Refusal{"it writes its result into another tensor"};
    if (keywords[i].empty()) continue;
    if (is_tensor_keyword(keywords[i], i)) {
      call.only_callee = false;
      continue;
    }
    if (takes_two(op)) throw Refusal{"it is called with " + keywords[i]};
    const bool is_unpacked = keywords[i] == "*" || keywords[i] == "**";
    call.arguments[i].before = is_unpacked ? keywords[i] : keywords[i] + "=";
  }
  // torch.norm and the method agree on their first arguments alone.
  if (is_name_of_op(op, "norm") && callee.module == "tensor" && call.arguments.size() > 3)
    throw Refusal{"AIMET's module takes its arguments in another form"};
  return call;
}

FunctionalCall FunctionalFinder::concat_call(NodeId id, const Callee& callee) const {
  std::vector<std::string> keywords;
  const Arguments arguments = arguments_of(id, callee, keywords);
  if (callee.module != "torch") throw Refusal{"AIMET's module takes its arguments in another form"};
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (!is_literal(tree_, arguments[i].node)) throw Refusal{"an argument of the call is no literal"};
    if (!keywords[i].empty() && keywords[i] != "dim" && keywords[i] != "axis")
      throw Refusal{"it is called with " + keywords[i]};
  }
  FunctionalCall call;
  call.node = id;
  const PythonNode& list = at(arguments[0].node);
  const bool is_display = (list.kind == Kind::list || list.kind == Kind::tuple) &&
                          std::none_of(list.children.begin(), list.children.end(), [&](NodeId child) {
                            return at(child).kind == Kind::other && at(child).word == "for";
                          });
  if (!is_display) {
    call.arguments = {{"*", arguments[0].node}};
    return call;
  }
  for (const NodeId element : list.children) {
    const bool unpacked = at(element).kind == Kind::other && at(element).word == "*";
    call.arguments.push_back({unpacked ? "*" : "", unpacked ? at(element).children[0] : element});
  }
  return call;
}

}  // namespace aimet
