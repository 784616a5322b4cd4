#pragma once
// The first step on the way to what the ONNX exporter sees.

#include <torch/csrc/jit/ir/ir.h>

namespace aimet {

// Inlines every call, but leaves torch.nn.functional.interpolate as one operator, which is how the exporter knows it
// (function_substitution.cpp). Writes the path of the module into each node's scope, for scope_path(). Throws
// std::runtime_error where functions call each other too deep.
void inline_for_export(torch::jit::Graph& graph);

}  // namespace aimet
