// SPDX-License-Identifier: Apache-2.0
#include "lib/edit/walks.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include "lib/edit/parse_statement.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;
using Types = std::optional<std::vector<std::string>>;

class WalkFinder {
 public:
  WalkFinder(const PythonText& python, const Scopes& scopes) : python_(python), scopes_(scopes) {}

  std::vector<Walk> find() {
    for (StatementId id = 0; id < python_.statements.size(); ++id)
      for (std::size_t i = 0; i < python_.statements[id].tokens.size(); ++i) look_at(id, i);
    return std::move(found_);
  }

 private:
  void look_at(StatementId id, std::size_t i) {
    constexpr std::array<std::string_view, 4> kMethods = {"modules", "children", "named_modules", "named_children"};
    constexpr std::array<std::string_view, 2> kMembers = {"_modules", "__dict__"};
    const std::string_view word = python_.word(id, i);
    if (i == 0 || python_.word(id, i - 1) != ".") return;
    const bool is_call = python_.word(id, i + 1) == "(";
    if (std::find(kMembers.begin(), kMembers.end(), word) != kMembers.end()) {
      if (python_.word(id, i - 2) != "self" || !is_in_plain_class(id)) found_.push_back({id, std::nullopt});
    } else if (is_call && std::find(kMethods.begin(), kMethods.end(), word) != kMethods.end()) {
      found_.push_back({id, types_of_loop(id, i)});
    } else if (is_call && word == "apply" && is_module(id, i)) {
      found_.push_back({id, types_of_function(id, i)});
    }
  }

  // Whether the statement is in a class without bases, whose `self` is not a module.
  bool is_in_plain_class(StatementId id) const {
    for (std::size_t scope = scopes_.index_of(id); scope != 0; scope = scopes_.all()[scope].parent)
      if (scopes_.all()[scope].kind == Scope::Kind::type) return python_.word(scopes_.all()[scope].header, 2) != "(";
    return false;
  }

  // Whether x in x.apply(...) may be a module: it is a value, not a torch.autograd.Function.
  bool is_module(StatementId id, std::size_t i) const {
    if (python_.word(id, i - 2) == ")" || python_.word(id, i - 2) == "]") return true;
    std::size_t root = i - 2;  // of a.b.apply
    while (root >= 2 && python_.word(id, root - 1) == ".") root -= 2;
    const Meaning::Kind kind = scopes_.meaning(id, python_.word(id, root)).kind;
    if (root != i - 2) return kind != Meaning::Kind::imported;
    return kind == Meaning::Kind::local || kind == Meaning::Kind::global;
  }

  // The types of "for m in x.modules():" whose body contains only "if isinstance(m, ...)"; else nullopt.
  Types types_of_loop(StatementId id, std::size_t i) {
    const std::size_t count = python_.statements[id].tokens.size();
    if (python_.word(id, 0) != "for" || i + 4 != count) return std::nullopt;
    std::string_view name = python_.word(id, 1);
    if (python_.word(id, 2) == "," && python_.word(id, 4) == "in")
      name = python_.word(id, 3);
    else if (python_.word(id, 2) != "in")
      return std::nullopt;
    return types_in(body_of(python_, id), name);
  }

  // The types of x.apply(self.init) or x.apply(init) whose function contains only "if isinstance(m, ...)"; else
  // nullopt.
  Types types_of_function(StatementId id, std::size_t i) {
    std::size_t at = i + 2;
    if (python_.word(id, at) == "self" && python_.word(id, at + 1) == ".") at += 2;
    const std::string_view name = python_.word(id, at);
    if (python_.word(id, at + 1) != ")") return std::nullopt;
    const Scope* function = nullptr;
    for (const Scope& scope : scopes_.all()) {
      if (scope.kind != Scope::Kind::function || scope.name != name) continue;
      if (function != nullptr) return std::nullopt;
      function = &scope;
    }
    if (function == nullptr) return std::nullopt;
    std::size_t parameter = 3;
    if (python_.word(function->header, parameter) == "self") parameter += 2;
    return types_in(function->body, python_.word(function->header, parameter));
  }

  Types types_in(StatementRange body, std::string_view name) {
    if (body.first >= body.last || name.empty()) return std::nullopt;
    const std::size_t indent = python_.statements[body.first].indent;
    std::vector<std::string> types;
    name_of_class_ = std::string(name) + ".__class__.__name__";
    for (StatementId id = body.first; id < body.last; ++id) {
      if (python_.statements[id].indent != indent) continue;
      const auto& tokens = python_.statements[id].tokens;
      if (tokens.size() == 1 && tokens.front().kind == PythonToken::Kind::string) continue;  // a docstring
      if (names_class(id, name)) continue;
      if (python_.word(id, 0) != "if" && python_.word(id, 0) != "elif") return std::nullopt;
      const auto tree = parse_statement(python_, python_.statements[id]);
      if (!tree || tree->roots.size() != 1 || !add_types(*tree, tree->roots[0], id, name, types)) return std::nullopt;
    }
    return types;
  }

