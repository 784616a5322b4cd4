#include "lib/suggest/other_files.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "lib/report/source_file.hpp"
#include "lib/report/source_folders.hpp"

namespace aimet {
namespace {

namespace fs = std::filesystem;

constexpr int kMostSteps = 16;  // of re-exports, and of classes that derive from one another

}  // namespace

OtherFile::OtherFile(std::string of_path, const std::string& text)
    : path(std::move(of_path)),
      python(read_python(text)),
      scopes(python),
      classes(python, scopes),
      walks(find_walks(python, scopes)) {}

OtherFiles::OtherFiles(const std::string& edited, const std::string& working_folder) : folders_{working_folder} {
  edited_ = SourceFolders(folders_).find(edited).path;
  std::error_code error;
  fs::path folder = fs::path(edited).parent_path();
  while (fs::exists(folder / "__init__.py", error) && folder.has_relative_path()) folder = folder.parent_path();
  for (; folder.has_relative_path(); folder = folder.parent_path()) {
    roots_.push_back(folder.string());
    if (folder == fs::path(working_folder)) break;
  }
}

const OtherFile* OtherFiles::file_at(const std::string& stem) {
  if (const auto known = files_.find(stem); known != files_.end()) return known->second.get();
  std::unique_ptr<OtherFile>& file = files_[stem];
  for (const char* const ending : {".py", "/__init__.py"}) {
    const auto found = SourceFolders(folders_).find(stem + ending);
    if (found.why != SourceFolders::Why::found) continue;
    const std::string text = read_source_file(found.path);
    if (!text.empty()) file = std::make_unique<OtherFile>(found.path, text);
    break;
  }
  return file.get();
}

// The module as the importing file names it: ".heads" and "..heads" from its folder, "net.heads" from a root.
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

// A class of that module, or what the module imports under the name, as packages do.
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

std::optional<OtherClass> OtherFiles::imported(const std::string& path) { return find(edited_, path, 0); }

std::optional<OtherClass> OtherFiles::base_of(const OtherClass& of) {
  const PythonClass& derived = of.of();
  if (derived.bases.size() != 1 || derived.has_keywords || derived.is_decorated) return std::nullopt;
  if (derived.own_bases.size() == 1) return OtherClass{of.file, derived.own_bases.front()};
  return find(of.file->path, derived.bases.front(), 0);
}

std::vector<OtherClass> OtherFiles::chain_to(const std::string& dotted, const std::string& base) {
  std::vector<OtherClass> chain;
  auto at = find(edited_, dotted, 0);
  while (at && chain.size() < kMostSteps) {
    if (at->file->path == edited_) return at->of().name == base ? chain : std::vector<OtherClass>();
    chain.push_back(*at);
    at = base_of(*at);
  }
  return {};
}

bool OtherFiles::is_plain_module(const OtherClass& of) {
  std::optional<OtherClass> at = of;
  for (int step = 0; at && step < kMostSteps; ++step, at = base_of(*at))
    if (at->file->classes.is_plain_module(at->id)) return true;
  return false;
}

}  // namespace aimet
