// SPDX-License-Identifier: Apache-2.0
#pragma once
// JUnit XML: one suite a file, one case a check. A case fails when a finding reaches --fail-on.

#include <cstddef>

#include "lib/report/pieces.hpp"
#include "lib/report/render.hpp"

namespace aimet {

// Model by model: what is written is kept as text alone.
class JunitDocument {
 public:
  struct Counts {
    std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  };

  explicit JunitDocument(const RenderOptions& options) : options_(options) {}
  void add(const ModelReport& model);
  // Of `head` the tool alone.
  Pieces end(const Report& head);

 private:
  const RenderOptions& options_;
  Counts total_;
  Pieces suites_;
};

}  // namespace aimet
