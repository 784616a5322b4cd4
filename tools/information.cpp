// SPDX-License-Identifier: Apache-2.0
#include "tools/information.hpp"

#include <unistd.h>

#include <algorithm>

#include "checks/explain.hpp"
#include "checks/list.hpp"
#include "lib/model/error.hpp"
#include "lib/report/names.hpp"
#include "tools/help.hpp"
#include "tools/known_checks.hpp"
#include "tools/settings.hpp"
#include "tools/terminal.hpp"
#include "tools/values.hpp"
#include "tools/version.hpp"

namespace aimet {
namespace {

constexpr int kPipeWidth = 80;

std::string check_list() {
  std::size_t longest = 0;
  for (const Check& check : known_checks()) longest = std::max(longest, check.id.size());
  std::string out;
  for (const Check& check : known_checks()) {
    const std::string& id = check.id;
    const std::string_view severity = name_of(check.severity);
    out.append(id).append(longest + 2 - id.size(), ' ');
    out.append(severity).append(std::string_view("warning  ").size() - severity.size(), ' ');
    out.append(check.summary).append("\n");
  }
  return out;
}

// Reads the config only if the id is not a built-in check's: a mistake in the config must not block the explanation of
// a built-in check.
std::string explained(const Options& options) {
  for (const Check& check : all_checks())
    if (check.id == options.explain) return explanation(check.id);
  const SettingLayers with_own_rules(options);
  if (const std::string problem = check_id_complaint(options.explain); !problem.empty())
    throw RunError(ErrorKind::usage, "--explain: " + problem);
  return explanation_of(options.explain);
}

}  // namespace

std::optional<std::string> information(const Options& options) {
  const int width = terminal_width(STDOUT_FILENO);
  if (options.help) return help_text(width == 0 ? kPipeWidth : width);
  if (options.version) return version_text();
  if (options.list_checks) {
    const SettingLayers with_own_rules(options);
    return check_list();
  }
  if (!options.explain.empty()) return explained(options);
  return std::nullopt;
}

}  // namespace aimet
