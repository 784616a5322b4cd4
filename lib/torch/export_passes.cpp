#include "lib/torch/export_passes.hpp"

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/passes/canonicalize_graph_fuser_ops.h>
#include <torch/csrc/jit/passes/common_subexpression_elimination.h>
#include <torch/csrc/jit/passes/constant_propagation.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/freeze_module.h>
#include <torch/csrc/jit/passes/fuse_linear.h>
#include <torch/csrc/jit/passes/inline_fork_wait.h>
#include <torch/csrc/jit/passes/inliner.h>
#include <torch/csrc/jit/passes/lower_tuples.h>
#include <torch/csrc/jit/passes/peephole.h>
#include <torch/csrc/jit/passes/remove_inplace_ops.h>
#include <torch/csrc/jit/passes/remove_mutation.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "lib/torch/facts.hpp"
#include "lib/torch/pass_needs.hpp"

namespace aimet {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;
namespace prim = c10::prim;

void eliminate_dead_code(Graph& graph) {
  if (is_straight_and_pure(*graph.block())) return remove_unused(*graph.block());
  torch::jit::EliminateDeadCode(graph.block());
}

// Reads of parameters and buffers become inputs, other attributes that nobody writes become constants
// (list_model_parameters.cpp, remove_inplace_ops_for_onnx.cpp).
class ParameterInputs {
 public:
  explicit ParameterInputs(ExportPasses& out) : out_(out) {}

  // Also makes constants of plain attributes: right only where forward writes none.
  bool run_on_unwritten() {
    unwritten_ = true;
    run();
    return !unresolved_;
  }

  void run() {
    self_ = out_.graph->inputs().at(0);
    out_.user_inputs = out_.graph->inputs().size() - 1;
    visit(*out_.graph->block());
    eliminate_dead_code(*out_.graph);
  }

  // A tensor of a module that is no longer there: freezing takes for unused what only the body of a fork reads, and
  // that body becomes a part of the graph later. Empty if there is none.
  std::string lost(Block& block) {
    for (Node* node : block.nodes()) {
      for (Block* inner : node->blocks()) {
        if (std::string name = lost(*inner); !name.empty()) return name;
      }
      if (node->kind() != prim::GetAttr || node->output()->type()->kind() != c10::TypeKind::TensorType) continue;
      const auto type = node->input()->type()->cast<c10::ClassType>();
      const std::string& name = node->s(c10::attr::name);
      const auto owner = owner_of(node->input());
      if (type && type->is_module() && (!owner || !owner->hasattr(name))) return path_of(*node);
    }
    return "";
  }

 private:
  static std::string path_of(const Node& read) {
    const Node* owner = read.input()->node();
    return (owner->kind() == prim::GetAttr ? path_of(*owner) + "." : "") + read.s(c10::attr::name);
  }

  void visit(Block& block) {
    for (Node* node = block.nodes().front(); node != block.return_node();) {
      Node* next = node->next();
      for (Block* inner : node->blocks()) visit(*inner);
      if (node->kind() == prim::SetAttr && node->s(c10::attr::name) == "num_batches_tracked") {
        node->destroy();
      } else if (node->kind() == prim::GetAttr) {
        read(*node);
      }
      node = next;
    }
  }

  void read(Node& node) {
    const auto owner = owner_of(node.input());
    const std::string& name = node.s(c10::attr::name);
    if (!owner || !owner->hasattr(name)) {
      unresolved_ = true;
      return;
    }
    const c10::IValue value = owner->attr(name);
    const auto slot = owner->type()->findAttributeSlot(name);
    const bool tensor =
        value.isTensor() && slot && (owner->type()->is_parameter(*slot) || owner->type()->is_buffer(*slot));
    if (tensor) {
      Value* input = out_.graph->addInput();
      input->setType(c10::TensorType::get());
      out_.parameters.push_back(value);
      node.output()->replaceAllUsesWith(input);
    } else if (value.isNone() || name == "training" || (unwritten_ && is_plain(value))) {
      torch::jit::WithInsertPoint guard(&node);
      node.output()->replaceAllUsesWith(out_.graph->insertConstant(value));
    } else if (!value.isModule()) {
      unresolved_ = true;
    }
  }

