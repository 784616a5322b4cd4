// SPDX-License-Identifier: Apache-2.0
#pragma once
// .aimet-validate.json: settings that are kept with a project. Its grammar is config.schema.json.

#include <optional>
#include <string>
#include <vector>

#include "tools/settings.hpp"

namespace aimet {

inline constexpr const char* kConfigName = ".aimet-validate.json";

// The nearest one in the working folder or above it. Throws RunError(kUsage) where it belongs to another user.
std::optional<std::string> find_config();

// One layer for the file's own settings, then one per entry of "inputs" and of "overrides". Throws RunError(kUsage)
// that names the JSON pointer.
std::vector<SettingLayer> read_config(const std::string& path);

}  // namespace aimet
