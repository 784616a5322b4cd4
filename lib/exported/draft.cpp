// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/draft.hpp"

#include "lib/exported/tables.hpp"

namespace aimet {
namespace {

// The recursion is bounded: the readers limit the depth of frames and of nested graphs.
class Writer {
 public:
  Writer(const Draft& draft, Tables& tables) : draft_(draft), tables_(tables), model_(tables.model()) {}

  void run() {
    model_.blocks.emplace_back();
    model_.calls.emplace_back();
    Call& root = model_.calls.front();
    root.module = kRootModule;
    root.name = "forward";
    root.block = kRootBlock;
    body(0, kRootCall, kRootBlock);
    model_.calls.front().ops = model_.ops.ids();
  }

 private:
  void body(BodyId id, CallId call, BlockId block) {
    for (const Body::Item& item : draft_.bodies[id].items) {
      if (item.is_call) {
        call_of(draft_.calls[item.index], call, block);
      } else {
        op(draft_.ops[item.index], call, block);
      }
    }
  }

  void call_of(const CallDraft& draft, CallId caller, BlockId block) {
    const CallId id = model_.calls.next_id();
    Call call;
    call.module = draft.module;
    call.name = "forward";
    call.caller = caller;
    call.block = block;
    call.source = draft.source;
    call.ops.first = model_.ops.next_id();
    model_.calls.push_back(std::move(call));
    model_.calls[caller].children.push_back(id);
    body(draft.body, id, block);
    IdRange<OpId>& ops = model_.calls[id].ops;
    ops.count = model_.ops.next_id() - ops.first;
  }

  void op(const OpDraft& draft, CallId call, BlockId block) {
    const OpId id = model_.ops.next_id();
    Op op;
    op.kind = draft.kind;
    op.name = draft.name;
    op.attribute = draft.attribute;
    op.schema = tables_.schema(draft.kind, draft.arguments, draft.outputs.size());
    op.source = draft.source;
    op.call = call;
    op.block = block;
    op.inputs = tables_.operands(draft.inputs);
    op.outputs = tables_.operands(draft.outputs);
    op.blocks = {model_.blocks.next_id(), static_cast<std::int32_t>(draft.blocks.size())};
    model_.ops.push_back(op);
    for (const ValueId output : draft.outputs) model_.values[output].producer = id;
    for (std::size_t i = 0; i < draft.blocks.size(); ++i) {
      Block inner;
      inner.owner = id;
      inner.parent = block;
      inner.index = static_cast<std::int32_t>(i);
      inner.inputs = tables_.operands(draft.blocks[i].inputs);
      inner.outputs = tables_.operands(draft.blocks[i].outputs);
      model_.blocks.push_back(inner);
    }
    for (std::size_t i = 0; i < draft.blocks.size(); ++i)
      body(draft.blocks[i].body, call, op.blocks[static_cast<std::int32_t>(i)]);
  }

  const Draft& draft_;
  Tables& tables_;
  Model& model_;
};

}  // namespace

void write_draft(const Draft& draft, Tables& tables) { Writer(draft, tables).run(); }

}  // namespace aimet
