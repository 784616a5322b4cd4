// SPDX-License-Identifier: Apache-2.0
#include "tools/known_checks.hpp"

#include <algorithm>
#include <utility>

#include "checks/explain.hpp"
#include "checks/list.hpp"

namespace aimet {
namespace {

struct Known {
  std::vector<Check> rules, libraries;
  std::vector<Check> all = all_checks();

  void sort_again() {
    all = all_checks();
    for (const auto* list : {&rules, &libraries}) all.insert(all.end(), list->begin(), list->end());
    std::sort(all.begin(), all.end(), [](const Check& a, const Check& b) { return a.id < b.id; });
  }
};

Known& known() {
  static Known checks;
  return checks;
}

}  // namespace

const std::vector<Check>& known_checks() { return known().all; }

std::string explanation_of(const std::string& id) {
  for (const Check& check : known().all)
    if (check.id == id && !check.explanation.empty()) return check.explanation;
  return explanation(id);
}

void set_rule_checks(std::vector<Check> checks) {
  known().rules = std::move(checks);
  known().sort_again();
}

void set_library_checks(std::vector<Check> checks) {
  known().libraries = std::move(checks);
  known().sort_again();
}

}  // namespace aimet
