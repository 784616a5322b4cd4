// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where a path of the report lies, and how it is shown.

#include <string>
#include <string_view>
#include <vector>

#include "lib/report/render.hpp"

namespace aimet {

// By their names alone; a folder is not below itself.
bool is_below(std::string_view path, std::string_view folder);

// After the first path map that fits; whole components only.
std::string mapped_path(const std::string& path, const std::vector<PathMap>& maps);

// Lexically absolute, when the working folder is known.
std::string absolute_path(const std::string& path, const std::string& working_folder);

// Relative to the working folder when it lies below it, else as it is.
std::string path_from(const std::string& path, const std::string& working_folder);

// RFC 3986: what is neither unreserved nor a slash is %-encoded, byte by byte.
std::string percent_encoded(std::string_view path);

}  // namespace aimet
