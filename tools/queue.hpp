// SPDX-License-Identifier: Apache-2.0
#pragma once
// Hands out files to the workers, and inserts the reports of files that never reach a worker at their place among the
// others.

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/report/report.hpp"
#include "tools/files.hpp"

namespace aimet {

class Queue {
 public:
  Queue(std::vector<std::string> arguments, std::function<void(ModelReport)> on_report);

  std::optional<std::string> next();  // for a worker; nullopt if there is no other file
  void report(ModelReport report);    // from a worker, in the order of next()
  void finish();

 private:
  void pass_problems();

  ModelFiles files_;
  std::function<void(ModelReport)> on_report_;
  std::deque<std::pair<std::size_t, ModelReport>> problems_;  // with the number of reports before each
  std::size_t handed_out_ = 0, reported_ = 0;
};

}  // namespace aimet
