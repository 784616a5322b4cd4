// SPDX-License-Identifier: Apache-2.0
#pragma once
// One self-contained HTML page with findings, module tree and graph. It loads nothing.

#include <cstddef>

#include "lib/report/pieces.hpp"
#include "lib/report/render.hpp"

namespace aimet {

// Takes the models one by one and keeps only their text.
class HtmlDocument {
 public:
  explicit HtmlDocument(const RenderOptions& options) : options_(options) {}
  void add(const ModelReport& model);
  // Uses the tool, summary and diff of `head`.
  Pieces end(const Report& head);

 private:
  const RenderOptions& options_;
  Pieces models_;
  std::size_t count_ = 0;
};

// Whether the layout library for the graphs was found at build time.
bool html_has_graphs();

}  // namespace aimet
