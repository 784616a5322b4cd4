// SPDX-License-Identifier: Apache-2.0
#pragma once
// SARIF 2.1.0, with the fields that GitHub code scanning requires.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "lib/report/pieces.hpp"
#include "lib/report/render.hpp"

namespace aimet {

// Takes the models one by one and keeps only their text.
class SarifDocument {
 public:
  explicit SarifDocument(const RenderOptions& options);
  void add(const ModelReport& model);
  // Uses only the tool of `head`.
  Pieces end(const Report& head);

 private:
  std::size_t rule_index(const CheckResult& check);
  void add_notifications(const ModelReport& model);

  const RenderOptions& options_;
  std::vector<RuleInfo> rules_;  // the given rules, then those of any other check that was added
  std::map<std::string, std::size_t> rule_indices_;
  Pieces results_;
  Pieces notifications_;
  std::size_t result_count_ = 0;
  std::size_t notification_count_ = 0;
  bool successful_ = true;
};

}  // namespace aimet
