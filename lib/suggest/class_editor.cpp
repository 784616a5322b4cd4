// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/class_editor.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

#include "lib/edit/contains.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/suggest/attributes.hpp"
#include "lib/suggest/new_init.hpp"

namespace aimet {
namespace {

// Methods that change how a class creates instances or handles attributes.
constexpr std::array<std::string_view, 8> kHooks = {"__setattr__", "__getattr__",  "__getattribute__", "__delattr__",
                                                    "__new__",     "__setstate__", "__dir__",          "__reduce__"};

bool contains(const std::vector<std::size_t>& all, std::size_t one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool is_in_family(const Classes& classes, const std::vector<std::size_t>& family, StatementId id) {
  const auto around = classes.around(id);
  return around && contains(family, *around);
}

void must_not_be_walked(const PythonText& python, const std::vector<Walk>& walks, const std::string& type) {
  for (const Walk& walk : walks) {
    if (meets(walk, type))
      throw Refusal{"line " + std::to_string(python.statements[walk.statement].first_line) +
                    " iterates over the children of a module and would reach the new one"};
  }
}

}  // namespace

void ClassEditor::must_take(std::size_t class_id, const std::string& type) const {
  const PythonText& python = file_.python();
  const Classes& classes = file_.classes();
  const PythonClass& of = classes[class_id];
  must_be_module(class_id);
  if (!super_call(python, file_.scopes(), of) && !may_get_init(file_, class_id))
    throw Refusal{"the class has no plain __init__ that calls super().__init__()"};
  for (const std::size_t relative : classes.family(class_id)) {
    const PythonClass& member = classes[relative];
    for (const std::string_view hook : kHooks)
      if (binds(file_.scopes(), member, hook)) throw Refusal{"the class has " + std::string(hook)};
    if (!classes.derives(relative, class_id)) continue;
    const bool has_init = std::any_of(member.methods.begin(), member.methods.end(),
                                      [](const PythonMethod& method) { return method.name == "__init__"; });
    if (member.own_bases.size() != 1 || member.bases.size() != 1 ||
        (has_init && !super_call(python, file_.scopes(), member)))
      throw Refusal{member.name + " derives from the class and may not run its __init__"};
  }
  for (const OtherClass& derived : derived_elsewhere(class_id)) {
    const auto& methods = derived.of().methods;
    const bool has_init = std::any_of(methods.begin(), methods.end(),
                                      [](const PythonMethod& method) { return method.name == "__init__"; });
    if (derived.of().bases.size() != 1 ||
        (has_init && !super_call(derived.file->python, derived.file->scopes, derived.of())))
      throw Refusal{derived.of().name + " derives from the class and may not run its __init__"};
  }
  must_not_be_walked(python, file_.walks(), type);
  for (const OtherClass& relative : relatives(class_id)) {
    const OtherFile& file = *relative.file;
    for (const std::string_view hook : kHooks)
      if (binds(file.scopes, relative.of(), hook))
        throw Refusal{relative.of().name + ", in another file, has " + std::string(hook)};
    must_not_be_walked(file.python, file.walks, type);
  }
}

void ClassEditor::must_be_module(std::size_t class_id) const {
  if (is_container(class_id)) {
    const bool has_derived = !file_.classes().derived(class_id).empty() || !derived_elsewhere(class_id).empty();
    if (file_.is_library()) throw Refusal{"the class may be a container, which iterates over its elements"};
    read_container(file_, class_id, has_derived);
    return;
  }
  const auto bases = bases_elsewhere(class_id);
  if (bases.empty() ? !file_.classes().is_plain_module(class_id) : !file_.others().is_plain_module(bases.front()))
    throw Refusal{"the class may be a container, which iterates over its elements"};
}

const std::vector<OtherClass>& ClassEditor::derived_elsewhere(std::size_t class_id) const {
  if (const auto known = derived_.find(class_id); known != derived_.end()) return known->second;
  // An installed class is not changed itself, so the classes derived from it do not matter.
  if (file_.is_library()) return derived_[class_id];
  std::vector<std::size_t> ids = file_.classes().derived(class_id);
  ids.push_back(class_id);
  std::vector<OtherClass> found;
  for (const std::size_t id : ids)
    for (const OtherClass& derived : file_.others().derived_from(file_.classes()[id].name)) found.push_back(derived);
  return derived_.emplace(class_id, std::move(found)).first->second;
}

std::vector<OtherClass> ClassEditor::bases_elsewhere(std::size_t class_id) const {
  const Classes& classes = file_.classes();
  while (classes[class_id].own_bases.size() == 1 && classes[class_id].bases.size() == 1)
    class_id = classes[class_id].own_bases.front();
  const PythonClass& top = classes[class_id];
  std::vector<OtherClass> found;
  if (top.bases.size() != 1 || top.has_keywords || top.is_decorated) return found;
  constexpr std::size_t kMostSteps = 16;
  for (auto at = file_.others().imported(top.bases.front()); at && found.size() < kMostSteps;
       at = file_.others().base_of(*at))
    found.push_back(*at);
  return found;
}

std::vector<OtherClass> ClassEditor::relatives(std::size_t class_id) const {
  std::vector<OtherClass> found = bases_elsewhere(class_id);
  const auto& derived = derived_elsewhere(class_id);
  found.insert(found.end(), derived.begin(), derived.end());
  return found;
}

std::string ClassEditor::new_name(const std::vector<std::size_t>& classes, const std::string& wanted, int first) {
  const PythonText& python = file_.python();
  const Classes& all = file_.classes();
  std::vector<std::size_t> family;
  for (const std::size_t id : classes)
    for (const std::size_t member : all.family(id)) family.push_back(member);
  const auto is_mentioned = [&](StatementId id, std::size_t i, const std::string& name) {
    const std::string_view word = python.word(id, i);
    if (names_attribute(python, id, i, name)) return true;
    if (word != name) return false;
    const auto owner = owner_of(python, id, i);
    const auto around = all.around(id);
    const bool is_member = around && contains(family, *around);
    // A name in the class body: a method or a class attribute.
    if (!owner) return is_member && file_.scopes().index_of(id) == all[*around].scope && i < 2;
    if (*owner == "self") return is_member;
    if (owner->empty()) return python.word(id, i + 1) != "(";
    const Meaning::Kind kind = file_.scopes().meaning(id, *owner).kind;
    return kind != Meaning::Kind::imported && python.word(id, i + 1) != "(";
  };
  const bool has_elements =
      std::any_of(classes.begin(), classes.end(), [&](std::size_t id) { return is_container(id); });
  // An element that is named by a string, as in ("concat", nn.Conv2d(...)), in any class of the file.
  const auto is_element = [&](const std::string& name) {
    if (!has_elements) return false;
    for (const PythonStatement& statement : python.statements)
      for (const PythonToken& token : statement.tokens)
        if (token.kind == PythonToken::Kind::string && python.of(token).find(name) != std::string_view::npos)
          return true;
    return false;
  };
  const auto is_taken = [&](const std::string& name) {
    if (is_member_of_module(name) || is_element(name)) return true;
    for (const std::size_t member : family)
      if (new_names_.count({all[member].name, name}) > 0) return true;
    for (const std::size_t id : classes)
      for (const OtherClass& relative : relatives(id))
        if (mentions(relative, name) || new_names_.count({relative.of().name, name}) > 0) return true;
    for (StatementId id = 0; id < python.statements.size(); ++id)
      for (std::size_t i = 0; i < python.statements[id].tokens.size(); ++i)
        if (is_mentioned(id, i, name)) return true;
    return false;
  };
  for (int n = first;; ++n) {
    std::string name = n == 1 ? wanted : wanted + "_" + std::to_string(n);
    if (is_taken(name)) continue;
    for (const std::size_t member : family) new_names_.emplace(all[member].name, name);
    return name;
  }
}

std::optional<StatementId> ClassEditor::definition_of(std::size_t class_id, const std::string& name) const {
  const PythonText& python = file_.python();
  const PythonMethod* init = find_method(file_.classes()[class_id], "__init__");
  if (init == nullptr) return std::nullopt;
  const auto family = file_.classes().family(class_id);
  std::optional<StatementId> found;
  for (StatementId id = 0; id < python.statements.size(); ++id) {
    for (std::size_t i = 0; i < python.statements[id].tokens.size(); ++i) {
      if (python.word(id, i) != name) continue;
      const auto owner = owner_of(python, id, i);
      const std::string_view next = python.word(id, i + 1);
      constexpr std::array<std::string_view, 4> kComparisons = {"==", "!=", "<=", ">="};
      const bool assigns = !next.empty() && next.back() == '=' && !contains(kComparisons, next);
      if (!owner || !(assigns || (next == ":" && i == 2))) continue;
      if (*owner == "self" && !is_in_family(file_.classes(), family, id)) continue;
      const bool is_plain = *owner == "self" && i == 2 && next == "=" && init->body.contains(id);
      if (!is_plain || found) return std::nullopt;
      found = id;
    }
  }
  return found;
}

bool ClassEditor::is_used_otherwise(std::size_t class_id, const std::string& name) const {
  const PythonText& python = file_.python();
  const auto family = file_.classes().family(class_id);
  if (is_mentioned_elsewhere(class_id, name)) return true;
  for (StatementId id = 0; id < python.statements.size(); ++id) {
    const std::string_view first = python.word(id, 0);
    if (first == "import" || first == "from") continue;  // a Python module of that name
    for (std::size_t i = 0; i < python.statements[id].tokens.size(); ++i) {
      // hasattr(self, "NAME") in another class refers to that class.
      const bool of_self = i >= 2 && python.word(id, i - 1) == "," && python.word(id, i - 2) == "self";
      if (names_attribute(python, id, i, name) && (!of_self || is_in_family(file_.classes(), family, id))) return true;
      if (python.word(id, i) != name) continue;
      const auto owner = owner_of(python, id, i);
      if (!owner) continue;
      const std::string_view next = python.word(id, i + 1);
      const bool is_member = is_in_family(file_.classes(), family, id);
      if (*owner == "self") {
        if (is_member && next != "(" && !(i == 2 && next == "=")) return true;
        continue;
      }
      const bool is_import = !owner->empty() && file_.scopes().meaning(id, *owner).kind == Meaning::Kind::imported;
      // x.relu() of a tensor and net.relu(x) of the module are calls, not other uses.
      if (!is_import && next != "(" && !is_plain_value(file_, id, i)) return true;
    }
  }
  return false;
}

bool ClassEditor::is_mentioned_elsewhere(std::size_t class_id, const std::string& name) const {
  const auto elsewhere = relatives(class_id);
  return std::any_of(elsewhere.begin(), elsewhere.end(), [&](const OtherClass& of) { return mentions(of, name); });
}

std::size_t ClassEditor::calls_of(std::size_t class_id, const std::string& name) const {
  const PythonText& python = file_.python();
  const auto family = file_.classes().family(class_id);
  std::size_t count = 0;
  for (StatementId id = 0; id < python.statements.size(); ++id)
    if (is_in_family(file_.classes(), family, id)) count += calls_of_self(python, id, name);
  return count;
}

StatementId ClassEditor::end_of_top(std::size_t class_id, StatementId inner) const {
  const PythonText& python = file_.python();
  const PythonMethod* init = find_method(file_.classes()[class_id], "__init__");
  const std::size_t indent = python.statements[init->body.first].indent;
  StatementId top = inner;
  while (python.statements[top].indent > indent) --top;
  // The last statement before the next one at the top level. An else block belongs to its compound statement.
  StatementId next = top + 1;
  constexpr std::array<std::string_view, 4> kGoesOn = {"elif", "else", "except", "finally"};
  while (next < init->body.last && (python.statements[next].indent > indent || contains(kGoesOn, python.word(next, 0))))
    ++next;
  return next - 1;
}

StatementId ClassEditor::place_in_init(std::size_t class_id, const std::string& layer) const {
  const PythonText& python = file_.python();
  const PythonClass& of = file_.classes()[class_id];
  const PythonMethod* init = find_method(of, "__init__");
  if (may_get_init(file_, class_id)) return kNewInit;
  // After all other elements.
  if (is_container(class_id)) return end_of_top(class_id, init->body.last - 1);
  const StatementId base = *super_call(python, file_.scopes(), of);
  if (python.statements[init->body.first].is_inline) throw Refusal{"__init__ is written on one line"};
  std::optional<StatementId> found;
  for (StatementId id = base + 1; id < init->body.last; ++id) {
    if (python.word(id, 0) != "self" || python.word(id, 1) != "." ||
        file_.scopes().index_of(id) != file_.scopes().index_of(init->body.first))
      continue;
    const bool is_top = python.statements[id].indent == python.statements[init->body.first].indent;
    const std::string_view next = python.word(id, 3);
    const bool defines = next == "=" || next == ":";
    if (layer.empty() ? is_top && defines : defines && python.word(id, 2) == layer) found = id;
  }
  if (!found && !layer.empty()) return place_in_init(class_id, "");
  return end_of_top(class_id, found.value_or(base));
}

StatementId ClassEditor::scope_of_init(std::size_t class_id) const {
  const PythonClass& of = file_.classes()[class_id];
  const PythonMethod* init = find_method(of, "__init__");
  return init == nullptr ? of.header : init->body.first;
}

void ClassEditor::define(std::size_t class_id, StatementId after, StatementId like, const std::string& name,
                         const std::string& value) {
  if (is_container(class_id)) {
    const Container container = read_container(file_, class_id, false);
    leave_out(file_, container, ++new_elements_[class_id]);
  }
  if (after == kNewInit) return define_in_new_init(file_, class_id, "self." + name + " = " + value);
  file_.rewrite().lines_after[after].push_back(indent_of(file_.python(), like) + "self." + name + " = " + value);
}

}  // namespace aimet
