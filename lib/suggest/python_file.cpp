// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/python_file.hpp"

#include <algorithm>
#include <utility>

#include "lib/edit/imports.hpp"
#include "lib/edit/parse_statement.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/paths.hpp"
#include "lib/report/source_file.hpp"
#include "lib/report/source_folders.hpp"
#include "lib/suggest/unified_diff.hpp"

namespace aimet {
namespace {

// Whether the path is inside the folder, and patch and git accept it without quoting.
bool is_plain_relative(const std::string& path) {
  return !path.empty() && path.front() != '/' && path.rfind("../", 0) != 0 && escape(path) == path &&
         path.find_first_of(" \"\\") == std::string::npos;
}

// Whether the diff contains no control characters. It is shown unescaped, in a terminal too.
bool is_safe(const std::string& diff) {
  for (std::size_t at = 0; at < diff.size();) {
    const CodePoint point = code_point_at(diff, at);
    const bool is_layout = point.value == '\n' || point.value == '\t' || (point.value == '\r' && diff[at + 1] == '\n');
    if (!point.valid || (is_unsafe(point.value) && !is_layout)) return false;
    at += point.size;
  }
  return true;
}

std::string shown_path(const std::string& whole, const RenderOptions& options) {
  std::string shown = path_from(whole, options.working_folder);
  if (!is_plain_relative(shown)) throw Refusal{"its Python file is not below the working folder"};
  if (shown.find("-packages/") != std::string::npos) throw Refusal{"its Python file belongs to an installed package"};
  return shown;
}

std::string text_of_file(const std::string& whole, const RenderOptions& options) {
  shown_path(whole, options);  // refuses a file that is not the user's, before any access to it
  const SourceFolders::Found found = SourceFolders({options.working_folder}).find(whole);
  if (found.why == SourceFolders::Why::outside)
    throw Refusal{"its Python file is not below the working folder: a link leads out of it"};
  std::string text = read_source_file(found.path);
  if (text.empty()) throw Refusal{"its Python file was not found"};
  return text;
}

}  // namespace

PythonFile::PythonFile(const std::string& path, const RenderOptions& options)
    : PythonFile(path, text_of_file(path, options), options) {
  shown_ = shown_path(path, options);
  is_library_ = false;
}

PythonFile::PythonFile(const std::string& path, const std::string& library, const RenderOptions& options)
    : path_(path),
      python_(read_python(library)),
      lines_(SourceText(python_.text)),
      scopes_(python_),
      classes_(python_, scopes_),
      walks_(find_walks(python_, scopes_)),
      others_(path, options.working_folder),
      is_library_(true) {}

StatementId PythonFile::statement_of(const SourceLocation& source) const {
  if (!is_same_line(lines_, source)) throw Refusal{"the Python file has changed since the model was exported"};
  const auto statement = statement_at(python_, source.line);
  if (!statement) throw Refusal{"the line contains no code"};
  return *statement;
}

const PythonExpressions& PythonFile::tree_of(StatementId statement) {
  if (const auto known = trees_.find(statement); known != trees_.end()) return known->second;
  auto tree = parse_statement(python_, python_.statements[statement]);
  if (!tree) throw Refusal{"the statement is not a simple one"};
  return trees_.emplace(statement, std::move(*tree)).first->second;
}

StatementRewrite& PythonFile::rewrite_of(StatementId statement) {
  const auto known = rewrite_.statements.find(statement);
  if (known != rewrite_.statements.end()) return known->second;
  return rewrite_.statements.emplace(statement, StatementRewrite{tree_of(statement), {}, {}, {}, "", {}}).first->second;
}

std::string PythonFile::text_of(StatementId statement, NodeId node) {
  const PythonNode& of = tree_of(statement).nodes[node];
  return python_.text.substr(of.begin, of.end - of.begin);
}

bool PythonFile::is_free(const std::string& name) const {
  for (StatementId id = 0; id < python_.statements.size(); ++id)
    for (std::size_t i = 0; i < python_.statements[id].tokens.size(); ++i)
      if (python_.word(id, i) == name && (i == 0 || python_.word(id, i - 1) != ".")) return false;
  return true;
}

// The name of the module in the code at the statement. Imports the module if the file does not.
std::string PythonFile::name_of_module(const std::string& module, StatementId at) {
  for (const auto& [path, name] : imported_)
    if (path == module) return name;
  std::string found;
  for (const auto& [name, meanings] : scopes_.all().front().bindings) {
    const std::string path = scopes_.resolved(at, name);
    if (path == module) return name;
    // "import torch" provides torch.nn. A submodule of another package must be imported by its own name.
    const bool is_package = path == "torch" && module.rfind("torch.", 0) == 0;
    if (is_package && meanings.front().path == "torch") found = name + module.substr(path.size());
  }
  if (!found.empty()) return found;
  for (StatementId id = 0; id < python_.statements.size(); ++id)
    for (const Import& import : read_import(python_, id))
      if (python_.statements[id].indent == 0 && import.module == module && import.name == module &&
          scopes_.resolved(at, module) == module)
        return module;
  return import_module(module);
}

std::string PythonFile::import_module(const std::string& module) {
  const std::size_t dot = module.rfind('.');
  const std::string last = module.substr(dot + 1);
  const bool is_from = dot != std::string::npos && is_free(last);
  if (!is_from && !is_free(module.substr(0, module.find('.')))) throw Refusal{"the names of the import are taken"};
  if (module == "copy") return import_standard(module);
  const auto place = place_of_import(python_, is_from ? module.substr(0, dot) : module, is_from);
  if (!place) throw Refusal{"the Python file imports nothing at its head"};
  const std::string line = is_from ? "from " + module.substr(0, dot) + " import " + last : "import " + module;
  (place->before ? rewrite_.lines_before : rewrite_.lines_after)[place->statement].push_back(line);
  imported_.emplace(module, is_from ? last : module);
  return is_from ? last : module;
}

std::string PythonFile::import_standard(const std::string& module) {
  const auto found = place_of_standard_import(python_, module);
  if (!found) throw Refusal{"the Python file imports nothing at its head"};
  const ImportPlace& place = found->place;
  auto& lines = (place.before ? rewrite_.lines_before : rewrite_.lines_after)[place.statement];
  lines.insert(lines.begin(), "import " + module);
  if (found->opens_section) lines.insert(lines.begin() + 1, "");
  imported_.emplace(module, module);
  return module;
}

std::string PythonFile::spelled(const std::string& constructor, StatementId at) {
  if (is_library_) return constructor;
  const std::size_t dot = constructor.rfind('.', constructor.find('('));
  const std::string module = constructor.substr(0, dot);
  const std::string type = constructor.substr(dot + 1, constructor.find('(') - dot - 1);
  for (const auto& [name, meanings] : scopes_.all().front().bindings)
    if (scopes_.resolved(at, name) == module + "." + type) return name + constructor.substr(constructor.find('('));
  return name_of_module(module, at) + constructor.substr(dot);
}

std::string PythonFile::after() const {
  std::string after = apply(python_, rewrite_);
  if (after == python_.text) return "";
  std::size_t added = 0;
  for (const auto* lines : {&rewrite_.lines_after, &rewrite_.lines_before})
    for (const auto& entry : *lines) added += read_python(joined(entry.second, "\n")).statements.size();
  if (read_python(after).statements.size() + rewrite_.removed.size() != python_.statements.size() + added)
    throw Refusal{"the edits do not fit together"};
  return after;
}

std::string PythonFile::diff() const {
  const std::string changed = after();
  if (changed.empty()) return "";
  std::string diff = unified_diff(shown_, python_.text, changed);
  if (!is_safe(diff)) throw Refusal{"there are control characters in the Python file"};
  return diff;
}

}  // namespace aimet
