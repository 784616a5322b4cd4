// SPDX-License-Identifier: Apache-2.0
#include "tools/exported_file.hpp"

#include <algorithm>
#include <utility>

#include "checks/coverage.hpp"
#include "checks/hints.hpp"
#include "lib/check/limits.hpp"
#include "lib/check/run_checks.hpp"
#include "lib/exported/exported.hpp"
#include "lib/file/quote.hpp"
#include "lib/model/error.hpp"
#include "lib/model/text.hpp"
#include "lib/report/model_graph.hpp"
#include "lib/report/picture.hpp"

namespace aimet {
namespace {

// The NAME in an argument FILE.pt2:NAME; empty for the whole file.
std::string program_asked_for(const std::string& path) {
  constexpr std::string_view kMark = ".pt2:";
  const std::size_t at = path.rfind(kMark);
  return at == std::string::npos ? "" : path.substr(at + kMark.size());
}

std::vector<std::string> programs_to_read(const ExportedArchive& archive, const std::string& path) {
  const std::string wanted = program_asked_for(path);
  if (wanted.empty() && archive.programs.size() > kMostPrograms) {
    throw RunError(ErrorKind::limit, "the file contains " + std::to_string(archive.programs.size()) +
                                         " programs, more than " + std::to_string(kMostPrograms) +
                                         ". Name one: FILE.pt2:NAME.");
  }
  if (wanted.empty()) return archive.programs;
  if (std::find(archive.programs.begin(), archive.programs.end(), wanted) != archive.programs.end()) return {wanted};
  throw RunError(ErrorKind::not_found, "the file contains no program " + quoted(wanted) +
                                           "; its programs are: " + joined(archive.programs, ", ", quoted) + ".");
}

// How much the report of the file may still take after the programs so far.
struct Room {
  std::size_t findings = kMostFindings + kMostChecks;
  std::size_t sources = kMostSources;
  std::size_t parts = kMostParts;
  std::size_t covered = kMostCoveredInAll;
  std::size_t graph_bytes = kMostGraphBytes;

  // Returns false if the report's findings do not fit. Truncates the list of covered ops to what fits.
  bool take(ModelReport& report) {
    if (report.coverage) {
      auto& list = report.coverage->list;
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(std::min(list.size(), covered)), list.end());
      covered -= list.size();
    }
    take_graph(report);
    Room left = *this;
    for (const CheckResult& check : report.checks) {
      for (const Finding& finding : check.findings) {
        const std::size_t of_suggestion =
            finding.modules.size() + (finding.suggestion ? parts_of(*finding.suggestion) : 0);
        if (left.findings < 1 || left.sources < finding.sources.size() || left.parts < of_suggestion) return false;
        --left.findings;
        left.sources -= finding.sources.size();
        left.parts -= of_suggestion;
      }
    }
    *this = left;
    return true;
  }

  void take_graph(ModelReport& report) {
    const std::size_t bytes = report.graph ? bytes_of(*report.graph) : 0;
    if (bytes <= graph_bytes) {
      graph_bytes -= bytes;
      return;
    }
    report.graph = ModelGraph{};
    report.graph->reason = "together the programs of the file are too large; validate only this one";
    for (CheckResult& check : report.checks)
      for (Finding& finding : check.findings) finding.place.reset();
  }
};

ModelReport validate_program(const ByteSource& bytes, const ExportedArchive& archive, const std::string& program,
                             const std::string& path, const Settings& settings, const Progress& progress) {
  ExportedOptions options;
  options.max_ops = settings.max_ops;
  try {
    return report_of(read_exported(bytes, archive, program, options), path, settings, progress);
  } catch (const RunError& error) {
    if (archive.programs.size() == 1) throw;
    ModelReport report;  // not thrown, so that the other programs are still read
    report.error = ReportError{error.kind(), error.what()};
    return report;
  }
}

}  // namespace

ModelReport report_of(const Model& model, const std::string& path, const Settings& settings, const Progress& progress) {
  ModelReport report;
  report.path = path;
  report.source = model.form;
  report.mode = model.mode;
  report.static_reason = model.static_reason;
  progress.phase(Phase::checking);
  report.checks = run_checks(settings.checks, model, settings.options, progress.check);
  for (CheckResult& result : report.checks) apply_severity(result, settings);
  report.hints = hints(model, settings.options);
  if (settings.picture) report.graph = picture_of(model, settings.options, report.checks);
  report.coverage = coverage(model, settings.options);
  return report;
}

std::optional<ModelReport> validate_exported(int fd, const std::string& path, const Settings& settings,
                                             const Progress& progress) {
  const ByteSource bytes = file_bytes(fd);
  const auto archive = find_exported(bytes);
  if (!archive) return std::nullopt;
  progress.phase(Phase::loading);
  const std::vector<std::string> names = programs_to_read(*archive, path);
  if (archive->programs.size() == 1 || names.size() == 1)
    return validate_program(bytes, *archive, names.front(), path, settings, progress);
  ModelReport whole;
  whole.path = path;
  Room room;
  for (const std::string& name : names) {
    ModelReport report = validate_program(bytes, *archive, name, path, settings, progress);
    if (!room.take(report)) {
      report = {};
      report.error = ReportError{ErrorKind::limit,
                                 "the programs of the file have more findings than fit into one report. Validate only "
                                 "this one: FILE.pt2:NAME."};
    }
    report.path = name;
    whole.programs.push_back(std::move(report));
  }
  return whole;
}

std::vector<ModelReport> split_programs(ModelReport report) {
  std::vector<ModelReport> reports;
  if (report.error || report.programs.empty()) {
    report.programs.clear();
    reports.push_back(std::move(report));
    return reports;
  }
  for (ModelReport& program : report.programs) {
    program.path = report.path + ":" + program.path;
    program.confinement = report.confinement;
    program.output.clear();  // the parent captures the output of the whole worker
    reports.push_back(std::move(program));
  }
  reports.front().output = std::move(report.output);
  return reports;
}

}  // namespace aimet
