#pragma once
// Where the report goes: piece by piece to stdout where the format allows, else whole at the end.

#include <string>
#include <vector>

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
  void add(const ModelReport& model);
  // Writes what is left.
  void finish(const Tool& tool);
  // What comes after that is dropped.
  bool reader_gone() const { return reader_gone_; }
  const Summary& summary() const { return report_.summary; }
  // Once it is finished: what was done with Python files.
  std::vector<AppliedFix> fixes() const { return report_.fixes.value_or(std::vector<AppliedFix>{}); }

 private:
  void pass_on(const std::string& piece);
  Format format_;
  std::string output_;
  RenderOptions options_;
  Report report_;        // its models are kept where the format needs all of them
  std::string pending_;  // for a file, which is written whole
  bool reader_gone_ = false;
};

}  // namespace aimet
