// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/library_class.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "lib/check/wording.hpp"
#include "lib/edit/contains.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/report/source_file.hpp"
#include "lib/report/source_folders.hpp"
#include "lib/suggest/carried_method.hpp"
#include "lib/suggest/functional_edit.hpp"
#include "lib/suggest/imported_name.hpp"
#include "lib/suggest/site.hpp"

namespace aimet {
namespace {

constexpr std::string_view kPackages = "-packages/";

// The text of the package's file. The model can name any path, so the file must be where the package of that name would
// be. Its code goes into the user's file, so it must be owned by root or the user and not be writable by others.
std::string text_of_library(const std::string& path, const std::string& type) {
  std::string module = type.substr(0, type.rfind('.'));
  std::replace(module.begin(), module.end(), '.', '/');
  const std::string inside = std::string(kPackages) + module + ".py";
  if (path.size() <= inside.size() || path.compare(path.size() - inside.size(), inside.size(), inside) != 0)
    throw Refusal{"it is in an installed package, and its Python file is not where the package's would be"};
  const std::string folder = path.substr(0, path.size() - inside.size() + kPackages.size() - 1);
  const auto found = SourceFolders({folder}).find(path);
  if (found.why != SourceFolders::Why::found)
    throw Refusal{"it is in an installed package, whose Python file was not found"};
  struct stat status {};
  const bool is_read = ::stat(found.path.c_str(), &status) == 0;
  if (!is_read || (status.st_uid != 0 && status.st_uid != ::geteuid()) || (status.st_mode & S_IWOTH) != 0)
    throw Refusal{"it is in an installed package, which others may write"};
  std::string text = read_source_file(found.path);
  if (text.empty()) throw Refusal{"it is in an installed package, whose Python file was not found"};
  return text;
}

constexpr std::array<std::string_view, 2> kPackagesOfModules = {"torch", "aimet_torch"};

// Throws Refusal if the definition of a module uses a name that a derived class may not know.
void must_be_known(const std::string& definition) {
  constexpr std::array<std::string_view, 9> kWords = {"self", "True", "False", "None", "for",
                                                      "in",   "_",    "range", "len"};
  const PythonText python = read_python(definition);
  if (python.statements.size() != 1) throw Refusal{"the edits do not fit together"};
  for (std::size_t i = 0; i < python.statements.front().tokens.size(); ++i) {
    const PythonToken& token = python.statements.front().tokens[i];
    const std::string word(python.of(token));
    const bool is_part = i > 0 && python.word(0, i - 1) == ".";
    const bool is_keyword = python.word(0, i + 1) == "=";
    const bool is_path = python.word(0, i + 1) == "." && contains(kPackagesOfModules, word);
    if (token.kind == PythonToken::Kind::name && !is_part && !is_keyword && !is_path && !contains(kWords, word))
      throw Refusal{"an argument of the call is not fixed in __init__"};
  }
}

std::optional<std::size_t> class_at_top(const Classes& classes, const Scopes& scopes, const std::string& name) {
  std::optional<std::size_t> found;
  for (std::size_t id = 0; id < classes.all().size(); ++id) {
    if (classes[id].name != name || scopes.index_of(classes[id].header) != 0) continue;
    if (found) return std::nullopt;
    found = id;
  }
  return found;
}

}  // namespace

LibraryClass::LibraryClass(EditedFile& user, const Finding& finding, const RenderOptions& options)
    : user_(user), type_(finding.module_type) {
  const auto local = imported_name_of(user.file, type_);
  if (!local)
    throw Refusal{"the line is in " + last_part(type_) + " of an installed package, which this file does not import"};
  local_ = *local;
  name_ = "Quantizable" + local_;
  uses_ = uses_of_import(user.file, local_);
  if (uses_.empty())
    throw Refusal{"the line is in " + last_part(type_) + " of an installed package, which this file does not create"};
  if (!user.file.is_free(name_)) throw Refusal{"the name " + name_ + " is taken"};
  place_ = place_of_class(user.file, local_, uses_);
  read_library(finding.suggestion->library_line->file, options);
}

void LibraryClass::read_library(const std::string& path, const RenderOptions& options) {
  library_ = std::make_unique<EditedFile>(path, text_of_library(path, type_), options, new_names_);
  const std::string name = last_part(type_);
  const auto id = class_at_top(library_->file.classes(), library_->file.scopes(), name);
  if (!id) throw Refusal{"the installed package has no class " + name};
  if (find_method(library_->file.classes()[*id], "__init__") == nullptr)
    throw Refusal{name + " of an installed package has no __init__"};
  class_id_ = *id;
}

void LibraryClass::edit(const Group& group) {
  std::vector<Finding> moved;
  moved.reserve(group.findings.size());
  Group inside = group;
  inside.findings.clear();
  for (const Finding* finding : group.findings) {
    if (!finding->suggestion || !finding->suggestion->library_line || finding->module_type != type_)
      throw Refusal{"the line is in an installed package, and its calls are of several classes"};
    moved.push_back(*finding);
    moved.back().sources = {*finding->suggestion->library_line};
    inside.findings.push_back(&moved.back());
  }
  PythonFile& file = library_->file;
  const StatementId statement = file.statement_of(moved.front().sources.front());
  const Site site = site_of(file, statement);
  if (site.helper || site.owners.front() != class_id_)
    throw Refusal{"the line is in no method of " + last_part(type_) + " of an installed package"};
  const Scope& method = file.scopes().of(statement);
  const PythonMethod* found = find_method(file.classes()[class_id_], method.name);
  if (found == nullptr || found->header != method.header)
    throw Refusal{last_part(type_) + " of an installed package defines " + method.name + " more than once"};
  const auto& constructor = moved.front().suggestion->constructor;
  must_be_carried(*found, constructor ? constructor->type : moved.front().suggestion->passing);
  edit_functional(*library_, inside);
  findings_.insert(findings_.end(), group.findings.begin(), group.findings.end());
}

void LibraryClass::must_be_carried(const PythonMethod& method, const std::string& type) const {
  if (method.name == "__init__" || library_->file.python().word(method.header - 1, 0) == "@")
    throw Refusal{"the line is in " + method.name +
                  " of an installed package, which cannot be rewritten in a derived class"};
  for (const Walk& walk : user_.file.walks())
    if (meets(walk, type)) throw Refusal{"the file iterates over the children of modules"};
}

std::vector<std::string> LibraryClass::definitions() const {
  PythonFile& file = library_->file;
  const PythonClass& of = file.classes()[class_id_];
  const StatementRange init = find_method(of, "__init__")->body;
  const FileRewrite& rewrite = file.rewrite();
  bool fits = rewrite.insertions.empty() && rewrite.lines_before.empty() && rewrite.removed.empty();
  for (const auto& [id, statement] : rewrite.statements)
    fits = fits && (!statement.changes() || (of.body.contains(id) && !init.contains(id)));
  std::vector<std::string> found;
  for (const auto& [id, lines] : rewrite.lines_after) {
    fits = fits && init.contains(id);
    for (const std::string& line : lines) found.push_back(line.substr(line.find_first_not_of(" \t")));
  }
  if (!fits) throw Refusal{"an edit of an installed package would change more than a method"};
  for (const std::string& definition : found) must_be_known(definition);
  return found;
}

// The definition with the names under which the user's file imports the modules. Throws Refusal.
std::string LibraryClass::spelled(const std::string& definition) {
  const PythonText python = read_python(definition);
  std::string text;
  std::size_t done = 0;
  for (std::size_t i = 0; i < python.statements.front().tokens.size(); ++i) {
    if (python.word(0, i + 1) != "." || !contains(kPackagesOfModules, python.word(0, i))) continue;
    std::size_t last = i;
    while (python.word(0, last + 1) == ".") last += 2;
    const auto& tokens = python.statements.front().tokens;
    const std::string constructor = definition.substr(tokens[i].begin, tokens[last].end - tokens[i].begin) + "()";
    const std::string local = user_.file.spelled(constructor, place_);
    text += definition.substr(done, tokens[i].begin - done) + local.substr(0, local.size() - 2);
    done = tokens[last].end;
    i = last;
  }
  return text + definition.substr(done);
}

std::vector<std::string> LibraryClass::methods() const {
  const PythonFile& file = library_->file;
  const PythonClass& of = file.classes()[class_id_];
  const OtherFile after(file.path(), file.after());
  const auto id = class_at_top(after.classes, after.scopes, of.name);
  if (!id) throw Refusal{"the edits do not fit together"};
  std::vector<std::string> lines;
  for (const PythonMethod& method : of.methods) {
    const PythonMethod* changed = find_method(after.classes[*id], method.name);
    if (method.name == "__init__" || changed == nullptr) continue;
    if (text_of_method(after.python, *changed) == text_of_method(file.python(), method)) continue;
    const auto text = carried_method(after, *changed, user_.file, place_);
    lines.emplace_back();
    lines.insert(lines.end(), text.begin(), text.end());
  }
  return lines;
}

// Inserting a prefix turns the old name into the new one.
void LibraryClass::call_by_new_name() {
  PythonFile& file = user_.file;
  const std::string prefix = name_.substr(0, name_.size() - local_.size());
  for (const StatementId id : uses_) {
    const auto rewritten = file.rewrite().statements.find(id);
    for (const std::size_t at : places_of_name(file, id, local_)) {
      if (rewritten == file.rewrite().statements.end())
        file.rewrite().insertions[at] += prefix;
      else
        rewritten->second.insertions[at] += prefix;
    }
  }
}

void LibraryClass::write() {
  PythonFile& file = user_.file;
  if (findings_.empty()) return;
  for (const StatementId id : uses_) {
    const auto rewritten = file.rewrite().statements.find(id);
    if (rewritten != file.rewrite().statements.end() && rewritten->second.changes())
      throw Refusal{"another finding changes the line that creates the module"};
  }
  const auto defined = definitions();
  const auto carried = methods();
  const std::string indent = indent_of(library_->file.python(), library_->file.classes()[class_id_].methods[0].header);
  std::vector<std::string> lines = {
      "",
      "",
      "class " + name_ + "(" + local_ + "):",
      indent + "\"\"\"" + last_part(type_) + " with modules in place of functions, as AIMET needs them.\"\"\"",
      "",
      indent + "def __init__(self, *args, **kwargs):",
      indent + indent + "super().__init__(*args, **kwargs)",
  };
  for (const std::string& definition : defined) lines.push_back(indent + indent + spelled(definition));
  lines.insert(lines.end(), carried.begin(), carried.end());
  call_by_new_name();
  std::vector<std::string>& added = file.rewrite().lines_after[place_ - 1];
  added.insert(added.end(), lines.begin(), lines.end());
  const auto& statements = file.python().statements;
  if (statements[place_].first_line == statements[place_ - 1].last_line + 1) added.insert(added.end(), 2, "");
}

}  // namespace aimet
