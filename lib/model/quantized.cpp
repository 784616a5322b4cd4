// SPDX-License-Identifier: Apache-2.0
#include "lib/model/quantized.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "lib/model/text.hpp"

namespace aimet {
namespace {

// Matches torch.nn.quantized, torch.ao.nn.quantized.dynamic, torch.nn.intrinsic.quantized, torch.jit.quantized, ...
// Excludes torch.nn.quantized's FloatFunctional, which float models use: convert() replaces it by a QFunctional.
bool is_quantized_class(std::string_view type) {
  const std::string_view name = type.substr(type.rfind('.') + 1);
  return starts_with(type, "torch.") && type.find(".quantized.") != std::string_view::npos &&
         name.find("FloatFunctional") == std::string_view::npos;
}

// Does not match dequantize: float code may call it in case a tensor is quantized.
bool is_quantized_op(std::string_view kind) {
  return starts_with(kind, "quantized::") || starts_with(kind, "quantized_decomposed::") ||
         starts_with(kind, "aten::quantize_per_") || starts_with(kind, "aten::quantized_");
}

bool is_quantized_dtype(std::string_view dtype) { return starts_with(dtype, "qint") || starts_with(dtype, "quint"); }

bool is_quantized(const Module& module) {
  return is_quantized_class(module.type) ||
         std::any_of(module.parameters.begin(), module.parameters.end(),
                     [](const Parameter& parameter) { return is_quantized_dtype(parameter.tensor.dtype); });
}

}  // namespace

QuantizedParts quantized_parts(const Model& model) {
  QuantizedParts parts;
  for (const ModuleId id : model.modules.ids()) {
    if (is_quantized(model.module(id))) parts.modules.push_back(id);
  }
  IdVector<SymbolId, bool> wanted(model.symbols.size(), false);
  for (const SymbolId id : model.symbols.ids()) wanted[id] = is_quantized_op(model.symbols[id]);
  if (std::none_of(wanted.begin(), wanted.end(), [](bool is) { return is; })) return parts;
  for (const OpId id : model.ops.ids()) {
    const SymbolId kind = model.op(id).kind;
    if (!wanted[kind] || (!model.liveness.empty() && !model.liveness[id].executed)) continue;
    wanted[kind] = false;
    parts.ops.push_back(id);
  }
  return parts;
}

}  // namespace aimet
