// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/export_graph.hpp"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/jit/passes/remove_mutation.h>
#include <torch/csrc/jit/runtime/interpreter.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "lib/torch/export_passes.hpp"
#include "lib/torch/facts.hpp"
#include "lib/torch/graph_writer.hpp"
#include "lib/torch/inline.hpp"
#include "lib/torch/recorder.hpp"
#include "lib/torch/traceback.hpp"

namespace aimet {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;
namespace prim = c10::prim;

void list_values(Block& block, std::vector<Value*>& values) {
  values.insert(values.end(), block.inputs().begin(), block.inputs().end());
  for (Node* node : block.nodes()) {
    for (Block* inner : node->blocks()) list_values(*inner, values);
    values.insert(values.end(), node->outputs().begin(), node->outputs().end());
  }
}

void observe_values(Graph& graph, const std::vector<Value*>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    Value* value = values[i];
    if (!is_observable(*value->type()) || value->node()->kind() == prim::Constant ||
        value->node()->kind() == prim::Uninitialized)
      continue;
    const bool is_input = value->node()->kind() == prim::Param;
    torch::jit::WithInsertPoint guard(is_input ? value->node()->owningBlock()->nodes().front() : value->node()->next());
    Value* id = graph.insertConstant(static_cast<std::int64_t>(i));
    graph.insertNode(graph.create(observe_symbol(), {value, id}, 0));
  }
}

// LowerAllTuples leaves prim::Uninitialized nodes with several outputs, but the interpreter produces only one (1.13.1).
void split_uninitialized(Graph& graph, Block& block) {
  for (Node* node = block.nodes().front(); node != block.return_node(); node = node->next()) {
    for (Block* inner : node->blocks()) split_uninitialized(graph, *inner);
    if (node->kind() != prim::Uninitialized || node->outputs().size() < 2) continue;
    for (std::size_t i = node->outputs().size(); i-- > 1;) {
      Node* own = graph.create(prim::Uninitialized, 1)->insertAfter(node);
      own->output()->setType(node->output(i)->type());
      node->output(i)->replaceAllUsesWith(own->output());
      node->eraseOutput(i);
    }
  }
}

// Runs a copy of the graph. If the model raises, returns what was observed until then: whether the model runs is
// checked elsewhere.
SeenTensors run_and_see(const ExportPasses& passes, const std::vector<c10::IValue>& inputs) {
  SeenTensors seen;
  if (inputs.size() != passes.user_inputs) return seen;
  const std::shared_ptr<Graph> copy = passes.graph->copy();
  std::vector<Value*> originals;
  std::vector<Value*> copies;
  list_values(*passes.graph->block(), originals);
  list_values(*copy->block(), copies);
  if (originals.size() != copies.size()) return seen;
  observe_values(*copy, copies);
  split_uninitialized(*copy, *copy->block());
  Recorder recorder(1, copies.size());
  torch::jit::Stack stack{passes.frozen._ivalue()};
  stack.insert(stack.end(), inputs.begin(), inputs.end());
  stack.insert(stack.end(), passes.parameters.begin(), passes.parameters.end());
  try {
    const Recording recording(recorder);
    const at::NoGradGuard no_grad;
    const torch::jit::Code code(copy, "export");
    torch::jit::InterpreterState(code).run(stack);
  } catch (const std::exception&) {
    // The run of the model itself reports the exception.
  }
  for (std::size_t i = 0; i < copies.size(); ++i) {
    if (!recorder.seen(ValueId(i)).empty()) seen[originals[i]->unique()] = recorder.seen(ValueId(i)).front();
  }
  return seen;
}

// Whether `seen` contains every tensor of the graph to export. False if the checks ran another graph (interpolate is
// one op for the exporter), or if a pass made a value that was not observed.
bool tells_all(const SeenTensors& seen, const ExportPasses& passes) {
  if (!passes.is_inlined) return false;
  for (const Node* node : passes.graph->nodes()) {
    if (node->kind() == prim::Constant) continue;
    for (const Value* output : node->outputs()) {
      if (is_observable(*output->type()) && seen.count(output->unique()) == 0) return false;
    }
  }
  return true;
}

SeenTensors see(const ExportPasses& passes, ExportSample* sample) {
  if (sample == nullptr) return {};
  return tells_all(sample->seen, passes) ? std::move(sample->seen) : run_and_see(passes, sample->inputs);
}

