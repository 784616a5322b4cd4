// At the end of each load LibTorch looks for quantized convolutions of files before version 3
// (rewriteQuantizedConvForBC): for every method of the root it parses eight patterns of IR, 10 ms for two methods
// (1.13.1). The function that does it is LibTorch's, and this definition of it is what the dynamic linker
// finds first, because this library is asked before the one that it brings. A LibTorch that binds its own calls to
// itself takes no notice, and its time.

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/passes/subgraph_rewrite.h>

#include <algorithm>
#include <string_view>

namespace torch::jit {
namespace {

constexpr std::string_view kQuantized = "quantized::";

bool has_quantized_op(const Block& block) {
  const auto nodes = block.nodes();
  return std::any_of(nodes.begin(), nodes.end(), [](const Node* node) {
    const auto inner = node->blocks();
    return std::string_view(node->kind().toQualString()).substr(0, kQuantized.size()) == kQuantized ||
           std::any_of(inner.begin(), inner.end(), [](const Block* of) { return has_quantized_op(*of); });
  });
}

bool wants_quantized_op(const RewritePatternDescr& pattern) {
  return pattern.pattern.find(kQuantized) != std::string::npos;
}

}  // namespace

// Does what LibTorch's does, but for a graph in which none of the patterns can be found.
Module SubgraphRewriter::runOnModule(const Module& module) {
  nodes_to_delete_.clear();
  const bool all_want_one = std::all_of(patterns_.begin(), patterns_.end(), wants_quantized_op);
  for (const Method& method : module.get_methods()) {
    std::shared_ptr<Graph> graph = toGraphFunction(method.function()).graph();
    if (!all_want_one || has_quantized_op(*graph->block())) runOnGraph(graph);
  }
  return module;
}

}  // namespace torch::jit
