// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/rewrite.hpp"

#include <algorithm>

namespace aimet {
namespace {

class Renderer {
 public:
  Renderer(const PythonText& python, const StatementRewrite& rewrite) : python_(python), rewrite_(rewrite) {}

  std::string node(NodeId id) const {
    const auto changed = rewrite_.nodes.find(id);
    const std::string text = changed == rewrite_.nodes.end() ? unchanged(id) : called(changed->second);
    const auto wrapper = rewrite_.wrappers.find(id);
    return wrapper == rewrite_.wrappers.end() ? text : wrapper->second + "(" + text + ")";
  }

  std::string statement(const PythonStatement& statement) const {
    const auto& roots = rewrite_.tree.roots;
    if (!rewrite_.callee_of_assignment.empty()) {
      const std::string target = node(roots[0]);
      return target + " = " + rewrite_.callee_of_assignment + "(" + target + ", " + node(roots[1]) + ")";
    }
    return around(statement.tokens.front().begin, statement.tokens.back().end, roots);
  }

 private:
  std::string unchanged(NodeId id) const {
    const PythonNode& node = rewrite_.tree.nodes[id];
    if (node.kind == PythonNode::Kind::group && becomes_call(node.children.front()) && !has_comment(node))
      return this->node(node.children.front());
    if (const auto more = rewrite_.first_arguments.find(id); more != rewrite_.first_arguments.end()) {
      const std::size_t end = rewrite_.tree.nodes[node.children.front()].end;
      const std::size_t open = python_.text.find('(', end) + 1;
      const std::string rest = around(open, node.end, {node.children.begin() + 1, node.children.end()});
      const std::string callee = this->node(node.children.front()) + python_.text.substr(end, open - end);
      if (node.children.size() == 1) return callee + more->second + rest;
      // If the other arguments begin on a new line, the added one gets a line of its own.
      const bool breaks = rest.front() == '\n' || rest.front() == '\r';
      const std::string before = breaks ? rest.substr(0, rest.find_first_not_of(" \t\r\n")) : "";
      return callee + before + more->second + (breaks ? "," : ", ") + rest;
    }
    return around(node.begin, node.end, node.children);
  }

  bool has_comment(const PythonNode& node) const {
    return python_.text.substr(node.begin, node.end - node.begin).find('#') != std::string::npos;
  }

  // Whether the node is replaced by a call, which needs no parentheses around it.
  bool becomes_call(NodeId id) const {
    const auto changed = rewrite_.nodes.find(id);
    return changed != rewrite_.nodes.end() && !changed->second.is_text;
  }

  // The text from `begin` to `end`, with the nodes `ids` in it rewritten.
  std::string around(std::size_t begin, std::size_t end, std::vector<NodeId> ids) const {
    const auto& nodes = rewrite_.tree.nodes;
    std::sort(ids.begin(), ids.end(), [&](NodeId a, NodeId b) { return nodes[a].begin < nodes[b].begin; });
    std::string out;
    for (const NodeId id : ids) {
      out += copy(begin, nodes[id].begin) + node(id);
      begin = nodes[id].end;
    }
    return out + copy(begin, end);
  }

  // The text from `begin` to `end`, with the insertions.
  std::string copy(std::size_t begin, std::size_t end) const {
    std::string out;
    for (auto next = rewrite_.insertions.lower_bound(begin); next != rewrite_.insertions.end() && next->first < end;
         ++next) {
      out += python_.text.substr(begin, next->first - begin) + next->second;
      begin = next->first;
    }
    return out + python_.text.substr(begin, end - begin);
  }

  std::string called(const NodeRewrite& rewrite) const {
    if (rewrite.is_text) return rewrite.callee;
    std::string out = rewrite.callee + "(";
    for (std::size_t i = 0; i < rewrite.arguments.size(); ++i)
      out += (i == 0 ? "" : ", ") + rewrite.arguments[i].before + argument(rewrite.arguments[i].node) +
             rewrite.arguments[i].after;
    return out + ")";
  }

  // The argument without the parentheses around it. They stay around a generator, a conditional or a lambda.
  std::string argument(NodeId id) const {
    const NodeId inner = without_group(rewrite_.tree, id);
    return node(rewrite_.tree.nodes[inner].kind == PythonNode::Kind::other ? id : inner);
  }

  const PythonText& python_;
  const StatementRewrite& rewrite_;
};

// The line that contains the byte: its begin and its leading white space.
std::pair<std::size_t, std::string> line_of(const std::string& text, std::size_t at) {
  const std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
  const std::size_t code = text.find_first_not_of(" \t", begin);
  return {begin, text.substr(begin, code - begin)};
}

class Applier {
 public:
  Applier(const PythonText& python, const FileRewrite& rewrite)
      : python_(python), rewrite_(rewrite), ending_(python.text.find("\r\n") == std::string::npos ? "\n" : "\r\n") {}

  std::string apply() {
    for (StatementId id = 0; id < python_.statements.size(); ++id) statement(id);
    copy_to(python_.text.size());
    return std::move(out_);
  }

 private:
  void copy_to(std::size_t end) {
    for (; next_ != rewrite_.insertions.end() && next_->first < end; ++next_) {
      out_ += python_.text.substr(at_, next_->first - at_) + next_->second;
      at_ = next_->first;
    }
    out_ += python_.text.substr(at_, end - at_);
    at_ = end;
  }

  void statement(StatementId id) {
    const auto& tokens = python_.statements[id].tokens;
    const std::size_t first = tokens.front().begin;
    if (const auto added = rewrite_.lines_before.find(id); added != rewrite_.lines_before.end()) {
      copy_to(line_of(python_.text, first).first);
      for (const std::string& line : added->second) out_ += line + ending_;
    }
    if (rewrite_.removed.count(id) > 0) {
      copy_to(line_of(python_.text, first).first);
      at_ = std::min(python_.text.find('\n', tokens.back().end), python_.text.size() - 1) + 1;
    } else if (const auto changed = rewrite_.statements.find(id);
               changed != rewrite_.statements.end() && changed->second.changes()) {
      copy_to(first);
      out_ += Renderer(python_, changed->second).statement(python_.statements[id]);
      at_ = tokens.back().end;
    }
    if (const auto added = rewrite_.lines_after.find(id); added != rewrite_.lines_after.end()) {
      const std::size_t line_end = std::min(python_.text.find('\n', tokens.back().end), python_.text.size());
      copy_to(line_end > at_ && python_.text[line_end - 1] == '\r' ? line_end - 1 : line_end);
      for (const std::string& line : added->second) out_ += ending_ + line;
    }
  }

  const PythonText& python_;
  const FileRewrite& rewrite_;
  std::string ending_;
  std::string out_;
  std::size_t at_ = 0;
  std::map<std::size_t, std::string>::const_iterator next_ = rewrite_.insertions.begin();
};

}  // namespace

std::string indent_of(const PythonText& python, StatementId id) {
  return line_of(python.text, python.statements[id].tokens.front().begin).second;
}

std::string apply(const PythonText& python, const FileRewrite& rewrite) { return Applier(python, rewrite).apply(); }

}  // namespace aimet