class ExportWriter : public GraphWriter {
 public:
  ExportWriter(const ExportPasses& passes, SeenTensors seen, FactTables& tables, SourceTable& sources, ExportGraph& out)
      : GraphWriter(out, tables, sources),
        passes_(passes),
        seen_(std::move(seen)),
        out_(out),
        mutations_(passes.graph) {}

  void run(const torch::jit::Module& module, const std::vector<c10::IValue>* inputs) {
    out_.observed = !seen_.empty();
    out_.calls.resize(passes_.frames.size());
    for (const CallId id : passes_.frames.ids()) start_call(id, passes_.frames[id]);
    write_graph(*passes_.graph->block());
    note_seen();
    const auto all = passes_.graph->inputs();
    for (std::size_t i = 0; i < passes_.user_inputs; ++i) out_.inputs.push_back(id_of(all[1 + i]));  // after self
    for (std::size_t i = 0; i < passes_.parameters.size(); ++i) {
      const c10::IValue& value = passes_.parameters[i];
      if (value.isTensor()) observe(id_of(all[1 + passes_.user_inputs + i]), tensor_fact(value.toTensor()));
    }
    for (const auto* output : passes_.graph->outputs()) out_.outputs.push_back(id_of(output));
    name_inputs(module, inputs);
    out_.returns = tables().type(passes_.returns);
  }

 private:
  CallId call_of(Node& node) override { return frame_by_scope(node); }

  Node* write_node(Node& node, BlockId block) override {
    const OpId id = add_op(node, block);
    const auto* schema = node.maybeSchema();
    if (schema != nullptr && schema->is_mutable() && !node.hasUses() && !becomes_result(node))
      out_.dropped.push_back(id);
    return node.next();
  }

  void observe(ValueId value, Tensor tensor) {
    out_.values[value].observed = {out_.observations.add(std::move(tensor)), 1};
  }

  void note_seen() {
    for (const auto& [value, id] : ids().value_of) {
      const auto seen = seen_.find(value->unique());
      if (seen != seen_.end()) observe(id, std::move(seen->second));
    }
  }

  static bool is_default(const c10::IValue& value, const c10::Argument& argument) {
    const auto& otherwise = argument.default_value();
    return otherwise && !value.isTensor() && !otherwise->isTensor() && value.tagKind() == otherwise->tagKind() &&
           value == *otherwise;
  }

  void name_inputs(const torch::jit::Module& module, const std::vector<c10::IValue>* inputs) {
    const auto& arguments = module.get_method("forward").function().getSchema().arguments();
    for (std::size_t i = 0; i < passes_.user_inputs; ++i) {
      out_.input_names.push_back(i + 1 < arguments.size() ? arguments[i + 1].name() : "");
      if (inputs != nullptr)
        out_.absent_inputs.push_back(i >= inputs->size() || (*inputs)[i].isNone() ||
                                     is_default((*inputs)[i], arguments[i + 1]));
    }
  }

  // Whether InplaceConverter handles the write (remove_inplace_ops_for_onnx.cpp).
  bool becomes_result(Node& node) {
    namespace aten = c10::aten;
    const auto kind = node.kind();
    return kind == aten::append || kind == aten::insert || kind == aten::pop || kind == aten::Delete ||
           kind == aten::_set_item || kind == aten::copy_ || kind == aten::index_put_ ||
           mutations_.inplaceOpVariant(&node);
  }

  const ExportPasses& passes_;
  SeenTensors seen_;
  ExportGraph& out_;
  torch::jit::MutationRemover mutations_;
};

ExportGraph failed(const char* what) {
  ExportGraph graph;
  graph.failed = first_sentence(what);
  return graph;
}

}  // namespace

ExportGraph make_export_graph(const ExportSource& source, InlinedGraph inlined, ExportSample* sample,
                              SourceTable& sources) {
  ExportGraph out;
  try {
    ExportPasses passes = run_export_passes(source, std::move(inlined));
    SeenTensors seen = see(passes, sample);
    finish_export_passes(passes.graph);
    FactTables tables(out);
    ExportWriter(passes, std::move(seen), tables, sources, out)
        .run(source.module, sample == nullptr ? nullptr : &sample->inputs);
    return out;
  } catch (const c10::Error& error) {
    return failed(error.what_without_backtrace());
  } catch (const std::exception& error) {
    return failed(error.what());
  }
}

}  // namespace aimet
