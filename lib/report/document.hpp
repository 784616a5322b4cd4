// SPDX-License-Identifier: Apache-2.0
#pragma once
// A report to which models are added one by one. It keeps their text instead of the objects, so it takes as much memory
// as it prints.

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
  // Returns what was added since the last call. Only for formats that can be streamed.
  Pieces take();
  // Returns what has not been taken. Uses everything of `head` except the models; if fixes are reported, their findings
  // are counted too.
  Pieces end(const Report& head);

 private:
  Format format_;
  const RenderOptions& options_;
  std::variant<Pieces, JsonDocument, SarifDocument, JunitDocument, HtmlDocument> parts_;
};

}  // namespace aimet
