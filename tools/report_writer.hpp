// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes the report: piece by piece to stdout if the format allows it, else at the end.

#include <cstddef>
#include <string>
#include <vector>

#include "lib/report/document.hpp"
#include "lib/report/pieces.hpp"
#include "lib/report/render.hpp"

namespace aimet {

// Thrown if nothing reads stdout any more, as in `aimet-validate models/ | head`.
class ReaderGone {};

// Writes the whole text to stdout. Throws ReaderGone, or RunError(ErrorKind::usage) for other errors, such as a full
// disk.
void print(std::string_view text);

class ReportWriter {
 public:
  // If `output` is empty, the report goes to stdout.
  ReportWriter(Format format, std::string output, RenderOptions options);
  ReportWriter(const ReportWriter&) = delete;
  ReportWriter& operator=(const ReportWriter&) = delete;
  void add(ModelReport model);
  // Plans and writes the edits if they were requested, and writes the rest of the report.
  void finish(const Tool& tool);
  // If true, further output is dropped.
  bool reader_gone() const { return reader_gone_; }
  const Summary& summary() const { return report_.summary; }
  // After finish(): what --fix did with Python files.
  std::vector<AppliedFix> fixes() const { return report_.fixes.value_or(std::vector<AppliedFix>{}); }

 private:
  // Each model is printed at once, or its text is kept until the end, or the model itself is kept, because edits are
  // planned over all models.
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
