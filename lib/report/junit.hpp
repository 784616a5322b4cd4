// SPDX-License-Identifier: Apache-2.0
#pragma once
// JUnit XML: one suite per file, one case per check. A case fails if a finding reaches --fail-on.

#include <cstddef>

#include "lib/report/pieces.hpp"
#include "lib/report/render.hpp"

namespace aimet {

// Takes the models one by one and keeps only their text.
class JunitDocument {
 public:
  struct Counts {
    std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  };

  explicit JunitDocument(const RenderOptions& options) : options_(options) {}
  void add(const ModelReport& model);
  // Uses only the tool of `head`.
  Pieces end(const Report& head);

 private:
  const RenderOptions& options_;
  Counts total_;
  Pieces suites_;
};

}  // namespace aimet
