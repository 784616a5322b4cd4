#include "lib/edit/rewrite.hpp"

#include <algorithm>

namespace aimet {
namespace {

class Renderer {
 public:
  Renderer(const PythonText& python, const StatementRewrite& rewrite) : python_(python), rewrite_(rewrite) {}

  std::string node(NodeId id) const {
    const auto changed = rewrite_.nodes.find(id);
    return changed == rewrite_.nodes.end() ? unchanged(id) : called(changed->second);
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
    return around(node.begin, node.end, node.children);
  }

  // The text between two places, with the nodes in it as they become.
  std::string around(std::size_t begin, std::size_t end, std::vector<NodeId> ids) const {
    const auto& nodes = rewrite_.tree.nodes;
    std::sort(ids.begin(), ids.end(), [&](NodeId a, NodeId b) { return nodes[a].begin < nodes[b].begin; });
    std::string out;
    for (const NodeId id : ids) {
      out += python_.text.substr(begin, nodes[id].begin - begin) + node(id);
      begin = nodes[id].end;
    }
    return out + python_.text.substr(begin, end - begin);
  }

  std::string called(const NodeRewrite& rewrite) const {
    if (rewrite.is_text) return rewrite.callee;
    std::string out = rewrite.callee + "(";
    for (std::size_t i = 0; i < rewrite.arguments.size(); ++i)
      out += (i == 0 ? "" : ", ") + rewrite.arguments[i].before + node(without_group(rewrite.arguments[i].node));
    return out + ")";
  }

  NodeId without_group(NodeId id) const {
    while (rewrite_.tree.nodes[id].kind == PythonNode::Kind::group) id = rewrite_.tree.nodes[id].children.front();
    return id;
  }

  const PythonText& python_;
  const StatementRewrite& rewrite_;
};

std::string lines_after(const PythonText& python, const PythonStatement& statement,
                        const std::vector<std::string>& lines) {
  const std::size_t first = statement.tokens.front().begin;
  const std::size_t begin = first == 0 ? 0 : python.text.rfind('\n', first - 1) + 1;
  const std::size_t end = python.text.find('\n', statement.tokens.back().end);
  const bool with_return = end != std::string::npos && python.text[end - 1] == '\r';
  std::string out;
  for (const std::string& line : lines)
    out += (with_return ? "\r\n" : "\n") + python.text.substr(begin, first - begin) + line;
  return out;
}

}  // namespace

std::string apply(const PythonText& python, const FileRewrite& rewrite) {
  std::string out;
  std::size_t at = 0;
  const auto copy_to = [&](std::size_t end) {
    out += python.text.substr(at, end - at);
    at = end;
  };
  for (StatementId id = 0; id < python.statements.size(); ++id) {
    const PythonStatement& statement = python.statements[id];
    if (const auto changed = rewrite.statements.find(id); changed != rewrite.statements.end()) {
      copy_to(statement.tokens.front().begin);
      out += Renderer(python, changed->second).statement(statement);
      at = statement.tokens.back().end;
    }
    if (const auto added = rewrite.lines_after.find(id); added != rewrite.lines_after.end()) {
      const std::size_t line_end = std::min(python.text.find('\n', statement.tokens.back().end), python.text.size());
      copy_to(line_end > at && python.text[line_end - 1] == '\r' ? line_end - 1 : line_end);
      out += lines_after(python, statement, added->second);
    }
  }
  copy_to(python.text.size());
  return out;
}

}  // namespace aimet
