// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/own_module.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/edit/refusal.hpp"
#include "lib/suggest/attributes.hpp"
#include "lib/suggest/constructor_copy.hpp"
#include "lib/suggest/site.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;

class OwnModuleEditor {
 public:
  OwnModuleEditor(EditedFile& of, const Group& group)
      : of_(of), file_(of.file), python_(of.file.python()), finding_(*group.findings.front()) {}

  void edit() {
    const std::string name = last_part(finding_.module);
    const bool is_element = name.find_first_not_of("0123456789") == std::string::npos;
    find_class(is_element ? last_part(finding_.module.substr(0, finding_.module.rfind('.'))) : name);
    if (of_.classes.is_container(class_id_)) throw Refusal{"the class is a container, whose elements are ordered"};
    of_.classes.must_take(class_id_, finding_.module_type);
    if (is_element) return edit_elements(element_at(std::stoul(name)));
    const StatementId definition = definition_of(name);
    const NodeId value = file_.tree_of(definition).roots.back();
    if (is_made_anew(definition, value)) return edit_elements("self." + name);
    edit_attribute(name, definition, value);
  }

 private:
  // Finds the class whose code calls self.NAME(...) at a line of the finding, and these calls.
  void find_class(const std::string& name) {
    std::set<std::size_t> classes;
    for (const SourceLocation& source : finding_.sources) {
      const StatementId statement = file_.statement_of(source);
      const Site site = site_of(file_, statement);
      if (site.helper) throw Refusal{"the line is in no method of a class"};
      if (site.in_loop) throw Refusal{"the line is in a loop"};
      classes.insert(site.owners.begin(), site.owners.end());
      for (const NodeId node : calls_of(statement, name)) {
        if (file_.tree_of(statement).nodes[node].may_repeat)
          throw Refusal{"it is in a comprehension or a lambda, and runs once for each element"};
        calls_.push_back({statement, file_.tree_of(statement).nodes[node].children[0]});
      }
    }
    if (classes.size() != 1) throw Refusal{"its calls are in several classes"};
    if (calls_.empty()) throw Refusal{"the line does not call self." + name};
    class_id_ = *classes.begin();
    std::sort(calls_.begin(), calls_.end(),
              [&](const NodePlace& a, const NodePlace& b) { return end_of(a) < end_of(b); });
    calls_.erase(std::unique(calls_.begin(), calls_.end(),
                             [](const NodePlace& a, const NodePlace& b) {
                               return a.statement == b.statement && a.node == b.node;
                             }),
                 calls_.end());
  }

  std::pair<StatementId, std::size_t> end_of(const NodePlace& place) {
    for (const PythonNode& node : file_.tree_of(place.statement).nodes)
      if (node.kind == Kind::call && node.children[0] == place.node) return {place.statement, node.end};
    return {place.statement, 0};
  }

  std::vector<NodeId> calls_of(StatementId statement, const std::string& name) {
    const PythonExpressions& tree = file_.tree_of(statement);
    std::vector<NodeId> found;
    for (NodeId id = 0; id < tree.nodes.size(); ++id)
      if (tree.nodes[id].kind == Kind::call && dotted(tree, tree.nodes[id].children[0]) == "self." + name)
        found.push_back(id);
    return found;
  }

  StatementId definition_of(const std::string& name) const {
    const auto definition = of_.classes.definition_of(class_id_, name);
    if (!definition)
      throw Refusal{"__init__ of " + file_.classes()[class_id_].name + " does not define self." + name + " once"};
    return *definition;
  }

  bool is_sequential(StatementId statement, const PythonNode& node) {
    return node.kind == Kind::call &&
           file_.scopes().resolved(statement, dotted(file_.tree_of(statement), node.children[0])) ==
               "torch.nn.Sequential";
  }

  bool is_made_anew(StatementId definition, NodeId value) {
    const PythonExpressions& tree = file_.tree_of(definition);
    return tree.nodes[value].kind == Kind::call &&
           last_part(file_.scopes().resolved(definition, dotted(tree, tree.nodes[value].children[0]))) ==
               last_part(finding_.module_type);
  }

