#include "lib/report/python_file.hpp"

#include <dtl/dtl.hpp>
#include <sstream>
#include <utility>

#include "lib/edit/imports.hpp"
#include "lib/edit/refusal.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/paths.hpp"
#include "lib/report/source_file.hpp"

namespace aimet {
namespace {

// What patch and git take as it stands: no quoting, no way out of the folder.
bool is_plain_relative(const std::string& path) {
  return !path.empty() && path.front() != '/' && path.rfind("../", 0) != 0 && escape(path) == path &&
         path.find_first_of(" \"\\") == std::string::npos;
}

// A diff is shown as it stands, in a terminal too.
bool is_safe(const std::string& diff) {
  for (std::size_t at = 0; at < diff.size();) {
    const CodePoint point = code_point_at(diff, at);
    const bool is_layout = point.value == '\n' || point.value == '\t' || (point.value == '\r' && diff[at + 1] == '\n');
    if (!point.valid || (is_unsafe(point.value) && !is_layout)) return false;
    at += point.size;
  }
  return true;
}

std::string unified_diff(const std::string& name, const std::string& before, const std::string& after) {
  dtl::Diff<std::string> diff(split_lines(before), split_lines(after));
  diff.compose();
  diff.composeUnifiedHunks();
  std::ostringstream out;
  diff.printUnifiedFormat(out);
  return "--- " + name + "\n+++ " + name + "\n" + out.str();
}

}  // namespace

PythonFile::PythonFile(const std::string& path, const RenderOptions& options) {
  const std::string whole = absolute_path(mapped_path(path, options.path_maps), options.working_folder);
  shown_ = path_from(whole, options.working_folder);
  if (!is_plain_relative(shown_)) throw Refusal{"its Python file does not lie below the working folder"};
  if (shown_.find("-packages/") != std::string::npos) throw Refusal{"its Python file belongs to an installed package"};
  const std::string text = read_source_file(whole);
  if (text.empty()) throw Refusal{"its Python file is not here"};
  if (text.back() != '\n') throw Refusal{"its Python file ends within a line"};
  lines_ = split_lines(text);
  python_ = read_python(text);
}

StatementId PythonFile::statement_of(const SourceLocation& source) const {
  if (!is_same_line(lines_, source)) throw Refusal{"the Python file has changed since the model was exported"};
  const auto statement = statement_at(python_, source.line);
  if (!statement) throw Refusal{"the line holds no code"};
  return *statement;
}

MethodPlace PythonFile::method_of(StatementId statement) const {
  const auto place = method_around(python_, statement);
  if (!place) throw Refusal{"the line is in no method of a class"};
  if (place->in_loop) throw Refusal{"the line is in a loop"};
  if (!is_plain_module(python_, *place)) throw Refusal{"the class may be a container, which goes through its elements"};
  for (const char* name : {"children", "named_children", "_modules", "__dict__"})
    if (mentions(python_, place->class_body, name))
      throw Refusal{"the class goes through its children, and would meet a new one"};
  return *place;
}

StatementRange PythonFile::init_of(const MethodPlace& place) const {
  const auto init = find_init(python_, place);
  if (!init) throw Refusal{"the class has no plain __init__ that calls super().__init__()"};
  return *init;
}

StatementRewrite& PythonFile::rewrite_of(StatementId statement) {
  const auto known = rewrite_.statements.find(statement);
  if (known != rewrite_.statements.end()) return known->second;
  auto tree = parse_statement(python_, python_.statements[statement]);
  if (!tree) throw Refusal{"the statement is not a simple one"};
  return rewrite_.statements.emplace(statement, StatementRewrite{std::move(*tree), {}, ""}).first->second;
}

std::string PythonFile::new_name(const MethodPlace& place, const std::string& wanted, int first) const {
  for (int n = first;; ++n) {
    std::string name = unused_name(python_, place.class_body, wanted, n);
    if (new_names_.count({place.class_name, name}) == 0) return name;
  }
}

void PythonFile::define(const MethodPlace& place, StatementId after, const std::string& name,
                        const std::string& value) {
  new_names_.emplace(place.class_name, name);
  rewrite_.lines_after[after].push_back("self." + name + " = " + value);
}

std::string PythonFile::spelled(const std::string& constructor) {
  constexpr std::string_view kTorchNn = "torch.nn";
  if (constructor.rfind(kTorchNn, 0) == 0) {
    const auto name = name_of_torch_nn(python_);
    if (!name) throw Refusal{"the Python file imports neither torch nor torch.nn"};
    return *name + constructor.substr(kTorchNn.size());
  }
  const std::string module = constructor.substr(0, constructor.rfind('.', constructor.find('(')));
  if (imports(python_, module)) return constructor;
  const auto last = last_import(python_);
  if (!last) throw Refusal{"the Python file imports nothing at its head"};
  auto& lines = rewrite_.lines_after[*last];
  if (lines.empty()) lines.push_back("import " + module);
  if (lines.front() != "import " + module) throw Refusal{"two modules of AIMET are needed"};
  return constructor;
}

std::string PythonFile::diff() const {
  const std::string after = apply(python_, rewrite_);
  if (after == python_.text) return "";
  std::size_t added = 0;
  for (const auto& lines : rewrite_.lines_after) added += lines.second.size();
  if (read_python(after).statements.size() != python_.statements.size() + added)
    throw Refusal{"the edits do not fit together"};
  std::string diff = unified_diff(shown_, python_.text, after);
  if (!is_safe(diff)) throw Refusal{"there are control characters in the Python file"};
  return diff;
}

}  // namespace aimet
