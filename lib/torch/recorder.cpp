// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/recorder.hpp"

#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/runtime/custom_operator.h>

#include <algorithm>

#include "lib/torch/facts.hpp"

namespace aimet {
namespace {

constexpr std::size_t kMostShapes = 4;
// The shape of a value is examined this many times; later occurrences are only counted. Shapes rarely change after
// that, and in a hot loop examining them costs more than the op.
constexpr std::int64_t kLooks = 64;

template <typename IdType>
IdType pop_id(torch::jit::Stack& stack) {
  const IdType id(stack.back().toInt());
  stack.pop_back();
  return id;
}

void visit(torch::jit::Stack& stack) {
  const auto block = pop_id<BlockId>(stack);
  if (Recorder::active != nullptr) Recorder::active->visit(block);
}

void observe(torch::jit::Stack& stack) {
  const auto value = pop_id<ValueId>(stack);
  if (Recorder::active != nullptr && stack.back().isTensor()) Recorder::active->observe(value, stack.back().toTensor());
  stack.pop_back();
}

// The id is an argument, not an attribute of the node: the interpreter makes one operation per operator name and
// uses it for every node (1.13.1). CONSERVATIVE keeps any pass from dropping or moving them.
const torch::jit::RegisterOperators kOperators({
    torch::jit::Operator("aimet::visit(int id) -> ()", visit, c10::AliasAnalysisKind::CONSERVATIVE),
    torch::jit::Operator("aimet::observe(Tensor? t, int id) -> ()", observe, c10::AliasAnalysisKind::CONSERVATIVE),
});

}  // namespace

Recorder* Recorder::active = nullptr;

c10::Symbol visit_symbol() {
  static const c10::Symbol symbol = c10::Symbol::fromQualString("aimet::visit");
  return symbol;
}

c10::Symbol observe_symbol() {
  static const c10::Symbol symbol = c10::Symbol::fromQualString("aimet::observe");
  return symbol;
}

bool is_observable(const c10::Type& type) {
  if (type.kind() == c10::TypeKind::TensorType) return true;
  return type.kind() == c10::TypeKind::OptionalType && type.containedTypes().size() == 1 &&
         type.containedTypes()[0]->kind() == c10::TypeKind::TensorType;
}

void Recorder::observe(ValueId value, const at::Tensor& tensor) {
  last_value_ = value;
  Seen& seen = seen_[value];
  if (++seen.hits > kLooks || seen.distinct.size() >= kMostShapes) return;
  Tensor fact = tensor_fact(tensor);
  if (std::find(seen.distinct.begin(), seen.distinct.end(), fact) == seen.distinct.end()) {
    seen.distinct.push_back(std::move(fact));
  }
}

IdVector<BlockId, std::int64_t> Recorder::take_block_runs() {
  IdVector<BlockId, std::int64_t> runs(block_runs_.size(), 0);
  runs.swap(block_runs_);
  return runs;
}

}  // namespace aimet
