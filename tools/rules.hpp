// SPDX-License-Identifier: Apache-2.0
#pragma once
// Converts "rules" and "allow" of the config from JSON to patterns, and from patterns to checks.

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "lib/check/own_rule.hpp"
#include "lib/inputs/strict_json.hpp"

namespace aimet {

struct OwnRules {
  std::vector<Rule> rules;
  std::optional<std::vector<Pattern>> allow;
};

bool is_check_id(const std::string& id);  // words of lower-case letters and digits, joined by hyphens

// Throws RunError(ErrorKind::usage), whose message names the place.
OwnRules read_rules(const nlohmann::ordered_json& config, const JsonPlace& place);

std::vector<Check> checks_of(const OwnRules& rules);

// The rules of the config that was read last. Setting them also sets their checks (tools/known_checks.hpp).
const OwnRules& rules_of_config();
void set_rules_of_config(OwnRules rules);

}  // namespace aimet
