// SPDX-License-Identifier: Apache-2.0
#include "lib/model/reachability.hpp"

#include "lib/model/constant_folder.hpp"

namespace aimet {
namespace {

class Reachability {
 public:
  explicit Reachability(const Model& model)
      : model_(model), reachable_(model.blocks.size(), true), folder_(model, rules()) {}

  IdVector<BlockId, bool> find() {
    mark_raising();
    // In program order, an op comes after the blocks of the branches before it. So each value is asked for after the
    // values that it depends on.
    for (const OpId id : model_.ops.ids()) {
      const Op& op = model_.op(id);
      if (model_.kind(id) == "prim::If")
        decide(op);
      else if (op.outputs.count == 1 && op.constant == kNone)
        folder_.value(model_.operand(op.outputs, 0));
    }
    for (const BlockId id : model_.blocks.ids()) {  // a block comes after its parent
      const BlockId parent = model_.block(id).parent;
      if (parent != kNone && !reachable_[parent]) reachable_[id] = false;
    }
    return reachable_;
  }

 private:
  ConstantFolder::Rules rules() {
    ConstantFolder::Rules rules;
    rules.computed_as = [](const std::string& kind) { return std::string_view(kind); };
    rules.is_identity = [](const std::string& kind) { return kind == "prim::unchecked_cast"; };
    rules.taken_block = [this](OpId branch) { return only_reachable_block(model_.op(branch)); };
    return rules;
  }

  void mark_raising() {
    for (const Op& op : model_.ops) {
      if (model_.symbols[op.kind] == "prim::RaiseException" && op.block != kRootBlock) reachable_[op.block] = false;
    }
  }

  void decide(const Op& branch) {
    const Constant* condition = folder_.value(model_.operand(branch.inputs, 0));
    if (condition == nullptr || condition->kind != Constant::Kind::boolean || branch.blocks.count != 2) return;
    reachable_[branch.blocks[condition->integer != 0 ? 1 : 0]] = false;
  }

  std::optional<std::int32_t> only_reachable_block(const Op& branch) const {
    const bool first = reachable_[branch.blocks[0]];
    const bool second = reachable_[branch.blocks[1]];
    if (first == second) return std::nullopt;
    return first ? 0 : 1;
  }

  const Model& model_;
  IdVector<BlockId, bool> reachable_;
  ConstantFolder folder_;
};

}  // namespace

IdVector<BlockId, bool> reachable_blocks(const Model& model) { return Reachability(model).find(); }

}  // namespace aimet
