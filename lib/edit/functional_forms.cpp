// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/functional_forms.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "lib/edit/contains.hpp"
#include "lib/edit/global_pool.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/edit/signatures.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;
using Arguments = std::vector<NodeRewrite::Argument>;
using Form = FunctionalCall::Form;

// Whether the keyword names a tensor of the function. All functions use the same few names for these, and the module
// gets its tensors without keywords.
bool is_tensor_keyword(std::string_view keyword, std::size_t place) {
  constexpr std::array<std::string_view, 4> kFirst = {"input", "tensors", "self", "x1"};
  constexpr std::array<std::string_view, 4> kSecond = {"other", "mat2", "tensor2", "exponent"};
  return place == 0 ? contains(kFirst, keyword) : place == 1 && contains(kSecond, keyword);
}

}  // namespace

CallArguments FunctionalForms::arguments_of(NodeId call, const Callee& callee) const {
  const PythonNode& node = at(call);
  CallArguments found{{}, node.keywords};
  auto& [arguments, keywords] = found;
  if (callee.module == "tensor") {
    arguments.push_back({"", callee.base});
    keywords.insert(keywords.begin(), "");
  }
  for (std::size_t i = 1; i < node.children.size(); ++i) arguments.push_back({"", node.children[i]});
  if (arguments.empty() || !(keywords[0].empty() || is_tensor_keyword(keywords[0], 0)))
    throw Refusal{"its first argument is not the tensor"};
  return found;
}

FunctionalCall FunctionalForms::passing_call(NodeId id, const Callee& callee) const {
  if (callee.module != kFunctionalModule) throw Refusal{"AIMET's module takes its arguments in another form"};
  auto [arguments, keywords] = arguments_of(id, callee);
  FunctionalCall call;
  call.node = id;
  call.form = functional_.is_layer ? Form::passing : Form::module;
  call.arguments = std::move(arguments);
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

std::optional<FunctionalCall> FunctionalForms::global_pooling(NodeId id, const Callee& callee) const {
  const auto pooling = pooling_of(callee.name);
  if (!pooling || callee.module != kFunctionalModule) return std::nullopt;
  const CallArguments given = arguments_of(id, callee);
  const Arguments& arguments = given.arguments;
  const auto is_named = [&](std::size_t i, std::string_view name) {
    return given.keywords[i].empty() || given.keywords[i] == name;
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

FunctionalCall FunctionalForms::layer_call(NodeId id, const Callee& callee) const {
  if (functional_.prefers_passing) return passing_call(id, callee);
  const FunctionSignature* signature = find_signature(callee.name);
  if (signature == nullptr && callee.name.back() == '_')
    signature = find_signature(std::string_view(callee.name).substr(0, callee.name.size() - 1));
  const auto [arguments, keywords] = arguments_of(id, callee);
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
    const bool known = signature != nullptr && contains(signature->parameters, name);
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

void copy_first_argument(const PythonExpressions& tree, FunctionalCall& call) {
  NodeRewrite::Argument& input = call.arguments.front();
  const Kind kind = tree.nodes[without_group(tree, input.node)].kind;
  const bool is_primary =
      kind == Kind::name || kind == Kind::call || kind == Kind::attribute || kind == Kind::subscript;
  input.before = is_primary ? "" : "(";
  input.after = is_primary ? ".clone()" : ").clone()";
  call.target.clear();
}

FunctionalCall FunctionalForms::masked_fill_call(NodeId id, const Callee& callee) const {
  auto [arguments, keywords] = arguments_of(id, callee);
  FunctionalCall call;
  call.node = id;
  call.arguments = std::move(arguments);
  const bool is_plain = std::all_of(keywords.begin(), keywords.end(), [](const std::string& k) { return k.empty(); });
  if (call.arguments.size() != 3 || !is_plain) throw Refusal{"AIMET's module takes its arguments in another form"};
  if (functional_.in_place) return call;
  if (functional_.copies_input) {
    copy_first_argument(tree_, call);
    return call;
  }
  const PythonNode& input = at(without_group(tree_, call.arguments[0].node));
  if (input.kind == Kind::call || input.kind == Kind::binary) return call;
  const bool is_last =
      tree_.keyword == "return" || (tree_.assignment == "=" && tree_.roots.size() == 2 &&
                                    at(tree_.roots[0]).kind == Kind::name && at(tree_.roots[0]).word == input.word);
  if (input.kind == Kind::name && is_last)
    call.target = input.word;
  else
    copy_first_argument(tree_, call);
  return call;
}

FunctionalCall FunctionalForms::elementwise_call(NodeId id, const Callee& callee) const {
  const std::string& op = functional_.op;
  if (callee.module == kFunctionalModule) return passing_call(id, callee);
  auto [arguments, keywords] = arguments_of(id, callee);
  FunctionalCall call;
  call.node = id;
  call.arguments = std::move(arguments);
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
  // torch.norm and the method have only their first arguments in common.
  if (is_name_of_op(op, "norm") && callee.module == "tensor" && call.arguments.size() > 3)
    throw Refusal{"AIMET's module takes its arguments in another form"};
  return call;
}

FunctionalCall FunctionalForms::concat_call(NodeId id, const Callee& callee) const {
  const auto [arguments, keywords] = arguments_of(id, callee);
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
