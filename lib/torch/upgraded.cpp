// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/upgraded.hpp"

#include <torch/csrc/jit/runtime/operator.h>

#include <algorithm>
#include <string>
#include <unordered_set>

namespace aimet {
namespace {

using torch::jit::Block;
using torch::jit::Node;
using torch::jit::Value;

// Upgraders are compiled from texts inside LibTorch, whose file name is "<string>"; code from the zip has its own file
// name.
bool is_from_upgrader(const Node& node) {
  const torch::jit::SourceRange range = node.sourceRange();
  const auto& source = range.source();
  return source && source->filename() && *source->filename() == "<string>";
}

bool has_source(const Node& node) { return node.sourceRange().source() != nullptr; }

bool is_constant(const Node& node) { return node.kind() == c10::prim::Constant; }

// "div_Tensor_0_3", for aten::div.Tensor of file versions 0 to 3; "" if the text is not a function.
std::string upgrader_name(const Node& node) {
  const std::string text = node.sourceRange().source()->text_str().str();
  const std::size_t def = text.find("def ");
  const std::size_t end = def == std::string::npos ? def : text.find('(', def);
  return end == std::string::npos ? "" : text.substr(def + 4, end - def - 4);
}

// The operator whose name is the longest prefix of `name`; nullopt if there is none.
std::optional<c10::Symbol> operator_of(std::string name) {
  while (!name.empty()) {
    const c10::Symbol symbol = c10::Symbol::fromQualString("aten::" + name);
    if (!torch::jit::getAllOperatorsFor(symbol).empty()) return symbol;
    const std::size_t underscore = name.find_last_of('_');
    name.resize(underscore == std::string::npos ? 0 : underscore);
  }
  return std::nullopt;
}

bool are_alike(const Node& a, const Node& b) { return a.kind() == b.kind() && a.sourceRange() == b.sourceRange(); }

// The nodes of the upgraded op that begins at `first`. No upgrader contains a node twice: the next call begins where
// one repeats.
std::vector<Node*> nodes_of_one(Node& first) {
  std::vector<Node*> nodes;
  std::size_t known = 0;  // one past the last node that certainly belongs to it
  const Node* end = first.owningBlock()->return_node();
  for (Node* node = &first; node != end; node = node->next()) {
    if (is_constant(*node)) continue;
    const bool is_part = is_from_upgrader(*node);
    if (!is_part && has_source(*node)) break;
    if (is_part && node->sourceRange().source() != first.sourceRange().source()) break;
    const auto is_again = [&](const Node* earlier) { return are_alike(*earlier, *node); };
    if (is_part && std::any_of(nodes.begin(), nodes.end(), is_again)) break;
    nodes.push_back(node);
    if (is_part) known = nodes.size();
  }
  nodes.resize(known);
  return nodes;
}

void collect(Node& node, std::vector<Node*>& all) {
  all.push_back(&node);
  for (Block* block : node.blocks()) {
    for (Node* inner : block->nodes()) collect(*inner, all);
  }
}

bool is_inside(const Value& value, const std::unordered_set<const Node*>& nodes) {
  const Node* node = value.node();
  if (nodes.count(node) != 0) return true;
  return node->kind() == c10::prim::Param && node->owningBlock()->owningNode() != nullptr &&
         nodes.count(node->owningBlock()->owningNode()) != 0;
}

// [start, end) of a call in the code; `end` is after its closing parenthesis. Ops are created in the order of the ends.
struct Span {
  std::size_t start;
  std::size_t end;
};

std::size_t end_of_call(const std::string& code, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < code.size(); ++at) {
    if (code[at] == '(') ++depth;
    if (code[at] == ')' && --depth == 0) return at + 1;
  }
  return code.size();
}

// A node's range covers only the name that is called.
Span span_of(const Node& node, const std::string& code) {
  const torch::jit::SourceRange range = node.sourceRange();
  const bool calls = range.end() < code.size() && code[range.end()] == '(';
  return {range.start(), calls ? end_of_call(code, range.end()) : range.end()};
}

// All calls of the operator in the function that contains the offset `inside`, sorted by their ends.
std::vector<Span> calls_in_function(const std::string& code, const std::string& name, std::size_t inside) {
  const std::size_t def = code.rfind("def ", inside);
  const std::size_t first = def == std::string::npos ? 0 : def;
  const std::size_t last = std::min(code.find("\ndef ", inside), code.find("\n  def ", inside));
  const std::string called = "torch." + name + "(";
  std::vector<Span> calls;
  for (std::size_t at = code.find(called, first); at < std::min(last, code.size()); at = code.find(called, at + 1))
    calls.push_back({at, end_of_call(code, at + called.size() - 1)});
  std::sort(calls.begin(), calls.end(), [](const Span& a, const Span& b) { return a.end < b.end; });
  return calls;
}

}  // namespace

