// SPDX-License-Identifier: Apache-2.0
#include "tools/report_writer.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "lib/model/error.hpp"
#include "lib/report/excerpt.hpp"
#include "lib/report/status.hpp"
#include "lib/report/write_file.hpp"
#include "lib/suggest/apply_edits.hpp"
#include "lib/suggest/suggest_edits.hpp"

namespace aimet {
namespace {

// In bytes; far above the size of thousands of real reports.
constexpr std::size_t kMostKept = std::size_t{80} << 20;

std::size_t memory_of(const std::vector<std::string>& texts) {
  std::size_t bytes = 0;
  for (const std::string& text : texts) bytes += sizeof(std::string) + text.size();
  return bytes;
}

std::size_t memory_of(const Suggestion& suggestion) {
  std::size_t bytes = memory_of(suggestion.attributes) + memory_of(suggestion.arguments) + suggestion.passing.size() +
                      suggestion.text.size() + suggestion.caution.size();
  if (!suggestion.constructor) return bytes;
  for (const Constructor::Argument& argument : suggestion.constructor->arguments)
    bytes += sizeof(Constructor::Argument) + argument.name.size() + argument.value.size();
  return bytes + suggestion.constructor->type.size();
}

std::size_t memory_of(const Finding& finding) {
  std::size_t bytes = sizeof(Finding) + finding.message.size() + finding.help.size() + finding.module.size() +
                      finding.module_type.size();
  for (const SourceLocation& source : finding.sources)
    bytes += sizeof(SourceLocation) + source.file.size() + source.text.size() + source.function.size();
  if (finding.suggestion) bytes += memory_of(*finding.suggestion);
  return bytes + memory_of(finding.modules) + finding.snippet.size();
}

std::size_t memory_of(const Coverage& coverage) {
  std::size_t bytes = 0;
  for (const CoveredOp& op : coverage.list) {
    bytes += sizeof(CoveredOp) + op.op.size() + op.type.size() + op.module.size() + op.why.size();
    if (op.source) bytes += op.source->file.size() + op.source->text.size() + op.source->function.size();
  }
  return bytes;
}

std::size_t memory_of(const ModelGraph& graph) {
  std::size_t bytes = memory_of(graph.labels);
  for (const GraphModule& module : graph.modules)
    bytes += sizeof(GraphModule) + module.name.size() + module.type.size();
  for (const GraphLevel& level : graph.levels)
    bytes += sizeof(GraphLevel) + level.nodes.size() * sizeof(GraphNode) + level.edges.size() * sizeof(GraphEdge);
  return bytes;
}

std::size_t memory_of(const ModelReport& model) {
  std::size_t bytes = sizeof(ModelReport) + model.output.size();
  for (const std::string& hint : model.hints) bytes += sizeof(std::string) + hint.size();
  for (const CheckResult& check : model.checks) {
    bytes += sizeof(CheckResult);
    for (const Finding& finding : check.findings) bytes += memory_of(finding);
  }
  if (model.coverage) bytes += memory_of(*model.coverage);
  if (model.graph) bytes += memory_of(*model.graph);
  return bytes;
}

}  // namespace

void print(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(STDOUT_FILENO, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EPIPE) {
      throw ReaderGone();
    } else if (errno != EINTR) {
      throw RunError(ErrorKind::usage, std::string("standard output cannot be written (") + std::strerror(errno) + ")");
    }
  }
}

ReportWriter::ReportWriter(Format format, std::string output, RenderOptions options)
    : format_(format),
      output_(std::move(output)),
      options_(std::move(options)),
      way_(way_of(format, output_, options_)),
      document_(format, options_) {}

ReportWriter::Way ReportWriter::way_of(Format format, const std::string& output, const RenderOptions& options) {
  if (options.suggest == Suggest::diff || options.fix) return Way::keep;
  return output.empty() && can_stream(format, options) ? Way::print : Way::keep_text;
}

void ReportWriter::add(ModelReport model) {
  if (way_ == Way::keep) return keep(std::move(model));
  add_to_summary(report_.summary, model);
  document_.add(model);
  if (way_ == Way::print) pass_on(document_.take());
}

void ReportWriter::keep(ModelReport model) {
  const std::size_t size = memory_of(model);
  if (kept_ + size > kMostKept) {
    model.coverage.reset();
    model.graph.reset();
    model.checks.clear();
    model.checks.shrink_to_fit();
    model.status = ModelStatus::error;
    model.error = ReportError{ErrorKind::limit,
                              "All findings are kept in memory until the last file is read, and there is no room left "
                              "for those of this file. Validate fewer files at a time."};
  } else {
    kept_ += size;
  }
  add_to_summary(report_.summary, model);
  report_.models.push_back(std::move(model));
}

void ReportWriter::finish(const Tool& tool) {
  report_.tool = tool;
  if (options_.suggest == Suggest::diff || options_.fix) {
    const Edits edits = plan_edits(report_.models, options_, options_.unsafe_fixes ? Fixes::unsafe : Fixes::safe);
    if (options_.suggest == Suggest::diff) report_.diff = edits.diff;
    if (options_.fix) keep_lines();
    if (options_.fix) report_.fixes = apply_edits(edits, report_.models, options_.working_folder);
  }
  write(text());
}

Pieces ReportWriter::text() {
  for (const ModelReport& model : report_.models) document_.add(model);
  return document_.end(report_);
}

void ReportWriter::write(Pieces text) {
  if (output_.empty())
    pass_on(std::move(text));
  else
    write_file(output_, text.views());
}

// Keeps the source lines of the findings before the fixes overwrite them: the report shows the original lines.
void ReportWriter::keep_lines() {
  SourceFiles files(options_);
  for (ModelReport& model : report_.models)
    for (CheckResult& check : model.checks)
      for (Finding& finding : check.findings)
        for (SourceLocation& source : finding.sources) files.keep_line(source);
}

void ReportWriter::pass_on(Pieces text) {
  if (reader_gone_) return;
  try {
    text.drain(print);
  } catch (const ReaderGone&) {
    reader_gone_ = true;
  }
}

}  // namespace aimet
