// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads a pattern of the config's "rules" and "allow" from JSON, and describes it for users.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "lib/check/pattern.hpp"
#include "lib/inputs/strict_json.hpp"

namespace aimet {

// `others`: keys of the object that do not belong to the pattern. Throws RunError(ErrorKind::usage), whose message
// names the place.
Pattern read_pattern(const nlohmann::ordered_json& object, const JsonPlace& place,
                     const std::vector<std::string>& others);

// One line of Markdown with all conditions, as an item of a list.
std::string described(const Pattern& pattern);

}  // namespace aimet
