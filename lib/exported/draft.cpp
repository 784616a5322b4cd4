// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/draft.hpp"

#include "lib/exported/tables.hpp"

namespace aimet {
namespace {

// Recursion ends: frames and graphs inside of graphs are bounded where they are read.
class Writer {
 public:
  Writer(const Draft& draft, Tables& tables) : draft_(draft), tables_(tables), model_(tables.model()) {}

  void run() {
    model_.blocks.emplace_back();
    model_.calls.emplace_back();
    Call& root = model_.calls.front();
    root.module = 0;
    root.name = "forward";
    root.block = 0;
    body(0, 0, 0);
    model_.calls.front().ops = {0, static_cast<std::int32_t>(model_.ops.size())};
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
    const auto id = static_cast<CallId>(model_.calls.size());
    Call call;
    call.module = draft.module;
    call.name = "forward";
    call.caller = caller;
    call.block = block;
    call.source = draft.source;
    call.ops.first = static_cast<std::int32_t>(model_.ops.size());
    model_.calls.push_back(std::move(call));
    model_.calls[caller].children.push_back(id);
    body(draft.body, id, block);
    IdRange& ops = model_.calls[id].ops;
    ops.count = static_cast<std::int32_t>(model_.ops.size()) - ops.first;
  }

  void op(const OpDraft& draft, CallId call, BlockId block) {
    const auto id = static_cast<OpId>(model_.ops.size());
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
    op.blocks = {static_cast<std::int32_t>(model_.blocks.size()), static_cast<std::int32_t>(draft.arms.size())};
    model_.ops.push_back(op);
    for (const ValueId output : draft.outputs) model_.values[output].producer = id;
    for (std::size_t i = 0; i < draft.arms.size(); ++i) {
      Block arm;
      arm.owner = id;
      arm.parent = block;
      arm.index = static_cast<std::int32_t>(i);
      arm.inputs = tables_.operands(draft.arms[i].inputs);
      arm.outputs = tables_.operands(draft.arms[i].outputs);
      model_.blocks.push_back(arm);
    }
    for (std::size_t i = 0; i < draft.arms.size(); ++i)
      body(draft.arms[i].body, call, op.blocks.first + static_cast<std::int32_t>(i));
  }

  const Draft& draft_;
  Tables& tables_;
  Model& model_;
};

}  // namespace

void write_draft(const Draft& draft, Tables& tables) { Writer(draft, tables).run(); }

}  // namespace aimet
