// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/shortcuts.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

namespace aimet {
namespace {

constexpr const char* kVariable = "AIMET_VALIDATE_WITHOUT";

constexpr std::array<std::pair<std::string_view, Shortcut>, 7> kNames{{
    {"mapped-weights", Shortcut::mapped_weights},
    {"shared-graph", Shortcut::shared_graph},
    {"no-freezing", Shortcut::no_freezing},
    {"skipped-passes", Shortcut::skipped_passes},
    {"spread-constants", Shortcut::spread_constants},
    {"stub-libraries", Shortcut::stub_libraries},
    {"first-extent", Shortcut::first_extent},
}};

std::vector<std::string_view> names_left_out() {
  const char* given = std::getenv(kVariable);
  const std::string_view list = given != nullptr ? given : AIMET_WITHOUT;
  std::vector<std::string_view> names;
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(',', at), list.size());
    if (end > at) names.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return names;
}

using Taken = std::array<bool, kNames.size()>;

Taken taken() {
  Taken taken;
  taken.fill(true);
  for (const std::string_view name : names_left_out()) {
    for (const auto& [known, shortcut] : kNames) {
      if (name == known || name == "all") taken.at(static_cast<std::size_t>(shortcut)) = false;
    }
  }
  return taken;
}

bool is_known(std::string_view name) {
  return name == "all" ||
         std::any_of(kNames.begin(), kNames.end(), [&](const auto& known) { return known.first == name; });
}

}  // namespace

bool takes(Shortcut shortcut) {
  static const Taken kTaken = taken();
  return kTaken.at(static_cast<std::size_t>(shortcut));
}

std::string unknown_shortcuts() {
  const std::vector<std::string_view> names = names_left_out();
  const auto wrong = std::find_if_not(names.begin(), names.end(), is_known);
  if (wrong == names.end()) return "";
  const char* where =
      std::getenv(kVariable) != nullptr ? kVariable : "AIMET_WITHOUT, which this program was built with";
  std::string message = std::string(where) + ": no shortcut is called '" + std::string(*wrong) + "'; known: all";
  for (const auto& known : kNames) message += ", " + std::string(known.first);
  return message;
}

}  // namespace aimet
