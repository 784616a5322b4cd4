// SPDX-License-Identifier: Apache-2.0
#include "tools/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstring>
#include <functional>

#include "lib/model/error.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/render.hpp"
#include "tools/values.hpp"

namespace aimet {
namespace {

[[noreturn]] void usage_error(const std::string& message) { throw RunError(ErrorKind::usage, message); }

// CLI11 parses "--output=" as "--output" and then takes the next argument as its value.
void refuse_empty_values(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--") return;
    if (argument.size() > 3 && argument.compare(0, 2, "--") == 0 && argument.find('=') == argument.size() - 1)
      usage_error(escape(argument.substr(0, argument.size() - 1)) + " needs a value after the '='");
  }
}

CLI::Validator checked(const std::function<std::string(const std::string&)>& complaint) {
  return CLI::Validator([complaint](std::string& value) { return complaint(value); }, "");
}

using Strings = std::vector<std::string>;

// Each occurrence of the flag takes exactly one value, so that a MODEL may follow it.
CLI::Option* add_list(CLI::App& app, const std::string& name, Strings& values, const std::string& text) {
  return app.add_option(name, values, text)
      ->allow_extra_args(false)
      ->expected(1)  // CLI11 2.6 splits a value in brackets if the option expects more than one value
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_input_flags(CLI::App& app, Options& options) {
  const char* group = "What to feed the model";
  SettingFlags& flags = options.settings;
  auto* shape = add_list(app, "--input-shape", flags.input_shapes,
                         "Shape of one input, in order or by name: 1,3,224,224, image=1,3,320,320, 1,8:int64; a scalar "
                         "tensor is scalar. Once per input.")
                    ->type_name("SHAPE")
                    ->group(group);
  app.add_option("--input-spec", flags.input_spec,
                 "JSON file that describes the inputs in full: nests, fills, several samples.")
      ->type_name("FILE")
      ->group(group)
      ->excludes(shape);
  app.add_flag("--static", flags.static_run, "Never execute the model, whatever inputs there are.")->group(group);
  add_list(app, "--op-library", options.op_libraries,
           "Shared library that registers custom ops, such as torchvision::nms; loaded before the files.")
      ->type_name("FILE")
      ->group(group);
  app.add_option(
         "--files-from", options.files_from,
         "Also validate the files and folders named in FILE, separated by newlines or NULs; - is standard input.")
      ->type_name("FILE")
      ->group(group);
}

void add_check_flags(CLI::App& app, Options& options) {
  const char* group = "What to check";
  SettingFlags& flags = options.settings;
  add_list(app, "--check", flags.checks, "Run only the checks whose id matches this glob.")
      ->type_name("ID")
      ->group(group);
  add_list(app, "--ignore", flags.ignores, "Do not run the checks whose id matches this glob.")
      ->type_name("ID")
      ->group(group);
  add_list(
      app, "--check-library", options.check_libraries,
      "Shared library with checks of your own, built with the installed headers; loaded before the files, with your "
      "rights.")
      ->type_name("FILE")
      ->group(group);
  add_list(app, "--exclude-module", flags.exclude_modules,
           "Report nothing about modules whose path matches this glob, nor below them (AIMET's layers_to_exclude).")
      ->type_name("GLOB")
      ->group(group);
  add_list(app, "--allow-op", flags.allow_ops,
           "This op type may stay a functional, such as Add (AIMET's math_invariant_types.add).")
      ->type_name("TYPE")
      ->group(group);
  app.add_option("--aimet-version", flags.aimet_version,
                 "AIMET version whose rules apply, as pip shows it (2.32.1), 1.13 or later; default: the newest known.")
      ->type_name("X.Y")
      ->group(group)
      ->check(checked(aimet_version_complaint));
  app.add_option("--opset", flags.opset, "ONNX opset that the model will be exported to, 7 to 20; default: 17.")
      ->type_name("N")
      ->group(group)
      ->check(checked(opset_complaint));
  app.add_option("--torch-version", flags.torch_version,
                 "PyTorch version whose ONNX exporter will be used; default: that of the linked LibTorch.")
      ->type_name("1.13|2.6|2.14")
      ->group(group)
      ->check(checked(torch_version_complaint));
  app.add_option("--fail-on", flags.fail_on, "Severity that makes the exit status 1; default: error.")
      ->type_name("error|warning|never")
      ->group(group)
      ->check(checked(fail_on_complaint));
}

void add_config_flags(CLI::App& app, Options& options) {
  const char* group = "Living with findings";
  auto* config = app.add_option("--config", options.config,
                                "Settings in JSON; default: the nearest .aimet-validate.json at or above the working "
                                "folder. A flag beats the config.")
                     ->type_name("FILE")
                     ->group(group);
  app.add_flag("--no-config", options.no_config, "Read no config.")->group(group)->excludes(config);
  app.add_flag("--print-config", options.print_config,
               "Print the settings of each MODEL and where each value comes from, and validate nothing.")
      ->group(group);
  app.add_option("--baseline", options.baseline,
                 "Omit the findings recorded in FILE, and report those that no longer occur.")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--write-baseline", options.write_baseline,
                 "Write all findings to FILE, as a baseline for later runs.")
      ->type_name("FILE")
      ->group(group);
}

void add_report_flags(CLI::App& app, Options& options) {
  const char* group = "The report";
  app.add_option("--format", options.format, "Form of the report; default: text.")
      ->type_name("text|json|jsonl|sarif|junit|github|html")
      ->group(group)
      ->check(checked(format_complaint));
  app.add_option("--suggest", options.suggest,
                 "Form of the suggested changes: text, or a unified diff of your Python files where the edit is "
                 "certain, for patch -p0; with the formats text, json and html. Default: text.")
      ->type_name("text|diff")
      ->group(group)
      ->check(checked(suggest_complaint));
  app.add_flag("--fix", options.fix,
               "Write the edits that are certain into your Python files, if they are below this folder. The models "
               "must be exported again to be judged; the exit status is that of the models before the edits.")
      ->group(group);
  app.add_flag("--unsafe-fixes", options.unsafe_fixes,
               "With --fix or --suggest diff: also edits that keep the outputs but fix a size: int(...) around a size "
               "in arithmetic on sizes.")
      ->group(group);
  app.add_option("--output,-o", options.output, "Write the report to FILE, whole or not at all, instead of to stdout.")
      ->type_name("FILE")
      ->group(group);
  app.add_flag("-q,--quiet", options.quiet, "Announce nothing, and report only the files that did not pass.")
      ->group(group);
  app.add_flag("-v,--verbose", options.verbose, "Report everything, including long lists and what the model printed.")
      ->group(group);
  app.add_option("--color", options.color, "Colour of the text report; default: auto, which heeds NO_COLOR.")
      ->type_name("auto|always|never")
      ->group(group)
      ->check(checked(color_complaint));
  add_list(app, "--path-map", options.path_maps,
           "For models saved elsewhere: show Python files below FROM as files below TO.")
      ->type_name("FROM=TO")
      ->group(group)
      ->check(checked(path_map_complaint));
  add_list(app, "--from-report", options.from_reports,
           "Validate nothing: read json or jsonl reports of earlier runs, FILE and all files that follow, and report "
           "them as one.")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--expect-files", options.expect_files,
                 "With --from-report: the models that must be reported, once each, in a list as for --files-from.")
      ->type_name("FILE")
      ->group(group);
}

