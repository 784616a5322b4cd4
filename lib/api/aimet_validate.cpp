// SPDX-License-Identifier: Apache-2.0
#include "lib/api/aimet_validate.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/api/convert.hpp"
#include "lib/api/run_program.hpp"
#include "lib/model/error.hpp"
#include "lib/report/json.hpp"
#include "lib/report/parse_report.hpp"

namespace aimet_validate {
namespace {

using Strings = std::vector<std::string>;

void add(Strings& arguments, const char* flag, const std::string& value) {
  if (!value.empty()) arguments.push_back(std::string(flag) + "=" + value);
}

void add(Strings& arguments, const char* flag, const Strings& values) {
  for (const std::string& value : values) arguments.push_back(std::string(flag) + "=" + value);
}

template <typename Number>
void add(Strings& arguments, const char* flag, const std::optional<Number>& value) {
  if (value) add(arguments, flag, std::to_string(*value));
}

std::string fail_on(const std::optional<Severity>& severity) {
  if (!severity) return "never";
  return *severity == Severity::error ? "error" : "warning";
}

Strings arguments_of(const Options& options) {
  Strings arguments = {"--quiet", "--format=jsonl", "--files-from=-", "--fail-on=" + fail_on(options.fail_on)};
  if (options.config.empty()) arguments.emplace_back("--no-config");
  if (options.static_run) arguments.emplace_back("--static");
  if (options.require_sandbox) arguments.emplace_back("--require-sandbox");
  add(arguments, "--config", options.config);
  add(arguments, "--input-shape", options.input_shapes);
  add(arguments, "--input-spec", options.input_spec);
  add(arguments, "--check", options.checks);
  add(arguments, "--ignore", options.ignore);
  add(arguments, "--exclude-module", options.exclude_modules);
  add(arguments, "--allow-op", options.allow_ops);
  add(arguments, "--aimet-version", options.aimet_version);
  add(arguments, "--torch-version", options.torch_version);
  add(arguments, "--op-library", options.op_libraries);
  add(arguments, "--opset", options.opset);
  add(arguments, "--jobs", options.jobs);
  add(arguments, "--timeout", options.timeout_seconds);
  add(arguments, "--memory-limit", options.memory_limit);
  return arguments;
}

// The program at its installed place relative to this library, so that both can be moved together.
std::string installed_program() {
  Dl_info library{};
  if (::dladdr(reinterpret_cast<const void*>(&installed_program), &library) == 0 || library.dli_fname == nullptr)
    throw Error(
        "aimet-validate cannot be run: the path of this library is unknown. Name the program in Options::program");
  std::error_code error;
  const auto file = std::filesystem::canonical(library.dli_fname, error);
  const auto program = (file.parent_path() / AIMET_PROGRAM_FROM_LIBRARY).lexically_normal();
  if (error || !std::filesystem::exists(program, error))
    throw Error("aimet-validate cannot be run: it is not at " + program.string() +
                ". Install it again, or name it in Options::program");
  return program.string();
}

// Separates the paths by NUL, because they may contain any other character. Throws Error for an empty path, which the
// program would skip.
std::string list_of(const Strings& paths) {
  std::string list;
  for (const std::string& path : paths) {
    if (path.empty() || path.find('\0') != std::string::npos)
      throw Error("a path is empty, or contains a NUL; name a file or a folder");
    list += path + '\0';
  }
  if (list.empty()) throw Error("no path was given; name a file or a folder");
  return list;
}

constexpr std::string_view kName = "aimet-validate: ";

// The last line that the program wrote to stderr.
std::string last_line(const Ended& ended) {
  std::string text = ended.errors.substr(0, ended.errors.find_last_not_of('\n') + 1);
  return text.erase(0, text.rfind('\n') + 1);
}

bool is_complaint(const std::string& line) { return line.compare(0, kName.size(), kName) == 0; }

// Whether the program stopped before it had validated all files. The models that it reported until then are no answer:
// the exit status 2 is also that of a complete run with a file that could not be validated.
bool stopped_early(const Ended& ended) {
  constexpr int kCouldNotValidate = 2;
  return ended.exit_status > kCouldNotValidate || ended.output.empty() ||
         (ended.exit_status == kCouldNotValidate && is_complaint(last_line(ended)));
}

std::string complaint(const Ended& ended) {
  std::string text = last_line(ended);
  if (is_complaint(text)) text.erase(0, kName.size());
  return text.empty() ? "aimet-validate ended with status " + std::to_string(ended.exit_status) + " and said nothing"
                      : text;
}

Report read_report(const std::string& lines) {
  Report report;
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', begin), lines.size());
    report.models.push_back(converted(aimet::parse_model_report(std::string_view(lines).substr(begin, end - begin))));
    begin = end + 1;
  }
  return report;
}

}  // namespace

Report validate(const Strings& paths, const Options& options) {
  const std::string program = options.program.empty() ? installed_program() : options.program;
  const Ended ended = run_program(program, arguments_of(options), list_of(paths));
  if (stopped_early(ended)) throw Error(complaint(ended));
  try {
    return read_report(ended.output);
  } catch (const aimet::RunError& error) {
    throw Error(std::string("what aimet-validate wrote is not understood; are it and this library of one version? ") +
                error.what());
  }
}

ModelReport validate_file(const std::string& path, const Options& options) {
  Report report = validate({path}, options);
  if (report.models.size() != 1)
    throw Error(path + " has " + std::to_string(report.models.size()) +
                " models (a folder, or a file with several programs); use validate()");
  return std::move(report.models.front());
}

std::string version() { return AIMET_VALIDATE_VERSION; }

}  // namespace aimet_validate