  // "self.relu" for element 1 of nn.Sequential(conv, self.relu).
  std::string element_at(std::size_t index) {
    const std::string parent = finding_.module.substr(0, finding_.module.rfind('.'));
    const StatementId definition = definition_of(last_part(parent));
    const PythonExpressions& tree = file_.tree_of(definition);
    const PythonNode& value = tree.nodes[tree.roots.back()];
    const std::string what = "self." + last_part(parent);
    if (!is_sequential(definition, value) || index + 1 >= value.children.size() || !value.keywords[index].empty() ||
        std::any_of(value.keywords.begin(), value.keywords.begin() + static_cast<std::ptrdiff_t>(index),
                    [](const std::string& keyword) { return !keyword.empty(); }))
      throw Refusal{what + " is no torch.nn.Sequential whose elements are written one by one"};
    std::string element = dotted(tree, value.children[index + 1]);
    if (element.empty()) throw Refusal{"the element of " + what + " has no name in __init__"};
    return element;
  }

  // The places where __init__ passes the object to an nn.Sequential.
  std::vector<NodePlace> elements(const std::string& object) {
    const PythonMethod* init = find_method(file_.classes()[class_id_], "__init__");
    std::vector<NodePlace> found;
    for (StatementId id = init->body.first; id < init->body.last; ++id) {
      const auto& tokens = python_.statements[id].tokens;
      const std::string last = last_part(object);
      if (std::none_of(tokens.begin(), tokens.end(),
                       [&](const PythonToken& token) { return python_.of(token) == last; }))
        continue;
      const PythonExpressions& tree = file_.tree_of(id);
      for (const PythonNode& node : tree.nodes) {
        if (!is_sequential(id, node)) continue;
        for (std::size_t i = 1; i < node.children.size(); ++i)
          if (node.keywords[i - 1].empty() && !tree.nodes[node.children[i]].may_repeat &&
              dotted(tree, node.children[i]) == object)
            found.push_back({id, node.children[i]});
      }
    }
    return found;
  }

  void edit_elements(const std::string& object) {
    std::vector<NodePlace> places = elements(object);
    if (places.empty()) throw Refusal{"no torch.nn.Sequential of __init__ contains " + object};
    std::optional<std::string> constructor;  // nullopt: a deep copy
    bool keeps_first = false;
    if (object.rfind("self.", 0) == 0) {
      const std::string name = last_part(object);
      const StatementId definition = definition_of(name);
      const std::size_t calls = of_.classes.calls_of(class_id_, name);
      if (mentions(name) != 1 + places.size() + calls)
        throw Refusal{object + " is used for more than calls: a second module would not share those uses"};
      keeps_first = calls == 0;
      const NodeId value = file_.tree_of(definition).roots.back();
      if (is_made_anew(definition, value)) {
        must_be_copied(of_, class_id_, definition, finding_.module_type);
        constructor = file_.text_of(definition, value);
      }
    } else {
      keeps_first = is_made_in_init(object);
    }
    if (file_.rewrite_of(places.back().statement).nodes.count(places.back().node) > 0) return;  // by another finding
    if (places.size() == 1 && keeps_first) throw Refusal{"__init__ does not show what else contains " + object};
    for (std::size_t i = keeps_first ? 1 : 0; i < places.size(); ++i) {
      const std::string text = constructor ? *constructor : deep_copy(file_, places[i].statement, object);
      file_.rewrite_of(places[i].statement).nodes[places[i].node] = {text, {}, true, text};
    }
  }