  // What no op can write into.
  static bool is_plain(const c10::IValue& value) {
    return value.isBool() || value.isInt() || value.isDouble() || value.isString() || value.isDevice();
  }

  std::optional<torch::jit::Module> owner_of(Value* value) {
    if (value == self_) return out_.frozen;
    if (value->node()->kind() != prim::GetAttr) return std::nullopt;
    const auto parent = owner_of(value->node()->input());
    const std::string& name = value->node()->s(c10::attr::name);
    if (!parent || !parent->hasattr(name) || !parent->attr(name).isModule()) return std::nullopt;
    return parent->attr(name).toModule();
  }

  ExportPasses& out_;
  Value* self_ = nullptr;
  bool unwritten_ = false;
  bool unresolved_ = false;
};

// A constant list of tensors is a list of constants for the exporter (_split_tensor_list_constants).
void split_tensor_lists(Graph& graph, Block& block) {
  for (Node* node = block.nodes().front(); node != block.return_node(); node = node->next()) {
    for (Block* inner : node->blocks()) split_tensor_lists(graph, *inner);
    const auto type = node->kind() == prim::Constant ? node->output()->type()->cast<c10::ListType>() : nullptr;
    if (!type || !type->getElementType()->isSubtypeOf(*c10::OptionalType::ofTensor())) continue;
    const auto value = torch::jit::toIValue(node->output());
    if (!value || !value->isList()) continue;
    torch::jit::WithInsertPoint guard(node);
    std::vector<Value*> elements;
    for (const c10::IValue& element : value->toListRef()) elements.push_back(graph.insertConstant(element));
    Node* list = graph.insertNode(graph.createList(type->getElementType(), elements));
    list->copyMetadata(node);
    node->output()->replaceAllUsesWith(list->output());
  }
}

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

// Print, warn, raise and the branches that do only that: the exporter deletes nodes with side effects whose results
// nobody uses (preprocessCaffe2Ops), after it has made writes visible as results; so writes stay here.
void remove_unused_effects(Block& block) {
  for (Node* node = block.return_node()->prev(); node != block.param_node();) {
    Node* previous = node->prev();
    for (Block* inner : node->blocks()) remove_unused_effects(*inner);
    if (!node->hasUses() && !must_stay(*node)) node->destroy();
    node = previous;
  }
}

constexpr std::size_t kMostUses = 2048;

// Halves, for a value's list of uses is as long as it once was: taken off piece by piece, each piece would start with
// nearly all of it.
void spread(Graph& graph, Node* constant) {
  std::vector<torch::jit::Use> uses = constant->output()->uses();
  while (uses.size() > kMostUses) {
    const auto middle = uses.begin() + static_cast<std::ptrdiff_t>(uses.size() / 2);
    std::nth_element(uses.begin(), middle, uses.end(), [](const torch::jit::Use& a, const torch::jit::Use& b) {
      return a.user != b.user && a.user->isBefore(b.user);
    });
    Node* copy = graph.createClone(constant, [](Value* value) { return value; })->insertAfter(constant);
    constant->output()->replaceAllUsesAfterNodeWith(middle->user, copy->output());
    if (!copy->hasUses()) return copy->destroy();  // one node has all of them
    spread(graph, copy);
    uses = constant->output()->uses();
  }
}

// Removing a node looks for it among all uses of each of its inputs: a constant that a hundred thousand nodes share
// makes the passes quadratic. Gives later uses to copies.
void spread_constants(Graph& graph) {
  std::vector<Node*> constants;
  for (Node* node : graph.nodes()) {
    if (node->kind() == prim::Constant && node->output()->uses().size() > kMostUses) constants.push_back(node);
  }
  for (Node* constant : constants) spread(graph, constant);
}

void lower_tuples(const std::shared_ptr<Graph>& graph) {
  if (has_tuples(*graph->block())) torch::jit::LowerAllTuples(graph);
}

// Also removes what is of no use.
void propagate_constants(std::shared_ptr<Graph>& graph) {
  if (is_straight_and_pure(*graph->block()) && !has_constant_work(*graph->block()))
    return remove_unused(*graph->block());
  torch::jit::ConstantPropagation(graph);
}

void eliminate_duplicates(std::shared_ptr<Graph>& graph) {
  if (is_straight_and_pure(*graph->block()) && !may_have_duplicates(*graph->block())) return;
  torch::jit::EliminateCommonSubexpression(graph);
}

// `x + 1` of a trace adds a tensor without dimensions: the number in it, where it is a constant.
Value* number_in(Graph& graph, Value* constant) {
  const auto value = torch::jit::toIValue(constant);
  if (!value || !value->isTensor() || value->toTensor().dim() != 0) return nullptr;
  const torch::jit::WithInsertPoint guard(constant->node()->next());
  return graph.insertConstant(value->toTensor().item());
}

void replace_by_numbers(Graph& graph) {
  std::unordered_map<Value*, Value*> number_of;
  for (Node* node : graph.nodes()) {
    if (!is_tensor_arithmetic(*node)) continue;
    const auto [entry, is_new] = number_of.emplace(node->input(1), nullptr);
    if (is_new) entry->second = number_in(graph, node->input(1));
    if (entry->second != nullptr) node->replaceInput(1, entry->second);
  }
}

// Without what LibTorch does besides, which is to ask for aliases.
void canonicalize(const std::shared_ptr<Graph>& graph) {
  if (!is_straight_and_pure(*graph->block()) || has_any(*graph->block(), {c10::aten::chunk}))
    return torch::jit::CanonicalizeOps(graph);
  replace_by_numbers(*graph);
  remove_unused(*graph->block());
}

// torch/onnx/utils.py, _optimize_graph, as of 1.13 and 2.6, up to the passes that only Python's library has.
void simplify(std::shared_ptr<Graph>& graph) {
  torch::jit::Inline(*graph);
  torch::jit::InlineForkWait(graph);
  lower_tuples(graph);
  propagate_constants(graph);
  split_tensor_lists(*graph, *graph->block());
  eliminate_dead_code(*graph);
  eliminate_duplicates(graph);
  spread_constants(*graph);
  canonicalize(graph);
  // The exporter looks twice; the second look finds what the first or the fusion has changed.
  const bool may_fuse = has_any(*graph->block(), {c10::aten::mm});
  const bool changed = has_peephole_work(*graph->block()) && torch::jit::PeepholeOptimize(graph, true);
  if (may_fuse) torch::jit::FuseAddMM(graph);
  if (changed || may_fuse) torch::jit::PeepholeOptimize(graph, true);
  lower_tuples(graph);
}

std::vector<ExportCall> calls_of(const InlinedGraph& inlined, const ModuleTree& tree) {
  std::vector<ExportCall> calls;
  calls.reserve(inlined.frames.size());
  for (const Frame& frame : inlined.frames) {
    const Module& module = tree.modules[static_cast<std::size_t>(frame.module)];
    calls.push_back({module.path, module.type, frame.caller, frame.site});
  }
  return calls;
}

bool may_hold_tensor(const Value& value) {
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

// In eval mode: what torch.nn writes while it trains, and the branches for that, go.
void settle_training(Graph& graph, Block& block) {
  for (Node* node : block.nodes()) {
    for (Block* inner : node->blocks()) settle_training(graph, *inner);
    if (node->kind() != prim::GetAttr || node->s(c10::attr::name) != "training") continue;
    if (node->output()->type()->kind() != c10::TypeKind::BoolType) continue;
    const torch::jit::WithInsertPoint guard(node);
    node->output()->replaceAllUsesWith(graph.insertConstant(false));
  }
}

// Decides about numbers and texts alone, such as an assertion about dimensions: what freezing leaves as it is.
bool has_no_tensor(const Node& node) {
  const auto outputs = node.outputs();
  const auto blocks = node.blocks();
  if (!blocks.empty() && node.kind() != prim::If) return false;
  if (node.kind() == prim::GetAttr || node.kind() == prim::SetAttr) return false;
  return std::none_of(outputs.begin(), outputs.end(), [](const Value* value) { return may_hold_tensor(*value); }) &&
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

// Freezing builds an alias analysis of all modules, again and again: most of the time for a model of thousands of
// modules. Where no attribute is written and nothing is left of control flow it comes to what is done here.
std::optional<ExportPasses> without_freezing(const ExportSource& source) {
  ExportPasses out;
  out.frozen = source.module;
  out.returns = source.module.get_method("forward").function().getSchema().returns().at(0).type();
  const InlinedGraph inlined =
      inline_forward(source.module, source.tree, {InlineFor::exporter, source.max_ops, /*list_copies=*/true});
  out.graph = inlined.graph;
  for (const CopiedValue& copy : inlined.copies) out.copies.push_back({copy.from, copy.to->unique()});
  out.calls = calls_of(inlined, source.tree);
  Block& block = *out.graph->block();
  if (has_any(block, {prim::CallMethod, prim::CallFunction, prim::fork})) return std::nullopt;
  if (has_any(block, {prim::SetAttr})) {
    if (writes_attribute(block, "training")) return std::nullopt;
    settle_training(*out.graph, block);
    propagate_constants(out.graph);
    if (has_any(block, {prim::SetAttr})) return std::nullopt;
  }
  if (!ParameterInputs(out).run_on_unwritten()) return std::nullopt;
  propagate_constants(out.graph);
  if (has_control_flow(block)) {  // what asks whether a parameter is None
    torch::jit::PeepholeOptimize(out.graph, true);
    propagate_constants(out.graph);
    if (has_control_flow(block)) return std::nullopt;
  }
  simplify(out.graph);
  return out;
}

// A method's graph cannot be exchanged, only what stands in it.
void put_into(Graph& graph, Graph& content) {
  graph.block()->clear();
  graph.block()->cloneFrom(content.block(), [](Value* value) { return value; });
}

// Seen with 1.13.1 and 2.6.0: an exception, a node without an input, or, for a batch norm, a model without its weights.
void refuse_lost(const std::string& parameter) {
  if (parameter.empty()) return;
  throw std::runtime_error("the parameter " + parameter +
                           " is lost, for freezing takes it for unused: only the body of a torch.jit.fork reads it");
}

}  // namespace

ExportPasses run_export_passes(const ExportSource& source) {
  if (std::optional<ExportPasses> out = without_freezing(source)) return *std::move(out);
  ExportPasses out;
  torch::jit::Module copy = source.module.clone(/*inplace=*/true);
  copy.eval();
  const torch::jit::Method forward = copy.get_method("forward");
  out.returns = forward.function().getSchema().returns().at(0).type();
  Model facts;
  FactTables tables(facts);
  const ModuleTree tree = read_module_tree(copy, tables);
  const InlinedGraph inlined = inline_forward(copy, tree, {InlineFor::exporter, source.max_ops});
  out.calls = calls_of(inlined, tree);
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

void finish_export_passes(const std::shared_ptr<Graph>& graph) {
  if (!is_straight_and_pure(*graph->block())) {
    torch::jit::ImplicitCastForBinaryInplaceOps(graph->block());
    torch::jit::RemoveTensorMutation(graph);
    torch::jit::RemoveListMutation(graph);
  }
  remove_unused_effects(*graph->block());
}

}  // namespace aimet
