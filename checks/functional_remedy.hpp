// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Python that puts a module in the place of a functional.

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
  // `lines`: where the op is. None where the file does not hold what is needed.
  std::optional<Suggestion> remedy(const AimetOp& op, const Replacement& replacement,
                                   const std::vector<SourceLocation>& lines);

 private:
  std::string name_of(const AimetOp& op, const std::vector<SourceLocation>& lines);

  const Model& model_;
  IdVector<ValueId, int> uses_;
  IdVector<ModuleId, int> runs_;  // how often each module's forward is called
  // Per module and op type: the lines that have a module of their own, and its number.
  std::map<std::pair<ModuleId, std::string>, std::map<std::pair<std::string, int>, int>> places_;
};

}  // namespace aimet