void add_limit_flags(CLI::App& app, Options& options) {
  const char* group = "Limits";
  app.add_option(
         "--jobs,-j", options.jobs,
         "Files to validate in parallel, which share the processors; default: one per processor, limited by memory.")
      ->type_name("N")
      ->group(group)
      ->check(checked(jobs_complaint));
  app.add_option("--timeout", options.timeout, "Seconds that one file may take; default: 120.")
      ->type_name("SECONDS")
      ->group(group)
      ->check(checked(seconds_complaint));
  app.add_option("--memory-limit", options.memory_limit,
                 "Memory that one file may take, such as 4G or 500M; default: three quarters of the machine's, shared "
                 "among the jobs.")
      ->type_name("SIZE")
      ->group(group)
      ->transform(CLI::Validator(bytes_of_size, ""));
  app.add_option("--max-ops", options.settings.max_ops,
                 "Refuse a model with more ops than this after inlining; default: 5000000.")
      ->type_name("N")
      ->group(group)
      ->check(checked(positive_complaint));
  auto* require = app.add_flag("--require-sandbox", options.require_sandbox,
                               "Refuse to open files if the kernel cannot confine the process that opens them.")
                      ->group(group);
  app.add_flag("--no-sandbox", options.no_sandbox, "Do not confine the process that opens files, which may run code.")
      ->group(group)
      ->excludes(require);
}

