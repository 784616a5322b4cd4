#include "lib/torch/export_inline.hpp"

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/passes/inliner.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>

namespace aimet {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;
namespace prim = c10::prim;

constexpr int kDeepestCall = 1000;
constexpr std::int64_t kMostNodes = 1'000'000;

// Inlining by LibTorch keeps the last name of a module's path alone.
class Substitution {
 public:
  void run(Graph& graph) {
    paths_[graph.inputs().at(0)] = "";
    visit(*graph.block(), "", 0);
  }

 private:
  void visit(Block& block, const std::string& path, int depth) {
    for (Node* node = block.nodes().front(); node != block.return_node();) {
      Node* next = node->next();
      visit(*node, path, depth);
      node = next;
    }
  }

  void visit(Node& node, const std::string& path, int depth) {
    if (depth > kDeepestCall || ++nodes_ > kMostNodes)
      throw std::runtime_error("its functions call each other too deep");
    if (node.kind() == prim::GetAttr) {
      const auto owner = paths_.find(node.input());
      const std::string& name = node.s(c10::attr::name);
      if (owner != paths_.end()) paths_[node.output()] = owner->second.empty() ? name : owner->second + "." + name;
    }
    if (node.kind() == prim::CallFunction) return call_function(node, path, depth);
    if (node.kind() == prim::CallMethod) return call_method(node, path, depth);
    node.setScope(scope(node, path));
    for (Block* block : node.blocks()) visit(*block, path, depth);
  }

  static torch::jit::ScopePtr scope(Node& node, const std::string& path) {
    return node.owningGraph()->current_scope()->getRoot()->push(c10::Symbol::scope("module:" + path));
  }

  void call_function(Node& node, const std::string& path, int depth) {
    const auto type = node.input(0)->type()->expect<c10::FunctionType>();
    const std::string name = type->function()->qualname().qualifiedName();
    Node* constant = node.input(0)->node();
    node.removeInput(0);
    if (!constant->hasUses()) constant->destroy();
    if (name.find("torch.nn.functional") != std::string::npos && name.find("interpolate") != std::string::npos) {
      Node* op = node.owningGraph()->create(c10::Symbol::fromQualString("aten::__interpolate"), node.inputs(), 1);
      op->insertAfter(&node);
      op->copyMetadata(&node);
      op->setScope(scope(node, path));
      op->output()->copyMetadata(node.output());
      node.output()->replaceAllUsesWith(op->output());
      node.destroy();
      return;
    }
    splice(node, torch::jit::toGraphFunction(*type->function()), path, depth);
  }

  void call_method(Node& node, const std::string& path, int depth) {
    const auto type = node.input(0)->type()->cast<c10::ClassType>();
    if (!type) return;  // an interface: freezing settles it
    torch::jit::GraphFunction* method = torch::jit::tryToGraphFunction(type->getMethod(node.s(c10::attr::name)));
    if (method == nullptr) return;
    const auto self = paths_.find(node.input(0));
    splice(node, *method, self == paths_.end() ? path : self->second, depth);
  }

  // On a copy of the callee: the graphs of free functions belong to the model that was loaded.
  void splice(Node& call, torch::jit::GraphFunction& callee, const std::string& path, int depth) {
    const std::shared_ptr<Graph> body = callee.graph()->copy();
    if (!body->inputs().empty() && !call.inputs().empty() && paths_.count(call.input(0)) != 0) {
      paths_[body->inputs()[0]] = paths_[call.input(0)];
    }
    visit(*body->block(), path, depth + 1);
    torch::jit::inlineCallTo(&call, &callee, body.get());
    forget(*body->block());
  }

  // Addresses are used again once the copy is gone.
  void forget(Block& block) {
    for (Value* input : block.inputs()) paths_.erase(input);
    for (Node* node : block.nodes()) {
      for (Value* output : node->outputs()) paths_.erase(output);
      for (Block* inner : node->blocks()) forget(*inner);
    }
  }

  std::unordered_map<const Value*, std::string> paths_;
  std::int64_t nodes_ = 0;
};

}  // namespace

void inline_for_export(Graph& graph) { Substitution().run(graph); }

}  // namespace aimet