  // classname = m.__class__.__name__
  bool names_class(StatementId id, std::string_view name) {
    const auto tree = parse_statement(python_, python_.statements[id]);
    if (!tree || tree->assignment != "=" || tree->roots.size() != 2 ||
        dotted(*tree, tree->roots[1]) != std::string(name) + ".__class__.__name__")
      return false;
    name_of_class_ = dotted(*tree, tree->roots[0]);
    return !name_of_class_.empty();
  }

  bool is_name_of_class(const PythonExpressions& tree, NodeId id, std::string_view name) const {
    const std::string text = dotted(tree, id);
    return !text.empty() && (text == name_of_class_ || text == std::string(name) + ".__class__.__name__");
  }

  std::string text_of(const PythonNode& node) const { return python_.text.substr(node.begin, node.end - node.begin); }

  // The content of a plain string; nullopt if it has a prefix or an escape, or consists of several parts.
  std::optional<std::string> string_of(const PythonNode& node) const {
    if (node.kind != Kind::string || node.end - node.begin < 3) return std::nullopt;
    const std::string whole = text_of(node);
    const std::string text = whole.substr(1, whole.size() - 2);
    const bool is_plain = text.find_first_of("\\'\"{") == std::string::npos;
    const char quote = whole.front();
    return is_plain && (quote == '"' || quote == '\'') ? std::optional(text) : std::nullopt;
  }

  // classname == "Linear", "Conv" in classname, classname.find("Conv") != -1
  bool add_name(const PythonExpressions& tree, const PythonNode& node, std::string_view name,
                std::vector<std::string>& types) const {
    if (node.kind != Kind::binary) return false;
    const NodeId left = node.children[0];
    const NodeId right = node.children[1];
    if (node.word == "==" && is_name_of_class(tree, left, name)) {
      const auto text = string_of(tree.nodes[right]);
      if (text) types.push_back(*text);
      return text.has_value();
    }
    std::optional<std::string> part;
    if (node.word == "in" && is_name_of_class(tree, right, name)) part = string_of(tree.nodes[left]);
    const PythonNode& call = tree.nodes[left];
    const std::string bound = node.word + " " + text_of(tree.nodes[right]);
    const bool is_found = bound == "!= -1" || bound == ">= 0";
    if (is_found && call.kind == Kind::call && call.children.size() == 2) {
      const PythonNode& callee = tree.nodes[call.children[0]];
      if (callee.kind == Kind::attribute && callee.word == "find" && is_name_of_class(tree, callee.children[0], name))
        part = string_of(tree.nodes[call.children[1]]);
    }
    if (part) types.push_back("*" + *part + "*");
    return part.has_value();
  }

  // Adds the types that the condition is true for. Returns false if it may be true for other types.
  bool add_types(const PythonExpressions& tree, NodeId id, StatementId at, std::string_view name,
                 std::vector<std::string>& types) const {
    const PythonNode& node = tree.nodes[id];
    if (node.kind == Kind::group) return add_types(tree, node.children[0], at, name, types);
    if (node.kind == Kind::binary && node.word == "or")
      return add_types(tree, node.children[0], at, name, types) && add_types(tree, node.children[1], at, name, types);
    if (node.kind == Kind::binary && node.word == "and")
      return add_types(tree, node.children[0], at, name, types) || add_types(tree, node.children[1], at, name, types);
    if (add_name(tree, node, name, types)) return true;
    if (node.kind != Kind::call || node.children.size() != 3 || dotted(tree, node.children[0]) != "isinstance" ||
        dotted(tree, node.children[1]) != name)
      return false;
    const PythonNode& of = tree.nodes[node.children[2]];
    if (of.kind != Kind::tuple && of.kind != Kind::group) return add_type(tree, node.children[2], at, types);
    return std::all_of(of.children.begin(), of.children.end(),
                       [&](NodeId child) { return add_type(tree, child, at, types); });
  }

  bool add_type(const PythonExpressions& tree, NodeId id, StatementId at, std::vector<std::string>& types) const {
    const std::string name = dotted(tree, id);
    if (name.empty()) return false;
    const std::string path = scopes_.resolved(at, name);
    if (path.empty() && scopes_.meaning(at, name).kind != Meaning::Kind::type) return false;
    types.push_back(path.empty() ? name : path);
    return types.back() != "torch.nn.Module";
  }

  const PythonText& python_;
  const Scopes& scopes_;
  std::string name_of_class_;  // the expression for the class name in the current walk
  std::vector<Walk> found_;
};

}  // namespace

bool meets(const Walk& walk, std::string_view type) {
  const auto last = [](std::string_view dotted) { return dotted.substr(dotted.rfind('.') + 1); };
  return !walk.types || std::any_of(walk.types->begin(), walk.types->end(), [&](const std::string& met) {
    if (met.front() != '*') return last(met) == last(type);
    return last(type).find(std::string_view(met).substr(1, met.size() - 2)) != std::string_view::npos;
  });
}

std::vector<Walk> find_walks(const PythonText& python, const Scopes& scopes) {
  return WalkFinder(python, scopes).find();
}

}  // namespace aimet