void add_information_flags(CLI::App& app, Options& options) {
  const char* group = "Information";
  app.add_flag("--list-checks", options.list_checks, "List the checks.")->group(group);
  app.add_option("--explain", options.explain, "Explain a check: what it finds, why that matters, how to fix it.")
      ->type_name("ID")
      ->group(group);
  app.add_flag("--version", options.version, "Print the version.")->group(group);
  app.add_flag("-h,--help", options.help, "Print this help.")->group(group);
}

void define_flags(CLI::App& app, Options& options) {
  app.set_help_flag();
  // The models are the remaining arguments: a positional of CLI11 would split a folder named "[x]" like a list.
  app.allow_extras();
  add_input_flags(app, options);
  add_check_flags(app, options);
  add_config_flags(app, options);
  add_report_flags(app, options);
  add_limit_flags(app, options);
  add_information_flags(app, options);
}

Strings flag_names(const CLI::App& app) {
  Strings names;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

// The models among the arguments that CLI11 did not recognize. Throws a usage error for unknown flags and for "-".
Strings models_among(const Strings& left_over, const CLI::App& app) {
  Strings models;
  bool only_models = false;
  for (const std::string& argument : left_over) {
    if (!only_models && argument == "--") {
      only_models = true;
    } else if (only_models || argument.empty() || argument[0] != '-') {
      models.push_back(argument);
    } else if (argument == "-") {
      usage_error(
          "a model cannot be read from standard input, because it is not read in order; for a file named -, give ./-");
    } else {
      const std::string name = argument.substr(0, argument.find('='));
      usage_error("there is no option " + escape(name) + suggestion(name, flag_names(app)) +
                  " (A file of that name goes after --)");
    }
  }
  return models;
}

// CLI11 reports a validator's message as "--opset: MESSAGE"; it words all other errors itself.
std::string sentence(const CLI::ParseError& error) { return escape(error.what()); }

}  // namespace

Options parse_options(int argc, const char* const* argv) {
  Strings arguments(argv + std::min(argc, 1), argv + argc);
  refuse_empty_values(arguments);
  Options options;
  CLI::App app;
  define_flags(app, options);
  std::reverse(arguments.begin(), arguments.end());
  try {
    app.parse(arguments);
  } catch (const CLI::ArgumentMismatch& error) {
    // CLI11's message: "--opset: 1 required N missing"
    const std::string said = error.what();
    usage_error(escape(said.substr(0, said.find(':'))) + " needs a value");
  } catch (const CLI::ParseError& error) {
    usage_error(sentence(error));
  }
  options.models = models_among(app.remaining(), app);
  if (options.suggest == "diff" && options.format != "text" && options.format != "json" && options.format != "html")
    usage_error("--suggest diff: a report in " + options.format + " has no place for a diff; take text, json or html");
  if (options.unsafe_fixes && !options.fix && options.suggest != "diff")
    usage_error("--unsafe-fixes needs --fix or --suggest diff");
  return options;
}

std::vector<FlagHelp> flag_helps() {
  Options unused;
  CLI::App app;
  define_flags(app, unused);
  std::vector<FlagHelp> helps;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    FlagHelp help{option->get_group(), {}, option->get_type_name(), option->get_description(), false};
    for (const std::string& name : option->get_snames()) help.names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) help.names.push_back("--" + name);
    if (option->get_items_expected_max() == 0) help.value.clear();
    help.repeatable = option->get_items_expected_max() > 1;
    helps.push_back(std::move(help));
  }
  return helps;
}

}  // namespace aimet
