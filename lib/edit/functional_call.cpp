#include "lib/edit/functional_call.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "lib/edit/refusal.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;
using Arguments = std::vector<NodeRewrite::Argument>;

// Other names in Python for an op: torch.nn.functional's own, and torch's aliases.
constexpr std::pair<std::string_view, std::string_view> kAliases[] = {
    {"cat", "concat"},     {"cat", "concatenate"},        {"div", "true_divide"},
    {"div", "divide"},     {"mul", "multiply"},           {"sub", "subtract"},
    {"hardtanh", "relu6"}, {"log_sigmoid", "logsigmoid"}, {"feature_dropout", "dropout2d"},
    {"clamp", "clip"},
};

constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
    {"add", "+"}, {"sub", "-"}, {"mul", "*"}, {"div", "/"}, {"matmul", "@"}};

// AIMET's modules for these hand all that they are called with on to the function.
constexpr std::array<std::string_view, 21> kPassedOn = {
    "add", "sub", "mul", "div", "matmul", "bmm",   "abs",    "exp",   "sqrt",    "log",    "sin",
    "cos", "erf", "pow", "sum", "prod",   "where", "square", "rsqrt", "maximum", "minimum"};

template <typename Range, typename T>
bool holds(const Range& range, const T& value) {
  return std::find(std::begin(range), std::end(range), value) != std::end(range);
}

bool is_name_of(const Functional& functional, std::string word) {
  if (functional.in_place && !word.empty() && word.back() == '_') word.pop_back();
  return word == functional.op || holds(kAliases, std::pair<std::string_view, std::string_view>(functional.op, word));
}

std::string_view sign_of(const Functional& functional) {
  for (const auto& [op, sign] : kSigns)
    if (op == functional.op) return sign;
  return "";
}

class Finder {
 public:
  Finder(const PythonExpressions& tree, const Functional& functional)
      : tree_(tree),
        functional_(functional),
        is_layer_(functional.constructor.rfind("torch.nn.", 0) == 0),
        is_concat_(functional.op == "cat") {}

  std::vector<FunctionalCall> find() {
    if (const auto whole = assignment()) found_.push_back(*whole);
    for (NodeId id = 0; id < tree_.nodes.size(); ++id) visit(id);
    std::sort(found_.begin(), found_.end(), [&](const FunctionalCall& a, const FunctionalCall& b) {
      return std::pair(tree_.nodes[a.node].begin, a.node) < std::pair(tree_.nodes[b.node].begin, b.node);
    });
    return std::move(found_);
  }

 private:
  const PythonNode& at(NodeId id) const { return tree_.nodes[id]; }

  bool needs_assignment() const { return functional_.in_place && !is_layer_; }

  std::optional<FunctionalCall> assignment() const {
    if (!needs_assignment() || sign_of(functional_).empty()) return std::nullopt;
    if (tree_.assignment != std::string(sign_of(functional_)) + "=" || tree_.roots.size() != 2) return std::nullopt;
    if (at(tree_.roots[0]).kind != Kind::name) throw Refusal{"what is written into is not a plain local name"};
    return FunctionalCall{tree_.roots[1], {}, true};
  }

  void visit(NodeId id) {
    const PythonNode& node = at(id);
    if (node.kind == Kind::binary && !is_layer_ && !functional_.in_place && node.word == sign_of(functional_)) {
      found_.push_back({id, operands(node.children[0], node.children[1]), false});
      return;
    }
    if (node.kind != Kind::call) return;
    const PythonNode& callee = at(node.children[0]);
    if (callee.kind != Kind::attribute || !is_name_of(functional_, callee.word)) return;
    const std::string base = dotted(tree_, callee.children[0]);
    if (base == "self" || base.rfind("self.", 0) == 0) return;  // a module, most likely
    if (needs_assignment()) throw Refusal{"it writes into its input"};
    Arguments arguments;
    std::vector<std::string> keywords = node.keywords;
    const bool is_function = base == "F" || base == "functional" || base == "torch" || base == "torch.functional" ||
                             base == "nn.functional" || base == "torch.nn.functional";
    if (!is_function) {
      arguments.push_back({"", callee.children[0]});
      keywords.insert(keywords.begin(), "");
    }
    for (std::size_t i = 1; i < node.children.size(); ++i) arguments.push_back({"", node.children[i]});
    found_.push_back({id, module_arguments(std::move(arguments), keywords), false});
  }

