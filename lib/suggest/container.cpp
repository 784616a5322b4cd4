// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/container.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "lib/edit/contains.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/suggest/words.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;

constexpr std::string_view kSequential = "torch.nn.Sequential";
constexpr std::array<std::string_view, 2> kViews = {"items", "values"};

[[noreturn]] void refuse() { throw Refusal{"the class is a container, and code may iterate over its elements"}; }

class ContainerReader {
 public:
  ContainerReader(PythonFile& file, std::size_t class_id)
      : file_(file), python_(file.python()), of_(file.classes()[class_id]) {}

  Container read() {
    must_know_its_names();
    for (const PythonMethod& method : of_.methods)
      if (method.name != "__init__") read_method(method);
    for (StatementId id = 0; id < python_.statements.size(); ++id)
      if (!of_.body.contains(id)) look_at_other_code(id);
    if (is_known_elsewhere(file_.path(), of_.name)) refuse();
    return container_;
  }

 private:
  // Refuses elements that a caller may name: one could have the name of the new module.
  void must_know_its_names() {
    const auto base = super_call(python_, file_.scopes(), of_);
    if (!base) throw Refusal{"the class has no plain __init__ that calls super().__init__()"};
    const PythonExpressions& tree = file_.tree_of(*base);
    const PythonNode& call = tree.nodes[tree.roots.front()];
    if (tree.roots.size() != 1 || call.kind != Kind::call) refuse();
    for (std::size_t i = 1; i < call.children.size(); ++i) {
      const bool is_numbered = tree.nodes[call.children[i]].kind == Kind::call || call.keywords[i - 1] == "*";
      if (of_.bases.front() != kSequential || !is_numbered) refuse();
    }
  }

  void read_method(const PythonMethod& method) {
    for (StatementId id = method.header + 1; id < method.body.last; ++id) {
      if (is_loop(id)) {
        container_.loops.push_back(id);
      } else if (is_forward(id)) {
        container_.forwards.push_back(id);
      } else {
        must_leave_elements_alone(id);
      }
    }
  }

  bool is_loop(StatementId id) {
    if (python_.word(id, 0) != "for") return false;
    const PythonExpressions& tree = file_.tree_of(id);
    const PythonNode& source = tree.nodes[tree.roots.front()];
    if (source.kind == Kind::name) return source.word == "self" && of_.bases.front() == kSequential;
    if (source.kind != Kind::call || source.children.size() != 1) return false;
    const std::string callee = dotted(tree, source.children[0]);
    return of_.bases.front() != kSequential && callee.rfind("self.", 0) == 0 && contains(kViews, callee.substr(5));
  }

  // Whether the statement is x = super().forward(x) on a line of its own.
  bool is_forward(StatementId id) {
    if (of_.bases.front() != kSequential || python_.word(id, 1) != "=" || python_.statements[id].is_inline)
      return false;
    const PythonExpressions& tree = file_.tree_of(id);
    if (tree.roots.size() != 2 || tree.assignment != "=" || tree.nodes[tree.roots[0]].kind != Kind::name) return false;
    const PythonNode& call = tree.nodes[tree.roots[1]];
    if (call.kind != Kind::call || call.children.size() != 2 || !call.keywords[0].empty()) return false;
    const PythonNode& method = tree.nodes[call.children[0]];
    if (method.kind != Kind::attribute || method.word != "forward") return false;
    const PythonNode& super = tree.nodes[method.children[0]];
    return super.kind == Kind::call && dotted(tree, super.children[0]) == "super" &&
           dotted(tree, call.children[1]) == tree.nodes[tree.roots[0]].word;
  }

  // Refuses a statement that uses `self` for anything but plain attributes.
  void must_leave_elements_alone(StatementId id) const {
    constexpr std::array<std::string_view, 6> kElements = {"keys", "pop", "insert", "append", "extend", "clear"};
    for (std::size_t i = 0; i < python_.statements[id].tokens.size(); ++i) {
      const std::string_view word = python_.word(id, i);
      if (word == "super") refuse();
      if (word != "self" || (i > 0 && python_.word(id, i - 1) == ".")) continue;
      const std::string_view member = python_.word(id, i + 2);
      if (python_.word(id, i + 1) != "." || contains(kViews, member) || contains(kElements, member) ||
          member.front() == '_')
        refuse();
    }
  }

  // Refuses code that may iterate over the elements of an instance of the class.
  void look_at_other_code(StatementId id) {
    for (std::size_t i = 0; i < python_.statements[id].tokens.size(); ++i) {
      const std::string_view word = python_.word(id, i);
      if (i > 1 && python_.word(id, i - 1) == "." && (contains(kViews, word) || word == "keys")) {
        const std::string_view of = python_.word(id, i - 2);
        if (of != "self" && of.find("dict") == std::string_view::npos) refuse();  // allowed: other classes, state_dict
      }
      if (word == "for") look_at_loop(id, i);
      // layers[0][-1], len(layers[0])
      if (word == "[" && i > 0 && python_.word(id, i - 1) == "]" && python_.word(id, i + 1) == "-") refuse();
      if (word == "len" && counts_an_element(id, i + 1)) refuse();
      if (word == of_.name && python_.word(id, i + 1) == "(") look_at_instance(id, i);
    }
    // The caller checks "class X(ThisClass)".
  }

