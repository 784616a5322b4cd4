// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/snapshot.hpp"

#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <set>
#include <utility>

#include "lib/torch/op_schema.hpp"
#include "lib/torch/upgraded.hpp"

namespace aimet {
namespace {

using torch::jit::Node;
namespace prim = c10::prim;

class Writer {
 public:
  Writer(InlinedGraph& inlined, const ModuleTree& tree, FactTables& tables, SourceTable& sources, Model& model)
      : inlined_(inlined), tree_(tree), tables_(tables), model_(model), sources_(sources), schemas_(model) {}

  GraphIds run() {
    model_.calls.resize(inlined_.frames.size());
    start_call(0);
    add_block(*inlined_.graph->block(), kNone, kNone, 0);
    const auto inputs = inlined_.graph->inputs();
    for (std::size_t i = 1; i < inputs.size(); ++i) model_.inputs.push_back(id_of(inputs[i]));
    for (const auto* output : inlined_.graph->outputs()) model_.outputs.push_back(id_of(output));
    finish_calls();
    note_python_calls();
    return std::move(ids_);
  }

 private:
  BlockId add_block(torch::jit::Block& block, OpId owner, BlockId parent, std::int32_t index) {
    const auto id = static_cast<BlockId>(model_.blocks.size());
    model_.blocks.push_back({owner, parent, index, {}, {}});
    fill_block(block, id);
    return id;
  }

  void fill_block(torch::jit::Block& block, BlockId id) {
    ids_.block_of[&block] = id;
    for (const auto* input : block.inputs()) add_value(*input, kNone);
    set_operands(model_.blocks[id].inputs, block.inputs());
    for (Node* node = block.nodes().front(); node != block.return_node();) {
      Node* next = node->next();
      if (node->kind() == enter_call()) {
        const auto call = static_cast<CallId>(node->i(c10::attr::value));
        start_call(call);
        model_.calls[call].block = id;
        inlined_.frame_of.erase(node);
        node->destroy();
      } else if (const auto old = upgraded_op(*node)) {
        next = add_upgraded(*old, id);
      } else {
        add_op(*node, id);
      }
      node = next;
    }
    set_operands(model_.blocks[id].outputs, block.outputs());
  }

  void add_op(Node& node, BlockId block) {
    const auto id = static_cast<OpId>(model_.ops.size());
    Op op;
    op.kind = tables_.symbol(node.kind().toQualString());
    op.call = inlined_.frame_of.at(&node);
    op.block = block;
    op.source = sources_.add(node.sourceRange());
    op.schema = schemas_.add(node);
    set_operands(op.inputs, node.inputs());
    for (const auto* output : node.outputs()) add_value(*output, id);
    set_operands(op.outputs, node.outputs());
    if (node.kind() == prim::Constant) {
      op.constant = add_constant(node);
    } else if (node.hasAttribute(c10::attr::name)) {
      op.attribute = tables_.symbol(node.s(c10::attr::name));
      if (node.kind() == prim::GetAttr) note_attribute(node);
    }
    model_.ops.push_back(op);
    add_arms(node, id, block);
  }

  // One op; its parts, which are none of the user's, get no ids. Returns the node behind it.
  Node* add_upgraded(const UpgradedOp& upgraded, BlockId block) {
    Node& last = *upgraded.nodes.back();
    Node* const end = last.next();
    for (Node* node = upgraded.nodes.front(); node != end; node = node->next()) {
      if (node->kind() == prim::Constant) add_op(*node, block);
    }
    Op op;
    op.kind = tables_.symbol(upgraded.kind.toQualString());
    op.call = inlined_.frame_of.at(&last);
    op.block = block;
    op.schema = schemas_.add(upgraded.kind, upgraded.inputs);
    op.source = sources_.add(call_of_upgraded(upgraded, [&](Node* node) {
      const auto frame = inlined_.frame_of.find(node);
      return frame != inlined_.frame_of.end() && frame->second == op.call;
    }));
    set_operands(op.inputs, upgraded.inputs);
    for (const auto* output : last.outputs()) add_value(*output, static_cast<OpId>(model_.ops.size()));
    set_operands(op.outputs, last.outputs());
    model_.ops.push_back(op);
    return end;
  }

