// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/inline.hpp"

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "lib/model/error.hpp"
#include "lib/torch/callees.hpp"

namespace aimet {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;
namespace prim = c10::prim;

// Whether `method` is a call of the module's forward, which AIMET's hook on the module sees. A trace numbers these
// calls forward, forward1, ...; an overloaded forward (torch.nn.LSTM) is compiled to forward__0, forward__1, ... or
// forward__tensor.
bool is_forward(const std::string& method) {
  if (method.rfind("forward", 0) != 0) return false;
  return method.rfind("forward__", 0) == 0 || method.find_first_not_of("0123456789", 7) == std::string::npos;
}

// The prefix of the scope that names a node's frame: LibTorch's passes copy the scope to the nodes that they make.
constexpr std::string_view kFrameScope = "frame:";

c10::Symbol frame_scope(CallId frame) { return c10::Symbol::scope(std::string(kFrameScope) + std::to_string(frame)); }

// Nodes are always appended to the end of their block: a node inserted before another gets a number between its
// neighbours', and after some forty of these LibTorch renumbers the whole block (1.13.1 to 2.14.1).
class Inliner {
 public:
  Inliner(InlinedGraph& out, const ModuleTree& tree, const InlineOptions& options)
      : out_(out), tree_(tree), options_(options), callees_(options.consumer == InlineFor::checks) {}

  void run(const torch::jit::Module& module) {
    // A pointer: g++ 14 would take a reference for one into the Method, which is destroyed after this line.
    torch::jit::Function* const forward = &module.get_method("forward").function();
    const Callee& root = callee(*forward);
    if (callees_.inlined_size(*forward, options_.max_ops) > options_.max_ops) too_large();
    out_.graph = std::make_shared<Graph>();
    count(root.nodes);
    Values values;
    for (Value* input : root.graph->inputs()) values[input] = out_.graph->addInput()->copyMetadata(input);
    Frame frame;
    frame.module = kRootModule;
    frame.name = "forward";
    frame.block = out_.graph->block();
    const auto inputs = out_.graph->inputs();
    frame.arguments.assign(inputs.begin() + 1, inputs.end());
    out_.module_of[inputs[0]] = kRootModule;
    add_frame(std::move(frame));
    append(*root.graph->block(), {*out_.graph->block(), values, kRootCall, 0});
    for (Value* output : root.graph->outputs()) out_.graph->registerOutput(values.at(output));
    const auto outputs = out_.graph->outputs();
    out_.frames[kRootCall].results.assign(outputs.begin(), outputs.end());
  }

 private:
  // From values of the graph that is read to values of the new graph.
  using Values = std::unordered_map<const Value*, Value*>;

  struct Where {
    Block& block;
    Values& values;
    CallId frame;
    int depth;
  };

  // Appends the nodes of `from` to `where`; replaces calls by the bodies of the functions that they call.
  void append(Block& from, const Where& where) {
    for (Node* node : from.nodes()) {
      if (!append_call(*node, where)) append_copy(*node, where);
    }
  }

  bool append_call(Node& node, const Where& where) {
    if (node.kind() == prim::CallMethod) return append_method(node, where);
    if (node.kind() == prim::CallFunction) return append_function(node, where);
    return false;
  }

  void append_copy(Node& node, const Where& where) {
    const auto copy_of = [&](Value* value) { return where.values.at(value); };
    Node& copy = append_node(out_.graph->createClone(&node, copy_of, /*copy_blocks=*/false), where);
    for (std::size_t i = 0; i < node.outputs().size(); ++i) where.values[node.output(i)] = copy.output(i);
    if (copy.kind() == prim::GetAttr) {
      const ModuleId owner = module_of(copy.input());
      const ModuleId child = owner == kNone ? kNone : tree_.child(owner, copy.s(c10::attr::name));
      if (child != kNone) out_.module_of[copy.output()] = child;
    }
    for (Block* block : node.blocks()) {
      Block* inner = copy.addBlock();
      for (Value* input : block->inputs()) where.values[input] = inner->addInput()->copyMetadata(input);
      append(*block, {*inner, where.values, where.frame, where.depth});
      for (Value* output : block->outputs()) inner->registerOutput(where.values.at(output));
    }
  }