std::optional<UpgradedOp> upgraded_op(Node& node) {
  if (is_constant(node) || !is_from_upgrader(node)) return std::nullopt;
  const auto kind = operator_of(upgrader_name(node));
  if (!kind) return std::nullopt;
  UpgradedOp op{*kind, nodes_of_one(node), {}};
  std::vector<Node*> all;
  for (Node* part : op.nodes) collect(*part, all);
  const std::unordered_set<const Node*> inside(all.begin(), all.end());
  // A branch of the upgrader that calls the operator itself passes the arguments in the user's order: its nodes come
  // first. Without one, the arguments are in the order in which the upgrader uses them.
  std::stable_sort(all.begin(), all.end(),
                   [&](const Node* a, const Node* b) { return (a->kind() == *kind) > (b->kind() == *kind); });
  for (Node* part : all) {
    for (Value* input : part->inputs()) {
      const bool is_own =
          is_inside(*input, inside) || (is_constant(*input->node()) && is_from_upgrader(*input->node()));
      if (!is_own && std::find(op.inputs.begin(), op.inputs.end(), input) == op.inputs.end())
        op.inputs.push_back(input);
    }
  }
  return op;
}

namespace {

std::size_t upgraded_between(Node* node, const Node* end, c10::Symbol kind,
                             const std::function<bool(Node*)>& is_same_call) {
  std::size_t count = 0;
  while (node != end) {
    const auto op = upgraded_op(*node);
    if (op && op->kind == kind && is_same_call(node)) ++count;
    node = op ? op->nodes.back()->next() : node->next();
  }
  return count;
}

}  // namespace

torch::jit::SourceRange call_of_upgraded(const UpgradedOp& op, const std::function<bool(Node*)>& is_same_call) {
  Node* const front = op.nodes.front();
  const auto is_of_call = [&](Node* node) {
    return !is_constant(*node) && has_source(*node) && !is_from_upgrader(*node) && is_same_call(node);
  };
  const Node* const none = front->owningBlock()->return_node();  // both ends of the block's node list
  Node* before = front->prev();
  while (before != none && !is_of_call(before)) before = before->prev();
  Node* after = op.nodes.back()->next();
  while (after != none && !is_of_call(after)) after = after->next();
  const bool has_before = before != none;
  if (!has_before && after == none) return {};
  // The number of upgraded ops of this kind between the previous node with a known place and this op, and between this
  // op and the next such node.
  const std::size_t earlier = upgraded_between(before->next(), front, op.kind, is_same_call);
  const std::size_t later = upgraded_between(op.nodes.back()->next(), after, op.kind, is_same_call);

  const torch::jit::SourceRange known = (has_before ? before : after)->sourceRange();
  const std::string code = known.source()->text_str().str();
  const std::vector<Span> calls = calls_in_function(code, op.kind.toUnqualString(), known.start());
  const std::size_t bound = span_of(has_before ? *before : *after, code).end;
  const auto past = static_cast<std::size_t>(
      std::count_if(calls.begin(), calls.end(), [&](const Span& call) { return call.end <= bound; }));
  const std::size_t wanted = has_before ? past + earlier : past - std::min(past, later + 1);
  if (wanted >= calls.size()) return {};
  return torch::jit::SourceRange(known.source(), calls[wanted].start, calls[wanted].end);
}

}  // namespace aimet
