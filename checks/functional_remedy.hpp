// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Python that replaces a functional by a module.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checks/replacements.hpp"
#include "lib/check/aimet_graph.hpp"
#include "lib/check/finding.hpp"

namespace aimet {

class FunctionalRemedies {
 public:
  explicit FunctionalRemedies(const Model& model);
  // `lines` are the op's source lines. nullopt if no module can replace the op, or the file lacks its arguments.
  std::optional<Suggestion> remedy(const AimetOp& op, const Replacement& replacement,
                                   const std::vector<SourceLocation>& lines);

 private:
  std::string name_of(const AimetOp& op, const std::vector<SourceLocation>& lines);

  const Model& model_;
  IdVector<ValueId, int> uses_;
  IdVector<ModuleId, int> runs_;  // how many calls there are of each module's forward
  // By module and op type: for each line with ops of the type, the number of the new module.
  std::map<std::pair<ModuleId, std::string>, std::map<std::pair<std::string, int>, int>> places_;
};

}  // namespace aimet
