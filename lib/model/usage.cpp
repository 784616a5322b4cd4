#include "lib/model/usage.hpp"

#include "lib/model/flow.hpp"
#include "lib/model/fold.hpp"

namespace aimet {
namespace {

std::size_t at(std::int32_t id) { return static_cast<std::size_t>(id); }

void share_among_names(const Model& model, std::vector<bool>& marks) {
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i]) marks[at(model.modules[i].object)] = true;
  }
  for (std::size_t i = 0; i < marks.size(); ++i) marks[i] = marks[at(model.modules[i].object)];
}

}  // namespace

Usage find_usage(const Model& model) {
  const std::size_t count = model.modules.size();
  Usage usage{std::vector<bool>(count), std::vector<bool>(count), std::vector<bool>(count)};
  const std::vector<bool> reachable = reachable_blocks(model);
  for (const Call& call : model.calls) {
    if (call.module == kNone || call.kind == CallKind::function) continue;
    const bool ran = runs(model, call.block) > 0;
    if (call.kind == CallKind::method) {
      if (ran) usage.read[at(call.module)] = true;
      continue;
    }
    if (ran) usage.called[at(call.module)] = true;
    if (reachable[at(call.block)]) usage.named[at(call.module)] = true;
  }
  for (std::size_t i = 0; i < model.ops.size(); ++i) {
    const Op& op = model.ops[i];
    if (model.kind(static_cast<OpId>(i)) != "prim::GetAttr" || op.inputs.count == 0 || op.outputs.count == 0) continue;
    const ModuleId owner = model.value(model.operand(op.inputs, 0)).module;
    const bool yields_module = model.value(model.operand(op.outputs, 0)).module != kNone;
    if (owner != kNone && !yields_module && runs(model, op.block) > 0) usage.read[at(owner)] = true;
  }
  share_among_names(model, usage.called);
  share_among_names(model, usage.read);
  share_among_names(model, usage.named);
  return usage;
}

std::vector<std::vector<CallId>> calls_that_ran(const Model& model) {
  std::vector<std::vector<CallId>> calls(model.modules.size());
  for (std::size_t i = 1; i < model.calls.size(); ++i) {
    const Call& call = model.calls[i];
    if (call.kind != CallKind::forward || call.module == kNone || runs(model, call.block) == 0) continue;
    calls[at(model.module(call.module).object)].push_back(static_cast<CallId>(i));
  }
  return calls;
}

}  // namespace aimet
