// SPDX-License-Identifier: Apache-2.0
#pragma once
// "rules" and "allow" of the config: the JSON, read into patterns and from there into checks.

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

bool is_check_id(const std::string& id);  // words of small letters and digits, joined by hyphens

// Throws RunError(kUsage) that names the place.
OwnRules read_rules(const nlohmann::ordered_json& config, const JsonPlace& place);

std::vector<Check> checks_of(const OwnRules& rules);

// What no model can hold: unknown operators, arguments that none of the operators has. One sentence each.
// `operators`: each the kind and then the names of its arguments.
std::vector<std::string> impossible(const OwnRules& rules, const std::vector<std::vector<std::string>>& operators);
// By the operators of ATen in all known versions of PyTorch: other libraries' are not looked at.
std::vector<std::string> impossible_without_libtorch(const OwnRules& rules);

// Those of the config that was read last.
const OwnRules& rules_of_config();
void set_rules_of_config(OwnRules rules);

}  // namespace aimet
