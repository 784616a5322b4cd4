// SPDX-License-Identifier: Apache-2.0
#pragma once
// .aimet-validate.json: settings that are kept with a project. Its grammar is config.schema.json.

#include <optional>
#include <string>
#include <vector>

#include "tools/settings.hpp"

namespace aimet {

inline constexpr const char* kConfigName = ".aimet-validate.json";

// The path of the nearest config, in the working folder or above it; nullopt if there is none. Throws
// RunError(ErrorKind::usage) if it belongs to another user.
std::optional<std::string> find_config();

// Returns one layer for the file's own settings, then one per entry of "inputs" and of "overrides". Also sets the rules
// of the config (tools/rules.hpp). Throws RunError(ErrorKind::usage), whose message gives the JSON pointer.
std::vector<SettingLayer> read_config(const std::string& path);

}  // namespace aimet
