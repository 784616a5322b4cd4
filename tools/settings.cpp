// SPDX-License-Identifier: Apache-2.0
#include "tools/settings.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>

#include "lib/check/verdict.hpp"
#include "lib/inputs/files.hpp"
#include "lib/inputs/parse_shapes.hpp"
#include "lib/inputs/parse_spec.hpp"
#include "lib/model/error.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/names.hpp"
#include "tools/check_libraries.hpp"
#include "tools/config.hpp"
#include "tools/files.hpp"
#include "tools/known_checks.hpp"
#include "tools/values.hpp"

namespace aimet {
namespace {

using Json = nlohmann::ordered_json;
using Strings = std::vector<std::string>;

constexpr std::string_view kCheckPrefix = "checks.";

std::string key_of(const Check& check) { return std::string(kCheckPrefix) + check.id; }

SettingLayer default_layer() {
  SettingLayer layer{"default", {}, {}, Json::object(), {}};
  const CheckOptions options;
  for (const Check& check : known_checks()) layer.values[key_of(check)] = std::string(name_of(check.severity));
  layer.values["exclude_modules"] = Json::array();
  layer.values["allow_ops"] = Json::array();
  layer.values["aimet_version"] = nullptr;
  layer.values["torch_version"] = nullptr;
  layer.values["opset"] = options.opset;
  layer.values["inputs"] = nullptr;
  layer.values["static"] = false;
  layer.values["max_ops"] = 5'000'000;
  layer.values["fail_on"] = "error";
  return layer;
}

bool any_matches(const Strings& globs, const std::string& id) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) { return glob_matches(glob, id); });
}

// --check selects the checks to run; --ignore removes checks.
void add_selection(Json& values, const SettingFlags& flags) {
  for (const Check& check : known_checks()) {
    if (!flags.checks.empty()) values[key_of(check)] = any_matches(flags.checks, check.id) ? "on" : "off";
    if (any_matches(flags.ignores, check.id)) values[key_of(check)] = "off";
  }
}

void add_inputs(SettingLayer& layer, const SettingFlags& flags) {
  if (!flags.input_shapes.empty()) {
    layer.values["inputs"] = {{"input_shape", flags.input_shapes}};
    layer.inputs = parse_input_shapes(flags.input_shapes);
  } else if (!flags.input_spec.empty()) {
    layer.values["inputs"] = {{"input_spec", flags.input_spec}};
    layer.inputs = read_input_spec(flags.input_spec);
  }
}

SettingLayer flag_layer(const SettingFlags& flags) {
  SettingLayer layer{"the command line", {}, {}, Json::object(), {}};
  Json& values = layer.values;
  add_selection(values, flags);
  if (!flags.exclude_modules.empty()) values["exclude_modules"] = flags.exclude_modules;
  if (!flags.allow_ops.empty()) values["allow_ops"] = flags.allow_ops;
  if (!flags.aimet_version.empty()) values["aimet_version"] = flags.aimet_version;
  if (!flags.torch_version.empty()) values["torch_version"] = flags.torch_version;
  if (flags.opset) values["opset"] = *flags.opset;
  if (flags.static_run) values["static"] = true;
  if (flags.max_ops) values["max_ops"] = *flags.max_ops;
  if (!flags.fail_on.empty()) values["fail_on"] = flags.fail_on;
  add_inputs(layer, flags);
  return layer;
}

// A glob without a slash matches the file name in any folder.
bool is_for(const SettingLayer& layer, const std::filesystem::path& path) {
  if (layer.files.empty()) return true;
  if (path.empty()) return false;
  if (layer.files.find('/') == std::string::npos) return glob_matches(layer.files, path.filename().string());
  return glob_matches(layer.files, path.lexically_relative(layer.folder).string());
}

std::string text_or_nothing(const Json& value) { return value.is_string() ? value.get<std::string>() : ""; }

void apply_check(Settings& settings, const Check& check, const std::string& level) {
  if (level == "off") return;
  settings.checks.push_back(check);
  Check& chosen = settings.checks.back();
  for (const auto& [severity, name] : kSeverityNames)
    if (name == level && severity != check.severity) {
      settings.default_severities[check.id] = check.severity;
      chosen.severity = severity;
    }
}

