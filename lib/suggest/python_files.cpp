// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/python_files.hpp"

#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>

namespace aimet {
namespace {

namespace fs = std::filesystem;

bool is_installed(const fs::path& folder) {
  constexpr std::string_view kEnding = "-packages";
  const std::string name = folder.filename().string();
  return name.size() > kEnding.size() && name.compare(name.size() - kEnding.size(), kEnding.size(), kEnding) == 0;
}

std::vector<std::string> found_below(const std::string& root) {
  std::vector<std::string> files;
  std::error_code error;
  auto at = fs::recursive_directory_iterator(root, fs::directory_options::skip_permission_denied, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (is_installed(at->path())) at.disable_recursion_pending();
    if (at->path().extension() == ".py") files.push_back(at->path().string());
    if (files.size() > kMostPythonFiles) break;
  }
  return files;
}

}  // namespace

std::string root_of(const std::string& file) {
  std::error_code error;
  fs::path folder = fs::path(file).parent_path();
  while (fs::exists(folder / "__init__.py", error) && folder.has_relative_path()) folder = folder.parent_path();
  return folder.string();
}

const std::vector<std::string>& python_files(const std::string& root) {
  static std::map<std::string, std::vector<std::string>> known;
  const auto entry = known.find(root);
  return entry != known.end() ? entry->second : known.emplace(root, found_below(root)).first->second;
}

}  // namespace aimet
