// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/export_graph.hpp"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/passes/remove_mutation.h>
#include <torch/csrc/jit/runtime/interpreter.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "lib/torch/export_passes.hpp"
#include "lib/torch/facts.hpp"
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
    if (!holds_tensor(*value->type()) || value->node()->kind() == prim::Constant ||
        value->node()->kind() == prim::Uninitialized)
      continue;
    const bool is_input = value->node()->kind() == prim::Param;
    torch::jit::WithInsertPoint guard(is_input ? value->node()->owningBlock()->nodes().front() : value->node()->next());
    Value* id = graph.insertConstant(static_cast<std::int64_t>(i));
    graph.insertNode(graph.create(observe_symbol(), {value, id}, 0));
  }
}

// LowerAllTuples leaves prim::Uninitialized with several outputs, of which the interpreter makes one (1.13.1).
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

// Runs a copy. A model that raises gives what was seen until then: whether it runs at all is judged elsewhere.
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
    // What it raised is reported where the model itself is run.
  }
  for (std::size_t i = 0; i < copies.size(); ++i) {
    if (!recorder.seen(i).empty()) seen[originals[i]->unique()] = recorder.seen(i).front();
  }
  return seen;
}

// Not where the checks ran another graph, as with interpolate, which the exporter takes for one op, and not where a
// pass has made a value that nobody has seen.
bool tells_all(const SeenTensors& seen, const ExportPasses& passes) {
  if (!passes.is_inlined) return false;
  for (const Node* node : passes.graph->nodes()) {
    if (node->kind() == prim::Constant) continue;
    for (const Value* output : node->outputs()) {
      if (holds_tensor(*output->type()) && seen.count(output->unique()) == 0) return false;
    }
  }
  return true;
}

SeenTensors see(const ExportPasses& passes, ExportSample* sample) {
  if (sample == nullptr) return {};
  return tells_all(sample->seen, passes) ? std::move(sample->seen) : run_and_see(passes, sample->inputs);
}

class Snapshot {
 public:
  Snapshot(const ExportPasses& passes, const torch::jit::Module& module, SeenTensors seen, SourceTable& sources)
      : passes_(passes),
        module_(module),
        seen_(std::move(seen)),
        facts_(tables_),
        sources_(sources),
        mutations_(passes.graph) {}

  ExportGraph take(const std::vector<c10::IValue>* inputs) {
    out_.observed = !seen_.empty();
    add_block(*passes_.graph->block(), kNone);
    const std::vector<std::int32_t>& all = out_.blocks[0].inputs;
    out_.inputs.assign(all.begin() + 1,
                       all.begin() + 1 + static_cast<std::ptrdiff_t>(passes_.user_inputs));  // after self
    for (std::size_t i = 0; i < passes_.parameters.size(); ++i) {
      ExportValue& value = out_.values[all[1 + passes_.user_inputs + i]];
      value.parameter = true;
      if (passes_.parameters[i].isTensor()) value.tensor = tensor_fact(passes_.parameters[i].toTensor());
    }
    name_inputs(inputs);
    out_.returns = facts_.type(passes_.returns);
    out_.types = std::move(tables_.types);
    return std::move(out_);
  }

 private:
  static bool is_default(const c10::IValue& value, const c10::Argument& argument) {
    const auto& otherwise = argument.default_value();
    return otherwise && !value.isTensor() && !otherwise->isTensor() && value.tagKind() == otherwise->tagKind() &&
           value == *otherwise;
  }

  void name_inputs(const std::vector<c10::IValue>* inputs) {
    const auto& arguments = module_.get_method("forward").function().getSchema().arguments();
    for (std::size_t i = 0; i < passes_.user_inputs; ++i) {
      out_.input_names.push_back(i + 1 < arguments.size() ? arguments[i + 1].name() : "");
      if (inputs != nullptr)
        out_.absent_inputs.push_back(i >= inputs->size() || (*inputs)[i].isNone() ||
                                     is_default((*inputs)[i], arguments[i + 1]));
    }
  }

