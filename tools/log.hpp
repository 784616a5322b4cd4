// SPDX-License-Identifier: Apache-2.0
#pragma once
// Messages beside the report: on stderr, as "Utils - INFO - ...", the way AIMET's own validator does.

namespace aimet {

enum class LogLevel { info, warning };  // warning: -q

// From here on spdlog::info and its kin write there.
void start_log(LogLevel least);

}  // namespace aimet
