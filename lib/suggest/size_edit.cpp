// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/size_edit.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "lib/edit/refusal.hpp"
#include "lib/edit/signatures.hpp"
#include "lib/model/python_number.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;

// The operator of the op in Python; empty if it has none. Scripts and exported programs contain an op on numbers, such
// as "aten::floordiv".
std::string_view sign_of(const Group& group) {
  const std::string& kind = *group.findings.front()->op_kind;
  return binary_sign(overloaded_operator(kind).value_or(std::string_view(kind).substr(kind.rfind(':') + 1)));
}

class SizeEditor {
 public:
  SizeEditor(PythonFile& file, const Group& group)
      : file_(file), statement_(file.statement_of(group.findings.front()->sources.front())), sign_(sign_of(group)) {}

  void edit() {
    const PythonExpressions& tree = file_.tree_of(statement_);
    bool found = false;
    for (NodeId id = 0; id < tree.nodes.size(); ++id) {
      if (tree.nodes[id].kind != Kind::binary || tree.nodes[id].word != sign_) continue;
      found = true;
      if (tree.nodes[id].may_repeat) throw Refusal{"it is in a comprehension or a lambda"};
      if (!take(statement_, id)) take_uses();
    }
    if (sign_.empty() || !found) throw Refusal{"its line does not show the arithmetic"};
    for (const NodePlace& argument : arguments_)
      file_.rewrite_of(argument.statement).nodes[argument.node] = {"-1", {}, true, ""};
    if (is_unused_) file_.rewrite().removed.insert(statement_);
  }

 private:
  std::optional<NodeId> parent(const PythonExpressions& tree, NodeId child) const {
    for (NodeId id = 0; id < tree.nodes.size(); ++id) {
      const auto& children = tree.nodes[id].children;
      if (std::find(children.begin(), children.end(), child) != children.end()) return id;
    }
    return std::nullopt;
  }

  bool is_reshape(StatementId statement, const PythonExpressions& tree, NodeId callee) const {
    const PythonNode& node = tree.nodes[callee];
    if (node.kind != Kind::attribute || (node.word != "view" && node.word != "reshape")) return false;
    const std::string path = file_.scopes().resolved(statement, dotted(tree, callee));
    const bool is_method = path.empty() && dotted(tree, node.children[0]) != "self";
    return is_method || path == "torch.reshape";
  }

  // The reshape that has the argument as one of its sizes: x.view(a, b), x.view((a, b)), torch.reshape(x, (a, b)).
  // nullopt if there is none.
  std::optional<NodeId> reshape_around(StatementId statement, const PythonExpressions& tree, NodeId argument) const {
    auto around = parent(tree, argument);
    if (around && (tree.nodes[*around].kind == Kind::tuple || tree.nodes[*around].kind == Kind::list)) {
      argument = *around;
      around = parent(tree, argument);
      if (around && tree.nodes[*around].kind == Kind::group) around = parent(tree, argument = *around);
    }
    if (!around || tree.nodes[*around].kind != Kind::call) return std::nullopt;
    const PythonNode& call = tree.nodes[*around];
    if (call.children.front() == argument || !is_reshape(statement, tree, call.children.front())) return std::nullopt;
    return around;
  }

  // Whether the expression consists of sizes, numbers and arithmetic, so that nothing is lost if it is not evaluated.
  static bool is_arithmetic(const PythonExpressions& tree, NodeId id) {
    const PythonNode& node = tree.nodes[id];
    if (node.kind == Kind::call) {
      const PythonNode& callee = tree.nodes[node.children.front()];
      const bool is_size = callee.kind == Kind::attribute && callee.word == "size";
      if (!is_size && !(callee.kind == Kind::name && callee.word == "int")) return false;
    }
    if (node.kind == Kind::other || node.kind == Kind::tuple || node.kind == Kind::list) return false;
    return std::all_of(node.children.begin(), node.children.end(),
                       [&](NodeId child) { return is_arithmetic(tree, child); });
  }

  static bool is_minus_one(const PythonExpressions& tree, NodeId id) {
    const PythonNode& node = tree.nodes[without_group(tree, id)];
    return node.kind == Kind::unary && node.word == "-";
  }

  // Throws Refusal unless the other sizes of the reshape are all written there and none of them is or becomes -1.
  void must_be_alone(const NodePlace& argument, NodeId reshape) {
    const PythonExpressions& tree = file_.tree_of(argument.statement);
    std::vector<NodeId> sizes;
    const PythonNode& call = tree.nodes[reshape];
    for (const std::string& keyword : call.keywords)
      if (!keyword.empty()) throw Refusal{"the reshape takes arguments by keyword"};
    for (const NodeId child : call.children) {
      const PythonNode& node = tree.nodes[without_group(tree, child)];
      const bool is_list = node.kind == Kind::tuple || node.kind == Kind::list;
      if (is_list)
        sizes.insert(sizes.end(), node.children.begin(), node.children.end());
      else if (child != call.children.front())
        sizes.push_back(child);
    }
    const auto& changed = file_.rewrite_of(argument.statement).nodes;
    for (const NodeId size : sizes) {
      if (size == argument.node) continue;
      const bool planned = std::any_of(arguments_.begin(), arguments_.end(), [&](const NodePlace& other) {
        return other.statement == argument.statement && other.node == size;
      });
      if (planned || is_minus_one(tree, size) || changed.count(size) > 0)
        throw Refusal{"only one size of a reshape can be -1"};
      if (tree.nodes[size].kind == Kind::other) throw Refusal{"the reshape's sizes are not all written there"};
    }
  }

