// SPDX-License-Identifier: Apache-2.0
#pragma once
// One self-contained page: findings, module tree and graph, for people who open a file. Nothing is loaded.

#include <cstddef>

#include "lib/report/pieces.hpp"
#include "lib/report/render.hpp"

namespace aimet {

// Model by model: what is written is kept as text alone.
class HtmlDocument {
 public:
  explicit HtmlDocument(const RenderOptions& options) : options_(options) {}
  void add(const ModelReport& model);
  // Of `head` all but the models.
  Pieces end(const Report& head);

 private:
  const RenderOptions& options_;
  Pieces models_;
  std::size_t count_ = 0;
};

// Whether the library that lays graphs out was there when the program was built.
bool html_has_graphs();

}  // namespace aimet
