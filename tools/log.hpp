// SPDX-License-Identifier: Apache-2.0
#pragma once
// Log messages on stderr, in the format of AIMET's own validator: "Utils - INFO - ...".

namespace aimet {

enum class LogLevel { info, warning };  // warning: with -q

// From now on, spdlog::info and similar functions write to this log.
void start_log(LogLevel least);

}  // namespace aimet