  const Callee& callee(torch::jit::Function& function) {
    const Callee& found = callees_.get(function);
    if (found.had_forks) out_.same_for_exporter = false;
    return found;
  }

  Node& append_node(Node* node, const Where& where) {
    where.block.appendNode(node);
    if (options_.consumer == InlineFor::checks) {
      out_.frame_of[node] = where.frame;
    } else {
      node->setScope(scopes_[where.frame]);
    }
    return *node;
  }

  CallId add_frame(Frame frame) {
    const CallId id = out_.frames.add(std::move(frame));
    if (options_.consumer == InlineFor::exporter) scopes_.push_back(out_.graph->current_scope()->push(frame_scope(id)));
    return id;
  }

  bool append_method(Node& node, const Where& where) {
    const bool is_interface = node.input(0)->type()->kind() == c10::TypeKind::InterfaceType;
    if (is_interface) {
      out_.same_for_exporter = false;
      if (options_.consumer == InlineFor::exporter) return false;  // freezing removes it
    }
    const ModuleId module = module_of(where.values.at(node.input(0)));
    const std::string& name = node.s(c10::attr::name);
    const auto type = module == kNone ? node.input(0)->type()->cast<c10::ClassType>() : tree_.objects[module]->type();
    torch::jit::Function* method = type ? type->findMethod(name) : nullptr;
    if (method == nullptr || torch::jit::tryToGraphFunction(*method) == nullptr) return false;
    Frame frame;
    frame.kind = module != kNone && is_forward(name) ? CallKind::forward : CallKind::method;
    frame.module = module == kNone ? out_.frames[where.frame].module : module;
    frame.name = name;
    std::vector<Value*> inputs = copies_of(node.inputs(), where);
    frame.arguments.assign(inputs.begin() + 1, inputs.end());
    if (is_interface) inputs[0] = cast_to_object(node, module, where);
    inline_call(node, std::move(frame), *method, inputs, where);
    return true;
  }

  bool append_function(Node& node, const Where& where) {
    const auto type = node.input(0)->type()->cast<c10::FunctionType>();
    if (!type || torch::jit::tryToGraphFunction(*type->function()) == nullptr) return false;
    Frame frame;
    frame.kind = CallKind::function;
    frame.module = out_.frames[where.frame].module;
    frame.name = python_class_name(type->function()->qualname().qualifiedName());
    frame.arguments = copies_of(node.inputs().slice(1), where);
    const bool interpolates = is_interpolate(type->function()->qualname().qualifiedName());
    if (interpolates) out_.same_for_exporter = false;
    if (interpolates && options_.consumer == InlineFor::exporter) {
      append_interpolate(node, frame.arguments, where);
    } else {
      const std::vector<Value*> inputs = frame.arguments;
      inline_call(node, std::move(frame), *type->function(), inputs, where);
    }
    return true;
  }

  static bool is_interpolate(const std::string& function) {
    return function.find("torch.nn.functional") != std::string::npos &&
           function.find("interpolate") != std::string::npos;
  }

  // The exporter makes interpolate one op (function_substitution.cpp).
  void append_interpolate(Node& node, const std::vector<Value*>& inputs, const Where& where) {
    Node& op = append_node(out_.graph->create(c10::Symbol::fromQualString("aten::__interpolate"), inputs, 1), where);
    op.setSourceRange(node.sourceRange());
    where.values[node.output()] = op.output()->copyMetadata(node.output());
  }

  static std::vector<Value*> copies_of(at::ArrayRef<Value*> values, const Where& where) {
    std::vector<Value*> copies;
    copies.reserve(values.size());
    for (const Value* value : values) copies.push_back(where.values.at(value));
    return copies;
  }

