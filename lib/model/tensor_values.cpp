// SPDX-License-Identifier: Apache-2.0
#include "lib/model/tensor_values.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>

#include "lib/model/flow.hpp"

namespace aimet {
namespace {

// Whether the op converts a tensor's values to a number; TorchScript has no other such ops. Every other number that has
// a tensor among its operands (aten::size, aten::dim, prim::dtype, aten::len) depends only on its shape or kind.
bool reads_value(const std::string& kind) {
  static const std::unordered_set<std::string> kKinds = {
      "aten::Bool",       "aten::Int",         "aten::Float",          "aten::Complex",
      "aten::item",       "aten::IntImplicit", "aten::FloatImplicit",  "aten::ComplexImplicit",
      "aten::is_nonzero", "aten::equal",       "aten::ScalarImplicit", "aten::_local_scalar_dense",
      "aten::allclose",   "prim::tolist",      "aten::tolist"};
  return kKinds.count(kind) != 0;
}

// Whether the op makes a new tensor and takes only the shape from its first operand.
bool takes_shape_only(const std::string& kind) {
  static const std::unordered_set<std::string> kKinds = {"aten::zeros_like", "aten::ones_like", "aten::empty_like",
                                                         "aten::full_like",  "aten::new_zeros", "aten::new_ones",
                                                         "aten::new_full",   "aten::new_empty", "aten::new_tensor"};
  return kKinds.count(kind) != 0;
}

class ValueFlow {
 public:
  explicit ValueFlow(const Model& model) : model_(model), marked_(model.values.size(), false) {}

  IdVector<ValueId, bool> run() {
    for (const ValueId input : model_.inputs) {
      if (is_tensorial(input)) mark(input);
    }
    constexpr int kMostIterations = 8;  // values carried back by a Loop or written into a container need another
    for (int iteration = 0; changed_ && iteration < kMostIterations; ++iteration) {
      changed_ = false;
      for (const OpId id : model_.ops.ids()) visit(id);
    }
    return std::move(marked_);
  }

 private:
  void visit(OpId id) {
    const Op& op = model_.op(id);
    const std::string& kind = model_.kind(id);
    if (op.attribute != kNone && op.inputs.count > 0) {
      visit_attribute(op, kind);
      return;
    }
    if (op.blocks.count > 0) {
      for (std::int32_t b = 0; b < op.blocks.count; ++b) pass_through(op, model_.block(op.blocks[b]), kind);
      return;
    }
    bool number = false;
    const OpSchema* schema = model_.schema(id);
    bool tensor = schema != nullptr && schema->is_random;
    for (std::int32_t i = takes_shape_only(kind) ? 1 : 0; i < op.inputs.count; ++i) {
      const ValueId input = model_.operand(op.inputs, i);
      if (marked_[input]) (is_tensorial(input) ? tensor : number) = true;
    }
    if (!number && !tensor) return;
    for (std::size_t i = 0; schema != nullptr && i < schema->writes.size(); ++i) {
      if (schema->writes[i] < op.inputs.count) mark(model_.operand(op.inputs, schema->writes[i]));
    }
    for (std::int32_t i = 0; i < op.outputs.count; ++i) {
      const ValueId output = model_.operand(op.outputs, i);
      if (is_tensorial(output) || number || reads_value(kind)) mark(output);
    }
  }

  // A value that is assigned to self.x flows only into reads of self.x.
  void visit_attribute(const Op& op, const std::string& kind) {
    const auto slot = std::make_pair(model_.value(model_.operand(op.inputs, 0)).module, op.attribute);
    if (kind == "prim::SetAttr") {
      if (marked_[model_.operand(op.inputs, 1)] && slots_.insert(slot).second) changed_ = true;
    } else if (op.outputs.count > 0 && (slots_.count(slot) != 0 || marked_[model_.operand(op.inputs, 0)])) {
      mark(model_.operand(op.outputs, 0));
    }
  }

  void pass_through(const Op& op, const Block& block, const std::string& kind) {
    const bool loop = kind == "prim::Loop";
    const bool chosen = !loop && marked_[model_.operand(op.inputs, 0)];
    for (std::int32_t i = 0; i < op.outputs.count; ++i) {
      const ValueId output = model_.operand(op.outputs, i);
      const bool returned = marked_[model_.operand(block.outputs, loop ? i + 1 : i)];
      // `a and b`, and `flag = bool(x.sum() > 0)` written with an if: the returned number depends on the condition.
      if (returned || (chosen && !is_tensorial(output))) mark(output);
      if (loop && (returned || marked_[model_.operand(op.inputs, i + 2)])) {
        mark(output);
        mark(model_.operand(block.inputs, i + 1));
      }
    }
  }

  bool is_tensorial(ValueId value) const { return contains_tensor(model_, model_.value(value).type); }

  void mark(ValueId value) {
    if (marked_[value]) return;
    marked_[value] = true;
    changed_ = true;
  }

  const Model& model_;
  IdVector<ValueId, bool> marked_;
  std::set<std::pair<ModuleId, SymbolId>> slots_;  // attributes that a marked value was assigned to
  bool changed_ = true;
};

}  // namespace

bool contains_tensor(const Model& model, TypeId id) {
  if (id == kNone) return false;
  const Type& type = model.type(id);
  if (type.kind == TypeKind::tensor) return true;
  if (type.kind == TypeKind::module) return false;
  return std::any_of(type.elements.begin(), type.elements.end(), [&](TypeId e) { return contains_tensor(model, e); });
}

IdVector<ValueId, bool> from_tensor_values(const Model& model) { return ValueFlow(model).run(); }

}  // namespace aimet
