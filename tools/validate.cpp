// SPDX-License-Identifier: Apache-2.0
#include "tools/validate.hpp"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <thread>
#include <utility>

#include "checks/hints.hpp"
#include "lib/check/check.hpp"
#include "lib/file/identify.hpp"
#include "lib/model/error.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/html.hpp"
#include "lib/torch/analyze.hpp"
#include "lib/torch/library.hpp"
#include "lib/worker/memory.hpp"
#include "lib/worker/worker.hpp"
#include "tools/earlier_reports.hpp"
#include "tools/exported_file.hpp"
#include "tools/files.hpp"
#include "tools/impossible_rules.hpp"
#include "tools/known_checks.hpp"
#include "tools/outcome.hpp"
#include "tools/progress.hpp"
#include "tools/queue.hpp"
#include "tools/rules.hpp"
#include "tools/settings.hpp"

namespace aimet {
namespace {

constexpr std::uint64_t kMemoryOfOneJob = std::uint64_t{4} << 30;
constexpr int kMostThreads = 8;  // per job: the stack of each thread counts towards --memory-limit

// By default, LibTorch uses all cores for each op, in each of the jobs. Returns 0 (LibTorch's default) if the user set
// the number with an environment variable, which LibTorch reads itself (PyTorch: ATen/ParallelCommon).
int threads_of_one_job(int jobs) {
  if (std::getenv("OMP_NUM_THREADS") != nullptr || std::getenv("MKL_NUM_THREADS") != nullptr) return 0;
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()) / jobs, 1, kMostThreads);
}

// Runs in the worker.
ModelReport validate_file(int fd, const std::string& path, const Settings& settings, int threads,
                          const Progress& progress) {
  if (auto exported = validate_exported(fd, path, settings, progress)) return *exported;
  if (!torch_library_is_open()) {
    identify(file_bytes(fd), path);  // throws if the file is not TorchScript
    throw RunError(ErrorKind::usage,
                   "it is a TorchScript file with the extension of torch.export. Rename it to end in .pt.");
  }
  AnalyzeOptions analysis;
  analysis.inputs = settings.inputs;
  analysis.static_run = settings.static_run;
  analysis.max_ops = settings.max_ops;
  analysis.export_graph = std::any_of(settings.checks.begin(), settings.checks.end(),
                                      [](const Check& check) { return check.needs == Needs::export_graph; });
  analysis.threads = threads;
  analysis.on_phase = progress.phase;
  return report_of(torch_library().analyze(fd, path, analysis), path, settings, progress);
}

// Decides by the name alone: the parent reads no byte of a model.
bool may_need_libtorch(const std::string& path) {
  const std::size_t name = path.rfind('/') + 1;  // npos + 1 is 0
  const std::size_t program = path.rfind(".pt2:");
  return path.find(".pt2", name) == std::string::npos ||
         (path.substr(path.size() - 4) != ".pt2" && program == std::string::npos);
}

// The list of operators comes from LibTorch. A run of .pt2 files alone does not start LibTorch: those files contain the
// operators of the PyTorch that wrote them, so the operators of all known versions count.
void warn_of_impossible_rules() {
  const OwnRules& rules = rules_of_config();
  if (rules.rules.empty() && !rules.allow) return;  // to build the list of operators takes 30 ms
  for (const std::string& sentence :
       torch_library_is_open() ? impossible(rules, torch_library().operators()) : impossible_without_libtorch(rules))
    spdlog::warn("In the config, {}", sentence);
}

// Announces once that files with torch.export programs do not need the inputs: such programs are not run.
std::function<void(const ModelReport&, bool)> watch_for_unneeded_inputs() {
  return [warned = false](const ModelReport& report, bool given) mutable {
    if (warned || !given || report.source != SourceForm::exported) return;
    warned = true;
    spdlog::info("The inputs that were given are not needed for .pt2 files: these are read, not run");
  };
}

std::vector<std::string> arguments_of(const Options& options) {
  std::vector<std::string> arguments = options.models;
  if (!options.files_from.empty())
    for (std::string& name : read_file_list(options.files_from)) arguments.push_back(std::move(name));
  return arguments;
}

bool may_be_several(const std::vector<std::string>& arguments) {
  std::error_code ignored;
  return arguments.size() > 1 || std::filesystem::is_directory(arguments[0], ignored);
}

int usual_jobs(bool several) {
  if (!several) return 1;
  const std::uint64_t by_memory = std::max<std::uint64_t>(1, default_memory_limit(1) / kMemoryOfOneJob);
  return static_cast<int>(std::min<std::uint64_t>(std::max(1U, std::thread::hardware_concurrency()), by_memory));
}

// Announces each check, and each file if there are several.
std::function<void(const std::string&, std::string_view)> announcer(bool several) {
  return [several, last = std::string()](const std::string& path, std::string_view check) mutable {
    if (several && path != last) spdlog::info("Validating {}", escape(path));
    last = path;
    spdlog::info("Running validator check {}", escape(check));
  };
}

