// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/other_files.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>
#include <string_view>
#include <utility>

#include "lib/edit/refusal.hpp"
#include "lib/report/paths.hpp"
#include "lib/report/source_file.hpp"
#include "lib/suggest/python_files.hpp"

namespace aimet {
namespace {

namespace fs = std::filesystem;

constexpr int kMostSteps = 16;  // in a chain of re-exports or of base classes

// Adds the words in the parentheses of "class Name(...)", for each class of the text.
void add_bases(const std::string& text, std::set<std::string>& bases) {
  for (std::size_t at = text.find("class "); at != std::string::npos; at = text.find("class ", at + 1)) {
    const std::size_t line = text.rfind('\n', at) + 1;  // npos + 1 is 0
    const std::size_t open = text.find_first_of("(:\n", at);
    if (text.find_first_not_of(" \t", line) != at || open == std::string::npos || text[open] != '(') continue;
    std::string word;
    for (std::size_t i = open + 1; i < text.size() && text[i] != ':'; ++i) {
      const bool is_part = std::isalnum(static_cast<unsigned char>(text[i])) != 0 || text[i] == '_';
      if (is_part) word += text[i];
      if (is_part || word.empty()) continue;
      bases.insert(std::move(word));
      word.clear();
    }
  }
}

using BasesOfFiles = std::map<std::string, std::set<std::string>>;  // by path, with links resolved

// Reads the files once per root, before any of them is changed. Throws Refusal if there are too many.
const BasesOfFiles& bases_of_files(const std::string& root, const SourceFolders& folders) {
  static std::map<std::string, BasesOfFiles> known;
  const auto& files = python_files(root);
  if (files.size() > kMostPythonFiles)
    throw Refusal{"there are too many Python files to find the classes that derive from it"};
  const auto [entry, is_new] = known.emplace(root, BasesOfFiles());
  if (!is_new) return entry->second;
  for (const std::string& file : files) {
    const auto found = folders.find(file);
    if (found.why == SourceFolders::Why::found && entry->second.count(found.path) == 0)
      add_bases(read_source_file(found.path), entry->second[found.path]);
  }
  return entry->second;
}

}  // namespace

OtherFile::OtherFile(std::string of_path, const std::string& text)
    : path(std::move(of_path)),
      python(read_python(text)),
      scopes(python),
      classes(python, scopes),
      walks(find_walks(python, scopes)) {}

// The working folder may be inside a package. The root is then above it.
OtherFiles::OtherFiles(const std::string& edited, const std::string& working_folder)
    : folders_({working_folder, root_of(edited)}), edited_(folders_.find(edited).path), roots_{root_of(edited)} {
  while (is_below(roots_.back(), working_folder)) roots_.push_back(fs::path(roots_.back()).parent_path().string());
}

const OtherFile* OtherFiles::file_at(const std::string& stem) {
  if (const auto known = files_.find(stem); known != files_.end()) return known->second.get();
  std::unique_ptr<OtherFile>& file = files_[stem];
  for (const char* const ending : {".py", "/__init__.py"}) {
    const auto found = folders_.find(stem + ending);
    if (found.why != SourceFolders::Why::found) continue;
    const std::string text = read_source_file(found.path);
    if (!text.empty()) file = std::make_unique<OtherFile>(found.path, text);
    break;
  }
  return file.get();
}

// The file of a module that the importing file names: ".heads" and "..heads" are relative to its folder, "net.heads" to
// a root. nullptr if it is not found.
const OtherFile* OtherFiles::file_of(const std::string& importer, const std::string& module) {
  const std::size_t dots = std::min(module.find_first_not_of('.'), module.size());
  std::string inside = module.substr(dots);
  std::replace(inside.begin(), inside.end(), '.', '/');
  if (dots > 0) {
    fs::path folder = fs::path(importer).parent_path();
    for (std::size_t up = 1; up < dots; ++up) folder = folder.parent_path();
    return file_at(inside.empty() ? folder.string() : (folder / inside).string());
  }
  for (const std::string& root : roots_)
    if (const OtherFile* file = file_at((fs::path(root) / inside).string())) return file;
  return nullptr;
}

// Finds the class in its module, or, if the module imports it (packages do), in the file that it is imported from.
std::optional<OtherClass> OtherFiles::find(const std::string& importer, const std::string& path, int depth) {
  const std::size_t dot = path.rfind('.');
  if (depth > kMostSteps || dot == std::string::npos) return std::nullopt;
  const std::string name = path.substr(dot + 1);
  const std::string before = path.substr(0, dot);
  const bool is_package = before.find_first_not_of('.') == std::string::npos;  // "from . import Head": the dots stay
  const OtherFile* file = file_of(importer, is_package ? path.substr(0, dot + 1) : before);
  if (file == nullptr) return std::nullopt;
  std::optional<OtherClass> found;
  for (std::size_t id = 0; id < file->classes.all().size(); ++id) {
    if (file->classes[id].name != name || file->scopes.index_of(file->classes[id].header) != 0) continue;
    if (found) return std::nullopt;
    found = OtherClass{file, id};
  }
  if (found) return found;
  const auto& bindings = file->scopes.all().front().bindings;
  const auto bound = bindings.find(name);
  if (bound == bindings.end() || bound->second.size() != 1) return std::nullopt;
  const Meaning& meaning = bound->second.front();
  if (meaning.kind != Meaning::Kind::imported) return std::nullopt;
  return find(file->path, meaning.path, depth + 1);
}

const OtherFile* OtherFiles::read(const std::string& path) {
  constexpr std::string_view kPackage = "/__init__.py";
  const bool is_package = path.size() > kPackage.size() && path.substr(path.size() - kPackage.size()) == kPackage;
  return file_at(path.substr(0, path.size() - (is_package ? kPackage.size() : std::string_view(".py").size())));
}

std::vector<OtherClass> OtherFiles::derived_from(const std::string& name) {
  std::vector<OtherClass> found;
  std::set<std::string> names{name};
  for (bool more = true; more;) {  // repeats for the classes that derive from those found
    more = false;
    for (const auto& [path, bases] : bases_of_files(roots_.front(), folders_)) {
      const bool has_base = std::any_of(names.begin(), names.end(),
                                        [&bases = bases](const std::string& base) { return bases.count(base) > 0; });
      if (path == edited_ || !has_base) continue;
      const OtherFile* file = read(path);
      for (std::size_t id = 0; file != nullptr && id < file->classes.all().size(); ++id) {
        const auto& own = file->classes[id].bases;
        const bool derives = std::any_of(own.begin(), own.end(), [&](const std::string& base) {
          return names.count(base.substr(base.rfind('.') + 1)) > 0;
        });
        const bool known = std::any_of(found.begin(), found.end(),
                                       [&](const OtherClass& other) { return other.file == file && other.id == id; });
        if (!derives || known) continue;
        found.push_back({file, id});
        more = names.insert(file->classes[id].name).second || more;
      }
    }
  }
  return found;
}

std::optional<OtherClass> OtherFiles::imported(const std::string& path) { return find(edited_, path, 0); }

std::optional<OtherClass> OtherFiles::base_of(const OtherClass& of) {
  const PythonClass& derived = of.of();
  if (derived.bases.size() != 1 || derived.has_keywords || derived.is_decorated) return std::nullopt;
  if (derived.own_bases.size() == 1) return OtherClass{of.file, derived.own_bases.front()};
  return find(of.file->path, derived.bases.front(), 0);
}

bool OtherFiles::derives(const std::string& dotted, const std::string& base) {
  auto at = find(edited_, dotted, 0);
  for (int step = 0; at && step < kMostSteps; ++step, at = base_of(*at))
    if (at->file->path == edited_) return step > 0 && at->of().name == base;
  return false;
}

bool OtherFiles::is_plain_module(const OtherClass& of) {
  std::optional<OtherClass> at = of;
  for (int step = 0; at && step < kMostSteps; ++step, at = base_of(*at))
    if (at->file->classes.is_plain_module(at->id)) return true;
  return false;
}

}  // namespace aimet