  // Whether the node is only used for one size of a reshape. If so, that size will become -1.
  bool take(StatementId statement, NodeId node) {
    const PythonExpressions& tree = file_.tree_of(statement);
    for (std::optional<NodeId> at = node; at; at = parent(tree, *at)) {
      const auto reshape = reshape_around(statement, tree, *at);
      if (!reshape) continue;
      if (!is_arithmetic(tree, *at)) return false;
      if (tree.nodes[*at].may_repeat) throw Refusal{"it is in a comprehension or a lambda"};
      must_be_alone({statement, *at}, *reshape);
      arguments_.push_back({statement, *at});
      return true;
    }
    return false;
  }

  // For `n = h // 2`, if each use of n is a size of a reshape: these sizes will become -1, and the statement is
  // removed. Throws Refusal if there is another use.
  void take_uses() {
    const PythonExpressions& tree = file_.tree_of(statement_);
    const bool is_plain = tree.assignment == "=" && tree.roots.size() == 2 &&
                          tree.nodes[tree.roots[0]].kind == Kind::name && is_arithmetic(tree, tree.roots[1]);
    const Scope& function = file_.scopes().of(statement_);
    if (!is_plain || function.kind != Scope::Kind::function) throw Refusal{"more than a reshape needs the result"};
    const std::string name = tree.nodes[tree.roots[0]].word;
    const auto bound = function.bindings.find(name);
    if (bound == function.bindings.end() || bound->second.size() != 1)
      throw Refusal{name + " is assigned more than once"};
    std::size_t uses = 0;
    for (StatementId id = function.body.first; id < function.body.last; ++id)
      if (id != statement_) uses += take_uses_in(id, name);
    if (uses == 0) throw Refusal{"more than a reshape needs the result"};
    must_leave_a_block();
    is_unused_ = true;
  }

  std::size_t take_uses_in(StatementId id, const std::string& name) {
    const PythonText& python = file_.python();
    std::size_t words = 0;
    for (std::size_t i = 0; i < python.statements[id].tokens.size(); ++i)
      words += python.word(id, i) == name && (i == 0 || python.word(id, i - 1) != ".") ? 1 : 0;
    if (words == 0) return 0;
    const auto refuse = [] { throw Refusal{"more than a reshape needs the result"}; };
    if (file_.scopes().index_of(id) != file_.scopes().index_of(statement_)) refuse();
    const PythonExpressions& tree = file_.tree_of(id);
    std::vector<NodeId> uses;
    for (NodeId node = 0; node < tree.nodes.size(); ++node)
      if (tree.nodes[node].kind == Kind::name && tree.nodes[node].word == name) uses.push_back(node);
    if (uses.size() != words) refuse();
    for (const NodeId use : uses)
      if (!is_taken(id, use) && !take(id, use)) refuse();
    return uses.size();
  }

  // Whether a size that will become -1 already contains the node, as in n * n.
  bool is_taken(StatementId statement, NodeId node) const {
    const PythonExpressions& tree = file_.tree_of(statement);
    for (std::optional<NodeId> at = node; at; at = parent(tree, *at))
      for (const NodePlace& argument : arguments_)
        if (argument.statement == statement && argument.node == *at) return true;
    return false;
  }

  // Throws Refusal if the assignment shares its line, or if its block would have no statement left, which Python does
  // not allow.
  void must_leave_a_block() const {
    const auto& statements = file_.python().statements;
    const PythonStatement& own = statements[statement_];
    const auto is_sibling = [&](StatementId id) {
      return id < statements.size() && !statements[id].is_inline && statements[id].indent == own.indent;
    };
    const bool has_sibling = is_sibling(statement_ + 1) || (statement_ > 0 && is_sibling(statement_ - 1));
    const bool shares_line =
        own.is_inline || (statement_ + 1 < statements.size() && statements[statement_ + 1].first_line == own.last_line);
    if (shares_line || !has_sibling) throw Refusal{"the assignment is not on a line of its own"};
  }

  PythonFile& file_;
  StatementId statement_;
  std::string_view sign_;
  // Sizes in x.reshape(...) or x.view(...) that will become -1: PyTorch infers them from the number of elements.
  std::vector<NodePlace> arguments_;
  bool is_unused_ = false;
};

}  // namespace

void edit_size(EditedFile& of, const Group& group) { SizeEditor(of.file, group).edit(); }

void pin_size(EditedFile& of, const Group& group) {
  const Finding& finding = *group.findings.front();
  PythonFile& file = of.file;
  const StatementId statement = file.statement_of(finding.sources.front());
  const std::string_view sign = sign_of(group);
  StatementRewrite& rewrite = file.rewrite_of(statement);
  const PythonExpressions& tree = rewrite.tree;
  std::vector<NodeId> sizes;
  std::size_t found = 0;
  for (NodeId id = 0; id < tree.nodes.size(); ++id) {
    const PythonNode& node = tree.nodes[id];
    if (node.kind != Kind::binary || node.word != sign) continue;
    if (node.may_repeat) throw Refusal{"it is in a comprehension or a lambda, and runs once for each element"};
    ++found;
    for (const NodeId child : node.children) {
      const Kind operand = tree.nodes[without_group(tree, child)].kind;
      const bool is_value =
          operand == Kind::name || operand == Kind::subscript || operand == Kind::attribute || operand == Kind::call;
      if (is_value) sizes.push_back(without_group(tree, child));
    }
  }
  if (sign.empty() || found == 0 || sizes.empty()) throw Refusal{"the sizes that it computes with are not plain names"};
  for (const NodeId id : sizes) {
    const PythonNode& node = tree.nodes[id];
    if (node.kind == Kind::call && dotted(tree, node.children[0]) == "int") continue;
    rewrite.wrappers[id] = "int";
  }
}

}  // namespace aimet