  // How often self.NAME occurs in the family, in any use; 0 if other code may use the attribute.
  std::size_t mentions(const std::string& name) const {
    if (of_.classes.is_mentioned_elsewhere(class_id_, name)) return 0;
    const auto family = file_.classes().family(class_id_);
    std::size_t count = 0;
    for (StatementId id = 0; id < python_.statements.size(); ++id) {
      const auto around = file_.classes().around(id);
      const bool is_member = around && std::find(family.begin(), family.end(), *around) != family.end();
      for (std::size_t i = 0; i < python_.statements[id].tokens.size(); ++i) {
        if (names_attribute(python_, id, i, name)) return 0;
        if (python_.word(id, i) != name) continue;
        const auto owner = owner_of(python_, id, i);
        if (owner && *owner == "self" && is_member) ++count;
        if (owner && *owner != "self" && python_.word(id, i + 1) != "(") return 0;
      }
    }
    return count;
  }

  // Whether the object is a local that __init__ binds once to a new object: each instance then has its own already.
  bool is_made_in_init(const std::string& object) {
    const PythonMethod* init = find_method(file_.classes()[class_id_], "__init__");
    const auto& bindings = file_.scopes().of(init->body.first).bindings;
    const auto bound = bindings.find(object);
    if (object.find('.') != std::string::npos || bound == bindings.end() || bound->second.size() != 1) return false;
    const StatementId where = bound->second.front().where;
    if (!init->body.contains(where)) return false;
    const PythonExpressions& tree = file_.tree_of(where);
    return tree.assignment == "=" && tree.roots.size() == 2 && makes_anew(tree, tree.roots.back());
  }

  // Whether the expression is a call, or a choice of two calls: a() if c else b().
  static bool makes_anew(const PythonExpressions& tree, NodeId id) {
    const PythonNode& node = tree.nodes[without_group(tree, id)];
    if (node.kind == Kind::call) return true;
    return node.kind == Kind::other && node.word == "if" && node.children.size() == 3 &&
           makes_anew(tree, node.children[0]) && makes_anew(tree, node.children[2]);
  }

  // self.act = act: each instance gets its own module, and so does each call.
  void edit_attribute(const std::string& name, StatementId definition, NodeId value) {
    if (of_.classes.is_used_otherwise(class_id_, name))
      throw Refusal{"self." + name + " is used for more than calls: a second module would not share those uses"};
    const PythonExpressions& tree = file_.tree_of(definition);
    const PythonMethod* init = find_method(file_.classes()[class_id_], "__init__");
    if (tree.roots.size() != 2 || tree.assignment != "=") throw Refusal{"self." + name + " is set beside other names"};
    if (tree.nodes[value].kind == Kind::call)
      throw Refusal{"the effect of creating another " + last_part(finding_.module_type) + " is not known"};
    if (calls_.size() > 1 && !is_pure(tree, value))
      throw Refusal{"an argument of the constructor may not be evaluated twice"};
    if (calls_.size() > 1 && python_.statements[definition].indent != python_.statements[init->body.first].indent)
      throw Refusal{"the definition follows an if on its line"};
    if (file_.rewrite_of(definition).nodes.count(value) > 0) return;  // by another finding
    const std::string text = file_.text_of(definition, value);
    if (text.find('\n') != std::string::npos && text.find('#') != std::string::npos)
      throw Refusal{"there is a comment within the call"};
    const std::string copy = deep_copy(file_, definition, text);
    file_.rewrite_of(definition).nodes[value] = {copy, {}, true, copy};
    for (std::size_t i = 1; i < calls_.size(); ++i) {
      const std::string next = of_.classes.new_name({class_id_}, name, static_cast<int>(i) + 1);
      of_.classes.define(class_id_, definition, definition, next, copy);
      file_.rewrite_of(calls_[i].statement).nodes[calls_[i].node] = {"self." + next, {}, true, copy};
    }
  }

  EditedFile& of_;
  PythonFile& file_;
  const PythonText& python_;
  const Finding& finding_;
  std::size_t class_id_ = 0;
  std::vector<NodePlace> calls_;  // the callees self.NAME of self.NAME(...), in the order in which they run
};

}  // namespace

void edit_own_module(EditedFile& of, const Group& group) { OwnModuleEditor(of, group).edit(); }

}  // namespace aimet
