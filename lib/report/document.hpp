// SPDX-License-Identifier: Apache-2.0
#pragma once
// A report whose models come one by one and are kept as text, not as objects: so it takes the memory of what it prints.

#include <string>
#include <variant>

#include "lib/report/json.hpp"
#include "lib/report/junit.hpp"
#include "lib/report/render.hpp"
#include "lib/report/sarif.hpp"

namespace aimet {

class Document {
 public:
  // Whether a format can be written so: all but those that look at every model before they write the first.
  static bool can_hold(Format format);

  // Keeps a reference to the options.
  Document(Format format, const RenderOptions& options);
  void add(const ModelReport& model);
  // The whole text. `head` holds no models.
  std::string end(const Report& head);

 private:
  using Pieces = std::string;

  Format format_;
  const RenderOptions& options_;
  std::variant<Pieces, JsonDocument, SarifDocument, JunitDocument> parts_;
};

}  // namespace aimet
