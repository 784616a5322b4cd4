// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/cpu_only.hpp"

#include <torch/csrc/jit/runtime/operator.h>

#include <memory>
#include <utility>
#include <vector>

namespace aimet {
namespace {

using torch::jit::Operation;
using torch::jit::Stack;

c10::Device cpu_instead_of(c10::Device device) {
  return device.is_cpu() || device.is_meta() ? device : c10::Device(c10::kCPU);
}

// Implements aten::device(str a), which also takes an index since 2.x: the index is ignored.
void make_device(Stack& stack, std::size_t arguments) {
  const c10::IValue name = stack[stack.size() - arguments];
  stack.resize(stack.size() - arguments);
  stack.emplace_back(cpu_instead_of(c10::Device(name.toStringRef())));
}

// Implements aten::cuda(Tensor(a) self) and aten::pin_memory(Tensor(a) self, Device? device): returns the tensor
// itself.
void keep_first(Stack& stack, std::size_t arguments) { stack.resize(stack.size() - arguments + 1); }

// Replaces LibTorch's implementations of all overloads of `name`. The schemas stay.
void replace(const char* name, void (*with)(Stack&, std::size_t)) {
  const std::vector<std::shared_ptr<torch::jit::Operator>> all =
      torch::jit::getAllOperatorsFor(c10::Symbol::fromQualString(name));
  for (const auto& op : all) {
    const c10::FunctionSchema schema = op->schema();
    const std::size_t arguments = schema.arguments().size();
    if (arguments == 0) continue;
    const c10::AliasAnalysisKind aliasing = op->aliasAnalysisKind();
    torch::jit::deregisterOperator(schema);
    torch::jit::registerOperator(torch::jit::Operator(
        schema.name(), schema.overload_name(), schema.arguments(), schema.returns(),
        [with, arguments](Stack& stack) { with(stack, arguments); }, aliasing));
  }
}

}  // namespace

void compute_on_cpu() {
  replace("aten::device", make_device);
  replace("aten::cuda", keep_first);
  replace("aten::pin_memory", keep_first);
}

void move_attributes_to_cpu(const torch::jit::Module& root) {
  for (const torch::jit::Module& module : root.modules()) {
    const auto object = module._ivalue();
    for (std::size_t slot = 0; slot < object->slots().size(); ++slot) {
      if (object->getSlot(slot).isDevice()) object->setSlot(slot, on_cpu(object->getSlot(slot)));
    }
  }
}

c10::IValue on_cpu(const c10::IValue& device) { return cpu_instead_of(device.toDevice()); }

}  // namespace aimet
