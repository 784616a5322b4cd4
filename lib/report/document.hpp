// SPDX-License-Identifier: Apache-2.0
#pragma once
// A report whose models come one by one and are kept as text, not as objects: so it takes the memory of what it prints.

#include <variant>

#include "lib/report/html.hpp"
#include "lib/report/json.hpp"
#include "lib/report/junit.hpp"
#include "lib/report/pieces.hpp"
#include "lib/report/render.hpp"
#include "lib/report/sarif.hpp"

namespace aimet {

class Document {
 public:
  // Keeps a reference to the options.
  Document(Format format, const RenderOptions& options);
  void add(const ModelReport& model);
  // For the formats that can be streamed: what was added since the last time.
  Pieces take();
  // What has not been taken. Of `head` all but the models; their findings too are counted where fixes are reported.
  Pieces end(const Report& head);

 private:
  Format format_;
  const RenderOptions& options_;
  std::variant<Pieces, JsonDocument, SarifDocument, JunitDocument, HtmlDocument> parts_;
};

}  // namespace aimet
