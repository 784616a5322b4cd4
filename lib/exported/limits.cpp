// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/limits.hpp"

#include <algorithm>

namespace aimet {
namespace {

// Paths of the leaf modules of which the file contains only the name.
std::vector<std::string> silent_modules(const ModuleTable& table, const Model& model) {
  // If the quoted lines show one call, there may be others. Two calls are a finding of their own.
  IdVector<ModuleId, int> calls(table.modules.size(), 0);
  for (const Call& call : model.calls) ++calls[table.modules[call.module].object];
  std::vector<std::string> paths;
  for (const Module& module : table.modules) {
    const bool is_silent = module.is_leaf() && module.parent != kNone && module.parameters.empty() &&
                           module.origin == ClassOrigin::unknown && calls[module.object] < 2;
    if (is_silent) paths.push_back(module.path);
  }
  return paths;
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 5;
  const std::size_t shown = names.size() > kMost + 1 ? kMost : names.size();
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : ", ") + names[i];
  if (shown < names.size()) text += " and " + std::to_string(names.size() - shown) + " more";
  return text;
}

}  // namespace

std::vector<std::string> what_cannot_be_shown(const ModuleTable& modules, const Model& model,
                                              std::vector<std::string> unnamed) {
  std::vector<std::string> sentences;
  if (model.modules_lost) return sentences;
  std::sort(unnamed.begin(), unnamed.end());
  unnamed.erase(std::unique(unnamed.begin(), unnamed.end()), unnamed.end());
  for (const std::string& function : unnamed)
    sentences.push_back("the graphs inside " + function +
                        " contain no module names, so their ops are not judged; export with strict=True");
  const std::vector<std::string> silent = silent_modules(modules, model);
  if (!silent.empty())
    sentences.push_back("no op of " + listed(silent) +
                        " is in the file: a module that runs no op, such as torch.nn.Identity, leaves no trace in an "
                        "exported program, so whether it is called, and how often, is not known");
  return sentences;
}

}  // namespace aimet
