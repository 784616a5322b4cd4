// SPDX-License-Identifier: Apache-2.0
#include "lib/check/excluded.hpp"

#include <fnmatch.h>

#include <algorithm>

namespace aimet {
namespace {

// The root's path is empty. Only an empty glob matches it: otherwise `*` would exclude the model's own forward as well.
bool matches(const std::string& glob, const std::string& path) {
  return path.empty() ? glob.empty() : ::fnmatch(glob.c_str(), path.c_str(), 0) == 0;
}

}  // namespace

bool is_excluded(const std::string& module_path, const std::vector<std::string>& globs) {
  std::string path = module_path;
  while (true) {
    if (std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) { return matches(glob, path); }))
      return true;
    if (path.empty()) return false;
    const std::size_t dot = path.rfind('.');
    path = dot == std::string::npos ? "" : path.substr(0, dot);
  }
}

std::vector<std::string> unmatched_globs(const Model& model, const std::vector<std::string>& globs) {
  std::vector<std::string> unmatched;
  for (const std::string& glob : globs) {
    const auto named = [&](const Module& module) { return matches(glob, module.path); };
    if (std::none_of(model.modules.begin(), model.modules.end(), named)) unmatched.push_back(glob);
  }
  return unmatched;
}

}  // namespace aimet
