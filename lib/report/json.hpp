// SPDX-License-Identifier: Apache-2.0
#pragma once
// The report as JSON: schema_version 1, described by report.schema.json in this folder. Bytes that are not UTF-8 are
// written as the four characters \xNN. Equal reports give equal bytes.

#include <cstddef>
#include <string>

#include "lib/report/pieces.hpp"
#include "lib/report/report.hpp"

namespace aimet {

// Takes the models one by one and keeps only their text.
class JsonDocument {
 public:
  void add(const ModelReport& model);
  // Uses everything in `head` except the models.
  Pieces end(const Report& head);

 private:
  Pieces models_;
  std::size_t count_ = 0;
};

// Writes an element of "models" on one line, with its line end.
void put_jsonl(Pieces& out, const ModelReport& model);
std::string to_jsonl(const ModelReport& model);

}  // namespace aimet
