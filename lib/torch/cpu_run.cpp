// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/cpu_run.hpp"

#include <ATen/core/Dict.h>
#include <ATen/core/List.h>
#include <ATen/core/Tensor.h>
#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "lib/model/error.hpp"
#include "lib/torch/tuple_of_type.hpp"

namespace aimet {
namespace {

using torch::jit::Block;
using torch::jit::Node;
using torch::jit::Value;

template <std::size_t N>
bool has_any(const std::string& text, const std::array<std::string_view, N>& signs) {
  return std::any_of(signs.begin(), signs.end(),
                     [&](std::string_view sign) { return text.find(sign) != std::string::npos; });
}

// LibTorch's messages in 1.13.1, 2.6.0 and 2.14.1.
bool lacks_dtype(const std::string& message) {
  constexpr std::array<std::string_view, 6> kSigns{
      "not implemented for 'Half'",       "not implemented for 'BFloat16'",   "not implemented for 'ComplexHalf'",
      "not implemented for 'Float8_e4m3", "not implemented for 'Float8_e5m2", "bf16 path needs the cpu support"};
  return has_any(message, kSigns);
}

bool lacks_hardware(const std::string& message) {
  constexpr std::array<std::string_view, 6> kSigns{
      "with arguments from the 'CPU' backend", "CUDA", "cuDNN", "cudnn", "NVIDIA", "not supported on CPU"};
  return has_any(message, kSigns);
}

bool is_narrow(at::ScalarType type) {
  return at::isFloatingType(type) && c10::elementSize(type) < c10::elementSize(at::kFloat);
}

// Converts narrow floats to float32. A tensor that occurs several times is converted once, so that it stays shared.
class Widener {
 public:
  at::Tensor tensor(const at::Tensor& narrow) {
    if (!narrow.defined() || !is_narrow(narrow.scalar_type())) return narrow;
    const auto [entry, is_new] = wide_.try_emplace(narrow.unsafeGetTensorImpl());
    if (is_new) entry->second = {narrow, narrow.to(at::kFloat)};
    return entry->second.second;
  }

  c10::IValue value(const c10::IValue& value) {
    if (value.isTensor()) return tensor(value.toTensor());
    if (value.isTuple() && !value.toTupleRef().elements().empty()) {
      std::vector<c10::IValue> elements;
      for (const c10::IValue& element : value.toTupleRef().elements()) elements.push_back(this->value(element));
      return tuple_of_type(value.type(), std::move(elements));
    }
    if (value.isList()) {
      auto list = value.toList().copy();
      for (std::size_t i = 0; i < list.size(); ++i) list.set(i, this->value(list.get(i)));
      return list;
    }
    if (value.isGenericDict()) {
      auto dict = value.toGenericDict().copy();
      for (const auto& entry : value.toGenericDict()) dict.insert_or_assign(entry.key(), this->value(entry.value()));
      return dict;
    }
    return value;
  }

 private:
  std::unordered_map<const void*, std::pair<at::Tensor, at::Tensor>> wide_;  // first: the key's tensor, kept alive
};

// Whether the input is a constant narrow dtype, as in x.to(torch.float16).
bool is_narrow_dtype(const Node& node, std::size_t input) {
  const c10::FunctionSchema* schema = node.maybeSchema();
  if (schema == nullptr || input >= schema->arguments().size() || schema->arguments()[input].name() != "dtype")
    return false;
  const auto constant = torch::jit::toIValue(node.input(input));
  if (!constant || !constant->isInt() || constant->toInt() < 0) return false;
  const std::int64_t dtype = constant->toInt();
  return dtype < static_cast<std::int64_t>(at::ScalarType::Undefined) && is_narrow(static_cast<at::ScalarType>(dtype));
}

void widen(Block& block, Widener& widener) {
  for (Node* node : block.nodes()) {
    for (Block* inner : node->blocks()) widen(*inner, widener);
    if (node->kind() == c10::prim::Constant) {
      const auto value = torch::jit::toIValue(node->output());
      if (!value || !value->isTensor() || !is_narrow(value->toTensor().scalar_type())) continue;
      node->t_(c10::attr::value, widener.tensor(value->toTensor()));
      node->output()->inferTypeFrom(node->t(c10::attr::value));
      continue;
    }
    for (std::size_t i = 0; i < node->inputs().size(); ++i) {
      if (!is_narrow_dtype(*node, i)) continue;
      const torch::jit::WithInsertPoint guard(node);
      node->replaceInput(i, node->owningGraph()->insertConstant(static_cast<std::int64_t>(at::kFloat)));
    }
  }
}

void widen(const torch::jit::Module& root, Widener& widener) {
  for (const torch::jit::Module& module : root.modules()) {
    const auto object = module._ivalue();
    for (std::size_t slot = 0; slot < object->slots().size(); ++slot) {
      if (object->getSlot(slot).isTensor()) object->setSlot(slot, widener.value(object->getSlot(slot)));
    }
  }
}

}  // namespace

CpuRun observe_on_cpu(InlinedGraph& inlined, const GraphIds& ids, const torch::jit::Module& module,
                      std::vector<std::vector<c10::IValue>>& samples, const Model& model) {
  std::string lacks;
  try {
    return {observe(inlined, ids, module._ivalue(), samples, model), ""};
  } catch (const SampleFailed& error) {
    lacks = error.what();
    if (lacks_hardware(lacks))
      return {std::nullopt, "the model needs hardware that this machine does not have: " + lacks};
    if (!lacks_dtype(lacks)) throw;
  }
  Widener widener;
  for (auto& sample : samples) {
    for (c10::IValue& input : sample) input = widener.value(input);
  }
  widen(module, widener);
  widen(*inlined.graph->block(), widener);
  try {
    return {observe(inlined, ids, module._ivalue(), samples, model),
            "it was run in float32: the CPU lacks an operator for the dtype of the model: " + lacks};
  } catch (const SampleFailed& error) {
    return {std::nullopt, "the CPU lacks an operator for the dtype of the model (" + lacks +
                              "), and in float32 it does not run either: " + error.what()};
  }
}

}  // namespace aimet
