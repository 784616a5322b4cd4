// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/parametrized.hpp"

#include <torch/csrc/jit/api/function_impl.h>

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace aimet {
namespace {

using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;
namespace prim = c10::prim;

constexpr std::string_view kFile = "torch.nn.utils.parametrize.";
constexpr std::string_view kList = "parametrizations";

bool is_from_parametrize(const c10::ClassType& type) {
  return type.name() && type.name()->qualifiedName().find(kFile) != std::string::npos;
}

bool always_raises(const Graph& graph) {
  for (const Node* node : graph.nodes()) {
    if (node->kind() == prim::RaiseException) return true;
  }
  return false;
}

Graph& graph_of(torch::jit::Function& function) { return *torch::jit::toGraphFunction(function).graph(); }

// Replaces the function's body. The new nodes keep the source line of the old body.
class Body {
 public:
  explicit Body(Graph& graph) : graph_(graph), line_(graph.block()->return_node()->sourceRange()) {
    for (const Node* node : graph.nodes()) {
      if (node->kind() == prim::RaiseException) line_ = node->sourceRange();
    }
    graph.block()->removeAllOutputs();
    for (auto node = graph.nodes().rbegin(); node != graph.nodes().rend(); ++node) node.destroyCurrent();
  }

  Value* self() { return graph_.inputs().at(0); }

  Value* attribute(Value* object, const std::string& name) {
    return insert(graph_.createGetAttr(object, name))->output();
  }

  Value* call_forward(Value* module, std::vector<Value*> arguments) {
    arguments.insert(arguments.begin(), module);
    Node* call = graph_.create(prim::CallMethod, arguments);
    call->s_(c10::attr::name, "forward");
    call->output()->setType(
        module->type()->expectRef<c10::ClassType>().getMethod("forward").getSchema().returns()[0].type());
    return insert(call)->output();
  }

  void result(Value* value) { graph_.registerOutput(value); }

 private:
  Node* insert(Node* node) {
    node->setSourceRange(line_);
    return graph_.insertNode(node);
  }

  Graph& graph_;
  torch::jit::SourceRange line_;
};

// ParametrizationList.forward: self[0] takes the original tensor, or all of original0, original1, ...; each further
// parametrization takes the result of the previous one.
void restore_list(const c10::ClassType& type) {
  torch::jit::Function* forward = type.findMethod("forward");
  if (forward == nullptr || !always_raises(graph_of(*forward)) || !type.hasAttribute("0")) return;
  std::vector<std::string> originals;
  if (type.hasAttribute("original")) originals.emplace_back("original");
  for (int i = 0; type.hasAttribute("original" + std::to_string(i)); ++i)
    originals.push_back("original" + std::to_string(i));
  if (originals.empty()) return;

  Body body(graph_of(*forward));
  std::vector<Value*> values;
  for (const std::string& name : originals) values.push_back(body.attribute(body.self(), name));
  for (int i = 0; type.hasAttribute(std::to_string(i)); ++i) {
    values = {body.call_forward(body.attribute(body.self(), std::to_string(i)), values)};
  }
  body.result(values[0]);
}

// The getter of a parametrized tensor: self.parametrizations.weight().
void restore_getters(const c10::ClassType& type) {
  const auto lists = type.findAttribute(std::string(kList));
  const auto list_type = lists ? lists->cast<c10::ClassType>() : nullptr;
  if (!list_type) return;
  for (std::size_t i = 0; i < list_type->numAttributes(); ++i) {
    const std::string& name = list_type->getAttributeName(i);
    torch::jit::Function* getter = type.findMethod("__" + name + "_getter");
    if (getter == nullptr || !list_type->is_module() || !always_raises(graph_of(*getter))) continue;
    Body body(graph_of(*getter));
    Value* lists_value = body.attribute(body.self(), std::string(kList));
    body.result(body.call_forward(body.attribute(lists_value, name), {}));
  }
}

}  // namespace

void restore_parametrizations(const torch::jit::Module& root) {
  std::unordered_set<const c10::ClassType*> seen;
  std::vector<const c10::ClassType*> types;
  for (const torch::jit::Module& module : root.modules()) {
    const c10::ClassType* type = module.type().get();
    if (is_from_parametrize(*type) && seen.insert(type).second) types.push_back(type);
  }
  for (const c10::ClassType* type : types) restore_list(*type);
  for (const c10::ClassType* type : types) restore_getters(*type);
}

}  // namespace aimet
