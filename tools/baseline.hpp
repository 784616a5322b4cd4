// SPDX-License-Identifier: Apache-2.0
#pragma once
// Known findings, which do not count: a JSON file that is kept with the models. It identifies a model by its path
// relative to the baseline's folder, so the working folder does not matter.

#include <map>
#include <string>
#include <vector>

#include "lib/report/report.hpp"

namespace aimet {

class Baseline {
 public:
  // An empty baseline, to be filled and written to `path`.
  explicit Baseline(const std::string& path);
  // Throws RunError(ErrorKind::usage).
  static Baseline read(const std::string& path);

  void add(const ModelReport& report);
  void write(const std::string& path) const;

  struct Comparison {
    std::size_t known = 0;
    std::vector<std::string> gone;  // known findings that the report no longer has: "MODEL: CHECK: MESSAGE"
  };
  // Removes the known findings from the report. Findings of a check that did not run do not count as gone.
  Comparison take_known(ModelReport& report) const;

  std::size_t size() const;

 private:
  struct Known {
    std::string check;
    std::string message;
  };
  std::string key_of(const std::string& model) const;

  std::string folder_;
  std::map<std::string, std::map<std::string, Known>> models_;  // by path, then by fingerprint
};

}  // namespace aimet
