// SPDX-License-Identifier: Apache-2.0
#include "lib/model/container_read.hpp"

#include <algorithm>
#include <utility>

#include "lib/model/flow.hpp"

namespace aimet {
namespace {

bool same_constant(const Model& model, ValueId a, ValueId b) {
  if (a == kNone || b == kNone) return false;
  if (a == b) return true;
  const ConstantId left = model.value(a).constant;
  const ConstantId right = model.value(b).constant;
  if (left == kNone || right == kNone) return false;
  const Constant& x = model.constant(left);
  const Constant& y = model.constant(right);
  if (x.kind != y.kind) return false;
  if (x.kind == Constant::Kind::string) return x.string == y.string;
  return x.kind == Constant::Kind::integer && x.integer == y.integer;
}

class Search {
 public:
  Search(const Model& model, const std::function<bool(ValueId)>& is_written) : model_(model), is_written_(is_written) {}

  // Follows the branches that ran.
  bool find(ValueId container, const ContainerRead& read, int depth, std::vector<ValueId>& found) const {
    constexpr int kDeepest = 32;
    const OpId producer = model_.value(container).producer;
    if (producer == kNone || depth > kDeepest || is_written_(container)) return false;
    const Op& op = model_.op(producer);
    const std::string& kind = model_.kind(producer);
    if (is_construct(kind)) return constructed_elements(producer, read, found);
    if (kind == "prim::unchecked_cast") return find(model_.operand(op.inputs, 0), read, depth + 1, found);
    if (kind != "prim::If") {
      std::int32_t output = 0;  // a nested container, such as a tuple of tuples
      while (model_.operand(op.outputs, output) != container) ++output;
      const auto outer = read_of(model_, producer, output);
      std::vector<ValueId> inner;
      if (!outer || !find(outer->container, *outer, depth + 1, inner)) return false;
      return std::all_of(inner.begin(), inner.end(),
                         [&](ValueId value) { return find(value, read, depth + 1, found); });
    }
    for (std::int32_t i = 0; i < op.outputs.count; ++i) {
      if (model_.operand(op.outputs, i) != container) continue;
      for (std::int32_t b = 0; b < op.blocks.count; ++b) {
        if (runs(model_, op.blocks[b]) == 0) continue;
        const ValueId returned = model_.operand(model_.block(op.blocks[b]).outputs, i);
        if (!find(returned, read, depth + 1, found)) return false;
      }
      return true;
    }
    return false;
  }

 private:
  bool constructed_elements(OpId construct, const ContainerRead& read, std::vector<ValueId>& found) const {
    const Op& op = model_.op(construct);
    if (model_.kind(construct) == "prim::DictConstruct") {
      for (std::int32_t i = 0; i + 1 < op.inputs.count; i += 2) {
        if (!same_constant(model_, model_.operand(op.inputs, i), read.key)) continue;
        found.push_back(model_.operand(op.inputs, i + 1));
        return true;
      }
      return false;
    }
    if (!read.position) return false;
    const std::int32_t position = *read.position < 0 ? *read.position + op.inputs.count : *read.position;
    if (position < 0 || position >= op.inputs.count) return false;
    found.push_back(model_.operand(op.inputs, position));
    return true;
  }

  const Model& model_;
  const std::function<bool(ValueId)>& is_written_;
};

}  // namespace

bool is_construct(const std::string& kind) {
  return kind == "prim::TupleConstruct" || kind == "prim::ListConstruct" || kind == "prim::DictConstruct";
}

std::optional<ContainerRead> read_of(const Model& model, OpId id, std::int32_t output) {
  const Op& op = model.op(id);
  if (op.inputs.count == 0 || op.outputs.count <= output) return std::nullopt;
  const std::string& kind = model.kind(id);
  const ValueId container = model.operand(op.inputs, 0);
  if (kind == "prim::TupleUnpack" || kind == "prim::ListUnpack") return ContainerRead{container, output, kNone};
  const bool indexes = kind == "prim::TupleIndex" || kind == "aten::__getitem__";
  if (!indexes || op.inputs.count < 2) return std::nullopt;
  const ValueId index = model.operand(op.inputs, 1);
  if (model.type(model.value(container).type).kind == TypeKind::dict)
    return ContainerRead{container, std::nullopt, index};
  const ConstantId constant = model.value(index).constant;
  const bool known = constant != kNone && model.constant(constant).kind == Constant::Kind::integer;
  if (!known) return ContainerRead{container, std::nullopt, index};
  return ContainerRead{container, static_cast<std::int32_t>(model.constant(constant).integer), index};
}

std::optional<std::vector<ValueId>> elements_of(const Model& model, const ContainerRead& read,
                                                const std::function<bool(ValueId)>& is_written) {
  std::vector<ValueId> found;
  if (!Search(model, is_written).find(read.container, read, 0, found)) return std::nullopt;
  return found;
}

}  // namespace aimet