  // The arms of one op get consecutive ids, so they are all made before any of them is filled.
  void add_arms(Node& node, OpId id, BlockId parent) {
    const auto arms = node.blocks();
    if (arms.empty()) return;
    const auto first = static_cast<BlockId>(model_.blocks.size());
    for (std::size_t i = 0; i < arms.size(); ++i) {
      model_.blocks.push_back({id, parent, static_cast<std::int32_t>(i), {}, {}});
    }
    model_.ops[id].blocks = {first, static_cast<std::int32_t>(arms.size())};
    for (std::size_t i = 0; i < arms.size(); ++i) fill_block(*arms[i], first + static_cast<BlockId>(i));
  }

  ConstantId add_constant(const Node& node) {
    if (node.outputs().size() != 1) return kNone;
    const auto value = torch::jit::toIValue(node.output());
    if (!value) return kNone;
    const ConstantId id = tables_.constant(*value);
    model_.values[id_of(node.output())].constant = id;
    return id;
  }

  void note_attribute(const Node& node) {
    Value& value = model_.values[id_of(node.output())];
    value.is_attribute = true;
    const auto owner = inlined_.module_of.find(node.input());
    if (owner == inlined_.module_of.end() || value.module != kNone) return;
    const auto& object = *tree_.objects[owner->second];
    const auto slot = object.type()->findAttributeSlot(node.s(c10::attr::name));
    if (slot) value.constant = tables_.constant(object.getSlot(*slot));
  }

  void add_value(const torch::jit::Value& value, OpId producer) {
    ids_.value_of[&value] = static_cast<ValueId>(model_.values.size());
    Value fact;
    fact.producer = producer;
    fact.type = tables_.type(value.type());
    const auto module = inlined_.module_of.find(&value);
    if (module != inlined_.module_of.end()) fact.module = module->second;
    model_.values.push_back(fact);
  }

  template <typename Values>
  void set_operands(IdRange& range, const Values& values) {
    range = {static_cast<std::int32_t>(model_.operands.size()), static_cast<std::int32_t>(values.size())};
    for (const auto* value : values) model_.operands.push_back(id_of(value));
  }

  void start_call(CallId id) {
    const Frame& frame = inlined_.frames[id];
    Call& call = model_.calls[id];
    call.kind = frame.kind;
    call.module = frame.module;
    call.name = frame.name;
    call.caller = frame.caller;
    call.block = 0;
    call.source = sources_.add(frame.site);
    call.ops.first = static_cast<OpId>(model_.ops.size());
    call.module_arguments = frame.module_arguments;
    if (call.caller != kNone) model_.calls[call.caller].children.push_back(id);
  }

  // Calls are numbered in program order, a callee after its caller.
  void finish_calls() {
    IdVector<OpId> end(model_.calls.size(), 0);
    for (std::size_t i = 0; i < model_.ops.size(); ++i) end[model_.ops[i].call] = static_cast<OpId>(i + 1);
    for (std::size_t i = model_.calls.size(); i-- > 0;) {
      Call& call = model_.calls[i];
      call.ops.count = std::max(0, end[i] - call.ops.first);
      if (call.caller != kNone) end[call.caller] = std::max(end[call.caller], end[i]);
      set_operands(call.arguments, inlined_.frames[i].arguments);
      set_operands(call.results, inlined_.frames[i].results);
    }
  }

  // The lines of a method are those of its ops, and of the calls that it makes.
  void note_python_calls() {
    for (const Op& op : model_.ops) note_python_calls(op.source, model_.calls[op.call].module);
    for (const Call& call : model_.calls)
      if (call.caller != kNone) note_python_calls(call.source, model_.calls[call.caller].module);
  }

  void note_python_calls(SourceId line, ModuleId module) {
    const auto& calls = sources_.python_calls(line);
    if (calls.empty() || !noted_.emplace(module, &calls).second) return;
    for (PythonCall call : calls) {
      call.module = module;
      model_.python_calls.push_back(std::move(call));
    }
  }

  ValueId id_of(const torch::jit::Value* value) const { return ids_.value_of.at(value); }

  InlinedGraph& inlined_;
  const ModuleTree& tree_;
  FactTables& tables_;
  Model& model_;
  SourceTable& sources_;
  SchemaTable schemas_;
  GraphIds ids_;
  std::set<std::pair<ModuleId, const void*>> noted_;  // modules, and lists of PythonCall
};

}  // namespace

GraphIds write_snapshot(InlinedGraph& inlined, const ModuleTree& tree, FactTables& tables, SourceTable& sources,
                        Model& model) {
  return Writer(inlined, tree, tables, sources, model).run();
}

}  // namespace aimet
