// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where the report goes: piece by piece to stdout where the format allows, else whole at the end.

#include <cstddef>
#include <string>
#include <vector>

#include "lib/report/document.hpp"
#include "lib/report/pieces.hpp"
#include "lib/report/render.hpp"

namespace aimet {

// Nobody reads stdout any more, as in `aimet-validate models/ | head`.
class ReaderGone {};

// Writes all of it to stdout. Throws ReaderGone, or RunError(kUsage) when the disk is full and the like.
void print(std::string_view text);

class ReportWriter {
 public:
  // An empty `output` is stdout.
  ReportWriter(Format format, std::string output, RenderOptions options);
  ReportWriter(const ReportWriter&) = delete;
  ReportWriter& operator=(const ReportWriter&) = delete;
  void add(ModelReport model);
  // Writes what is left.
  void finish(const Tool& tool);
  // What comes after that is dropped.
  bool reader_gone() const { return reader_gone_; }
  const Summary& summary() const { return report_.summary; }
  // Once it is finished: what was done with Python files.
  std::vector<AppliedFix> fixes() const { return report_.fixes.value_or(std::vector<AppliedFix>{}); }

 private:
  // A model is printed at once, or kept as text until all are there, or kept as it is: for edits, which are planned
  // over all models.
  enum class Way { print, keep_text, keep };
  static Way way_of(Format format, const std::string& output, const RenderOptions& options);
  void keep(ModelReport model);
  void keep_lines();
  Pieces text();
  void write(Pieces text);
  void pass_on(Pieces text);

  Format format_;
  std::string output_;
  RenderOptions options_;
  Way way_;
  Document document_;
  Report report_;
  std::size_t kept_ = 0;  // bytes
  bool reader_gone_ = false;
};

}  // namespace aimet
