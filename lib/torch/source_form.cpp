// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/source_form.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace aimet {
namespace {

enum class Evidence : std::uint8_t { none, scripted, traced };

// A trace stores a stack of Python frames for an op, a script one place. Without debug information: only the compiler
// makes branches, calls of functions and calls of methods other than forward; only the tracer makes NumToTensor and
// _convolution from plain Python.
Evidence evidence(const Model& model, const Op& op) {
  if (op.source != kNone) {
    const auto& stack = model.sources[op.source];
    return !stack.empty() && stack.front().column == 0 ? Evidence::traced : Evidence::scripted;
  }
  const std::string& kind = model.symbols[op.kind];
  if (kind == "prim::If" || kind == "prim::Loop" || kind == "prim::RaiseException") return Evidence::scripted;
  if (kind == "prim::NumToTensor" || kind == "aten::_convolution") return Evidence::traced;
  return Evidence::none;
}

Evidence evidence(const Call& call) {
  if (call.kind != CallKind::forward) return Evidence::scripted;
  if (call.name == "forward") return Evidence::none;
  return call.name.rfind("forward__", 0) == 0 ? Evidence::scripted : Evidence::traced;
}

// torch.jit.freeze removes all submodules and all attributes, including `training`, which all other files keep.
bool is_frozen(const Model& model) {
  const Module& root = model.modules.front();
  return root.children.empty() && root.parameters.empty() && !root.training && !model.ops.empty();
}

}  // namespace

void find_source_form(Model& model) {
  IdVector<ModuleId, Evidence> of_module(model.modules.size(), Evidence::none);
  bool scripted = false;
  bool traced = false;
  const auto note = [&](ModuleId module, Evidence found) {
    scripted = scripted || found == Evidence::scripted;
    traced = traced || found == Evidence::traced;
    Evidence& known = of_module[module];
    if (known == Evidence::none) known = found;
  };
  for (const Call& call : model.calls) note(call.module, evidence(call));
  for (const Op& op : model.ops) note(model.call(op.call).module, evidence(model, op));
  // A module without evidence of its own counts as what the rest of the file is.
  for (const ModuleId id : model.modules.ids()) {
    model.modules[id].traced =
        of_module[id] == Evidence::traced || (of_module[id] == Evidence::none && traced && !scripted);
  }
  if (is_frozen(model)) {
    model.form = SourceForm::frozen;
  } else if (scripted && traced) {
    model.form = SourceForm::mixed;
  } else if (scripted || traced) {
    model.form = scripted ? SourceForm::scripted : SourceForm::traced;
  } else {
    model.form = SourceForm::unknown;
  }
}

}  // namespace aimet
