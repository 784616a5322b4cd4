#include "tools/settings.hpp"

#include <algorithm>

#include "checks/list.hpp"
#include "lib/inputs/files.hpp"
#include "lib/inputs/parse.hpp"
#include "lib/model/error.hpp"
#include "tools/files.hpp"
#include "tools/values.hpp"

namespace aimet {
namespace {

bool any_matches(const std::vector<std::string>& globs, const std::string& id) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) { return glob_matches(glob, id); });
}

std::vector<Check> selected(const std::vector<std::string>& wanted, const std::vector<std::string>& unwanted) {
  std::vector<Check> checks;
  for (const Check& check : all_checks())
    if ((wanted.empty() || any_matches(wanted, check.id)) && !any_matches(unwanted, check.id)) checks.push_back(check);
  if (checks.empty()) throw RunError(error_kind::kUsage, "--check and --ignore leave no check to run");
  return checks;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash + 1);
}

std::optional<SampleSpec> inputs_of(const SettingFlags& flags) {
  if (!flags.input_shapes.empty()) return parse_input_shapes(flags.input_shapes);
  if (flags.input_spec.empty()) return std::nullopt;
  SampleSpec spec = parse_input_spec(read_text_file(flags.input_spec, "--input-spec"), flags.input_spec);
  read_spec_files(spec, folder_of(flags.input_spec));
  return spec;
}

}  // namespace

Settings settings_of(const SettingFlags& flags) {
  Settings settings;
  settings.inputs = inputs_of(flags);
  settings.static_run = flags.static_run;
  settings.checks = selected(flags.checks, flags.ignores);
  settings.options.aimet_version = flags.aimet_version;
  settings.options.torch_version = flags.torch_version;
  settings.options.opset = flags.opset.value_or(settings.options.opset);
  settings.options.exclude_modules = flags.exclude_modules;
  settings.options.allowed_ops = flags.allow_ops;
  settings.fail_on = fail_on_of(flags.fail_on);
  settings.max_ops = flags.max_ops.value_or(settings.max_ops);
  return settings;
}

}  // namespace aimet
