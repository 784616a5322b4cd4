#include "lib/torch/inline.hpp"

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/passes/inline_fork_wait.h>

#include <algorithm>
#include <utility>

#include "lib/model/error.hpp"

namespace aimet {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;
using torch::jit::Value;
namespace prim = c10::prim;

constexpr int kDeepestCall = 1000;
constexpr std::size_t kMostFunctions = 1'000'000;

bool contains(const Block& block, c10::Symbol kind) {
  for (const Node* node : block.nodes()) {
    if (node->kind() == kind) return true;
    for (const Block* inner : node->blocks()) {
      if (contains(*inner, kind)) return true;
    }
  }
  return false;
}

std::int64_t node_count(const Block& block) {
  std::int64_t count = 0;
  for (const Node* node : block.nodes()) {
    ++count;
    for (const Block* inner : node->blocks()) count += node_count(*inner);
  }
  return count;
}

// The hook that AIMET puts on a module sees every call of its forward. A trace numbers them forward, forward1, ...; an
// overloaded forward (torch.nn.LSTM) is compiled to forward__0, forward__1, ... or forward__tensor.
bool is_forward(const std::string& method) {
  if (method.rfind("forward", 0) != 0) return false;
  return method.rfind("forward__", 0) == 0 || method.find_first_not_of("0123456789", 7) == std::string::npos;
}

// A method's graph without fork and wait, made once; and how many nodes it has.
struct Callee {
  std::shared_ptr<Graph> graph;
  std::int64_t nodes = 0;
};

class Inliner {
 public:
  Inliner(InlinedGraph& out, const ModuleTree& tree, std::int64_t max_ops)
      : out_(out), tree_(tree), max_ops_(max_ops) {}

  void run(const torch::jit::Module& module) {
    // A pointer: g++ 14 takes a reference for one into the Method, which is gone after this line.
    torch::jit::Function* const forward = &module.get_method("forward").function();
    const Callee& root = callee(*forward);
    if (inlined_size(*forward) > max_ops_) too_large();
    out_.graph = root.graph->copy();
    count(root.nodes);
    Frame frame;
    frame.module = 0;
    frame.name = "forward";
    frame.block = out_.graph->block();
    const auto inputs = out_.graph->inputs();
    frame.arguments.assign(inputs.begin() + 1, inputs.end());
    out_.frames.push_back(std::move(frame));
    out_.module_of[inputs[0]] = 0;
    visit(*out_.graph->block(), 0, 0);
    const auto outputs = out_.graph->outputs();
    out_.frames[0].results.assign(outputs.begin(), outputs.end());
  }

 private:
  void visit(Block& block, std::int32_t frame, int depth) {
    for (Node* node = block.nodes().front(); node != block.return_node();) {
      Node* next = node->next();
      visit(*node, frame, depth);
      node = next;
    }
  }

  void visit(Node& node, std::int32_t frame, int depth) {
    out_.frame_of[&node] = frame;
    if (node.kind() == prim::GetAttr) {
      const ModuleId owner = module_of(node.input());
      const ModuleId child = owner == kNone ? kNone : tree_.child(owner, node.s(c10::attr::name));
      if (child != kNone) out_.module_of[node.output()] = child;
    } else if (node.kind() == prim::CallMethod) {
      inline_method(node, frame, depth);
    } else if (node.kind() == prim::CallFunction) {
      inline_function(node, frame, depth);
    } else {
      for (Block* block : node.blocks()) visit(*block, frame, depth);
    }
  }

  void inline_method(Node& node, std::int32_t caller, int depth) {
    const ModuleId module = module_of(node.input(0));
    const std::string& name = node.s(c10::attr::name);
    const auto type = module == kNone ? node.input(0)->type()->cast<c10::ClassType>()
                                      : tree_.objects[static_cast<std::size_t>(module)]->type();
    torch::jit::Function* method = type ? type->findMethod(name) : nullptr;
    if (method == nullptr || torch::jit::tryToGraphFunction(*method) == nullptr) return;
    Frame frame;
    frame.kind = module != kNone && is_forward(name) ? CallKind::forward : CallKind::method;
    frame.module = module == kNone ? out_.frames[static_cast<std::size_t>(caller)].module : module;
    frame.name = name;
    std::vector<Value*> inputs(node.inputs().begin(), node.inputs().end());
    if (node.input(0)->type()->kind() == c10::TypeKind::InterfaceType) inputs[0] = cast_to_object(node, module, caller);
    inline_call(node, std::move(frame), *method, inputs, {caller, depth});
  }

  void inline_function(Node& node, std::int32_t caller, int depth) {
    const auto type = node.input(0)->type()->cast<c10::FunctionType>();
    if (!type || torch::jit::tryToGraphFunction(*type->function()) == nullptr) return;
    Frame frame;
    frame.kind = CallKind::function;
    frame.module = out_.frames[static_cast<std::size_t>(caller)].module;
    frame.name = python_class_name(type->function()->qualname().qualifiedName());
    std::vector<Value*> inputs(node.inputs().begin() + 1, node.inputs().end());
    inputs.insert(inputs.begin(), nullptr);  // no self
    inline_call(node, std::move(frame), *type->function(), inputs, {caller, depth});
  }

  struct Where {
    std::int32_t caller;
    int depth;
  };

