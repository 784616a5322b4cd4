// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/snapshot.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "lib/torch/graph_writer.hpp"
#include "lib/torch/upgraded.hpp"

namespace aimet {
namespace {

using torch::jit::Node;

class Writer : public GraphWriter {
 public:
  Writer(InlinedGraph& inlined, const ModuleTree& tree, FactTables& tables, SourceTable& sources, Model& model)
      : GraphWriter(model, tables, sources), inlined_(inlined), tree_(tree), model_(model) {}

  GraphIds run() {
    model_.calls.resize(inlined_.frames.size());
    enter(kRootCall, kRootBlock);
    write_graph(*inlined_.graph->block());
    for (const auto& [value, module] : inlined_.module_of) {
      const auto id = ids().value_of.find(value);
      if (id != ids().value_of.end()) model_.values[id->second].module = module;
    }
    const auto inputs = inlined_.graph->inputs();
    for (std::size_t i = 1; i < inputs.size(); ++i) model_.inputs.push_back(id_of(inputs[i]));
    for (const auto* output : inlined_.graph->outputs()) model_.outputs.push_back(id_of(output));
    finish_calls();
    note_python_calls();
    return std::move(ids());
  }

 private:
  CallId call_of(Node& node) override { return inlined_.frame_of.at(&node); }

  Node* write_node(Node& node, BlockId block) override {
    Node* next = node.next();
    if (node.kind() == enter_call()) {
      enter(CallId(node.i(c10::attr::value)), block);
      inlined_.frame_of.erase(&node);
      node.destroy();
    } else if (const auto old = upgraded_op(node)) {
      next = add_upgraded(*old, block);
    } else {
      add_op(node, block);
      if (node.kind() == c10::prim::GetAttr) note_attribute(node);
    }
    return next;
  }

  // Adds one op. The upgrader's nodes are not the user's and get no ids, except for constants. Returns the node after
  // them.
  Node* add_upgraded(const UpgradedOp& upgraded, BlockId block) {
    Node& last = *upgraded.nodes.back();
    Node* const end = last.next();
    for (Node* node = upgraded.nodes.front(); node != end; node = node->next()) {
      if (node->kind() == c10::prim::Constant) add_op(*node, block);
    }
    Op op;
    op.kind = tables().symbol(upgraded.kind.toQualString());
    op.call = call_of(last);
    op.block = block;
    op.schema = schemas().add(upgraded.kind, upgraded.inputs);
    op.source = sources().add(call_of_upgraded(upgraded, [&](Node* node) {
      const auto frame = inlined_.frame_of.find(node);
      return frame != inlined_.frame_of.end() && frame->second == op.call;
    }));
    op.inputs = add_operands(upgraded.inputs);
    for (const auto* output : last.outputs()) add_value(*output, model_.ops.next_id());
    op.outputs = add_operands(last.outputs());
    model_.ops.push_back(op);
    return end;
  }

  void note_attribute(const Node& node) {
    Value& value = model_.values[id_of(node.output())];
    value.is_attribute = true;
    const auto owner = inlined_.module_of.find(node.input());
    if (owner == inlined_.module_of.end() || inlined_.module_of.count(node.output()) != 0) return;
    const auto& object = *tree_.objects[owner->second];
    const auto slot = object.type()->findAttributeSlot(node.s(c10::attr::name));
    if (slot) value.constant = tables().constant(object.getSlot(*slot));
  }

  void enter(CallId id, BlockId block) {
    const Frame& frame = inlined_.frames[id];
    start_call(id, frame);
    Call& call = model_.calls[id];
    call.block = block;
    call.ops.first = model_.ops.next_id();
    call.module_arguments = frame.module_arguments;
    if (call.caller != kNone) model_.calls[call.caller].children.push_back(id);
  }

  // Calls are numbered in program order, a callee after its caller.
  void finish_calls() {
    IdVector<CallId, OpId> end(model_.calls.size(), OpId(0));
    for (const OpId op : model_.ops.ids()) end[model_.ops[op].call] = OpId(op + 1);
    for (std::size_t i = model_.calls.size(); i-- > 0;) {
      const CallId id(i);
      Call& call = model_.calls[id];
      call.ops.count = std::max(0, end[id] - call.ops.first);
      if (call.caller != kNone) end[call.caller] = std::max(end[call.caller], end[id]);
      call.arguments = add_operands(inlined_.frames[id].arguments);
      call.results = add_operands(inlined_.frames[id].results);
    }
  }

  // The lines of a method are those of its ops, and of the calls that it makes.
  void note_python_calls() {
    for (const Op& op : model_.ops) note_python_calls(op.source, model_.calls[op.call].module);
    for (const Call& call : model_.calls)
      if (call.caller != kNone) note_python_calls(call.source, model_.calls[call.caller].module);
  }

  void note_python_calls(SourceId line, ModuleId module) {
    const auto& calls = sources().python_calls(line);
    if (calls.empty() || !noted_.emplace(module, &calls).second) return;
    for (PythonCall call : calls) {
      call.module = module;
      model_.python_calls.push_back(std::move(call));
    }
  }

  InlinedGraph& inlined_;
  const ModuleTree& tree_;
  Model& model_;
  std::set<std::pair<ModuleId, const void*>> noted_;  // modules, and lists of PythonCall
};

}  // namespace

GraphIds write_snapshot(InlinedGraph& inlined, const ModuleTree& tree, FactTables& tables, SourceTable& sources,
                        Model& model) {
  return Writer(inlined, tree, tables, sources, model).run();
}

}  // namespace aimet
