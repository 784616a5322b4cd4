// SPDX-License-Identifier: Apache-2.0
#pragma once
// One pattern of the config's "rules" and "allow", as JSON and as text for people.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "lib/check/pattern.hpp"
#include "lib/inputs/strict_json.hpp"

namespace aimet {

// `others`: keys of the object that are not the pattern's. Throws RunError(kUsage) that names the place.
Pattern read_pattern(const nlohmann::ordered_json& object, const JsonPlace& place,
                     const std::vector<std::string>& others);

// A line of Markdown for each condition.
std::string described(const Pattern& pattern);

}  // namespace aimet