  // `inputs[0]` is self, null for a free function.
  void inline_call(Node& node, Frame frame, torch::jit::Function& function, std::vector<Value*> inputs, Where where) {
    if (where.depth > kDeepestCall) {
      throw RunError(error_kind::kLimit, "its functions call each other more than 1,000 levels deep");
    }
    const Callee& body = callee(function);
    count(body.nodes);
    frame.caller = where.caller;
    frame.block = node.owningBlock();
    frame.site = node.sourceRange();
    frame.arguments.assign(inputs.begin() + 1, inputs.end());
    for (Value* argument : frame.arguments) {
      if (module_of(argument) != kNone) frame.module_arguments.push_back(module_of(argument));
    }
    if (inputs[0] == nullptr) inputs.erase(inputs.begin());
    const auto id = static_cast<std::int32_t>(out_.frames.size());
    out_.frames.push_back(std::move(frame));

    torch::jit::WithInsertPoint guard(&node);
    Node* marker = out_.graph->create(enter_call(), 0)->i_(c10::attr::value, id);
    out_.frame_of[out_.graph->insertNode(marker)] = id;
    std::vector<Value*> results = torch::jit::insertGraph(*out_.graph, *body.graph, inputs);
    // As inputs of the call that is about to vanish, they are replaced too when the calls that make them are inlined.
    node.removeAllInputs();
    for (Value* result : results) node.addInput(result);
    for (Node* inner = marker->next(); inner != &node;) {
      Node* next = inner->next();
      visit(*inner, id, where.depth + 1);
      inner = next;
    }
    finish(node, id);
  }

  void finish(Node& node, std::int32_t id) {
    Frame& frame = out_.frames[static_cast<std::size_t>(id)];
    frame.results.assign(node.inputs().begin(), node.inputs().end());
    const std::size_t count = std::min(node.outputs().size(), frame.results.size());
    for (std::size_t i = 0; i < count; ++i) {
      node.output(i)->replaceAllUsesWith(frame.results[i]);
    }
    out_.frame_of.erase(&node);
    node.destroy();
  }

  // An attribute whose type is a module interface holds an object of a class; its slots can be read only as that class.
  Value* cast_to_object(Node& node, ModuleId module, std::int32_t frame) {
    Node* cast = out_.graph->create(prim::unchecked_cast, {node.input(0)})->insertBefore(&node);
    cast->output()->setType(tree_.objects[static_cast<std::size_t>(module)]->type());
    cast->setSourceRange(node.sourceRange());
    out_.frame_of[cast] = frame;
    out_.module_of[cast->output()] = module;
    return cast->output();
  }

  const Callee& callee(torch::jit::Function& function) {
    const auto known = callees_.find(&function);
    if (known != callees_.end()) return known->second;
    std::shared_ptr<Graph> graph = torch::jit::toGraphFunction(function).graph();
    if (contains(*graph->block(), prim::fork)) {
      graph = graph->copy();
      torch::jit::InlineForkWait(graph);
    }
    const std::int64_t nodes = node_count(*graph->block());
    return callees_.emplace(&function, Callee{std::move(graph), nodes}).first->second;
  }

  void count(std::int64_t nodes) {
    total_ += nodes;
    if (total_ > max_ops_) too_large();
  }

  [[noreturn]] void too_large() const {
    throw RunError(error_kind::kLimit, "it has more than " + std::to_string(max_ops_) +
                                           " ops once its calls are inlined (--max-ops sets the bound)");
  }

  // How many nodes the function would come to, as far as types tell which function is called: functions that call each
  // other twice, 40 deep, are known to be too many before the first is inlined. At most max_ops_ + 1.
  std::int64_t inlined_size(torch::jit::Function& function) {
    const auto [known, is_new] = sizes_.emplace(&function, 0);  // 0 while being counted: a call of itself adds nothing
    if (!is_new) return known->second;
    if (sizes_.size() > kMostFunctions || ++counting_ > kDeepestCall) {
      --counting_;
      return 0;
    }
    const std::int64_t size = size_of(*callee(function).graph->block());
    --counting_;
    return sizes_[&function] = size;
  }

  std::int64_t size_of(const Block& block) {
    std::int64_t size = 0;
    for (const Node* node : block.nodes()) {
      ++size;
      if (torch::jit::Function* called = called_function(*node)) size += inlined_size(*called);
      for (const Block* inner : node->blocks()) size += size_of(*inner);
      if (size > max_ops_) return max_ops_ + 1;
    }
    return size;
  }

  static torch::jit::Function* called_function(const Node& node) {
    torch::jit::Function* function = nullptr;
    if (node.kind() == prim::CallFunction) {
      if (const auto type = node.input(0)->type()->cast<c10::FunctionType>()) function = type->function();
    } else if (node.kind() == prim::CallMethod) {
      const auto type = node.input(0)->type()->cast<c10::ClassType>();
      if (type) function = type->findMethod(node.s(c10::attr::name));
    }
    return function != nullptr && torch::jit::tryToGraphFunction(*function) != nullptr ? function : nullptr;
  }

  ModuleId module_of(const Value* value) const {
    const auto found = out_.module_of.find(value);
    return found == out_.module_of.end() ? kNone : found->second;
  }

  InlinedGraph& out_;
  const ModuleTree& tree_;
  const std::int64_t max_ops_;
  std::int64_t total_ = 0;
  int counting_ = 0;  // how deep inlined_size is in itself
  std::unordered_map<const torch::jit::Function*, std::int64_t> sizes_;
  std::unordered_map<const torch::jit::Function*, Callee> callees_;
};

}  // namespace

c10::Symbol enter_call() {
  static const c10::Symbol symbol = c10::Symbol::fromQualString("aimet::enter_call");
  return symbol;
}

InlinedGraph inline_forward(const torch::jit::Module& module, const ModuleTree& tree, std::int64_t max_ops) {
  InlinedGraph out;
  Inliner(out, tree, max_ops).run(module);
  return out;
}

}  // namespace aimet
