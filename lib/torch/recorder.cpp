#include "lib/torch/recorder.hpp"

#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/runtime/custom_operator.h>

#include <algorithm>

#include "lib/torch/facts.hpp"

namespace aimet {
namespace {

constexpr std::size_t kMostShapes = 4;
// A value in a hot loop is looked at this often and then only counted on: shapes that change later than that are rare,
// and looking costs more than the op.
constexpr std::int64_t kLooks = 64;

std::size_t id_of(const torch::jit::Node* node) { return static_cast<std::size_t>(node->i(c10::attr::value)); }

torch::jit::Operation make_visit(const torch::jit::Node* node) {
  return [block = id_of(node)](torch::jit::Stack&) {
    if (Recorder::active != nullptr) Recorder::active->visit(block);
  };
}

torch::jit::Operation make_observe(const torch::jit::Node* node) {
  return [value = id_of(node)](torch::jit::Stack& stack) {
    if (Recorder::active != nullptr && stack.back().isTensor()) {
      Recorder::active->observe(value, stack.back().toTensor());
    }
    stack.pop_back();
  };
}

// No alias analysis runs over an instrumented graph; CONSERVATIVE keeps any pass from dropping or moving them.
const torch::jit::RegisterOperators kOperators({
    torch::jit::Operator("aimet::visit() -> ()", make_visit, c10::AliasAnalysisKind::CONSERVATIVE),
    torch::jit::Operator("aimet::observe(Tensor? t) -> ()", make_observe, c10::AliasAnalysisKind::CONSERVATIVE),
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

void Recorder::observe(std::size_t value, const at::Tensor& tensor) {
  Seen& seen = seen_[value];
  if (++seen.hits > kLooks || seen.distinct.size() >= kMostShapes) return;
  Tensor fact = tensor_fact(tensor);
  if (std::find(seen.distinct.begin(), seen.distinct.end(), fact) == seen.distinct.end()) {
    seen.distinct.push_back(std::move(fact));
  }
}

std::vector<std::int64_t> Recorder::take_block_runs() {
  std::vector<std::int64_t> runs(block_runs_.size(), 0);
  runs.swap(block_runs_);
  return runs;
}

}  // namespace aimet
