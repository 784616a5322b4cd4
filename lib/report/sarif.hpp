// SPDX-License-Identifier: Apache-2.0
#pragma once
// SARIF 2.1.0, with what GitHub code scanning asks for.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "lib/report/pieces.hpp"
#include "lib/report/render.hpp"

namespace aimet {

// Model by model: what is written is kept as text alone.
class SarifDocument {
 public:
  explicit SarifDocument(const RenderOptions& options);
  void add(const ModelReport& model);
  // Of `head` the tool alone.
  Pieces end(const Report& head);

 private:
  std::size_t rule_index(const CheckResult& check);
  void add_notifications(const ModelReport& model);

  const RenderOptions& options_;
  std::vector<RuleInfo> rules_;  // those that were given, and any other that has results
  std::map<std::string, std::size_t> rule_indices_;
  Pieces results_;
  Pieces notifications_;
  std::size_t result_count_ = 0;
  std::size_t notification_count_ = 0;
  bool successful_ = true;
};

}  // namespace aimet
