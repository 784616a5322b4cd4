// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/export_passes.hpp"

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/passes/freeze_module.h>
#include <torch/csrc/jit/passes/peephole.h>
#include <torch/csrc/jit/passes/remove_inplace_ops.h>
#include <torch/csrc/jit/passes/remove_mutation.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "lib/torch/facts.hpp"
#include "lib/torch/parameter_inputs.hpp"
#include "lib/torch/pass_needs.hpp"
#include "lib/torch/shortcuts.hpp"
#include "lib/torch/simplify.hpp"

namespace aimet {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;
namespace prim = c10::prim;

bool writes(Node& node) {
  if (node.kind() == prim::SetAttr) return true;
  const torch::jit::Operator* op = node.maybeOperator();
  return op != nullptr && op->schema().is_mutable();
}

bool must_stay(Node& node) {
  if (writes(node) || node.kind() == prim::Enter || node.kind() == prim::Exit) return true;
  for (Block* block : node.blocks()) {
    for (Node* inner : block->nodes()) {
      if (must_stay(*inner)) return true;
    }
  }
  return false;
}

// Removes print, warn, raise and the branches that contain only these. The exporter deletes nodes with side effects
// whose results are not used (preprocessCaffe2Ops) after it has turned writes into results; so writes stay here.
void remove_unused_effects(Block& block) {
  for (Node* node = block.return_node()->prev(); node != block.param_node();) {
    Node* previous = node->prev();
    for (Block* inner : node->blocks()) remove_unused_effects(*inner);
    if (!node->hasUses() && !must_stay(*node)) node->destroy();
    node = previous;
  }
}

// Moves the frames out of `inlined` and translates their module ids from `tree` to `of`, by path.
IdVector<CallId, Frame> frames_for(const ModuleTree& of, InlinedGraph& inlined, const ModuleTree& tree) {
  std::unordered_map<std::string_view, ModuleId> by_path;
  const auto id_in = [&](ModuleId module) {
    const auto found = by_path.find(tree.modules[module].path);
    return found == by_path.end() ? kRootModule : found->second;
  };
  if (&of != &tree) {
    for (const ModuleId id : of.modules.ids()) by_path.emplace(of.modules[id].path, id);
  }
  IdVector<CallId, Frame> frames = std::move(inlined.frames);
  for (Frame& frame : frames) {
    if (&of != &tree) frame.module = id_in(frame.module);
    frame.block = nullptr;
    frame.arguments.clear();
    frame.results.clear();
    frame.module_arguments.clear();
  }
  return frames;
}

bool may_contain_tensor(const Value& value) {
  switch (value.type()->kind()) {
    case c10::TypeKind::IntType:
    case c10::TypeKind::FloatType:
    case c10::TypeKind::BoolType:
    case c10::TypeKind::StringType:
    case c10::TypeKind::NoneType:
      return false;
    case c10::TypeKind::ListType:
      return value.type()->containedTypes().at(0)->kind() != c10::TypeKind::IntType;
    default:
      return true;
  }
}

bool writes_attribute(const Block& block, const std::string& name) {
  for (const Node* node : block.nodes()) {
    if (node->kind() == prim::SetAttr && node->s(c10::attr::name) == name) return true;
    for (const Block* inner : node->blocks()) {
      if (writes_attribute(*inner, name)) return true;
    }
  }
  return false;
}

// Replaces `training` by False (eval mode), so that constant propagation removes what torch.nn writes in training, and
// the branches for it.
void fold_training(Graph& graph, Block& block) {
  for (Node* node : block.nodes()) {
    for (Block* inner : node->blocks()) fold_training(graph, *inner);
    if (node->kind() != prim::GetAttr || node->s(c10::attr::name) != "training") continue;
    if (node->output()->type()->kind() != c10::TypeKind::BoolType) continue;
    const torch::jit::WithInsertPoint guard(node);
    node->output()->replaceAllUsesWith(graph.insertConstant(false));
  }
}

// Whether the node computes only numbers and strings, such as an assertion about dimensions. Freezing leaves these as
// they are.
bool has_no_tensor(const Node& node) {
  const auto outputs = node.outputs();
  const auto blocks = node.blocks();
  if (!blocks.empty() && node.kind() != prim::If) return false;
  if (node.kind() == prim::GetAttr || node.kind() == prim::SetAttr) return false;
  return std::none_of(outputs.begin(), outputs.end(), [](const Value* value) { return may_contain_tensor(*value); }) &&
         std::all_of(blocks.begin(), blocks.end(), [](const Block* block) {
           const auto nodes = block->nodes();
           return std::all_of(nodes.begin(), nodes.end(), [](const Node* inner) { return has_no_tensor(*inner); });
         });
}

bool has_control_flow(const Block& block) {
  const auto nodes = block.nodes();
  return std::any_of(nodes.begin(), nodes.end(),
                     [](const Node* node) { return !node->blocks().empty() && !has_no_tensor(*node); });
}

bool can_be_shared(const InlinedGraph& of_checks) {
  return of_checks.same_for_exporter && takes(Shortcut::shared_graph);
}

InlinedGraph inlined_for_exporter(const ExportSource& source, InlinedGraph inlined) {
  if (can_be_shared(inlined)) {
    set_scopes(inlined);
    return inlined;
  }
  inlined = {};  // Free the unused graph before building the exporter's: both are large.
  return inline_forward(source.module, source.tree, {InlineFor::exporter, source.max_ops});
}

// Freezing builds an alias analysis of all modules again and again: this takes most of the time for a model of
// thousands of modules. If no attribute is written and no tensor depends on the remaining control flow, this function
// has the same result as freezing, and its values are those of the graph that ran for the checks. Otherwise returns
// nullopt.
std::optional<ExportPasses> without_freezing(const ExportSource& source, InlinedGraph of_checks) {
  ExportPasses out;
  out.frozen = source.module;
  out.returns = source.module.get_method("forward").function().getSchema().returns().at(0).type();
  out.is_inlined = can_be_shared(of_checks);
  InlinedGraph inlined = inlined_for_exporter(source, std::move(of_checks));
  out.graph = inlined.graph;
  out.frames = frames_for(source.tree, inlined, source.tree);
  Block& block = *out.graph->block();
  if (has_any(block, {prim::CallMethod, prim::CallFunction, prim::fork})) return std::nullopt;
  if (has_any(block, {prim::SetAttr})) {
    if (writes_attribute(block, "training")) return std::nullopt;
    fold_training(*out.graph, block);
    propagate_constants(out.graph);
    if (has_any(block, {prim::SetAttr})) return std::nullopt;
  }
  if (!ParameterInputs(out).run_on_unwritten()) return std::nullopt;
  propagate_constants(out.graph);
  if (has_control_flow(block)) {  // such as a branch on whether a parameter is None
    torch::jit::PeepholeOptimize(out.graph, true);
    propagate_constants(out.graph);
    if (has_control_flow(block)) return std::nullopt;
  }
  simplify(out.graph);
  return out;
}

// Replaces the contents of a method's graph; the graph object itself cannot be replaced.
void put_into(Graph& graph, Graph& content) {
  graph.block()->clear();
  graph.block()->cloneFrom(content.block(), [](Value* value) { return value; });
}

// Without the parameter, 1.13.1 and 2.6.0 raise an exception, make a node without an input or, for a batch norm, a
// model without its weights.
void refuse_lost(const std::string& parameter) {
  if (parameter.empty()) return;
  throw std::runtime_error("the parameter " + parameter +
                           " is lost: only the body of a torch.jit.fork reads it, so freezing treats it as unused");
}

}  // namespace

