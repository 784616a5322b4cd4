// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/constructor_copy.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "lib/edit/parse_statement.hpp"
#include "lib/edit/refusal.hpp"

namespace aimet {
namespace {

using Kind = PythonNode::Kind;

constexpr std::array<std::string_view, 3> kKnown = {"torch.nn.", "torchvision.ops.", "aimet_torch."};

bool is_known(const std::string& path) {
  return std::any_of(kKnown.begin(), kKnown.end(), [&](std::string_view k) { return path.rfind(k, 0) == 0; });
}

// A class of the user's, in this file or another.
class OwnClass {
 public:
  OwnClass(const PythonText& python, const Scopes& scopes, const Classes& classes, std::size_t id)
      : python_(python), scopes_(scopes), classes_(classes), of_(classes[id]), id_(id) {}

  // Whether the class derives directly from torch.nn.Module, has no __new__ or __setattr__, and its __init__ only sets
  // attributes to pure expressions and layers of torch.nn.
  bool is_made_plainly() const {
    if (!classes_.is_plain_module(id_) || !of_.own_bases.empty() || of_.is_decorated || of_.has_keywords) return false;
    if (binds(scopes_, of_, "__new__") || binds(scopes_, of_, "__setattr__")) return false;
    const PythonMethod* init = find_method(of_, "__init__");
    if (init == nullptr) return !binds(scopes_, of_, "__init__");
    const auto base = super_call(python_, scopes_, of_);
    if (!base) return false;
    for (StatementId id = init->body.first; id < init->body.last; ++id)
      if (id != *base && !sets_attribute(id)) return false;
    return true;
  }

 private:
  bool sets_attribute(StatementId id) const {
    const auto tree = parse_statement(python_, python_.statements[id]);
    if (!tree || !tree->keyword.empty()) return false;
    if (tree->assignment.empty()) return tree->roots.size() == 1 && tree->nodes[tree->roots[0]].kind == Kind::string;
    return tree->assignment == "=" && tree->roots.size() == 2 && dotted(*tree, tree->roots[0]).rfind("self.", 0) == 0 &&
           is_plain(*tree, id, tree->roots[1]);
  }

  bool is_plain(const PythonExpressions& tree, StatementId id, NodeId node) const {
    if (is_pure(tree, node)) return true;
    const PythonNode& call = tree.nodes[node];
    return call.kind == Kind::call && scopes_.resolved(id, dotted(tree, call.children[0])).rfind("torch.nn.", 0) == 0 &&
           std::all_of(call.children.begin() + 1, call.children.end(),
                       [&](NodeId argument) { return is_pure(tree, argument); });
  }

  const PythonText& python_;
  const Scopes& scopes_;
  const Classes& classes_;
  const PythonClass& of_;
  std::size_t id_;
};

bool is_made_plainly(PythonFile& file, StatementId definition, const std::string& callee) {
  const Meaning meaning = file.scopes().meaning(definition, callee);
  if (meaning.kind == Meaning::Kind::type) {
    const auto& all = file.classes().all();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const PythonClass& of) { return of.header == meaning.where; });
    return found != all.end() &&
           OwnClass(file.python(), file.scopes(), file.classes(), static_cast<std::size_t>(found - all.begin()))
               .is_made_plainly();
  }
  const auto other = file.others().imported(file.scopes().resolved(definition, callee));
  return other && OwnClass(other->file->python, other->file->scopes, other->file->classes, other->id).is_made_plainly();
}

// The reason why the value of the statement may not be computed a second time; "" if it may.
std::string why_not_repeated(PythonFile& file, StatementId definition, const std::string& type) {
  const PythonExpressions& tree = file.tree_of(definition);
  const PythonNode& value = tree.nodes[tree.roots.back()];
  const std::string name = "self." + std::string(file.python().word(definition, 2));
  if (tree.roots.size() != 2 || tree.assignment != "=" || value.kind != Kind::call)
    return name + " is not created by a plain call of its class";
  const std::string callee = dotted(tree, value.children[0]);
  const std::string path = file.scopes().resolved(definition, callee);
  const std::string made = path.empty() ? callee : path;
  if (last_part(made) != last_part(type)) return name + " is not created by a plain call of its class";
  if (!is_known(path) && !is_made_plainly(file, definition, callee))
    return "the effect of creating another " + last_part(type) + " is not known";
  for (std::size_t i = 1; i < value.children.size(); ++i)
    if (!is_pure(tree, value.children[i]) || value.keywords[i - 1].find('*') != std::string::npos)
      return "an argument of the constructor may not be evaluated twice";
  return "";
}

void must_take_another(EditedFile& of, std::size_t class_id, StatementId definition, const std::string& type) {
  const PythonText& python = of.file.python();
  if (python.statements[definition].is_inline && python.word(definition - 1, 0) == "if")
    throw Refusal{"the definition follows an if on its line"};
  if (of.classes.is_container(class_id)) throw Refusal{"the class is a container, whose elements are ordered"};
  of.classes.must_take(class_id, type);
}

}  // namespace

NodeId must_be_copied(EditedFile& of, std::size_t class_id, StatementId definition, const std::string& type) {
  const std::string why = why_not_repeated(of.file, definition, type);
  if (!why.empty()) throw Refusal{why};
  must_take_another(of, class_id, definition, type);
  return of.file.tree_of(definition).roots.back();
}

std::string another_module(EditedFile& of, std::size_t class_id, StatementId definition, const std::string& type) {
  PythonFile& file = of.file;
  const PythonExpressions& tree = file.tree_of(definition);
  const std::string why = why_not_repeated(file, definition, type);
  if (!why.empty() && (tree.roots.size() != 2 || tree.assignment != "=")) throw Refusal{why};
  must_take_another(of, class_id, definition, type);
  if (why.empty()) return file.text_of(definition, tree.roots.back());
  return deep_copy(file, definition, "self." + std::string(file.python().word(definition, 2)));
}

std::string deep_copy(PythonFile& file, StatementId statement, const std::string& object) {
  std::string call = file.spelled("copy.deepcopy()", statement);
  call.insert(call.size() - 1, object);
  return call;
}

}  // namespace aimet
