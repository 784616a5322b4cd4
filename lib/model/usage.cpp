// SPDX-License-Identifier: Apache-2.0
#include "lib/model/usage.hpp"

#include <functional>
#include <map>

#include "lib/model/flow.hpp"
#include "lib/model/reachability.hpp"

namespace aimet {
namespace {

void share_among_names(const Model& model, IdVector<ModuleId, bool>& marks) {
  for (const ModuleId id : marks.ids()) {
    if (marks[id]) marks[model.module(id).object] = true;
  }
  for (const ModuleId id : marks.ids()) marks[id] = marks[model.module(id).object];
}

}  // namespace

Usage find_usage(const Model& model) {
  const std::size_t count = model.modules.size();
  Usage usage{IdVector<ModuleId, bool>(count), IdVector<ModuleId, bool>(count), IdVector<ModuleId, bool>(count)};
  const IdVector<BlockId, bool> reachable = reachable_blocks(model);
  for (const Call& call : model.calls) {
    if (call.module == kNone || call.kind == CallKind::function) continue;
    const bool ran = runs(model, call.block) > 0;
    if (call.kind == CallKind::method) {
      if (ran) usage.read[call.module] = true;
      continue;
    }
    if (ran) usage.called[call.module] = true;
    if (reachable[call.block]) usage.named[call.module] = true;
  }
  for (const OpId id : model.ops.ids()) {
    const Op& op = model.op(id);
    if (model.kind(id) != "prim::GetAttr" || op.inputs.count == 0 || op.outputs.count == 0) continue;
    const ModuleId owner = model.value(model.operand(op.inputs, 0)).module;
    const bool yields_module = model.value(model.operand(op.outputs, 0)).module != kNone;
    if (owner != kNone && !yields_module && runs(model, op.block) > 0) usage.read[owner] = true;
  }
  share_among_names(model, usage.called);
  share_among_names(model, usage.read);
  share_among_names(model, usage.named);
  return usage;
}

IdVector<ModuleId, std::vector<CallId>> calls_that_ran(const Model& model) {
  IdVector<ModuleId, std::vector<CallId>> calls(model.modules.size());
  for (const CallId id : model.calls.ids()) {
    const Call& call = model.call(id);
    if (call.caller == kNone || call.kind != CallKind::forward || call.module == kNone || runs(model, call.block) == 0)
      continue;
    calls[model.module(call.module).object].push_back(id);
  }
  return calls;
}

IdVector<ModuleId, CallId> first_calls(const Model& model) {
  IdVector<ModuleId, CallId> first(model.modules.size(), kNone);
  const IdVector<ModuleId, std::vector<CallId>> calls = calls_that_ran(model);
  for (const ModuleId object : calls.ids()) {
    for (const CallId call : calls[object]) {
      // A trace names a module's first call forward and the second forward1, in whatever order the calls occur.
      const bool is_named_first = model.call(call).name == "forward";
      if (first[object] == kNone || (is_named_first && model.call(first[object]).name != "forward"))
        first[object] = call;
    }
  }
  return first;
}

namespace {

// Visits the innermost blocks first: a block's id is larger than its parent's.
std::int64_t most_in_a_static_pass(const Model& model, const std::vector<CallId>& calls) {
  std::map<BlockId, std::int64_t, std::greater<>> of_block;
  for (const CallId call : calls) ++of_block[model.call(call).block];
  std::map<OpId, std::int64_t> most_of_branches;
  std::int64_t total = 0;
  while (!of_block.empty()) {
    const auto [id, count] = *of_block.begin();
    of_block.erase(of_block.begin());
    const Block& block = model.block(id);
    if (block.owner == kNone) return total + count;
    std::int64_t& most = most_of_branches[block.owner];
    if (count > most) {
      of_block[block.parent] += count - most;
      most = count;
    }
  }
  return total;
}

}  // namespace

std::vector<std::int64_t> calls_in_a_pass(const Model& model, const std::vector<CallId>& calls) {
  if (model.mode == Mode::static_run) return {most_in_a_static_pass(model, calls)};
  std::vector<std::int64_t> in_sample(model.block_runs.size(), 0);
  for (const CallId call : calls) {
    for (std::size_t s = 0; s < model.block_runs.size(); ++s)
      in_sample[s] += model.block_runs[s][model.call(call).block];
  }
  return in_sample;
}

}  // namespace aimet