ExportPasses run_export_passes(const ExportSource& source, InlinedGraph of_checks) {
  if (takes(Shortcut::no_freezing)) {
    if (std::optional<ExportPasses> out = without_freezing(source, std::move(of_checks))) return *std::move(out);
  }
  ExportPasses out;
  torch::jit::Module copy = source.module.clone(/*inplace=*/true);
  copy.eval();
  const torch::jit::Method forward = copy.get_method("forward");
  out.returns = forward.function().getSchema().returns().at(0).type();
  Model facts;
  FactTables tables(facts);
  const ModuleTree tree = read_module_tree(copy, tables);
  InlinedGraph inlined = inline_forward(copy, tree, {InlineFor::exporter, source.max_ops});
  out.frames = frames_for(source.tree, inlined, tree);
  put_into(*forward.graph(), *inlined.graph);
  out.frozen = torch::jit::freeze_module(copy, {}, true, true);
  out.graph = out.frozen.get_method("forward").graph()->copy();
  const bool may_lose = source.scripted && has_any(*out.graph->block(), {prim::fork});
  ParameterInputs inputs(out);
  inputs.run();
  simplify(out.graph);
  if (may_lose) refuse_lost(inputs.lost(*out.graph->block()));
  return out;
}

void finish_export_passes(const std::shared_ptr<torch::jit::Graph>& graph) {
  if (!is_straight_and_pure(*graph->block())) {
    torch::jit::ImplicitCastForBinaryInplaceOps(graph->block());
    torch::jit::RemoveTensorMutation(graph);
    torch::jit::RemoveListMutation(graph);
  }
  remove_unused_effects(*graph->block());
}

}  // namespace aimet