  bool counts_an_element(StatementId id, std::size_t open) const {
    for (std::size_t i = open; !python_.word(id, i).empty() && python_.word(id, i) != ")"; ++i)
      if (python_.word(id, i) == "[" && python_.statements[id].tokens[i + 1].kind == PythonToken::Kind::number)
        return true;
    return false;
  }

  // Refuses a loop that calls its target, unless it iterates over an attribute that is a ModuleList, Sequential or
  // ModuleDict of torch.nn.
  void look_at_loop(StatementId id, std::size_t at) {
    std::size_t in = at + 1;
    while (!python_.word(id, in).empty() && python_.word(id, in) != "in") ++in;
    const bool is_view = python_.word(id, in + 2) == "." && contains(kViews, python_.word(id, in + 3));
    if (python_.word(id, in + 1) == "self" && (python_.word(id, in + 2) == ":" || is_view))
      return;  // the elements of another class's `self`
    if (python_.word(id, in + 1) == "self" && python_.word(id, in + 2) == "." &&
        is_list_of_modules(id, python_.word(id, in + 3)))
      return;
    const bool is_statement = at == 0;
    const StatementRange body = is_statement ? body_of(python_, id) : StatementRange{id, id + 1};
    for (std::size_t i = at + 1; i < in; ++i)
      for (StatementId inner = body.first; inner < body.last; ++inner)
        for (std::size_t t = 0; t < python_.statements[inner].tokens.size(); ++t)
          if (python_.word(inner, t) == python_.word(id, i) && python_.word(inner, t + 1) == "(") refuse();
  }

  bool is_list_of_modules(StatementId id, std::string_view name) {
    constexpr std::array<std::string_view, 3> kLists = {"torch.nn.ModuleList", kSequential, "torch.nn.ModuleDict"};
    const auto around = file_.classes().around(id);
    if (!around) return false;
    const StatementRange body = file_.classes()[*around].body;
    bool found = false;
    for (StatementId at = body.first; at < body.last; ++at) {
      if (python_.word(at, 0) != "self" || python_.word(at, 2) != name || python_.word(at, 3) != "=") continue;
      const PythonExpressions& tree = file_.tree_of(at);
      const PythonNode& value = tree.nodes[tree.roots.back()];
      if (value.kind != Kind::call || !contains(kLists, file_.scopes().resolved(at, dotted(tree, value.children[0]))))
        return false;
      found = true;
    }
    return found;
  }

  // self.pool = ThisClass(...): refuses if the attribute is used for more than calls.
  void look_at_instance(StatementId id, std::size_t at) const {
    if (at != 4 || python_.word(id, 0) != "self" || python_.word(id, 3) != "=") return;
    const std::string_view name = python_.word(id, 2);
    for (StatementId other = 0; other < python_.statements.size(); ++other)
      for (std::size_t i = 1; i < python_.statements[other].tokens.size(); ++i)
        if (python_.word(other, i) == name && python_.word(other, i - 1) == "." && python_.word(other, i + 1) != "(" &&
            python_.word(other, i + 1) != "=")
          refuse();
  }

  PythonFile& file_;
  const PythonText& python_;
  const PythonClass& of_;
  Container container_;
};

}  // namespace

bool is_container(const PythonFile& file, std::size_t class_id) {
  const PythonClass& of = file.classes()[class_id];
  return of.bases.size() == 1 && (of.bases.front() == kSequential || of.bases.front() == "torch.nn.ModuleDict") &&
         !of.has_keywords && !of.is_decorated;
}

Container read_container(PythonFile& file, std::size_t class_id, bool has_derived) {
  if (has_derived) refuse();
  return ContainerReader(file, class_id).read();
}

void leave_out(PythonFile& file, const Container& container, std::size_t count) {
  const std::string slice = "[:-" + std::to_string(count) + "]";
  for (const StatementId id : container.loops) {
    StatementRewrite& rewrite = file.rewrite_of(id);
    const PythonNode& source = rewrite.tree.nodes[rewrite.tree.roots.front()];
    rewrite.insertions[source.begin] = "list(";
    rewrite.insertions[source.end] = ")" + slice;
  }
  for (const StatementId id : container.forwards) {
    const std::string indent = indent_of(file.python(), id);
    const std::string name(file.python().word(id, 0));
    const std::string inner = indent + (indent.find('\t') == std::string::npos ? "    " : "\t");
    file.rewrite().removed.insert(id);
    file.rewrite().lines_before[id] = {indent + "for layer in list(self)" + slice + ":",
                                       inner + name + " = layer(" + name + ")"};
  }
}

}  // namespace aimet