  std::int32_t add_value(const Value& value, std::int32_t producer, std::int32_t block) {
    ExportValue fact;
    fact.producer = producer;
    fact.block = block;
    fact.type = facts_.type(value.type());
    const auto seen = seen_.find(value.unique());
    if (seen != seen_.end()) fact.tensor = seen->second;
    if (value.node()->kind() == prim::Constant) {
      const auto constant = torch::jit::toIValue(&value);
      fact.constant = constant ? constant_fact(*constant) : Constant{};
      if (constant && constant->isTensor()) fact.tensor = fact.constant->tensor;
    }
    const auto id = static_cast<std::int32_t>(out_.values.size());
    out_.values.push_back(std::move(fact));
    value_of_[&value] = id;
    return id;
  }

  std::int32_t add_block(Block& block, std::int32_t owner) {
    const auto id = static_cast<std::int32_t>(out_.blocks.size());
    out_.blocks.emplace_back();
    ExportBlock fact;
    fact.owner = owner;
    for (const Value* input : block.inputs()) fact.inputs.push_back(add_value(*input, kNone, id));
    for (Node* node : block.nodes()) fact.ops.push_back(add_op(*node, id));
    for (const Value* output : block.outputs()) fact.outputs.push_back(value_of_.at(output));
    out_.blocks[id] = std::move(fact);
    return id;
  }

  std::int32_t add_op(Node& node, std::int32_t block) {
    const auto id = static_cast<std::int32_t>(out_.ops.size());
    out_.ops.emplace_back();
    ExportOp fact;
    fact.kind = node.kind().toQualString();
    fact.block = block;
    if (const auto* schema = node.maybeSchema()) {
      fact.overload = schema->overload_name();
      fact.in_place = schema->is_mutable();
      fact.dropped = fact.in_place && !node.hasUses() && !becomes_result(node);
    }
    if (node.kind() == prim::GetAttr || node.kind() == prim::SetAttr) fact.attribute = node.s(c10::attr::name);
    for (const Value* input : node.inputs()) fact.inputs.push_back(value_of_.at(input));
    for (Block* inner : node.blocks()) fact.blocks.push_back(add_block(*inner, id));
    for (const Value* output : node.outputs()) fact.outputs.push_back(add_value(*output, id, block));
    place(node, fact);
    out_.ops[id] = std::move(fact);
    return id;
  }

  // remove_inplace_ops_for_onnx.cpp: what InplaceConverter handles.
  bool becomes_result(Node& node) {
    namespace aten = c10::aten;
    const auto kind = node.kind();
    return kind == aten::append || kind == aten::insert || kind == aten::pop || kind == aten::Delete ||
           kind == aten::_set_item || kind == aten::copy_ || kind == aten::index_put_ ||
           mutations_.inplaceOpVariant(&node);
  }

  void place(const Node& node, ExportOp& fact) {
    const auto frame = static_cast<std::size_t>(frame_by_scope(node));
    fact.module = passes_.calls[frame].module;
    fact.module_type = passes_.calls[frame].module_type;
    const auto add = [&](const torch::jit::SourceRange& range) {
      const SourceId id = sources_.add(range);
      if (id != kNone) fact.stack.push_back(id);
    };
    add(node.sourceRange());
    for (std::size_t call = frame; call != 0; call = static_cast<std::size_t>(passes_.calls[call].caller))
      add(passes_.calls[call].site);
  }

  const ExportPasses& passes_;
  const torch::jit::Module& module_;
  SeenTensors seen_;
  ExportGraph out_;
  Model tables_;
  FactTables facts_;
  SourceTable& sources_;
  torch::jit::MutationRemover mutations_;
  std::unordered_map<const Value*, std::int32_t> value_of_;
};

}  // namespace

ExportGraph make_export_graph(const ExportSource& source, InlinedGraph inlined, ExportSample* sample,
                              SourceTable& sources) {
  ExportGraph none;
  try {
    ExportPasses passes = run_export_passes(source, std::move(inlined));
    SeenTensors seen = see(passes, sample);
    finish_export_passes(passes.graph);
    return Snapshot(passes, source.module, std::move(seen), sources)
        .take(sample == nullptr ? nullptr : &sample->inputs);
  } catch (const c10::Error& error) {
    none.failed = first_sentence(error.what_without_backtrace());
  } catch (const std::exception& error) {
    none.failed = first_sentence(error.what());
  }
  return none;
}

}  // namespace aimet
