// SPDX-License-Identifier: Apache-2.0
#pragma once
// Findings that are known and do not count: a JSON file that is kept with the models. A file is known by its path
// from the baseline's folder, so that it does not matter where the program was started.

#include <map>
#include <string>
#include <vector>

#include "lib/report/report.hpp"

namespace aimet {

class Baseline {
 public:
  // An empty one, to be filled and written to `path`.
  explicit Baseline(const std::string& path);
  // Throws RunError(kUsage).
  static Baseline read(const std::string& path);

  void add(const ModelReport& report);
  void write(const std::string& path) const;

  struct Outcome {
    std::size_t known = 0;
    std::vector<std::string> gone;  // one sentence each
  };
  // Takes the known findings out of the report. A check that did not run has lost nothing.
  Outcome take_known(ModelReport& report) const;

  std::size_t size() const;

 private:
  struct Known {
    std::string check;
    std::string message;
  };
  std::string key_of(const std::string& model) const;

  std::string folder_;
  std::map<std::string, std::map<std::string, Known>> models_;  // path, fingerprint
};

}  // namespace aimet
