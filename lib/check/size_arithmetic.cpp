#include "lib/check/size_arithmetic.hpp"

#include <cstdint>

namespace aimet {
namespace {

// A size as the tracer writes it: an integer that became a tensor, and what is computed from such.
bool is_size(const Model& model, const std::vector<bool>& sizes, ValueId id) {
  const OpId producer = model.value(id).producer;
  if (producer == kNone) return false;
  return model.kind(producer) == "prim::NumToTensor" || sizes[static_cast<std::size_t>(producer)];
}

bool is_plain_number(const Model& model, ValueId id) {
  const TypeKind kind = model.type(model.value(id).type).kind;
  return kind == TypeKind::integer || kind == TypeKind::floating;
}

bool is_number(const Model& model, ValueId id) {
  const Value& value = model.value(id);
  return value.constant != kNone || model.type(value.type).kind != TypeKind::tensor;
}

}  // namespace

std::vector<bool> find_size_arithmetic(const Model& model) {
  std::vector<bool> sizes(model.ops.size(), false);
  for (std::size_t i = 0; i < model.ops.size(); ++i) {
    const Op& op = model.ops[i];
    if (model.kind(static_cast<OpId>(i)).rfind("aten::", 0) != 0) continue;
    bool has_size = false;
    bool has_other = false;
    for (std::int32_t k = 0; k < op.inputs.count; ++k) {
      const ValueId input = model.operand(op.inputs, k);
      if (is_size(model, sizes, input))
        has_size = true;
      else if (!is_number(model, input))
        has_other = true;
    }
    // In a scripted file sizes are integers, and so is what is computed from them.
    const bool gives_number = op.outputs.count > 0 && is_plain_number(model, model.operand(op.outputs, 0));
    sizes[i] = !has_other && (has_size || gives_number);
  }
  return sizes;
}

}  // namespace aimet
