// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/silent_calls.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace aimet {
namespace {

using Kind = PythonNode::Kind;

// "norm1.0" for self.norm1[0]; "" for anything else.
std::string path_below_self(const PythonExpressions& tree, NodeId id) {
  const PythonNode& node = tree.nodes[id];
  const bool is_attribute = node.kind == Kind::attribute;
  const bool is_element =
      node.kind == Kind::subscript && node.word == "x" && tree.nodes[node.children[1]].kind == Kind::number;
  if (!is_attribute && !is_element) return "";
  const std::string name = is_attribute ? node.word : tree.nodes[node.children[1]].word;
  const PythonNode& base = tree.nodes[node.children[0]];
  if (base.kind == Kind::name) return is_attribute && base.word == "self" ? name : "";
  const std::string above = path_below_self(tree, node.children[0]);
  return above.empty() ? "" : above + "." + name;
}

class SilentCalls {
 public:
  SilentCalls(const ModuleTable& modules, Draft& draft, Tables& tables)
      : modules_(modules), draft_(draft), tables_(tables) {
    for (const CallDraft& call : draft.calls) ran_.push_back(modules.modules[call.module].object);
    std::sort(ran_.begin(), ran_.end());
  }

  void add(const QuotedFunction& function) {
    const std::string& owner = modules_.modules[function.module].path;
    for (const QuotedLine& line : function.lines) {
      const std::vector<PythonExpressions> statements = read_line(line.text);
      const std::size_t times = iterations(statements, ops_of(line, draft_, tables_));
      for (const PythonExpressions& statement : statements) {
        for (const PythonNode& node : statement.nodes) {
          if (node.kind != Kind::call || !is_certain(node)) continue;
          const std::string path = path_below_self(statement, node.children[0]);
          for (std::size_t i = 0; i < times && !path.empty(); ++i)
            call(function, owner.empty() ? path : owner + "." + path, line.source);
        }
      }
    }
  }

 private:
  void call(const QuotedFunction& function, const std::string& path, SourceId source) {
    const auto found = modules_.by_path.find(path);
    if (found == modules_.by_path.end()) return;
    const Module& module = modules_.modules[found->second];
    const bool ran = std::binary_search(ran_.begin(), ran_.end(), module.object);
    if (!module.is_leaf() || !module.parameters.empty() || ran) return;
    draft_.bodies[function.body].items.push_back({true, draft_.calls.size()});
    draft_.calls.push_back({found->second, source, draft_.add_body()});
  }

  const ModuleTable& modules_;
  Draft& draft_;
  Tables& tables_;
  std::vector<ModuleId> ran_;  // objects, sorted
};

}  // namespace

void add_silent_calls(const QuotedCode& code, const ModuleTable& modules, Draft& draft, Tables& tables) {
  SilentCalls calls(modules, draft, tables);
  for (const QuotedFunction& function : code.functions()) calls.add(function);
}

}  // namespace aimet