  // `inputs` are the arguments of the function's graph, `frame.arguments` the same without self.
  void inline_call(Node& node, Frame frame, torch::jit::Function& function, const std::vector<Value*>& inputs,
                   const Where& where) {
    if (where.depth > kDeepestCall) {
      throw RunError(ErrorKind::limit, "its functions call each other more than 1,000 levels deep");
    }
    const Callee& body = callee(function);
    count(body.nodes);
    frame.caller = where.frame;
    frame.block = &where.block;
    frame.site = node.sourceRange();
    for (Value* argument : frame.arguments) {
      if (module_of(argument) != kNone) frame.module_arguments.push_back(module_of(argument));
    }
    const CallId id = add_frame(std::move(frame));
    Values values;
    values.reserve(static_cast<std::size_t>(body.nodes) + inputs.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) values[body.graph->inputs().at(i)] = inputs[i];
    const Where inside{where.block, values, id, where.depth + 1};
    if (options_.consumer == InlineFor::checks)
      append_node(out_.graph->create(enter_call(), 0)->i_(c10::attr::value, id), inside);
    append(*body.graph->block(), inside);
    std::vector<Value*> results;
    for (const Value* output : body.graph->outputs()) results.push_back(values.at(output));
    const std::size_t count = std::min(node.outputs().size(), results.size());
    for (std::size_t i = 0; i < count; ++i) where.values[node.output(i)] = results[i];
    out_.frames[id].results = std::move(results);
  }

  // The value of an attribute whose type is a module interface, cast to the class of its object: only as that class can
  // its slots be read.
  Value* cast_to_object(Node& node, ModuleId module, const Where& where) {
    Node& cast = append_node(out_.graph->create(prim::unchecked_cast, {where.values.at(node.input(0))}), where);
    cast.output()->setType(tree_.objects[module]->type());
    cast.setSourceRange(node.sourceRange());
    out_.module_of[cast.output()] = module;
    return cast.output();
  }

  void count(std::int64_t nodes) {
    total_ += nodes;
    if (total_ > options_.max_ops) too_large();
  }

  [[noreturn]] void too_large() const {
    throw RunError(ErrorKind::limit, "it has more than " + std::to_string(options_.max_ops) +
                                         " ops once its calls are inlined (--max-ops sets the bound)");
  }

  ModuleId module_of(const Value* value) const {
    const auto found = out_.module_of.find(value);
    return found == out_.module_of.end() ? kNone : found->second;
  }

  InlinedGraph& out_;
  const ModuleTree& tree_;
  const InlineOptions options_;
  IdVector<CallId, torch::jit::ScopePtr> scopes_;  // of the frames, for the exporter
  std::int64_t total_ = 0;
  Callees callees_;
};

}  // namespace

c10::Symbol enter_call() {
  static const c10::Symbol symbol = c10::Symbol::fromQualString("aimet::enter_call");
  return symbol;
}

InlinedGraph inline_forward(const torch::jit::Module& module, const ModuleTree& tree, const InlineOptions& options) {
  InlinedGraph out;
  Inliner(out, tree, options).run(module);
  return out;
}

void set_scopes(const InlinedGraph& inlined) {
  const torch::jit::ScopePtr root = inlined.graph->current_scope();
  IdVector<CallId, torch::jit::ScopePtr> scopes(inlined.frames.size());
  for (const auto& [node, frame] : inlined.frame_of) {
    if (frame == kRootCall) continue;
    torch::jit::ScopePtr& scope = scopes[frame];
    if (!scope) scope = root->push(frame_scope(frame));
    node->setScope(scope);
  }
}

CallId frame_by_scope(const Node& node) {
  const torch::jit::ScopePtr scope = const_cast<Node&>(node).scope();
  const std::string name = scope ? scope->name().toUnqualString() : "";
  if (name.rfind(kFrameScope, 0) != 0) return kRootCall;
  return CallId(std::strtol(name.c_str() + kFrameScope.size(), nullptr, 10));
}

}  // namespace aimet