void apply(Settings& settings, const std::string& key, const SettingLayer& layer) {
  const Json& value = layer.values.at(key);
  if (key == "exclude_modules") settings.options.exclude_modules = value.get<Strings>();
  if (key == "allow_ops") settings.options.allowed_ops = value.get<Strings>();
  if (key == "aimet_version") settings.options.aimet_version = text_or_nothing(value);
  if (key == "torch_version") settings.options.torch_version = text_or_nothing(value);
  if (key == "opset") settings.options.opset = value.get<int>();
  if (key == "inputs") settings.inputs = layer.inputs;
  if (key == "static") settings.static_run = value.get<bool>();
  if (key == "max_ops") settings.max_ops = value.get<std::int64_t>();
  if (key == "fail_on") settings.fail_on = fail_on_of(value.get<std::string>());
  if (key.compare(0, kCheckPrefix.size(), kCheckPrefix) != 0) return;
  for (const Check& check : known_checks())
    if (key_of(check) == key) apply_check(settings, check, value.get<std::string>());
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

}  // namespace

namespace {

void complain_of_ids(const SettingFlags& flags) {
  const auto complain = [](const char* flag, const Strings& globs) {
    for (const std::string& glob : globs)
      if (const std::string problem = check_glob_complaint(glob); !problem.empty())
        throw RunError(ErrorKind::usage, std::string(flag) + ": " + problem);
  };
  complain("--check", flags.checks);
  complain("--ignore", flags.ignores);
}

}  // namespace

SettingLayers::SettingLayers(const Options& options) {
  std::error_code ignored;
  working_folder_ = std::filesystem::current_path(ignored).string();
  open_check_libraries(options.check_libraries);  // before the config, which may name their checks
  if (!options.config.empty()) {
    config_ = options.config;
  } else if (!options.no_config) {
    config_ = find_config();
  }
  if (config_) layers_ = read_config(*config_);
  layers_.insert(layers_.begin(), default_layer());  // after reading the config, whose rules are checks too
  complain_of_ids(options.settings);
  layers_.push_back(flag_layer(options.settings));
  const bool selects = !options.settings.checks.empty() || !options.settings.ignores.empty();
  if (selects && of_all_files().checks.empty())
    throw RunError(ErrorKind::usage, "--check and --ignore leave no check to run");
}

std::vector<std::pair<std::string, const SettingLayer*>> SettingLayers::merged(const std::string& file) const {
  std::vector<std::pair<std::string, const SettingLayer*>> last_words;
  for (const auto& entry : layers_.front().values.items()) last_words.emplace_back(entry.key(), &layers_.front());
  const auto path =
      file.empty() ? std::filesystem::path() : (std::filesystem::path(working_folder_) / file).lexically_normal();
  for (const SettingLayer& layer : layers_) {
    if (!is_for(layer, path)) continue;
    for (auto& [key, source] : last_words) {
      if (!layer.values.contains(key)) continue;
      // "on" only enables a check; it keeps the severity of the layers before.
      if (layer.values[key] == "on" && source->values[key] != "off") continue;
      source = &layer;
    }
  }
  return last_words;
}

Settings SettingLayers::of(const std::string& file) const {
  Settings settings;
  for (const auto& [key, layer] : merged(file)) apply(settings, key, *layer);
  return settings;
}

void apply_severity(CheckResult& result, const Settings& settings) {
  const auto changed = settings.default_severities.find(result.id);
  if (changed == settings.default_severities.end()) return;
  for (Finding& finding : result.findings)
    finding.severity =
        finding.severity >= changed->second ? result.severity : std::min(finding.severity, result.severity);
  update_status(result);
}

void update_status(CheckResult& result) {
  if (result.status != CheckStatus::passed && result.status != CheckStatus::failed) return;
  result.status = verdict(result.findings, FailOn::warning);
}

Json SettingLayers::explained(const std::string& file) const {
  Json settings = Json::object();
  for (const auto& [key, layer] : merged(file))
    settings[key] = {{"value", layer->values.at(key)}, {"from", layer->origin}};
  return settings;
}

SampleSpec read_input_spec(const std::string& path) {
  SampleSpec spec = parse_input_spec(read_text_file(path, "--input-spec"), path);
  read_spec_files(spec, folder_of(path));
  return spec;
}

}  // namespace aimet
