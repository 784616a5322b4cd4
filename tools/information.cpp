#include "tools/information.hpp"

#include <unistd.h>

#include <algorithm>

#include "checks/list.hpp"
#include "lib/report/names.hpp"
#include "tools/terminal.hpp"
#include "tools/version.hpp"

namespace aimet {
namespace {

constexpr int kPipeWidth = 80;

std::string check_list() {
  std::size_t longest = 0;
  for (const Check& check : all_checks()) longest = std::max(longest, std::string_view(check.id).size());
  std::string out;
  for (const Check& check : all_checks()) {
    const std::string_view id = check.id;
    const std::string_view severity = name_of(check.severity);
    out.append(id).append(longest + 2 - id.size(), ' ');
    out.append(severity).append(std::string_view("warning  ").size() - severity.size(), ' ');
    out.append(check.summary).append("\n");
  }
  return out;
}

}  // namespace

std::optional<std::string> information(const Options& options) {
  const int width = terminal_width(STDOUT_FILENO);
  if (options.help) return help_text(width == 0 ? kPipeWidth : width);
  if (options.version) return version_text();
  if (options.list_checks) return check_list();
  if (!options.explain.empty()) return explanation(options.explain);
  return std::nullopt;
}

}  // namespace aimet