  Arguments operands(NodeId left, NodeId right) const {
    // torch.sub and torch.div, which AIMET's modules call, want a tensor first.
    if (functional_.op != "add" && functional_.op != "mul" && is_literal(tree_, left))
      throw Refusal{"its first operand is a number"};
    return {{"", left}, {"", right}};
  }

  // What the module is to be called with, of all that the function was called with.
  Arguments module_arguments(Arguments arguments, const std::vector<std::string>& keywords) const {
    if (arguments.empty() || !(keywords[0].empty() || keywords[0] == "input" || keywords[0] == "tensors"))
      throw Refusal{"its first argument is not the tensor"};
    if (is_concat_) return elements(arguments, keywords);
    if (is_layer_) return only_the_tensor(std::move(arguments), keywords);
    if (!holds(kPassedOn, functional_.op)) throw Refusal{"AIMET's module takes its arguments in another form"};
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (!keywords[i].empty() && keywords[i] != "dim" && keywords[i] != "keepdim")
        throw Refusal{"it is called with " + keywords[i]};
      if (!keywords[i].empty()) arguments[i].before = keywords[i] + "=";
    }
    if (arguments.size() == 2 && keywords[1].empty()) return operands(arguments[0].node, arguments[1].node);
    return arguments;
  }

  void must_be_constant(const Arguments& arguments) const {
    for (std::size_t i = 1; i < arguments.size(); ++i)
      if (!is_constant(arguments[i].node)) throw Refusal{"an argument of the call is no literal"};
  }

  bool is_constant(NodeId id) const {
    if (is_literal(tree_, id) || dotted(tree_, id) == "self.training") return true;
    // A weight that is made anew at each call: no trained one is lost.
    const std::string callee = at(id).kind == Kind::call ? dotted(tree_, at(id).children[0]) : "";
    return callee == "torch.randn" || callee == "torch.rand";
  }

  Arguments only_the_tensor(Arguments arguments, const std::vector<std::string>& keywords) const {
    must_be_constant(arguments);
    const auto by_mode = [&](const NodeRewrite::Argument& a) { return dotted(tree_, a.node) == "self.training"; };
    if (functional_.op.find("dropout") != std::string::npos &&
        std::none_of(arguments.begin() + 1, arguments.end(), by_mode))
      throw Refusal{"it drops in evaluation too, and the module would not"};
    if (std::any_of(keywords.begin(), keywords.end(), [](const std::string& k) { return !k.empty() && k[0] == '*'; }))
      throw Refusal{"an argument of the call is no literal"};
    arguments.resize(1);
    return arguments;
  }

  Arguments elements(const Arguments& arguments, const std::vector<std::string>& keywords) const {
    must_be_constant(arguments);
    for (std::size_t i = 1; i < arguments.size(); ++i)
      if (!keywords[i].empty() && keywords[i] != "dim" && keywords[i] != "axis")
        throw Refusal{"it is called with " + keywords[i]};
    const PythonNode& list = at(arguments[0].node);
    if (list.kind != Kind::list && list.kind != Kind::tuple) return {{"*", arguments[0].node}};
    Arguments out;
    for (const NodeId element : list.children) {
      const bool unpacked = at(element).kind == Kind::other && at(element).word == "*";
      out.push_back({unpacked ? "*" : "", unpacked ? at(element).children[0] : element});
    }
    return out;
  }

  const PythonExpressions& tree_;
  const Functional& functional_;
  bool is_layer_;
  bool is_concat_;
  std::vector<FunctionalCall> found_;
};

[[noreturn]] void refuse_constructor() { throw Refusal{"the constructor is not one of torch.nn's or AIMET's"}; }

}  // namespace

std::vector<FunctionalCall> find_functional(const PythonExpressions& tree, const Functional& functional) {
  return Finder(tree, functional).find();
}

void check_constructor(const std::string& constructor) {
  const PythonText python = read_python(constructor);
  if (python.statements.size() != 1) refuse_constructor();
  const auto tree = parse_statement(python, python.statements[0]);
  if (!tree || tree->roots.size() != 1 || !tree->keyword.empty()) refuse_constructor();
  const PythonNode& call = tree->nodes[tree->roots[0]];
  if (call.kind != Kind::call) refuse_constructor();
  const std::string name = dotted(*tree, call.children[0]);
  if (name.rfind("torch.nn.", 0) != 0 && name.rfind("aimet_torch.", 0) != 0) refuse_constructor();
  for (std::size_t i = 1; i < call.children.size(); ++i)
    if (!is_literal(*tree, call.children[i]) || call.keywords[i - 1].find('*') != std::string::npos)
      refuse_constructor();
}

}  // namespace aimet
