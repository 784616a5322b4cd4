#include "tools/validate.hpp"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <deque>
#include <filesystem>
#include <utility>

#include "checks/list.hpp"
#include "lib/check/check.hpp"
#include "lib/model/error.hpp"
#include "lib/report/escape.hpp"
#include "lib/torch/analyze.hpp"
#include "lib/worker/worker.hpp"
#include "tools/files.hpp"
#include "tools/information.hpp"
#include "tools/report_writer.hpp"
#include "tools/settings.hpp"
#include "tools/terminal.hpp"

namespace aimet {
namespace {

// Runs in the worker.
ModelReport validate_file(int fd, const std::string& path, const Settings& settings, const Progress& progress) {
  AnalyzeOptions analysis;
  analysis.inputs = settings.inputs;
  analysis.static_run = settings.static_run;
  analysis.max_ops = settings.max_ops;
  analysis.on_phase = progress.phase;
  const Model model = torch_library().analyze(fd, path, analysis);

  ModelReport report;
  report.path = path;
  report.source = model.form;
  report.mode = model.mode;
  report.static_reason = model.static_reason;
  progress.phase(Phase::checking);
  report.checks = run_checks(settings.checks, model, settings.options, progress.check);
  return report;
}

ModelReport unread(const ModelFile& file) {
  ModelReport report;
  report.path = file.path;
  report.error = file.error;
  return report;
}

// Feeds the workers with files, and puts what never reaches one in its place among their reports.
class Queue {
 public:
  Queue(std::vector<std::string> arguments, OnReport on_report)
      : files_(std::move(arguments)), on_report_(std::move(on_report)) {}

  std::optional<std::string> next() {
    while (auto file = files_.next()) {
      if (!file->error) {
        ++handed_out_;
        return file->path;
      }
      problems_.emplace_back(handed_out_, unread(*file));
    }
    return std::nullopt;
  }

  void report(ModelReport report) {
    pass_problems();
    ++reported_;
    on_report_(std::move(report));
  }

  // Those that stand before the next report; at the end, the rest.
  void pass_problems() {
    while (!problems_.empty() && problems_.front().first <= reported_) {
      on_report_(std::move(problems_.front().second));
      problems_.pop_front();
    }
  }

 private:
  ModelFiles files_;
  OnReport on_report_;
  std::deque<std::pair<std::size_t, ModelReport>> problems_;  // after how many reports each comes
  std::size_t handed_out_ = 0, reported_ = 0;
};

std::vector<std::string> arguments_of(const Options& options) {
  std::vector<std::string> arguments = options.models;
  if (!options.files_from.empty())
    for (std::string& name : read_file_list(options.files_from)) arguments.push_back(std::move(name));
  if (arguments.empty())
    throw RunError(error_kind::kUsage,
                   "name a TorchScript file or a folder of them: aimet-validate MODEL... (--help tells more)");
  return arguments;
}

RenderOptions render_options(const Options& options, FailOn fail_on) {
  RenderOptions render;
  render.fail_on = fail_on;
  std::error_code ignored;
  render.working_folder = std::filesystem::current_path(ignored).string();
  for (const Check& check : all_checks())
    render.rules.push_back({check.id, check.summary, check.severity, explanation(check.id)});
  const bool to_file = !options.output.empty();
  render.text.colour = options.color == "always" || (!to_file && use_colour(options.color, STDOUT_FILENO));
  render.text.width = to_file ? 0 : terminal_width(STDOUT_FILENO);
  render.text.verbose = options.verbose;
  render.text.quiet = options.quiet;
  return render;
}

// Each check is announced; which file it is for is told where that is in question.
std::function<void(const std::string&, std::string_view)> announcer(bool several) {
  return [several, last = std::string()](const std::string& path, std::string_view check) mutable {
    if (several && path != last) spdlog::info("Validating {}", escape(path));
    last = path;
    spdlog::info("Running validator check {}", escape(check));
  };
}

}  // namespace

int validate(const Options& options) {
  const Settings settings = settings_of(options.settings);
  const std::vector<std::string> arguments = arguments_of(options);
  ReportWriter writer(*parse_format(options.format), options.output, render_options(options, settings.fail_on));

  const TorchLibrary& torch = torch_library();
  WorkerOptions workers;
  std::error_code ignored;
  workers.on_check = announcer(arguments.size() > 1 || std::filesystem::is_directory(arguments[0], ignored));

  Queue queue(arguments, [&](ModelReport report) {
    judge(report, settings.fail_on);
    writer.add(report);
  });
  validate_files([&] { return queue.next(); }, workers,
                 [&](int fd, const std::string& path, const Progress& progress) {
                   return validate_file(fd, path, settings, progress);
                 },
                 [&](ModelReport report) { queue.report(std::move(report)); });
  queue.pass_problems();
  writer.finish({"aimet-validate", kVersion, torch.version()});
  return exit_status(writer.summary());
}

}  // namespace aimet
