#include "lib/torch/observe.hpp"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/jit/runtime/interpreter.h>

#include <new>

#include "lib/model/error.hpp"
#include "lib/torch/load.hpp"
#include "lib/torch/recorder.hpp"

namespace aimet {
namespace {

using torch::jit::Graph;
using torch::jit::Node;

bool holds_tensor(const c10::Type& type) {
  if (type.kind() == c10::TypeKind::TensorType) return true;
  return type.kind() == c10::TypeKind::OptionalType && type.containedTypes().size() == 1 &&
         type.containedTypes()[0]->kind() == c10::TypeKind::TensorType;
}

class Instrumenter {
 public:
  Instrumenter(Graph& graph, const GraphIds& ids) : graph_(graph), ids_(ids) {}

  void run(torch::jit::Block& block) {
    Node* first = block.nodes().front();
    insert(visit_symbol(), {}, ids_.block_of.at(&block), first);
    for (torch::jit::Value* input : block.inputs()) {
      if (holds_tensor(*input->type())) insert(observe_symbol(), {input}, ids_.value_of.at(input), first);
    }
    for (Node* node = first; node != block.return_node();) {
      Node* next = node->next();
      for (torch::jit::Block* inner : node->blocks()) run(*inner);
      for (torch::jit::Value* output : node->outputs()) {
        if (holds_tensor(*output->type()) && node->kind() != c10::prim::Constant &&
            node->kind() != c10::prim::Uninitialized) {
          insert(observe_symbol(), {output}, ids_.value_of.at(output), next);
        }
      }
      node = next;
    }
  }

 private:
  void insert(c10::Symbol kind, std::vector<torch::jit::Value*> inputs, std::int32_t id, Node* before) {
    const torch::jit::WithInsertPoint guard(before);
    inputs.push_back(graph_.insertConstant(static_cast<std::int64_t>(id)));
    graph_.insertNode(graph_.create(kind, inputs, 0));
  }

  Graph& graph_;
  const GraphIds& ids_;
};

// The last "RuntimeError: ..." line of a TorchScript traceback is the model's own; above it stand the lines of Python.
std::string model_error(const std::string& what) {
  const std::size_t original = what.rfind("RuntimeError: ");
  std::string message = original == std::string::npos ? first_sentence(what) : first_sentence(what.substr(original));
  const std::size_t file = what.rfind("  File \"");
  const std::size_t serialized = what.find("  File \"code/__torch__");
  if (file != std::string::npos && file != serialized) {
    const std::string place = what.substr(file + 2, what.find('\n', file) - file - 2);
    message += " (" + place + ")";
  }
  return message;
}

void run_sample(const torch::jit::Code& code, const c10::IValue& self, const std::vector<c10::IValue>& sample) {
  torch::jit::Stack stack{self};
  stack.insert(stack.end(), sample.begin(), sample.end());
  try {
    torch::jit::InterpreterState(code).run(stack);
  } catch (const std::bad_alloc&) {
    throw RunError(error_kind::kLimit, "running it needs more memory than it may use (--memory-limit)");
  } catch (const c10::Error& error) {
    throw RunError(error_kind::kRunFailed, model_error(error.what_without_backtrace()));
  } catch (const std::exception& error) {
    throw RunError(error_kind::kRunFailed, model_error(error.what()));
  }
}

void write_observations(const Recorder& recorder, Model& model) {
  for (std::size_t i = 0; i < model.values.size(); ++i) {
    const std::vector<Tensor>& seen = recorder.seen(i);
    model.values[i].observed = {static_cast<std::int32_t>(model.observations.size()),
                                static_cast<std::int32_t>(seen.size())};
    model.observations.insert(model.observations.end(), seen.begin(), seen.end());
  }
}

}  // namespace

void observe(const InlinedGraph& inlined, const GraphIds& ids, const c10::IValue& self,
             const std::vector<std::vector<c10::IValue>>& samples, Model& model) {
  Instrumenter(*inlined.graph, ids).run(*inlined.graph->block());
  const torch::jit::Code code(inlined.graph, "forward");
  Recorder recorder(model.blocks.size(), model.values.size());
  const Recording recording(recorder);
  const at::NoGradGuard no_grad;  // as AIMET does: it decides which path nn.MultiheadAttention takes
  for (const auto& sample : samples) {
    run_sample(code, self, sample);
    model.block_runs.push_back(recorder.take_block_runs());
  }
  model.samples = static_cast<std::int32_t>(samples.size());
  write_observations(recorder, model);
}

}  // namespace aimet
