// SPDX-License-Identifier: Apache-2.0
#include "tools/outcome.hpp"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "lib/report/escape.hpp"
#include "lib/report/status.hpp"
#include "tools/known_checks.hpp"
#include "tools/terminal.hpp"
#include "tools/version.hpp"

namespace aimet {
namespace {

RenderOptions render_options(const Options& options, FailOn fail_on) {
  RenderOptions render;
  render.fail_on = fail_on;
  if (options.suggest == "diff") render.suggest = Suggest::diff;
  render.fix = options.fix;
  render.unsafe_fixes = options.unsafe_fixes;
  std::error_code ignored;
  render.working_folder = std::filesystem::current_path(ignored).string();
  for (const std::string& map : options.path_maps) {
    const std::size_t equals = map.find('=');
    render.path_maps.push_back({map.substr(0, equals), map.substr(equals + 1)});
  }
  for (const Check& check : known_checks())
    render.rules.push_back({check.id, check.summary, check.severity, explanation_of(check.id), check.help_uri});
  const bool to_file = !options.output.empty();
  render.text.colour = options.color == "always" || (!to_file && use_colour(options.color, STDOUT_FILENO));
  render.text.width = to_file ? 0 : terminal_width(STDOUT_FILENO);
  render.text.verbose = options.verbose;
  render.text.quiet = options.quiet;
  return render;
}

}  // namespace

Outcome::Outcome(const Options& options, FailOn fail_on)
    : fail_on_(fail_on),
      writer_(*parse_format(options.format), options.output, render_options(options, fail_on)),
      new_baseline_path_(options.write_baseline) {
  if (!options.baseline.empty()) known_ = Baseline::read(options.baseline);
  if (!new_baseline_path_.empty()) new_baseline_.emplace(new_baseline_path_);
}

void Outcome::add(ModelReport report) {
  if (new_baseline_) new_baseline_->add(report);
  if (known_) {
    const Baseline::Comparison comparison = known_->take_known(report);
    known_count_ += comparison.known;
    for (const std::string& finding : comparison.gone) spdlog::info("Gone from the baseline: {}", finding);
  }
  if (new_baseline_) new_baseline_->take_known(report);
  report.status = status_of(report, fail_on_);
  writer_.add(std::move(report));
}

int Outcome::finish(const std::string& libtorch) {
  if (known_) spdlog::info("Findings omitted because the baseline contains them: {}", known_count_);
  if (new_baseline_) {
    new_baseline_->write(new_baseline_path_);
    spdlog::info("Findings written to {}: {}", escape(new_baseline_path_), new_baseline_->size());
  }
  writer_.finish({"aimet-validate", kVersion, libtorch});
  const auto& fixes = writer_.fixes();
  for (const AppliedFix& fix : fixes) {
    if (!fix.refused.empty()) spdlog::error("{} is not fixed: {}", escape(fix.file), escape(fix.refused));
  }
  return exit_status(writer_.summary());
}

}  // namespace aimet
