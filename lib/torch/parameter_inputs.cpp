// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/parameter_inputs.hpp"

#include <torch/csrc/jit/ir/constants.h>

#include "lib/torch/simplify.hpp"

namespace aimet {
namespace {

namespace prim = c10::prim;

std::string path_of(const torch::jit::Node& read) {
  const torch::jit::Node* owner = read.input()->node();
  return (owner->kind() == prim::GetAttr ? path_of(*owner) + "." : "") + read.s(c10::attr::name);
}

// Whether no op can write into the value.
bool is_plain(const c10::IValue& value) {
  return value.isBool() || value.isInt() || value.isDouble() || value.isString() || value.isDevice();
}

}  // namespace

bool ParameterInputs::run_on_unwritten() {
  unwritten_ = true;
  run();
  return !unresolved_;
}

void ParameterInputs::run() {
  self_ = out_.graph->inputs().at(0);
  out_.user_inputs = out_.graph->inputs().size() - 1;
  visit(*out_.graph->block());
  eliminate_dead_code(*out_.graph);
}

std::string ParameterInputs::lost(torch::jit::Block& block) {
  for (torch::jit::Node* node : block.nodes()) {
    for (torch::jit::Block* inner : node->blocks()) {
      if (std::string name = lost(*inner); !name.empty()) return name;
    }
    if (node->kind() != prim::GetAttr || node->output()->type()->kind() != c10::TypeKind::TensorType) continue;
    const auto type = node->input()->type()->cast<c10::ClassType>();
    const std::string& name = node->s(c10::attr::name);
    const auto owner = owner_of(node->input());
    if (type && type->is_module() && (!owner || !owner->hasattr(name))) return path_of(*node);
  }
  return "";
}

void ParameterInputs::visit(torch::jit::Block& block) {
  for (torch::jit::Node* node = block.nodes().front(); node != block.return_node();) {
    torch::jit::Node* next = node->next();
    for (torch::jit::Block* inner : node->blocks()) visit(*inner);
    if (node->kind() == prim::SetAttr && node->s(c10::attr::name) == "num_batches_tracked") {
      node->destroy();
    } else if (node->kind() == prim::GetAttr) {
      read(*node);
    }
    node = next;
  }
}

void ParameterInputs::read(torch::jit::Node& node) {
  const auto owner = owner_of(node.input());
  const std::string& name = node.s(c10::attr::name);
  if (!owner || !owner->hasattr(name)) {
    unresolved_ = true;
    return;
  }
  const c10::IValue value = owner->attr(name);
  const auto slot = owner->type()->findAttributeSlot(name);
  const bool tensor =
      value.isTensor() && slot && (owner->type()->is_parameter(*slot) || owner->type()->is_buffer(*slot));
  if (tensor) {
    torch::jit::Value* input = out_.graph->addInput();
    input->setType(c10::TensorType::get());
    out_.parameters.push_back(value);
    node.output()->replaceAllUsesWith(input);
  } else if (value.isNone() || name == "training" || (unwritten_ && is_plain(value))) {
    torch::jit::WithInsertPoint guard(&node);
    node.output()->replaceAllUsesWith(out_.graph->insertConstant(value));
  } else if (!value.isModule()) {
    unresolved_ = true;
  }
}

std::optional<torch::jit::Module> ParameterInputs::owner_of(torch::jit::Value* value) {
  if (value == self_) return out_.frozen;
  if (value->node()->kind() != prim::GetAttr) return std::nullopt;
  const auto parent = owner_of(value->node()->input());
  const std::string& name = value->node()->s(c10::attr::name);
  if (!parent || !parent->hasattr(name) || !parent->attr(name).isModule()) return std::nullopt;
  return parent->attr(name).toModule();
}

}  // namespace aimet
