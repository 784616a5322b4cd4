// SPDX-License-Identifier: Apache-2.0
#include "checks/quantized_model.hpp"

#include <algorithm>
#include <string>

#include "lib/check/wording.hpp"
#include "lib/model/quantized.hpp"
#include "lib/model/source_lines.hpp"

namespace aimet {
namespace {

constexpr std::size_t kMostNames = 4;

// The classes of the modules, each once.
std::vector<std::string> classes(const Model& model, const std::vector<ModuleId>& modules) {
  std::vector<std::string> names;
  for (const ModuleId id : modules) {
    const std::string& type = model.module(id).type;
    if (std::find(names.begin(), names.end(), type) == names.end()) names.push_back(type);
  }
  return names;
}

std::string evidence(const Model& model, const QuantizedParts& parts) {
  std::vector<std::string> kinds;
  for (const OpId op : parts.ops) kinds.push_back(model.kind(op));
  std::string text;
  if (!parts.modules.empty()) {
    text = count_of(parts.modules.size(), "module") + " of the quantized classes " +
           listed(classes(model, parts.modules), kMostNames);
  }
  if (!kinds.empty()) text += (text.empty() ? "" : ", and ") + ("the ops " + listed(kinds, kMostNames));
  return text;
}

}  // namespace

std::vector<Finding> quantized_model(const Model& model, const CheckOptions& /*options*/) {
  const QuantizedParts parts = quantized_parts(model);
  if (!parts.any()) return {};
  Finding finding;
  finding.module_type = model.modules.front().type;
  finding.message = "PyTorch has quantized the model already: it has " + evidence(model, parts) +
                    "; AIMET quantizes float models only";
  finding.help =
      "save the float model, before you pass it to torch.ao.quantization.convert, convert_fx or quantize_dynamic: "
      "torch.jit.trace(float_model.eval(), inputs).save(path), and validate that file";
  if (!parts.ops.empty()) {
    finding.op_kind = model.kind(parts.ops.front());
    finding.sources = user_lines(model, parts.ops.front());
  }
  return {finding};
}

}  // namespace aimet
