// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aimet {

// Writes `bytes` to `path` completely or not at all: on any failure the old content stays and no temporary file is
// left. The mode of an existing file is kept, a symbolic link is followed, a pipe or a device is written directly.
// Throws RunError(ErrorKind::usage) that says why the file could not be written.
void write_file(const std::string& path, std::string_view bytes);
void write_file(const std::string& path, const std::vector<std::string_view>& pieces);

}  // namespace aimet