// Warns once about confinement that this system does not provide. A report without any confinement is skipped: its file
// could not be opened.
std::function<void(const ModelReport&)> watch_for_missing_confinement(Sandbox sandbox) {
  return [sandbox, warned = false](const ModelReport& report) mutable {
    if (warned || sandbox != Sandbox::use || report.confinement.empty()) return;
    std::string missing;
    for (const std::string& name : confinement_names()) {
      const bool is_there =
          std::find(report.confinement.begin(), report.confinement.end(), name) != report.confinement.end();
      if (!is_there) missing += (missing.empty() ? "" : ", ") + name;
    }
    if (missing.empty()) return;
    warned = true;
    spdlog::warn(
        "This system does not provide {}, so files are opened with less confinement (--require-sandbox makes this an "
        "error)",
        missing);
  };
}

// Warns once for each type, regardless of the number of files that allow it.
std::function<void(const CheckOptions&)> watch_for_computing_types() {
  return [warned = std::set<std::string>()](const CheckOptions& options) mutable {
    for (const std::string& type : allowed_ops_that_compute(options)) {
      if (!warned.insert(type).second) continue;
      spdlog::warn(
          "--allow-op {}: ops of this type compute values; as functions they pass, and AIMET will not quantize them",
          escape(type));
    }
  };
}

WorkerOptions worker_options(const Options& options, bool several, ProgressLines& progress) {
  WorkerOptions workers;
  workers.tick = progress.interval();
  workers.jobs = options.jobs.value_or(usual_jobs(several));
  workers.memory_limit = options.memory_limit.value_or(0);
  if (options.timeout) workers.timeout = std::chrono::seconds(*options.timeout);
  if (options.require_sandbox) workers.sandbox = Sandbox::require;
  if (options.no_sandbox) workers.sandbox = Sandbox::off;
  for (const Check& check : known_checks()) workers.check_ids.emplace_back(check.id);
  workers.on_check = [announce = announcer(several), &progress](const std::string& path, std::string_view check) {
    progress.checking(path, check);
    announce(path, check);
  };
  return workers;
}

}  // namespace

int validate(const Options& options) {
  const SettingLayers layers(options);
  if (layers.config()) spdlog::info("Settings are taken from {}", escape(*layers.config()));
  const std::vector<std::string> arguments = arguments_of(options);
  if (arguments.empty())
    throw RunError(ErrorKind::usage,
                   "name a TorchScript file or a folder of them: aimet-validate MODEL... (see --help)");
  Outcome outcome(options, layers.of_all_files().fail_on);

  const auto start_libtorch = [&] {
    if (torch_library_is_open()) return;
    open_torch_library(options.op_libraries);
    warn_of_impossible_rules();
  };
  // Load the op libraries even if no file needs LibTorch: one that fails to load is a command-line error.
  if (!options.op_libraries.empty()) start_libtorch();
  Queue queue(arguments, [&](ModelReport report) {
    for (ModelReport& each : split_programs(std::move(report))) outcome.add(std::move(each));
  });
  ProgressLines progress(STDERR_FILENO);
  bool cut_short = false;
  auto warn_of_computing = watch_for_computing_types();
  const auto next = [&]() -> std::optional<std::string> {
    auto path = queue.next();
    if (path) progress.started(*path);
    if (path && may_need_libtorch(*path)) start_libtorch();
    if (path) warn_of_computing(layers.of(*path).options);
    if (!outcome.reader_gone()) return path;
    cut_short = cut_short || path;
    return std::nullopt;
  };
  WorkerOptions workers = worker_options(options, may_be_several(arguments), progress);
  workers.on_tick = [&] { progress.tick(outcome.summary()); };
  const int threads = threads_of_one_job(workers.jobs);
  const bool picture = options.format == "html" && html_has_graphs();
  auto watch = watch_for_missing_confinement(workers.sandbox);
  auto watch_inputs = watch_for_unneeded_inputs();
  const ChildFn child = [&](int fd, const std::string& path, const Progress& steps) {
    Settings settings = layers.of(path);
    settings.picture = picture;
    return validate_file(fd, path, settings, threads, steps);
  };
  validate_files(next, workers, child, [&](ModelReport report) {
    progress.finished();
    watch(report);
    watch_inputs(report, layers.of(report.path).inputs.has_value());
    queue.report(std::move(report));
  });
  if (cut_short) throw ReaderGone();
  if (!torch_library_is_open()) warn_of_impossible_rules();
  queue.finish();
  return outcome.finish(torch_library_is_open() ? torch_library().version() : "");
}

int merge_reports(const Options& options) {
  std::vector<std::string> files = options.from_reports;
  files.insert(files.end(), options.models.begin(), options.models.end());
  std::vector<ModelReport> reports = read_earlier_reports(files);
  if (!options.expect_files.empty())
    for (ModelReport& lost : missing_reports(reports, read_file_list(options.expect_files)))
      reports.push_back(std::move(lost));
  Outcome outcome(options, SettingLayers(options).of_all_files().fail_on);
  for (ModelReport& report : reports) outcome.add(std::move(report));
  return outcome.finish("");
}

int print_config(const Options& options) {
  using Json = nlohmann::ordered_json;
  const SettingLayers layers(options);
  Json all = Json::array();
  ModelFiles files(arguments_of(options));
  while (const auto file = files.next()) {
    if (file->error) throw RunError(ErrorKind::usage, escape(file->path) + ": " + file->error->message);
    all.push_back({{"file", valid_utf8(file->path)}, {"settings", layers.explained(file->path)}});
  }
  if (all.empty()) all.push_back({{"file", nullptr}, {"settings", layers.explained("")}});
  print(all.dump(2, ' ', false, Json::error_handler_t::replace) + '\n');
  return 0;
}

}  // namespace aimet
