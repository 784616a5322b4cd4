// SPDX-License-Identifier: Apache-2.0
#include "lib/model/reachability.hpp"

#include <string>

#include "lib/model/evaluate.hpp"

namespace aimet {
namespace {

using Known = std::optional<Constant>;

class Folder {
 public:
  explicit Folder(const Model& model)
      : model_(model), reachable_(model.blocks.size(), true), known_(model.values.size()) {
    for (const ValueId id : model.values.ids()) {
      if (model.value(id).constant != kNone) known_[id] = model.constant(model.value(id).constant);
    }
  }

  IdVector<BlockId, bool> run() {
    mark_raising();
    for (const OpId id : model_.ops.ids()) visit(id);
    for (const BlockId id : model_.blocks.ids()) {  // a block comes after its parent
      const BlockId parent = model_.block(id).parent;
      if (parent != kNone && !reachable_[parent]) reachable_[id] = false;
    }
    return reachable_;
  }

 private:
  void mark_raising() {
    for (const Op& op : model_.ops) {
      if (model_.symbols[op.kind] == "prim::RaiseException" && op.block != 0) reachable_[op.block] = false;
    }
  }

  void visit(OpId id) {
    const Op& op = model_.op(id);
    const std::string& kind = model_.kind(id);
    if (kind == "prim::If") {
      decide(op);
    } else if (op.outputs.count == 1 && op.constant == kNone) {
      if (const Known value = evaluate(op, kind)) known_[model_.operand(op.outputs, 0)] = value;
    }
  }

  // The arms' ops stand after the If in the list of ops; value_of looks into the arm that is left when it is asked.
  void decide(const Op& op) {
    const Known condition = known(op, 0);
    if (!condition || condition->kind != Constant::Kind::boolean || op.blocks.count != 2) return;
    const bool taken = condition->integer != 0;
    reachable_[op.blocks[taken ? 1 : 0]] = false;
  }

  Known known(const Op& op, std::int32_t input) { return value_of(model_.operand(op.inputs, input), 0); }

  Known value_of(ValueId value, int depth) {
    constexpr int kDeepest = 64;
    if (known_[value] || depth > kDeepest) return known_[value];
    const OpId producer = model_.value(value).producer;
    if (producer == kNone || model_.op(producer).blocks.count != 2) return std::nullopt;
    return known_[value] = returned(model_.op(producer), value, depth);
  }

  // An If with one arm left returns what that arm returns.
  Known returned(const Op& branch, ValueId value, int depth) {
    const bool first = reachable_[branch.blocks.first];
    const bool second = reachable_[branch.blocks[1]];
    if (first == second) return std::nullopt;
    const Block& arm = model_.block(branch.blocks[first ? 0 : 1]);
    for (std::int32_t i = 0; i < branch.outputs.count; ++i) {
      if (model_.operand(branch.outputs, i) == value) return value_of(model_.operand(arm.outputs, i), depth + 1);
    }
    return std::nullopt;
  }

  Known evaluate(const Op& op, const std::string& kind) {
    if (op.inputs.count == 2 && (kind == "aten::__is__" || kind == "aten::__isnot__"))
      return is_none(op, kind == "aten::__is__");
    if (op.inputs.count == 1) {
      const ValueId input = model_.operand(op.inputs, 0);
      if (kind == "aten::len") return length(input);
      Known value = value_of(input, 0);
      if (!value) return std::nullopt;
      return kind == "prim::unchecked_cast" ? value : aimet::evaluate(kind, *value);
    }
    if (op.inputs.count != 2) return std::nullopt;
    const Known a = known(op, 0);
    const Known b = a ? known(op, 1) : std::nullopt;
    return a && b ? aimet::evaluate(kind, *a, *b) : std::nullopt;
  }

  Known is_none(const Op& op, bool wanted) {
    const std::optional<bool> left = none(model_.operand(op.inputs, 0));
    const std::optional<bool> right = none(model_.operand(op.inputs, 1));
    if (left == true && right) return boolean_constant(*right == wanted);
    if (right == true && left) return boolean_constant(*left == wanted);
    return std::nullopt;
  }

  std::optional<bool> none(ValueId value) {
    if (const Known constant = value_of(value, 0)) return constant->kind == Constant::Kind::none;
    const TypeKind kind = model_.type(model_.value(value).type).kind;
    if (kind == TypeKind::none) return true;
    if (kind == TypeKind::optional) {
      const OpId producer = model_.value(value).producer;
      if (producer != kNone && model_.op(producer).blocks.count == 2) return none_in_arm(model_.op(producer), value);
      return std::nullopt;
    }
    return kind == TypeKind::other ? std::nullopt : std::optional<bool>(false);
  }

  std::optional<bool> none_in_arm(const Op& branch, ValueId value) {
    const bool first = reachable_[branch.blocks.first];
    if (first == static_cast<bool>(reachable_[branch.blocks[1]])) return std::nullopt;
    const Block& arm = model_.block(branch.blocks[first ? 0 : 1]);
    for (std::int32_t i = 0; i < branch.outputs.count; ++i) {
      if (model_.operand(branch.outputs, i) == value && model_.operand(arm.outputs, i) != value) {
        return none(model_.operand(arm.outputs, i));
      }
    }
    return std::nullopt;
  }

  Known length(ValueId list) {
    const OpId producer = model_.value(list).producer;
    if (producer == kNone) return std::nullopt;
    const std::string& kind = model_.kind(producer);
    if (kind == "prim::TupleConstruct") return integer_constant(model_.op(producer).inputs.count);
    return std::nullopt;  // a list may have been appended to
  }

  const Model& model_;
  IdVector<BlockId, bool> reachable_;
  IdVector<ValueId, Known> known_;
};

}  // namespace

IdVector<BlockId, bool> reachable_blocks(const Model& model) { return Folder(model).run(); }

}  // namespace aimet
