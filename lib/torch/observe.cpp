// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/observe.hpp"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/jit/runtime/interpreter.h>

#include <new>
#include <string>

#include "lib/model/error.hpp"
#include "lib/model/op_name.hpp"
#include "lib/model/out_of_memory.hpp"
#include "lib/model/source_lines.hpp"
#include "lib/torch/load.hpp"
#include "lib/torch/recorder.hpp"
#include "lib/torch/traceback.hpp"

namespace aimet {
namespace {

using torch::jit::Graph;
using torch::jit::Node;

class Instrumenter {
 public:
  Instrumenter(Graph& graph, const GraphIds& ids) : graph_(graph), ids_(ids) {}

  void run(torch::jit::Block& block) {
    Node* first = block.nodes().front();
    insert(visit_symbol(), {}, ids_.block_of.at(&block), first);
    for (torch::jit::Value* input : block.inputs()) {
      if (is_observable(*input->type())) insert(observe_symbol(), {input}, ids_.value_of.at(input), first);
    }
    for (Node* node = first; node != block.return_node();) {
      Node* next = node->next();
      for (torch::jit::Block* inner : node->blocks()) {
        if (ids_.block_of.count(inner) != 0) run(*inner);
      }
      for (torch::jit::Value* output : node->outputs()) {
        if (ids_.value_of.count(output) == 0) continue;  // a part of an upgraded op
        if (is_observable(*output->type()) && node->kind() != c10::prim::Constant &&
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

void remove_instruments(torch::jit::Block& block) {
  for (Node* node = block.nodes().front(); node != block.return_node();) {
    Node* next = node->next();
    for (torch::jit::Block* inner : node->blocks()) remove_instruments(*inner);
    if (node->kind() == visit_symbol() || node->kind() == observe_symbol()) {
      Node* id = node->inputs().back()->node();
      node->destroy();
      id->destroy();
    }
    node = next;
  }
}

bool is_nested_in(const Model& model, BlockId block, OpId owner) {
  for (; block != kNone; block = model.block(block).parent) {
    if (model.block(block).owner == owner) return true;
  }
  return false;
}

// The op that failed: the first op at `place`, in a block that ran, after what was recorded last; kNone if it is not
// found. The traceback of a trace has no place (1.13.1): every tensor of a trace is recorded, so the next ATen op is
// the one.
OpId failed_op(const Model& model, Recorder& recorder, const PythonPlace& place) {
  const ValueId value = recorder.last_value();
  const OpId last = value == kNone ? model.block(recorder.last_block()).owner : model.value(value).producer;
  const IdVector<BlockId, std::int64_t> ran = recorder.take_block_runs();
  for (OpId id(last + 1); id < model.ops.next_id(); ++id) {
    const Op& op = model.op(id);
    if (op.source == kNone || ran[op.block] == 0) continue;
    if (value != kNone && last != kNone && is_nested_in(model, op.block, last)) continue;
    const SourceLocation& innermost = model.sources[op.source].front();
    const bool found =
        place.text.empty() ? is_aten(model.kind(id)) : innermost.file == place.file && innermost.line == place.line;
    if (found) return id;
  }
  return kNone;
}

// The user's line if it can be found; otherwise the traceback's line, which may be PyTorch's own and helps less.
std::string where_it_failed(const std::string& traceback, const Model& model, Recorder& recorder) {
  const PythonPlace place = python_place(traceback);
  if (!place.file.empty() && !is_library_file(place.file, /*torchvision_is_user=*/true)) return place.text;
  const OpId op = failed_op(model, recorder, place);
  const std::vector<SourceLocation> lines = op == kNone ? std::vector<SourceLocation>{} : user_lines(model, op);
  if (lines.empty()) return place.text;
  return "File \"" + lines.front().file + "\", line " + std::to_string(lines.front().line);
}

std::string model_error(const std::string& traceback, const Model& model, Recorder& recorder) {
  const std::string where = where_it_failed(traceback, model, recorder);
  return where.empty() ? raised(traceback) : raised(traceback) + " (" + where + ")";
}

// Instruments the graph, and restores it when destroyed, even if the model fails.
class Instruments {
 public:
  Instruments(InlinedGraph& inlined, const GraphIds& ids) : block_(*inlined.graph->block()) {
    Instrumenter(*inlined.graph, ids).run(block_);
  }
  ~Instruments() { remove_instruments(block_); }
  Instruments(const Instruments&) = delete;
  Instruments& operator=(const Instruments&) = delete;

 private:
  torch::jit::Block& block_;
};

struct ModelFailed {
  std::string traceback;
};

void run_sample(const torch::jit::Code& code, const c10::IValue& self, const std::vector<c10::IValue>& sample) {
  torch::jit::Stack stack{self};
  stack.insert(stack.end(), sample.begin(), sample.end());
  try {
    torch::jit::InterpreterState(code).run(stack);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const c10::Error& error) {
    if (is_out_of_memory(error.what_without_backtrace())) throw std::bad_alloc();
    throw ModelFailed{error.what_without_backtrace()};
  } catch (const std::exception& error) {
    if (is_out_of_memory(error.what())) throw std::bad_alloc();
    throw ModelFailed{error.what()};
  }
}

}  // namespace

Observations observe(InlinedGraph& inlined, const GraphIds& ids, const c10::IValue& self,
                     const std::vector<std::vector<c10::IValue>>& samples, const Model& model) {
  const Instruments instruments(inlined, ids);
  const torch::jit::Code code(inlined.graph, "forward");
  Recorder recorder(model.blocks.size(), model.values.size());
  const Recording recording(recorder);
  const at::NoGradGuard no_grad;  // as AIMET does: nn.MultiheadAttention chooses its path by this
  Observations seen;
  for (const auto& sample : samples) {
    try {
      run_sample(code, self, sample);
    } catch (const ModelFailed& failed) {
      throw SampleFailed(seen.block_runs.size(), model_error(failed.traceback, model, recorder));
    }
    seen.block_runs.push_back(recorder.take_block_runs());
  }
  for (const ValueId id : model.values.ids()) seen.tensors.push_back(recorder.seen(id));
  return seen;
}

void add_observations(Model& model, const Observations& seen) {
  model.block_runs = seen.block_runs;
  model.samples = static_cast<std::int32_t>(seen.block_runs.size());
  for (const ValueId id : model.values.ids()) {
    const std::vector<Tensor>& tensors = seen.tensors[id];
    model.values[id].observed = {model.observations.next_id(), static_cast<std::int32_t>(tensors.size())};
    model.observations.insert(model.observations.end(), tensors.begin(), tensors.end());
  }
}

SeenTensors seen_tensors(const GraphIds& ids, const Model& model) {
  SeenTensors seen;
  for (const auto& [value, id] : ids.value_of) {
    const IdRange<ObservationId> observed = model.value(id).observed;
    if (observed.count > 0) seen[value->unique()] = model.observations[observed.first];
  }
  return seen;
}

}  // namespace aimet
